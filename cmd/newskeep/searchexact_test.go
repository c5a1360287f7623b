package main

import (
	"io"
	"strings"
	"testing"

	"newskeep/store"
)

// What was not looked at, counted or ranked is said with the way to have it.
func TestNoteHits(t *testing.T) {
	for _, tt := range []struct {
		res  store.SearchResult
		want string
	}{
		{store.SearchResult{Query: "tram", Total: 7, Complete: true, Hits: make([]store.Hit, 7)}, "7 articles for tram\n"},
		{store.SearchResult{Query: "tram", Total: 7, Complete: true, Skipped: 40}, "7 articles for tram; they end before this page\n"},
		{store.SearchResult{Query: "tram", Total: 366, Looked: 2500, Hits: make([]store.Hit, 20), Next: "20/2500"},
			"20 of 366 articles or more (of the newest 2500 with these words; --exact looks at all) for tram; the next ones: --after 20/2500, or a larger --limit\n"},
		{store.SearchResult{Query: "tram", Total: 7000, Hits: make([]store.Hit, 20)}, "7000 articles (the newest are ranked; --exact ranks all) for tram\n"},
	} {
		var said strings.Builder
		a := &app{stdout: io.Discard, stderr: &said}
		if a.noteHits(&tt.res, "table"); said.String() != tt.want {
			t.Errorf("%+v: %q, want %q", tt.res, said.String(), tt.want)
		}
	}
}
