package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"newskeep/scraper/news"
)

// DriftRequest asks whether fields are still read as they used to be. The zero
// request is about every site, as of now.
type DriftRequest struct {
	Site string    // empty: all
	Now  time.Time // zero: time.Now

	// Rule names the place in a site's profile where a rule of a field stands, or
	// for an empty rule where one would be put, such as
	// "rules.headline[0] in example.yaml". Nil: the field is all that is said.
	Rule func(site, field, rule string) string
}

// driftDays is how far back nights are looked at.
const driftDays = 60

// Drift compares each night's reading with the nights before it, field by field
// and kind by kind of article: how often a field was found, by which source and
// rule, how long it was and how often sources disagreed. A finding stands for as
// long as the latest night differs; its Since is the first page of the first
// night that did. See [judgement] for when a night differs.
//
// The error is [ErrNotFound] when there is no such site.
func (r *Reader) Drift(ctx context.Context, req DriftRequest) ([]news.Finding, error) {
	if req.Now.IsZero() {
		req.Now = time.Now()
	}
	sites, err := r.zones(ctx, req.Site)
	if err != nil {
		return nil, fmt.Errorf("drift: %w", err)
	}
	list := []news.Finding{}
	for _, z := range sites {
		nights, err := r.nights(ctx, z, req.Now.AddDate(0, 0, -driftDays))
		if err != nil {
			return nil, fmt.Errorf("drift of %s: %w", z.name, err)
		}
		var fields []string
		for _, n := range nights {
			for k := range n.fields {
				if !slices.Contains(fields, k.field) {
					fields = append(fields, k.field)
				}
			}
		}
		slices.Sort(fields)
		for _, field := range fields {
			found := driftOf(nights, field)
			for i := range found {
				f := &found[i].Finding
				f.Site, f.Field = z.name, field
				f.Advice = found[i].advice(z.name, field, req.Rule)
				for _, page := range found[i].pages {
					var url string
					if err := r.db.QueryRowContext(ctx, `SELECT url FROM page WHERE id = ?`, page).Scan(&url); err != nil {
						return nil, fmt.Errorf("drift of %s: page %d: %w", z.name, page, err)
					}
					f.Examples = append(f.Examples, url)
				}
				list = append(list, *f)
			}
		}
	}
	news.SortFindings(list)
	return list, nil
}

// night is what reading gave in a run. A run of few pages is taken together with
// the next ones of its day: a site that is crawled every hour has few in each.
type night struct {
	at     time.Time // when it began
	rules  string    // profile and reader
	run    news.RunID
	fields map[kindField]*tallied
}

// pages are how many articles were read.
func (n *night) pages() int {
	sum := 0
	for k, t := range n.fields {
		if k.field == "headline" {
			sum += t.pages
		}
	}
	return sum
}

type kindField struct{ kind, field string }

// origin is where a field was found; the zero origin is nowhere.
type origin struct {
	source news.SourceName
	rule   string
}

func (o origin) String() string {
	switch {
	case o == origin{}:
		return "nothing"
	case o.rule == "":
		return string(o.source)
	}
	return fmt.Sprintf("%s %q", o.source, o.rule)
}

// tallied is a field of a kind of page on some nights.
type tallied struct {
	pages     int // on which it might have been
	filled    int // on which it was found
	conflicts int
	size      float64 // sum of log2(1 + length) where it was found
	squared   float64
	by        map[origin]*where
}

// where are the pages on which an origin gave the field.
type where struct {
	pages       int
	first, last int64
	at          time.Time // of the first
}

// nights are the nights of a site since a moment, oldest first.
func (r *Reader) nights(ctx context.Context, z *zoned, since time.Time) ([]*night, error) {
	var list []*night
	err := r.each(ctx, `SELECT r.id, r.started_at, r.profile_hash || r.parser, t.kind, t.field, t.source, t.rule, sum(t.pages), sum(t.conflicts),
			sum(t.size), sum(t.size_squared), t.first_page, min(t.first_at), max(t.last_page)
		FROM run r JOIN field_tally t ON t.run_id = r.id
		WHERE r.site = ? AND r.started_at >= ? AND r.via = 'live'
		GROUP BY r.id, t.kind, t.field, t.source, t.rule ORDER BY r.id`, []any{z.name, clock{since}},
		func(scan func(...any) error) error {
			var run news.RunID
			var started, at clock
			var rules string
			var k kindField
			var o origin
			var w where
			var conflicts int
			var size, squared float64
			if err := scan(&run, &started, &rules, &k.kind, &k.field, &o.source, &o.rule, &w.pages, &conflicts, &size, &squared, &w.first, &at, &w.last); err != nil {
				return err
			}
			w.at = at.Time
			var n *night
			if len(list) > 0 {
				n = list[len(list)-1]
			}
			if n == nil || n.run != run && (n.rules != rules || z.day(n.at) != z.day(started.Time) || n.pages() >= driftPages) {
				n = &night{at: started.Time, rules: rules, fields: map[kindField]*tallied{}}
				list = append(list, n)
			}
			n.run = run
			if n.fields[k] == nil {
				n.fields[k] = &tallied{by: map[origin]*where{}}
			}
			n.fields[k].add(o, &w, conflicts, size, squared)
			return nil
		})
	return list, err
}

// add counts pages on which an origin gave the field.
func (t *tallied) add(o origin, w *where, conflicts int, size, squared float64) {
	t.pages += w.pages
	t.conflicts += conflicts
	if o != (origin{}) {
		t.filled += w.pages
		t.size += size
		t.squared += squared
	}
	have := t.by[o]
	if have == nil {
		copied := *w
		t.by[o] = &copied
		return
	}
	have.pages += w.pages
	if w.at.Before(have.at) {
		have.at, have.first = w.at, w.first
	} else {
		have.last = w.last
	}
}

// pool adds the counts of other nights.
func (t *tallied) pool(o *tallied) {
	t.pages += o.pages
	t.filled += o.filled
	t.conflicts += o.conflicts
	t.size += o.size
	t.squared += o.squared
	for k, w := range o.by {
		if t.by[k] == nil {
			t.by[k] = &where{}
		}
		t.by[k].pages += w.pages
	}
}
