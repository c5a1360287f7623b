package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// history is what must survive an export and an import: states with their times,
// captions, and what stood where.
var history = []struct{ what, query string }{
	{"articles", `SELECT id || ' ' || url || ' ' || headline || ' ' || first_seen || ' ' || last_seen || ' ' || coalesce(gone_at, '') || ' ' || revision || ' ' || body
		FROM article ORDER BY id`},
	{"revisions", `SELECT a.url || ' ' || number || ' ' || r.first_seen || ' ' || r.last_seen || ' ' || class || ' ' || silent || ' ' || changed || ' ' || digest || ' ' || content
		FROM revision r JOIN article a ON a.id = r.article_id ORDER BY 1`},
	{"captions", `SELECT article_id || ' ' || position || ' ' || image_url || ' ' || caption || ' ' || caption_text || ' ' || alt || ' ' || credit FROM caption ORDER BY 1`},
	{"links", `SELECT a.url || ' ' || position || ' ' || relation || ' ' || l.url || ' ' || l.title FROM article_link l JOIN article a ON a.id = l.article_id ORDER BY 1`},
	{"placements", `SELECT module || ' ' || section || ' ' || coalesce(page_url, '') || ' ' || slot || ' ' || url || ' ' || title || ' ' || from_at || ' ' || last_seen || ' ' || coalesce(to_at, '')
		FROM front_page ORDER BY 1`},
	{"ticker", `SELECT text || ' ' || url || ' ' || from_at || ' ' || last_seen || ' ' || coalesce(to_at, '') FROM ticker ORDER BY 1`},
	{"snapshots", `SELECT sha256 || ' ' || size FROM snapshot ORDER BY 1`},
}

func sameHistory(t *testing.T, got, want string) {
	t.Helper()
	a, b := open(t, got), open(t, want)
	for _, h := range history {
		x, y := rows(t, a, h.query), rows(t, b, h.query)
		if len(y) == 0 {
			t.Errorf("no %s to compare", h.what)
		}
		if slices.Equal(x, y) {
			continue
		}
		t.Errorf("%s differ: %d and %d", h.what, len(x), len(y))
		for _, s := range only(x, y) {
			t.Errorf("  only after the import: %.300s", s)
		}
		for _, s := range only(y, x) {
			t.Errorf("  lost: %.300s", s)
		}
	}
}

// only gives the first lines of a that b has not.
func only(a, b []string) []string {
	a = slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	return a[:min(len(a), 3)]
}

// An archive of three days, written as WARC or WACZ and read into an empty one,
// tells the same history; read again, it changes nothing.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	a := testApp(t, filepath.Join(dir, "days.db"))
	for n := 1; n <= 3; n++ {
		crawlDay(t, a, n)
	}
	for _, format := range captureFormats {
		t.Run(format, func(t *testing.T) {
			file := filepath.Join(dir, "all."+format)
			empty := filepath.Join(t.TempDir(), "empty.db")
			newskeep(t, []int{exitDone}, "export", "-a", a.archive, "--format", format, "-o", file, "--operator", "Ada")
			newskeep(t, []int{exitDone}, "import", "-a", empty, file)
			sameHistory(t, empty, a.archive)
			newskeep(t, []int{exitDone}, "verify", "-a", empty)
			out, _ := newskeep(t, []int{exitDone}, "import", "-a", empty, file, "--json")
			if !strings.Contains(out, `"kept": 0`) || !strings.Contains(out, `"runs": []`) {
				t.Errorf("the second import said %s, want that nothing was kept", out)
			}
			sameHistory(t, empty, a.archive)
			// The archive knows its own captures again.
			out, _ = newskeep(t, []int{exitDone}, "import", "-a", a.archive, file, "--json")
			if !strings.Contains(out, `"kept": 0`) {
				t.Errorf("importing its own captures said %s, want that nothing was kept", out)
			}
		})
	}
}
