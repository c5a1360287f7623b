package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"newskeep/scraper/news"
)

// hurried keeps n articles that come without a pause.
func (a *archive) hurried(n int) {
	a.t.Helper()
	for i := range n {
		// Newest first, as a crawl asks for them.
		v := a.article(fmt.Sprintf("http://gazette.test/%d", a.seq), fmt.Sprint("body ", a.seq), func(x *news.Article) {
			x.Published.Time = day.AddDate(0, 0, -a.seq)
			x.Headline = fmt.Sprintf("Tram %d of %d", i, n)
		})
		v.More = true
		a.keep(v)
	}
}

func (a *archive) waiting() int { return a.count(`SELECT count(*) FROM unindexed`) }

func (a *archive) hits(word string) int {
	return a.count(`SELECT count(*) FROM article_fts WHERE article_fts MATCH ?`, word)
}

func TestArticlesWithoutAPauseAreIndexedTogether(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.hurried(mostUnindexed - 1)
	if w, h := a.waiting(), a.hits("tram"); w != mostUnindexed-1 || h != 0 {
		t.Errorf("%d articles wait and %d are found, want %d and 0", w, h, mostUnindexed-1)
	}
	a.hurried(1)
	if w, h := a.waiting(), a.hits("tram"); w != 0 || h != mostUnindexed {
		t.Errorf("%d articles wait and %d are found, want 0 and %d", w, h, mostUnindexed)
	}
	if n := a.count(`SELECT count(*) FROM image_text_fts WHERE image_text_fts MATCH 'quay'`); n != mostUnindexed {
		t.Errorf("%d captions are found, want %d", n, mostUnindexed)
	}
	a.sound()
}

func TestAPauseIndexesWhatWaits(t *testing.T) {
	for _, pause := range []struct {
		name  string
		begin func(a *archive)
	}{
		{"a visit that nothing follows", func(a *archive) { a.keep(a.visit("http://gazette.test/list", "list")) }},
		{"nothing due", func(a *archive) { a.next() }},
		{"a host's rest", func(a *archive) {
			if err := a.Rest(t.Context(), "gazette.test", a.at); err != nil {
				t.Fatal(err)
			}
		}},
		{"the end of the run", func(a *archive) { a.end(news.RunDone) }},
		{"the end of the program", (*archive).reopen},
	} {
		t.Run(pause.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			a.hurried(3)
			if a.waiting() != 3 {
				t.Fatalf("%d articles wait, want 3", a.waiting())
			}
			pause.begin(a)
			if w, h := a.waiting(), a.hits("tram"); w != 0 || h != 3 {
				t.Errorf("%d articles wait and %d are found, want 0 and 3", w, h)
			}
			a.sound()
		})
	}
}

// An article that changes, or is gone, while it waits is indexed as it is by then.
func TestAnArticleChangesWhileItWaits(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.hurried(2)
	v := a.article("http://gazette.test/0", "edited", func(x *news.Article) { x.Headline, x.Images = "Bus line opens", x.Images[:1] })
	v.More = true
	if d := a.keep(v); d.Change != news.ChangeEdited || a.waiting() != 2 {
		t.Fatalf("change %q, %d articles wait; want an edit and 2", d.Change, a.waiting())
	}
	a.end(news.RunDone)
	if b, h := a.hits("bus"), a.hits("tram"); b != 1 || h != 1 {
		t.Errorf("the new headline is found %d times and the others %d, want 1 and 1", b, h)
	}
	a.sound()
}

// What a process that was killed left is whole for verify, and in the indexes when
// the archive is next opened.
func TestAKillLeavesArticlesWaiting(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.hurried(5)
	killed := filepath.Join(t.TempDir(), "killed.db")
	for _, end := range []string{"", "-wal"} { // as the process leaves them
		text, err := os.ReadFile(a.path + end)
		if err == nil {
			err = os.WriteFile(killed+end, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b := &archive{t: t, path: killed, at: a.at}
	r, err := OpenReader(t.Context(), killed)
	if err != nil {
		t.Fatal(err)
	}
	report, err := r.Verify(t.Context(), false)
	if err != nil || !report.Clean() || len(report.Skipped) > 0 {
		t.Errorf("verify: %v, %+v", err, report)
	}
	if n, err := r.Unindexed(t.Context()); n != 5 || err != nil {
		t.Errorf("%d articles are said to wait, %v; want 5", n, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	b.reopen()
	if w, h := b.waiting(), b.hits("tram"); w != 0 || h != 5 {
		t.Errorf("%d articles wait and %d are found, want 0 and 5", w, h)
	}
	b.sound()
}
