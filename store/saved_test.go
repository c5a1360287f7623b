package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"newskeep/store/query"
)

// A saved search stands for its query wherever one is asked, today and as of then.
func TestSavedSearches(t *testing.T) {
	a := small(t)
	ctx := t.Context()
	r, err := OpenReader(ctx, a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var syntax *query.SyntaxError
	if _, err := r.Search(ctx, SearchRequest{Query: "saved:trams"}); !errors.As(err, &syntax) || syntax.Unsaved != "trams" {
		t.Errorf("without saved searches: %v", err)
	}
	list, broken := []SavedSearch{{"trams", "tag:trams OR headline:ferries", "weekly"}, {"wrong", "(tram", ""}, {"fresh", "saved:trams seen:P7D", ""}}, error(nil)
	r.SavedBy(func() ([]SavedSearch, error) { return list, broken })

	res, err := r.Search(ctx, SearchRequest{Query: "saved:trams -kind:opinion"})
	if err != nil || res.Total != 2 || res.Query != "(tag:trams OR headline:ferries) -kind:opinion" {
		t.Errorf("search: %+v, %v", res, err)
	}
	share := "saved:trams"
	count, err := r.Count(ctx, CountRequest{Query: "tram", By: CountKind, ShareOf: &share})
	if err != nil || len(count.Counts) != 1 || count.Counts[0].Count != 2 || count.Counts[0].Of != 2 {
		t.Errorf("count as a share: %+v, %v", count, err)
	}
	sel, err := r.Select(ctx, "saved:fresh")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(sel.Query, "saved:") || strings.Contains(sel.Query, "P7D") || !strings.HasPrefix(sel.Query, "(tag:trams OR headline:ferries) seen:2") {
		t.Errorf("what is exported is written down as %s", sel.Query)
	}
	sel.Close()
	past, err := r.AsOf(ctx, time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := past.Total(ctx, "saved:trams"); err != nil || n != 2 {
		t.Errorf("as of a moment: %d, %v", n, err)
	}
	past.Close()

	broken = errors.New("line 3")
	if n, err := r.Total(ctx, `tram "saved:trams" OR ferry`); err != nil || n != 2 {
		t.Errorf("a broken list and a query that names none: %d, %v", n, err)
	}
	if _, err := r.Total(ctx, "saved:trams"); !errors.Is(err, ErrSaved) || !errors.Is(err, broken) {
		t.Errorf("a broken list: %v", err)
	}
}

func TestCountSaved(t *testing.T) {
	a := small(t)
	ctx := t.Context()
	r, err := OpenReader(ctx, a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.SavedBy(func() ([]SavedSearch, error) {
		return []SavedSearch{{"trams", "tram -ferry", "weekly"}, {"wrong", "(tram", ""}, {"either", "saved:trams OR tag:ferries", ""}}, nil
	})
	later := a.at.Add(8 * 24 * time.Hour)
	for _, tt := range []struct {
		at         time.Time
		trams, new int
	}{{a.at, 1, 1}, {later, 1, 0}} {
		past, err := r.AsOf(ctx, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		all, err := past.CountSaved(ctx)
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		if c := all[0]; c.Note != "weekly" || c.Canonical != "tram -ferry" || *c.Hits != tt.trams || *c.New != tt.new || c.Problem != "" {
			t.Errorf("as of %s: %+v", tt.at, c)
		}
		if c := all[1]; c.Hits != nil || !strings.Contains(c.Problem, "never closed") {
			t.Errorf("one that cannot be understood: %+v", c)
		}
		if c := all[2]; *c.Hits != 2 || c.Canonical != "(tram -ferry) OR tag:ferries" {
			t.Errorf("one that names another: %+v", c)
		}
		past.Close()
	}
}
