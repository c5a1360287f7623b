package store

import (
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// layout is how one page is read.
type layout struct {
	kind     news.ArticleKind
	headline news.Provenance
	byline   bool
	words    int // in the body
}

var classic = layout{kind: news.KindNews, headline: by(news.FromProfile, "h1.title", true), byline: true, words: 300}

func by(source news.SourceName, rule string, agrees bool) news.Provenance {
	return news.Provenance{Source: source, Rule: rule, Alternates: []news.Alternate{{Source: news.FromMeta, Agrees: agrees}}}
}

// press is an archive of nights in which pages were read with templates.
type press struct {
	*archive
	rules string // hash of the profile
}

// night keeps n pages read with each layout.
func (p *press) night(n int, templates ...layout) {
	p.t.Helper()
	run, err := p.Begin(p.t.Context(), gazette, news.Run{Parser: "1", ProfileHash: p.rules})
	if err != nil {
		p.t.Fatal(err)
	}
	p.run = run
	first := p.at
	for _, tpl := range templates {
		for i := range n {
			v := p.article(fmt.Sprintf("http://gazette.test/%s/%s/%d", run.Started.Format("0102"), tpl.kind, i), fmt.Sprint(p.seq), func(a *news.Article) {
				a.Kind, a.Bylines = tpl.kind, nil
				if tpl.byline || i == 0 { // one has a name in any layout
					a.Bylines = []news.Byline{{Name: "Jo Writer"}}
				}
				a.Body = []news.Block{{Type: news.Paragraph, Text: strings.Repeat("word ", tpl.words+i%7)}}
				a.Provenance = map[string]news.Provenance{"headline": tpl.headline, "body": {Source: news.FromStructure}, "bylines": {Source: news.FromLabel, Rule: fmt.Sprint("By ", i)}}
			})
			v.At = first.Add(v.At.Sub(first) / 60) // an hour is a minute
			p.keep(v)
		}
	}
	p.end(news.RunDone)
	p.at = first.AddDate(0, 0, 1)
}

func TestDrift(t *testing.T) {
	other := func(edit func(*layout)) layout {
		tpl := classic
		edit(&tpl)
		return tpl
	}
	moved := other(func(x *layout) { x.headline = by(news.FromJSONLD, "headline", true) })
	video := other(func(x *layout) { x.kind, x.byline, x.words = news.KindVideo, false, 60 })
	for _, tt := range []struct {
		name string
		then func(*press)
		want []string // kind and field
		says string   // in the evidence or the advice of the first
	}{
		{"nothing", func(p *press) { p.night(12, classic, video) }, nil, ""},
		{"more videos than usual", func(p *press) { p.night(2, classic); p.night(40, video) }, nil, ""},
		{"too few pages to tell", func(p *press) { p.night(2, moved) }, nil, ""},
		{"a field is lost", func(p *press) { p.night(12, other(func(x *layout) { x.byline = false }), video) },
			[]string{"field_lost bylines"}, "news: found on 1 of 12 pages, 48 of 48 before"},
		{"a rule is dead", func(p *press) { p.night(12, moved, video) }, []string{"rule_moved headline"},
			`profile "h1.title" gave it on 0 of 12 pages, 48 of 48 before; now json_ld "headline" gives it on 12 of 12 pages, 0 of 48 before`},
		{"and mended at last", func(p *press) { p.night(12, moved); p.rules = "mended"; p.night(12, moved) }, nil, ""},
		{"an edit of the profile", func(p *press) { p.rules = "edited"; p.night(12, moved) }, nil, ""},
		{"an edit of the profile that loses a field", func(p *press) {
			p.rules = "edited"
			p.night(12, other(func(x *layout) { x.byline = false }))
		}, []string{"field_lost bylines"}, ""},
		{"sources disagree", func(p *press) {
			p.night(12, other(func(x *layout) { x.headline = by(news.FromProfile, "h1.title", false) }))
		}, []string{"field_conflict headline"}, "sources disagree on 12 of 12 pages, 0 of 48 before"},
		{"half the text", func(p *press) { p.night(12, other(func(x *layout) { x.words = 100 })) }, []string{"field_shape body"}, ""},
		{"two thirds of the text", func(p *press) { p.night(12, other(func(x *layout) { x.words = 200 })) }, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := &press{newArchive(t), "p"}
			for range 4 {
				p.night(12, classic, video)
			}
			tt.then(p)
			got := p.drift()
			if len(got) != len(tt.want) {
				t.Fatalf("found %+v, want %q", got, tt.want)
			}
			for i, f := range got {
				if s := fmt.Sprint(f.Kind, " ", f.Field); s != tt.want[i] {
					t.Errorf("found %s, want %s: %s", s, tt.want[i], f.Evidence)
				}
				if !strings.Contains(f.Evidence, tt.says) {
					t.Errorf("it says %q, want %q", f.Evidence, tt.says)
				}
				if len(f.Examples) == 0 || !strings.Contains(f.Examples[0], "/1205/news/") || f.Since.Format("01-02") != "12-05" {
					t.Errorf("since %s, on %q; want the first page of 5 December", f.Since, f.Examples)
				}
			}
		})
	}
}

func (p *press) drift() []news.Finding {
	p.t.Helper()
	list, err := p.Reader().Drift(p.t.Context(), DriftRequest{Now: p.at, Rule: func(site, field, rule string) string {
		return fmt.Sprintf("rules.%s of %s (%s)", field, site, rule)
	}})
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

// A drift stays one for as long as it lasts, with its first page, and is the
// usual after two weeks.
func TestDriftLasts(t *testing.T) {
	p := &press{newArchive(t), "p"}
	moved := classic
	moved.headline = by(news.FromJSONLD, "headline", true)
	for range 4 {
		p.night(6, classic)
	}
	for n := range acceptedAfter + 1 {
		p.night(6, moved)
		got := p.drift()
		if n+1 >= acceptedAfter {
			if len(got) > 0 {
				t.Errorf("night %d: %+v, want the usual by now", n+1, got)
			}
			continue
		}
		if len(got) != 1 || got[0].Since.Format("01-02") != "12-05" || !strings.Contains(got[0].Advice, `mend rules.headline of gazette (h1.title)`) {
			t.Fatalf("night %d: %+v", n+1, got)
		}
	}
}

func TestSteadyRule(t *testing.T) {
	long := strings.Repeat("é", tallyRule)
	for _, tt := range []struct {
		p    news.Provenance
		want int
	}{
		{news.Provenance{Source: news.FromLabel, Rule: "31 Shares"}, 0},
		{news.Provenance{Source: news.FromURL, Rule: "menu entry http://x"}, 0},
		{news.Provenance{Source: news.FromProfile, Rule: "h1"}, 2},
		{news.Provenance{Source: news.FromProfile, Rule: long}, tallyRule},
		{news.Provenance{Source: news.FromProfile, Rule: "x" + long}, tallyRule - 1}, // no half letter
	} {
		if got := steadyRule(tt.p); len(got) != tt.want {
			t.Errorf("%.20q is kept as %d bytes, want %d", tt.p.Rule, len(got), tt.want)
		}
	}
}
