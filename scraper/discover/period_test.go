package discover

import (
	"testing"
	"time"
)

func TestPeriod(t *testing.T) {
	for _, tt := range []struct{ address, from, to string }{
		{"https://a.example/2024/12/01/tram", "2024-12-01", "2024-12-02"},
		{"https://a.example/sitemap-2024-12.xml", "2024-12-01", "2025-01-01"},
		{"https://a.example/posts_202402.xml.gz", "2024-02-01", "2024-03-01"},
		{"https://a.example/sitemaps/20240229.xml", "2024-02-29", "2024-03-01"},
		{"https://a.example/sitemap.xml?yyyy=2023&mm=1&dd=9", "2023-01-09", "2023-01-10"},
		{"https://a.example/archive/2022", "2022-01-01", "2023-01-01"},
		{"https://a.example/archive/2022/", "2022-01-01", "2023-01-01"},
		{"https://a.example/2023/02/31/x", "", ""},
		{"https://a.example/news/120241201", "", ""},
		{"https://a.example/story-20241", "", ""},
		{"https://a.example/sitemap.xml?page=2", "", ""},
		{"%zz", "", ""},
	} {
		from, to, ok := Period(tt.address)
		if got := day(from) + " " + day(to); got != tt.from+" "+tt.to || ok != (tt.from != "") {
			t.Errorf("Period(%s) = %s, %v, want %s %s", tt.address, got, ok, tt.from, tt.to)
		}
	}
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func FuzzPeriod(f *testing.F) {
	f.Add("https://a.example/2024/12/01/tram")
	f.Add("/x?year=2024&month=13")
	f.Fuzz(func(t *testing.T, address string) {
		from, to, ok := Period(address)
		if ok != from.Before(to) {
			t.Errorf("Period(%q) = %v, %v, %v", address, from, to, ok)
		}
	})
}
