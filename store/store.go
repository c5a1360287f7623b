package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"newskeep/scraper/news"
)

// Options of [Open]. The zero Options are usable.
type Options struct {
	Now func() time.Time // the archive's clock; nil: time.Now
	Log *slog.Logger     // nil: silent

	// Reread reads a stored snapshot with today's rules. With it Keep can tell
	// a newsroom's edit from a change of our own parser when both happened
	// since the last visit; without it such a visit counts as an edit.
	Reread func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error)

	// SameTemplate compares two versions of a page. With it Keep can tell a redesign
	// from an edit where fields are found by no rules; nil: by where fields were
	// found alone.
	SameTemplate func(before, after []byte) bool
}

// Store is an archive open for crawling. Its methods may be called from several
// goroutines; writes take turns.
type Store struct {
	now    func() time.Time
	log    *slog.Logger
	reread func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error)

	sameTemplate func(before, after []byte) bool

	db    *sql.DB
	turn  chan struct{} // holds one token: whoever has it may use conn
	conn  *sql.Conn     // the one writing connection
	stmts map[string]*sql.Stmt
	words lexicon // words known to be written; whoever has the token may use it, and what follows
	names map[name]int64
	runs  map[news.RunID]queue
	read  *Reader

	unindexed int // articles that wait for the full-text indexes; whoever has the token may use it

	migrated *Migration // what opening it did; nil: nothing

	packing  sync.Mutex // guards what follows
	pack     *zstd.Encoder
	encoders []encoder         // with a dictionary, the latest used first
	level    zstd.EncoderLevel // of those; default while crawling
}

// Open opens the archive at path for crawling, creating it when there is none
// and migrating an older one after a backup beside it. The error is a
// [*NewerError], [ErrNotArchive], or what SQLite returned, wrapped with the path.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	s := &Store{now: o.Now, log: o.Log, reread: o.Reread, sameTemplate: o.SameTemplate, turn: make(chan struct{}, 1), stmts: map[string]*sql.Stmt{}, level: zstd.SpeedFastest,
		names: map[name]int64{}, runs: map[news.RunID]queue{}}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.pack, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20)); err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	if err := s.open(ctx, path); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) error {
	if err := examine(ctx, path); err != nil {
		return err
	}
	db, err := openDB(path, "rwc", false, writing)
	if err != nil {
		return fmt.Errorf("archive %s: %w", path, err)
	}
	s.db = db
	db.SetMaxOpenConns(1)
	if s.conn, err = db.Conn(ctx); err != nil {
		return fmt.Errorf("archive %s: %w", path, err)
	}
	if s.migrated, err = migrate(ctx, s.conn, path, s.log); err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE; ROLLBACK"); err != nil { // better now than after an hour's work
		return fmt.Errorf("archive %s: open for writing: %w", path, err)
	}
	if err := s.indexLeft(ctx); err != nil {
		return fmt.Errorf("archive %s: %w", path, err)
	}
	s.read, err = OpenReader(ctx, path)
	return err
}

// Reader returns a reader of the same archive. It is closed with the store.
func (s *Store) Reader() *Reader { return s.read }

// Migrated is what [Open] did to bring an older archive up to date; nil when it
// was new, or as it should be.
func (s *Store) Migrated() *Migration { return s.migrated }

// Close ends the store. A transaction under way is waited for.
func (s *Store) Close() error {
	errs := []error{s.indexWaiting(context.Background())}
	s.turn <- struct{}{} // never given back: later writes must not find a closed connection
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return errors.Join(errs...)
}

// tx is one write transaction on the one writing connection.
type tx struct {
	ctx context.Context
	s   *Store
	now time.Time // one moment for all that the transaction writes

	novel []novel        // words that it wrote
	names map[name]int64 // that it found or wrote

	unindexed int // articles that wait for the full-text indexes
}

// write runs f in one transaction: all of it is kept or nothing. Once begun it
// is not interrupted: it lasts milliseconds, and a signal must not lose a visit
// that was paid for with a request.
func (s *Store) write(ctx context.Context, f func(*tx) error) (err error) {
	ctx, release, err := s.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	t := &tx{ctx: ctx, s: s, unindexed: s.unindexed}
	if err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	t.now = s.now().UTC().Truncate(time.Millisecond) // after waiting for other processes
	done := false
	defer func() {
		if !done { // f failed or panicked
			// SQLite has rolled back by itself after a full disk and its like; the
			// error that tells what happened is the first one.
			_ = t.exec("ROLLBACK")
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	if err := t.exec("COMMIT"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	done = true
	t.remember()
	return nil
}

// remember notes what a transaction that was committed has written.
func (t *tx) remember() {
	t.s.unindexed = t.unindexed
	for _, n := range t.novel {
		t.s.words.add(n)
	}
	if len(t.s.names)+len(t.names) > namesMost {
		clear(t.s.names)
	}
	maps.Copy(t.s.names, t.names)
}

// look asks on the writing connection, which has in memory what was written last.
func (s *Store) look(ctx context.Context, f func(*tx) error) error {
	ctx, release, err := s.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	return f(&tx{ctx: ctx, s: s, now: s.now().UTC().Truncate(time.Millisecond)})
}

// take waits for the connection. What is begun on it is not interrupted.
func (s *Store) take(ctx context.Context) (begun context.Context, release func(), err error) {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		<-s.turn
		return nil, nil, err
	}
	return context.WithoutCancel(ctx), func() { <-s.turn }, nil
}

// stmt prepares a statement once for the life of the connection.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if st := t.s.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.s.conn.PrepareContext(t.ctx, query)
	if err == nil {
		t.s.stmts[query] = st
	}
	return st, err
}

func (t *tx) exec(query string, args ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(t.ctx, args...)
	return err
}

// insert runs an INSERT and returns the new row's id.
func (t *tx) insert(query string, args ...any) (int64, error) {
	st, err := t.stmt(query)
	if err != nil {
		return 0, err
	}
	r, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// rowsMost are inserted by one statement.
const rowsMost = 32

// rows runs a statement on rows that are given one after the other, of so many
// columns each: what stands before VALUES, such as an INSERT, and what after them.
// Each statement with triggers makes the full-text index write what it has in
// memory, and so few of them do: their sizes are powers of two, so that few
// statements are prepared too.
func (t *tx) rows(before, after string, columns int, args []any) error {
	row := "(" + strings.Repeat("?, ", columns-1) + "?)"
	for size := rowsMost; len(args) > 0; size /= 2 {
		for ; len(args) >= size*columns; args = args[size*columns:] {
			if err := t.exec(before+" VALUES "+strings.Repeat(row+", ", size-1)+row+after, args[:size*columns]...); err != nil {
				return err
			}
		}
	}
	return nil
}

// get scans the first row; the error is sql.ErrNoRows when there is none.
func (t *tx) get(query string, args []any, dest ...any) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(t.ctx, args...).Scan(dest...)
}

// each calls f for every row. F must not use the transaction: the connection is
// busy with the rows.
func (t *tx) each(query string, args []any, f func(scan func(...any) error) error) error {
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(t.ctx, args...)
	if err != nil {
		return err
	}
	return eachRow(rows, f)
}

func eachRow(rows *sql.Rows, f func(scan func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
