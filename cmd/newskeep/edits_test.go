package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"html/template"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/store"
)

// printed is one article of a paper that no profile knows.
type printed struct {
	Headline, Standfirst, Published, Modified, Caption, Credit, Alt, Image, Note string

	Bylines, Body []string
	Day           int // pages carry counts and lists that turn with it
}

func bridge() printed {
	return printed{
		Headline:   "Council approves new bridge over the Lenna",
		Standfirst: "After nine years of argument the two banks will be joined by a crossing for trams, bicycles and people on foot.",
		Published:  "2026-03-02T09:15:00+01:00", Modified: "2026-03-02T09:15:00+01:00", Bylines: []string{"Mara Ilves"},
		Image: "/media/bridge-model.jpg", Caption: "A model of the bridge in the lobby of the town hall.", Credit: "Photo: Jonas Reet / Ledger", Alt: "Wooden model on a table",
		Body: []string{
			"The city council voted on Monday evening to build a bridge over the Lenna between the old harbour and the brewery quarter, ending a dispute that has outlasted three mayors.",
			"The crossing will be 214 metres long and will carry two tram tracks, a cycle path and a pavement on either side. Cars will not be allowed on it, except for ambulances.",
			"“We have waited long enough,” the mayor, Oskar Venn, told the chamber before the vote. “A river is not a border, and our children should not have to take two buses.”",
			"Opponents, who collected 12,400 signatures against the plan, said that the piers would spoil the view from the promenade and that the cost had doubled since 2017.",
			"Work is to begin in September with the removal of an old coal wharf. The first tram is expected to cross in the spring of 2029, a spokesman said.",
		},
	}
}

// papers are templates that share no class name.
var papers = map[string]string{
	"semantic": `<!doctype html><html lang="en"><head><title>{{.Headline}} | The Lenna Ledger</title><meta property="og:title" content="{{.Headline}}">
<meta property="og:type" content="article"><meta property="og:description" content="{{.Standfirst}}">
<meta property="article:published_time" content="{{.Published}}"><meta property="article:modified_time" content="{{.Modified}}"></head>
<body class="site"><header class="top"><nav class="main-nav"><a href="/city">City</a><a href="/sport">Sport</a></nav></header>
<article class="story"><h1 class="story-title">{{.Headline}}</h1><p class="intro">{{.Standfirst}}</p><p class="writers">By {{range $i, $b := .Bylines}}{{if $i}} and {{end}}{{$b}}{{end}}</p>
<span class="count">{{.Day}}12 shares</span>{{if .Image}}<figure class="lead"><img src="{{.Image}}?t={{.Day}}" alt="{{.Alt}}"><figcaption class="under">{{.Caption}} <span class="credit">{{.Credit}}</span></figcaption></figure>{{end}}
<div class="story-body">{{range .Body}}<p>{{.}}</p>{{end}}{{with .Note}}<p class="small"><em>{{.}}</em></p>{{end}}</div></article>
<aside class="most"><h2>Most read</h2><ol>{{if eq .Day 1}}<li><a href="/city/fares">Ferry fares rise for a third year</a></li>{{end}}<li><a href="/city/choir">Choir wins in Tallinn</a></li></ol></aside></body></html>`,
	"soup": `<!doctype html><html lang="en"><head><title>{{.Headline}}</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":{{.Headline}},
"description":{{.Standfirst}},"datePublished":{{.Published}},"dateModified":{{.Modified}},"author":[{{range $i, $b := .Bylines}}{{if $i}},{{end}}{"@type":"Person","name":{{$b}}}{{end}}]}</script></head>
<body><div class="sc-top"><a href="/city">City</a> <a href="/sport">Sport</a></div><div class="sc-wrap"><div class="sc-main"><div class="sc-rubric">City life</div><h1 class="sc-h">{{.Headline}}</h1>
<div class="sc-lead">{{.Standfirst}}</div><div class="sc-meta">{{range .Bylines}}<span>{{.}}</span>{{end}}</div>
{{if .Image}}<div class="sc-img"><img src="{{.Image}}?t={{.Day}}" alt="{{.Alt}}"><div class="sc-cap">{{.Caption}}</div><div class="sc-cred">{{.Credit}}</div></div>{{end}}
<div class="sc-txt">{{range .Body}}<p class="sc-p">{{.}}</p>{{end}}<div class="ad">Advertisement</div>{{with .Note}}<div class="sc-n">{{.}}</div>{{end}}</div></div>
<div class="sc-side">Most popular{{if eq .Day 1}}<div><a href="/city/fares">Ferry fares rise for a third year</a></div>{{end}}<div><a href="/city/choir">Choir wins in Tallinn</a></div></div></div></body></html>`,
	"micro": `<!doctype html><html lang="en"><head><title>{{.Headline}} – Ledger</title><meta name="description" content="{{.Standfirst}}"></head>
<body><div class="page"><div class="masthead"><a href="/">Ledger</a></div><section class="piece" itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{{.Headline}}</h1>
<p class="deck" itemprop="description">{{.Standfirst}}</p><div class="who">Text: {{range .Bylines}}<span itemprop="author">{{.}}</span> {{end}} <time itemprop="datePublished" datetime="{{.Published}}"></time>
<time itemprop="dateModified" datetime="{{.Modified}}"></time></div>{{if .Image}}<div class="media"><img src="{{.Image}}?t={{.Day}}" alt="{{.Alt}}"><p class="media__text"><span itemprop="caption">{{.Caption}}</span> <small>{{.Credit}}</small></p></div>{{end}}
<div itemprop="articleBody">{{range .Body}}<div class="paragraph"><p>{{.}}</p></div>{{end}}</div>{{with .Note}}<div class="note-box"><h4>Correction</h4><p>{{.}}</p></div>{{end}}
<div class="more"><h3>Read next</h3><a href="/city/choir">Choir wins in Tallinn</a></div></section></div></body></html>`,
}

// On a site without a profile, whatever its markup, each kind of edit makes the
// revision it is, and nothing else makes one; a new template alone makes none.
func TestEditsWithoutAProfile(t *testing.T) {
	later := func(s *printed) { s.Modified = "2026-03-02T14:40:00+01:00" }
	replace := func(i int, old, new string) func(*printed) {
		return func(s *printed) { s.Body[i] = strings.ReplaceAll(s.Body[i], old, new) }
	}
	edits := []struct {
		name string
		edit func(*printed)
		want string // class, fields and whether silent; empty: no revision
	}{
		{"other counts and lists", func(*printed) {}, ""},
		{"a renewed claim", later, ""},
		{"white space", replace(1, " two ", "\u00a0two \n  "), ""},
		{"another headline", func(s *printed) { later(s); s.Headline = "Lenna bridge will be built, council decides" }, "substantive headline modified"},
		{"a typo in the headline", func(s *printed) { s.Headline = "Council aproves new bridge over the Lenna" }, "typo headline silent"},
		{"capitals", func(s *printed) { s.Headline = "Council Approves New Bridge Over the Lenna" }, "typo headline silent"},
		{"quotation marks", replace(2, "“", "\""), "typo body silent"},
		{"a typo in the text", replace(1, "pavement", "pavment"), "typo body silent"},
		{"a number", replace(3, "12,400", "14,200"), "substantive body silent"},
		{"a point in a number", replace(3, "12,400", "12400"), "substantive body silent"},
		{"a paragraph more", func(s *printed) {
			later(s)
			s.Body = append(s.Body, "The regional government has promised to pay 40 per cent of the bill, the treasurer said on Tuesday.")
		}, "substantive body modified"},
		{"a paragraph less", func(s *printed) { s.Body = s.Body[:4] }, "substantive body silent"},
		{"a break more", func(s *printed) {
			head, tail, _ := strings.Cut(s.Body[1], " Cars")
			s.Body = append([]string{s.Body[0], head, "Cars" + tail}, s.Body[2:]...)
		}, "whitespace body"},
		{"a correction", func(s *printed) {
			later(s)
			s.Body[1] = strings.ReplaceAll(s.Body[1], "214", "241")
			s.Note = "Correction: An earlier version of this article gave the length as 214 metres."
		}, "correction body modified"},
		{"a dated correction", func(s *printed) { s.Note = "Correction, 3 March 2026: The bridge carries two tram tracks, not three." }, "correction body"},
		{"an amendment", func(s *printed) {
			s.Note = "This article was amended on 3 March 2026. It misspelled the name of the mayor."
		}, "correction body"},
		{"a caption", func(s *printed) { s.Caption = "The winning design, shown to the public on Monday." }, "substantive captions silent"},
		{"a credit", func(s *printed) { s.Credit = "Photo: Liis Kask / Ledger" }, "substantive credits silent"},
		{"an alternative text", func(s *printed) { s.Alt = "Two trams on a small bridge" }, "substantive alts silent"},
		{"another picture", func(s *printed) { s.Image = "/media/council-vote.jpg" }, "substantive images silent"},
		{"no picture", func(s *printed) { s.Image = "" }, "substantive images captions credits alts silent"},
		{"a second author", func(s *printed) { later(s); s.Bylines = append(s.Bylines, "Tom Arro") }, "substantive bylines modified"},
		{"another standfirst", func(s *printed) {
			later(s)
			s.Standfirst = "The two banks of the river will be joined, but not for cars."
		}, "substantive standfirst modified"},
		{"another day", func(s *printed) { s.Published = "2026-03-04T09:15:00+01:00" }, "substantive published"},
	}
	archive := filepath.Join(t.TempDir(), "edits.db")
	s, err := store.Open(t.Context(), archive, store.Options{
		SameTemplate: extract.SameTemplate,
		Reread: func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
			return readPage(url, at, header, body), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	run, err := s.Begin(t.Context(), news.Site{Name: "ledger", Home: "http://ledger.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", archive)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pages := 0
	// history keeps one address as it is on days that follow each other, and tells
	// of the revisions after the first.
	history := func(t *testing.T, templates []string, edits ...func(*printed)) string {
		pages++
		address := fmt.Sprintf("http://ledger.test/city/2026/03/02/%d-council-approves-new-bridge", pages)
		for day, name := range templates {
			now := bridge()
			now.Day = day
			if edits[day] != nil {
				edits[day](&now)
			}
			var b bytes.Buffer
			if err := template.Must(template.New("").Parse(papers[name])).Execute(&b, now); err != nil {
				t.Fatal(err)
			}
			at := time.Date(2026, 3, 5+day, 10, 0, 0, 0, time.UTC)
			art := readPage(address, at, nil, b.Bytes())
			if art == nil {
				t.Fatalf("no article in\n%s", b.Bytes())
			}
			if _, err := s.Keep(t.Context(), &news.Visit{
				ID: news.NewVisitID(), Run: run.ID, At: at, Outcome: news.Fetched,
				Target:   news.Target{Site: "ledger", Host: "ledger.test", URL: address, Role: news.RoleOfArticle},
				Response: &news.Response{URL: address, Status: 200, Body: b.Bytes()},
				Reading:  &news.Reading{Kind: news.PageArticle, Article: art},
			}); err != nil {
				t.Fatal(err)
			}
		}
		var got sql.NullString
		if err := db.QueryRow(`SELECT group_concat(line, '; ') FROM (SELECT r.class || coalesce((SELECT group_concat(' ' || value, '') FROM json_each(r.changed)), '')
			|| iif(r.silent, ' silent', '') AS line FROM revision r JOIN article a ON a.id = r.article_id WHERE a.url = ? AND r.number > 1 ORDER BY r.number)`, address).Scan(&got); err != nil {
			t.Fatal(err)
		}
		return got.String
	}
	for name := range papers {
		for _, e := range edits {
			t.Run(name+"/"+e.name, func(t *testing.T) {
				if got := history(t, []string{name, name}, nil, e.edit); got != e.want {
					t.Errorf("%q, want %q", got, e.want)
				}
			})
		}
		for other := range papers {
			if other == name {
				continue
			}
			t.Run(name+" to "+other, func(t *testing.T) {
				headline := func(s *printed) { later(s); s.Headline = "Lenna bridge will be built, council decides" }
				caption := func(s *printed) { s.Caption = "The winning design, shown to the public on Monday." }
				for _, tt := range []struct {
					edits []func(*printed)
					want  string
				}{
					{[]func(*printed){nil, nil, nil}, ""},
					{[]func(*printed){nil, headline, headline}, "substantive headline modified"},
					{[]func(*printed){nil, caption, caption}, "substantive captions silent"},
					{[]func(*printed){nil, nil, caption}, "substantive captions silent"},
				} {
					if got := history(t, []string{name, other, other}, tt.edits...); got != tt.want {
						t.Errorf("%q, want %q", got, tt.want)
					}
				}
			})
		}
	}
	if v, err := s.Reader().Verify(t.Context(), false); err != nil || !v.Clean() {
		t.Errorf("%v, %+v", err, v.Problems)
	}
}

// An article whose address leads to the front page or to its section has been taken
// down, until it answers for itself again.
func TestTakenDownByARedirect(t *testing.T) {
	p := &paper{stories: 4}
	flags, home := p.serve(t)
	crawlPaper(t, exitDone, flags)
	p.all = func(w http.ResponseWriter, r *http.Request) {
		switch to := map[string]string{"/town/story-1": "/", "/town/story-2": "/town?utm_source=story"}[r.URL.Path]; to {
		case "":
			townStory(w, r)
		default:
			http.Redirect(w, r, to, http.StatusFound)
		}
	}
	sum := crawlPaper(t, exitPartial, flags)
	if sum.ArticlesChanged != 2 || len(sum.Failed) != 2 || sum.Failed[0].Reason != "the address leads to the front page" || sum.Failed[1].Reason != "the address leads to the section Town" {
		t.Errorf("%d changed, failed %+v; want two taken down", sum.ArticlesChanged, sum.Failed)
	}
	p.all = nil
	crawlPaper(t, exitDone, flags)
	for n, want := range []string{"first removed restored", "first removed restored", "first", "first"} {
		out, _ := newskeep(t, []int{exitDone}, append([]string{"history", fmt.Sprintf("%s/town/story-%d", home, n+1), "--json"}, flags...)...)
		var list []store.Revision
		decode(t, out, &list)
		var got []string
		for _, v := range list {
			got = append(got, v.Class)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("story %d: %q, want %s", n+1, got, want)
		}
	}
}

// readPage reads a page without rules; nil when it is no article.
func readPage(url string, at time.Time, header map[string][]string, body []byte) *news.Article {
	return extract.Read(nil, extract.Input{URL: url, Header: header, Body: body, Seen: at, Expect: news.RoleOfArticle}).Article
}
