package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/store"
)

// What was done to Most Read on the second day of the demo, how long its items
// stood, and the front page as of a moment.
func TestPlacementsOfTheDays(t *testing.T) {
	a := daysCrawled(t, 3)
	last := func(address string) string { return address[strings.LastIndex(address, "/")+1:][:8] }
	ask := func(into any, args ...string) {
		t.Helper()
		out, _ := newskeep(t, []int{exitDone}, append(append([]string{"placements"}, args...), "-a", a.archive, "--json")...)
		decode(t, out, into)
	}
	var moves []store.Move
	ask(&moves, "--module", "most_read", "--moves")
	var got []string
	for _, m := range moves {
		if m.At.Day() == 2 {
			got = append(got, fmt.Sprintf("%s %s %d>%d, not until %s", m.Move, last(m.URL), m.From, m.To, m.After.Format(time.DateOnly)))
		}
	}
	want := []string{
		"promoted a-bench- 2>1, not until 2024-12-01",
		"entered new-tram 0>2, not until 2024-12-01",
		"entered forty-pa 0>4, not until 2024-12-01",
		"left pupils-b 3>0, not until 2024-12-01",
		"left harbour- 4>0, not until 2024-12-01",
	}
	if !slices.Equal(got, want) {
		t.Errorf("moves in Most Read on the second day:\n got %q\nwant %q", got, want)
	}
	var tenures []store.Tenure
	ask(&tenures, "--module", "most_read", "--tenure", "http://"+demo.Host+"/articles/opinion/a-bench-at-every-stop")
	if len(tenures) != 1 || tenures[0].Best != 1 || tenures[0].Promoted != 1 || !tenures[0].There || tenures[0].Seconds < 47*3600 || tenures[0].Seconds > 49*3600 {
		t.Errorf("tenure of the bench: %+v, want two days, slot 1 at best, promoted once", tenures)
	}
	var front []store.Placement
	ask(&front, "--module", "home", "--as-of", "2024-12-01T23:00")
	if len(front) != 12 || front[0].Slot != 1 || last(front[0].URL) != "new-tram" || slices.ContainsFunc(front, func(p store.Placement) bool { return last(p.URL) == "bench-ma" }) {
		t.Errorf("the front page on the first day: %+v", front)
	}
	for _, view := range []string{"--moves", "--tenure"} {
		out, _ := newskeep(t, []int{exitDone}, "placements", view, "-a", a.archive)
		if len(strings.Split(out, "\n")) < 20 {
			t.Errorf("placements %s prints\n%s", view, out)
		}
	}
	newskeep(t, []int{exitUsage}, "placements", "--moves", "--tenure", "-a", a.archive)
	out, _ := newskeep(t, []int{exitDone}, "placements", "--moves", "--module", "coverage", "--site", "none", "-a", a.archive, "--json")
	if strings.TrimSpace(out) != "[]" {
		t.Errorf("no moves are %q, want []", out)
	}
}
