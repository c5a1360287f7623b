package web

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"newskeep/store"
)

// A room without articles says so, and not that nothing fits.
func TestEmptyArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := store.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	room := New(r, Options{})
	for address, says := range map[string]string{
		"/": "holds no articles yet", "/search?as_of=2024-12-01": "had no articles then", "/search?q=tram": "Nothing is found.", "/search?q=tram&from=2024": `<a href="/search?q=tram">without dates</a>`,
		"/front": "knows no site yet", "/section/News": "no section pages yet", "/section/Arts%2FFilm": "/section/Arts%2FFilm.json", "/events": "has happened", "/runs": "No run yet", "/ticker": "no ticker",
	} {
		w := httptest.NewRecorder()
		room.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+address, nil))
		if !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s does not say %q:\n%s", address, says, w.Body)
		}
	}
}
