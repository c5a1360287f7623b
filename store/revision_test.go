package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

const ferryURL = "http://gazette.test/ferry"

// Each row is a second visit to the ferry article: what differs, and what that
// makes of it.
func TestSecondVisit(t *testing.T) {
	correction := news.Block{Type: news.Correction, Text: "An earlier version named the wrong pier."}
	for _, tt := range []struct {
		name   string
		body   string // bytes of the second answer; those of the first are "one"
		parser string // "" is that of the first visit
		edit   func(*news.Article)
		change news.Change
		fields []string
		class  string
		silent bool
	}{
		{name: "same bytes", body: "one", change: news.ChangeUnchanged},
		{name: "other bytes, same words", body: "two", change: news.ChangeUnchanged},
		{name: "white space", body: "two", change: news.ChangeUnchanged, edit: func(a *news.Article) {
			a.Headline = "Ferry  timetable doubles\tfor winter "
		}},
		{name: "modules and shares", body: "two", change: news.ChangeUnchanged, edit: func(a *news.Article) {
			n := 9
			a.Shares, a.Links = &n, nil
		}},
		{name: "only the claimed time", body: "two", change: news.ChangeUnchanged, edit: func(a *news.Article) {
			a.Modified.Time = a.Modified.Time.Add(time.Hour)
		}},
		{name: "our parser on the same bytes", body: "one", parser: "2", change: news.ChangeUnchanged, edit: func(a *news.Article) {
			a.Source = "Gazette"
		}},
		{name: "the same bytes read otherwise", body: "one", change: news.ChangeUnchanged, edit: func(a *news.Article) {
			a.Source = "Gazette"
		}},
		{name: "headline, told", body: "two", change: news.ChangeEdited, class: "substantive", fields: []string{"headline", "modified"}, edit: func(a *news.Article) {
			a.Headline = "Ferry timetable triples for winter"
			a.Modified.Time = a.Modified.Time.Add(time.Hour)
		}},
		{name: "headline, silent", body: "two", change: news.ChangeEdited, class: "substantive", silent: true, fields: []string{"headline"}, edit: func(a *news.Article) {
			a.Headline = "Ferry timetable triples for winter"
		}},
		{name: "typo", body: "two", change: news.ChangeEdited, class: "typo", silent: true, fields: []string{"standfirst"}, edit: func(a *news.Article) {
			a.Standfirst = "The harbor board adds sailings at dawn and dusk."
		}},
		{name: "a paragraph made two", body: "two", change: news.ChangeEdited, class: "whitespace", fields: []string{"body"}, edit: func(a *news.Article) {
			text := strings.SplitAfterN(a.Body[0].Text, " ", 3)
			a.Body[0].Text = text[2]
			a.Body = append([]news.Block{{Type: news.Paragraph, Text: text[0] + text[1]}}, a.Body...)
		}},
		{name: "added paragraph", body: "two", change: news.ChangeEdited, class: "substantive", silent: true, fields: []string{"body"}, edit: func(a *news.Article) {
			a.Body = append(a.Body, news.Block{Type: news.Paragraph, Text: "Fares stay as they are."})
		}},
		{name: "correction", body: "two", change: news.ChangeEdited, class: "correction", fields: []string{"body"}, edit: func(a *news.Article) {
			a.Body = append(a.Body, correction)
		}},
		{name: "caption", body: "two", change: news.ChangeEdited, class: "substantive", silent: true, fields: []string{"captions"}, edit: func(a *news.Article) {
			a.Images[0].Caption = "A ferry reaches the quay (Harbour Press)"
		}},
		{name: "byline and tags", body: "two", change: news.ChangeEdited, class: "substantive", fields: []string{"bylines", "tags"}, edit: func(a *news.Article) {
			a.Bylines, a.Tags = a.Bylines[:1], nil
		}},
		{name: "date", body: "two", change: news.ChangeEdited, class: "substantive", fields: []string{"published"}, edit: func(a *news.Article) {
			a.Published.Time = a.Published.Time.AddDate(0, 0, -1)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			first := a.keep(a.article(ferryURL, "one", nil))
			v := a.article(ferryURL, tt.body, tt.edit)
			if tt.parser != "" {
				v.Parser = tt.parser
			}
			got := a.keep(v)
			if got.Change != tt.change || !slices.Equal(got.Fields, tt.fields) || got.Article != first.Article {
				t.Errorf("Keep = %+v, want change %q of fields %v", got, tt.change, tt.fields)
			}
			list, err := a.Reader().Revisions(t.Context(), ferryURL)
			if err != nil {
				t.Fatal(err)
			}
			latest := list[len(list)-1]
			if !latest.LastSeen.Equal(v.At) {
				t.Errorf("last seen %v, want %v", latest.LastSeen, v.At)
			}
			if tt.change == news.ChangeUnchanged {
				if len(list) != 1 {
					t.Errorf("%d revisions, want 1", len(list))
				}
			} else if len(list) != 2 || latest.Class != tt.class || latest.Silent != tt.silent || latest.Number != 2 {
				t.Errorf("revisions %+v, want a second of class %q, silent %v", list, tt.class, tt.silent)
			}
			a.sound()
		})
	}
}

func TestDerivedFieldsFollowTheParser(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	v := a.article(ferryURL, "one", func(n *news.Article) { n.Source = "Gazette" })
	v.Parser = "2"
	a.keep(v)
	got, err := a.Reader().Article(t.Context(), ferryURL, ArticleAt{})
	if err != nil || got.Source != "Gazette" || got.Revision != 1 {
		t.Errorf("source %q, revision %d, %v; want Gazette, 1", got.Source, got.Revision, err)
	}
	if n := a.count("SELECT count(*) FROM article WHERE source = 'Gazette'"); n != 1 {
		t.Error("the article table did not follow")
	}
}

// A new parser and an edit at once: with Reread only the edit is in the revision.
func TestRereadTellsAnEditFromOurParser(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	var body string
	a.reread = func(_, _ string, _ time.Time, _ map[string][]string, b []byte) (*news.Article, error) {
		body = string(b)
		n := ferry(ferryURL)
		n.Source = "Gazette"
		return n, nil
	}
	ours := a.article(ferryURL, "two", func(n *news.Article) { n.Source = "Gazette" })
	ours.Parser = "2"
	if got := a.keep(ours); got.Change != news.ChangeUnchanged {
		t.Errorf("a change of our parser alone: %+v, want unchanged", got)
	}
	if body != "one" {
		t.Errorf("read the snapshot %q again, want %q", body, "one")
	}
	both := a.article(ferryURL, "three", func(n *news.Article) { n.Source, n.Headline = "Gazette", "Ferries double" })
	both.Parser = "3"
	if got := a.keep(both); got.Change != news.ChangeEdited || !slices.Equal(got.Fields, []string{"headline"}) {
		t.Errorf("an edit under a new parser: %+v, want a changed headline", got)
	}
}

func TestEditAndBackAreThreeRevisions(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	a.keep(a.article(ferryURL, "two", func(n *news.Article) { n.Headline = "Ferries" }))
	if got := a.keep(a.article(ferryURL, "one", nil)); got.Revision != 3 || got.Change != news.ChangeEdited {
		t.Errorf("back to the first state: %+v, want revision 3", got)
	}
	if n := a.count("SELECT count(*) FROM snapshot"); n != 2 {
		t.Errorf("%d snapshots of two contents", n)
	}
	for _, tt := range []struct {
		at   ArticleAt
		want string
	}{
		{ArticleAt{}, "Ferry timetable doubles for winter"},
		{ArticleAt{Revision: 2}, "Ferries"},
		{ArticleAt{AsOf: day.Add(90 * time.Minute)}, "Ferry timetable doubles for winter"},
		{ArticleAt{AsOf: day.Add(2 * time.Hour)}, "Ferries"},
	} {
		got, err := a.Reader().Article(t.Context(), ferryURL, tt.at)
		if err != nil || got.Headline != tt.want {
			t.Errorf("Article at %+v: %v, %v, want %q", tt.at, got, err, tt.want)
		}
	}
	a.sound()
}

func TestPagesThatAreNoArticle(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for _, kind := range []news.PageKind{news.PageBlocked, news.PageNotFound, news.PageOther} {
		v := a.visit(ferryURL, string(kind))
		v.Reading = &news.Reading{Kind: kind}
		if got := a.keep(v); got.Article != 0 || got.Change != news.ChangeNone {
			t.Errorf("a page of kind %s: %+v, want no article", kind, got)
		}
	}
	if n := a.count("SELECT count(*) FROM article"); n != 0 {
		t.Errorf("%d articles, want none", n)
	}
}

func TestGoneAndBack(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	gone := a.visit(ferryURL, "not here")
	gone.Outcome, gone.Class, gone.Reason = news.Missing, news.FailClient, "HTTP 404 Not Found"
	a.keep(gone)
	got, err := a.Reader().Article(t.Context(), ferryURL, ArticleAt{})
	if err != nil || !got.GoneAt.Equal(gone.At) || got.Headline == "" {
		t.Errorf("gone at %v, %v, want %v and the article kept", got.GoneAt, err, gone.At)
	}
	a.keep(func() *news.Visit { v := a.visit(ferryURL, "still not here"); v.Outcome = news.Missing; return v }())
	back := a.visit(ferryURL, "")
	back.Outcome = news.NotModified
	if d := a.keep(back); d.Change != news.ChangeEdited || d.Revision != 3 {
		t.Errorf("not modified: %+v, want revision 3", d)
	}
	if got, _ = a.Reader().Article(t.Context(), ferryURL, ArticleAt{}); !got.GoneAt.IsZero() || !got.LastSeen.Equal(back.At) {
		t.Errorf("back again: gone %v, last seen %v", got.GoneAt, got.LastSeen)
	}
	again := a.visit(ferryURL, "gone again")
	again.Outcome = news.Missing
	a.keep(again)
	if d := a.keep(a.article(ferryURL, "two", func(n *news.Article) { n.Headline = "Ferries" })); !slices.Equal(d.Fields, []string{"headline"}) {
		t.Errorf("restored with an edit: %+v, want a changed headline", d)
	}
	for _, tt := range []struct {
		at   time.Time
		want time.Time
	}{{gone.At.Add(-time.Minute), time.Time{}}, {gone.At.Add(time.Minute), gone.At}, {back.At, time.Time{}}, {again.At, again.At}} {
		if got, err := a.Reader().Article(t.Context(), ferryURL, ArticleAt{AsOf: tt.at}); err != nil || !got.GoneAt.Equal(tt.want) {
			t.Errorf("as of %s: gone at %v, %v, want %v", tt.at, got.GoneAt, err, tt.want)
		}
	}
	a.history(ferryURL, "first", "removed", "restored", "removed", "restored headline silent")
	raw, err := a.Reader().Snapshot(t.Context(), ferryURL, ArticleAt{Revision: 2})
	if err != nil || string(raw.Body) != "not here" {
		t.Errorf("bytes of the removal: %q, %v, want those of the answer that said so", raw.Body, err)
	}
	a.sound()
}

// history checks the revisions of an article: class, fields, "silent".
func (a *archive) history(ref string, want ...string) {
	a.t.Helper()
	list, err := a.Reader().Revisions(a.t.Context(), ref)
	if err != nil {
		a.t.Fatal(err)
	}
	var got []string
	for _, v := range list {
		words := append([]string{v.Class}, v.Changed...)
		if v.Silent {
			words = append(words, "silent")
		}
		got = append(got, strings.Join(words, " "))
	}
	if !slices.Equal(got, want) {
		a.t.Errorf("history of %s:\n got %q\nwant %q", ref, got, want)
	}
}

// What a page shows of its own accord never makes a revision.
func TestNoRevisionOf(t *testing.T) {
	printed := func(text string, at time.Time, day bool) news.Stamp {
		return news.Stamp{Time: at, Zone: news.ZoneProfile, Text: text, Day: day}
	}
	at := time.Date(2024, 12, 1, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name          string
		before, after func(*news.Article)
	}{
		{"hours ago",
			func(n *news.Article) { n.Published = printed("3 hours ago", at, false) },
			func(n *news.Article) { n.Published = printed("5 hours ago", at.Add(40*time.Minute), false) }},
		{"hours ago, then the date",
			func(n *news.Article) { n.Published = printed("an hour ago", at, false) },
			func(n *news.Article) { n.Published = printed("1 Dec 2024 09:20", at.Add(20*time.Minute), false) }},
		{"days ago, in Arabic digits",
			func(n *news.Article) { n.Published = printed("منذ ٣ أيام", at.AddDate(0, 0, -1), true) },
			func(n *news.Article) { n.Published = printed("منذ ٤ أيام", at, true) }},
		{"weeks ago, not understood",
			func(n *news.Article) { n.Published = news.Stamp{Text: "3 weeks ago"} },
			func(n *news.Article) { n.Published = news.Stamp{Text: "4 weeks ago"} }},
		{"share count, reading time, links", nil, func(n *news.Article) {
			shares := 12
			n.Shares, n.ReadMinutes, n.Links = &shares, 9, nil
		}},
		{"rendition and tracking of a picture",
			func(n *news.Article) { n.Images[0].URL = "http://gazette.test/i/1.jpg?w=640&utm_source=x" },
			func(n *news.Article) { n.Images[0].URL = "http://gazette.test/i/1.jpg?w=1280" }},
		{"addresses of tags and authors", nil, func(n *news.Article) {
			n.Tags[0].URL += "?ref=tag"
			n.Bylines[0].URL += "?ref=author"
		}},
		{"order of tags", func(n *news.Article) { n.Tags = []news.Tag{{Name: "Harbour"}, {Name: "Ferries"}} },
			func(n *news.Article) { n.Tags = []news.Tag{{Name: "Ferries"}, {Name: "Harbour"}} }},
		{"encoding of an accent", func(n *news.Article) { n.Headline = "Caf\u00e9 on the pier" },
			func(n *news.Article) { n.Headline = "Cafe\u0301 on the pier" }},
		{"path of a picture, signed anew",
			func(n *news.Article) { n.Images[0].URL = "http://gazette.test/9f2c4e1ab37d5560aa10/i/ferry-1.jpg" },
			func(n *news.Article) { n.Images[0].URL = "http://gazette.test/07b1d2e3f4a5968778c0/i/ferry-1.jpg" }},
		{"the only date of a page, and another date on it",
			func(n *news.Article) {
				n.Provenance = map[string]news.Provenance{"published": {Source: news.FromStructure, Rule: "only date of the page"}}
			},
			func(n *news.Article) { n.Published = news.Stamp{} }},
		{"the section of the address, for that of the list",
			func(n *news.Article) {
				n.Section = []string{"Town"}
				n.Provenance = map[string]news.Provenance{"section": {Source: news.FromURL, Rule: "menu entry"}}
			},
			func(n *news.Article) {
				n.Provenance = map[string]news.Provenance{"section": {Source: news.FromLabel, Rule: "breadcrumb"}}
			}},
		{"level of a heading", nil, func(n *news.Article) { n.Body[1].Level = 3 }},
		{"white space", nil, func(n *news.Article) {
			n.Body[0].Text = " The harbour  board voted on Sunday to\ndouble the number of ferries. "
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.keep(a.article(ferryURL, "one", tt.before))
			if d := a.keep(a.article(ferryURL, "two", tt.after)); d.Change != news.ChangeUnchanged {
				t.Errorf("Keep = %+v, want unchanged", d)
			}
			a.history(ferryURL, "first")
		})
	}
}

// A section that only the address told is the newsroom's too, where the page said
// the same in a place in which it now says another.
func TestArticleFiledAnew(t *testing.T) {
	in := func(section string, source news.SourceName, others ...news.Alternate) func(*news.Article) {
		return func(n *news.Article) {
			n.Section = []string{section}
			n.Provenance = map[string]news.Provenance{"section": {Source: source, Rule: "articleSection", Alternates: others}}
		}
	}
	said := news.Alternate{Source: news.FromMicrodata, Rule: "articleSection", Value: "Town", Agrees: true}
	for _, tt := range []struct {
		name          string
		before, after func(*news.Article)
		want          []string
	}{
		{"moved", in("Town", news.FromURL, said), in("Sport", news.FromMicrodata), []string{"first", "substantive section"}},
		{"and back", in("Sport", news.FromMicrodata), in("Town", news.FromURL, said), []string{"first", "substantive section"}},
		{"said for the first time", in("Town", news.FromURL), in("Sport", news.FromMicrodata), []string{"first"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.keep(a.article(ferryURL, "one", tt.before))
			a.keep(a.article(ferryURL, "two", tt.after))
			a.history(ferryURL, tt.want...)
		})
	}
}

// Dates that do name a day are compared.
func TestRelative(t *testing.T) {
	at := time.Date(2024, 12, 17, 17, 37, 0, 0, time.UTC)
	for _, tt := range []struct {
		stamp news.Stamp
		want  bool
	}{
		{news.Stamp{Time: at, Text: "17 Dec 2024 17:37"}, false},
		{news.Stamp{Time: at, Text: "17 Dec, 17:37"}, false},
		{news.Stamp{Time: at, Text: "17 Dec", Day: true}, false},
		{news.Stamp{Time: at, Text: "17/12/24"}, false},
		{news.Stamp{Time: at, Text: "17.12.24"}, false},
		{news.Stamp{Time: at, Text: "١٧ ديسمبر ٢٠٢٤"}, false},
		{news.Stamp{Time: at}, false},
		{news.Stamp{}, false},
		{news.Stamp{Time: at, Text: "17 hours ago"}, true},
		{news.Stamp{Time: at, Text: "hace 3 horas"}, true},
		{news.Stamp{Time: at, Text: "منذ ساعتين"}, true},
		{news.Stamp{Time: at, Text: "just now"}, true},
		{news.Stamp{Text: "3 weeks ago"}, true},
		{news.Stamp{Time: at, Zone: news.ZoneStated, Text: "3 hours ago"}, false},
	} {
		if got := relative(tt.stamp); got != tt.want {
			t.Errorf("relative(%q) = %v, want %v", tt.stamp.Text, got, tt.want)
		}
	}
}

func TestArticleIDs(t *testing.T) {
	a := newArchive(t)
	a.begin()
	at := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	seen := map[int64]bool{}
	spilled := 0
	for i := range 70 { // more than one minute has ids
		d := a.keep(a.article(ferryURL+string(rune('A'+i)), string(rune('A'+i)), func(n *news.Article) {
			n.Published = news.Stamp{Time: at, Day: true, Text: "1 Dec 2024"}
		}))
		if seen[d.Article] || d.Article < minute(at)<<6 || d.Article >= (minute(at)+2)<<6 {
			t.Fatalf("article %d has id %d, want a free one at %d or just after", i, d.Article, minute(at)<<6)
		}
		seen[d.Article] = true
		if d.Article>>6 != minute(at) {
			spilled++
		}
	}
	if n := a.count("SELECT count(*) FROM article_facet WHERE out_of_order"); n != spilled || n != 6 {
		t.Errorf("%d articles marked out of order, %d stand elsewhere, want 6", n, spilled)
	}
	undated := a.article(ferryURL+"/undated", "u", func(n *news.Article) { n.Published = news.Stamp{} })
	if d := a.keep(undated); d.Article>>6 != minute(undated.At) {
		t.Errorf("an undated article has id %d, want the minute it was seen, %d", d.Article, minute(undated.At)<<6)
	}
	old := a.article(ferryURL+"/old", "o", func(n *news.Article) { n.Published.Time = time.Date(1911, 1, 1, 0, 0, 0, 0, time.UTC) })
	if d := a.keep(old); d.Article <= 0 {
		t.Errorf("an article of 1911 has id %d, want a positive one", d.Article)
	}
	a.sound()
}

// A new template moves every field to another place of the page and makes no
// revision; an edit made with it does, and so does one made after it.
func TestRedesign(t *testing.T) {
	old := func(n *news.Article) {
		n.Provenance = map[string]news.Provenance{
			"headline": {Source: news.FromProfile, Rule: "h1.title"}, "body": {Source: news.FromProfile, Rule: ".text"},
			"bylines": {Source: news.FromProfile, Rule: ".by"}, "tags": {Source: news.FromLabel},
		}
	}
	redesign := func(n *news.Article) {
		n.Provenance = map[string]news.Provenance{
			"headline": {Source: news.FromJSONLD, Rule: "headline"}, "body": {Source: news.FromStructure, Rule: "running text"},
			"bylines": {Source: news.FromJSONLD, Rule: "author"}, "tags": {Source: news.FromLabel},
		}
		n.Source, n.Kicker = "", "Economy"
		n.Images = n.Images[:1]
		n.Body = append([]news.Block{{Type: news.Paragraph, Text: "Source: Gazette 1 Dec 2024 09:30 3 Min Read Print"}}, n.Body...)
	}
	edit := func(n *news.Article) {
		n.Body[len(n.Body)-1].Text = "Commuters had asked for the change since autumn, the board's chair said."
	}
	both := func(n *news.Article) { edit(n); redesign(n) }
	for _, tt := range []struct {
		name   string
		visits []func(*news.Article) // after the first
		want   []string
	}{
		{"redesign", []func(*news.Article){redesign, redesign}, []string{"first"}},
		{"there and back", []func(*news.Article){redesign, old}, []string{"first"}},
		{"with an edit", []func(*news.Article){both, both}, []string{"first", "substantive body silent"}},
		{"and then an edit", []func(*news.Article){redesign, both}, []string{"first", "substantive body silent"}},
		{"and then a new credit line", []func(*news.Article){redesign, func(n *news.Article) { redesign(n); n.Images[0].Credit = "Gazette" }},
			[]string{"first", "substantive credits silent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			read := map[string]*news.Article{}
			a.reread = func(_, _ string, _ time.Time, _ map[string][]string, b []byte) (*news.Article, error) {
				return read[string(b)], nil
			}
			for i, f := range append([]func(*news.Article){old}, tt.visits...) {
				v := a.article(ferryURL, strings.Repeat("x", i+1), f)
				read[string(v.Response.Body)] = v.Reading.Article
				a.keep(v)
			}
			a.history(ferryURL, tt.want...)
		})
	}
}
