package extract

import (
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// classPage is an article page without a profile; empty parts are left out.
func classPage(metas, head, before, after string) []byte {
	if head == "" {
		head = "<h1>The harbour tram runs every ten minutes</h1>"
	}
	return fmt.Appendf(nil, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">%s</head><body>
<header><a href="/">Strait Courier</a></header>
<main><article>%s%s<div class="story-body">%s</div>%s</article></main>
<footer><p>All rights reserved</p></footer></body></html>`, metas, head, before, threeParagraphs, after)
}

func ogTitle(s string) string { return `<meta property="og:title" content="` + s + `">` }

func ldArticle(fields string) string {
	return `<script type="application/ld+json">{"@type":"NewsArticle",` + fields + `}</script>`
}

// TestFailureClasses holds one row for each class of failure that was found on
// pages of the web, in the shape of the failure.
func TestFailureClasses(t *testing.T) {
	headline := func(a *news.Article) string { return a.Headline + " / " + a.Kicker }
	published := func(a *news.Article) string { return a.Published.Value() }
	tags := func(a *news.Article) string {
		var names []string
		for _, n := range a.Tags {
			names = append(names, n.Name)
		}
		return strings.Join(names, "|")
	}
	quotes := func(a *news.Article) string {
		var texts []string
		for _, b := range a.Body {
			if b.Type == news.Quote {
				texts = append(texts, b.Text)
			}
		}
		return strings.Join(texts, "|")
	}
	const shown = "The harbour tram runs every ten minutes"
	for _, tt := range []struct {
		class               string
		metas, head, before string
		after               string
		got                 func(*news.Article) string
		want                string
	}{
		{
			class: "headline: the title for search engines is shown, the newsroom's own is handed on",
			metas: `<title>` + shown + ` | Strait Courier</title>` + ogTitle("Ten minutes from pier to pier"),
			got:   headline, want: "Ten minutes from pier to pier / ",
		}, {
			class: "headline: the kicker is part of what is shown",
			metas: `<title>Timetables: ` + shown + `</title>` + ogTitle(shown), head: "<h1>Timetables: " + shown + "</h1>",
			got: headline, want: shown + " / Timetables",
		}, {
			class: "headline: og:title alone differs from the headline, JSON-LD and a title without the site's name",
			metas: `<title>` + shown + `</title>` + ogTitle("Ten minutes from pier to pier") + ldArticle(`"headline":"`+shown+`"`),
			got:   headline, want: shown + " / ",
		}, {
			class: "headline: the page prints og:title too, as kicker and headline",
			metas: `<title>` + shown + `</title>` + ogTitle("After the trial: Trams to the pier every ten minutes") + ldArticle(`"headline":"`+shown+`"`),
			head:  `<h1>` + shown + `</h1><p>After the trial</p><h2>Trams to the pier every ten minutes</h2>`,
			got:   headline, want: "Trams to the pier every ten minutes / After the trial",
		}, {
			class: "headline: a live ticker shows its last entry, JSON-LD names the ticker",
			metas: `<title>Tram ticker: Storm closes the northern line | Strait Courier</title>` + ogTitle("Tram ticker: Storm closes the northern line") + ldArticle(`"headline":"News ticker on the trams of Portmere, 26 August to 1 September"`),
			head:  `<h1>Tram ticker: Storm closes the northern line</h1>`,
			got:   headline, want: "News ticker on the trams of Portmere, 26 August to 1 September / ",
		}, {
			class: "headline: items of a ticker strung together",
			metas: `<title>Trams of Portmere: news of the storm</title>` + ogTitle("Trams of Portmere: all news of the storm") + ldArticle(`"headline":"Trams of Portmere: news of the storm"`),
			head:  `<h1>Northern line closed +++ Ferries stay in port +++ Schools open late</h1>`,
			got:   headline, want: "Trams of Portmere: news of the storm / ",
		}, {
			class: "headline: the date and the section stand in its element",
			metas: `<title>` + shown + ` | Strait Courier</title>` + ogTitle(shown), head: `<h1>` + shown + ` <small>28.04.2024 • Council</small></h1>`,
			got: headline, want: shown + " / ",
		}, {
			class: "headline: its element ends in the site's name",
			metas: `<meta property="og:site_name" content="Strait Courier"><title>` + shown + ` | Strait Courier</title>` + ogTitle(shown), head: `<h1>` + shown + ` | Strait Courier</h1>`,
			got: headline, want: shown + " / ",
		}, {
			class: "headline: an h2 is one part of the title, and there is no h1",
			metas: `<title>Notes from the strait » Blog Archive » ` + shown + `</title>`, head: `<h2><a href="/strait/the-harbour-tram-runs">` + shown + `</a></h2>`,
			got: headline, want: shown + " / ",
		}, {
			class: "text: a pull quote repeats a paragraph",
			after: `<p>“We wanted the last tram to meet the last ferry, and now it does,” the mayor of Portmere said on the quay.</p><blockquote>We wanted the last tram to meet the last ferry</blockquote><blockquote>Nobody had asked the drivers before the trial began</blockquote><p>The trial of the longer hours ends in spring, and the council will then decide on the other lines of the town.</p>`,
			got:   quotes, want: "Nobody had asked the drivers before the trial began",
		}, {
			class:  "standfirst: the note of a tool beside the headline",
			before: `<div class="js-tooltip-content"><p>Save stories to your page and read them later, whenever you want to do so.</p></div>`,
			got:    func(a *news.Article) string { return a.Standfirst }, want: "",
		}, {
			class: "headline: only the title element sides with the one handed on",
			metas: `<title>Tram Portmere: times and fares</title>` + ogTitle("Tram Portmere: times and fares") + ldArticle(`"headline":"`+shown+`"`),
			got:   headline, want: shown + " / ",
		}, {
			class: "headline: the one handed on is cut off",
			metas: `<title>` + shown + `</title>` + ogTitle("The harbour tram runs every…"),
			got:   headline, want: shown + " / ",
		}, {
			class: "headline: the first h1 is the site's name and leads home",
			metas: `<title>Strait Courier » Archive » ` + shown + `</title>`, head: `<h1><a href="/">Strait Courier</a></h1><h1>` + shown + `</h1>`,
			got: headline, want: shown + " / ",
		}, {
			class: "headline: a section behind it in the title, which JSON-LD repeats",
			metas: `<title>` + shown + ` | Harbours</title>` + ogTitle(shown) + ldArticle(`"headline":"`+shown+` | Harbours"`), head: "<h2>" + shown + "</h2>",
			got: headline, want: shown + " / ",
		}, {
			class: "headline: parts in elements of their own, spelled as most metadata do",
			metas: `<title>Timetables: ` + shown + `</title>` + ogTitle("Timetables: "+shown) + ldArticle(`"headline":"Timetables - `+shown+`"`),
			head:  `<h1><span>Timetables</span> <span>` + shown + `</span></h1>`,
			got:   headline, want: "Timetables: " + shown + " / ",
		}, {
			class: "date: one source gives the offset of the same wall clock",
			metas: ldArticle(`"headline":"`+shown+`","datePublished":"2024-04-28 18:11:01.0"`) + `<meta name="date" content="2024-04-28T18:11:01+02:00">`,
			got:   published, want: "2024-04-28T18:11:01+02:00",
		}, {
			class: "date: local time that a template calls UTC",
			metas: ldArticle(`"datePublished":"2024-04-28T18:11:00+00:00"`) + `<meta property="article:published_time" content="2024-04-28T18:11:00-04:00">`,
			got:   published, want: "2024-04-28T18:11:00-04:00",
		}, {
			class:  "date: UTC in metadata, the day in print is the local one",
			metas:  ldArticle(`"datePublished":"2024-04-27T22:11:00Z"`),
			before: `<p>28 April 2024, 00:11</p>`,
			got:    published, want: "2024-04-28T00:11:00+02:00",
		}, {
			class:  "date: another video's date is outvoted by print and metadata",
			metas:  ldArticle(`"headline":"`+shown+`","uploadDate":"2019-02-03T10:00:00+01:00"`) + `<meta property="article:published_time" content="2024-04-28T18:11:00+02:00">`,
			before: `<p>28 April 2024</p>`,
			got:    published, want: "2024-04-28T18:11:00+02:00",
		}, {
			class: "date: behind the headline in the title",
			metas: `<title>` + shown + ` | Strait Courier | 28.04.2024</title>`,
			got:   published, want: "2024-04-28T00:00:00Z",
		}, {
			class: "date: the text opens with it",
			after: ``, before: `<p>28.04.2024 – The harbour tram of Portmere has a new timetable, and with it come longer breaks for its drivers at the northern end.</p>`,
			got: published, want: "2024-04-28T00:00:00Z",
		}, {
			class: "date: only at the end, after a label",
			after: `<div class="colophon"><p>Published: 28 April 2024</p></div>`,
			got:   published, want: "2024-04-28T00:00:00Z",
		}, {
			class: "date: several days far from the headline tell nothing",
			after: `<div><p>28 April 2024</p><p>27 April 2024</p></div>`,
			got:   published, want: "",
		}, {
			class:  "author: before the date, without a label",
			before: `<div><span>Rhea Calder &nbsp;|</span> <span>28 April 2024</span></div>`,
			got:    bylines, want: "Rhea Calder",
		}, {
			class: "author: metadata name the outlet, a line in bold after the text the person",
			metas: `<meta property="og:site_name" content="Strait Courier"><meta name="author" content="Strait Courier">`,
			after: `<p style="text-align: right"><strong>Rhea Calder</strong></p>`,
			got:   bylines, want: "Rhea Calder",
		}, {
			class: "author: a label far from the headline",
			after: `<ul><li><strong>Author:</strong> Rhea Calder</li></ul>`,
			got:   bylines, want: "Rhea Calder",
		}, {
			class:  "author: a login, spelled out in print",
			metas:  ldArticle(`"headline":"` + shown + `","author":{"@type":"Person","name":"rheacalder"}`),
			before: `<p>By Rhea Calder</p>`,
			got:    bylines, want: "Rhea Calder",
		}, {
			class: "author: a person and what they are",
			metas: ldArticle(`"author":{"@type":"Person","name":"Rhea Calder, Portmere university's professor for harbours and tides"}`),
			got:   bylines, want: "Rhea Calder",
		}, {
			class:  "author: the outlet with agencies is the outlet",
			metas:  `<meta property="og:site_name" content="Strait Courier">` + ldArticle(`"author":{"@type":"Organization","name":"Strait Courier"}`),
			before: `<p>By Strait Courier with Agencies</p>`,
			got:    bylines, want: "Strait Courier",
		}, {
			class: "tags: one is shown, metadata have the rest",
			metas: `<meta property="article:tag" content="Tram"><meta property="article:tag" content="Portmere"><meta property="article:tag" content="Timetables">`,
			after: `<div class="tags"><a href="/tag/tram">Tram</a></div>`,
			got:   tags, want: "Tram|Portmere|Timetables",
		}, {
			class: "tags: several are shown, metadata are for search engines",
			metas: `<meta name="keywords" content="Tram,Portmere,Strait,Storm season">`,
			after: `<ul class="tags"><li><a href="/tag/tram">Tram</a></li><li><a href="/tag/portmere">Portmere</a></li></ul>`,
			got:   tags, want: "Tram|Portmere",
		}, {
			class: "tags: sorted by a word before each, among codes",
			metas: ldArticle(`"keywords":["Day: Friday","Subject: Tram","Subject: Portmere","Language: English"]`),
			got:   tags, want: "Tram|Portmere",
		}, {
			class: "tags: written as paths",
			metas: ldArticle(`"keywords":["sections/strait","topic/tram & ferry"]`),
			got:   tags, want: "strait|tram & ferry",
		}, {
			class: "tags: a link in a sentence is none, whatever it is called",
			after: `<p>More than four thousand people came to see the <a class="tag" rel="tag" href="/tag/tram">first tram</a> of the morning leave the quay in the rain.</p>`,
			got:   tags, want: "",
		}, {
			class: "tags: a nav element that holds nothing else",
			after: `<nav><ul class="tags"><li>More on this</li><li><a href="/areas/tram">Tram</a></li><li><a href="/areas/harbours">Harbours</a></li></ul></nav>`,
			got:   tags, want: "Tram|Harbours",
		}, {
			class: "tags: the cloud of all tags of the site",
			metas: `<meta property="article:tag" content="Tram">`,
			after: `<div><h3>Tags</h3><div class="tagcloud">` + cloud(40) + `</div></div>`,
			got:   tags, want: "Tram",
		}, {
			class: "headline: a label inside it that no metadata repeat is the kicker",
			metas: `<title>` + shown + `</title>`, head: `<h1><span class="overline">Timetables</span>` + shown + `</h1>`,
			got: headline, want: shown + " / Timetables",
		}, {
			class: "headline: a label inside it that JSON-LD has as a part of it",
			metas: `<title>Timetables: ` + shown + `</title>` + ldArticle(`"headline":"Timetables: `+shown+`"`), head: `<h1><span class="overline">Timetables</span><span class="visually-hidden">: </span><span>` + shown + `</span></h1>`,
			got: headline, want: "Timetables: " + shown + " / ",
		}, {
			class: "kicker: a badge of lists is none",
			head:  `<div class="label">Subscriber only</div><h1>` + shown + `</h1>`,
			got:   headline, want: shown + " / ",
		}, {
			class:  "kicker: below the headline in the markup, called so",
			before: `<div class="field--name-field-antetitulo">Timetables</div>`,
			got:    headline, want: shown + " / Timetables",
		}, {
			class: "standfirst: a paragraph in bold opens the text",
			after: ``, before: `<p><strong>Longer hours on the northern line stay until the spring, the council has said</strong></p>`,
			got: func(a *news.Article) string { return a.Standfirst }, want: "Longer hours on the northern line stay until the spring, the council has said",
		}, {
			class:  "standfirst: an element called so that says who wrote it",
			before: `<h2 class="subtitle">By Rhea Calder of the harbour desk</h2>`,
			got:    func(a *news.Article) string { return a.Standfirst }, want: "",
		}, {
			class:  "standfirst: points that breaks part are one",
			before: `<h2 class="subtitle">Longer hours on the northern line until spring<br>Council decides on the southern line in April</h2>`,
			got:    func(a *news.Article) string { return a.Standfirst }, want: "Longer hours on the northern line until spring Council decides on the southern line in April",
		}, {
			class: "text: who is quoted goes with a pull quote that repeats a paragraph",
			after: `<p>“We wanted the last tram to meet the last ferry, and now it does,” the mayor of Portmere said on the quay.</p><blockquote><p>We wanted the last tram to meet the last ferry</p><cite>The mayor of Portmere</cite></blockquote><p>The trial of the longer hours ends in spring, and the council will then decide on the other lines of the town.</p>`,
			got:   quotes, want: "",
		}, {
			class: "text: a pull quote set as a heading",
			after: `<p>“We wanted the last tram to meet the last ferry, and now it does,” the mayor of Portmere said on the quay.</p><div class="quotebox"><h3>We wanted the last tram to meet the last ferry</h3></div><p>The trial of the longer hours ends in spring, and the council will then decide on the other lines of the town.</p>`,
			got: func(a *news.Article) string {
				for _, b := range a.Body {
					if b.Type == news.Heading {
						return b.Text
					}
				}
				return ""
			}, want: "",
		}, {
			class: "author: a link to one right behind the text",
			after: `<div><a href="/author/rhea-calder">More by Rhea Calder</a></div>`,
			got:   bylines, want: "Rhea Calder",
		}, {
			class: "author: the address of a licence names none",
			after: `<p><a href="https://creativecommons.org/licenses/by/4.0/">Attribution Required</a></p>`,
			got:   bylines, want: "",
		}, {
			class: "author: the outlet and its staff behind the name",
			metas: `<meta property="og:site_name" content="Strait Courier"><meta name="author" content="Rhea Calder and Tom Pier Strait Courier staff">`,
			got:   bylines, want: "Rhea Calder,Tom Pier",
		}, {
			class:  "author: a second one in an element like that of the first, without a page of their own",
			before: `<div class="names"><h6><a href="/author/rhea">Rhea Calder</a>,</h6><h6>Tom Pier</h6></div>`,
			got:    bylines, want: "Rhea Calder,Tom Pier",
		}, {
			class: "author: a second one only in the state of the page",
			metas: ldArticle(`"headline":"`+shown+`","author":{"@type":"Organization","name":"Strait Courier"}`) + `<meta property="og:site_name" content="Strait Courier"><script>window.__INITIAL_STATE__={"story":{"title":"` + shown + `","publishedAt":"2024-04-28T16:11:01Z","authors":[{"firstName":"Rhea","lastName":"Calder"},{"displayName":"Tom Pier"}],"tags":[{"tag":{"name":"Tram"}}]}};</script>`,
			got:   func(a *news.Article) string { return bylines(a) + " / " + tags(a) }, want: "Rhea Calder,Tom Pier / Tram",
		}, {
			class:  "author: two in a script without capitals, a dash between",
			before: `<p>كتب: سامي الحداد - نور الخطيب</p>`,
			got:    bylines, want: "سامي الحداد,نور الخطيب",
		}, {
			class:  "author: two side by side without a mark between, of whom metadata name one",
			metas:  ldArticle(`"headline":"` + shown + `","author":"Rhea Calder"`),
			before: `<div class="by"><a href="/staff/rhea">Rhea Calder</a><span>Tom Pier</span></div>`,
			got:    bylines, want: "Rhea Calder,Tom Pier",
		}, {
			class:  "author: what a person is stands beside the name and is none",
			metas:  ldArticle(`"headline":"` + shown + `","author":"Rhea Calder"`),
			before: `<div class="by"><span>Rhea Calder</span><span>Lifestyle Writer</span></div>`,
			got:    bylines, want: "Rhea Calder",
		}, {
			class:  "date: the day of a change behind that of publication, in brackets",
			before: `<p class="date"><time datetime="2024-04-28T18:11:00+09:00">2024年4月28日 18時11分</time>（4月29日 9時10分更新）</p>`,
			got:    published, want: "2024-04-28T18:11:00+09:00",
		}, {
			class: "tags: the foot of a post is no foot of the page",
			after: `</div></article></main><div class="post-footer"><a rel="author" href="/author/rhea">Rhea Calder</a> <span>Labels: <a rel="tag" href="/search/label/Tram">Tram</a>, <a rel="tag" href="/search/label/Pier">Pier</a></span>`,
			got:   tags, want: "Tram|Pier",
		}, {
			class: "tags: a number of comments is none",
			after: `<div class="tags"><a rel="tag" href="/tag/tram">Tram</a> <a rel="tag" href="/tag/pier">Pier</a> <a rel="tag" href="/tag/24">24 comments</a></div>`,
			got:   tags, want: "Tram|Pier",
		}, {
			class: "tags: a category with commas is one",
			metas: `<meta property="article:tag" content="Trams, Ferries, &amp; Harbours">`,
			got:   tags, want: "Trams, Ferries, & Harbours",
		},
	} {
		t.Run(strings.ReplaceAll(tt.class, " ", "_"), func(t *testing.T) {
			r := Read(nil, Input{URL: "https://courier.example/strait/the-harbour-tram-runs", Status: 200, ContentType: "text/html", Body: classPage(tt.metas, tt.head, tt.before, tt.after)})
			if r.Article == nil {
				t.Fatalf("Read: no article but %v, %v", r.Kind, r.Reason)
			}
			if got := tt.got(r.Article); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// cloud is a list of n links to tags.
func cloud(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<a href="/tag/%d">Word %c%c</a> `, i, 'A'+i%26, 'a'+i/26)
	}
	return b.String()
}
