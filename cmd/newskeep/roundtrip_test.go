package main

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/cmd/newskeep/saved"
	"newskeep/scraper"
	"newskeep/store/warc"
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
	a := daysCrawled(t, 3)
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

// Records that stand in a file out of order, as crawlers write them that ask several
// pages at a time, tell the same history as in order: lists and tickers, too.
func TestRoundTripOutOfOrder(t *testing.T) {
	dir := t.TempDir()
	a := daysCrawled(t, 3)
	file := filepath.Join(dir, "all.warc.gz")
	newskeep(t, []int{exitDone}, "export", "-a", a.archive, "--format", "warc", "-o", file, "--operator", "Ada")
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	r, err := warc.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	type record struct {
		warc.Header
		block []byte
	}
	var info, answers []record
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil {
			t.Fatal(err)
		}
		switch rec.Type() {
		case warc.TypeInfo:
			info = append(info, record{rec.Header, block})
		case warc.TypeResponse, warc.TypeRevisit:
			answers = append(answers, record{rec.Header, block})
		}
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for some := range slices.Chunk(answers, heldCaptures/2) {
		rng.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	}
	var out bytes.Buffer
	w := warc.NewWriter(&out)
	for _, rec := range append(info, answers...) {
		if _, err := w.Write(rec.Header, rec.block); err != nil {
			t.Fatal(err)
		}
	}
	shuffled, empty := filepath.Join(dir, "shuffled.warc.gz"), filepath.Join(dir, "empty.db")
	if err := os.WriteFile(shuffled, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	newskeep(t, []int{exitDone}, "import", "-a", empty, shuffled)
	sameHistory(t, empty, a.archive)
	newskeep(t, []int{exitDone}, "verify", "-a", empty)
}

// However many captures there are, no more are held back than may be, and each is
// handed on once.
func TestByTime(t *testing.T) {
	var kept []time.Time
	most, bytesMost := 0, 0
	var b byTime
	b.keep = func(c *saved.Capture) error {
		kept = append(kept, c.At)
		return nil
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const all = 20_000
	for i := range all {
		c := &saved.Capture{}
		c.At = time.Unix(int64(i+rng.IntN(heldCaptures/2)), 0)
		if i%1000 == 0 {
			c.Body = make([]byte, 1<<20)
		}
		if err := b.add(c); err != nil {
			t.Fatal(err)
		}
		most, bytesMost = max(most, len(b.held)), max(bytesMost, b.bytes)
	}
	if err := b.end(); err != nil {
		t.Fatal(err)
	}
	if len(kept) != all || most > heldCaptures || bytesMost > heldBytes || b.bytes != 0 {
		t.Errorf("%d kept, %d held at most with %d bytes, %d bytes left", len(kept), most, bytesMost, b.bytes)
	}
	if !slices.IsSortedFunc(kept, time.Time.Compare) {
		t.Error("not in the order of time")
	}
	b = byTime{keep: func(*saved.Capture) error { kept = kept[:0]; return nil }}
	for range 5 {
		if err := b.add(&saved.Capture{Capture: scraper.Capture{Body: make([]byte, heldBytes/3)}}); err != nil || b.bytes > heldBytes {
			t.Errorf("%v, %d bytes held", err, b.bytes)
		}
	}
}
