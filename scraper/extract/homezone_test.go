package extract

import (
	"testing"
	"time"

	"newskeep/scraper/news"
)

// A date without a zone is read by the clocks of the country whose domain the
// address has; a stated offset, and a domain of all the world, leave it alone.
func TestDatesAreReadAtHome(t *testing.T) {
	for name, loc := range homeZones {
		if _, err := time.LoadLocation(loc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, tt := range []struct{ address, date, want string }{
		{"https://paper.example.jp/a/1", "2024-12-01 08:30", "2024-12-01T08:30:00+09:00"},
		{"https://paper.example.de/a/1", "2024-07-01 08:30", "2024-07-01T08:30:00+02:00"},
		{"https://paper.example.de/a/1", "2024-12-01 08:30 GMT", "2024-12-01T08:30:00Z"},
		{"https://paper.example.de/a/1", "2024-12-01T08:30:00Z", "2024-12-01T08:30:00Z"},
		{"https://paper.example.co/a/1", "2024-12-01 08:30", "2024-12-01T08:30:00Z"},
		{"https://paper.example.com/a/1", "2024-12-01 08:30", "2024-12-01T08:30:00Z"},
		{"https://paper.example.kr/a/1", "2024-12-01", "2024-12-01T00:00:00+09:00"},
	} {
		page := `<html><head><title>Ferry timetable doubles</title><meta property="article:published_time" content="` + tt.date + `"></head><body><article><h1>Ferry timetable doubles</h1>` +
			`<p>The harbour board voted on Sunday to double the number of ferries across the strait this winter.</p>` +
			`<p>Commuters had asked for the change since spring, the chair of the board said after the vote.</p></article></body></html>`
		a := Read(nil, Input{URL: tt.address, Body: []byte(page), Seen: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}).Article
		if a == nil || a.Published.Value() != tt.want {
			t.Errorf("%s at %s: %+v, want %s", tt.date, tt.address, a, tt.want)
			continue
		}
		if _, offset := a.Published.Time.Zone(); offset != 0 && a.Published.Zone != news.ZoneAssumed {
			t.Errorf("%s at %s: the zone is %q, want it assumed", tt.date, tt.address, a.Published.Zone)
		}
	}
}
