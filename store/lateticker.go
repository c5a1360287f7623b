package store

import (
	"database/sql"
	"errors"

	"newskeep/scraper/news"
)

// fillTicker notes which lines stood in a ticker at a time before it was last seen,
// from a capture of others. A line that was not known of then stood there until the
// next time at which the ticker is known to have been seen; one that was last seen
// before had gone by then. One that was seen before and after is not parted: no
// visits are known to be those that saw the ticker.
func (k *keeping) fillTicker(id int64, lines []news.TickerLine) error {
	at := clock{k.v.At}
	var seenOn int
	if err := k.get(`SELECT seen_on FROM module WHERE id = ?`, []any{id}, &seenOn); err != nil {
		return err
	}
	if priority(k.subject.role, "") > seenOn {
		return nil // as in module: this page may leave lines out
	}
	if err := k.exec(`UPDATE module SET first_seen = min(first_seen, ?) WHERE id = ?`, at, id); err != nil {
		return err
	}
	var next clock
	if err := k.get(`SELECT min(t) FROM (SELECT min(from_at) AS t FROM ticker_line WHERE module_id = ?1 AND from_at > ?2
			UNION ALL SELECT min(last_seen) FROM ticker_line WHERE module_id = ?1 AND last_seen > ?2
			UNION ALL SELECT min(to_at) FROM ticker_line WHERE module_id = ?1 AND to_at > ?2
			UNION ALL SELECT last_seen FROM module WHERE id = ?1)`, []any{id, at}, &next); err != nil {
		return err
	}
	shown := map[news.TickerLine]bool{}
	for _, l := range lines {
		if shown[l] {
			continue
		}
		shown[l] = true
		if err := k.fillLine(id, l, next); err != nil {
			return err
		}
	}
	// What was last seen before, and is not shown, had gone.
	gone := []int64{}
	err := k.each(`SELECT id, text, url FROM ticker_line WHERE module_id = ?1 AND last_seen < ?2 AND to_at > ?2`, []any{id, at},
		func(scan func(...any) error) error {
			var line int64
			var l news.TickerLine
			err := scan(&line, &l.Text, &l.URL)
			if !shown[l] {
				gone = append(gone, line)
			}
			return err
		})
	for _, line := range gone {
		if err == nil {
			err = k.exec(`UPDATE ticker_line SET to_at = ? WHERE id = ?`, at, line)
		}
	}
	return err
}

// fillLine notes that a line stood at the time of the visit. Next is the next time
// at which the ticker is known to have been seen.
func (k *keeping) fillLine(module int64, l news.TickerLine, next clock) error {
	at := clock{k.v.At}
	var line int64
	var seen, from clock
	err := k.get(`SELECT t.id, coalesce(t.last_seen, m.last_seen) FROM ticker_line t JOIN module m ON m.id = t.module_id
		WHERE t.module_id = ?1 AND t.text = ?2 AND t.url = ?3 AND t.from_at <= ?4 AND (t.to_at IS NULL OR t.to_at > ?4)
		ORDER BY t.from_at DESC LIMIT 1`, []any{module, l.Text, l.URL, at}, &line, &seen)
	switch {
	case err == nil && !at.After(seen.Time):
		return nil
	case err == nil:
		return k.exec(`UPDATE ticker_line SET last_seen = ? WHERE id = ?`, at, line)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	err = k.get(`SELECT id, from_at FROM ticker_line WHERE module_id = ? AND text = ? AND url = ? AND from_at > ? ORDER BY from_at LIMIT 1`,
		[]any{module, l.Text, l.URL, at}, &line, &from)
	switch {
	case err == nil && from.Equal(next.Time):
		return k.exec(`UPDATE ticker_line SET from_at = ? WHERE id = ?`, at, line)
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	}
	return k.exec(`INSERT INTO ticker_line (module_id, text, url, from_at, last_seen, to_at) VALUES (?, ?, ?, ?, ?, ?)`,
		module, l.Text, l.URL, at, at, next)
}
