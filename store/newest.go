package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"newskeep/store/query"
)

// dated is a hit with the moment it is sorted by.
type dated struct {
	id int64
	at time.Time
}

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone. Total is how many there are, many when that is not known.
func (r *Reader) newest(ctx context.Context, p plan, n, offset, total int) (ids []int64, err error) {
	want := n + offset
	list, strays, oldest, err := r.newestByID(ctx, p, want, total)
	if err != nil {
		return nil, err
	}
	all := oldest == 0
	var cut time.Time
	if p.strays > 0 && len(list) >= want && want > 0 && (p.bounded() || !all) {
		cut = list[want-1].at
	}
	first, last := p.span()
	strays = slices.DeleteFunc(strays, func(d dated) bool {
		return d.at.Before(cut) || d.at.Before(p.Since) || !p.Until.IsZero() && !d.at.Before(p.Until)
	})
	if p.strays > 0 && (p.bounded() || !all) {
		elsewhere, err := r.straysFrom(ctx, p, cut, max(first, oldest), last-1)
		if err != nil {
			return nil, err
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
	return ids, nil
}

// newestByID finds the hits of the highest ids that stand for their date, and the
// strays among those it looked at: down to the oldest id, 0 when it looked at every
// hit whose id is within the plan's dates.
func (r *Reader) newestByID(ctx context.Context, p plan, want, total int) (list, strays []dated, oldest int64, err error) {
	limit := want + 2 + want/16
	if total < costs.few { // looking at all costs less than looking for strays elsewhere
		limit = max(limit, total+1)
	}
	for ; ; limit = 2*limit + 20 {
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
// those within a range of ids. It looks for the words in the texts of a few, as the
// index would be asked for one after the other.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time, first, last int64) (list []dated, err error) {
	if p.Since.Before(from) {
		p.Since = from
	}
	if p, err = r.countStrays(ctx, p); err != nil || p.straysWithin == 0 {
		return nil, err
	}
	if p.Match == "" || p.past || p.straysWithin > costs.manyStrays {
		return r.straysByIndex(ctx, p, first, last)
	}
	within, args := p.dated()
	where := "f.out_of_order = 1 AND " + within + " AND f.id NOT BETWEEN ? AND ?"
	args = append(args, first, last)
	if p.Where != "" {
		where, args = where+" AND ("+p.Where+")", append(args, p.Args...)
	}
	finder := p.Found.Finder()
	texts := make([]string, len(query.IndexColumns))
	err = r.often(ctx, "SELECT s.id, s.published_at, "+indexedTexts+" FROM (SELECT f.id, f.published_at FROM article_facet f WHERE "+where+") s CROSS JOIN article a ON a.id = s.id",
		args, func(scan func(...any) error) error {
			var d dated
			var at clock
			if err := scan(&d.id, &at, &texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[5], &texts[6]); err != nil {
				return err
			}
			if d.at = at.Time; finder.Look(texts) {
				list = append(list, d)
			}
			return nil
		})
	return list, err
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
