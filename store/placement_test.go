package store

import (
	"fmt"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// list is a visit of the section page that shows these titles in order.
func (a *archive) list(titles ...string) *news.Visit {
	v := a.visit("http://gazette.test/news", fmt.Sprint(titles))
	v.Target.Role, v.Target.Section, v.Target.Depth = news.RoleSection, []string{"News"}, 1
	l := &news.Listing{Name: "News"}
	for i, title := range titles {
		l.Items = append(l.Items, news.Link{URL: "http://gazette.test/" + title, Title: title, Position: i + 1})
	}
	v.Reading = &news.Reading{Kind: news.PageSection, Listing: l}
	return v
}

func TestPlacementsAreIntervals(t *testing.T) {
	a := newArchive(t)
	a.begin()
	hour := func(n int) time.Time { return day.Add(time.Duration(n) * time.Hour) }
	a.keep(a.list("a", "b"))      // 1
	a.keep(a.list("a", "b"))      // 2: nothing moved
	a.keep(a.list("c", "a", "b")) // 3: pushed down
	a.keep(a.list("c", "a"))      // 4: shortened
	got, err := a.Reader().Placements(t.Context(), PlacementRequest{Section: "news", Module: "section"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Placement{
		{Title: "a", Slot: 1, From: hour(1), LastSeen: hour(2), To: hour(3)},
		{Title: "b", Slot: 2, From: hour(1), LastSeen: hour(2), To: hour(3)},
		{Title: "c", Slot: 1, From: hour(3), LastSeen: hour(4)},
		{Title: "a", Slot: 2, From: hour(3), LastSeen: hour(4)},
		{Title: "b", Slot: 3, From: hour(3), LastSeen: hour(3), To: hour(4)},
	}
	for i := range want {
		want[i].Site, want[i].Module, want[i].Section, want[i].URL = "gazette", "section", "News", "http://gazette.test/"+want[i].Title
		want[i].Page = "http://gazette.test/news"
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("placements\n got %v\nwant %v", got, want)
	}
	asOf, err := a.Reader().Placements(t.Context(), PlacementRequest{AsOf: hour(2)})
	if err != nil || len(asOf) != 2 || asOf[0].Title != "a" || asOf[1].Title != "b" {
		t.Errorf("as of the second visit: %v, %v, want a and b", asOf, err)
	}
	a.keep(a.list("d", "a")) // 5: what stays below is older than what came above
	asOf, err = a.Reader().Placements(t.Context(), PlacementRequest{AsOf: hour(5)})
	if err != nil || len(asOf) != 2 || asOf[0].Title != "d" || asOf[1].Title != "a" {
		t.Errorf("as of the last visit: %v, %v, want d and a, as on the page", asOf, err)
	}
	a.sound()
}

func TestPlacementsOfAnArticleFollowItsAddresses(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.list("print/ferry"))
	v := a.article(printURL, "one", nil)
	v.Identity = ferryURL
	a.keep(v)
	got, err := a.Reader().Placements(t.Context(), PlacementRequest{Article: ferryURL})
	if err != nil || len(got) != 1 || got[0].Title != "print/ferry" {
		t.Errorf("placements of the ferry article: %v, %v, want the one under its other address", got, err)
	}
}

func TestModuleScopes(t *testing.T) {
	a := newArchive(t)
	a.begin()
	most := news.Link{Relation: news.MostRead, URL: "http://gazette.test/tram", Title: "Tram"}
	next := news.Link{Relation: news.ReadNext, URL: "http://gazette.test/tram", Title: "Tram"}
	for _, u := range []string{ferryURL, "http://gazette.test/quay"} {
		a.keep(a.article(u, u, func(n *news.Article) { n.Links = []news.Link{most, next} }))
	}
	second := a.list("a", "b")
	second.Target.URL, second.Target.Depth = "http://gazette.test/news?page=2", 2
	second.Reading.Listing.Modules = []news.Module{{Name: "Most Read", Relation: news.MostRead, Items: []news.Link{most}}}
	a.keep(second)
	for _, tt := range []struct {
		module string
		want   int
	}{
		{"most_read", 1}, // one list for the whole site
		{"read_next", 2}, // one for each page
		{"section", 0},   // further pages of a section are no front
	} {
		if n := a.count("SELECT count(*) FROM front_page WHERE module = ?", tt.module); n != tt.want {
			t.Errorf("%d placements in %s, want %d", n, tt.module, tt.want)
		}
	}
}

// An article page leaves itself out of Most Read: the section page is believed,
// until it no longer shows the module.
func TestSiteWideModuleIsReadFromTheBestPage(t *testing.T) {
	a := newArchive(t)
	a.begin()
	most := func(title string) news.Link {
		return news.Link{Relation: news.MostRead, URL: "http://gazette.test/" + title, Title: title}
	}
	article := func(titles ...string) *news.Visit {
		return a.article(ferryURL, fmt.Sprint(titles), func(n *news.Article) {
			n.Links = nil
			for _, title := range titles {
				n.Links = append(n.Links, most(title))
			}
		})
	}
	section := a.list("a")
	section.Reading.Listing.Modules = []news.Module{{Relation: news.MostRead, Items: []news.Link{most("a"), most("b")}}}
	a.keep(section)
	a.keep(article("b", "c"))
	if n := a.count("SELECT count(*) FROM placement WHERE title IN ('a', 'b') AND to_at IS NULL"); n != 3 {
		t.Errorf("%d placements open, want those of the section page, 3", n)
	}
	a.at = a.at.Add(forgotten)
	a.keep(article("b", "c"))
	if n := a.count("SELECT count(*) FROM front_page WHERE module = 'most_read' AND title IN ('b', 'c') AND to_at IS NULL"); n != 2 {
		t.Errorf("%d placements open, want those of the article page, 2: no section shows the module any more", n)
	}
}

func TestTickerIsALog(t *testing.T) {
	a := newArchive(t)
	a.begin()
	show := func(lines ...string) {
		v := a.list("a")
		for _, l := range lines {
			v.Reading.Ticker = append(v.Reading.Ticker, news.TickerLine{Text: l})
		}
		a.keep(v)
	}
	show("Bridge open", "Snow ahead")
	show("Snow ahead", "Bridge open") // the same lines in another order
	show()                            // a page without a ticker says nothing
	show("Snow ahead", "Snow ahead", "Tram late")
	got, err := a.Reader().Placements(t.Context(), PlacementRequest{Module: "ticker"})
	if err != nil || len(got) != 3 {
		t.Fatalf("ticker: %v, %v, want 3 lines", got, err)
	}
	for _, p := range got {
		if ended := !p.To.IsZero(); ended != (p.Title == "Bridge open") {
			t.Errorf("line %q: ended %v", p.Title, p.To)
		}
	}
	for module, want := range map[string]string{"ticker": "Tram late", "section": "a", "": "Tram late"} {
		latest, err := a.Reader().Placements(t.Context(), PlacementRequest{Module: module, Latest: true, Limit: 1})
		if err != nil || len(latest) != 1 || latest[0].Title != want {
			t.Errorf("the latest of module %q: %v, %v, want %q", module, latest, err, want)
		}
	}
}

func TestLateVisitDoesNotRewriteThePresent(t *testing.T) {
	a := newArchive(t)
	a.begin()
	late := a.list("old")
	a.keep(a.list("new"))
	a.keep(late)
	if n := a.count("SELECT count(*) FROM placement WHERE title = 'new' AND to_at IS NULL"); n != 1 {
		t.Error("a visit kept late closed what is shown now")
	}
}

// Rows follow changes, not polls: a list polled for a year every ten minutes.
func TestPollsCostNoRows(t *testing.T) {
	const polls = 50_000
	a := newArchive(t)
	a.begin()
	const slots, every = 10, 500
	titles := make([]string, slots)
	for i := range titles {
		titles[i] = fmt.Sprint("start", i)
	}
	changes := 0
	v := a.list(titles...)
	k := &keeping{v: v}
	err := a.write(t.Context(), func(t *tx) (err error) {
		k.tx = t
		if err := k.openRun(); err != nil {
			return err
		}
		if err := k.findPage(); err != nil {
			return err
		}
		for i := range polls {
			if i%every == every-1 {
				v.Reading.Listing.Items[i/every%slots] = news.Link{URL: fmt.Sprint("http://gazette.test/", i), Title: fmt.Sprint(i)}
				changes++
			}
			v.At = v.At.Add(10 * time.Minute)
			if err := k.putPlacements(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := a.count("SELECT count(*) FROM placement"); n != slots+changes {
		t.Errorf("%d rows after %d polls with %d changes, want %d", n, polls, changes, slots+changes)
	}
	if n := a.count("SELECT count(*) FROM module WHERE last_seen = ?", clock{v.At}); n != 1 {
		t.Error("the module does not say when it was last seen")
	}
}
