package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// PlacementRequest picks placements; all that is set must be true.
type PlacementRequest struct {
	Site    string
	Section string    // name of the section, case and accents aside
	Module  string    // home, section, most_read, read_next, coverage or ticker
	Article string    // id or address of the article that stood there
	AsOf    time.Time // what stood at this moment; zero: at any time
	Latest  bool      // the latest first, whatever module they stood in
	Limit   int       // 0: 1000

	over *moduleSpan // all that stood in one module in a time
}

// Placement is an interval in which an item held a slot in a module. A line of
// the ticker is one without a slot; Title is what it said.
type Placement struct {
	Site     string    `json:"site"`
	URL      string    `json:"url"`
	Title    string    `json:"title"`
	Module   string    `json:"module"`
	Section  string    `json:"section"`
	Page     string    `json:"page,omitempty"` // page the module stands on; empty when it is the same on all pages
	Slot     int       `json:"slot"`
	From     time.Time `json:"from"`          // visit that first saw it there
	LastSeen time.Time `json:"last_seen"`     // visit that last saw it there
	To       time.Time `json:"to,omitzero"`   // visit that first found it gone; zero while it is there
	Via      news.Via  `json:"via,omitempty"` // of the visit of From, when that was no live one: wayback or import; not known of what is the same on all pages
}

// Placements lists what stood where: module by module, oldest first and by slot, or
// as of a moment in the order of the page; or the latest first. The error is
// [ErrNotFound] when the request names an article the archive has not.
func (r *Reader) Placements(ctx context.Context, q PlacementRequest) ([]Placement, error) {
	where, args, err := r.placed(ctx, q)
	if err != nil {
		return nil, err
	}
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	list := []Placement{}
	const byModule = "m.site, m.name, m.section, g.url, "
	order := byModule + "p.from_at, p.slot"
	switch {
	case q.over != nil:
		order = "p.from_at, p.slot" // it is one module
	case q.Latest:
		order = "p.from_at DESC, " + byModule + "p.slot"
	case !q.AsOf.IsZero():
		order = byModule + "p.slot, p.from_at"
	}
	// The two kinds of interval have the same columns but for the slot. One that cannot be meant is not looked through.
	const slots, lines = `SELECT id, module_id, slot, url, title, from_at, last_seen, to_at FROM placement`,
		`SELECT id, module_id, 0 AS slot, url, text AS title, from_at, last_seen, to_at FROM ticker_line`
	intervals := slots + " UNION ALL " + lines
	switch q.Module {
	case "":
	case moduleTicker:
		intervals = lines
	default:
		intervals = slots
	}
	via := `coalesce((SELECT v.via FROM visit v WHERE v.page_id IN (SELECT id FROM page WHERE id = m.page_id OR same_as = m.page_id) AND v.at = p.from_at AND v.via <> 'live' LIMIT 1), '')`
	if q.over != nil {
		via = "''" // moves and tenures do not tell it, and it is looked up for each placement
	}
	err = r.each(ctx, `SELECT m.site, p.url, p.title, m.name, m.section, coalesce(g.url, ''), p.slot, p.from_at, coalesce(p.last_seen, m.last_seen), p.to_at,
			`+via+`
		FROM (`+intervals+`) p JOIN module m ON m.id = p.module_id LEFT JOIN page g ON g.id = m.page_id WHERE `+where+`
		ORDER BY `+order+`, p.id`+limit(q.Limit), args, func(scan func(...any) error) error {
		var p Placement
		var from, last, to clock
		err := scan(&p.Site, &p.URL, &p.Title, &p.Module, &p.Section, &p.Page, &p.Slot, &from, &last, &to, &p.Via)
		p.From, p.LastSeen, p.To = from.Time, last.Time, to.Time
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("placements: %w", err)
	}
	return list, nil
}

// placed writes a request as a condition on placements AS p and modules AS m.
func (r *Reader) placed(ctx context.Context, q PlacementRequest) (string, []any, error) {
	where := []string{"1"}
	var args []any
	add := func(condition string, values ...any) {
		where = append(where, condition)
		args = append(args, values...)
	}
	if q.Site != "" {
		add("m.site = ?", q.Site)
	}
	if q.Module != "" {
		add("m.name = ?", q.Module)
	}
	if !q.AsOf.IsZero() {
		add("p.from_at <= ? AND (p.to_at IS NULL OR p.to_at > ?)", clock{q.AsOf}, clock{q.AsOf})
	}
	if q.Article != "" {
		id, err := r.articleID(ctx, q.Article)
		if err != nil {
			return "", nil, err
		}
		add("p.url IN "+addressesOf, id, id)
	}
	if q.over != nil {
		add("p.module_id = ? AND p.from_at <= ? AND (p.to_at IS NULL OR p.to_at >= ?)", q.over.module, q.over.last, q.over.first)
	}
	if q.Section != "" {
		sections, err := r.sectionsNamed(ctx, q.Section)
		if err != nil {
			return "", nil, err
		}
		add("m.section IN (SELECT value FROM json_each(?))", jsonList(sections))
	}
	return strings.Join(where, " AND "), args, nil
}

// addressesOf are the addresses of an article, with its id twice.
const addressesOf = `(SELECT g.url FROM page g JOIN article a ON a.page_id = g.id OR a.page_id = g.same_as WHERE a.id = ?
	UNION SELECT l.url FROM page_alias l JOIN article a ON a.page_id = l.page_id WHERE a.id = ?)`

// sectionsNamed finds the sections of modules that a name means.
func (r *Reader) sectionsNamed(ctx context.Context, name string) ([]string, error) {
	var list []string
	key := query.Fold(name)
	err := r.each(ctx, "SELECT DISTINCT section FROM module", nil, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		if query.Fold(s) == key {
			list = append(list, s)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sections: %w", err)
	}
	return list, nil
}
