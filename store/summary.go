package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"newskeep/scraper/news"
)

// Summary is the ledger of a run, counted from its visits.
func (s *Store) Summary(ctx context.Context, run news.RunID) (*news.Summary, error) {
	return s.read.Summary(ctx, run)
}

// Summary is the ledger of a run, counted from its visits. The error is
// [ErrNotFound] when there is no such run.
func (r *Reader) Summary(ctx context.Context, run news.RunID) (*news.Summary, error) {
	s := &news.Summary{Run: run, Failed: []news.Missed{}, Blocked: []news.Missed{}, Dropped: map[string]int{}, Warnings: []string{}}
	if err := r.summarise(ctx, s); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = ErrNotFound
		}
		return nil, fmt.Errorf("summary of run %d: %w", run, err)
	}
	return s, nil
}

func (r *Reader) summarise(ctx context.Context, s *news.Summary) error {
	var started, ended clock
	var warnings string
	err := r.db.QueryRowContext(ctx, `SELECT site, started_at, ended_at, outcome, resumed, warnings FROM run WHERE id = ?`, s.Run).
		Scan(&s.Site, &started, &ended, &s.Outcome, &s.Resumed, &warnings)
	if err != nil {
		return err
	}
	s.Started, s.Ended = started.Time, ended.Time
	if list, err := textList(warnings); err != nil {
		return err
	} else if list != nil {
		s.Warnings = list
	}
	err = r.db.QueryRowContext(ctx, `SELECT
			coalesce(sum(outcome = 'fetched'), 0),
			coalesce(sum(change = 'new'), 0),
			coalesce(sum(change = 'changed'), 0),
			coalesce(sum(change = 'unchanged' AND outcome = 'fetched'), 0),
			coalesce(sum(outcome = 'not_modified'), 0),
			coalesce(sum(outcome = 'fetched' AND page_kind = 'section'), 0),
			coalesce(sum(bytes), 0) + (SELECT index_bytes FROM run WHERE id = ?1),
			coalesce(sum(requests), 0) + (SELECT index_requests FROM run WHERE id = ?1)
		FROM visit WHERE run_id = ?1`, s.Run).
		Scan(&s.PagesFetched, &s.ArticlesNew, &s.ArticlesChanged, &s.ArticlesUnchanged, &s.NotModified, &s.Sections, &s.Bytes, &s.Requests)
	if err != nil {
		return err
	}
	if err := r.summariseImages(ctx, s); err != nil {
		return err
	}
	// What became of a page is what its last visit of the run says.
	err = r.each(ctx, `SELECT p.url, p.slash, v.outcome, v.class, coalesce(v.status, 0), v.reason
		FROM visit v JOIN page p ON p.id = v.page_id
		WHERE v.id IN (SELECT max(id) FROM visit WHERE run_id = ? GROUP BY page_id)
			AND v.outcome IN ('failed', 'missing', 'blocked', 'dropped')
		ORDER BY v.id`, []any{s.Run}, func(scan func(...any) error) error {
		var m news.Missed
		var p page
		var outcome news.Outcome
		if err := scan(&p.url, &p.slash, &outcome, &m.Class, &m.Status, &m.Reason); err != nil {
			return err
		}
		m.URL = p.address()
		switch outcome {
		case news.Blocked:
			s.Blocked = append(s.Blocked, m)
		case news.Dropped:
			s.Dropped[string(m.Class)]++
		default:
			s.Failed = append(s.Failed, m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = r.db.QueryRowContext(ctx, `SELECT coalesce(sum(count), 0) FROM run_left WHERE run_id = ?`, s.Run).Scan(&s.Left)
	if err != nil {
		return err
	}
	return r.each(ctx, `SELECT reason, sum(count) FROM run_skip WHERE run_id = ? GROUP BY reason`, []any{s.Run}, func(scan func(...any) error) error {
		var reason string
		var n int
		err := scan(&reason, &n)
		s.Dropped[reason] += n
		return err
	})
}
