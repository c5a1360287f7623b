package store

import (
	"context"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// maxPeriods bounds the empty periods put between counts: one article with a
// wrong date must not make a table of a million days.
const maxPeriods = 5000

const dayOfIDs = 24 * 60 << idBits // ids of one day

func periodic(by CountBy) bool {
	return by == CountDay || by == CountWeek || by == CountMonth || by == CountYear
}

// listPeriods puts periods in order, with the empty ones between them and, where the
// query names dates, around them.
func (r *Reader) listPeriods(ctx context.Context, p plan, q CountRequest, hits map[string]int, res *CountResult) error {
	var from, to time.Time
	widen := func(t time.Time) {
		if from.IsZero() || t.Before(from) {
			from = t
		}
		if t.After(to) {
			to = t
		}
	}
	for key := range hits {
		if t, ok := periodStart(res.By, key); ok {
			widen(t)
		}
	}
	if !p.Since.IsZero() && (!p.Until.IsZero() || !to.IsZero()) {
		widen(periodOf(res.By, p.Since.UTC()))
	}
	if last := p.Until.UTC().Add(-1); !p.Until.IsZero() && !from.IsZero() && last.Before(r.now()) {
		widen(periodOf(res.By, last))
	}
	if from.IsZero() {
		res.listUndated(hits)
		return nil
	}
	ledger, err := r.ledgerGaps(ctx, p.parsed, q.Wanted, news.Span{From: from, To: nextPeriod(res.By, to)})
	if err != nil {
		return err
	}
	if began := ledger.began(); from.Before(began.Truncate(24 * time.Hour)) {
		res.Began = began
	}
	empty := 0
	for t := from; !t.After(to); t = nextPeriod(res.By, t) {
		key := periodKey(res.By, t)
		c := Count{Key: key, Count: hits[key]}
		if c.Count == 0 {
			if empty++; empty > maxPeriods {
				res.Unlisted++
				continue
			}
		}
		end := nextPeriod(res.By, t)
		c.Missing = ledger.in(t, end)
		c.Gap = c.Missing != nil
		if c.Count == 0 && !c.Gap && !ledger.looked(t, end) {
			if c.Gap, err = r.gap(ctx, t, end); err != nil {
				return err
			}
		}
		res.Counts = append(res.Counts, c)
	}
	res.listUndated(hits)
	return nil
}

// listUndated adds hits without a date under the empty key.
func (res *CountResult) listUndated(hits map[string]int) {
	if n := hits[""]; n > 0 {
		res.Counts = append(res.Counts, Count{Count: n})
	}
}

// tallyPeriods adds up by days, from the ids themselves where they stand for the
// date: reading a row for each hit would cost ten times as much. Undated hits are
// under the empty key.
func (r *Reader) tallyPeriods(ctx context.Context, p plan, by CountBy, value string) (map[string]int, error) {
	if value == ones && (p.Match != "" || p.Where == "") && !p.past {
		if sums, err := r.countPeriods(ctx, p, by); sums != nil || err != nil {
			return sums, err
		}
	}
	day := fmt.Sprintf("%%[1]s / %d", dayOfIDs)
	if p.strays > 0 { // each of them on its own
		day = "CASE WHEN %[1]s IN " + strays + ") THEN -%[1]s ELSE " + day + " END"
	}
	sums, alone := map[string]int{}, map[int64]int{}
	hits, args := p.inRange(day + " AS day, " + value + " AS n")
	from := "WITH h AS (" + hits + ")"
	if value == occurrences { // whose functions know no GROUP BY
		from = "WITH h AS MATERIALIZED (" + hits + ")"
	}
	err := r.each(ctx, from+" SELECT day, sum(n) FROM h GROUP BY day", args, func(scan func(...any) error) error {
		var day int64
		var n int
		err := scan(&day, &n)
		if day < 0 {
			alone[-day] = n
		} else {
			sums[periodKey(by, periodOf(by, time.Unix(day*86400, 0).UTC()))] += n
		}
		return err
	})
	if err != nil || p.strays == 0 {
		return sums, err
	}
	add := func(at clock, n int) {
		if at.IsZero() {
			sums[""] += n
		} else {
			sums[periodKey(by, periodOf(by, at.Time.UTC()))] += n
		}
	}
	if !p.bounded() {
		if len(alone) == 0 {
			return sums, nil
		}
		return sums, r.each(ctx, "SELECT id, published_at FROM article_facet WHERE out_of_order = 1", nil, func(scan func(...any) error) error {
			var id int64
			var at clock
			err := scan(&id, &at)
			if n, ok := alone[id]; ok {
				add(at, n)
			}
			return err
		})
	}
	hits, args = p.outOfOrder("%[1]s AS id, " + value + " AS n")
	return sums, r.each(ctx, "WITH h AS MATERIALIZED ("+hits+") "+p.wherever("SELECT f.published_at, h.n FROM h CROSS JOIN DB.article_facet f ON f.id = h.id WHERE WITHIN"), args,
		func(scan func(...any) error) error {
			var at clock
			var n int
			err := scan(&at, &n)
			add(at, n)
			return err
		})
}

// gap reports whether the archive has no article at all from one moment to another.
func (r *Reader) gap(ctx context.Context, from, to time.Time) (gap bool, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM article_facet WHERE id >= ? AND id < ? AND out_of_order = 0)
		AND NOT EXISTS (SELECT 1 FROM article_facet WHERE out_of_order = 1 AND published_at >= ? AND published_at < ?)`,
		firstID(from), firstID(to), claim{from}, claim{to}).Scan(&gap)
	return gap, err
}

func periodOf(by CountBy, t time.Time) time.Time {
	y, m, d := t.Date()
	switch by {
	case CountYear:
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	case CountMonth:
		return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	case CountWeek: // weeks begin on Monday: ISO 8601
		return time.Date(y, m, d-(int(t.Weekday())+6)%7, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func nextPeriod(by CountBy, t time.Time) time.Time {
	switch by {
	case CountYear:
		return t.AddDate(1, 0, 0)
	case CountMonth:
		return t.AddDate(0, 1, 0)
	case CountWeek:
		return t.AddDate(0, 0, 7)
	}
	return t.AddDate(0, 0, 1)
}

func periodKey(by CountBy, t time.Time) string {
	switch by {
	case CountYear:
		return t.Format("2006")
	case CountMonth:
		return t.Format("2006-01")
	case CountWeek:
		y, w := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	}
	return t.Format(time.DateOnly)
}

// periodStart is the first moment of a key's period.
func periodStart(by CountBy, key string) (time.Time, bool) {
	var t time.Time
	var err error
	switch by {
	case CountYear:
		t, err = time.Parse("2006", key)
	case CountMonth:
		t, err = time.Parse("2006-01", key)
	case CountWeek:
		var y, w int
		if _, err = fmt.Sscanf(key, "%d-W%d", &y, &w); err == nil {
			t = periodOf(by, time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)).AddDate(0, 0, 7*(w-1)) // ISO 8601: 4 January is in week 1
		}
	default:
		t, err = time.Parse(time.DateOnly, key)
	}
	return t, err == nil
}
