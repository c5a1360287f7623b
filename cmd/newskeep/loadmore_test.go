package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A list goes on at addresses that only its scripts know: a button leads to JSON that
// wraps markup, that to a fragment, and that to more without end. The profile's
// max_pages is where the crawl stops.
func TestLoadMore(t *testing.T) {
	p := &paper{stories: 2}
	items := func(from int) string {
		var b strings.Builder
		for i := from; i < from+3; i++ {
			fmt.Fprintf(&b, `<li><article><h2><a href="/town/story-%d">The council meets for the %d. time about the bridge</a></h2></article></li>`, i, i)
		}
		return b.String()
	}
	flags, _ := p.serveBy(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		if strings.HasPrefix(r.URL.Path, "/api/") {
			p.asked = append(p.asked, r.URL.RequestURI())
		}
		p.mu.Unlock()
		switch r.URL.RequestURI() {
		case "/town":
			fmt.Fprintf(w, `<!doctype html><html lang=en><title>Town</title><h1>Town</h1><main><ul>%s</ul><button class="btn" data-url="/api/lists/7?offset=3">Load more</button></main>`, items(10))
		case "/api/lists/7?offset=3":
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "data": map[string]any{"html": items(20), "next_url": "/api/lists/7?offset=6"}})
		case "/api/lists/7?offset=6":
			fmt.Fprintf(w, `%s<li hx-get="/api/lists/7?offset=9" hx-trigger="revealed"></li>`, items(30))
		default:
			if strings.HasPrefix(r.URL.Path, "/api/") {
				t.Errorf("asked for %s, beyond max_pages", r.URL)
			}
			p.ServeHTTP(w, r)
		}
	}))
	file := flags[3] + "/paper.yaml"
	write(t, file, strings.Replace(read(t, file), "sections:", "max_pages: 3\nsections:", 1))
	sum := crawlPaper(t, exitDone, flags)
	if sum.ArticlesNew != 11 || sum.Dropped["page_limit"] != 1 { // two on the front page, nine in the list
		t.Errorf("%d new, dropped %v; want 11, and one page beyond the limit", sum.ArticlesNew, sum.Dropped)
	}
	asked := slices.DeleteFunc(p.seen(), func(path string) bool { return !strings.HasPrefix(path, "/api/") })
	if !slices.Equal(asked, []string{"/api/lists/7?offset=3", "/api/lists/7?offset=6"}) {
		t.Errorf("asked for %q", asked)
	}
}
