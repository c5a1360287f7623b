package store

import (
	"testing"
	"time"

	"newskeep/scraper/news"
)

// A page that lists show and that is not there is asked for more and more seldom;
// one that comes back into a list after a run without it is asked for at once.
func TestGivenUpPagesAreAskedForAgain(t *testing.T) {
	a := newArchive(t)
	found := news.Found{URL: ferryURL, Role: news.RoleOfArticle, Revisit: true, Listed: true}
	list := func(with bool) {
		v := a.visit("http://gazette.test/news", time.Now().String())
		v.Target.Role = news.RoleSection
		if with {
			v.Found = []news.Found{found}
		}
		v.Reading = &news.Reading{Kind: news.PageSection, Listing: &news.Listing{}}
		a.keep(v)
	}
	gone := func(due time.Duration) {
		v := a.visit(ferryURL, "not here")
		v.Outcome = news.Missing
		if due > 0 {
			v.Due = a.at.Add(due)
		}
		a.keep(v)
	}
	asked := func() bool { _, path := a.next(); return path != "-" }
	night := func(listed bool) bool {
		a.begin()
		defer a.end(news.RunDone)
		list(listed)
		return asked()
	}
	a.begin()
	list(true)
	gone(time.Hour)
	gone(time.Hour)
	gone(0)
	a.end(news.RunDone)

	if night(true) {
		t.Error("asked for again within hours")
	}
	a.at = a.at.Add(deadFirst)
	if !night(true) {
		t.Fatal("not asked for again the next night")
	}
	a.begin()
	list(true)
	gone(0)
	a.end(news.RunDone)
	a.at = a.at.Add(deadFirst + time.Hour)
	if night(true) {
		t.Error("asked for again as soon as before")
	}
	a.begin()
	list(false)
	gone(0) // one visit to see why it is not there
	a.end(news.RunDone)
	if !night(true) {
		t.Error("not asked for though it is in a list again")
	}
	if got := deadFor(40); got != deadMost {
		t.Errorf("deadFor(40) = %v", got)
	}
}
