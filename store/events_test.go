package store

import (
	"testing"

	"newskeep/scraper/news"
)

// An event of a headline says which words it had and got, whatever it says today.
func TestHeadlineEvents(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for _, headline := range []string{"Tram opens", "Tram opens late", "Tram opens at last"} {
		a.keep(a.article("http://gazette.test/tram", headline, func(n *news.Article) { n.Headline = headline }))
	}
	got, err := a.Reader().Events(t.Context(), EventRequest{})
	if err != nil || len(got) != 3 {
		t.Fatalf("events: %v, %v, want 3", got, err)
	}
	for i, want := range [][3]string{{"headline", "Tram opens late", "Tram opens at last"}, {"headline", "Tram opens", "Tram opens late"}, {"new", "", ""}} {
		if e := got[i]; [3]string{string(e.Kind), e.Before, e.After} != want || e.Headline != "Tram opens at last" {
			t.Errorf("event %d is %s from %q to %q of %q, want %v", i, e.Kind, e.Before, e.After, e.Headline, want)
		}
	}
}
