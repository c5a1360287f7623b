package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// beginBackfill opens a run whose pages stand in the backlog.
func (a *archive) beginBackfill() news.Run {
	a.t.Helper()
	run, err := a.Begin(a.t.Context(), gazette, news.Run{Options: `{"backfill":true}`, Via: news.ViaBackfill, Parser: "1", ProfileHash: "p"})
	if err != nil {
		a.t.Fatal(err)
	}
	return run
}

func oldStory(name, day string) news.Found {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return news.Found{URL: "http://gazette.test/" + name, Role: news.RoleOfArticle, Published: at}
}

// The articles of a month go before the sitemap of the month before it, and
// nothing of a backfill is ever due in a crawl.
func TestBacklogIsNewestFirstAndApart(t *testing.T) {
	a := newArchive(t)
	crawl := a.begin()
	run := a.beginBackfill()
	older := oldStory("sitemap-2024-10.xml", "2024-10-01")
	older.Role, older.Depth = news.RoleSitemap, 2
	if _, err := a.Plant(t.Context(), run.ID, []news.Found{
		{URL: "http://gazette.test/undated", Role: news.RoleOfArticle},
		oldStory("a", "2024-10-03"), older, oldStory("b", "2024-11-20"),
		{URL: "http://gazette.test/sitemap.xml", Role: news.RoleSitemap, Depth: 1},
	}); err != nil {
		t.Fatal(err)
	}
	if target, err := a.Next(t.Context(), crawl.ID, "gazette.test"); err == nil {
		t.Errorf("a crawl was given %s of the backlog", target.URL)
	}
	for _, want := range []string{"sitemap.xml", "b", "a", "sitemap-2024-10.xml", "undated"} {
		got, err := a.Next(t.Context(), run.ID, "gazette.test")
		if err != nil || got.URL != "http://gazette.test/"+want {
			t.Fatalf("Next = %q, %v, want %s", got.URL, err, want)
		}
		if err := a.Pass(t.Context(), run.ID, got.Page); err != nil {
			t.Fatal(err)
		}
	}
	var nothing news.NothingDue
	if _, err := a.Next(t.Context(), run.ID, "gazette.test"); !errors.As(err, &nothing) {
		t.Errorf("Next = %v, want nothing due", err)
	}
}

func TestConfine(t *testing.T) {
	day := func(s string) time.Time { return oldStory("", s).Published }
	for _, tt := range []struct {
		name     string
		from, to time.Time
		want     int
	}{
		{"no bounds", time.Time{}, time.Time{}, 4},
		{"from", day("2024-10-03"), time.Time{}, 2},
		{"to is not included", time.Time{}, day("2024-10-03"), 1},
		{"both", day("2024-10-03"), day("2024-11-01"), 1},
		{"nothing", day("2030-01-01"), time.Time{}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			run := a.beginBackfill()
			if _, err := a.Plant(t.Context(), run.ID, []news.Found{
				{URL: "http://gazette.test/undated", Role: news.RoleOfArticle}, {URL: "http://gazette.test/s", Role: news.RoleSitemap, Depth: 2},
				oldStory("a", "2024-09-30"), oldStory("b", "2024-10-03"), oldStory("c", "2024-11-20"),
			}); err != nil {
				t.Fatal(err)
			}
			for range 2 { // a run taken up again is confined again
				left, err := a.Confine(t.Context(), run.ID, tt.from, tt.to, nil)
				if err != nil || left != tt.want {
					t.Errorf("Confine = %d, %v, want %d articles left", left, err, tt.want)
				}
			}
		})
	}
}

// Articles of gaps go first, newest first among them; when the ledger has no gap any
// more they take their place again.
func TestGapsGoFirst(t *testing.T) {
	day := func(s string) time.Time { return oldStory("", s).Published }
	a := newArchive(t)
	run := a.beginBackfill()
	gap := oldStory("found in a gap", "2024-05-05")
	gap.First = true
	if _, err := a.Plant(t.Context(), run.ID, []news.Found{
		oldStory("newest", "2024-12-01"), gap, oldStory("b", "2024-10-03"), oldStory("a", "2024-10-02"), oldStory("oldest", "2023-01-01"),
	}); err != nil {
		t.Fatal(err)
	}
	order := func() (got []string) {
		for range 5 {
			target, err := a.Next(t.Context(), run.ID, "gazette.test")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.TrimPrefix(target.URL, "http://gazette.test/"))
			if err := a.Pass(t.Context(), run.ID, target.Page); err != nil {
				t.Fatal(err)
			}
		}
		return got
	}
	if got := fmt.Sprint(order()); got != "[found in a gap newest b a oldest]" {
		t.Errorf("as they were found: %s", got)
	}
	gaps := []news.Span{{From: day("2024-10-01").Add(-12 * time.Hour), To: day("2024-10-04")}, {From: day("2022-12-31"), To: day("2023-01-02")}}
	for _, tt := range []struct {
		gaps []news.Span
		want string
	}{{gaps, "[b a oldest newest found in a gap]"}, {nil, "[newest b a found in a gap oldest]"}} {
		if _, err := a.Confine(t.Context(), run.ID, time.Time{}, time.Time{}, tt.gaps); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(order()); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

// What was asked for once is never put into the backlog; what failed has another
// chance, and a crawl that finds an old page in a list asks for it at once.
func TestBacklogAgainstWhatIsKnown(t *testing.T) {
	a := newArchive(t)
	a.begin()
	kept := a.article("http://gazette.test/kept", "kept", nil)
	a.keep(kept)
	failed := a.article("http://gazette.test/failed", "failed", nil)
	failed.Outcome, failed.Class, failed.Reason, failed.Reading = news.Failed, news.FailServer, "HTTP 500", nil
	a.keep(failed)
	if err := a.End(t.Context(), kept.Run, news.RunDone, nil); err != nil {
		t.Fatal(err)
	}
	run := a.beginBackfill()
	found := []news.Found{oldStory("kept", "2024-10-01"), oldStory("failed", "2024-10-01"), oldStory("new", "2024-10-01")}
	if _, err := a.Plant(t.Context(), run.ID, found); err != nil {
		t.Fatal(err)
	}
	if got := a.text(`SELECT group_concat(p.url, ' ') FROM backlog b JOIN page p ON p.id = b.page_id`); got != "http://gazette.test/failed http://gazette.test/new" {
		t.Errorf("the backlog holds %s", got)
	}
	list := a.article("http://gazette.test/list", "list", nil)
	list.Found = []news.Found{{URL: "http://gazette.test/new", Role: news.RoleOfArticle}}
	crawl := a.begin()
	list.Run = crawl.ID
	a.keep(list)
	if n := a.count(`SELECT count(*) FROM frontier f JOIN page p ON p.id = f.page_id WHERE p.url LIKE '%/new' AND f.state = 'ready'`); n != 1 {
		t.Error("a page of the backlog that a crawl found is not due in it")
	}
}

// A page that a backfill has visited leaves the backlog; one that failed waits
// there, and not among the pages of the crawls.
func TestBackfilledVisit(t *testing.T) {
	a := newArchive(t)
	run := a.beginBackfill()
	var found []news.Found
	for i := range 2 {
		found = append(found, oldStory(fmt.Sprint("s", i), "2024-10-01"))
	}
	if _, err := a.Plant(t.Context(), run.ID, found); err != nil {
		t.Fatal(err)
	}
	good := a.article(found[0].URL, "good", nil)
	bad := a.article(found[1].URL, "bad", nil)
	bad.Outcome, bad.Class, bad.Reason, bad.Reading, bad.Due = news.Failed, news.FailServer, "HTTP 500", nil, a.at.Add(time.Second)
	for _, v := range []*news.Visit{good, bad} {
		v.Run, v.Via = run.ID, news.ViaBackfill
		a.keep(v)
	}
	if got := a.text(`SELECT group_concat(p.url || ' ' || b.state, ' ') FROM backlog b JOIN page p ON p.id = b.page_id`); got != "http://gazette.test/s1 waiting" {
		t.Errorf("the backlog holds %s", got)
	}
	if n := a.count(`SELECT count(*) FROM frontier`); n != 0 {
		t.Errorf("%d pages of the backfill are due in crawls", n)
	}
	if n := a.count(`SELECT count(*) FROM placement`); n != 0 {
		t.Errorf("a backfill opened %d placements", n)
	}
	if err := a.End(t.Context(), run.ID, news.RunLimited, nil); err != nil {
		t.Fatal(err)
	}
	if n := a.count(fmt.Sprintf(`SELECT sum(count) FROM run_left WHERE run_id = %d`, run.ID)); n != 1 {
		t.Errorf("the run says that %d pages are left, want 1", n)
	}
}
