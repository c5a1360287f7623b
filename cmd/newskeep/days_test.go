package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// crawlDay crawls the edition of a day of the miniature newspaper, on that day;
// only some sections when they are named.
func crawlDay(t testing.TB, a *app, n int, only ...string) *news.Summary {
	t.Helper()
	sum, err := a.crawlDemoDay(t.Context(), n, only...)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// Three days of the paper: an edited and lengthened article, a correction, another
// caption and credit, an edit nobody owns up to, two removals, a restoration, and
// on the third day a new template for two sections.
func TestADayInTheLife(t *testing.T) {
	a := daysCrawled(t, 3)
	db := open(t, a.archive)
	at := func(day int) string { return fmt.Sprintf("2024-12-%02d", day) }
	for _, tt := range []struct {
		what, query string
		want        []string
	}{
		{"revisions but the first", `SELECT substr(a.url, 32) || ' ' || r.number || ' ' || r.class || ' ' || r.silent || ' ' || r.changed || ' ' || substr(r.first_seen, 1, 10)
			FROM revision r JOIN article a ON a.id = r.article_id WHERE r.class <> 'first' ORDER BY a.url, r.number`, []string{
			`economy/fish-auction-prices-for-november 2 correction 0 ["body","modified"] ` + at(2),
			`economy/olive-harvest-is-the-best-in-nine-years 2 substantive 0 ["captions","credits","modified"] ` + at(2),
			`health/first-aid-on-the-ferry 2 removed 0 [] ` + at(2),
			`politics/new-tram-line-opens-between-harbour-and-hill 2 substantive 0 ["headline","body","modified"] ` + at(2),
			`sports/relay-swims-across-the-bay 2 substantive 1 ["body"] ` + at(2),
			`technology/old-newspapers-can-be-read-from-home 2 removed 0 [] ` + at(2),
			`technology/old-newspapers-can-be-read-from-home 3 restored 0 [] ` + at(3),
		}},
		{"articles that are new after the first day", `SELECT substr(first_seen, 1, 10) FROM article WHERE first_seen > '2024-12-02'`, []string{at(2)}},
		{"articles that are gone", `SELECT substr(url, 32) || ' ' || substr(gone_at, 1, 10) FROM article WHERE gone_at IS NOT NULL`, []string{
			"health/first-aid-on-the-ferry " + at(2),
		}},
		{"Most Read", `SELECT slot || ' ' || substr(from_at, 1, 10) || ' ' || coalesce(substr(to_at, 1, 10), 'open') || ' ' || substr(url, 27, 21)
			FROM front_page WHERE module = 'most_read' ORDER BY from_at, slot`, []string{
			"1 2024-12-01 2024-12-02 news/economy/olive-ha",
			"2 2024-12-01 2024-12-02 articles/opinion/a-be",
			"3 2024-12-01 2024-12-02 news/technology/pupil",
			"4 2024-12-01 2024-12-02 news/politics/harbour",
			"1 2024-12-02 open articles/opinion/a-be",
			"2 2024-12-02 open news/politics/new-tra",
			"3 2024-12-02 open news/economy/olive-ha",
			"4 2024-12-02 open news/health/forty-pat",
		}},
		{"ticker", `SELECT substr(from_at, 1, 10) || ' ' || coalesce(substr(to_at, 1, 10), 'open') || ' ' || substr(text, 1, 14) FROM ticker ORDER BY from_at, text`, []string{
			"2024-12-01 2024-12-02 Football: Arde",
			"2024-12-01 2024-12-02 Harbour office",
			"2024-12-01 2024-12-02 Library: the r",
			"2024-12-01 2024-12-02 Tram company: ",
			"2024-12-01 2024-12-02 Weather office",
			"2024-12-02 open Tram company: ",
			"2024-12-02 open Weather office",
		}},
	} {
		if got := rows(t, db, tt.query); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.what, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
	newskeep(t, []int{exitDone}, "verify", "-a", a.archive)
}

// editions are archives of the first days of the paper, by their number: each is
// crawled once, into programDir, and only to be copied.
var editions struct {
	sync.Mutex
	files [4]string
}

// daysCrawled is an archive of its own, with the first days of the paper.
func daysCrawled(t testing.TB, days int) *app {
	t.Helper()
	editions.Lock()
	defer editions.Unlock()
	for n := 1; n <= days; n++ {
		if editions.files[n] != "" {
			continue
		}
		file := filepath.Join(programDir, fmt.Sprintf("days%d.db", n))
		if n > 1 {
			copyArchive(t, editions.files[n-1], file)
		}
		crawlDay(t, testApp(t, file), n)
		editions.files[n] = file
	}
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	copyArchive(t, editions.files[days], a.archive)
	return a
}

// copyArchive copies an archive that nobody has open: there is no log of writes then.
func copyArchive(t testing.TB, from, to string) {
	t.Helper()
	if _, err := os.Stat(from + "-wal"); err == nil {
		t.Fatalf("%s is open", from)
	}
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func testApp(t testing.TB, archive string) *app {
	t.Helper()
	a := &app{archive: archive, stdout: t.Output(), stderr: t.Output()}
	a.loaded = sync.OnceValues(profile.Builtin)
	return a
}
