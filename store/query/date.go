package query

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Span is the time a date means, in UTC: from a moment until just before another;
// a zero time is open. Now is the moment words like "yesterday" and durations are
// counted from.
//
// An end is a year, month, week of ISO 8601, day or minute ("2024", "2024-12",
// "2024-W48", "2024-12-01", "2024-12-01T10:30"), "today", "yesterday", or a duration
// back from now as in ISO 8601 ("P7D", "PT12H"): alone and as a beginning it is the time
// since then, as an end the moment it began.
func (d Date) Span(now time.Time) (from, until time.Time) {
	from, until, _ = period(d.From, now)
	if d.To != d.From {
		var ago time.Time
		if ago, until, _ = period(d.To, now); duration.MatchString(d.To) {
			until = ago
		}
	}
	if until.Year() > 9999 { // its text would come before those of all other years
		until = time.Date(9999, 12, 31, 23, 59, 0, 0, time.UTC)
	}
	return from, until
}

// Fixed is the date without reference to now, for a query that is to mean the
// same on another day: "yesterday" becomes its day, a duration two moments.
func (d Date) fixed(now time.Time) Date {
	if relative(d.From) || relative(d.To) {
		from, until := d.Span(now)
		d.From, d.To = "", ""
		if !from.IsZero() {
			d.From = moment(from)
		}
		if !until.IsZero() {
			d.To = moment(until.Add(-time.Minute))
		}
		if day, ok := strings.CutSuffix(d.From, "T00:00"); ok && d.To == day+"T23:59" {
			d.From, d.To = day, day
		}
	}
	return d
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04") }

// At is the query with every date fixed that is counted from now.
func (q Query) At(now time.Time) Query { return Query{Root: fixed(q.Root, now)} }

func fixed(n Node, now time.Time) Node {
	switch n := n.(type) {
	case And:
		return And(fixedAll(n, now))
	case Or:
		return Or(fixedAll(n, now))
	case Not:
		return Not{fixed(n.Part, now)}
	case Date:
		return n.fixed(now)
	}
	return n
}

func fixedAll(parts []Node, now time.Time) []Node {
	all := make([]Node, len(parts))
	for i, p := range parts {
		all[i] = fixed(p, now)
	}
	return all
}

func relative(s string) bool {
	return s == "today" || s == "yesterday" || duration.MatchString(s)
}

// period is the time one end of a date stands for; zero times for an empty one.
// Ok is false when it stands for none.
func period(s string, now time.Time) (from, until time.Time, ok bool) {
	now = now.UTC()
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch s {
	case "":
		return from, until, true
	case "today":
		return day, day.AddDate(0, 0, 1), true
	case "yesterday":
		return day.AddDate(0, 0, -1), day, true
	}
	if duration.MatchString(s) {
		from, ok = back(s, now)
		return from, now.Truncate(time.Minute).Add(time.Minute), ok
	}
	for _, l := range []struct {
		layout  string
		y, m, d int
		clock   time.Duration
	}{
		{"2006-01-02T15:04", 0, 0, 0, time.Minute},
		{"2006-01-02", 0, 0, 1, 0},
		{"2006-01", 0, 1, 0, 0},
		{"2006", 1, 0, 0, 0},
	} {
		if t, err := time.Parse(l.layout, s); err == nil && len(s) == len(l.layout) && t.Year() > 0 {
			return t, t.AddDate(l.y, l.m, l.d).Add(l.clock), true
		}
	}
	return week(s)
}

// week is one of ISO 8601, such as "2024-W05": the first one has 4 January in it.
func week(s string) (from, until time.Time, ok bool) {
	m := weekOfYear.FindStringSubmatch(s)
	if m == nil {
		return from, until, false
	}
	year, _ := strconv.Atoi(m[1]) // both are digits
	n, _ := strconv.Atoi(m[2])
	from = time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	from = from.AddDate(0, 0, -(int(from.Weekday())+6)%7+7*(n-1))
	if y, w := from.ISOWeek(); y != year || w != n || from.Year() < 1 { // not every year has 53
		return time.Time{}, until, false
	}
	return from, from.AddDate(0, 0, 7), true
}

var weekOfYear = regexp.MustCompile(`^(\d{4})-W(\d\d)$`)

// duration is a duration of ISO 8601-1:2019, 5.5.2, without fractions.
var duration = regexp.MustCompile(`^P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?)?$`)

// back is the moment that lies a duration before now.
func back(s string, now time.Time) (time.Time, bool) {
	m := duration.FindStringSubmatch(s)
	if m == nil || strings.HasSuffix(s, "T") || s == "P" {
		return time.Time{}, false
	}
	var n [6]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // an absent part is 0
	}
	t := now.AddDate(-n[0], -n[1], -7*n[2]-n[3]).Add(-time.Duration(n[4])*time.Hour - time.Duration(n[5])*time.Minute)
	return t.Truncate(time.Minute), t.Year() > 0
}
