package store

import (
	"context"
	"time"
)

// countPeriods counts the hits of words, or all articles, by period from their ids, without a row
// or a group for each, and puts the strays where they belong. It gives nil where
// the general way is better.
func (r *Reader) countPeriods(ctx context.Context, p plan, by CountBy) (map[string]int, error) {
	var among int
	err := r.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM article_facet WHERE out_of_order = 1 LIMIT ?)", []any{costs.mostStrays}, &among)
	if err != nil || among == costs.mostStrays {
		return nil, err
	}
	if sums, err := r.streamPeriods(ctx, p, by); sums != nil || err != nil {
		return sums, err
	}
	var first, last int64
	if err := r.one(ctx, "SELECT (SELECT min(id) FROM article_facet), (SELECT max(id) FROM article_facet)", nil, &first, &last); err != nil {
		return nil, err
	}
	from, to := p.span()
	start := periodOf(by, time.Unix(max(from, first)>>idBits*60, 0).UTC())
	end := time.Unix(min(to-1, last)>>idBits*60, 0).UTC()
	sums, n := map[string]int{}, 0
	all := 0
	for t := start; !t.After(end); t = nextPeriod(by, t) {
		if n++; n > costs.periods {
			return nil, nil
		}
		q := p
		q.from, q.before = minute(t)<<idBits, minute(nextPeriod(by, t))<<idBits
		sql, args := q.inRange("%s")
		var k int
		if err := r.one(ctx, "SELECT count(*) FROM ("+sql+")", args, &k); err != nil {
			return nil, err
		}
		if k > 0 {
			sums[periodKey(by, t)] = k
		}
		all += k
	}
	return sums, r.moveStrays(ctx, p, by, sums, p.Match == "" || all > costs.lookUp*among)
}

// streamPeriods looks at every hit, and gives nil when there are too many.
func (r *Reader) streamPeriods(ctx context.Context, p plan, by CountBy) (map[string]int, error) {
	sums := map[string]int{}
	known := map[int64]clock{} // strays, where the dates have no bounds and every one is met
	if p.strays > 0 && !p.bounded() {
		err := r.often(ctx, "SELECT id, published_at FROM article_facet WHERE out_of_order = 1", nil, func(scan func(...any) error) error {
			var id int64
			var at clock
			err := scan(&id, &at)
			known[id] = at
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	ids, args := p.inRange("%s")
	var day int64
	var n int
	flush := func() {
		if n > 0 {
			sums[idPeriod(by, day*dayOfIDs)] += n
		}
		n = 0
	}
	met := 0
	err := r.often(ctx, ids+" LIMIT ?", append(args, costs.streamed), func(scan func(...any) error) error {
		var id int64
		if err := scan(&id); err != nil {
			return err
		}
		met++
		if at, ok := known[id]; ok {
			sums[datePeriod(by, at)]++
			return nil
		}
		if id/dayOfIDs != day {
			flush()
			day = id / dayOfIDs
		}
		n++
		return nil
	})
	if met == costs.streamed {
		return nil, err
	}
	flush()
	if err != nil || !p.bounded() {
		return sums, err
	}
	return sums, r.moveStrays(ctx, p, by, sums, false)
}

// idPeriod is the period that an id stands for.
func idPeriod(by CountBy, id int64) string {
	return periodKey(by, periodOf(by, time.Unix(id/dayOfIDs*86400, 0).UTC()))
}

// datePeriod is that of a date; empty without one.
func datePeriod(by CountBy, at clock) string {
	if at.IsZero() {
		return ""
	}
	return periodKey(by, periodOf(by, at.Time.UTC()))
}

// moveStrays takes the strays among the hits from the periods their ids stand for
// to those of their dates; oneByOne says how they are found.
func (r *Reader) moveStrays(ctx context.Context, p plan, by CountBy, sums map[string]int, oneByOne bool) error {
	if p.strays == 0 {
		return nil
	}
	from, to := p.span()
	var args []any
	condition := "%[1]s IN " + strays
	if !oneByOne {
		condition = "+" + condition
	}
	if p.bounded() {
		within, dates := p.within("published_at", func(t time.Time) any { return claim{t} })
		condition += " AND (" + within + " OR id BETWEEN ? AND ?)"
		args = append(dates, from, to-1)
		if !oneByOne {
			first, last := from, to-1
			if p.straysWithin > 0 {
				first, last = min(first, p.first), max(last, p.last)
			}
			condition = "%[1]s >= ? AND %[1]s <= ? AND " + condition
			args = append([]any{first, last}, args...)
		}
	}
	ids, args := p.hits("%s AS id", condition+")", args...)
	return r.often(ctx, "SELECT h.id, f.published_at FROM ("+ids+") h CROSS JOIN article_facet f ON f.id = h.id", args, func(scan func(...any) error) error {
		var id int64
		var at clock
		if err := scan(&id, &at); err != nil {
			return err
		}
		if id >= from && id < to {
			key := idPeriod(by, id)
			if sums[key]--; sums[key] == 0 {
				delete(sums, key)
			}
		}
		if !p.bounded() || !at.IsZero() && !at.Before(p.Since) && (p.Until.IsZero() || at.Before(p.Until)) {
			sums[datePeriod(by, at)]++
		}
		return nil
	})
}
