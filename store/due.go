package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// Due is what a crawl of a site would find queued.
type Due struct {
	New     int       `json:"new"`           // articles never asked for
	Revisit int       `json:"revisit"`       // articles whose time to be looked at again has come
	Lists   int       `json:"lists"`         // section pages, feeds and sitemaps left over
	Later   int       `json:"later"`         // pages that wait for their time, or had their turn in a run under way
	Next    time.Time `json:"next,omitzero"` // when the first of those is due; zero when none waits
}

// Due counts what is queued for a site; all zero when the archive does not know it.
func (r *Reader) Due(ctx context.Context, site string, now time.Time) (Due, error) {
	var d Due
	var next clock
	list, fresh := priority(news.RoleSitemap, ""), priority(news.RoleOfArticle, "new")
	err := errors.Join(
		r.db.QueryRowContext(ctx, `SELECT coalesce(sum(priority = ?3 OR p.last_run IS NULL AND priority > ?2), 0), coalesce(sum(priority > ?3 AND p.last_run IS NOT NULL), 0), coalesce(sum(priority <= ?2), 0)
			FROM (SELECT page_id, priority FROM frontier WHERE site = ?1 AND state = 'ready'
				UNION ALL SELECT page_id, priority FROM frontier WHERE site = ?1 AND state = 'waiting' AND due_at <= ?4) f
			JOIN page p ON p.id = f.page_id`, site, list, fresh, clock{now}).Scan(&d.New, &d.Revisit, &d.Lists),
		r.db.QueryRowContext(ctx, `SELECT count(*), min(due_at) FROM frontier WHERE site = ? AND state = 'waiting' AND due_at > ?`, site, clock{now}).Scan(&d.Later, &next))
	if err != nil {
		return d, fmt.Errorf("due pages of %s: %w", site, err)
	}
	d.Next = next.Time
	var held int
	if err := r.db.QueryRowContext(ctx, `SELECT count(*) FROM frontier WHERE site = ? AND state = 'held'`, site).Scan(&held); err != nil {
		return d, fmt.Errorf("due pages of %s: %w", site, err)
	}
	d.Later += held
	return d, nil
}
