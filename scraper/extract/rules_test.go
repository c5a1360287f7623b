package extract

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const ruledYAML = `
name: portmere
title: Portmere Post
home: https://news.example/
time_zone: Asia/Beirut
rules:
  headline: ["h2.title", "h1"]
  bylines:
    - select: ".who"
      clean: [strip_by, split_names]
  published:
    - json: "script#state"
      path: [times, kind=first, at]
    - select: ".when"
  modified:
    - select: "meta[name=changed]"
      attr: content
      zone: UTC
      layouts: ["2006-01-02T15:04:05.9999999"]
  section:
    - select: ".where"
      split: "/"
  source:
    - label: "Provided by:"
  shares:
    - select: ".shares"
      match: "(\\d+) times"
  body: ["div.text"]
  related: ["div.more"]
  ticker: [".flash li"]
  remove: [".junk"]
older:
  - until: 2024-01-01
    rules:
      headline: ["h3.old"]
`

const ruledPage = `<!DOCTYPE html><html lang="en"><head><meta name="changed" content="2025-05-04T08:00:00.1234567"><script id="state" type="application/json">{"times":[{"kind":"last","at":"2025-05-09T00:00:00Z"},{"kind":"first","at":"2025-05-03T10:00:00+03:00"}]}</script></head>
<body><ul class="flash"><li><a href="/a">First line of the strip</a></li><li>Second line of the strip</li></ul>
<h2 class="title">Tram runs more often</h2><h3 class="old">The old headline of the tram</h3><p class="who">By Ida Quay and Tom Pier</p><p class="where">News / Politics</p><p>Provided by: Harbour Agency</p><p class="shares">shared 12 times</p>
<div class="text">` + tramStory + `<p class="junk">Buy a tram ticket on our other site today and save a lot of money on all the lines of the harbour.</p>
<div class="more"><a href="/news/politics/lamp">A lamp for every pier of the harbour</a></div></div></body></html>`

func ruled(t *testing.T) *profile.Profile {
	t.Helper()
	p, err := profile.Parse("portmere.yaml", []byte(ruledYAML))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProfileRules(t *testing.T) {
	r := Read(ruled(t), Input{URL: "https://news.example/politics/tram", Body: []byte(ruledPage), Seen: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)})
	a := r.Article
	if a == nil {
		t.Fatalf("got %s %s", r.Kind, r.Detail)
	}
	shares := -1
	if a.Shares != nil {
		shares = *a.Shares
	}
	var related []string
	for _, l := range a.Links {
		if l.Relation == news.Related {
			related = append(related, l.URL)
		}
	}
	for _, tt := range []struct {
		field     string
		got, want any
	}{
		{"headline", a.Headline, "Tram runs more often"},
		{"bylines", a.Bylines, []news.Byline{{Name: "Ida Quay"}, {Name: "Tom Pier"}}},
		{"published", a.Published.Value(), "2025-05-03T10:00:00+03:00"},
		{"modified", a.Modified.Value(), "2025-05-04T08:00:00Z"},
		{"modified zone", a.Modified.Zone, news.ZoneRule},
		{"section", a.Section, []string{"News", "Politics"}},
		{"source", a.Source, "Harbour Agency"},
		{"shares", shares, 12},
		{"related", related, []string{"https://news.example/news/politics/lamp"}},
		{"blocks", len(a.Body), 3},
		{"ticker", r.Ticker, []news.TickerLine{{Text: "First line of the strip", URL: "https://news.example/a"}, {Text: "Second line of the strip"}}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.field, tt.got, tt.want)
		}
	}
	for _, field := range []string{"headline", "bylines", "published", "modified", "section", "source", "shares", "body"} {
		if got := a.Provenance[field].Source; got != news.FromProfile {
			t.Errorf("source of %s: got %q, want profile", field, got)
		}
	}
	if text := bodyText(a, 1<<20); strings.Contains(text, "ticket") || strings.Contains(text, "lamp") {
		t.Errorf("removed text is in the body: %s", text)
	}
}

func TestOldTemplate(t *testing.T) {
	for _, tt := range []struct{ seen, want string }{
		{"2023-06-01", "The old headline of the tram"},
		{"2025-06-01", "Tram runs more often"},
	} {
		seen, _ := time.Parse(time.DateOnly, tt.seen)
		r := Read(ruled(t), Input{URL: "https://news.example/politics/tram", Body: []byte(ruledPage), Seen: seen})
		if r.Article == nil || r.Article.Headline != tt.want {
			t.Errorf("seen %s: got %+v, want headline %q", tt.seen, r.Article, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	reports := Check(ruled(t), Input{URL: "https://news.example/politics/tram", Body: []byte(ruledPage), Seen: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)})
	by := map[string]RuleReport{}
	for _, r := range reports {
		if r.Until.IsZero() {
			by[r.Field+" "+r.Rule] = r
		}
	}
	for _, tt := range []struct {
		rule    string
		matched int
		value   string
		won     bool
	}{
		{"headline h2.title", 1, "Tram runs more often", true},
		{"headline h1", 0, "", false},
		{"bylines .who", 1, "Ida Quay; Tom Pier", true},
		{"published script#state times.kind=first.at", 1, "2025-05-03T10:00:00+03:00", true},
		{"published .when", 0, "", false},
		{"body div.text", 1, "", true},
		{"remove .junk", 1, "", false},
		{"ticker .flash li", 2, "First line of the strip", false},
		{"source Provided by:", 1, "Harbour Agency", true},
	} {
		got, ok := by[tt.rule]
		if !ok || got.Matched != tt.matched || got.Value != tt.value || got.Won != tt.won {
			t.Errorf("%s: got %+v, want matched %d, value %q, won %v", tt.rule, got, tt.matched, tt.value, tt.won)
		}
	}
	if got := Check(ruled(t), Input{Body: []byte("%PDF-1.4")}); got != nil {
		t.Errorf("a PDF: got %v, want nil", got)
	}
}

func TestKind(t *testing.T) {
	figure := `<figure><img src="/i/%.jpg" alt="A pier"><figcaption>The pier of Portmere on a morning in May (AP)</figcaption></figure>`
	gallery := ""
	for i := range 12 {
		gallery += strings.Replace(figure, "%", strings.Repeat("x", i+1), 1)
	}
	for _, tt := range []struct {
		name, url, head, body string
		want                  news.ArticleKind
	}{
		{"news", "/news/politics/tram", "", tramStory, news.KindNews},
		{"opinion by address", "/articles/opinion/tram", "", tramStory, news.KindOpinion},
		{"analysis by address", "/articles/analysis/tram", "", tramStory, news.KindAnalysis},
		{"blog by address", "/articles/blog/tram", "", tramStory, news.KindBlog},
		{"feature by address", "/articles/features/tram", "", tramStory, news.KindFeature},
		{"infographic by address", "/infograph/tram", "", tramStory, news.KindInfographic},
		{"in pictures by address", "/in-pictures/tram", "", tramStory, news.KindGallery},
		{"opinion by section", "/2025/tram", `<meta property="article:section" content="Meinung">`, tramStory, news.KindOpinion},
		{"opinion by type", "/2025/tram", `<script type="application/ld+json">{"@type":"OpinionNewsArticle","headline":"Tram runs more often"}</script>`, tramStory, news.KindOpinion},
		{"gallery by structure", "/2025/tram", "", "<p>The harbour of Portmere in May, seen by readers of this page from the pier.</p>" + gallery, news.KindGallery},
		{"a word in the slug is no section", "/news/video-of-a-tram", "", tramStory, news.KindNews},
	} {
		page := `<html lang="en"><head><title>Tram runs more often</title>` + tt.head + `</head><body><article><h1>Tram runs more often</h1><p>3 May 2025 10:00</p>` + tt.body + `</article></body></html>`
		r := Read(nil, Input{URL: "https://news.example" + tt.url, Body: []byte(page)})
		if r.Article == nil || r.Article.Kind != tt.want {
			t.Errorf("%s: got %s %+v, want %s", tt.name, r.Kind, r.Article, tt.want)
		}
	}
}
