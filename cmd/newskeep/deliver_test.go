package main

import (
	"encoding/csv"
	"strings"
	"testing"
)

// Every list is a table of a spreadsheet, too, and none is cut short in silence.
func TestListsAsTables(t *testing.T) {
	a := daysCrawled(t, 3)
	const relay = "http://demo.newskeep.test/news/sports/relay-swims-across-the-bay"
	for _, tt := range []struct{ args, head, says string }{
		{"search tram --limit 2", "id,site,published,headline", "2 of 14 articles for tram; the next ones: --after 2, or a larger --limit, or all of them: newskeep export"},
		{"search tram --kwic --limit 2", "id,published,left,match,right", "there are more"},
		{"search tram --facets --limit 2", "by,key,count", "at most 2 names of each"},
		{"search tram --count-by month", "month,count,gap", "looked since 2024-12-01"},
		{"search tram --count-by section --limit 2", "section,count,gap", "the first 2; there may be more"},
		{"words tag:tram --limit 2", "word,count,articles", "there may be more"},
		{"placements --module home --limit 2", "site,module,section,page,slot,from,last_seen,to,title,url", "2 placements; times are UTC; there may be more"},
		{"placements --moves --limit 2", "seen,not_until,site,module", "2 moves; times are UTC; there may be more"},
		{"placements --tenure --limit 2", "site,module,section,page,title,url,first_seen", "2 items; times are UTC; there may be more"},
		{"images --limit 2", "image,url,caption,credit,alt,role,id", "2 pictures; times are UTC; there may be more"},
		{"images --captions-differ --limit 1", "image,url,caption,credit,alt,role,id", "1 of 3 pictures"},
		{"history " + relay, "revision,first_seen,last_seen", "times are UTC"},
	} {
		args := append(strings.Fields(tt.args), "-a", a.archive)
		out, errs := newskeep(t, []int{exitDone}, append(args, "--format", "csv")...)
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil || len(rows) < 3 || !strings.HasPrefix(out, tt.head+",") && !strings.HasPrefix(out, tt.head+"\n") || !strings.Contains(errs, tt.says) {
			t.Errorf("%s as CSV, %v: want %q and %q in\n%s%s", tt.args, err, tt.head, tt.says, out, errs)
		}
		lines, errs := newskeep(t, []int{exitDone}, append(args, "--format", "jsonl")...)
		for line := range strings.Lines(lines) {
			var one map[string]any
			decode(t, line, &one)
		}
		if lines == "" || !strings.Contains(errs, tt.says) {
			t.Errorf("%s as lines of JSON:\n%s%s", tt.args, lines, errs)
		}
		if quiet, errs := newskeep(t, []int{exitDone}, append(args, "--format", "csv", "-q")...); quiet != out || errs != "" {
			t.Errorf("%s -q: %q", tt.args, errs)
		}
		newskeep(t, []int{exitUsage}, append(args, "--format", "xls")...)
	}
}

// No period is left out, whatever the limit.
func TestPeriodsAreAllThere(t *testing.T) {
	out, errs := newskeep(t, []int{exitDone}, "search", "tram", "--count-by", "month", "--limit", "3", "-a", daysCrawled(t, 3).archive)
	if strings.Count(out, "2024-") != 3 || strings.Contains(errs, "may be more") {
		t.Errorf("%s%s", out, errs)
	}
}
