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

// ahead is how many hits behind those that are wanted newest comes upon: most strays
// that belong among the wanted are there, and an id takes little.
const ahead = 40

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone; all is how many there are when those are all, otherwise [many].
func (r *Reader) newest(ctx context.Context, p plan, n, offset int) (ids []int64, all int, err error) {
	want := n + offset
	list, strays, behind, oldest, err := r.newestByID(ctx, p, want)
	if err != nil {
		return nil, 0, err
	}
	all = many
	if len(behind) < ahead && !p.bounded() {
		all = len(list) + len(strays) + len(behind)
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
		elsewhere, err := r.straysFrom(ctx, p, cut, max(first, oldest), last-1, behind)
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
// hit whose id is within the plan's dates. Behind are the next hits.
func (r *Reader) newestByID(ctx context.Context, p plan, want int) (list, strays []dated, behind []int64, oldest int64, err error) {
	for limit := want + 2 + want/16; ; limit = 2*limit + 20 {
		sql, args := p.inRange("%s AS id")
		ids := make([]int64, 0, limit+ahead)
		err = r.often(ctx, sql+" ORDER BY 1 DESC"+atMost, append(args, limit+ahead), func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return nil, nil, nil, 0, err
		}
		ids, behind = ids[:min(limit, len(ids))], ids[min(limit, len(ids)):]
		corrected, err := r.corrected(ctx, p, ids, limit)
		if err != nil {
			return nil, nil, nil, 0, err
		}
		list, strays, oldest = nil, nil, 0
		for _, id := range ids {
			d := dated{id, time.Unix((id>>idBits)*60, 0).UTC()}
			switch at, stray := corrected[id]; {
			case stray && !at.IsZero():
				d.at = at.Time
				strays = append(strays, d)
			case !stray || !p.bounded():
				list = append(list, d)
			}
		}
		if len(ids) == limit {
			oldest = ids[limit-1]
		}
		if oldest == 0 || len(list) >= want {
			return list, strays, behind, oldest, nil
		}
	}
}

// corrected gives the dates of the strays among some ids, so many at most; zero for
// those that have none.
func (r *Reader) corrected(ctx context.Context, p plan, ids []int64, most int) (map[int64]clock, error) {
	if p.strays == 0 || len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, most)
	for i := range args { // always as many, so that it is one statement
		args[i] = ids[min(i, len(ids)-1)]
	}
	dates := map[int64]clock{}
	return dates, r.often(unwatched{ctx}, "SELECT id, published_at FROM article_facet WHERE out_of_order = 1 AND id IN "+places(most), args, func(scan func(...any) error) error {
		var id int64
		var at clock
		err := scan(&id, &at)
		dates[id] = at
		return err
	})
}

// straysFrom finds the hits whose date was corrected to a moment or later, but for
// those within a range of ids. Most have such an id; of the others some are among the
// hits behind, and a few are looked for among all, from the lowest to the highest.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time, first, last int64, behind []int64) ([]dated, error) {
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
	var hits, unknown []dated
	for _, d := range list {
		switch {
		case len(behind) == 0 || d.id > first || d.id < behind[len(behind)-1]:
			unknown = append(unknown, d)
		case slices.Contains(behind, d.id):
			hits = append(hits, d)
		}
	}
	if len(unknown) > 0 {
		unknown, err = r.hitsAmong(ctx, p, unknown)
	}
	return append(hits, unknown...), err
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
	ids, args := p.hits("%s AS id", "%[1]s >= ? AND %[1]s <= ? AND +%[1]s IN "+places(len(among)), append([]any{lowest, highest}, among...)...)
	// From the newest on: the index has to go through all hits up to where it begins.
	err := r.often(ctx, ids+" ORDER BY 1 DESC", args, func(scan func(...any) error) error {
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
	err = r.often(ctx, "WITH h AS MATERIALIZED ("+ids+") "+p.wherever("SELECT f.id, f.published_at FROM h CROSS JOIN DB.article_facet f ON f.id = h.id WHERE f.published_at IS NOT NULL AND WITHIN"), args,
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
