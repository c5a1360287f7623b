package store

import (
	"fmt"
	"time"
)

// Moment reads the time that somebody asks of: "2024-12-01", "2024-12-01T17:00" or
// "2024-12-01T17:00:05", all UTC, or RFC 3339. A day, a minute and a second mean
// their end, to the millisecond the archive's clock counts in, so that a time the
// archive showed without its parts finds again what was shown. Zero for no text.
func Moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	for _, form := range []struct {
		layout string
		long   time.Duration
	}{{time.DateOnly, 24 * time.Hour}, {"2006-01-02T15:04", time.Minute}, {"2006-01-02T15:04:05", time.Second}} {
		if t, err := time.Parse(form.layout, text); err == nil {
			return t.Add(form.long - time.Millisecond), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: give 2024-12-01, 2024-12-01T17:00 (both mean their end, UTC) or RFC 3339 with an offset", text)
}
