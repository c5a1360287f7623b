package web

import (
	"net/http"
	"strconv"
	"time"
)

// moment reads a time of the archive's clock, UTC unless it says otherwise; a day
// and a minute mean their end, so that what the room shows of a moment finds it
// again. Zero for no text.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, form := range []struct {
		layout string
		end    time.Duration
	}{{time.RFC3339, 0}, {"2006-01-02T15:04:05", time.Second - time.Millisecond}, {"2006-01-02T15:04", time.Minute - time.Millisecond}} {
		if t, err := time.Parse(form.layout, s); err == nil {
			return t.UTC().Add(form.end), nil
		}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, badRequest("%q is no time: give 2024-12-01, 2024-12-01T17:00 (UTC), or RFC 3339 with an offset.", s)
	}
	return t.AddDate(0, 0, 1).Add(-time.Millisecond), nil
}

// number reads a count of an address; otherwise when it is not given.
func number(q *http.Request, name string, otherwise, least, most int) (int, error) {
	s := q.FormValue(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, badRequest("%s is a number from %d to %d, not %q.", name, least, most, s)
	}
	return n, nil
}
