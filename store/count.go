package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/store/query"
)

// CountBy is what hits are counted by.
type CountBy string

// What hits can be counted by. Periods are those of the publication time, UTC.
const (
	CountDay     CountBy = "day"   // key "2024-12-01"
	CountWeek    CountBy = "week"  // key "2024-W48", ISO 8601
	CountMonth   CountBy = "month" // key "2024-12"
	CountYear    CountBy = "year"  // key "2024"
	CountSection CountBy = "section"
	CountTag     CountBy = "tag"
	CountByline  CountBy = "byline"
	CountSite    CountBy = "site"
)

// ErrCountBy refuses a word that is no [CountBy].
var ErrCountBy = errors.New("count by day, week, month, year, section, tag, byline or site")

// CountResult is how often hits fall under each key. Keys of periods are in
// order and without holes; others by count. An article without a date, section,
// tag or byline counts under the empty key.
type CountResult struct {
	Query  string  `json:"query"` // canonical text
	By     CountBy `json:"by"`
	Counts []Count `json:"counts"`
}

// Count is one key with its hits.
type Count struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
	Gap   bool   `json:"gap"` // the archive has no article of this period at all: an absence of data, not of news
}

// Count counts the hits of a query. The error is a [*query.SyntaxError],
// [ErrCountBy], or what SQLite returned.
func (r *Reader) Count(ctx context.Context, text string, by CountBy) (*CountResult, error) {
	p, err := r.plan(ctx, text)
	if err != nil {
		return nil, err
	}
	res := &CountResult{Query: p.text, By: by, Counts: []Count{}}
	switch by {
	case CountDay, CountWeek, CountMonth, CountYear:
		err = r.countPeriods(ctx, p, res)
	case CountSection:
		err = r.countNames(ctx, p, res, "JOIN article_facet c ON c.id = h.id", "c.section")
	case CountSite:
		err = r.countNames(ctx, p, res, "JOIN article_facet c ON c.id = h.id", "c.site")
	case CountTag:
		err = r.countNames(ctx, p, res, "LEFT JOIN article_tag a ON a.article_id = h.id LEFT JOIN tag c ON c.id = a.tag_id", "coalesce(c.name, '')")
	case CountByline:
		err = r.countNames(ctx, p, res, "LEFT JOIN article_byline a ON a.article_id = h.id LEFT JOIN byline c ON c.id = a.byline_id", "coalesce(c.name, '')")
	default:
		return nil, fmt.Errorf("%q: %w", by, ErrCountBy)
	}
	if err != nil {
		return nil, fmt.Errorf("count %q by %s: %w", res.Query, by, err)
	}
	return res, nil
}

func (r *Reader) countNames(ctx context.Context, p plan, res *CountResult, join, key string) error {
	ids, args := p.all("%s AS id")
	return r.each(ctx, "SELECT "+key+", count(DISTINCT h.id) AS n FROM ("+ids+") h "+join+" GROUP BY 1 ORDER BY n DESC, 1", args,
		func(scan func(...any) error) error {
			var c Count
			err := scan(&c.Key, &c.Count)
			res.Counts = append(res.Counts, c)
			return err
		})
}

// maxPeriods bounds the empty periods put between counts: one article with a
// wrong date must not make a table of a million days.
const maxPeriods = 5000

const dayOfIDs = 24 * 60 << idBits // ids of one day

func (r *Reader) countPeriods(ctx context.Context, p plan, res *CountResult) error {
	days, undated, err := r.countDays(ctx, p)
	if err != nil {
		return err
	}
	counts := map[time.Time]int{}
	var from, to time.Time
	for d, n := range days {
		start := periodOf(res.By, time.Unix(d*86400, 0).UTC())
		counts[start] += n
		if from.IsZero() || start.Before(from) {
			from = start
		}
		if start.After(to) {
			to = start
		}
	}
	empty := 0
	for t := from; !t.IsZero() && !t.After(to); t = nextPeriod(res.By, t) {
		c := Count{Key: periodKey(res.By, t), Count: counts[t]}
		if c.Count == 0 {
			if empty++; empty > maxPeriods {
				continue
			}
			if c.Gap, err = r.gap(ctx, p.strays, t, nextPeriod(res.By, t)); err != nil {
				return err
			}
		}
		res.Counts = append(res.Counts, c)
	}
	if undated > 0 {
		res.Counts = append(res.Counts, Count{Count: undated})
	}
	return nil
}

// countDays counts by days since 1970, from the ids themselves where they stand
// for the date: reading a row for each hit would cost ten times as much.
func (r *Reader) countDays(ctx context.Context, p plan) (days map[int64]int, undated int, err error) {
	days = map[int64]int{}
	ids, args := p.inOrder("%s / " + fmt.Sprint(dayOfIDs) + " AS day")
	err = r.each(ctx, "SELECT day, count(*) FROM ("+ids+") GROUP BY day", args, func(scan func(...any) error) error {
		var day int64
		var n int
		err := scan(&day, &n)
		days[day] += n
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	ids, args = p.outOfOrder("%s AS id")
	err = r.each(ctx, "SELECT f.published_at, count(*) FROM article_facet f WHERE f.id IN ("+ids+") GROUP BY 1", args,
		func(scan func(...any) error) error {
			var at clock
			var n int
			err := scan(&at, &n)
			if at.IsZero() {
				undated += n
			} else {
				days[floorDay(at.Time)] += n
			}
			return err
		})
	return days, undated, err
}

func floorDay(t time.Time) int64 {
	s := t.Unix()
	if s < 0 {
		s -= 86399
	}
	return s / 86400
}

// gap reports whether the archive has no article at all from one moment to another.
func (r *Reader) gap(ctx context.Context, strays int, from, to time.Time) (gap bool, err error) {
	p := plan{SQL: query.SQL{Since: from, Until: to}, strays: strays}
	ids, args := p.all("%s AS id")
	err = r.db.QueryRowContext(ctx, "SELECT NOT EXISTS ("+ids+")", args...).Scan(&gap)
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
