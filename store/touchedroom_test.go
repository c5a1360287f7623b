package store

import "testing"

// What the reading room shows first of events and pictures is the latest of them:
// however many there are, not all are gone through.
func TestFirstEventsAndPicturesTouchFew(t *testing.T) {
	a := newArchive(t)
	a.synthesize(3000)
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.db.SetMaxOpenConns(1)
	if _, err := r.db.Exec("PRAGMA mmap_size = 0"); err != nil { // such pages are not counted
		t.Fatal(err)
	}
	for name, ask := range map[string]func() (int, error){
		"images": func() (int, error) {
			list, err := r.Images(t.Context(), ImageRequest{Limit: 20})
			return len(list), err
		},
		"new":      func() (int, error) { return eventsFound(t, r, EventNew) },
		"headline": func() (int, error) { return eventsFound(t, r, EventHeadline) },
		"removed":  func() (int, error) { return eventsFound(t, r, EventRemoved) },
		"front":    func() (int, error) { return eventsFound(t, r, EventFront) },
	} {
		before := pagesLookedInto(t, r)
		n, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		if pages := pagesLookedInto(t, r) - before; pages > 400 || n != 20 && name != "removed" {
			t.Errorf("%s: %d of 20, looking into %d pages", name, n, pages)
		}
	}
}

func eventsFound(t *testing.T, r *Reader, k EventKind) (int, error) {
	list, err := r.Events(t.Context(), EventRequest{Kinds: []EventKind{k}, Limit: 20})
	return len(list), err
}
