package store

import (
	"context"
	"fmt"
	"time"
)

// ModuleSeen is a module with the time in which it was seen.
type ModuleSeen struct {
	Site      string    `json:"site"`
	Module    string    `json:"module"`
	Section   string    `json:"section"` // empty when it belongs to none
	Page      string    `json:"page,omitempty"`
	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
}

// Modules lists what sites show lists in, by site, name and section; read-next
// boxes and coverage boxes of single articles are left out.
func (r *Reader) Modules(ctx context.Context, site string) ([]ModuleSeen, error) {
	list := []ModuleSeen{}
	err := r.each(ctx, `SELECT m.site, m.name, m.section, coalesce(g.url, ''), m.first_seen, m.last_seen
		FROM module m LEFT JOIN page g ON g.id = m.page_id
		WHERE (?1 = '' OR m.site = ?1) AND (m.page_id IS NULL OR g.role <> 'article')
		ORDER BY m.site, m.name, m.section, g.url`, []any{site}, func(scan func(...any) error) error {
		var m ModuleSeen
		var first, last clock
		err := scan(&m.Site, &m.Module, &m.Section, &m.Page, &first, &last)
		m.FirstSeen, m.LastSeen = first.Time, last.Time
		list = append(list, m)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("modules: %w", err)
	}
	return list, nil
}

// Moments are the times at which what stood in some modules changed, oldest
// first, and when they were last seen. Article, AsOf and Limit of the request do
// not count.
func (r *Reader) Moments(ctx context.Context, q PlacementRequest) ([]time.Time, error) {
	q.Article, q.AsOf = "", time.Time{}
	where, args, err := r.placed(ctx, q)
	if err != nil {
		return nil, err
	}
	both := append(append([]any{}, args...), args...)
	list := []time.Time{}
	err = r.each(ctx, `SELECT p.from_at AS at FROM placement p JOIN module m ON m.id = p.module_id WHERE `+where+`
		UNION SELECT max(m.last_seen) FROM module m JOIN placement p ON p.module_id = m.id WHERE `+where+`
		ORDER BY at`, both, func(scan func(...any) error) error {
		var at clock
		err := scan(&at)
		if !at.IsZero() {
			list = append(list, at.Time)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("moments: %w", err)
	}
	return list, nil
}
