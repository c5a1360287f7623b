package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"newskeep/store"
)

// A question that panics gives its place back: the next ones would wait for ever.
func TestPlacesComeBack(t *testing.T) {
	r := &room{places: make(chan struct{}, 1)}
	r.Timeout = 1
	r.places <- struct{}{}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic went unheard")
			}
		}()
		_, _, _ = r.inPlace(httptest.NewRequest(http.MethodGet, "/", nil), func(*http.Request) (answer, error) { panic("broken") })
	}()
	if len(r.places) != 0 {
		t.Error("its place is still taken")
	}
}

// While many wait for a place, a search gives its hits and leaves out what helps to
// read them.
func TestCrowdedSearch(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := &room{archive: s.Reader(), Options: Options{Timeout: time.Minute, Now: time.Now, Log: slog.New(slog.DiscardHandler)}}
	for waiting, want := range map[int32]bool{0: true, 2 * atOnce: false} {
		r.waiting.Store(waiting)
		found, err := r.search(httptest.NewRequest(http.MethodGet, "/search?q=tram", nil))
		if err != nil {
			t.Fatal(err)
		}
		if p := found.(searchPage); (p.Facets != nil) != want || (p.Timeline != nil) != want {
			t.Errorf("while %d wait: facets %v, timeline %v", waiting, p.Facets, p.Timeline)
		}
	}
}
