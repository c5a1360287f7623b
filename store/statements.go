package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"sync"
)

// mostStatements bounds the statements a reader keeps read.
const mostStatements = 64

// statements are kept read: for one page of hits, SQLite takes longer to read a
// statement than to answer it. The zero value is empty and ready.
type statements struct {
	mu    sync.Mutex
	list  map[string]*statement
	turns int
}

// statement is closed once nobody has it and others were asked for since.
type statement struct {
	*sql.Stmt
	holders, last int
}

// take gives a statement, to be given back.
func (s *statements) take(ctx context.Context, db *sql.DB, text string) (*statement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.list[text]
	if st == nil {
		s.mu.Unlock() // reading it may have to wait for a connection
		read, err := db.PrepareContext(ctx, text)
		s.mu.Lock()
		if err != nil {
			return nil, err
		}
		if st = s.list[text]; st != nil { // somebody was faster
			read.Close()
		} else {
			st = &statement{Stmt: read}
			s.keep(text, st)
		}
	}
	s.turns++
	st.holders, st.last = st.holders+1, s.turns
	return st, nil
}

// keep adds a statement, in place of the one not asked for for longest.
func (s *statements) keep(text string, st *statement) {
	if s.list == nil {
		s.list = map[string]*statement{}
	}
	if len(s.list) >= mostStatements {
		oldest, found := "", false
		for t, other := range s.list {
			if other.holders == 0 && (!found || other.last < s.list[oldest].last) {
				oldest, found = t, true
			}
		}
		if found {
			s.list[oldest].Close()
			delete(s.list, oldest)
		}
	}
	s.list[text] = st
}

func (s *statements) back(st *statement) {
	s.mu.Lock()
	st.holders--
	s.mu.Unlock()
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, st := range s.list {
		errs = append(errs, st.Close())
	}
	clear(s.list)
	return errors.Join(errs...)
}

// limit writes a limit into a statement that is planned by it: SQLite does not look at
// arguments for that (see package fulltext).
func limit(n int) string { return " LIMIT " + strconv.Itoa(n) }

// unwatched is the context of a statement that cannot take long: it is broken off
// before, and not while it is answered. To watch for that takes two goroutines and a
// processor woken for them, which is more than to read twenty rows.
type unwatched struct{ context.Context }

func (unwatched) Done() <-chan struct{} { return nil }

// often is [Reader.each] for a statement whose text comes again and again.
func (r *Reader) often(ctx context.Context, text string, args []any, f func(scan func(...any) error) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	st, err := r.kept.take(ctx, r.db, text)
	if err != nil {
		return err
	}
	defer r.kept.back(st)
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	return eachRow(rows, f)
}

// one reads the only row of such a statement; the error is [sql.ErrNoRows] when
// there is none.
func (r *Reader) one(ctx context.Context, text string, args []any, into ...any) error {
	err := sql.ErrNoRows
	if e := r.often(ctx, text, args, func(scan func(...any) error) error {
		err = scan(into...)
		return err
	}); e != nil {
		return e
	}
	return err
}
