package store

import (
	"bytes"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// Where nothing tells two templates apart but their looks, a redesign makes no
// revision, and what the newsroom changed with it or after it does.
func TestRedesignByItsLooks(t *testing.T) {
	redesign := func(n *news.Article) {
		n.Kicker, n.Images[0].Credit = "Economy", ""
		n.Provenance = map[string]news.Provenance{"tags": {Source: news.FromJSONLD, Rule: "keywords"}}
		n.Body[0].Text += " By Rhea Calder"
	}
	both := func(f func(*news.Article)) func(*news.Article) {
		return func(n *news.Article) { redesign(n); f(n) }
	}
	for _, tt := range []struct {
		name string
		then func(*news.Article)
		want []string
	}{
		{"alone", func(*news.Article) {}, []string{"first"}},
		{"the headline with the site's name", func(n *news.Article) { n.Headline += " | The Gazette" }, []string{"first"}},
		{"another headline", func(n *news.Article) { n.Headline = "The harbour has a second ferry" }, []string{"first", "substantive headline silent"}},
		{"a caption", func(n *news.Article) { n.Images[0].Caption = "The other ferry" }, []string{"first", "substantive captions silent"}},
		{"a tag, from the same data", func(n *news.Article) { n.Tags = append(n.Tags, news.Tag{Name: "night"}) }, []string{"first", "substantive tags"}},
		{"a number", func(n *news.Article) {
			n.Body[0].Text = "The city council will pay for 15 new crossings from the first day of June. By Rhea Calder"
		}, []string{"first", "substantive body silent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.sameTemplate = func(before, after []byte) bool { return bytes.Equal(before[:3], after[:3]) }
			a.keep(a.article(ferryURL, "old", func(n *news.Article) {
				n.Provenance = map[string]news.Provenance{"tags": {Source: news.FromJSONLD, Rule: "keywords"}}
			}))
			a.keep(a.article(ferryURL, "new", both(tt.then)))
			a.keep(a.article(ferryURL, "new again", both(tt.then)))
			a.history(ferryURL, tt.want...)
		})
	}
}

// Where no spaces part words, sentences are told by their stops: what a newsroom
// changed with a redesign is found, and a paragraph more is white space.
func TestTextWithoutSpaces(t *testing.T) {
	const first, second = "議会は火曜日、渡船場に関する報告書を公表した。", "工事は来春に始まり、およそ八カ月続く見通しだ。"
	body := func(texts ...string) func(*news.Article) {
		return func(n *news.Article) {
			n.Body = nil
			for _, text := range texts {
				n.Body = append(n.Body, news.Block{Type: news.Paragraph, Text: text})
			}
		}
	}
	for _, tt := range []struct {
		name, before, after string // of the page: its first letters are those of the template
		edit                func(*news.Article)
		want                []string
	}{
		{"a paragraph more", "one", "one, too", body(first, second), []string{"first", "whitespace body"}},
		{"another month", "one", "one, too", body(first + "工事は来秋に始まり、およそ八カ月続く見通しだ。"), []string{"first", "substantive body silent"}},
		{"a redesign in other paragraphs", "one", "two", body(first, second), []string{"first"}},
		{"a redesign and another month", "one", "two", body(first, "工事は来秋に始まり、およそ八カ月続く見通しだ。"), []string{"first", "substantive body silent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.sameTemplate = func(before, after []byte) bool { return bytes.Equal(before[:3], after[:3]) }
			a.keep(a.article(ferryURL, tt.before, body(first+second)))
			a.keep(a.article(ferryURL, tt.after, tt.edit))
			a.history(ferryURL, tt.want...)
		})
	}
}

// A template in which several fields are not found any more made no edit; a newsroom
// that takes two of them away, or that edits the text as well, did.
func TestFieldsThatVanishTogether(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*news.Article)
		want []string
	}{
		{"three", func(n *news.Article) { n.Kicker, n.Bylines, n.Tags, n.Images = "", nil, nil, nil }, []string{"first"}},
		{"two", func(n *news.Article) { n.Bylines, n.Tags = nil, nil }, []string{"first", "substantive bylines tags"}},
		{"three, and a sentence", func(n *news.Article) {
			n.Standfirst, n.Bylines, n.Tags = "", nil, nil
			n.Body[0].Text = "The harbour board voted on Sunday to treble the number of ferries."
		}, []string{"first", "substantive standfirst bylines tags body silent"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.keep(a.article(ferryURL, "old", nil))
			a.keep(a.article(ferryURL, "new", tt.edit))
			a.history(ferryURL, tt.want...)
		})
	}
}

// Capitals, quotation marks and dashes change nothing that an article says; what
// stands between digits does.
func TestRespelled(t *testing.T) {
	for _, tt := range []struct {
		before, after, class string
	}{
		{"Council approves new bridge over the river", "Council Approves New Bridge Over the River", classTypo},
		{"COUNCIL APPROVES NEW BRIDGE", "Council approves new bridge", classTypo},
		{"“We waited,” she said – at last", "\"We waited\", she said, at last", classTypo},
		{"It costs 1.5 million", "It costs 15 million", classSubstantive},
		{"It costs 96 million", "It costs 96 million.", classTypo},
		{"Harbour opens in June", "Harbour opens in May", classSubstantive},
		{"Harbour opens", "Harbor opens", classTypo},
		{"Harbour opens", "The harbour opens", classSubstantive},
		{"ميناء المدينة يفتح", "ميناء المدينة يفتح؟", classTypo},
		{"工事は来春に始まり、およそ八カ月続く。", "工事は来春に始まり、おおよそ八カ月続く。", classTypo},
		{"工事は来春に始まり、およそ八カ月続く。", "工事は来春に始まり、およそ九カ月続く。", classSubstantive},
		{"「港は六月に開く」と語った。", "『港は六月に開く』と語った。", classTypo},
	} {
		before, after := ferry(ferryURL), ferry(ferryURL)
		before.Headline, after.Headline = tt.before, tt.after
		if got := judge(before, after, false); got.class != tt.class || strings.Join(got.fields, " ") != "headline" {
			t.Errorf("%q, then %q: %+v, want %s", tt.before, tt.after, got, tt.class)
		}
	}
}
