package store

import (
	"context"
	"encoding/json"
	"fmt"
	"net/textproto"
	"slices"
	"time"
)

// clockSample is how many answers tell how wrong a clock is.
const clockSample = 50

// ClockReport says how the clock of this machine stands to others.
type ClockReport struct {
	Latest  time.Time     // of the visits; zero without any
	Skew    time.Duration // how far ours is ahead of the servers' (RFC 9110, 6.6.1: Date), in the middle; negative: behind
	Answers int           // with a Date, among the latest
}

// Clock compares our clock with the Date of the latest answers of live visits.
// Half of the servers may be wrong without changing what it says.
func (r *Reader) Clock(ctx context.Context) (*ClockReport, error) {
	c := &ClockReport{}
	var skews []time.Duration
	err := r.each(ctx, `SELECT at, took_ms, headers FROM visit WHERE via = 'live' ORDER BY id DESC LIMIT ?`, []any{clockSample},
		func(scan func(...any) error) error {
			var at clock
			var took int64
			var headers []byte
			if err := scan(&at, &took, &headers); err != nil {
				return err
			}
			if at.After(c.Latest) {
				c.Latest = at.Time
			}
			var h map[string][]string
			if len(headers) == 0 || json.Unmarshal(headers, &h) != nil {
				return nil
			}
			// Whole seconds, cut: in the middle they are half a second early.
			date, err := time.Parse(time.RFC1123, textproto.MIMEHeader(h).Get("Date"))
			if err == nil {
				skews = append(skews, at.Add(time.Duration(took)*time.Millisecond).Sub(date.Add(500*time.Millisecond)))
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("clock: %w", err)
	}
	if c.Answers = len(skews); c.Answers > 0 {
		slices.Sort(skews)
		c.Skew = skews[len(skews)/2]
	}
	return c, nil
}
