package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestCount(t *testing.T) {
	a := small(t)
	for _, tt := range []struct {
		query string
		by    CountBy
		want  string
	}{
		{"", CountMonth, "2024-08=1 2024-09=1 2024-10=1 2024-11=1 =1"},
		{"tram", CountYear, "2024=3"},
		{"headline:tram OR kind:opinion", CountMonth, "2024-08=1 2024-09=0 2024-10=1"},
		{"tram until:2024-09-02", CountWeek, "2024-W31=1 2024-W32=0! 2024-W33=0! 2024-W34=0! 2024-W35=1 2024-W36=0!"},
		{"tram published:..2024-08-03", CountDay, "2024-08-01=1 2024-08-02=0! 2024-08-03=0!"},
		{"nothing published:2024-08..2024-09", CountMonth, "2024-08=0 2024-09=0"},
		{"", CountSection, "=2 News / Economy=1 News / Politics=1 Opinion=1"},
		{"tram", CountTag, "=1 Ferries=1 Trams=1 Économie=1"},
		{"tram", CountByline, "Ana de la Mar=1 Mara Lindqvist=1 Tomás Peña=1"},
		{"", CountTag, "=3 Ferries=1 Trams=1 Économie=1"},
		{"", CountByline, "=2 Ana de la Mar=1 Mara Lindqvist=1 Tomás Peña=1"},
		{"-nothing", CountTag, "=3 Ferries=1 Trams=1 Économie=1"}, // all, found one by one
		{"-nothing", CountByline, "=2 Ana de la Mar=1 Mara Lindqvist=1 Tomás Peña=1"},
		{"", CountSite, "gazette=5"},
		{"nothing", CountMonth, ""},
	} {
		res, err := a.Reader().Count(t.Context(), CountRequest{Query: tt.query, By: tt.by})
		if err != nil {
			t.Errorf("Count(%q by %s): %v", tt.query, tt.by, err)
			continue
		}
		var got []string
		for _, c := range res.Counts {
			s := fmt.Sprintf("%s=%d", c.Key, c.Count)
			if c.Gap {
				s += "!"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("Count(%q by %s) = %s, want %s", tt.query, tt.by, s, tt.want)
		}
	}
}

func TestCountInProportion(t *testing.T) {
	a := small(t)
	all, trams, news, opening := "", "tram", "kind:news", "opens mayor"
	if _, err := a.Reader().Count(t.Context(), CountRequest{Query: "tram", By: CountKind, ShareOf: &trams, Words: true}); !errors.Is(err, ErrShareOfWords) {
		t.Errorf("words of words: %v", err)
	}
	for _, tt := range []struct {
		req  CountRequest
		want string
	}{
		{CountRequest{Query: "tram", By: CountMonth, ShareOf: &all}, "2024-08 1/1=1 2024-09 1/1=1 2024-10 1/1=1"},
		{CountRequest{Query: "headline:tram", By: CountYear, ShareOf: &trams}, "2024 1/3=0.33"},
		{CountRequest{Query: "tram", By: CountYear, ShareOf: &news}, "2024 2/3=0.67"}, // of three, one is no news
		{CountRequest{Query: "tram", By: CountKind, ShareOf: &opening}, "news 1/1=1"},
		{CountRequest{Query: "", By: CountYear, ShareOf: &trams}, "2024 3/3=1"},
		{CountRequest{Query: "tram", By: CountKind, ShareOf: &news, Words: true}, "news 2 in 31=64.52"},
		{CountRequest{Query: "tram", By: CountKind, Words: true, Limit: 1}, "news 2 in 31=64.52"},
		{CountRequest{Query: "tram OR harvest", By: CountYear, Words: true}, "2024 3 in 39=76.92  1 in 2=500.00"},
		{CountRequest{Query: "kind:news", By: CountKind, Words: true}, "news 0 in 31=0.00"},
		{CountRequest{By: CountTagPair}, "Trams + Économie"},
		{CountRequest{By: CountCaptioned}, "Ada Quill"},
	} {
		res, err := a.Reader().Count(t.Context(), tt.req)
		if err != nil {
			t.Errorf("Count(%+v): %v", tt.req, err)
			continue
		}
		var got []string
		for _, c := range res.Counts {
			switch {
			case tt.req.Words:
				got = append(got, fmt.Sprintf("%s %d in %d=%.2f", c.Key, c.Occurrences, c.Words, c.PerThousand))
			case tt.req.ShareOf != nil:
				got = append(got, fmt.Sprintf("%s %d/%d=%.2g", c.Key, c.Count, c.Of, c.Share))
			default:
				got = append(got, c.Key)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("Count(%+v) = %s, want %s", tt.req, s, tt.want)
		}
	}
}

func TestFacets(t *testing.T) {
	a := small(t)
	res, err := a.Reader().Facets(t.Context(), FacetRequest{Query: "tram", Limit: 2})
	if err != nil || res.Hits != 3 || !res.Complete {
		t.Fatalf("Facets: %+v, %v", res, err)
	}
	got := map[CountBy]string{}
	for _, f := range res.Facets {
		for _, c := range f.Counts {
			got[f.By] += fmt.Sprintf("%s=%d ", c.Key, c.Count)
		}
		got[f.By] += fmt.Sprint(f.More)
	}
	for by, want := range map[CountBy]string{
		CountSite: "gazette=3 0", CountSection: "News / Economy=1 News / Politics=1 1", CountKind: "news=2 opinion=1 0",
		CountTag: "Ferries=1 Trams=1 1", CountByline: "Ana de la Mar=1 Mara Lindqvist=1 1", CountSource: "0",
		CountMonth: "2024-10=1 2024-09=1 1",
	} {
		if got[by] != want {
			t.Errorf("facet %s = %s, want %s", by, got[by], want)
		}
	}
	res, err = a.Reader().Facets(t.Context(), FacetRequest{Query: "tram", Window: 2})
	if err != nil || res.Hits != 2 || res.Complete {
		t.Errorf("Facets of the newest two: %+v, %v", res, err)
	}
}

// Periods in which nobody looked are told from those in which nothing was published.
func TestCountTellsGapsOfTheLedger(t *testing.T) {
	a := small(t)
	a.exec(`WITH RECURSIVE night (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM night WHERE n < 39)
		INSERT INTO run (site, started_at, ended_at, outcome, resumed, holder_host, holder_pid, profile_hash, parser, options, warnings)
		SELECT 'gazette', strftime('%Y-%m-%dT21:00:00.000Z', '2025-03-01', n || ' days'), strftime('%Y-%m-%dT21:30:00.000Z', '2025-03-01', n || ' days'),
			CASE n WHEN 27 THEN 'blocked' ELSE 'done' END, 0, '', 0, '', '', '{}', '[]' FROM night WHERE n <> 20`)
	a.exec(`INSERT INTO visit (uid, run_id, page_id, at, outcome, class, reason, page_kind, url, hops, bytes, requests, took_ms, change, revision, queued, parser, profile_hash, warnings)
		SELECT 'night ' || id, id, (SELECT min(id) FROM page), started_at, CASE outcome WHEN 'blocked' THEN 'blocked' ELSE 'not_modified' END,
			'', '', '', '', '[]', 0, 1, 1, '', 0, 0, '', '', '[]' FROM run WHERE started_at > '2025-03'`)
	for _, tt := range []struct{ query, want string }{
		// From the last run before to the first one after, in whole days.
		{"tram published:2025-03-18..2025-03-24", "18=0 19=0 20=0! 21=0! 22=0! 23=0 24=0"},
		{"tram published:2025-03-26..2025-03-30 site:gazette", "26=0 27=0! 28=0! 29=0! 30=0"},
		{"tram published:2025-03-20..2025-03-21 site:another", "20=0! 21=0!"}, // of which the archive has nothing at all
	} {
		res, err := a.Reader().Count(t.Context(), CountRequest{Query: tt.query, By: CountDay})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range res.Counts {
			s := fmt.Sprintf("%s=%d", c.Key[8:], c.Count)
			if c.Gap {
				s += "!"
			}
			if !strings.Contains(tt.query, "another") && c.Gap != slices.Equal(c.Missing, []string{"gazette"}) {
				t.Errorf("%s: missing of %q", c.Key, c.Missing)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.query, s, tt.want)
		}
	}
}

// A curve that begins before the archive looked says so: it would rise with the archive.
func TestCountSaysSinceWhenTheArchiveHasLooked(t *testing.T) {
	a := small(t)
	began := a.text(`SELECT substr(first_seen, 1, 10) FROM site WHERE name = 'gazette'`)
	for _, tt := range []struct {
		query string
		by    CountBy
		want  string
	}{
		{"", CountMonth, began},
		{"", CountDay, began},
		{"site:gazette", CountYear, began},
		{"", CountSection, ""}, // no curve
		{"published:" + began + "..", CountDay, ""},
		{"published:2024-11 site:another", CountDay, ""}, // of which there is no run
	} {
		res, err := a.Reader().Count(t.Context(), CountRequest{Query: tt.query, By: tt.by})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if !res.Began.IsZero() {
			got = res.Began.Format("2006-01-02")
		}
		if got != tt.want {
			t.Errorf("%q by %s: looked since %q, want %q", tt.query, tt.by, got, tt.want)
		}
	}
}

// Of one article decades before the others not all days between are listed, and that
// is said.
func TestEmptyPeriodsThatAreNotListed(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, year := range []int{1990, 2024} {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(n *news.Article) {
			n.Published = news.Stamp{Time: time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC)}
		}))
	}
	for by, want := range map[CountBy]int{CountDay: 12419 - 2, CountMonth: 409 - 2} { // days and months of 34 years and one
		res, err := a.Reader().Count(t.Context(), CountRequest{By: by})
		if err != nil {
			t.Fatal(err)
		}
		empty := 0
		for _, c := range res.Counts {
			if c.Count == 0 {
				empty++
			}
		}
		if empty+res.Unlisted != want || empty > maxPeriods || empty < maxPeriods && res.Unlisted > 0 {
			t.Errorf("by %s: %d empty periods and %d unlisted, want %d", by, empty, res.Unlisted, want)
		}
	}
}
