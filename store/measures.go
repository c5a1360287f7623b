package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"newskeep/scraper/news"
)

// Measures are an archive in numbers that are cheap to count, for those who watch
// it.
type Measures struct {
	Bytes int64          // of the file, and of what is not yet written back into it
	Held  *Holder        // who writes into it now; nil: nobody
	Sites []SiteMeasures // by name
}

// SiteMeasures are the numbers of one site.
type SiteMeasures struct {
	Name     string
	Articles int
	Queued   int            // pages that are to be asked for, now or later
	Due      int            // of them, those whose time has come
	Running  bool           // a live run of it has begun and not ended; one that was killed runs until the next begins
	Last     *news.Summary  // of the last live run over more than a part that ended; nil: none has
	Success  time.Time      // when the last such run ended that came to its end, some unread pages aside; zero: never
	Runs     map[string]int // ended runs by outcome, backfills included
	Refused  int            // runs that never began because another one held the archive
}

// measuresSQL counts what belongs to each site. Each count walks an index alone, and
// none twice: pages that wait are most of an archive.
const measuresSQL = `SELECT s.name,
		(SELECT count(*) FROM article_facet a WHERE a.site = s.name),
		(SELECT count(*) FROM frontier f WHERE f.site = s.name AND f.state = 'ready'),
		(SELECT count(*) FROM frontier f WHERE f.site = s.name AND f.state = 'held'),
		coalesce(w.waiting, 0), coalesce(w.come, 0),
		EXISTS (SELECT 1 FROM run u WHERE u.site = s.name AND u.via = 'live' AND u.ended_at IS NULL),
		(SELECT u.ended_at FROM run u WHERE u.site = s.name AND u.via = 'live' AND u.options ->> '$.part' IS NULL AND u.outcome IN ('done', 'partial') ORDER BY u.id DESC LIMIT 1),
		(SELECT count(*) FROM run_refused n WHERE n.site = s.name)
	FROM site s
	LEFT JOIN (SELECT site, count(*) AS waiting, sum(due_at <= ?1) AS come FROM frontier WHERE state = 'waiting' GROUP BY site) w ON w.site = s.name
	ORDER BY s.name`

// Measures counts. What a run that has ended was is taken from known, by its id,
// when it is there, and put there otherwise: that never changes. Known is not nil.
func (r *Reader) Measures(ctx context.Context, now time.Time, known map[news.RunID]*news.Summary) (*Measures, error) {
	m := &Measures{Sites: []SiteMeasures{}}
	for _, name := range []string{r.path, r.path + "-wal"} {
		if fi, err := os.Stat(name); err == nil {
			m.Bytes += fi.Size()
		}
	}
	var err error
	if m.Held, err = HolderOf(r.path); err != nil {
		return nil, err
	}
	err = r.each(ctx, measuresSQL, []any{clock{now}}, func(scan func(...any) error) error {
		s := SiteMeasures{Runs: map[string]int{}}
		var ready, held, waiting, come int
		var success clock
		err := scan(&s.Name, &s.Articles, &ready, &held, &waiting, &come, &s.Running, &success, &s.Refused)
		s.Queued, s.Due, s.Success = ready+held+waiting, ready+come, success.Time
		m.Sites = append(m.Sites, s)
		return err
	})
	for i := range m.Sites {
		if err == nil {
			err = r.measureRuns(ctx, &m.Sites[i], known)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("measures: %w", err)
	}
	return m, nil
}

// measureRuns counts the runs of a site that have ended, and finds the last one.
func (r *Reader) measureRuns(ctx context.Context, s *SiteMeasures, known map[news.RunID]*news.Summary) error {
	var last news.RunID
	err := r.each(ctx, `SELECT outcome, count(*), coalesce(max(CASE WHEN via = 'live' AND options ->> '$.part' IS NULL THEN id END), 0) FROM run
		WHERE site = ? AND ended_at IS NOT NULL GROUP BY outcome`, []any{s.Name}, func(scan func(...any) error) error {
		var outcome string
		var n int
		var id news.RunID
		err := scan(&outcome, &n, &id)
		s.Runs[outcome], last = n, max(last, id)
		return err
	})
	if err != nil || last == 0 {
		return err
	}
	if s.Last = known[last]; s.Last == nil {
		if s.Last, err = r.Summary(ctx, last); err == nil {
			known[last] = s.Last
		}
	}
	return err
}

// Writable is nil when the archive can be written to: it begins a transaction and
// ends it without a change.
func (s *Store) Writable(ctx context.Context) error {
	err := s.write(ctx, func(*tx) error { return errUnchanged })
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return fmt.Errorf("write to %s: %w", s.read.path, err)
}

var errUnchanged = errors.New("nothing was to be written")
