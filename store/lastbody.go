package store

import (
	"context"
	"fmt"

	"newskeep/scraper/news"
)

// LastBody is the last answer of a page that was read, for when a server says
// that it has not changed since: the last that was asked for by us, whose validators
// were sent. The error is [ErrNotFound] or [ErrCorrupt],
// wrapped.
func (s *Store) LastBody(ctx context.Context, page int64) (*news.Response, error) {
	snap, err := s.read.snapshot(ctx, fmt.Sprintf("page %d", page),
		`v.page_id IN (SELECT id FROM page WHERE id = ? OR same_as = ?) AND v.via IN ('live', 'backfill')
			AND v.outcome = 'fetched' AND v.snapshot_id IS NOT NULL`,
		page, page)
	if err != nil {
		return nil, err
	}
	return &news.Response{URL: snap.URL, Status: snap.Status, Header: snap.Header, Body: snap.Body}, nil
}
