package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// newspaper keeps pages of two templates in turn, each fetched versions times.
func newspaper(t testing.TB, pages, versions int) *archive {
	a := newArchive(t)
	a.begin()
	for version := range versions {
		for page := range pages {
			address := fmt.Sprintf("%s/%d", ferryURL, page)
			v := a.article(address, newsPage(1+uint64(page)%2, uint64(page), version), nil)
			v.Target.Page = int64(a.count(`SELECT coalesce((SELECT id FROM page WHERE url = ?), 0)`, address))
			a.keep(v)
		}
	}
	a.end(news.RunDone)
	return a
}

// chain is the longest chain of dictionaries in the archive.
func (a *archive) chain() int {
	return a.count(`WITH RECURSIVE chain (id, base, depth) AS (
			SELECT id, base_id, 0 FROM snapshot UNION ALL
			SELECT chain.id, s.base_id, depth + 1 FROM chain JOIN snapshot s ON s.id = chain.base)
		SELECT max(depth) FROM chain`)
}

func (a *archive) packedBytes() int { return a.count(`SELECT sum(length(body)) FROM snapshot`) }

func recompress(t *testing.T, a *archive, depth int) *Recompression {
	t.Helper()
	sum, err := a.Recompress(t.Context(), Recompressing{Depth: depth})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.packedBytes(); int64(got) != sum.After {
		t.Errorf("depth %d: %d bytes are reported, %d are there", depth, sum.After, got)
	}
	if n := a.chain(); n > depth {
		t.Errorf("depth %d: a chain of %d dictionaries", depth, n)
	}
	if v := verify(t, a.path, false); !v.Clean() {
		t.Errorf("depth %d: %+v", depth, v.Problems)
	}
	if n := a.count(`SELECT count(*) FROM task`); n != 0 {
		t.Errorf("depth %d: %d tasks are left", depth, n)
	}
	return sum
}

func TestRecompress(t *testing.T) {
	a := newspaper(t, 12, 3)
	kept := a.packedBytes()
	alone := recompress(t, a, 0)
	if alone.Snapshots != 36 || alone.After < 3*int64(kept) {
		t.Errorf("each alone: %+v, kept as %d bytes; want at least three times that", alone, kept)
	}
	best := recompress(t, a, depthMost)
	if best.Before != alone.After || float64(best.After) > 1.02*float64(kept) || best.References < 2 {
		t.Errorf("packed against each other: %+v, kept as %d bytes; want as few and a reference for each template", best, kept)
	}
	if again := recompress(t, a, depthMost); again.Repacked != 0 || again.After != best.After {
		t.Errorf("a second time: %+v, want nothing to do", again)
	}
	flat := recompress(t, a, 1)
	if flat.After <= best.After || flat.After >= alone.After {
		t.Errorf("one step: %d bytes, want between %d and %d", flat.After, best.After, alone.After)
	}
}

// Stopped after any snapshot and begun again, the archive and the report are
// those of an undisturbed call.
func TestRecompressGoesOn(t *testing.T) {
	a := newspaper(t, 6, 2)
	recompress(t, a, 0)
	whole := recompress(t, a, depthMost)
	for stop := 1; stop < whole.Snapshots; stop += 4 {
		recompress(t, a, 0)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := a.Recompress(ctx, Recompressing{Depth: depthMost, Shown: func(done, of int) {
			if done == stop {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d: %v", stop, err)
		}
		a.reopen()
		if v := verify(t, a.path, false); !v.Clean() {
			t.Errorf("stopped after %d: %+v", stop, v.Problems)
		}
		got := recompress(t, a, depthMost)
		if got.Resumed == 0 && stop > 1 || got.Snapshots != whole.Snapshots || got.Before != whole.Before || got.After != whole.After {
			t.Errorf("stopped after %d: %+v, want %+v", stop, got, whole)
		}
	}
}

func TestRecompressLeavesDamageAlone(t *testing.T) {
	a := newspaper(t, 6, 1)
	lost := a.count(`SELECT min(base_id) FROM snapshot`)
	spoil(t, a, fmt.Sprintf(`UPDATE snapshot SET body = zeroblob(100) WHERE id = %d`, lost))
	a.reopen()
	named := a.count(`SELECT count(*) FROM snapshot WHERE base_id = ?`, lost)
	sum, err := a.Recompress(t.Context(), Recompressing{Depth: 0})
	if err != nil || len(sum.Damaged) != named+1 || sum.Snapshots != 6 {
		t.Errorf("%+v, %v, want %d damaged of 6", sum, err, named+1)
	}
	if n := a.count(`SELECT length(body) FROM snapshot WHERE id = ?`, lost); n != 100 {
		t.Error("a damaged snapshot was written over")
	}
	if _, err := a.Recompress(t.Context(), Recompressing{Depth: 3}); err == nil {
		t.Error("a depth of 3 is allowed")
	}
}

// What a page costs, against a gzip record a page (as WARC files have it), by how
// deep dictionaries may lie. "new" are first versions of a page, "again" pages
// fetched again after an edit.
func BenchmarkSnapshotBytes(b *testing.B) {
	for _, depth := range []int{0, 1, depthMost} {
		b.Run(fmt.Sprintf("depth%d", depth), func(b *testing.B) {
			const pages, versions = 40, 4
			a := newspaper(b, pages, versions)
			if _, err := a.Recompress(b.Context(), Recompressing{Depth: depth}); err != nil {
				b.Fatal(err)
			}
			fresh, freshGz := a.stored(fmt.Sprintf("id > 4 AND id <= %d", pages))
			edited, editedGz := a.stored(fmt.Sprintf("id > %d", pages))
			all, gz := a.stored("true")
			r := a.Reader()
			for b.Loop() {
				for id := int64(1); id <= pages*versions; id++ {
					if _, err := r.body(b.Context(), id); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pages*versions), "µs/read")
			b.ReportMetric(gunzipTime(b, pages), "µs/gunzip")
			b.ReportMetric(float64(fresh)/float64(freshGz), "new/gzip")
			b.ReportMetric(float64(edited)/float64(editedGz), "again/gzip")
			b.ReportMetric(float64(all)/float64(gz), "all/gzip")
			b.ReportMetric(float64(all)/(pages*versions), "bytes/page")
		})
	}
}

// gunzipTime is how long a gzip record of such a page takes to be read, in
// microseconds.
func gunzipTime(b *testing.B, pages int) float64 {
	var took time.Duration
	for i := range pages {
		var record bytes.Buffer
		w := gzip.NewWriter(&record)
		io.WriteString(w, newsPage(1+uint64(i)%2, uint64(i), 0))
		w.Close()
		start := time.Now()
		r, err := gzip.NewReader(&record)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		if err != nil {
			b.Fatal(err)
		}
		took += time.Since(start)
	}
	return float64(took.Microseconds()) / float64(pages)
}
