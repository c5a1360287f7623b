package store

import (
	"context"
	"fmt"
	"iter"
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

// Articles gives every hit of a query in its current revision, in the order of
// ids. It holds one article at a time. All are of one state of the archive, that
// of the beginning, however long the caller takes. An error ends it.
func (r *Reader) Articles(ctx context.Context, text string) iter.Seq2[*StoredArticle, error] {
	return func(yield func(*StoredArticle, error) bool) {
		p, err := r.plan(ctx, text)
		if err != nil {
			yield(nil, err)
			return
		}
		ids, args := p.all("%s AS id")
		rows, err := r.db.QueryContext(ctx, "SELECT "+storedColumns+storedFrom+
			" AND r.number = a.revision WHERE a.id IN ("+ids+") ORDER BY a.id", args...)
		if err != nil {
			yield(nil, fmt.Errorf("articles of %q: %w", p.text, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			a, err := scanStored(rows.Scan)
			if !yield(a, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, fmt.Errorf("articles of %q: %w", p.text, err))
		}
	}
}
