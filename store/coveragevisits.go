package store

import (
	"context"
	"encoding/json"

	"newskeep/scraper/news"
)

// ended is what visits of a run are counted by.
type ended struct {
	section string
	outcome news.Outcome
	change  news.Change
	class   string
	minute  string // quarter of an hour, UTC: every offset of a zone is a multiple of one, so none straddles a day
}

// sectionsOfPages remembers the section of pages, its path joined.
type sectionsOfPages map[int64]string

// endedAs counts the pages of a run by what became of them: what the last visit
// says. Visits come from an index in the order of pages and are counted here, as
// sorting a year of them in SQLite takes many times as long.
func (r *Reader) endedAs(ctx context.Context, run *coveredRun, known sectionsOfPages) (map[ended]int, error) {
	type last struct {
		page, id int64
		ended
	}
	var pages []last
	var unknown []int64
	err := r.often(ctx, `SELECT page_id, id, outcome, change, class, at FROM visit WHERE run_id = ? ORDER BY page_id`, []any{run.id},
		func(scan func(...any) error) error {
			var v last
			var at string
			if err := scan(&v.page, &v.id, &v.outcome, &v.change, &v.class, &at); err != nil {
				return err
			}
			v.minute = quarter(at)
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
		err = r.learnSections(ctx, unknown, known)
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
func (r *Reader) learnSections(ctx context.Context, pages []int64, known sectionsOfPages) error {
	list, err := json.Marshal(pages)
	if err != nil {
		return err
	}
	paths := map[string]string{} // by the column, so that pages share them
	return r.often(ctx, `SELECT p.id, p.section FROM json_each(?) j CROSS JOIN page p ON p.id = j.value`, []any{string(list)},
		func(scan func(...any) error) error {
			var id int64
			var column string
			if err := scan(&id, &column); err != nil {
				return err
			}
			path, ok := paths[column]
			if !ok {
				var err error
				if path, err = sectionPath(column); err != nil {
					return err
				}
				paths[column] = path
			}
			known[id] = path
			return nil
		})
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
