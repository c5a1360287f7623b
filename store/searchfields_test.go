package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func (a *archive) found(query string) string {
	a.t.Helper()
	res, err := a.Reader().Search(a.t.Context(), SearchRequest{Query: query})
	if err != nil {
		a.t.Errorf("Search(%q): %v", query, err)
		return ""
	}
	var got []byte
	for _, h := range res.Hits {
		got = append(got, h.URL[len(h.URL)-1])
	}
	slices.Sort(got)
	return string(got)
}

func TestSearchFields(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article("http://www.gazette.test/1", "1", nil)) // the ferry
	a.keep(a.article("http://gazette.test/2", "2", func(n *news.Article) {
		*n = news.Article{Headline: "Two minutes of the tram", Kind: news.KindNews, Language: "en", Body: []news.Block{
			{Type: news.Paragraph, Text: "The tram passed the town hall, then the old ferry pier, then the harbour."},
			{Type: news.Embed, URL: "http://clips.test/video/7"},
			{Type: news.Correction, Text: "An earlier version named another hall."},
		}}
	}))
	a.at = day.AddDate(0, 0, 3)
	a.begin()
	a.keep(a.article("http://www.gazette.test/1", "3", func(n *news.Article) {
		n.Body[0].Text = "The harbour board voted on Sunday to triple the number of ferries, its chair said."
	}))
	for _, tt := range []struct{ query, want string }{
		{"credit:press", "1"},
		{"credit:quay", ""},
		{"caption:quay", "1"},
		{"alt:white", "1"},
		{"alt:quay", ""},
		{"source:agencies", "1"},
		{"source:gazet*", "1"},
		{"source:gazet", ""},
		{"has:image", "1"}, {"has:caption", "1"}, {"has:credit", "1"}, {"has:tag", "1"}, {"has:byline", "1"},
		{"has:video", "2"}, {"has:correction", "2"}, {"-has:video", "1"},
		{"url:gazette.test/1", "1"}, {"url:https://gazette.test/1", "1"}, {"url:gazette.test/*", "12"}, {"url:gazette.test", ""},
		{"link:gazette.test/quay", "1"}, {"link:http://www.gazette.test/qu*", "1"},
		{"class:substantive", "1"}, {"class:typo", ""}, {"class:first", "12"},
		{"silent:true", "1"}, {"silent:false", "2"}, {"-silent:true", "2"},
		{"published:2024-12-01", "1"}, {"published:2024-11..2024-12", "1"}, {"published:2025..", ""}, {"published:..2024-11", ""},
		{"seen:2024-12-01", "12"}, {"seen:2024-12-02..", ""}, {"seen:..2024-12-01T11:59", ""}, {"seen:2024-12-01T12:00..2024-12-02", "12"},
		{"changed:2024-12-04", "1"}, {"changed:2024-12-01", ""}, {"-changed:2024", "2"},
		{"seen:P1D", ""}, // long ago
		{"NEAR(tram pier, 8)", "2"}, {"NEAR(tram pier, 2)", ""}, {`NEAR(pier "town hall")`, "2"}, {"headline:NEAR(tram pier)", ""},
		{"headline:NEAR(minutes trams)", "2"},
	} {
		if got := a.found(tt.query); got != tt.want {
			t.Errorf("%s found %q, want %q", tt.query, got, tt.want)
		}
	}
}

// Forms of a word are found, relatives and names are not, and quotes mean what
// they say.
func TestSearchWords(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, n := range []news.Article{
		{Headline: "Ferries To Universities", Language: "en", Body: paragraphs("Adams stopped at the university by ferry. Walking is healthy.")},
		{Headline: "The universe", Language: "en-GB", Body: paragraphs("Adam stops; the ferrying of news stopping nobody. Fire Marks burn.")},
		{Headline: "New", Language: "en", Body: paragraphs("A new mark.")},
		{Headline: "حرب", Language: "ar", Body: paragraphs("الحَرْبُ في أوكرانيا ومدرسة كبيرة، الحـــرب")},
		{Headline: "الحرب", Language: "ar", Body: paragraphs("الى اوكرانيا")},
		{Headline: "Der Zug", Language: "de", Body: paragraphs("Der ferry stopped, ein Café in Zürich.")},
	} {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			*x = n
			x.Published.Time = time.Date(2024, 8, 1+i, 12, 0, 0, 0, time.UTC)
		}))
	}
	for _, tt := range []struct{ query, want string }{
		{"ferry", "015"}, {"ferries", "015"}, {"headline:ferry", "0"}, {`"ferry"`, "05"}, {`"ferries"`, "0"},
		{"university", "0"}, {"universe", "1"}, {"stop", "015"}, {"stopping", "015"}, {`"stops"`, "1"},
		{"Adams", "0"}, {"Adam", "1"}, {"news", "1"}, {"new", "2"},
		{"الحرب", "34"}, {"الحَرب", "34"}, {`"الحرب"`, "34"}, {"اوكرانيا", "34"}, {"أوكرانيا", "34"}, {"مدرسه", "3"}, {`"مدرسه"`, ""}, {"كبيره", "3"},
		{`"الحرب في اوكرانيا"`, "3"}, {"الحر*", "34"}, {"إلى", "4"},
		{"cafe zurich", "5"},
	} {
		if got := a.found(tt.query); got != tt.want {
			t.Errorf("%s found %q, want %q", tt.query, got, tt.want)
		}
	}
}
