package store

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// The backlog is the frontier of backfills: the same columns and rules in a table
// of its own, so that a night's crawl never walks into half a million old pages.

// lane is the table a run takes its pages from. SQL about the frontier is written
// with that name.
type lane string

const (
	frontierLane lane = "frontier"
	backlogLane  lane = "backlog"
)

func laneOf(via news.Via) lane {
	if via == news.ViaBackfill {
		return backlogLane
	}
	return frontierLane
}

func (l lane) sql(about string) string {
	if l == frontierLane {
		return about
	}
	return strings.ReplaceAll(about, string(frontierLane), string(l))
}

// gapFirst is the priority of pages about days of which articles are missing.
const gapFirst = -1

const (
	rankFirst = math.MinInt64 / 2 // entrances of which nobody knows how old their pages are
	rankLast  = math.MaxInt64 / 2 // pages of which nobody knows how old they are
	// listStale is how long a list that a backfill has read is not read again,
	// when nothing says that it has changed since.
	listStale = 7 * 24 * time.Hour
)

// backlogRank orders pages by their date alone.
func backlogRank(f *news.Found) int64 {
	switch {
	case !f.Published.IsZero():
		return -f.Published.Unix()
	case entrance(f.Role) && f.Depth <= 1:
		return rankFirst
	}
	return rankLast
}

// addOld makes a page known and puts it into the backlog, unless the archive has
// asked for it before. A page that failed has another chance in each backfill;
// a list is read again when it has changed since, or a week later.
func (q *queue) addOld(f *news.Found) (id int64, isNew bool, err error) {
	if id, err = q.t.pageAt(f.URL); err != nil {
		return 0, false, err
	}
	if id == 0 {
		if id, err = q.t.addPage(q.site, f); err != nil {
			return 0, false, err
		}
		return id, true, q.old(id, f)
	}
	p, err := q.t.page(id)
	if err != nil || p.lastRun.Valid && p.lastRun.Int64 == int64(q.run) {
		return id, false, err
	}
	if err := q.t.spell(p, f); err != nil {
		return id, false, err
	}
	var via news.Via
	if p.lastRun.Valid {
		if err := q.t.get(`SELECT via FROM run WHERE id = ?`, []any{p.lastRun.Int64}, &via); err != nil {
			return id, false, err
		}
	}
	asked := p.lastRun.Valid && p.failures == 0
	switch {
	case p.lastRun.Valid && f.Role == news.RoleSection && f.Depth <= 1 && !f.Published.IsZero() && p.lastVisit.Sub(f.Published) > listStale:
		return id, false, nil // the list of a day that was over; one that failed is in the backlog
	case !asked:
	case !entrance(p.role):
		return id, false, nil
	case via != news.ViaBackfill: // read for what is new
	case !f.Published.IsZero() && f.Published.After(p.lastVisit):
	case q.t.now.Sub(p.lastVisit) < listStale:
		return id, false, nil
	}
	return id, false, q.old(id, f)
}

// old puts a page into the backlog, where it keeps its state if it is there.
func (q *queue) old(id int64, f *news.Found) error {
	first := 0
	if f.First {
		first = gapFirst
	}
	return q.t.exec(`INSERT INTO backlog (page_id, site, host, state, priority, rank, due_at, why)
		SELECT id, ?, host, 'ready', ?, ?, ?, 'new' FROM page WHERE id = ?
		ON CONFLICT (page_id) DO UPDATE SET rank = min(rank, excluded.rank), priority = excluded.priority`,
		q.site, first, backlogRank(f), clock{q.t.now}, id)
}

// Confine holds back the articles of the backlog that a run is not about: those
// dated before from or at or after to, each of which may be zero for no bound, and
// those without a date when there is a bound. Lists stay, because what they list
// has a date of its own. Those dated in one of the gaps are to go first. It returns
// how many articles are left to the run.
func (s *Store) Confine(ctx context.Context, run news.RunID, from, to time.Time, gaps []news.Span) (left int, err error) {
	err = s.write(ctx, func(t *tx) error {
		q, err := t.queue(run)
		if err != nil {
			return err
		}
		if q.lane != backlogLane {
			return fmt.Errorf("run %d is no backfill", run)
		}
		// A run that was killed may have held back other ones.
		if err := t.exec(`UPDATE backlog SET state = 'waiting' WHERE site = ? AND state = 'held'`, q.site); err != nil {
			return err
		}
		newest, oldest := int64(math.MinInt64), int64(math.MaxInt64)
		if !to.IsZero() {
			newest, oldest = -to.Unix(), rankLast-1
		}
		if !from.IsZero() {
			oldest = -from.Unix()
		}
		const articles = ` site = ?1 AND page_id IN (SELECT id FROM page WHERE role NOT IN ('home', 'section', 'feed', 'sitemap'))`
		if err := t.exec(`UPDATE backlog SET state = 'held' WHERE (rank <= ?2 OR rank > ?3) AND`+articles, q.site, newest, oldest); err != nil {
			return err
		}
		if err := t.exec(`UPDATE backlog SET priority = 0 WHERE priority <> 0 AND`+articles, q.site); err != nil {
			return err
		}
		for _, g := range gaps {
			if err := t.exec(`UPDATE backlog SET priority = ?4 WHERE rank > ?2 AND rank <= ?3 AND`+articles,
				q.site, -g.To.Unix(), -g.From.Unix(), gapFirst); err != nil {
				return err
			}
		}
		return t.get(`SELECT count(*) FROM backlog WHERE state <> 'held' AND`+articles, []any{q.site}, &left)
	})
	if err != nil {
		return 0, fmt.Errorf("confine run %d: %w", run, err)
	}
	return left, nil
}

// Backlog counts the articles of a site that a backfill has found and not yet
// asked for.
func (r *Reader) Backlog(ctx context.Context, site string) (n int, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT count(*) FROM backlog b JOIN page p ON p.id = b.page_id
		WHERE b.site = ? AND p.role NOT IN ('home', 'section', 'feed', 'sitemap')`, site).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("backlog of %s: %w", site, err)
	}
	return n, nil
}

// Asked reports whether the archive has asked for the page of an address, and got
// an answer that was read.
func (r *Reader) Asked(ctx context.Context, address string) (yes bool, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM page p JOIN (`+pageAt+`) k ON p.id = k.page_id
		WHERE p.last_run IS NOT NULL AND p.failures = 0)`, address, address).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("page %s: %w", address, err)
	}
	return yes, nil
}

// leaveBacklog takes the visited page out of the backlog and says where it is to
// wait for its next turn: a page that failed in a backfill in the backlog, any
// other one in the frontier. It is empty for lists a backfill has read: crawls
// look at them in their own time.
func (k *keeping) leaveBacklog() (lane, error) {
	old := k.queue.lane == backlogLane
	switch {
	case old && again(k.v.Outcome) && !k.v.Due.IsZero():
		return backlogLane, nil
	case !old && entrance(k.subject.role):
		return frontierLane, nil // that a crawl has read a list is no reason for a backfill not to
	}
	err := k.exec(`DELETE FROM backlog WHERE page_id IN (?, ?)`, k.visited.id, k.subject.id)
	if old && entrance(k.subject.role) {
		return "", err
	}
	return frontierLane, err
}
