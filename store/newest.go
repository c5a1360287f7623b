package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
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
// whose ids follow each other in one go, which takes less than one by one. It has
// the arguments of columns in every part.
func (r *Reader) findAgain(columns string, columnArgs []any, match string, hits []dated) (string, []any) {
	if r.past.IsZero() {
		return findAgainIn("", columns, columnArgs, match, "", hits)
	}
	a, args := findAgainIn("whole.", columns, columnArgs, match, "rowid NOT IN (SELECT id FROM main.hidden) AND ", hits)
	b, more := findAgainIn("main.", columns, columnArgs, match, "", hits)
	return a + " UNION ALL " + b, append(args, more...)
}

func findAgainIn(schema, columns string, columnArgs []any, match, condition string, hits []dated) (sql string, args []any) {
	var row, apart []any
	from, to := int64(math.MaxInt64), int64(0)
	for _, h := range hits {
		if h.stray {
			apart = append(apart, h.id)
		} else {
			row = append(row, h.id)
			from, to = min(from, h.id), max(to, h.id)
		}
	}
	var parts []string
	add := func(where string, ids ...any) {
		parts = append(parts, "SELECT "+columns+" FROM "+schema+"article_fts WHERE article_fts MATCH ? AND "+condition+where)
		args = append(append(append(args, columnArgs...), match), ids...)
	}
	if len(row) > 0 {
		add("rowid BETWEEN ? AND ? AND +rowid IN "+places(len(row)), append([]any{from, to}, row...)...)
	}
	if len(apart) > 0 {
		add("rowid IN "+places(len(apart)), apart...)
	}
	return strings.Join(parts, " UNION ALL "), args
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
	return list, r.often(ctx, "SELECT f.id, f.published_at FROM ("+ids+") h CROSS JOIN article_facet f ON f.id = h.id WHERE f.published_at IS NOT NULL", args,
		func(scan func(...any) error) error {
			d := dated{stray: true}
			var at clock
			err := scan(&d.id, &at)
			d.at = at.Time
			list = append(list, d)
			return err
		})
}
