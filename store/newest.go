package store

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// dated is a hit with the moment it is sorted by.
type dated struct {
	id int64
	at time.Time
}

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone; all is how many there are when those are all, otherwise [many].
func (r *Reader) newest(ctx context.Context, p plan, n, offset int) (ids []int64, all int, err error) {
	want := n + offset
	list, strays, oldest, err := r.newestByID(ctx, p, want)
	if err != nil {
		return nil, 0, err
	}
	all = many
	if oldest == 0 && !p.bounded() {
		all = len(list) + len(strays)
	}
	var cut time.Time
	if p.strays > 0 && len(list) >= want && want > 0 && (p.bounded() || oldest > 0) {
		cut = list[want-1].at
	}
	first, last := p.span()
	strays = slices.DeleteFunc(strays, func(d dated) bool {
		return d.at.Before(cut) || d.at.Before(p.Since) || !p.Until.IsZero() && !d.at.Before(p.Until)
	})
	if p.strays > 0 && (p.bounded() || oldest > 0) {
		elsewhere, err := r.straysFrom(ctx, p, cut, max(first, oldest), last-1)
		if err != nil {
			return nil, 0, err
		}
		strays = append(strays, elsewhere...)
	}
	list = append(list, strays...)
	slices.SortFunc(list, func(a, b dated) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.id, a.id))
	})
	for _, d := range list[min(offset, len(list)):min(want, len(list))] {
		ids = append(ids, d.id)
	}
	return ids, all, nil
}

// newestByID finds the hits of the highest ids that stand for their date, and the
// strays among those it looked at: down to the oldest id, 0 when it looked at every
// hit whose id is within the plan's dates.
func (r *Reader) newestByID(ctx context.Context, p plan, want int) (list, strays []dated, oldest int64, err error) {
	for limit := want + 2 + want/16; ; limit = 2*limit + 20 {
		list, strays = nil, nil
		ids, args := p.inRange("%s AS id")
		sql := "SELECT h.id, f.out_of_order, f.published_at FROM (" + ids + " ORDER BY 1 DESC" + atMost + ") h CROSS JOIN article_facet f ON f.id = h.id"
		if p.strays == 0 {
			sql = "SELECT h.id, 0, NULL FROM (" + ids + " ORDER BY 1 DESC" + atMost + ") h"
		}
		looked := 0
		err = r.often(ctx, sql, append(args, limit), func(scan func(...any) error) error {
			var d dated
			var stray bool
			var at clock
			err := scan(&d.id, &stray, &at)
			looked++
			oldest = d.id
			d.at = time.Unix((d.id>>idBits)*60, 0).UTC()
			switch {
			case stray && !at.IsZero():
				d.at = at.Time
				strays = append(strays, d)
			case !stray || !p.bounded():
				list = append(list, d)
			}
			return err
		})
		if looked < limit {
			oldest = 0
		}
		if err != nil || oldest == 0 || len(list) >= want {
			return list, strays, oldest, err
		}
	}
}

// straysFrom finds the hits whose date was corrected to a moment or later, but for
// those within a range of ids. Of most strays the id is there too; a few others are
// looked for among the hits, from the lowest to the highest of them.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time, first, last int64) ([]dated, error) {
	if p.Since.Before(from) {
		p.Since = from
	}
	var list []dated
	within, args := p.dated()
	err := r.often(unwatched{ctx}, "SELECT id, published_at FROM article_facet WHERE out_of_order = 1 AND "+within+" AND id NOT BETWEEN ? AND ?"+atMost,
		append(args, first, last, costs.manyStrays+1), func(scan func(...any) error) error {
			var d dated
			var at clock
			err := scan(&d.id, &at)
			d.at = at.Time
			list = append(list, d)
			return err
		})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if p.past || len(list) > costs.manyStrays {
		if p, err = r.countStrays(ctx, p); err != nil || p.straysWithin == 0 {
			return nil, err
		}
		return r.straysByIndex(ctx, p, first, last)
	}
	return r.hitsAmong(ctx, p, list)
}

// hitsAmong keeps those of a few that are hits, whatever their dates.
func (r *Reader) hitsAmong(ctx context.Context, p plan, list []dated) ([]dated, error) {
	lowest, highest := list[0].id, list[0].id
	among := make([]any, costs.manyStrays)
	for i := range among { // always as many, so that it is one statement
		id := list[min(i, len(list)-1)].id
		among[i], lowest, highest = id, min(lowest, id), max(highest, id)
	}
	hits := map[int64]bool{}
	ids, args := p.hits("%s", "%[1]s >= ? AND %[1]s <= ? AND +%[1]s IN "+places(len(among)), append([]any{lowest, highest}, among...)...)
	err := r.often(ctx, ids, args, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		hits[id] = true
		return err
	})
	return slices.DeleteFunc(list, func(d dated) bool { return !hits[d.id] }), err
}

// straysByIndex asks the index; strays are counted.
func (r *Reader) straysByIndex(ctx context.Context, p plan, first, last int64) (list []dated, err error) {
	ids, args := p.outOfOrder("%s AS id")
	err = r.often(ctx, "SELECT f.id, f.published_at FROM ("+ids+") h CROSS JOIN article_facet f ON f.id = h.id WHERE f.published_at IS NOT NULL", args,
		func(scan func(...any) error) error {
			var d dated
			var at clock
			if err := scan(&d.id, &at); err != nil {
				return err
			}
			if d.at = at.Time; d.id < first || d.id > last {
				list = append(list, d)
			}
			return nil
		})
	return list, err
}
