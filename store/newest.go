package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// dated is a hit with the moment it is sorted by.
type dated struct {
	id    int64
	at    time.Time
	stray bool // its id does not stand for its date
}

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone.
func (r *Reader) newest(ctx context.Context, p plan, n, offset int) ([]dated, error) {
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
	return list[min(offset, len(list)):min(want, len(list))], nil
}

// findAgain writes a query of the index that finds some of its hits again: those
// whose ids follow each other in one go, which takes less than one by one. Args
// are the arguments of columns.
func (r *Reader) findAgain(columns string, args []any, match string, hits []dated) (string, []any) {
	args = append(args[:len(args):len(args)], match)
	if r.past.IsZero() {
		return findAgainIn("", columns, "", hits), slices.Concat(args, args)
	}
	return findAgainIn("whole.", columns, "rowid NOT IN (SELECT id FROM main.hidden) AND ", hits) + " UNION ALL " + findAgainIn("main.", columns, "", hits),
		slices.Concat(args, args, args, args)
}

func findAgainIn(schema, columns, condition string, hits []dated) string {
	from := " FROM " + schema + "article_fts WHERE article_fts MATCH ? AND " + condition
	var row, apart []int64
	for _, h := range hits {
		if h.stray {
			apart = append(apart, h.id)
		} else {
			row = append(row, h.id)
		}
	}
	inRow := "FALSE"
	if len(row) > 0 {
		inRow = fmt.Sprintf("rowid BETWEEN %d AND %d AND +rowid IN %s", slices.Min(row), slices.Max(row), idList(row))
	}
	return "SELECT " + columns + from + inRow + " UNION ALL SELECT " + columns + from + "rowid IN " + idList(apart)
}

// newestByID finds the hits of the highest ids that stand for their date, and the
// strays among those it looked at. All is true when it looked at every hit whose
// id is within the plan's dates.
func (r *Reader) newestByID(ctx context.Context, p plan, want int) (list, strays []dated, all bool, err error) {
	for limit := want; ; limit = 2*limit + 20 {
		list, strays = nil, nil
		ids, args := p.inRange("%s AS id")
		looked := 0
		err = r.each(ctx, "SELECT h.id, f.out_of_order, f.published_at FROM ("+ids+" ORDER BY 1 DESC LIMIT ?) h CROSS JOIN article_facet f ON f.id = h.id",
			append(args, limit), func(scan func(...any) error) error {
				var d dated
				var stray bool
				var at clock
				err := scan(&d.id, &stray, &at)
				looked++
				d.at = time.Unix((d.id>>idBits)*60, 0).UTC()
				switch {
				case stray && !at.IsZero():
					d.at, d.stray = at.Time, true
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
	return list, r.each(ctx, "SELECT f.id, f.published_at FROM ("+ids+") h CROSS JOIN article_facet f ON f.id = h.id WHERE f.published_at IS NOT NULL", args,
		func(scan func(...any) error) error {
			d := dated{stray: true}
			var at clock
			err := scan(&d.id, &at)
			d.at = at.Time
			list = append(list, d)
			return err
		})
}
