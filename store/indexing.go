package store

import (
	"context"
	"database/sql"
	"fmt"
)

// To put one article into the full-text indexes takes a fifth of what keeping it
// does: every transaction writes a segment of its own, to be merged with others
// later. While pages come without a pause, articles wait for that in the table
// unindexed, and mostUnindexed go at a time. They are kept all the same, and those
// of a process that was killed are put into the indexes when the archive is next
// opened.
const mostUnindexed = 64

// indexing puts the articles of unindexed into the indexes.
var indexing = []string{
	`INSERT INTO article_fts (rowid, headline, standfirst, body, captions, credits, alts, tags)
		SELECT id, headline, standfirst, body, captions, credits, alts, tags FROM article
		WHERE id IN (SELECT article_id FROM unindexed) ORDER BY id`,
	`INSERT INTO image_text_fts (rowid, captions, credits, alts)
		SELECT id, caption, credit, alt FROM article_image
		WHERE article_id IN (SELECT article_id FROM unindexed) ORDER BY id`,
	`DELETE FROM unindexed`,
}

// putOff has an article that is about to be added wait for its place in the indexes,
// when more will follow at once.
func (k *keeping) putOff(article int64) error {
	if !k.v.More {
		return nil
	}
	k.unindexed++
	return k.exec(`INSERT INTO unindexed (article_id) VALUES (?)`, article)
}

// putWaiting puts the articles that wait into the indexes once there are enough of
// them, or nothing follows.
func (k *keeping) putWaiting() error {
	if k.v.More && k.unindexed < mostUnindexed {
		return nil
	}
	return k.index()
}

// index leaves no article waiting for the indexes.
func (t *tx) index() error {
	if t.unindexed == 0 {
		return nil
	}
	for _, q := range indexing {
		if err := t.exec(q); err != nil {
			return fmt.Errorf("full-text indexes: %w", err)
		}
	}
	t.unindexed = 0
	return nil
}

// indexLeft puts what another process left waiting into the indexes.
func (s *Store) indexLeft(ctx context.Context) error {
	if err := s.conn.QueryRowContext(ctx, `SELECT count(*) FROM unindexed`).Scan(&s.unindexed); err != nil || s.unindexed == 0 {
		return err
	}
	return s.write(ctx, (*tx).index)
}

// indexWaiting leaves no article waiting: there is a pause.
func (s *Store) indexWaiting(ctx context.Context) error {
	_, release, err := s.take(ctx)
	if err != nil {
		return err
	}
	waiting := s.unindexed
	release()
	if waiting == 0 {
		return nil
	}
	return s.write(ctx, (*tx).index)
}

// Unindexed counts the articles that no search finds by their words yet: those of a
// crawl without pauses that goes on, or that was killed and not gone on with.
func (r *Reader) Unindexed(ctx context.Context) (n int, err error) {
	if err = r.db.QueryRowContext(ctx, `SELECT count(*) FROM unindexed`).Scan(&n); err != nil {
		return 0, fmt.Errorf("articles that wait for the full-text indexes: %w", err)
	}
	return n, nil
}

// allIndexed runs f where no article waits for the indexes, in a transaction that
// leaves nothing behind.
func allIndexed(ctx context.Context, db *sql.DB, f func(*sql.Tx)) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // nothing is to be kept
	for _, q := range indexing {
		if _, err := t.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	f(t)
	return nil
}
