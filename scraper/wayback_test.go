package scraper

import (
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

func TestWaybackWindows(t *testing.T) {
	p, err := profile.Parse("x.yaml", []byte("name: x\nhome: https://www.paper.example/\nhosts: [paper.example, old.paper.example]\n"))
	if err != nil {
		t.Fatal(err)
	}
	day := func(m time.Month, d int) time.Time { return time.Date(2024, m, d, 0, 0, 0, 0, time.UTC) }
	now := day(5, 20).Add(7 * time.Hour)
	for _, tt := range []struct {
		what  string
		b     Backfill
		first time.Time
		want  []string // of one host
	}{
		{"a span", Backfill{From: day(2, 10), To: day(4, 3)}, time.Time{}, []string{
			"20240210000000-20240301000000", "20240301000000-20240401000000", "20240401000000-20240403000000"}},
		{"all since the first capture", Backfill{}, day(4, 7), []string{"20240407000000-20240501000000", "20240501000000-20240520000000"}},
		{"gaps, newest first, with two days for captures of them", Backfill{From: day(4, 1), Gaps: []news.Span{
			{From: day(1, 1), To: day(1, 3)}, {From: day(4, 5), To: day(4, 6)}, {From: day(5, 1), To: day(5, 2)}, {From: day(5, 19), To: day(5, 21)},
		}}, time.Time{}, []string{
			"20240519000000-20240520000000", "20240501000000-20240504000000", "20240405000000-20240408000000",
			"20240401000000-20240501000000", "20240501000000-20240520000000"}},
		{"a span that lies ahead", Backfill{From: day(6, 1), To: day(7, 1)}, time.Time{}, nil},
	} {
		var got []string
		hosts := map[string]int{}
		for _, w := range tt.b.windows(p, tt.first, now) {
			hosts[w.host]++
			if w.host == "paper.example" {
				got = append(got, strings.TrimPrefix(w.key(), w.host+" "))
			}
		}
		if strings.Join(got, " ") != strings.Join(tt.want, " ") {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
		if len(tt.want) > 0 && (len(hosts) != 2 || hosts["old.paper.example"] != len(tt.want)) {
			t.Errorf("%s: hosts %v; to the index www. is no host of its own", tt.what, hosts)
		}
	}
}

func TestCapturesAreOfTodaysPages(t *testing.T) {
	p, err := profile.Parse("x.yaml", []byte("name: x\nhome: https://paper.example/\n"))
	if err != nil {
		t.Fatal(err)
	}
	for captured, want := range map[string]string{
		"http://paper.example:80/a?b=1#c": "https://paper.example/a?b=1",
		"https://PAPER.example:443/a/":    "https://paper.example/a",
		"http://paper.example/a":          "https://paper.example/a",
		"http://else.example/a":           "",
		"http://paper.example/%zz":        "",
	} {
		got := ""
		if u := asOfToday(p, captured); u != nil {
			got = p.Normalize(u)
		}
		if got != want {
			t.Errorf("%s is %q, want %q", captured, got, want)
		}
	}
}
