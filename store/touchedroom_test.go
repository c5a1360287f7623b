package store

import (
	"strings"
	"testing"
	"time"
)

// What the reading room shows first of events and pictures is the latest of them:
// however many there are, not all are gone through.
func TestFirstEventsAndPicturesTouchFew(t *testing.T) {
	a := newArchive(t)
	a.synthesize(3000)
	r := pagesCounted(t, a)
	for name, ask := range map[string]func() (int, error){
		"images": func() (int, error) {
			list, err := r.Images(t.Context(), ImageRequest{Limit: 20})
			return len(list), err
		},
		"new":      func() (int, error) { return eventsFound(t, r, EventNew) },
		"headline": func() (int, error) { return eventsFound(t, r, EventHeadline) },
		"changed":  func() (int, error) { return eventsFound(t, r, EventChanged) },
		"silent":   func() (int, error) { return eventsFound(t, r, EventSilent) },
		"removed":  func() (int, error) { return eventsFound(t, r, EventRemoved) },
		"all": func() (int, error) {
			list, err := r.Events(t.Context(), EventRequest{Limit: 20})
			return len(list), err
		},
		"front": func() (int, error) { return eventsFound(t, r, EventFront) },
	} {
		before := pagesLookedInto(t, r)
		n, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		most := 400
		if name == "all" {
			most = 800 // of seven kinds
		}
		if pages := pagesLookedInto(t, r) - before; pages > most || n != 20 && (name == "new" || name == "headline" || name == "front" || name == "all") {
			t.Errorf("%s: %d of 20, looking into %d pages", name, n, pages)
		}
	}
}

func eventsFound(t *testing.T, r *Reader, k EventKind) (int, error) {
	list, err := r.Events(t.Context(), EventRequest{Kinds: []EventKind{k}, Limit: 20})
	return len(list), err
}

// A question to the past looks at what it finds there, not at all there was.
func TestThePastTouchesFew(t *testing.T) {
	a := newArchive(t)
	a.synthesize(3000)
	past, err := a.Reader().AsOf(t.Context(), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	if _, err := past.db.Exec("PRAGMA whole.mmap_size = 0"); err != nil {
		t.Fatal(err)
	}
	word := term(3000)
	for name, ask := range map[string]func() (int, error){
		"search": func() (int, error) {
			res, err := past.Search(t.Context(), SearchRequest{Query: word})
			return len(res.Hits), err
		},
		"newest": func() (int, error) {
			res, err := past.Search(t.Context(), SearchRequest{Query: word, Sort: ByDate})
			return len(res.Hits), err
		},
		"facets": func() (int, error) {
			res, err := past.Facets(t.Context(), FacetRequest{Query: word})
			return res.Hits, err
		},
		"byline": func() (int, error) {
			res, err := past.Count(t.Context(), CountRequest{Query: word, By: CountByline})
			return len(res.Counts), err
		},
	} {
		before := pagesLookedInto(t, past)
		n, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		if pages := pagesLookedInto(t, past) - before; n == 0 || pages > 300 {
			t.Errorf("%s: %d, looking into %d pages", name, n, pages)
		}
	}
	if len(past.kept.list) == 0 {
		t.Error("no statement was kept")
	}
	for text := range past.kept.list {
		err := past.each(t.Context(), "EXPLAIN QUERY PLAN "+text, make([]any, strings.Count(text, "?")), func(scan func(...any) error) error {
			var step string
			err := scan(new(int), new(int), new(int), &step)
			if strings.Contains(step, "AUTOMATIC") { // an index made of a whole table for one question
				t.Errorf("%s in\n%s", step, text)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
