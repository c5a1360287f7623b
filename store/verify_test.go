package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"newskeep/scraper/news"
)

// full makes an archive with something of everything verify looks at.
func full(t testing.TB) *archive {
	a := newArchive(t)
	a.begin()
	for i := range 3 {
		v := a.article(fmt.Sprintf("%s/%d", ferryURL, i), strings.Repeat(fmt.Sprintf("<p>page %d", i), 200), nil)
		v.Reading.Ticker = []news.TickerLine{{Text: fmt.Sprintf("Line %d", i)}}
		v.Reading.Article.Links[1].Title = fmt.Sprintf("Tram %d", i)
		a.keep(v)
	}
	a.keep(a.article(ferryURL+"/0", "edited", func(n *news.Article) { n.Headline = "Ferries" }))
	gone := a.visit(ferryURL+"/1", "gone")
	gone.Outcome = news.Missing
	a.keep(gone)
	a.end(news.RunDone)
	return a
}

func verify(t *testing.T, path string, quick bool) *Verification {
	t.Helper()
	r, err := OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	v, err := r.Verify(t.Context(), quick)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerifyClean(t *testing.T) {
	a := full(t)
	v := verify(t, a.path, false)
	if !v.Clean() || len(v.Skipped) > 0 {
		t.Errorf("problems %+v, skipped %q, want none", v.Problems, v.Skipped)
	}
	if v.Snapshots != 5 || v.Articles != 3 || v.Revisions != 5 || v.Intervals == 0 {
		t.Errorf("looked at %+v, want 5 snapshots, 3 articles, 5 revisions and intervals", v)
	}
}

// Each row spoils a clean archive in one way, and names the check that must say so.
func TestVerifyNamesTheDamage(t *testing.T) {
	for _, tt := range []struct {
		name, spoil, check, where string
		quick                     bool // found by a quick check too
	}{
		{"a flipped bit in a snapshot", `UPDATE snapshot SET body = cast(zeroblob(4) || substr(body, 5) AS BLOB) WHERE id = 2`, "snapshots", "snapshot 2", false},
		{"a snapshot of another page", `UPDATE snapshot SET (codec, body) = (SELECT codec, body FROM snapshot WHERE id = 3) WHERE id = 2`, "snapshots", "snapshot 2", false},
		{"a deleted snapshot", `DELETE FROM snapshot WHERE id = 2`, "foreign keys", "row", true},
		{"a hole in the revisions", `UPDATE revision SET number = 7 WHERE number = 2 AND class = 'substantive'`, "revisions", "revision 7", true},
		{"a current revision that is not the last", `UPDATE article SET revision = 1 WHERE revision = 2`, "revisions", "article", true},
		{"a removal the article does not know", `UPDATE article SET gone_at = NULL`, "revisions", "article", true},
		{"time running backwards", `UPDATE revision SET last_seen = '2001-01-01T00:00:00.000Z' WHERE number = 1`, "revisions", "revision 1", true},
		{"two items in one slot", `INSERT INTO placement (module_id, slot, url, title, from_at, last_seen, to_at)
			SELECT module_id, slot, 'http://gazette.test/x', '', from_at, from_at, to_at FROM placement WHERE to_at IS NOT NULL LIMIT 1`, "placements", "placement", true},
		{"a ticker line that ended before it began", `UPDATE ticker_line SET to_at = '2001-01-01T00:00:00.000Z' WHERE to_at IS NOT NULL`, "placements", "ticker_line", true},
		{"an article that says something else", `UPDATE article SET headline = 'Forged' WHERE revision = 2`, "articles", "article", false},
		{"a link that is lost", `DELETE FROM article_link WHERE position = 1`, "articles", "article", false},
		{"a caption that was changed", `UPDATE article_image SET caption = 'x'`, "articles", "article", false},
		{"a section that is lost", `DELETE FROM article_section`, "articles", "article", false},
		{"a clock that went backwards", `UPDATE article SET first_seen = '2030-01-01T00:00:00.000Z'`, "articles", "article", false},
		{"an image that is lost", `DELETE FROM article_image WHERE position = 1`, "articles", "article", false},
		{"an index that says something else", `INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, tags)
			SELECT 'delete', id, headline, standfirst, body, captions, tags FROM article LIMIT 1`, "full text", "article_fts", false},
		{"an index of images that says something else", `INSERT INTO image_text_fts (image_text_fts, rowid, captions, credits, alts)
			SELECT 'delete', id, captions, credits, alts FROM image_text LIMIT 1`, "full text", "image_text_fts", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := full(t)
			spoil(t, a, tt.spoil)
			v := verify(t, a.path, false)
			found := false
			for _, p := range v.Problems {
				found = found || p.Check == tt.check && strings.Contains(p.Where, tt.where)
			}
			if !found {
				t.Errorf("problems %+v, want one of %s about %s", v.Problems, tt.check, tt.where)
			}
			if quick := verify(t, a.path, true); quick.Clean() == tt.quick {
				t.Errorf("quick: problems %+v, want some: %v", quick.Problems, tt.quick)
			}
		})
	}
}

// spoil writes past all of our own care, and closes the store.
func spoil(t *testing.T, a *archive, query string) {
	t.Helper()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := openDB(a.path, "rw", false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	a.Store = nil
	if r, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	} else if n, _ := r.RowsAffected(); n == 0 {
		t.Fatal("nothing was spoiled")
	}
}

// A damaged page in the middle of the file is named, and ends no other check.
func TestVerifyOfADamagedFile(t *testing.T) {
	a := full(t)
	var page, size int64
	row := a.Reader().db.QueryRowContext(t.Context(), `SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'article_link'`)
	if err := row.Scan(&page, &size); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a.Store = nil
	f, err := os.OpenFile(a.path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0x5a}, int(size)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
	f.Close()
	v := verify(t, a.path, false)
	if v.Clean() {
		t.Fatal("a damaged file was found clean")
	}
	if v.Snapshots != 5 || v.Articles != 3 {
		t.Errorf("the other checks looked at %d snapshots and %d articles, want 5 and 3; problems %+v", v.Snapshots, v.Articles, v.Problems)
	}
}

func TestVerifyWhileARunHoldsTheArchive(t *testing.T) {
	a := full(t)
	held, err := Lock(a.path, Holder{Command: "crawl"})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	v := verify(t, a.path, false)
	if !v.Clean() || len(v.Skipped) != 1 || !strings.Contains(v.Skipped[0], "crawl") {
		t.Errorf("problems %+v, skipped %q; want the full-text check skipped, and who holds the archive", v.Problems, v.Skipped)
	}
}

// A backup of an archive that is being written is one state of it: clean, and
// with every visit whole.
func TestBackupOfALiveArchive(t *testing.T) {
	a := full(t)
	a.begin()
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			a.keep(a.article(fmt.Sprintf("%s/live/%d", ferryURL, i), strings.Repeat(fmt.Sprintf("<p>live %d", i), 500), nil))
		}
	})
	for i := range 3 {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("copy%d.db", i))
		report, err := a.Reader().Backup(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if !report.Clean() || len(report.Skipped) > 0 {
			t.Errorf("the report of the copy: %+v", report)
		}
		if v := verify(t, path, false); !v.Clean() || v.Articles < 3 || v.Articles != report.Articles {
			t.Errorf("the copy: %+v, want what the report says: %+v", v, report)
		}
		entries, _ := os.ReadDir(filepath.Dir(path))
		for _, e := range entries {
			if e.Name() != filepath.Base(path) && e.Name() != filepath.Base(path)+".lock" {
				t.Errorf("left beside the copy: %s", e.Name())
			}
		}
	}
	stop()
	wg.Wait()
	a.sound()
}

func TestBackupRefusesToOverwrite(t *testing.T) {
	a := full(t)
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Reader().Backup(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Backup = %v, want fs.ErrExist", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Error("the file was overwritten")
	}
	if _, err := a.Reader().Backup(t.Context(), a.path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Backup onto itself = %v, want fs.ErrExist", err)
	}
}

func TestBackupOfADamagedArchiveSaysSo(t *testing.T) {
	a := full(t)
	spoil(t, a, `UPDATE snapshot SET body = x'00' WHERE id = 2`)
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	path := filepath.Join(t.TempDir(), "copy.db")
	report, err := r.Backup(t.Context(), path)
	if !errors.Is(err, ErrUnclean) || report == nil || report.Clean() {
		t.Errorf("Backup = %+v, %v, want ErrUnclean and a report", report, err)
	}
	if exists(path) || !exists(path+".partial") {
		t.Error("the copy must be left under the name of a partial one")
	}
}
