package store

import (
	"database/sql"
	"errors"
	"fmt"

	"newskeep/scraper/news"
)

// listed notes that a list of this run shows an article. What a backfill sees in
// old lists is no news.
func (q *queue) listed(id int64, f *news.Found) error {
	if !f.Listed || f.Role != news.RoleOfArticle || q.lane != frontierLane {
		return nil
	}
	return q.t.exec(`UPDATE page SET listed_run = ?1 WHERE id = ?2 AND listed_run IS NOT ?1`, q.run, id)
}

// vanished makes ready the articles that stood in a list at the time of the last
// complete run and stand in none any more. Most have only been pushed off the
// last page; but one that was taken off the site is seen nowhere else, and would
// otherwise be noticed only when it is due by its age, or never. Each has one
// visit in the first run that misses it.
//
// It is asked once there is nothing else to do, because only then all lists have
// been read. A run with other options saw other lists, and says nothing; nor does
// one over a part, which reads first pages or none.
func (t *tx) vanished(run news.RunID, site, host string) error {
	var before int64
	err := t.get(`SELECT b.id FROM run r JOIN run b ON b.site = r.site AND b.id < r.id AND b.options = r.options
		WHERE r.id = ? AND r.options ->> '$.part' IS NULL AND b.outcome IN (?, ?) ORDER BY b.id DESC LIMIT 1`,
		[]any{run, news.RunDone, news.RunPartial}, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("last complete run: %w", err)
	}
	// Held pages had their turn: the run is not about their section.
	return t.exec(`INSERT INTO frontier (page_id, site, host, state, priority, rank, due_at, why)
		SELECT p.id, p.site, p.host, 'ready', ?1, -coalesce(unixepoch(coalesce(a.published_at, p.listed_at)), 0), ?2, 'revisit'
		FROM page p LEFT JOIN article a ON a.page_id = p.id
		WHERE p.site = ?3 AND p.listed_run >= ?4 AND p.listed_run < ?5 AND p.host = ?6
			AND p.role = 'article' AND p.same_as IS NULL AND p.last_run IS NOT NULL AND p.last_run < ?5
		ON CONFLICT (page_id) DO UPDATE SET state = 'ready', why = excluded.why, due_at = excluded.due_at WHERE state <> 'held'`,
		priority(news.RoleOfArticle, "revisit"), clock{t.now}, site, before, run, host)
}
