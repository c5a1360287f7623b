package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// Plant queues the pages a run begins with (section pages, feeds, sitemaps, the
// front page), known or not: all are due now unless this run has asked for them
// already. It returns how many were not known before.
func (s *Store) Plant(ctx context.Context, run news.RunID, found []news.Found) (int, error) {
	added := 0
	err := s.write(ctx, func(t *tx) error {
		q, err := t.queue(run)
		if err != nil {
			return err
		}
		for i := range found {
			f := found[i]
			f.Revisit = true
			id, isNew, err := q.add(&f)
			if err != nil {
				return fmt.Errorf("%s: %w", f.URL, err)
			}
			if isNew {
				added++
				continue
			}
			// The profile knows better than the link that made the page known.
			if err := t.exec(`UPDATE page SET role = ?, section = ?, depth = ? WHERE id = ?`,
				f.Role, jsonList(f.Section), f.Depth, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("plant pages of run %d: %w", run, err)
	}
	return added, nil
}

// queue adds pages to the frontier on behalf of one run.
type queue struct {
	t       *tx
	run     news.RunID
	site    string
	started time.Time
	live    bool // its pages were asked for by us
	lane    lane // where its pages are queued
	dead    int  // pages that lists show and that are not asked for again
}

// runsMost are remembered: every page that is asked for and every one that is kept
// needs its run.
const runsMost = 64

func (t *tx) queue(run news.RunID) (*queue, error) {
	if q, known := t.s.runs[run]; known {
		q.t = t
		return &q, nil
	}
	q := &queue{t: t, run: run}
	var started clock
	var via news.Via
	err := t.get(`SELECT site, started_at, via FROM run WHERE id = ?`, []any{run}, &q.site, &started, &via)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("run %d: %w", run, ErrNotFound)
	}
	q.started, q.live, q.lane = started.Time, via.Live(), laneOf(via)
	if err == nil {
		if len(t.s.runs) >= runsMost {
			clear(t.s.runs)
		}
		t.s.runs[run] = queue{run: q.run, site: q.site, started: q.started, live: q.live, lane: q.lane} // none of which ever changes
	}
	return q, err
}

// add makes a page known and due. A page that is known already becomes due only
// when f.Revisit asks for it and this run has not visited it.
func (q *queue) add(f *news.Found) (id int64, isNew bool, err error) {
	if q.lane == backlogLane {
		return q.addOld(f)
	}
	if id, err = q.t.pageAt(f.URL); err != nil {
		return 0, false, err
	}
	if id == 0 {
		if id, err = q.t.addPage(q.site, f); err != nil {
			return 0, false, err
		}
		return id, true, q.ready(id, f, "new")
	}
	p, err := q.t.page(id)
	if err != nil || p.lastRun.Valid && p.lastRun.Int64 == int64(q.run) {
		return id, false, err
	}
	if err := q.t.spell(p, f); err != nil {
		return id, false, err
	}
	if !f.Revisit && !f.Modified.After(p.lastVisit) {
		// What changed since is known; or it is queued already, if not by a backfill
		// that has not come to it.
		return id, false, q.neverAsked(id, f, !p.lastRun.Valid)
	}
	if dead, err := q.isDead(p, f); dead || err != nil {
		q.dead++
		return id, false, err
	}
	why := "listed"
	if entrance(f.Role) {
		why = "run"
	} else if !p.lastRun.Valid {
		why = "new"
	}
	return id, false, q.ready(id, f, why)
}

// A page that was given up is left alone, though lists show it, almost a day, so that
// a run of the next night asks again, and after each further visit that finds nothing
// twice as long, up to deadMost: an article may be announced before it is there, and
// one that was taken down may come back.
const (
	deadFirst = 20 * time.Hour
	deadMost  = 30 * 24 * time.Hour
	deadAfter = 3 // failures, of which the first wait is; a crawl gives up then
)

// deadFor is the wait after a number of failures.
func deadFor(failures int) time.Duration {
	wait := deadFirst
	for i := deadAfter; i < failures && wait < deadMost; i++ {
		wait *= 2
	}
	return min(wait, deadMost)
}

// skipDead counts pages that are left alone so.
const skipDead = "dead"

// isDead reports an article that was not there so often that the crawl has given it
// up: its last visit found nothing, and it waits for no other. One that was in no list
// for a whole run and is in one again has been put there by somebody.
func (q *queue) isDead(p page, f *news.Found) (dead bool, err error) {
	if p.failures == 0 || f.Role != news.RoleOfArticle || f.Modified.After(p.lastVisit) || q.t.now.Sub(p.lastVisit) > deadFor(p.failures) {
		return false, nil
	}
	err = q.t.get(`SELECT NOT EXISTS (SELECT 1 FROM frontier WHERE page_id = ?1)
		AND (SELECT outcome FROM visit WHERE page_id = ?1 ORDER BY at DESC, id DESC LIMIT 1) = 'missing'
		AND NOT EXISTS (SELECT 1 FROM run r JOIN run b ON b.site = r.site AND b.options = r.options AND b.id < r.id
			WHERE r.id = ?2 AND r.options ->> '$.part' IS NULL AND b.outcome IN (?3, ?4) AND b.id > (SELECT listed_run FROM page WHERE id = ?1))`,
		[]any{p.id, q.run, news.RunDone, news.RunPartial}, &dead)
	return dead, err
}

// neverAsked makes a page due that stands in the backlog of a backfill alone, or
// is known from the captures of others alone.
func (q *queue) neverAsked(id int64, f *news.Found, never bool) error {
	var old bool
	err := q.t.get(`SELECT (?2 OR EXISTS (SELECT 1 FROM backlog WHERE page_id = ?1)) AND NOT EXISTS (SELECT 1 FROM frontier WHERE page_id = ?1)`, []any{id, never}, &old)
	if err != nil || !old {
		return err
	}
	return q.ready(id, f, "new")
}

// ready puts a page among those that are due.
func (q *queue) ready(id int64, f *news.Found, why string) error {
	return q.t.exec(`INSERT INTO frontier (page_id, site, host, state, priority, rank, due_at, why)
		SELECT id, ?, host, 'ready', ?, ?, ?, ? FROM page WHERE id = ?
		ON CONFLICT (page_id) DO UPDATE SET site = excluded.site, state = 'ready', priority = excluded.priority,
			rank = excluded.rank, due_at = excluded.due_at, why = excluded.why`,
		q.site, priority(f.Role, why), q.rank(f), clock{q.t.now}, why, id)
}

// priority says which pages go first: those that lead to others, then articles
// never seen, then those that are only looked at again.
func priority(r news.PageRole, why string) int {
	switch r {
	case news.RoleHome:
		return 0
	case news.RoleSection:
		return 1
	case news.RoleFeed:
		return 2
	case news.RoleSitemap:
		return 3
	case news.RoleOfArticle:
		if why == "new" {
			return 4
		}
		return 5
	}
	return 6
}

// rank orders pages of one priority: first pages of sections before further
// ones, newer articles before older. An article listed without a date is taken
// to be as new as the run that found it; equals go in the order of discovery.
func (q *queue) rank(f *news.Found) int64 {
	switch {
	case entrance(f.Role):
		return int64(f.Depth)
	case f.Published.IsZero():
		return -q.started.Unix()
	}
	return -f.Published.Unix()
}

// Hosts returns the hosts that have pages queued for the run's site and not yet
// had their turn in it.
func (s *Store) Hosts(ctx context.Context, run news.RunID) ([]string, error) {
	var hosts []string
	err := s.write(ctx, func(t *tx) error {
		q, err := t.queue(run)
		if err != nil {
			return err
		}
		// Jumps from host to host in each index: a DISTINCT would walk every row.
		const list = `
			WITH RECURSIVE
			r (host) AS (
				SELECT min(host) FROM frontier INDEXED BY frontier_ready WHERE site = ?1 AND state = 'ready'
				UNION ALL
				SELECT (SELECT min(host) FROM frontier INDEXED BY frontier_ready
					WHERE site = ?1 AND state = 'ready' AND host > r.host) FROM r WHERE r.host IS NOT NULL),
			w (host) AS (
				SELECT min(host) FROM frontier INDEXED BY frontier_waiting WHERE site = ?1 AND state = 'waiting'
				UNION ALL
				SELECT (SELECT min(host) FROM frontier INDEXED BY frontier_waiting
					WHERE site = ?1 AND state = 'waiting' AND host > w.host) FROM w WHERE w.host IS NOT NULL)
			SELECT host FROM r WHERE host IS NOT NULL UNION SELECT host FROM w WHERE host IS NOT NULL ORDER BY host`
		return t.each(q.lane.sql(list), []any{q.site}, func(scan func(...any) error) error {
			var h string
			hosts = append(hosts, h)
			return scan(&hosts[len(hosts)-1])
		})
	})
	if err != nil {
		return nil, fmt.Errorf("hosts of run %d: %w", run, err)
	}
	return hosts, nil
}

// promoted is how many pages whose time has come are made ready at once. It
// bounds the transaction when millions fall due together.
const promoted = 1000

// Next returns the page of a host that is due first: the front page, sections,
// feeds and sitemaps, then articles, newest first. A page has one turn in a run,
// and another only after a failure. The error is a [news.NothingDue] when the
// host has nothing due now.
//
// The page stays first until its visit is kept: a host has one request in flight.
func (s *Store) Next(ctx context.Context, run news.RunID, host string) (news.Target, error) {
	var target news.Target
	err := s.write(ctx, func(t *tx) error {
		q, err := t.queue(run)
		if err != nil {
			return err
		}
		if err := q.promote(host); err != nil {
			return err
		}
		target, err = q.first(host)
		if nothing := (news.NothingDue{}); !errors.As(err, &nothing) || q.lane != frontierLane {
			return err
		}
		if err := t.vanished(run, q.site, host); err != nil {
			return err
		}
		target, err = q.first(host)
		return err
	})
	var nothing news.NothingDue
	if err != nil && !errors.As(err, &nothing) {
		return news.Target{}, fmt.Errorf("next page of %s: %w", host, err)
	}
	if err != nil {
		if err := s.indexWaiting(ctx); err != nil {
			return news.Target{}, fmt.Errorf("next page of %s: %w", host, err)
		}
	}
	return target, err
}

// Pass lets a page go by until the run has ended: a run over some sections only
// leaves the pages of the others to the next.
func (s *Store) Pass(ctx context.Context, run news.RunID, page int64) error {
	err := s.write(ctx, func(t *tx) error {
		q, err := t.queue(run)
		if err != nil {
			return err
		}
		return t.exec(q.lane.sql(`UPDATE frontier SET state = 'held' WHERE page_id = ?`), page)
	})
	if err != nil {
		return fmt.Errorf("pass page %d: %w", page, err)
	}
	return nil
}

// promote makes ready what was waiting and is due by now.
func (q *queue) promote(host string) error {
	t, site := q.t, q.site
	var due int
	if err := t.get(q.lane.sql(`SELECT EXISTS (SELECT 1 FROM frontier
		WHERE site = ? AND host = ? AND state = 'waiting' AND due_at <= ?)`),
		[]any{site, host, clock{t.now}}, &due); err != nil || due == 0 {
		return err
	}
	return t.exec(q.lane.sql(`UPDATE frontier SET state = 'ready' WHERE page_id IN (
		SELECT page_id FROM frontier WHERE site = ? AND host = ? AND state = 'waiting' AND due_at <= ?
		ORDER BY due_at LIMIT ?)`), site, host, clock{t.now}, promoted)
}

func (q *queue) first(host string) (news.Target, error) {
	t, site := q.t, q.site
	g := news.Target{Site: site, Host: host}
	var section string
	var lastRun sql.NullInt64
	var published clock
	err := t.get(q.lane.sql(`SELECT p.id, p.url, p.slash, p.role, p.section, p.depth, f.why, p.etag, p.last_modified, p.failures, p.steady, p.last_run,
			coalesce(a.published_at, p.listed_at)
		FROM frontier f JOIN page p ON p.id = f.page_id LEFT JOIN article a ON a.page_id = p.id
		WHERE f.page_id = (SELECT page_id FROM frontier WHERE site = ? AND host = ? AND state = 'ready'
			ORDER BY priority, rank, page_id LIMIT 1)`), []any{site, host},
		&g.Page, &g.URL, &g.Slash, &g.Role, &section, &g.Depth, &g.Why, &g.ETag, &g.LastModified, &g.Failures, &g.Steady, &lastRun, &published)
	if errors.Is(err, sql.ErrNoRows) {
		return g, q.nothing(host)
	}
	if err != nil {
		return g, err
	}
	g.Published = published.Time
	if g.Failures > 0 && lastRun.Valid {
		g.Why = news.WhyRetry
	}
	return g, json.Unmarshal([]byte(section), &g.Section)
}

// nothing is the error of Next, with the time from which it is worth asking again.
func (q *queue) nothing(host string) error {
	var until clock
	err := q.t.get(q.lane.sql(`SELECT due_at FROM frontier WHERE site = ? AND host = ? AND state = 'waiting'
		ORDER BY due_at LIMIT 1`), []any{q.site, host}, &until)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return news.NothingDue{Until: until.Time}
}
