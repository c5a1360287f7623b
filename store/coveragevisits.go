package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"newskeep/scraper/news"
)

// ended is what visits of a run are counted by.
type ended struct {
	section string // as the column of page has it
	outcome news.Outcome
	change  news.Change
	class   string
	quarter string // of an hour, UTC: every offset of a zone is a multiple of one, so none straddles a day
}

// sectionsOfPages remembers the section of pages, as the column has it.
type sectionsOfPages map[int64]string

// asker asks in SQL and calls f for each row: the reader, or a transaction.
type asker func(query string, args []any, f func(scan func(...any) error) error) error

// endedAs counts the pages of a run by what became of them: what the last visit
// says. Of a run that has ended it was counted then.
func (r *Reader) endedAs(ctx context.Context, run *coveredRun, known sectionsOfPages) (map[ended]int, error) {
	ask := func(query string, args []any, f func(scan func(...any) error) error) error {
		return r.often(ctx, query, args, f)
	}
	counts := map[ended]int{}
	if !run.open {
		err := ask(`SELECT section, quarter, outcome, change, class, count FROM run_count WHERE run_id = ?`, []any{run.id}, func(scan func(...any) error) error {
			var e ended
			var n int
			err := scan(&e.section, &e.quarter, &e.outcome, &e.change, &e.class, &n)
			counts[e] = n
			return err
		})
		if err != nil || len(counts) > 0 {
			return counts, err
		}
	}
	return countVisits(ask, run.id, known)
}

// countVisits counts from the visits themselves. They come from an index in the
// order of pages and are counted here, as sorting a year of them in SQLite takes
// many times as long.
func countVisits(ask asker, run news.RunID, known sectionsOfPages) (map[ended]int, error) {
	type last struct {
		page, id int64
		ended
	}
	var pages []last
	var unknown []int64
	err := ask(`SELECT page_id, id, outcome, change, class, at FROM visit WHERE run_id = ? ORDER BY page_id`, []any{run},
		func(scan func(...any) error) error {
			var v last
			var at string
			if err := scan(&v.page, &v.id, &v.outcome, &v.change, &v.class, &at); err != nil {
				return err
			}
			v.quarter = quarter(at)
			if n := len(pages); n > 0 && pages[n-1].page == v.page {
				if pages[n-1].id < v.id {
					pages[n-1] = v
				}
				return nil
			}
			pages = append(pages, v)
			if _, ok := known[v.page]; !ok {
				unknown = append(unknown, v.page)
			}
			return nil
		})
	if err == nil && len(unknown) > 0 {
		err = learnSections(ask, unknown, known)
	}
	if err != nil {
		return nil, err
	}
	counts := map[ended]int{}
	for _, p := range pages {
		p.section = known[p.page]
		counts[p.ended]++
	}
	return counts, nil
}

// learnSections looks pages up.
func learnSections(ask asker, pages []int64, known sectionsOfPages) error {
	list, err := json.Marshal(pages)
	if err != nil {
		return err
	}
	columns := map[string]string{} // so that pages share them
	return ask(`SELECT p.id, p.section FROM json_each(?) j CROSS JOIN page p ON p.id = j.value`, []any{string(list)},
		func(scan func(...any) error) error {
			var id int64
			var column string
			if err := scan(&id, &column); err != nil {
				return err
			}
			shared, ok := columns[column]
			if !ok {
				columns[column], shared = column, column
			}
			known[id] = shared
			return nil
		})
}

// mostCounted are the visits of a run that are counted when it ends: nothing can be
// written meanwhile.
const mostCounted = 500_000

// putCounts notes what became of the pages of a run that has ended.
func (t *tx) putCounts(run news.RunID) error {
	var visits int
	if err := t.get(`SELECT count(*) FROM (SELECT 1 FROM visit WHERE run_id = ? LIMIT ?)`, []any{run, mostCounted + 1}, &visits); err != nil || visits > mostCounted {
		return err
	}
	counts, err := countVisits(t.each, run, sectionsOfPages{})
	if err == nil {
		err = t.exec(`DELETE FROM run_count WHERE run_id = ?`, run)
	}
	for e, n := range counts {
		if err == nil {
			err = t.exec(putCount, e.row(run, n)...)
		}
	}
	return err
}

const putCount = `INSERT INTO run_count (run_id, section, quarter, outcome, change, class, count) VALUES (?, ?, ?, ?, ?, ?, ?)`

func (e ended) row(run news.RunID, n int) []any {
	return []any{run, e.section, e.quarter, e.outcome, e.change, e.class, n}
}

// fillCounts brings the runs of an older archive to version 16.
func fillCounts(ctx context.Context, c *sql.Conn) error {
	ask := func(query string, args []any, f func(scan func(...any) error) error) error {
		rows, err := c.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, f)
	}
	var runs []news.RunID
	err := ask(`SELECT id FROM run WHERE ended_at IS NOT NULL AND via = 'live' ORDER BY id`, nil, func(scan func(...any) error) error {
		var id news.RunID
		err := scan(&id)
		runs = append(runs, id)
		return err
	})
	known := sectionsOfPages{}
	for _, run := range runs {
		if err != nil {
			break
		}
		var counts map[ended]int
		counts, err = countVisits(ask, run, known)
		for e, n := range counts {
			if err == nil {
				_, err = c.ExecContext(ctx, putCount, e.row(run, n)...)
			}
		}
	}
	return err
}

// quarter cuts a moment as the archive writes it down to a quarter of an hour.
func quarter(at string) string {
	const length = len("2006-01-02T15:04")
	if len(at) < length {
		return at
	}
	quarters := [4]string{"00", "15", "30", "45"}
	minutes := int(at[length-2]-'0')*10 + int(at[length-1]-'0')
	return at[:length-2] + quarters[min(max(minutes, 0)/15, 3)]
}
