package schedule

import (
	"slices"
	"testing"
	"time"
)

// Where clocks are changed a fixed time comes once a day, and a spec for every
// hour once for each hour that passes.
func TestNextWhenClocksChange(t *testing.T) {
	for _, tt := range []struct {
		name, zone, spec, from string
		want                   []string // local times with offset
	}{
		{"skipped: at the change", "America/New_York", "30 2 * * *", "2026-03-07T12:00:00Z",
			[]string{"03-08 03:00 -0400", "03-09 02:30 -0400"}},
		{"shown twice: the first", "America/New_York", "30 1 * * *", "2026-10-31T12:00:00Z",
			[]string{"11-01 01:30 -0400", "11-02 01:30 -0500"}},
		{"asked between the two: not again", "America/New_York", "30 1 * * *", "2026-11-01T06:10:00Z", // 01:10 for the second time
			[]string{"11-02 01:30 -0500"}},
		{"midnight that does not exist", "Asia/Beirut", "0 0 * * *", "2026-03-28T12:00:00Z",
			[]string{"03-29 01:00 +0300", "03-30 00:00 +0300"}},
		{"midnight shown twice", "Asia/Beirut", "30 23 * * *", "2026-10-24T12:00:00Z",
			[]string{"10-24 23:30 +0300", "10-25 23:30 +0200"}},
		{"every hour, one skipped", "Europe/Berlin", "15 * * * *", "2026-03-29T00:00:00Z",
			[]string{"03-29 01:15 +0100", "03-29 03:15 +0200"}},
		{"every hour, one shown twice", "Europe/Berlin", "15 * * * *", "2026-10-24T23:50:00Z",
			[]string{"10-25 02:15 +0200", "10-25 02:15 +0100", "10-25 03:15 +0100"}},
		{"every second hour, shown twice", "Europe/Berlin", "17 */2 * * *", "2026-10-24T22:30:00Z",
			[]string{"10-25 02:17 +0200", "10-25 04:17 +0100"}},
		{"both the skipped and the change itself", "Europe/Berlin", "0,30 2,3 * * *", "2026-03-29T00:00:00Z",
			[]string{"03-29 03:00 +0200", "03-29 03:30 +0200", "03-30 02:00 +0200"}},
		{"half an hour", "Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00:00Z", // 02:00 becomes 02:30
			[]string{"10-04 02:30 +1100", "10-05 02:15 +1100"}},
		{"a day that was left out", "Pacific/Apia", "0 6 * * *", "2011-12-29T10:00:00Z", // no 30 December
			[]string{"12-29 06:00 -1000", "12-31 00:00 +1400", "12-31 06:00 +1400"}},
		{"no change", "Asia/Tokyo", "@daily", "2026-03-29T00:00:00Z", []string{"03-30 00:00 +0900"}},
		{"a year ahead", "Europe/Berlin", "30 2 29 2 *", "2026-03-01T00:00:00Z", []string{"02-29 02:30 +0100"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.from)
			if err != nil {
				t.Fatal(err)
			}
			s := spec(t, tt.spec, tt.zone)
			var got []string
			for range tt.want {
				at = s.Next(at)
				got = append(got, at.Format("01-02 15:04 -0700"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q", s, got, tt.want)
			}
		})
	}
}

// A year of days has a tick each, in zones of all habits, and time only goes on.
func TestOneTickADay(t *testing.T) {
	for _, zone := range []string{"Asia/Beirut", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "UTC"} {
		for _, text := range []string{"0 0 * * *", "30 1 * * *", "30 2 * * *", "59 23 * * *"} {
			s := spec(t, text, zone)
			at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
			end := at.AddDate(1, 0, 0)
			days := map[string]int{}
			for next := s.Next(at); next.Before(end); next = s.Next(at) {
				if !next.After(at) {
					t.Fatalf("%s: after %s comes %s", s, at, next)
				}
				at = next
				days[at.Format(time.DateOnly)]++
			}
			if len(days) != 365 {
				t.Errorf("%s: runs on %d days of a year, want 365", s, len(days))
			}
			for day, n := range days {
				if n != 1 {
					t.Errorf("%s: %d runs on %s", s, n, day)
				}
			}
		}
	}
}

func spec(t *testing.T, text, zone string) Spec {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
