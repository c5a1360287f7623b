package extract

import (
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestReadInstant(t *testing.T) {
	for _, tt := range []struct {
		in, want string // want: the instant, a day alone where only that is given, "-" for none
		zone     news.ZoneSource
	}{
		{"2024-12-01T15:37:00Z", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"2024-12-01T17:37:00+02:00", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00+0200", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00+02", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00 02:00", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00.0000000", "2024-12-01T17:37:00+02:00", news.ZoneRule},
		{"2024-12-01T17:37:00.1234567Z", "2024-12-01T17:37:00Z", news.ZoneStated},
		{"2024-12-01T17:37:00,5+02:00", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00.000-0330", "2024-12-01T17:37:00-03:30", news.ZoneStated},
		{"2024-12-01T17:37", "2024-12-01T17:37:00+02:00", news.ZoneRule},
		{"2024-12-01 17:37:01", "2024-12-01T17:37:01+02:00", news.ZoneRule},
		{"2023-04-28 18:11:01.0", "2023-04-28T18:11:01+03:00", news.ZoneRule},
		{"2023-04-28 18:11:01 CEST", "2023-04-28T18:11:01+02:00", news.ZoneStated},
		{"2024-12-01T17:37:00+02:00[Asia/Beirut]", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"2024-12-01 15:37:00 UTC", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"2024-12-01 15:37:00 +0000", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"2024-12-01T17:37:00GMT+02:00", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"20241201T153700Z", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"20241201173700", "2024-12-01T17:37:00+02:00", news.ZoneRule},
		{"20241201", "2024-12-01", news.ZoneRule},
		{"2024-12-01", "2024-12-01", news.ZoneRule},
		{"2024/12/01 17:37", "2024-12-01T17:37:00+02:00", news.ZoneRule},
		{"2024-12-1", "2024-12-01", news.ZoneRule},
		{"2024-12-01+02:00", "2024-12-01", news.ZoneStated},
		{"2024-12-01T24:00:00Z", "2024-12-02T00:00:00Z", news.ZoneStated},
		{" 2024-12-01T15:37:00Z ", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"٢٠٢٤-١٢-٠١T15:37:00Z", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"Sun, 01 Dec 2024 15:37:00 GMT", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"Sun, 01 Dec 2024 17:37:00 +0200", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"Sun, 1 Dec 24 17:37:00 EST", "2024-12-01T17:37:00-05:00", news.ZoneStated},
		{"Sunday, 01-Dec-24 15:37:00 GMT", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"Sun Dec  1 15:37:00 UTC 2024", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"Sun Dec  1 17:37:00 CEST 2024", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"Sun Dec 01 2024 17:37:00 GMT+0200 (Eastern European Standard Time)", "2024-12-01T17:37:00+02:00", news.ZoneStated},
		{"1733067420", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"1733067420.25", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"1733067420000", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"/Date(1733067420000+0200)/", "2024-12-01T15:37:00Z", news.ZoneStated},
		{"December 1, 2024 17:37", "2024-12-01T17:37:00+02:00", news.ZoneRule},
		{"0001-01-01T00:00:00", "-", ""},
		{"1970-01-01T00:00:00Z", "-", ""},
		{"2024-02-30", "-", ""},
		{"2024-13-01T00:00:00Z", "-", ""},
		{"2024-12-01T25:00:00Z", "-", ""},
		{"2024-12", "-", ""},
		{"2024", "-", ""},
		{"2024-12-01T17:37:00 somewhere", "-", ""},
		{"0", "-", ""},
		{"15 Dec", "-", ""},
		{"false", "-", ""},
		{"", "-", ""},
	} {
		h := stampHints{zone: zoneOf(t, "Asia/Beirut"), zoneSource: news.ZoneRule}
		s, ok := readInstant(tt.in, h)
		got := "-"
		if ok {
			if got = s.Time.Format(time.RFC3339); s.Day {
				got = s.Time.Format(time.DateOnly)
			}
		}
		if got != tt.want || s.Zone != tt.zone || s.Text != "" {
			t.Errorf("readInstant(%q) = %s, %q, text %q, want %s, %q", tt.in, got, s.Zone, s.Text, tt.want, tt.zone)
		}
	}
}
