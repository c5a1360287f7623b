package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// takeUpWithin is how long after its start a killed run is taken up again. Later
// the lists it has read are stale, and a new run must read them anew; what the
// old one still had to visit is due in any case.
const takeUpWithin = 6 * time.Hour

// Begin opens a run of a site and returns it with its id. When a run of the site
// was killed, had the same options and began no longer ago than six hours, that
// run is taken up again: it keeps its id and start, and the pages it has visited
// keep their turn. Otherwise the killed run is closed as interrupted and a new
// one begins.
//
// The caller holds the archive's [Lock], so an unfinished run is a killed one.
func (s *Store) Begin(ctx context.Context, site news.Site, run news.Run) (news.Run, error) {
	run.Site = site.Name
	if run.Options == "" {
		run.Options = "{}"
	}
	run.Via = cmp.Or(run.Via, news.ViaLive)
	err := s.write(ctx, func(t *tx) error {
		if err := t.putSite(site); err != nil {
			return err
		}
		killed, err := t.unfinished(site.Name, run.Via)
		if err != nil {
			return err
		}
		if killed.ID != 0 && killed.Options == run.Options && t.now.Sub(killed.Started) < takeUpWithin {
			run.ID, run.Started, run.Resumed = killed.ID, killed.Started, killed.Resumed+1
			return t.exec(`UPDATE run SET resumed = ?, holder_host = ?, holder_pid = ?, profile_hash = ?, parser = ? WHERE id = ?`,
				run.Resumed, run.HolderHost, run.HolderPID, run.ProfileHash, run.Parser, run.ID)
		}
		// A part comes between: the whole run that was killed is still to be taken up.
		if killed.ID != 0 && partOf(run.Options) == news.PartWhole {
			if err := t.end(killed.ID, news.RunInterrupted, nil); err != nil {
				return err
			}
		}
		if err := t.warnOfClock(); err != nil {
			return err
		}
		if run.Started.IsZero() {
			run.Started = t.now
		}
		run.Started = run.Started.UTC().Truncate(time.Millisecond)
		id, err := t.insert(`INSERT INTO run
			(site, started_at, via, outcome, resumed, holder_host, holder_pid, profile_hash, parser, options, warnings)
			VALUES (?, ?, ?, '', 0, ?, ?, ?, ?, ?, '[]')`,
			run.Site, clock{run.Started}, run.Via, run.HolderHost, run.HolderPID, run.ProfileHash, run.Parser, run.Options)
		run.ID, run.Resumed = news.RunID(id), 0
		return err
	})
	if err != nil {
		return run, fmt.Errorf("begin a run of %s: %w", site.Name, err)
	}
	return run, nil
}

// warnOfClock tells the operator of a clock that is behind the latest run. What is
// kept then has times that are wrong, though in order.
func (t *tx) warnOfClock() error {
	var last clock
	err := t.get(`SELECT max(started_at) FROM run`, nil, &last)
	if behind := last.Sub(t.now); err == nil && !last.IsZero() && behind > time.Minute {
		t.s.log.Error("the clock has gone backwards: set it before the next run; until it has caught up, changes are kept as of the last time a page was seen, and lists stay as they were",
			"behind", behind.Round(time.Second), "last_run", last.text())
	}
	return err
}

func (t *tx) putSite(site news.Site) error {
	return t.exec(`INSERT INTO site (name, title, language, home, zone, first_seen, last_seen)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET title = excluded.title, language = excluded.language,
			home = excluded.home, zone = excluded.zone, last_seen = excluded.last_seen`,
		site.Name, site.Title, site.Language, site.Home, site.Zone, clock{t.now}, clock{t.now})
}

// partOf is the part that a run with these options is about.
func partOf(options string) news.Part {
	var o struct{ Part news.Part }
	_ = json.Unmarshal([]byte(options), &o) // what is no part of ours is none
	return o.Part
}

// unfinished returns the site's run of a kind that has not ended; zero when there
// is none.
func (t *tx) unfinished(site string, via news.Via) (news.Run, error) {
	var run news.Run
	var started clock
	err := t.get(`SELECT id, started_at, resumed, options FROM run
		WHERE site = ? AND via = ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1`, []any{site, via},
		&run.ID, &started, &run.Resumed, &run.Options)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Run{}, nil
	}
	run.Started = started.Time
	return run, err
}

// End closes a run. Outcome is one of the words of package news. Pages that had
// their turn in the run wait for their next one from now on.
func (s *Store) End(ctx context.Context, run news.RunID, outcome string, warnings []string) error {
	err := s.write(ctx, func(t *tx) error { return t.end(run, outcome, warnings) })
	if err == nil {
		err = s.indexWaiting(ctx)
	}
	if err != nil {
		return fmt.Errorf("end run %d: %w", run, err)
	}
	return nil
}

func (t *tx) end(run news.RunID, outcome string, warnings []string) error {
	q, err := t.queue(run)
	if err != nil {
		return err
	}
	if err := t.exec(`UPDATE run SET ended_at = ?, outcome = ?, warnings = ? WHERE id = ?`,
		clock{t.now}, outcome, jsonList(warnings), run); err != nil {
		return err
	}
	if !q.live {
		return nil // it gave no page a turn
	}
	if q.lane == backlogLane {
		err = t.exec(`INSERT INTO run_left (run_id, section, count)
			SELECT ?1, '[]', n FROM (SELECT count(*) AS n FROM backlog WHERE site = ?2 AND state <> 'held') WHERE n > 0
			ON CONFLICT DO UPDATE SET count = excluded.count`, run, q.site)
	} else if err = t.countLeft(run, q.site); err == nil {
		err = t.putCounts(run)
	}
	if err != nil {
		return err
	}
	return t.exec(q.lane.sql(`UPDATE frontier SET state = 'waiting' WHERE site = ? AND state = 'held'`), q.site)
}

// leftSorted is how many pages that are left over are still sorted by section:
// an estimate of a backfill may leave millions, and the end of a run must not
// wait for them.
const leftSorted = 50_000

// countLeft notes what was due and was not asked for. Pages of sections that the
// run was not about are none of its business: it has visited none of theirs.
func (t *tx) countLeft(run news.RunID, site string) error {
	var options string
	var n int
	if err := t.get(`SELECT options, (SELECT count(*) FROM frontier WHERE site = ?2 AND state = 'ready') FROM run WHERE id = ?1`,
		[]any{run, site}, &options, &n); err != nil || n == 0 {
		return err
	}
	const put = `INSERT INTO run_left (run_id, section, count) `
	const replace = ` ON CONFLICT DO UPDATE SET count = excluded.count`
	switch {
	case partOf(options) == news.PartLists:
		return t.exec(put+`SELECT ?1, p.section, count(*) FROM frontier f JOIN page p ON p.id = f.page_id
			WHERE f.site = ?2 AND f.state = 'ready' AND f.priority < ?3 GROUP BY p.section`+replace, run, site, priority(news.RoleOfArticle, "new"))
	case n > leftSorted:
		return t.exec(put+`VALUES (?, '[]', ?)`+replace, run, n)
	case partOf(options) == news.PartArticles:
		return t.exec(put+`SELECT ?1, p.section, count(*) FROM frontier f JOIN page p ON p.id = f.page_id
			WHERE f.site = ?2 AND f.state = 'ready' AND f.priority >= ?3 GROUP BY p.section`+replace, run, site, priority(news.RoleOfArticle, "new"))
	case options == "{}":
		return t.exec(put+`SELECT ?1, p.section, count(*) FROM frontier f JOIN page p ON p.id = f.page_id
			WHERE f.site = ?2 AND f.state = 'ready' GROUP BY p.section`+replace, run, site)
	}
	return t.exec(put+`SELECT ?1, p.section, count(*) FROM frontier f JOIN page p ON p.id = f.page_id
		WHERE f.site = ?2 AND f.state = 'ready'
			AND p.section IN (SELECT q.section FROM visit v JOIN page q ON q.id = v.page_id WHERE v.run_id = ?1)
		GROUP BY p.section`+replace, run, site)
}

// jsonList writes a list as JSON; nil as [].
func jsonList[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	return jsonText(list)
}

// jsonText writes a value of our own types as JSON, which cannot fail: they hold
// no channels, functions or cycles.
func jsonText(v any) string {
	encode := func() ([]byte, error) { return json.Marshal(v) }
	if m, ok := v.(json.Marshaler); ok { // ours give compact JSON, which Marshal would read through once more
		encode = m.MarshalJSON
	}
	b, err := encode()
	if err != nil {
		panic(fmt.Sprintf("store: %T as JSON: %v", v, err))
	}
	return string(b)
}
