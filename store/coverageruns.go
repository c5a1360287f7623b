package store

import (
	"context"
	"time"

	"newskeep/scraper/news"
)

// coveredRun is a run as coverage looks at it.
type coveredRun struct {
	id        news.RunID
	started   time.Time
	until     time.Time // when it ended; for one that was killed, its last visit
	open      bool      // not ended: it runs, or was killed
	outcome   string
	whole     bool   // over all sections
	rules     string // hash of the profile it ran under
	part      news.Part
	got       int // pages it got; no more than one where they were not counted
	left      map[string]int
	skipped   map[skip]int
	leftTotal int
}

type skip struct{ section, reason string }

// refusal is a run that never began.
type refusal struct {
	at      time.Time
	command string
	since   time.Time
}

// coveredRuns are the live runs of a site since a moment, oldest first.
func (r *Reader) coveredRuns(ctx context.Context, z *zoned, since time.Time) ([]*coveredRun, error) {
	var runs []*coveredRun
	byID := map[news.RunID]*coveredRun{}
	err := r.each(ctx, `SELECT r.id, r.started_at, r.ended_at, r.outcome, r.options = '{}', r.profile_hash, coalesce(r.options ->> '$.part', ''),
			EXISTS (SELECT 1 FROM visit v WHERE v.run_id = r.id AND v.outcome IN ('fetched', 'not_modified')),
			CASE WHEN r.ended_at IS NULL THEN (SELECT max(at) FROM visit v WHERE v.run_id = r.id) END
		FROM run r WHERE r.site = ? AND r.started_at >= ? AND r.via = 'live' ORDER BY r.id`, []any{z.name, clock{since}},
		func(scan func(...any) error) error {
			v := &coveredRun{left: map[string]int{}, skipped: map[skip]int{}}
			var started, ended, last clock
			if err := scan(&v.id, &started, &ended, &v.outcome, &v.whole, &v.rules, &v.part, &v.got, &last); err != nil {
				return err
			}
			v.started, v.until, v.open = started.Time, ended.Time, ended.IsZero()
			if v.open {
				v.until = v.started
				if last.After(v.started) {
					v.until = last.Time
				}
			}
			runs, byID[v.id] = append(runs, v), v
			return nil
		})
	if err != nil {
		return nil, err
	}
	count := func(query string, f func(v *coveredRun, section, reason string, n int)) error {
		return r.each(ctx, query, []any{z.name, clock{since}}, func(scan func(...any) error) error {
			var id news.RunID
			var section, reason string
			var n int
			if err := scan(&id, &section, &reason, &n); err != nil {
				return err
			}
			path, err := sectionPath(section)
			if v := byID[id]; v != nil && err == nil {
				f(v, path, reason, n)
			}
			return err
		})
	}
	err = count(`SELECT l.run_id, l.section, '', l.count FROM run_left l JOIN run r ON r.id = l.run_id
		WHERE r.site = ? AND r.started_at >= ?`, func(v *coveredRun, section, _ string, n int) {
		v.left[section] += n
		v.leftTotal += n
	})
	if err != nil {
		return nil, err
	}
	err = count(`SELECT s.run_id, s.section, s.reason, s.count FROM run_skip s JOIN run r ON r.id = s.run_id
		WHERE r.site = ? AND r.started_at >= ?`, func(v *coveredRun, section, reason string, n int) {
		v.skipped[skip{section, reason}] += n
	})
	return runs, err
}

// refusals are the runs of a site that never began, since a moment.
func (r *Reader) refusals(ctx context.Context, site string, since time.Time) ([]refusal, error) {
	var list []refusal
	err := r.each(ctx, `SELECT at, holder_command, holder_since FROM run_refused WHERE site = ? AND at >= ? ORDER BY at`,
		[]any{site, clock{since}}, func(scan func(...any) error) error {
			var at, held clock
			var v refusal
			err := scan(&at, &v.command, &held)
			v.at, v.since = at.Time, held.Time
			list = append(list, v)
			return err
		})
	return list, err
}
