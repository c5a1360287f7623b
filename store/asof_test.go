package store

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// Of an archive in which few articles changed, most are read where they are, and
// the answers are those of going through all states by hand.
func TestAsOfReadsFromBothPlaces(t *testing.T) {
	a := newArchive(t)
	a.synthesize(3000)
	// The later states of articles were all seen at the end.
	a.exec(`UPDATE revision SET first_seen = '2024-12-30T00:00:00.000Z' WHERE number > 1`)
	at := time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC)
	past, err := a.Reader().AsOf(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()

	then := map[int64]*news.Article{}
	err = a.Reader().each(t.Context(), `SELECT article_id, content FROM revision WHERE first_seen <= ? ORDER BY number`, []any{clock{at}}, func(scan func(...any) error) error {
		var id int64
		var content string
		if err := scan(&id, &content); err != nil {
			return err
		}
		then[id] = &news.Article{}
		return json.Unmarshal([]byte(content), then[id])
	})
	if err != nil {
		t.Fatal(err)
	}
	var whole, moved, changed int
	if err := past.db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM whole.article WHERE id NOT IN (SELECT id FROM main.hidden)),
		(SELECT count(*) FROM main.article), (SELECT count(*) FROM main.article WHERE headline LIKE 'Former %')`).Scan(&whole, &moved, &changed); err != nil {
		t.Fatal(err)
	}
	if whole+moved != len(then) || whole == 0 || changed < 10 || moved > sampled+changed {
		t.Fatalf("%d articles are read from the archive and %d here, %d of them changed later; want %d in all, some in both places", whole, moved, changed, len(then))
	}

	in := func(a *news.Article, word string) bool {
		text := strings.ToLower(a.Headline + " " + a.Standfirst + " " + widen(a).body + " " + widen(a).captions + " " + widen(a).credits + " " + widen(a).tags)
		return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }), word)
	}
	for _, tt := range []struct {
		query string
		fits  func(*news.Article) bool
	}{
		{"", func(*news.Article) bool { return true }},
		{"headline:former", func(a *news.Article) bool { return strings.HasPrefix(a.Headline, "Former ") }},
		{`"` + term(150) + `"`, func(a *news.Article) bool { return in(a, term(150)) }},
		{`"former" "` + term(4) + `"`, func(a *news.Article) bool { return in(a, "former") && in(a, term(4)) }},
		{`"` + term(40) + `" OR headline:former`, func(a *news.Article) bool { return in(a, term(40)) || in(a, "former") }},
		{`-"` + term(0) + `"`, func(a *news.Article) bool { return !in(a, term(0)) }},
		{"has:tag", func(a *news.Article) bool { return len(a.Tags) > 0 }},
		{`-has:tag headline:former`, func(a *news.Article) bool { return len(a.Tags) == 0 && in(a, "former") }},
	} {
		want := map[int64]bool{}
		for id, a := range then {
			if tt.fits(a) {
				want[id] = true
			}
		}
		for _, by := range []Sort{ByDate, ByRelevance} {
			res, err := past.Search(t.Context(), SearchRequest{Query: tt.query, Sort: by, Limit: 3000, Exact: true})
			if err != nil {
				t.Fatalf("%s: %v", tt.query, err)
			}
			got := map[int64]bool{}
			for _, h := range res.Hits {
				got[h.ID] = true
				if h.Headline != then[h.ID].Headline {
					t.Errorf("%s: headline %q, then %q", tt.query, h.Headline, then[h.ID].Headline)
				}
			}
			if res.Total != len(want) || !maps.Equal(got, want) || len(want) == 0 {
				t.Errorf("%s by %s: %d of %d hits, want %d", tt.query, by, len(got), res.Total, len(want))
			}
		}
	}
	if lines, err := past.KWIC(t.Context(), KWICRequest{Query: term(3), Limit: 5000}); err != nil || len(lines) < 1000 {
		t.Errorf("%d lines, %v", len(lines), err)
	}
	// Today nothing of it is left.
	if n, err := a.Reader().Total(t.Context(), "headline:former"); n != 0 || err != nil {
		t.Errorf("%d articles say so today, %v", n, err)
	}
}

// A question that is broken off leaves the reader of a moment as it was: its private
// database is that of its only connection.
func TestAsOfAfterABrokenOffQuestion(t *testing.T) {
	a := newArchive(t)
	a.synthesize(1000)
	r, err := a.Reader().AsOf(t.Context(), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ask := func(ctx context.Context) (int, error) {
		res, err := r.Facets(ctx, FacetRequest{Query: term(0)})
		if err != nil {
			return 0, err
		}
		return res.Hits, nil
	}
	want, err := ask(t.Context())
	if err != nil || want == 0 {
		t.Fatal(want, err)
	}
	broken := 0
	for i := range 25 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*i)*40*time.Microsecond)
		if _, err := ask(ctx); err != nil {
			broken++
		}
		cancel()
		if got, err := ask(t.Context()); err != nil || got != want {
			t.Fatalf("after %d that were broken off: %d, %v, want %d", broken, got, err, want)
		}
	}
	if broken == 0 {
		t.Skip("none was broken off: the machine is too fast")
	}
}

// As many articles that did not change are moved along as are wanted, however few of
// them are looked at first, and all when there are not so many.
func TestAsOfMovesASample(t *testing.T) {
	a := newArchive(t)
	a.synthesize(1000)
	a.exec(`UPDATE revision SET first_seen = '2024-12-30T00:00:00.000Z' WHERE number > 1`)
	at := time.Date(2024, 12, 29, 0, 0, 0, 0, time.UTC)
	was := sampled
	defer func() { sampled = was }()
	for _, sampled = range []int{1, 7, 50, 200, 2000} {
		past, err := a.Reader().AsOf(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		var moved, changed, all int
		if err := past.db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM main.article),
			(SELECT count(DISTINCT article_id) FROM whole.revision WHERE number > 1), (SELECT count(*) FROM whole.article_facet WHERE first_seen <= ?)`, clock{at}).Scan(&moved, &changed, &all); err != nil {
			t.Fatal(err)
		}
		if want := min(changed+sampled, all); changed < 3 || moved != want {
			t.Errorf("%d of %d articles are moved, %d of them changed; want %d", moved, all, changed, want)
		}
		if err := past.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// By what the past can be narrowed is told however much was asked for at once.
func TestFacetsOfThePast(t *testing.T) {
	a := newArchive(t)
	a.synthesize(300)
	a.exec(`UPDATE article_facet SET out_of_order = 1 WHERE id / 64 % 7 = 0`)
	past, err := a.Reader().AsOf(t.Context(), time.Now().AddDate(9, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	for _, text := range []string{"tag:" + term(0), "-tan published:2015..2024 section:News", "published:2015.. -tag:" + term(1) + " -tag:" + term(2) + " -" + term(9)} {
		want, err := a.Reader().Facets(t.Context(), FacetRequest{Query: text})
		if err != nil {
			t.Fatal(err)
		}
		got, err := past.Facets(t.Context(), FacetRequest{Query: text})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got.AsOf = time.Time{}
		if !reflect.DeepEqual(got, want) || want.Hits < 20 {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}
