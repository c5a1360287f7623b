package extract

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// trapPage is a page of the template the traps were found in. Empty parts are
// left out.
type trapPage struct {
	lang, metas, site, head, details, summary, media, content, after string
}

func (p trapPage) html() []byte {
	if p.lang == "" {
		p.lang = "en"
	}
	if p.head == "" {
		p.head = "<h1>The harbour tram runs every ten minutes</h1>"
	}
	if p.summary == "" {
		p.summary = "A new timetable brings the tram to the quay twice as often as before."
	}
	if p.content == "" {
		p.content = threeParagraphs
	}
	if p.site != "" {
		p.site = `<script id="tawsiyat-metadata" type="text/tawsiyat">` + p.site + `</script>`
	}
	return fmt.Appendf(nil, `<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><title>x</title>%s%s</head><body>
<header><ul><li><a href="/news/politics">Politics</a></li><li><a href="/news/economy">Economy</a></li></ul></header>
<main><div class="details-white-box">%s<ul>%s</ul></div>
<p class="lg_para summary">%s</p>%s
<div class="p-content">%s</div>%s</main>
<footer><p>A network of the strait.</p><p>All Rights Reserved</p></footer></body></html>`,
		p.lang, p.metas, p.site, p.head, p.details, p.summary, p.media, p.content, p.after)
}

const threeParagraphs = `<p>The harbour tram of Portmere runs every ten minutes since Monday morning, the council said in a note to its passengers.</p>
<p>The line carried four thousand people on its first day, among them many who used to walk along the wet quay in the dark.</p>
<p>Drivers asked for longer breaks at the northern end, and the council promised to answer them before the end of the month.</p>`

const trapCard = `<section class="most-read"><h2>Most Read</h2><div><a href="/news/politics/a-lamp-for-every-pier"><img src="/m/1.jpg" alt="A pier at night"><h3>A lamp for every pier</h3></a><span>Politics</span><p>20 Oct 2025</p></div>
<div><a href="/news/africa/the-boat-that-came-back"><img src="/m/2.jpg" alt="A boat"><h3>The boat that came back</h3></a><span>Africa</span><p>19 Oct 2025</p></div></section>`

const trapURL = "https://english.almayadeen.net/news/politics/the-harbour-tram-runs-every-ten-minutes"

// TestTraps goes through what misleads readers of this template: each row is one
// trap, a page that sets it, and what must come out all the same.
func TestTraps(t *testing.T) {
	site := func(fields string) string {
		return `{"type":"article","postid":"1900732","title":"The harbour tram runs every ten minutes","lang":"en"` + fields + `}`
	}
	tags := `<ul class="tags"><li><a href="/tags/tram">Tram</a></li><li><a href="/tags/portmere">Portmere</a></li></ul>`
	for _, tt := range []struct {
		trap string
		url  string
		page trapPage
		got  func(a *news.Article) string
		want string
	}{
		{
			trap: "1: article:published_time is UTC without saying so",
			page: trapPage{metas: `<meta property="article:published_time" content="2024-08-15T23:32:00.0000000">`},
			got:  func(a *news.Article) string { return a.Published.Time.UTC().Format(time.RFC3339) },
			want: "2024-08-15T23:32:00Z",
		}, {
			trap: "1: the site's JSON has the offset",
			page: trapPage{metas: `<meta property="article:published_time" content="2024-08-15T23:32:00.0000000">`, site: site(`,"published_time":"2024-08-16T02:32:00+03:00"`)},
			got:  func(a *news.Article) string { return a.Published.Value() },
			want: "2024-08-16T02:32:00+03:00",
		}, {
			trap: "1: the printed date is of Beirut",
			page: trapPage{details: `<li>16 Aug 2024 02:32</li>`},
			got:  func(a *news.Article) string { return a.Published.Value() + " " + a.Published.Text },
			want: "2024-08-16T02:32:00+03:00 16 Aug 2024 02:32",
		}, {
			trap: "2: word_count is the length of the description",
			page: trapPage{site: site(`,"word_count":"143"`)},
			got:  func(a *news.Article) string { return fmt.Sprint(a.ReadMinutes) },
			want: "0",
		}, {
			trap: "3: keywords are more than the tags that readers see",
			page: trapPage{metas: `<meta name="keywords" content="Tram,Portmere,Strait,Storm season">`, site: site(`,"keywords":"Tram,Portmere,Strait,Storm season"`), after: tags},
			got: func(a *news.Article) string {
				var names []string
				for _, tag := range a.Tags {
					names = append(names, tag.Name)
				}
				return strings.Join(names, ",")
			},
			want: "Tram,Portmere",
		}, {
			trap: "4: p elements outside the body and below its first level are something else",
			page: trapPage{
				content: threeParagraphs + `<div class="dual-related"><h4>Related News</h4><div><a href="/news/politics/older"><h5>An older tram</h5></a><p>30 Jul 2024</p></div></div>`,
				after:   `<div><a href="/tags/tram"><p>Tram</p></a></div><div class="coverage-box"><h2>Coverage</h2><p>All winter our reporters follow the boats and trams of the strait, their crews and their passengers.</p></div>` + trapCard,
			},
			got:  paragraphs,
			want: "The harbour tram of Portmere|The line carried four thousand|Drivers asked for longer breaks",
		}, {
			trap: "5: the standfirst's class has two words, one of them used elsewhere",
			page: trapPage{content: `<p class="lg_para">The harbour tram of Portmere runs every ten minutes since Monday morning, the council said.</p>` +
				`<p>The line carried four thousand people on its first day, among them many who used to walk along the quay.</p>`},
			got:  func(a *news.Article) string { return a.Standfirst + "|" + paragraphs(a) },
			want: "A new timetable brings the tram to the quay twice as often as before.|The harbour tram of Portmere|The line carried four thousand",
		}, {
			trap: "6: the related box splits the body",
			page: trapPage{content: `<p>The harbour tram of Portmere runs every ten minutes since Monday morning, the council said in a note.</p>` +
				`<div class="dual-related"><h4>Related News</h4><div><a href="/news/politics/older"><h5>An older tram</h5></a><p>30 Jul 2024</p></div><div><a href="/news/politics/oldest"><h5>The oldest tram</h5></a><p>29 Jul 2024</p></div></div>` +
				`<p>The line carried four thousand people on its first day, among them many who used to walk along the quay.</p>`},
			got: func(a *news.Article) string {
				out := paragraphs(a)
				for _, l := range a.Links {
					if l.Relation == news.Related {
						out += "|" + l.Title + "@" + l.Published.Text
					}
				}
				return out
			},
			want: "The harbour tram of Portmere|The line carried four thousand|An older tram@30 Jul 2024|The oldest tram@29 Jul 2024",
		}, {
			trap: "7: the headline was an h2 in 2024",
			page: trapPage{head: "<h2>The harbour tram runs every ten minutes</h2>"},
			got:  func(a *news.Article) string { return a.Headline },
			want: "The harbour tram runs every ten minutes",
		}, {
			trap: "9: the slug is cut in a word, begins with a dash and is no title",
			url:  "https://english.almayadeen.net/news/politics/-the-quay-tram---every-ten-minutes--the-council-of-portmere-sa",
			page: trapPage{},
			got:  func(a *news.Article) string { return a.URL + " " + a.Headline },
			want: "https://english.almayadeen.net/news/politics/-the-quay-tram---every-ten-minutes--the-council-of-portmere-sa The harbour tram runs every ten minutes",
		}, {
			trap: "10: the date in an image's path and its v= are not the article's",
			page: trapPage{details: `<li>16 Aug 2024 02:32</li>`, metas: `<meta property="og:image" content="https://alpha-en-media.almayadeen.net/media/image/2021/12/28/aa.jpg?v=7&amp;width=1000">`},
			got:  func(a *news.Article) string { return a.Published.Value() },
			want: "2024-08-16T02:32:00+03:00",
		}, {
			trap: "11: author may be a person and a place",
			page: trapPage{site: site(`,"author":"Rhea Calder - Eastholm"`)},
			got:  bylines,
			want: "Rhea Calder",
		}, {
			trap: "11: author may be the desk, and the page names a person",
			page: trapPage{site: site(`,"author":"Al Mayadeen English"`), details: `<li>By Al Mayadeen English</li>`},
			got:  bylines,
			want: "Al Mayadeen English",
		}, {
			trap: "12: class values have spaces at their edges, and numbers are missing",
			page: trapPage{lang: "ar", site: `{"type":"article","lang":"ar","title":"x","classes":[{"key":"class1","mapping":"posttype","value":"أخبار"},{"key":"class2","mapping":"category","value":" أخبار منوعة"},{"key":"class6","mapping":"author","value":"x"}]}`},
			url:  "https://www.almayadeen.net/news/misc/الترام",
			got:  func(a *news.Article) string { return strings.Join(a.Section, ">") },
			want: "أخبار منوعة",
		}, {
			trap: "13: modules are of the day of the crawl, not of the article",
			page: trapPage{details: `<li>1 Dec 2024 17:37</li>`, after: trapCard},
			got: func(a *news.Article) string {
				out := a.Published.Text
				for _, l := range a.Links {
					if l.Relation == news.MostRead {
						out += "|" + l.Published.Text
					}
				}
				return out
			},
			want: "1 Dec 2024 17:37|20 Oct 2025|19 Oct 2025",
		}, {
			trap: "13: without a date of its own the article has none, whatever the cards say",
			page: trapPage{after: trapCard},
			got:  func(a *news.Article) string { return a.Published.Value() + a.Published.Text },
			want: "",
		}, {
			trap: "14: alt text is not the caption",
			page: trapPage{media: `<ul><li>x</li><li><img data-src="/media/image/2024/12/1/t.jpg?v=2&amp;width=1000" src="/blank.gif" alt="The tram at the quay, Saturday, November 30, 2024 (AP)"><p>The tram at the quay, on November 30, 2024 (AP)</p></li></ul>`},
			got: func(a *news.Article) string {
				if len(a.Images) != 1 {
					return fmt.Sprintf("%d images", len(a.Images))
				}
				return a.Images[0].Alt + "|" + a.Images[0].Caption + "|" + a.Images[0].Credit
			},
			want: "The tram at the quay, Saturday, November 30, 2024 (AP)|The tram at the quay, on November 30, 2024|AP",
		}, {
			trap: "15: no-break spaces and bidi controls stand in titles and texts",
			page: trapPage{head: "<h1>\u200fThe\u00a0harbour  tram\u200b runs</h1>", content: "<p>\u202bThe harbour\u00a0tram of Portmere runs every ten minutes since Monday morning, the council\u200e said in a note to all of its passengers.\u202c</p>" + threeParagraphs},
			got:  func(a *news.Article) string { return a.Headline + "|" + a.Body[0].Text },
			want: "The harbour tram runs|The harbour tram of Portmere runs every ten minutes since Monday morning, the council said in a note to all of its passengers.",
		},
	} {
		t.Run(tt.trap, func(t *testing.T) {
			name := "almayadeen-en"
			if tt.page.lang == "ar" {
				name = "almayadeen-ar"
			}
			if tt.url == "" {
				tt.url = trapURL
			}
			r := Read(profileNamed(t, name), Input{URL: tt.url, Body: tt.page.html(), Seen: time.Date(2025, 10, 26, 9, 0, 0, 0, time.UTC)})
			if r.Kind != news.PageArticle {
				t.Fatalf("Read = %s (%s, %s), want an article", r.Kind, r.Reason, r.Detail)
			}
			if got := tt.got(r.Article); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestTrapOfTypes is trap 8: pages that are no articles of text say type: article
// all the same, and have neither the title box nor the metas.
func TestTrapOfTypes(t *testing.T) {
	p := profileNamed(t, "almayadeen-en")
	for _, tt := range []struct {
		name, url, body string
		want            string
	}{
		{
			"a video", "https://english.almayadeen.net/videos/newsfeed/the-tram-at-dawn",
			`<script id="tawsiyat-metadata" type="text/tawsiyat">{"type":"article","postid":"1","title":"The tram at dawn","video_duration":"95","lang":"en","published_time":"2024-08-16T02:32:00+03:00","author":"Al Mayadeen Network"}</script><h1>The tram at dawn</h1><video src="/v.mp4"></video><p>A ride along the quay before the first ferry leaves.</p>`,
			"article video",
		}, {
			"an author's page", "https://english.almayadeen.net/authors/mara-ellingsworth",
			`<script id="tawsiyat-metadata" type="text/tawsiyat">{"type":"article","postid":"2","title":"Mara Ellingsworth","keywords":"","lang":"en"}</script><h1>Mara Ellingsworth</h1>` +
				strings.Repeat(`<div class="card"><a href="/articles/opinion/a-lamp"><h3>A lamp for every pier of the strait</h3></a><p>20 Oct 2025</p></div>`, 1) +
				`<div class="card"><a href="/articles/opinion/b-lamp"><h3>The boat that came back to its harbour</h3></a><p>19 Oct 2025</p></div>
				<div class="card"><a href="/articles/opinion/c-lamp"><h3>Who owns the tide of the strait?</h3></a><p>18 Oct 2025</p></div>
				<div class="card"><a href="/articles/opinion/d-lamp"><h3>A timetable is a promise made to islands</h3></a><p>17 Oct 2025</p></div>
				<div class="card"><a href="/articles/opinion/e-lamp"><h3>The lamp that brings in nothing at all</h3></a><p>16 Oct 2025</p></div>`,
			"section",
		},
	} {
		r := Read(p, Input{URL: tt.url, Body: []byte(`<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><main>` + tt.body + `</main></body></html>`)})
		got := string(r.Kind)
		if r.Article != nil {
			got += " " + string(r.Article.Kind)
		}
		if got != tt.want {
			t.Errorf("%s is %s (%s), want %s", tt.name, got, r.Reason, tt.want)
		}
	}
}

// paragraphs are the first five words of each block of the body.
func paragraphs(a *news.Article) string {
	var out []string
	for _, b := range a.Body {
		words := strings.Fields(b.Text)
		out = append(out, strings.Join(words[:min(len(words), 5)], " "))
	}
	return strings.Join(out, "|")
}

func bylines(a *news.Article) string {
	var names []string
	for _, b := range a.Bylines {
		names = append(names, b.Name)
	}
	return strings.Join(names, ",")
}
