package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(garbage, bytes.Repeat([]byte("Dear reader, "), 500), 0o644); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	sqlite(t, foreign, "CREATE TABLE feeds (id INTEGER PRIMARY KEY)")
	for _, tt := range []struct {
		path        string
		write, read error
	}{
		{garbage, ErrNotArchive, ErrNotArchive},
		{foreign, ErrNotArchive, ErrNotArchive},
		{filepath.Join(dir, "none.db"), nil, ErrNoArchive},
	} {
		before, _ := os.ReadFile(tt.path)
		r, err := OpenReader(t.Context(), tt.path)
		if !errors.Is(err, tt.read) {
			t.Errorf("OpenReader(%s): %v, want %v", tt.path, err, tt.read)
		}
		if r != nil {
			r.Close()
		}
		s, err := Open(t.Context(), tt.path, Options{})
		if !errors.Is(err, tt.write) {
			t.Errorf("Open(%s): %v, want %v", tt.path, err, tt.write)
		}
		if s != nil {
			s.Close()
		}
		if after, _ := os.ReadFile(tt.path); tt.write != nil && !bytes.Equal(before, after) {
			t.Errorf("Open(%s) changed a file that is not ours", tt.path)
		}
	}
	if _, err := Open(t.Context(), dir, Options{}); err == nil {
		t.Error("Open of a folder succeeded")
	}
}

func TestOpenRefusesNewer(t *testing.T) {
	a := newArchive(t)
	a.Close()
	a.Store = nil
	sqlite(t, a.path, "PRAGMA user_version = 999")
	var newer *NewerError
	if _, err := Open(t.Context(), a.path, Options{}); !errors.As(err, &newer) || newer.Have != 999 {
		t.Errorf("Open: %v, want a NewerError", err)
	}
	if _, err := OpenReader(t.Context(), a.path); !errors.As(err, &newer) {
		t.Errorf("OpenReader: %v, want a NewerError", err)
	}
}

// sqlite runs a statement on a file without this package.
func sqlite(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestMigrationKeepsACopyAndIsAllOrNothing(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	broken := append(scripts[:len(scripts):len(scripts)], "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; INSERT INTO missing VALUES (1);")
	if _, err := migrateTo(t.Context(), a.conn, a.path, log, broken); err == nil {
		t.Fatal("a broken migration succeeded")
	}
	if n := a.count("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"); n != 0 {
		t.Error("half of a broken migration was kept")
	}
	good := append(scripts[:len(scripts):len(scripts)], "ALTER TABLE article ADD COLUMN mood TEXT; UPDATE article SET mood = 'calm';")
	if _, err := migrateTo(t.Context(), a.conn, a.path, log, good); err != nil {
		t.Fatal(err)
	}
	if n := a.count("SELECT user_version FROM pragma_user_version"); n != len(good) {
		t.Errorf("version %d, want %d", n, len(good))
	}
	if n := a.count("SELECT count(*) FROM article WHERE mood = 'calm'"); n != 1 {
		t.Errorf("%d articles migrated, want 1", n)
	}
	copies, _ := filepath.Glob(a.path + ".v*.bak")
	if len(copies) == 0 {
		t.Fatal("no copy was made before migrating")
	}
	r, err := OpenReader(t.Context(), copies[len(copies)-1])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Article(t.Context(), ferryURL, ArticleAt{}); err != nil {
		t.Errorf("the copy does not hold the article: %v", err)
	}
}

func TestOlderArchiveMustBeMigratedFirst(t *testing.T) {
	a := newArchive(t)
	have := a.count("SELECT user_version FROM pragma_user_version")
	var older *OlderError
	if _, err := openReader(t.Context(), a.path, have+1); !errors.As(err, &older) || older.Have != have || older.Want != have+1 {
		t.Errorf("reading version %d with a program of version %d: %v, want an OlderError", have, have+1, err)
	}
}

// What a killed process leaves: the file and its write-ahead log, nothing closed.
func TestOpenAfterAKill(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	path := filepath.Join(t.TempDir(), "left.db")
	for _, part := range []string{"", "-wal"} {
		b, err := os.ReadFile(a.path + part)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+part, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Article(t.Context(), ferryURL, ArticleAt{}); err != nil {
		t.Errorf("reading what was left: %v", err)
	}
	r.Close()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Reader().Article(t.Context(), ferryURL, ArticleAt{}); err != nil {
		t.Errorf("going on with what was left: %v", err)
	}
}

// The very first run was killed in its first change: the file holds half of it,
// and beside it lies the journal that takes it back.
func TestOpenAfterAKillInTheFirstChange(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, "left.db")
	halfChanged(t, filepath.Join(dir, "begun.db"), left)
	if r, err := OpenReader(t.Context(), left); !errors.Is(err, ErrNoArchive) {
		t.Errorf("reading: %v, %v, want ErrNoArchive", r, err)
	}
	s, err := Open(t.Context(), left, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v := verify(t, left, true); !v.Clean() {
		t.Errorf("problems %+v", v.Problems)
	}
}

// A backup is a file without WAL. Whoever writes to it first and is killed leaves
// half a change and a journal, and whoever reads it next sees the archive.
func TestReadAfterAKillInTheFirstChangeToABackup(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	dir := t.TempDir()
	backup, left := filepath.Join(dir, "backup.db"), filepath.Join(dir, "left.db")
	if _, err := a.Reader().Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	halfChanged(t, backup, left)
	r, err := OpenReader(t.Context(), left)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Article(t.Context(), ferryURL, ArticleAt{}); err != nil {
		t.Error(err)
	}
}

// halfChanged begins a change to a file and copies it to left in the middle of it,
// with its journal.
func halfChanged(t *testing.T, begun, left string) {
	t.Helper()
	db, err := openDB(begun, "rwc", false, []string{"cache_size(5)"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`CREATE TABLE t (b); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
		INSERT INTO t SELECT randomblob(1000) FROM n`); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"", "-journal"} {
		b, err := os.ReadFile(begun + part)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left+part, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReaderCannotWrite(t *testing.T) {
	a := newArchive(t)
	for _, q := range []string{"DELETE FROM site", "CREATE TABLE x (y)", "PRAGMA user_version = 7", "PRAGMA query_only = OFF; DELETE FROM site"} {
		if _, err := a.Reader().db.ExecContext(t.Context(), q); err == nil {
			t.Errorf("a reader could run %q", q)
		}
	}
}

// An archive on a disc that cannot be written to can be read.
func TestReaderOfAReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root can write anywhere")
	}
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "one", nil))
	a.Close()
	a.Store = nil
	for _, leftover := range []string{"-wal", "-shm"} {
		if exists(a.path + leftover) {
			t.Fatalf("Close left %s behind", a.path+leftover)
		}
	}
	dir := filepath.Dir(a.path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Article(t.Context(), ferryURL, ArticleAt{}); err != nil {
		t.Error(err)
	}
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	a := newArchive(t)
	for _, tt := range []struct {
		pragma string
		want   int
	}{{"foreign_keys", 1}, {"busy_timeout", 10000}, {"synchronous", 1}, {"application_id", applicationID}} {
		var got int
		if err := a.conn.QueryRowContext(t.Context(), "PRAGMA "+tt.pragma).Scan(&got); err != nil || got != tt.want {
			t.Errorf("%s = %d, %v, want %d", tt.pragma, got, err, tt.want)
		}
	}
	var conns []*sql.Conn
	for range readers {
		c, err := a.Reader().db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, c)
		var got int
		if err := c.QueryRowContext(t.Context(), "PRAGMA query_only").Scan(&got); err != nil || got != 1 {
			t.Errorf("query_only = %d, %v, want 1", got, err)
		}
	}
	for _, c := range conns {
		c.Close()
	}
}

func TestResumeAKilledRun(t *testing.T) {
	a := newArchive(t)
	first := a.begin()
	a.reopen() // killed: never ended
	again := a.begin()
	if again.ID != first.ID || again.Resumed != 1 || !again.Started.Equal(first.Started) {
		t.Errorf("after a kill: run %+v, want run %d taken up again", again, first.ID)
	}
	a.at = a.at.Add(time.Hour)
	other, err := a.Begin(t.Context(), gazette, news.Run{Options: `{"limit":5}`})
	if err != nil || other.ID == first.ID || other.Resumed != 0 {
		t.Errorf("with other options: run %+v, %v, want a new one", other, err)
	}
	runs, err := a.Reader().Runs(t.Context(), gazette.Name, 0)
	if err != nil || len(runs) != 2 || runs[1].Outcome != news.RunInterrupted || !runs[1].Ended.Equal(a.at) {
		t.Errorf("Runs = %+v, %v, want the killed one closed as interrupted", runs, err)
	}
	if err := a.End(t.Context(), 55, news.RunDone, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("End of run 55: %v, want ErrNotFound", err)
	}
}

func TestAStaleRunIsNotTakenUp(t *testing.T) {
	a := newArchive(t)
	first := a.begin()
	a.reopen()
	a.at = a.at.Add(takeUpWithin)
	if next := a.begin(); next.ID == first.ID || next.Resumed != 0 {
		t.Errorf("a day after a kill: run %+v, want a new one, that reads the lists anew", next)
	}
}

// A run killed after any number of visits, and between any two of its steps,
// leaves the archive an undisturbed run leaves.
func TestKilledAnywhereEndsTheSame(t *testing.T) {
	const pages = 8
	crawl := func(killAfter int) string {
		a := newArchive(t)
		calls := 0
		killed := func() bool { calls++; return calls == killAfter }
	again:
		a.at = day // the clock of both runs, so that their tables can be compared
		a.begin()
		a.plant(at("/", news.RoleHome))
		for {
			if killed() {
				a.reopen()
				goto again
			}
			target, path := a.next()
			if path == "-" {
				break
			}
			a.at = day.Add(time.Duration(target.Page) * time.Minute)
			v := a.article(target.URL, path, nil)
			v.ID, v.Target, v.At = news.VisitID(path), target, a.at
			v.Due = v.At.AddDate(0, 0, 1)
			if path == "/" {
				v.Reading = &news.Reading{Kind: news.PageSection, Listing: &news.Listing{}, Ticker: []news.TickerLine{{Text: "Bridge open"}}}
				for i := range pages {
					p := "/a" + string(rune('0'+i))
					v.Found = append(v.Found, at(p, news.RoleOfArticle))
					v.Reading.Listing.Items = append(v.Reading.Listing.Items, news.Link{URL: "http://" + host + p, Title: p})
				}
				v.Skipped = map[string]int{"foreign_host": 2}
			}
			a.keep(v)
			if killed() {
				a.reopen()
				goto again
			}
		}
		a.at = day.Add(time.Hour)
		a.end(news.RunDone)
		a.sound()
		if err := a.write(t.Context(), func(t *tx) error { return t.exec("UPDATE run SET resumed = 0") }); err != nil {
			t.Fatal(err)
		}
		return a.dump()
	}
	want := crawl(0)
	for kill := 1; kill <= 2*pages+2; kill += 2 {
		if got := crawl(kill); got != want {
			t.Errorf("killed at step %d:\n got %s\nwant %s", kill, got, want)
		}
	}
}

func TestWriteRollsBack(t *testing.T) {
	a := newArchive(t)
	boom := errors.New("boom")
	err := a.write(t.Context(), func(t *tx) error {
		if err := t.putSite(gazette); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("write = %v, want %v", err, boom)
	}
	func() {
		defer func() { recover() }()
		a.write(t.Context(), func(t *tx) error { t.putSite(gazette); panic("boom") })
	}()
	if n := a.count("SELECT count(*) FROM site"); n != 0 {
		t.Errorf("%d sites after two failed writes", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.write(ctx, func(*tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("write with an ended context = %v, want context.Canceled", err)
	}
	a.begin() // and the store still works
}
