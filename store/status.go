package store

import (
	"context"
	"fmt"
	"os"
	"time"

	"newskeep/scraper/news"
)

// SiteStatus is a site with what the archive holds of it.
type SiteStatus struct {
	news.Site
	Articles int       `json:"articles"`
	Pages    int       `json:"pages"`              // known addresses, articles and all others
	Queued   int       `json:"queued"`             // pages that are to be asked for, now or later
	LastRun  *news.Run `json:"last_run,omitempty"` // its last crawl that was not over a part only; nil when it was never crawled
}

// Sites lists the sites of the archive by name.
func (r *Reader) Sites(ctx context.Context) ([]news.Site, error) {
	list := []news.Site{}
	err := r.each(ctx, `SELECT name, title, language, home, zone FROM site ORDER BY name`, nil, func(scan func(...any) error) error {
		var s news.Site
		err := scan(&s.Name, &s.Title, &s.Language, &s.Home, &s.Zone)
		list = append(list, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sites: %w", err)
	}
	return list, nil
}

// SiteStatuses lists the sites by name with what the archive holds of each. It counts
// all pages, which of a million takes half a second.
func (r *Reader) SiteStatuses(ctx context.Context) ([]SiteStatus, error) {
	sites, err := r.Sites(ctx)
	if err != nil {
		return nil, err
	}
	last, err := r.LastRuns(ctx)
	if err != nil {
		return nil, err
	}
	list := []SiteStatus{}
	for _, site := range sites {
		s := SiteStatus{Site: site, LastRun: last[site.Name]}
		err := r.one(ctx, `SELECT (SELECT count(*) FROM article_facet WHERE site = ?1), (SELECT count(*) FROM page WHERE site = ?1),
			(SELECT count(*) FROM frontier WHERE site = ?1)`, []any{s.Name}, &s.Articles, &s.Pages, &s.Queued)
		if err != nil {
			return nil, fmt.Errorf("site %s: %w", s.Name, err)
		}
		list = append(list, s)
	}
	return list, nil
}

// LastRuns gives the last crawl of each site that was not over a part only, by the
// site's name: whether it is due is told from those. Nil stands for none.
func (r *Reader) LastRuns(ctx context.Context) (map[string]*news.Run, error) {
	sites, err := r.Sites(ctx)
	if err != nil {
		return nil, err
	}
	last := map[string]*news.Run{}
	for _, s := range sites {
		runs, err := r.runs(ctx, `site = ? AND via = 'live' AND options ->> '$.part' IS NULL ORDER BY id DESC LIMIT 1`, s.Name)
		if err != nil {
			return nil, err
		}
		last[s.Name] = nil
		if len(runs) > 0 {
			last[s.Name] = &runs[0]
		}
	}
	return last, nil
}

// Runs lists the latest runs of a site, or of all when it is empty, newest
// first; at most limit, 0 stands for 20.
func (r *Reader) Runs(ctx context.Context, site string, limit int) ([]news.Run, error) {
	if limit <= 0 {
		limit = 20
	}
	return r.runs(ctx, `?1 = '' OR site = ?1 ORDER BY id DESC LIMIT ?2`, site, limit)
}

// runs lists those that a condition with its order picks.
func (r *Reader) runs(ctx context.Context, where string, args ...any) ([]news.Run, error) {
	list := []news.Run{}
	err := r.each(ctx, `SELECT id, site, started_at, ended_at, via, outcome, resumed, holder_host, holder_pid, profile_hash, parser, options
		FROM run WHERE `+where, args, func(scan func(...any) error) error {
		var v news.Run
		var started, ended clock
		err := scan(&v.ID, &v.Site, &started, &ended, &v.Via, &v.Outcome, &v.Resumed, &v.HolderHost, &v.HolderPID, &v.ProfileHash, &v.Parser, &v.Options)
		v.Started, v.Ended = started.Time, ended.Time
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	for i := range list {
		if list[i].Missed, err = r.missed(ctx, list[i].ID); err != nil {
			return nil, fmt.Errorf("runs: %w", err)
		}
	}
	return list, nil
}

// Status is what the archive holds, as a whole.
type Status struct {
	Path      string       `json:"archive"`
	Version   int          `json:"schema_version"`
	Bytes     int64        `json:"bytes"` // of the file, and of what is not yet written back into it
	Articles  int          `json:"articles"`
	Revisions int          `json:"revisions"`
	Snapshots int          `json:"snapshots"`
	Packed    int64        `json:"snapshot_bytes_stored"`
	Unpacked  int64        `json:"snapshot_bytes_received"`
	Holder    *Holder      `json:"holder,omitempty"` // who crawls into it now; nil when nobody does
	Sites     []SiteStatus `json:"sites"`
	Runs      []news.Run   `json:"runs"` // the latest, newest first
}

// Status counts what the archive holds.
func (r *Reader) Status(ctx context.Context) (*Status, error) {
	s := &Status{Path: r.path}
	err := r.db.QueryRowContext(ctx, `SELECT
			(SELECT user_version FROM pragma_user_version),
			(SELECT count(*) FROM article_facet),
			(SELECT count(*) FROM revision),
			(SELECT count(*) FROM snapshot),
			(SELECT coalesce(sum(length(body)), 0) FROM snapshot),
			(SELECT coalesce(sum(size), 0) FROM snapshot)`).
		Scan(&s.Version, &s.Articles, &s.Revisions, &s.Snapshots, &s.Packed, &s.Unpacked)
	if err != nil {
		return nil, fmt.Errorf("status: %w", err)
	}
	for _, name := range []string{r.path, r.path + "-wal"} {
		if fi, err := os.Stat(name); err == nil {
			s.Bytes += fi.Size()
		}
	}
	if s.Holder, err = HolderOf(r.path); err != nil {
		return nil, err
	}
	if s.Sites, err = r.SiteStatuses(ctx); err != nil {
		return nil, err
	}
	s.Runs, err = r.Runs(ctx, "", 0)
	return s, err
}

// FirstRun is when the first run began; zero when there was none.
func (r *Reader) FirstRun(ctx context.Context) (time.Time, error) {
	var at clock
	if err := r.db.QueryRowContext(ctx, `SELECT min(started_at) FROM run`).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("first run: %w", err)
	}
	return at.Time, nil
}

// missed counts the pages a run did not get by failure class, from an index
// alone, and those that were still due when it ended.
func (r *Reader) missed(ctx context.Context, run news.RunID) (map[string]int, error) {
	missed := map[string]int{}
	err := r.each(ctx, `SELECT coalesce(nullif(class, ''), outcome), count(*)
			FROM (SELECT outcome, class, max(id) FROM visit WHERE run_id = ?1 GROUP BY page_id)
			WHERE outcome NOT IN ('fetched', 'not_modified', 'dropped') GROUP BY 1
		UNION ALL SELECT 'left', sum(count) FROM run_left WHERE run_id = ?1 HAVING sum(count) > 0`, []any{run},
		func(scan func(...any) error) error {
			var class string
			var n int
			err := scan(&class, &n)
			missed[class] += n
			return err
		})
	if len(missed) == 0 {
		missed = nil
	}
	return missed, err
}
