package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Total counts all hits of a query.
func (r *Reader) Total(ctx context.Context, text string) (int, error) {
	p, err := r.plan(ctx, text)
	if err != nil {
		return 0, err
	}
	n, err := r.total(ctx, p, 0)
	if err != nil {
		return 0, fmt.Errorf("count %q: %w", p.text, err)
	}
	return n, nil
}

// ArchiveState names an archive and how far it has come.
type ArchiveState struct {
	ID        string    `json:"id"`      // the same in every copy; see the table archive
	Version   int       `json:"version"` // of its tables
	Articles  int       `json:"articles"`
	Revisions int       `json:"revisions"`
	Visits    int64     `json:"visits"`              // number of the last one
	LastVisit time.Time `json:"last_visit,omitzero"` // zero when there was none
}

// State is that of now.
func (r *Reader) State(ctx context.Context) (ArchiveState, error) {
	s, err := stateOf(ctx, r.db)
	if err != nil {
		return s, fmt.Errorf("state of %s: %w", r.path, err)
	}
	return s, nil
}

// ID names the archive in citations; it is the same in every copy.
func (r *Reader) ID(ctx context.Context) (id string, err error) {
	if err = r.db.QueryRowContext(ctx, `SELECT uid FROM archive`).Scan(&id); err != nil {
		err = fmt.Errorf("name of %s: %w", r.path, err)
	}
	return id, err
}

func stateOf(ctx context.Context, c querier) (ArchiveState, error) {
	var s ArchiveState
	var last clock
	err := c.QueryRowContext(ctx, `SELECT (SELECT uid FROM archive), (SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM article_facet), (SELECT count(*) FROM revision), coalesce((SELECT max(id) FROM visit), 0),
		(SELECT at FROM visit ORDER BY id DESC LIMIT 1)`).Scan(&s.ID, &s.Version, &s.Articles, &s.Revisions, &s.Visits, &last)
	s.LastVisit = last.Time
	return s, err
}

// Selection is what a query finds, all at one state of the archive, however long
// the caller takes. It is for one goroutine, and must be closed.
type Selection struct {
	Query string       // canonical text, with every date fixed that is counted from now
	AsOf  time.Time    // moment of which it is; zero: today
	Total int          // hits
	Stood bool         // to be set: articles say where they stood
	State ArchiveState // of which it is

	conn  querier // at one state
	close func() error
	hits  string // finds the ids
	args  []any
}

// Select holds the archive's present state and finds the hits of a query in it.
// The error is a [*query.SyntaxError] or what SQLite returned.
func (r *Reader) Select(ctx context.Context, text string) (_ *Selection, err error) {
	parsed, err := r.Parse(text)
	if err != nil {
		return nil, err
	}
	s := &Selection{Query: parsed.At(r.now()).String(), AsOf: r.past, conn: r.db, close: func() error { return nil }}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if r.past.IsZero() { // otherwise it is one state as it is
		err = s.hold(ctx, r.db)
	}
	if err == nil {
		s.State, err = stateOf(ctx, s.conn)
	}
	if err != nil {
		return nil, fmt.Errorf("select %q: %w", s.Query, err)
	}
	p, err := r.plan(ctx, s.Query)
	if err != nil {
		return nil, err
	}
	s.hits, s.args = p.all("%s AS id")
	if err = s.conn.QueryRowContext(ctx, "SELECT count(*) FROM ("+s.hits+")", s.args...).Scan(&s.Total); err != nil {
		return nil, fmt.Errorf("select %q: %w", s.Query, err)
	}
	return s, nil
}

// hold keeps the present state: a transaction that only reads sees one state,
// from its first question on.
func (s *Selection) hold(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	if _, err := c.ExecContext(ctx, "BEGIN"); err != nil {
		return errors.Join(err, c.Close())
	}
	s.conn, s.close = c, func() error {
		_, err := c.ExecContext(context.Background(), "ROLLBACK")
		return errors.Join(err, c.Close())
	}
	return nil
}

// Close lets the archive go on.
func (s *Selection) Close() error { return s.close() }

// Articles gives every hit in its current revision, in the order of ids. It holds
// one article at a time. An error ends it.
func (s *Selection) Articles(ctx context.Context) iter.Seq2[*StoredArticle, error] {
	columns, scan := storedColumns, scanStored
	if s.Stood {
		columns, scan = columns+", "+standings, scanStood
	}
	return selected(ctx, s, "SELECT "+columns+storedFrom+" AND r.number = a.revision WHERE a.id IN (%s) ORDER BY a.id", scan)
}

// scanStood belongs to storedColumns and standings.
func scanStood(scan func(...any) error) (*StoredArticle, error) {
	var text string
	s, err := scanStored(func(into ...any) error { return scan(append(into, &text)...) })
	if err == nil {
		s.Stood, err = stoodAt(text)
	}
	return s, err
}

// Revisions gives every state of every hit, in the order of ids and numbers.
func (s *Selection) Revisions(ctx context.Context) iter.Seq2[ArticleRevision, error] {
	return selected(ctx, s, "SELECT "+revisionColumns+" FROM revision WHERE article_id IN (%s) ORDER BY article_id, number", scanRevision)
}

// selected gives what a statement finds; %s in it stands for the ids of the hits.
func selected[T any](ctx context.Context, s *Selection, statement string, scan func(func(...any) error) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.conn.QueryContext(ctx, fmt.Sprintf(statement, s.hits), s.args...)
		if err != nil {
			yield(none, fmt.Errorf("read what %q finds: %w", s.Query, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			x, err := scan(rows.Scan)
			if !yield(x, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, fmt.Errorf("read what %q finds: %w", s.Query, err))
		}
	}
}
