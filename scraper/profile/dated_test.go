package profile

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestDatedLists(t *testing.T) {
	p, err := Parse("x.yaml", []byte(base+`time_zone: Europe/Athens
dated_lists:
  - {url: "/archive/{yyyy}/{mm}/{dd}", since: 2024-02-27}
  - {url: "/old?y={yyyy}&m={m}", since: 2023-11-15}
  - {url: "/year/{yyyy}/", since: 2022-01-01}
`))
	if err != nil {
		t.Fatal(err)
	}
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, p.Zone) }
	for i, want := range []string{
		"/archive/2024/03/01 /archive/2024/02/29 /archive/2024/02/28 /archive/2024/02/27",
		"/old?y=2024&m=3 /old?y=2024&m=2 /old?y=2024&m=1 /old?y=2023&m=12 /old?y=2023&m=11",
		"/year/2024 /year/2023 /year/2022",
	} {
		var got []string
		for page := range p.DatedPages(&p.DatedLists[i], time.Time{}, day(2024, 3, 2)) {
			got = append(got, strings.TrimPrefix(page.URL, "https://"+p.Home.Host))
			if again, ok := p.DatedPage(page.URL, page.To.Add(-time.Second)); !ok || again != page {
				t.Errorf("%s is found again as %v, %v", page.URL, again, ok)
			}
		}
		if fmt.Sprint(got) != "["+want+"]" {
			t.Errorf("got  %v\nwant [%s]", got, want)
		}
	}
	// A day in which the clocks change has 23 hours, and one list.
	n := 0
	for page := range p.DatedPages(&p.DatedLists[0], day(2024, 3, 31), day(2024, 4, 1)) {
		if n++; page.To.Sub(page.From) != 23*time.Hour {
			t.Errorf("%v", page)
		}
	}
	if n != 1 {
		t.Errorf("%d lists of one day", n)
	}
	if _, ok := p.DatedPage("https://"+p.Home.Host+"/archive/2024/02/28", day(2024, 2, 27)); ok {
		t.Error("a list is taken for that of another day")
	}
}

func TestDatedListMistakes(t *testing.T) {
	for src, want := range map[string]string{
		`dated_lists: [{url: "/a/{yyyy}", since: 2012-13-01}]`:                   "day \"2012-13-01\"",
		`dated_lists: [{url: "/a/{yyyy}"}]`:                                      "missing key \"since\"",
		`dated_lists: [{since: 2012-01-01}]`:                                     "missing key \"url\"",
		`dated_lists: [{url: "/a/{mm}", since: 2012-01-01}]`:                     "does not name the year",
		`dated_lists: [{url: "/a/{yyyy}/{dd}", since: 2012-01-01}]`:              "no month",
		`dated_lists: [{url: "/a/{year}", since: 2012-01-01}]`:                   "{year}",
		`dated_lists: [{url: "/a/{yyyy}/{", since: 2012-01-01}]`:                 "brace",
		`dated_lists: [{url: "https://else.example/{yyyy}", since: 2012-01-01}]`: "not among the hosts",
		`wayback: {delay: 1s}`:                                                   "2.5s",
		`wayback: {url: "http://127.0.0.1:8080/"}`:                               "allow_private",
		`wayback: {url: "https://web.archive.org/web/"}`:                         "the server alone",
	} {
		_, err := Parse("x.yaml", []byte(base+src))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want something about %q", src, err, want)
		}
	}
}
