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
