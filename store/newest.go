package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"newskeep/store/fulltext"
)

// dated is a hit with the moment it is sorted by.
type dated struct {
	id int64
	at time.Time
}

// ahead is how many hits behind those that are wanted newest comes upon at least, and
// aheadOfWord for a single word, of which they cost little: most strays that belong
// among the wanted are there.
const ahead, aheadOfWord = 40, 500

// uncounted asks for no number of hits.
const uncounted = -1

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone, and counts them on the way up to count, 0 for all of them: all is that
// number, or [many] when it did not come upon it.
func (r *Reader) newest(ctx context.Context, p plan, n, offset, count int) (ids []int64, all int, err error) {
	want := n + offset
	h, list, strays, err := r.newestByID(ctx, p, want, count)
	if err != nil {
		return nil, 0, err
	}
	if p.from > 0 && len(list) < want {
		return nil, 0, nil // more are needed, whatever their order
	}
	var cut time.Time
	if p.strays > 0 && len(list) >= want && want > 0 && (p.bounded() || h.oldest > 0) {
		cut = list[want-1].at
	}
	first, last := p.span()
	p.from = 0 // a date may have been corrected to a later one
	strays = slices.DeleteFunc(strays, func(d dated) bool {
		return d.at.Before(cut) || d.at.Before(p.Since) || !p.Until.IsZero() && !d.at.Before(p.Until)
	})
	if p.strays > 0 && (p.bounded() || h.oldest > 0) {
		elsewhere, err := r.straysFrom(ctx, p, cut, max(first, h.oldest), last-1, h)
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
	return ids, h.all, nil
}

// highest are the hits of the highest ids within the dates of a plan.
type highest struct {
	ids    []int64 // from the highest down
	down   int64   // hits of lower ids were not looked for
	oldest int64   // the lowest id of those that were looked at for their dates; 0: all were
	all    int     // hits there are, whatever their dates, up to the number asked for; many when it is not known
}

// newestByID finds the hits of the highest ids that stand for their date, and the
// strays among those it looked at.
func (r *Reader) newestByID(ctx context.Context, p plan, want, count int) (h highest, list, strays []dated, err error) {
	for limit := want + 2 + want/16; ; limit = 2*limit + 20 {
		if h, err = r.highest(ctx, p, limit+ahead, count); err != nil {
			return h, nil, nil, err
		}
		ids := h.ids[:min(limit, len(h.ids))]
		corrected, err := r.corrected(ctx, p, ids, limit)
		if err != nil {
			return h, nil, nil, err
		}
		list, strays = nil, nil
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
		if h.oldest = p.from; len(ids) == limit {
			h.oldest = ids[limit-1]
		}
		if len(ids) < limit || len(list) >= want {
			return h, list, strays, nil
		}
	}
}

// highest finds n of them, or more.
func (r *Reader) highest(ctx context.Context, p plan, n, count int) (h highest, err error) {
	through, everyone := n, false // of the hits
	if p.Match == "" || p.past {
		sql, args := p.inRange("%s AS id")
		h.ids = make([]int64, 0, n)
		err = r.often(ctx, sql+" ORDER BY 1 DESC"+atMost, append(args, n), func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			h.ids = append(h.ids, id)
			return err
		})
		h.all = len(h.ids)
	} else {
		if p.brief() {
			through += aheadOfWord
		}
		if !p.bounded() {
			through, everyone = max(through, count), count == 0
		}
		h.ids, h.all, err = r.met(ctx, p, through, everyone)
	}
	if err != nil {
		return h, err
	}
	exhausted := h.all < through || everyone
	if exhausted && len(h.ids) == h.all {
		first, _ := p.span()
		h.down = max(first, p.from)
	} else {
		h.down = h.ids[len(h.ids)-1]
	}
	if p.bounded() || !exhausted && (count < 0 || h.all < count) {
		h.all = many
	}
	return h, nil
}

// met goes through the hits from the highest id down, so many or all of them, and
// gives the ids of the first and how many it was.
func (r *Reader) met(ctx context.Context, p plan, through int, everyone bool) (ids []int64, all int, err error) {
	met := fulltext.Meet(through)
	defer met.Close()
	sql, args := p.inRange("%s AS id, met(article_fts, ?1) AS met")
	sql, args = sql+" ORDER BY id DESC", append([]any{met.Number()}, args...)
	if !everyone {
		sql, args = sql+atMost, append(args, through)
	}
	var kept int
	err = r.one(ctx, "SELECT count(*), count(met) FROM ("+sql+")", args, &all, &kept)
	return met.IDs(), all, err
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
// those within a range of ids. Most have such an id; the others are found among the
// highest hits, and a few that are lower still are looked for among all.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time, first, last int64, h highest) ([]dated, error) {
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
		if d.id < h.down || d.id > last {
			unknown = append(unknown, d)
		} else if _, found := slices.BinarySearchFunc(h.ids, d.id, func(id, want int64) int { return cmp.Compare(want, id) }); found {
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
