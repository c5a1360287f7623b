package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"newskeep/store/fulltext"
)

// dated is a hit with the moment it is sorted by.
type dated struct {
	id int64
	at time.Time
}

// ahead is how many hits behind those that are wanted newest comes upon: most strays
// that belong among the wanted are there. Of a single word, whose hits cost little, it
// is aheadToCount when they are to be counted as well: rare ones have no more, and
// frequent ones are counted in less time without looking at each.
const ahead, aheadToCount = 40, 150

// idsAtOnce is how many ids are given to one statement: SQLite takes no more than some
// ten thousand arguments.
const idsAtOnce = 1000

// newest finds ids by date. Ids are in order of publication, or of the first
// visit for undated articles, but for the few whose date was corrected: those
// are put in their place by it. However many hits there are, it looks at the
// newest alone: all is how many there are where that is known, up to count when it is not
// 0, and otherwise [many].
func (r *Reader) newest(ctx context.Context, p plan, n, offset, count int) (ids []int64, all int, err error) {
	if p.strays > 0 && !p.past {
		p.known = r.strays(ctx)
	}
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
	all    int     // hits there are, whatever their dates; many when it is not known
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

// highest finds n of them, or more, and may count all, up to count.
func (r *Reader) highest(ctx context.Context, p plan, n, count int) (h highest, err error) {
	h.all = many
	if p.Match == "" || p.past {
		sql, args := p.inRange("%s AS id")
		h.ids = make([]int64, 0, min(n, idsAtOnce)) // whoever asks for more may not get them
		err = r.often(ctx, sql+" ORDER BY 1 DESC LIMIT ?", append(args, n), func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			h.ids = append(h.ids, id)
			return err
		})
	} else {
		alone := p.brief() && !p.bounded() && p.from == 0
		if !alone {
			count = 0
		}
		if count > 0 {
			n += aheadToCount - ahead
		}
		met := fulltext.Meet(n, count)
		defer met.Close()
		if alone {
			// met is true of the last one that is wanted alone.
			err = r.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM article_fts WHERE article_fts MATCH ? AND met(article_fts, ?) ORDER BY rowid DESC LIMIT 1)", []any{p.Match, met.Number()}, new(int))
		} else {
			sql, args := p.inRange(meeting)
			err = r.one(ctx, "SELECT count(met) FROM ("+sql+" ORDER BY id DESC LIMIT ?)", append(append([]any{met.Number()}, args...), n), new(int))
		}
		if h.ids = met.IDs(); met.All() > 0 {
			h.all = met.All()
		}
	}
	if err != nil {
		return h, err
	}
	if len(h.ids) == n {
		h.down = h.ids[n-1]
		return h, nil
	}
	first, _ := p.span()
	if h.down = max(first, p.from); !p.bounded() {
		h.all = len(h.ids)
	}
	return h, nil
}

// meeting keeps the ids of hits as they come.
const meeting = "%s AS id, met(article_fts, ?1) AS met"

// corrected gives the dates of the strays among some ids, so many at most, from the
// highest down; zero for those that have none.
func (r *Reader) corrected(ctx context.Context, p plan, ids []int64, most int) (map[int64]clock, error) {
	if p.strays == 0 || len(ids) == 0 {
		return nil, nil
	}
	dates := map[int64]clock{}
	if p.known != nil {
		for _, id := range ids {
			if at, ok := p.known.at(id); ok {
				dates[id] = clock{at}
			}
		}
		return dates, nil
	}
	scanned := 0
	add := func(scan func(...any) error) error {
		var id int64
		var at clock
		err := scan(&id, &at)
		dates[id] = at
		scanned++
		return err
	}
	facets := "SELECT id, published_at FROM article_facet "
	if !p.past { // there it is a view
		facets += "INDEXED BY article_facet_strays "
	}
	facets += "WHERE out_of_order = 1 AND id "
	if most > costs.manyStrays {
		// Many ids of a frequent word lie near each other, with few strays between them.
		err := r.often(unwatched{ctx}, facets+"BETWEEN ? AND ? LIMIT ?", []any{ids[len(ids)-1], ids[0], costs.manyStrays}, add)
		if err != nil || scanned < costs.manyStrays {
			return dates, err
		}
		clear(dates)
	}
	args := make([]any, min(most, idsAtOnce))
	for some := range slices.Chunk(ids, len(args)) {
		for i := range args { // always as many, so that it is one statement
			args[i] = some[min(i, len(some)-1)]
		}
		if err := r.often(unwatched{ctx}, facets+"IN "+places(len(args)), args, add); err != nil {
			return nil, err
		}
	}
	return dates, nil
}

// straysFrom finds the hits whose date was corrected to a moment or later, but for
// those within a range of ids. Most have such an id; the others are found among the
// highest hits, and a few that are lower still are looked for among all.
func (r *Reader) straysFrom(ctx context.Context, p plan, from time.Time, first, last int64, h highest) ([]dated, error) {
	if p.Since.Before(from) {
		p.Since = from
	}
	list, err := r.straysSince(ctx, p, first, last)
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
		} else if among(h.ids, d.id) {
			hits = append(hits, d)
		}
	}
	if len(unknown) > 0 && !p.loose {
		unknown, err = r.hitsAmong(ctx, p, unknown)
	}
	return append(hits, unknown...), err
}

// straysSince finds those within the dates of a plan whose id is not within a range,
// hits or not: up to one more than are looked up one by one.
func (r *Reader) straysSince(ctx context.Context, p plan, first, last int64) (list []dated, err error) {
	if p.known != nil {
		return p.known.since(p.Since, p.Until, first, last, costs.manyStrays+1), nil
	}
	within, args := p.dated()
	return list, r.often(unwatched{ctx}, "SELECT id, published_at FROM article_facet WHERE out_of_order = 1 AND "+within+" AND id NOT BETWEEN ? AND ? LIMIT ?",
		append(args, first, last, costs.manyStrays+1), func(scan func(...any) error) error {
			var d dated
			var at clock
			err := scan(&d.id, &at)
			d.at = at.Time
			list = append(list, d)
			return err
		})
}

// among reports whether an id is one of some, which go down.
func among(ids []int64, id int64) bool {
	_, found := slices.BinarySearchFunc(ids, id, func(one, want int64) int { return cmp.Compare(want, one) })
	return found
}

// hitsAmong keeps those of a few that are hits, whatever their dates.
func (r *Reader) hitsAmong(ctx context.Context, p plan, list []dated) ([]dated, error) {
	lowest, highest := list[0].id, list[0].id
	for _, d := range list {
		lowest, highest = min(lowest, d.id), max(highest, d.id)
	}
	if p.brief() { // not to ask of each hit whether it is among the few takes half the time
		met := fulltext.Meet(math.MaxInt, 0)
		defer met.Close()
		sql, args := p.hits(meeting, "%[1]s >= ? AND %[1]s <= ?", lowest, highest)
		err := r.one(ctx, "SELECT count(met) FROM ("+sql+" ORDER BY id DESC)", append([]any{met.Number()}, args...), new(int))
		return slices.DeleteFunc(list, func(d dated) bool { return !among(met.IDs(), d.id) }), err
	}
	few := make([]any, costs.manyStrays)
	for i := range few { // always as many, so that it is one statement
		few[i] = list[min(i, len(list)-1)].id
	}
	hits := map[int64]bool{}
	ids, args := p.hits("%s AS id", "%[1]s >= ? AND %[1]s <= ? AND +%[1]s IN "+places(len(few)), append([]any{lowest, highest}, few...)...)
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
