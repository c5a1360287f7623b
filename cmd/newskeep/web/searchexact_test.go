package web

import (
	"testing"

	"newskeep/store"
)

// A number of hits that is not that of all is shown as such.
func TestRange(t *testing.T) {
	hits := make([]store.Hit, 6)
	for _, tt := range []struct {
		res  store.SearchResult
		want string
	}{
		{store.SearchResult{Complete: true}, "no articles"},
		{store.SearchResult{Total: 46, Skipped: 40, Complete: true, Hits: hits}, "41–46 of 46"},
		{store.SearchResult{Total: 366, Skipped: 360, Looked: 2500, Hits: hits}, "361–366 of 366 or more"},
		{store.SearchResult{Total: 7000, Hits: hits}, "1–6 of 7000"},
	} {
		if got := (searchPage{SearchResult: tt.res}).Range(); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.res, got, tt.want)
		}
	}
}
