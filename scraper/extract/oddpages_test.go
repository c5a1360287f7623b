package extract

import (
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestOddPages holds one row for each class of whole pages that were misread, in
// the shape of the failure: most are articles that look like something else.
func TestOddPages(t *testing.T) {
	menu := strings.Repeat(`<li><a href="/section/harbour/">Harbour</a></li><li><a href="/section/council/">Council of Portmere</a></li>`, 30)
	cards := ""
	for _, name := range []string{"alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel"} {
		cards += `<div class="card"><h3><a href="/2025/harbour-tree-of-the-day-` + name + `">The harbour tree of the day is the old ` + name + ` at the northern pier</a></h3></div>`
	}
	const brief = "The harbour tram of Portmere runs every ten minutes since Monday morning, the council said after its trial."
	day := func(a *news.Article) string {
		d, _, _ := strings.Cut(a.Published.Value(), "T")
		return d
	}
	tagNames := func(a *news.Article) string {
		var names []string
		for _, n := range a.Tags {
			names = append(names, n.Name)
		}
		return strings.Join(names, "|")
	}
	for _, tt := range []struct {
		class, url, html string
		got              func(*news.Article) string
		want             string
	}{
		{
			class: "the whole page stands in one form",
			html:  `<title>Tram runs more often</title><body><form id="pageForm" method="post"><ul>` + menu + `</ul><div><p class="date">15 August 2016, 13:43</p><h1>The tram runs more often</h1><div class="article-text">` + tramStory + `</div></div></form>`,
			got:   func(a *news.Article) string { return a.Published.Value()[:10] + " " + a.Body[0].Text[:16] }, want: "2016-08-15 The harbour tram",
		}, {
			class: "the only paragraph is the description too",
			html:  `<title>Tram runs more often</title><meta name="description" content="` + brief + `"><body><article><h1>The tram runs more often</h1><p>3 May 2025</p><div class="entry-content"><p>` + brief + `</p></div></article>`,
			got:   func(a *news.Article) string { return a.Standfirst + "/" + a.Body[0].Text }, want: "/" + brief,
		}, {
			class: "a long list of other stories, but the address repeats the headline",
			url:   "https://post.example/the-tram-runs-every-ten-minutes-zuege-frueher",
			html:  `<title>The tram runs every ten minutes: Züge früher | Post</title><meta property="og:type" content="article"><body><h1>The tram runs every ten minutes: Züge früher</h1>` + tramStory + cards + cards,
			got:   func(a *news.Article) string { return a.Headline }, want: "The tram runs every ten minutes: Züge früher",
		}, {
			class: "headline: the first h1 is the site's name, which ends the title",
			html:  `<title>The tram runs more often l PORT WORLD</title><body><header><h1 class="logo"><a href="/service/index.htm?lang=e">PORT WORLD</a></h1></header><div><h1>The tram runs more often</h1><p class="date">Written: 2023-11-07 15:03:30</p>` + tramStory + `</div>`,
			got:   func(a *news.Article) string { return a.Headline + " " + a.Published.Value()[:10] }, want: "The tram runs more often 2023-11-07",
		}, {
			class: "headline: the only h1 is the site's name, the headline an h2",
			html:  `<title>The tram runs more often | Pierblog</title><body><div id="headerimg"><h1>Pierblog</h1></div><div><h2>The tram runs more often</h2>` + tramStory + `</div>`,
			got:   func(a *news.Article) string { return a.Headline }, want: "The tram runs more often",
		}, {
			class: "headline: a template gives the title as the site's name",
			html:  `<title>The tram runs more often from Monday</title><meta name="application-name" content="The tram runs more often from Monday"><body><div><h1>The tram runs more often from Monday</h1>` + tramStory + `</div>`,
			got:   func(a *news.Article) string { return a.Headline }, want: "The tram runs more often from Monday",
		},
		{
			class: "date: set before the first sentence, behind what it is the date of",
			html:  `<title>The tram runs more often</title><body><article><h1>The tram runs more often</h1><div><p>Press of 25 January 2022 | Portmere – ` + brief + `</p>` + tramStory + `</div></article>`,
			got:   day, want: "2022-01-25",
		}, {
			class: "date: in brackets before the text",
			html:  `<html lang="de"><title>The tram runs more often</title><body><article><h1>The tram runs more often</h1><div><p>(21. November 2022) ` + brief + `</p>` + tramStory + `</div></article>`,
			got:   day, want: "2022-11-21",
		}, {
			class: "date: the address has the day first",
			url:   "https://post.example/news/23-01-2022-the-tram",
			html:  `<title>The tram runs more often</title><body><article><h1>The tram runs more often</h1>` + tramStory + `</article>`,
			got:   day, want: "2022-01-23",
		}, {
			class: "date: day or month first, the address does not tell",
			url:   "https://post.example/news/03-01-2022-the-tram",
			html:  `<title>The tram runs more often</title><body><article><h1>The tram runs more often</h1>` + tramStory + `</article>`,
			got:   day, want: "",
		}, {
			class: "date: metadata tell a later edition than the day that is printed",
			html:  `<title>The tram runs more often</title><meta property="article:published_time" content="2022-11-17T10:33:13Z"><body><article><h1>The tram runs more often</h1><p>by Ida Quay</p><time>9 March 2022</time>` + tramStory + `</article>`,
			got:   day, want: "2022-03-09",
		}, {
			class: "date: the day that a book was published is older than the review",
			html:  `<title>The tram, a novel</title><meta property="article:published_time" content="2017-09-09T10:52:00+02:00"><body><article><h1>The tram, a novel</h1><p>Out since: 14 August 2017</p>` + tramStory + `</article>`,
			got:   day, want: "2017-09-09",
		}, {
			class: "date: a printed month and day stand for no older year",
			html:  `<title>The tram runs more often</title><meta property="article:published_time" content="2025-01-14T01:28:54+09:00"><body><article><h1>The tram runs more often</h1><p>January 10, 01:40</p>` + tramStory + `</article>`,
			got:   day, want: "2025-01-14",
		}, {
			class: "date: the title of an abbreviation is the instant",
			html:  `<title>The tram runs more often</title><body><div itemscope itemtype="https://schema.org/BlogPosting"><h1>The tram runs more often</h1>` + tramStory + `<p>Posted at <abbr itemprop="datePublished" title="2017-09-09T10:52:00+02:00">10:52</abbr></p></div>`,
			got:   day, want: "2017-09-09",
		}, {
			class: "date: only the object of the page itself has one",
			html:  `<title>The tram runs more often</title><script type="application/ld+json">{"@type":"WebPage","datePublished":"2014-03-17T01:44:37+00:00"}</script><body><article><h1>The tram runs more often</h1>` + tramStory + `</article>`,
			got:   day, want: "2014-03-17",
		}, {
			class: "date: only the recording in the page has one",
			html:  `<title>The tram runs more often</title><body><article><h1>The tram runs more often</h1>` + tramStory + `<div itemscope itemtype="https://schema.org/AudioObject"><span itemprop="uploadDate" content="2020-03-18T14:16:20+01:00"></span></div></article>`,
			got:   day, want: "2020-03-18",
		}, {
			class: "headline: what is called a menu around the article is the page's layout",
			html:  `<title>The tram runs more often</title><body class="has-menu"><ul class="brand-new"><li><a href="/x">The tram runs more often</a></li></ul><ul>` + menu + `</ul><div class="page menu"><article><h1>The tram runs more often</h1><p>Ida Quay, 2 February 2022</p>` + tramStory + `</article></div>`,
			got:   day, want: "2022-02-02",
		}, {
			class: "body: the article stands in an aside",
			html:  `<title>The tram runs more often</title><body><ul>` + menu + `</ul><main><aside><section><header><h1>The tram runs more often</h1></header><article>` + tramStory + `</article></section></aside></main>`,
			got:   func(a *news.Article) string { return a.Body[0].Text[:16] }, want: "The harbour tram",
		}, {
			class: "headline: the version handed on only says more than is shown",
			html:  `<title>Tram to the pier</title><meta property="og:title" content="Ten minutes by tram to the pier"><body><article><h1>Tram to the pier</h1>` + tramStory + `</article>`,
			got:   func(a *news.Article) string { return a.Headline }, want: "Tram to the pier",
		}, {
			class: "headline: one tag alone has another version",
			html:  `<title>More trams to the pier</title><meta name="twitter:title" content="More trams to the pier"><meta property="og:title" content="Every ten minutes a tram"><body><article><h1>More trams to the pier</h1>` + tramStory + `</article>`,
			got:   func(a *news.Article) string { return a.Headline }, want: "More trams to the pier",
		}, {
			class: "headline: the version handed on is printed as kicker and headline",
			html:  `<title>Council of Portmere on its trams</title><meta property="og:title" content="After the trial: More trams to the pier"><body><article><h1>Council of Portmere on its trams</h1><h2><span style="display:block">After the trial</span><div>More trams to the pier</div></h2>` + tramStory + `</article>`,
			got:   func(a *news.Article) string { return a.Headline + "/" + a.Kicker }, want: "More trams to the pier/After the trial",
		}, {
			class: "headline: section and site are hung on without a space, the page's state has it alone",
			html:  `<title>More trams to the pier-Cityㅣ한국통신</title><meta property="og:title" content="More trams to the pier-Cityㅣ한국통신"><script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"article":{"headline":"More trams to the pier","published_at":"2026-01-29T10:00:00+09:00","body":"<p>` + brief + `</p><p>` + brief + `</p>"}}}}</script><body><div id="__next"></div>`,
			got:   func(a *news.Article) string { return a.Headline }, want: "More trams to the pier",
		}, {
			class: "body: a line under the headline is the version that metadata hand on",
			html:  `<title>More trams to the pier</title><meta name="twitter:title" content="More trams to the pier"><meta property="og:title" content="Every ten minutes a tram goes to the pier"><body><article><h1>More trams to the pier</h1><h2>Every ten minutes a tram goes to the pier</h2>` + tramStory + `</article>`,
			got:   func(a *news.Article) string { return a.Headline + "/" + a.Standfirst + "/" + a.Body[0].Text[:16] },
			want:  "More trams to the pier//The harbour tram",
		}, {
			class: "tags: among author, day and section in the line of a post",
			html: `<title>More trams to the pier</title><body><article><h1>More trams to the pier</h1>` + tramStory + `<footer>This entry was posted on 3 May 2025 by <a href="/author/ida">Ida Quay</a> in <a href="/category/city" rel="category tag">City</a> and is about
				<a href="/tag/trams" rel="tag">Trams</a>, <a href="/tag/north" rel="tag">Northern line</a>, <a href="/tag/third" rel="tag">Shelters for drivers of the third shift lawsuit</a>. Bookmark the <a href="/4711">permanent link to this entry about trams in Portmere</a>.</footer></article>`,
			got: tagNames, want: "Trams|Northern line|Shelters for drivers of the third shift lawsuit",
		}, {
			class: "tags: who wrote the article is among them",
			html:  `<title>More trams to the pier</title><body><article><h1>More trams to the pier</h1><p class="byline">By <a rel="author" href="/author/ida">Ida O’Quay</a></p>` + tramStory + `<ul class="tags"><li><a href="/tag/trams" rel="tag">Trams</a></li><li><a href="/tag/ida" rel="tag">Ida O'Quay</a></li><li><a href="/tag/north" rel="tag">Northern line</a></li></ul></article>`,
			got:   tagNames, want: "Trams|Northern line",
		}, {
			class: "tags: a nav above the headline that is called so",
			html:  `<title>More trams to the pier</title><body><nav class="tags-menu"><a href="/news">News</a><a href="/sport">Sport</a></nav><main><header><div><nav class="head__tags"><ul class="tags__list"><li class="tags__item"><a class="tags__tag" href="/business/rail">Rail &amp; trams</a></li><li class="tags__item"><a class="tags__tag" href="/north">North</a></li></ul></nav><h1>More trams to the pier</h1></div></header><article>` + tramStory + `</article></main>`,
			got:   tagNames, want: "Rail & trams|North",
		}, {
			class: "section: a post is filed under it, and cards of others under theirs",
			html: `<title>More trams to the pier</title><body><main><article><h1>More trams to the pier</h1>` + tramStory + `<footer>Posted in <a href="/category/city" rel="category tag">City</a> Tagged <a href="/tag/trams" rel="tag">Trams</a></footer></article>
				<div><a href="/category/sport" rel="category tag">Sport</a><h3><a href="/4712">Rowers of Portmere win the cup of the northern harbours</a></h3></div></main>`,
			got: func(a *news.Article) string { return strings.Join(a.Section, "|") }, want: "City",
		}, {
			class: "tags: each in an element of its own, called so, with other things between",
			html:  `<title>More trams to the pier</title><body><article><h1>More trams to the pier</h1>` + tramStory + `<div><p>Published in the print edition, page 4, and in the evening news of Portmere Radio, second programme, with pictures.</p><span><a class="x_taglist" href="/tag/trams/">Trams</a></span><span><a class="x_taglist" href="/tag/north/">Northern line</a></span></div></article>`,
			got:   tagNames, want: "Trams|Northern line",
		}, {
			class: "body: links say that they open in another window",
			html:  `<title>More trams to the pier</title><body><article><h1>More trams to the pier</h1><p>The harbour tram of <a href="https://x.example/">Portmere<span class="sr-only"> (opens in a new window)</span></a> (on the northern line) runs every ten minutes since Monday, the council said.</p>` + tramStory + `</article>`,
			got:   func(a *news.Article) string { return a.Standfirst + a.Body[0].Text },
			want:  "The harbour tram of Portmere (on the northern line) runs every ten minutes since Monday, the council said.",
		}, {
			class: "body: notes of the template on links, broadcasts, paywall and print",
			html: `<title>More trams to the pier</title><body><article><h1>More trams to the pier</h1><p>If you buy something using links in our stories, we may earn a commission. This helps support our journalism.</p><h2>Table of contents</h2>` + tramStory +
				`<h2>Dieses Thema im Programm:</h2><p>Radio Portmere | News | 28.04.2023 | 13:00</p><p>Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.</p><p>What guests write does not necessarily reflect the views of the editors of the Courier.</p><h3>Zitiervorschlag</h3><p>More trams, in: Portmere Journal, 3.5.2025 (abgerufen am: 4.5.2025)</p><p>Dieser Artikel wurde ausgedruckt unter der Adresse: https://post.example/4711</p></article>`,
			got: func(a *news.Article) string {
				var all []string
				for _, b := range a.Body {
					all = append(all, strings.Join(strings.Fields(b.Text)[:2], " "))
				}
				return strings.Join(all, "|")
			},
			want: "The harbour|Drivers had|The council",
		},
	} {
		t.Run(tt.class, func(t *testing.T) {
			if tt.url == "" {
				tt.url = "https://post.example/news/4711.html"
			}
			r := Read(nil, Input{URL: tt.url, ContentType: "text/html; charset=utf-8", Body: []byte(`<!DOCTYPE html><html lang="en"><meta charset="utf-8">` + tt.html)})
			if r.Article == nil {
				t.Fatalf("read as %s (%s %s), want an article", r.Kind, r.Reason, r.Detail)
			}
			if got := tt.got(r.Article); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
