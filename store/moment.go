package store

import (
	"fmt"
	"time"
)

// Moment reads the time that somebody asks of: "2024", "2024-12", "2024-12-01",
// "2024-12-01T17:00" or "2024-12-01T17:00:05", all UTC, minutes also with an offset, or
// RFC 3339. A year, month, day, minute and a second without an offset mean their end, to
// the millisecond the archive's clock counts in, so that a time the archive showed
// without its parts finds again what was shown. Zero for no text.
func Moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	for _, form := range []struct {
		layout  string
		y, m, d int
		clock   time.Duration
	}{
		{"2006", 1, 0, 0, 0},
		{"2006-01", 0, 1, 0, 0},
		{"2006-01-02", 0, 0, 1, 0},
		{"2006-01-02T15:04", 0, 0, 0, time.Minute},
		{"2006-01-02 15:04", 0, 0, 0, time.Minute},
		{"2006-01-02T15:04Z07:00", 0, 0, 0, time.Minute},
		{"2006-01-02T15:04:05", 0, 0, 0, time.Second},
	} {
		if t, err := time.Parse(form.layout, text); err == nil {
			return t.UTC().AddDate(form.y, form.m, form.d).Add(form.clock - time.Millisecond), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: give 2024-12, 2024-12-01 or 2024-12-01T17:00 (all mean their end, UTC), or a time with an offset, 2024-12-01T17:00+02:00", text)
}
