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
// newest alone.
func (r *Reader) newest(ctx context.Context, p plan, n, offset int) (ids []int64, err error) {
	want := n + offset
	list, strays, all, err := r.newestByID(ctx, p, want)
	if err != nil {
		return nil, err
	}
	if p.strays > 0 && (p.bounded() || !all) {
		var cut time.Time
		if len(list) >= want && want > 0 {
			cut = list[want-1].at
		}
		if strays, err = r.straysFrom(ctx, p, cut); err != nil {
			return nil, err
		}
	}
	list = append(list, strays...)
	slices.SortFunc(list, func(a, b dated) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.id, a.id))
	})
	for _, d := range list[min(offset, len(list)):min(want, len(list))] {
		ids = append(ids, d.id)
	}
	return ids, nil
}

// newestByID finds the hits of the highest ids that stand for their date, and the
// strays among those it looked at. All is true when it looked at every hit whose
// id is within the plan's dates.
func (r *Reader) newestByID(ctx context.Context, p plan, want int) (list, strays []dated, all bool, err error) {
	limit := want
	if p.strays > 0 {
		limit += 2 + want/16
	}
	for ; ; limit = 2*limit + 20 {
		list, strays = nil, nil
		ids, args := p.inRange("%s AS id")
		sql := "SELECT h.id, f.out_of_order, f.published_at FROM (" + ids + " ORDER BY 1 DESC LIMIT ?) h CROSS JOIN article_facet f ON f.id = h.id"
		if p.strays == 0 {
			sql = "SELECT h.id, 0, NULL FROM (" + ids + " ORDER BY 1 DESC LIMIT ?) h"
		}
		looked := 0
		err = r.often(ctx, sql, append(args, limit), func(scan func(...any) error) error {
			var d dated
			var stray bool
			var at clock
			err := scan(&d.id, &stray, &at)
			looked++
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
		if all = looked < limit; err != nil || all || len(list) >= want {
			return list, strays, all, err
		}
	}
}

// straysFrom finds the hits whose date was corrected to a moment or later.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time) (list []dated, err error) {
	if p.Since.Before(from) {
		p.Since = from
	}
	if p, err = r.countStrays(ctx, p); err != nil || p.straysWithin == 0 {
		return nil, err
	}
	ids, args := p.outOfOrder("%s AS id")
	return list, r.often(ctx, "SELECT f.id, f.published_at FROM ("+ids+") h CROSS JOIN article_facet f ON f.id = h.id WHERE f.published_at IS NOT NULL", args,
		func(scan func(...any) error) error {
			var d dated
			var at clock
			err := scan(&d.id, &at)
			d.at = at.Time
			list = append(list, d)
			return err
		})
}
