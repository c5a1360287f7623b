package main

import (
	"strings"
	"testing"

	"newskeep/store"
)

// Counts with all their proportions have no room for bars, and say so without them.
func TestCountsWithoutRoomForBars(t *testing.T) {
	var out strings.Builder
	a := &app{stdout: &out, stderr: &out}
	all := ""
	long := strings.Repeat("A very long name of a section ", 4)
	a.printCounts([]store.Count{{Key: long, Count: 3, Of: 4, Share: 0.75, Occurrences: 2, Words: 900, PerThousand: 2.2}, {Key: "2024-12", Gap: true, Missing: []string{"gazette"}}},
		store.CountRequest{By: store.CountSection, ShareOf: &all, Words: true})
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(line)); n > 101 && !strings.HasPrefix(line, gapMark) {
			t.Errorf("%d cells: %s", n, line)
		}
	}
	if !strings.Contains(out.String(), "0 "+gapMark) {
		t.Errorf("no mark in\n%s", out.String())
	}
}

// A flag that the answer asked for would ignore is refused, before an archive is opened.
func TestSearchRefusesFlagsOfOtherAnswers(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"--count-by month --after 20", "--after goes on with a list"}, {"--facets --after 20", "--after goes on with a list"},
		{"--kwic --after 20", "--after goes on with a list"}, {"--count-by tag --sort date", "--sort orders articles"},
		{"--facets --sort relevance", "--sort orders articles"}, {"--facets --count-by month", "--count-by and --facets are different answers"},
		{"--kwic --placements", "leave --kwic out"}, {"--share", "say --count-by as well"},
		{"--facets --exact", "leave it or --facets out"}, {"--limit 0", "--limit is 1 to"}, {"--kwic --limit 9223372036854775807", "--limit is 1 to"},
	} {
		args := append(strings.Fields(tt.args), "-a", t.TempDir()+"/none.db")
		if _, errs := newskeep(t, []int{exitUsage}, append([]string{"search", "tram"}, args...)...); !strings.Contains(errs, tt.want) {
			t.Errorf("%s: %q, want %q", tt.args, errs, tt.want)
		}
	}
}

// Occurrences of no words are no answer: a rate of nought would look like one.
func TestWordsOfNoneAreRefused(t *testing.T) {
	for _, q := range []string{"tag:tram", "", "-tram", "caption:tram", "headline:tram published:2024"} {
		for _, as := range []string{"--kwic", "--count-by=month --per-1000-words"} {
			args := append([]string{"search", q, "-a", t.TempDir() + "/none.db"}, strings.Fields(as)...)
			if _, errs := newskeep(t, []int{exitUsage}, args...); !strings.Contains(errs, "words in bodies") {
				t.Errorf("%q %s: %q", q, as, errs)
			}
		}
	}
	for _, q := range []string{"tram tag:x", "(body:tram OR tag:x) -ferry", "NEAR(a b)"} {
		if _, errs := newskeep(t, []int{exitFailed}, "search", q, "--kwic", "-a", t.TempDir()+"/none.db"); !strings.Contains(errs, "no archive") {
			t.Errorf("%q: %q", q, errs)
		}
	}
	if _, errs := newskeep(t, []int{exitUsage}, "search", "--facets"); !strings.Contains(errs, "'' is every article") {
		t.Errorf("no query: %q", errs)
	}
}

// Who finds nothing is told what is often meant.
func TestNothingFoundSaysWhatToTry(t *testing.T) {
	archive := demoCrawled(t)
	_, errs := newskeep(t, []int{exitDone}, "search", "tag:town", "-a", archive)
	if !strings.HasPrefix(errs, "nothing found for tag:town\n") || !strings.Contains(errs, "tag:town*") {
		t.Errorf("%q", errs)
	}
	if out, _ := newskeep(t, []int{exitDone}, "search", "tag:town*", "-a", archive); out == "" {
		t.Error("the hint leads nowhere")
	}
}

// A share is never more than the whole.
func TestSharesOfAnotherQuery(t *testing.T) {
	archive := demoCrawled(t)
	out, _ := newskeep(t, []int{exitDone}, "search", "tram", "--count-by", "month", "--share-of", "section:politics", "--json", "-a", archive)
	var res store.CountResult
	decode(t, out, &res)
	for _, c := range res.Counts {
		if c.Count > c.Of || c.Share > 1 {
			t.Errorf("%s: %d of %d", c.Key, c.Count, c.Of)
		}
	}
	if res.Query != "tram section:politics" || len(res.Counts) == 0 {
		t.Errorf("counted %q: %+v", res.Query, res.Counts)
	}
	if _, errs := newskeep(t, []int{exitUsage}, "search", "tram", "--count-by", "month", "--share-of", "ferry", "--per-1000-words", "-a", archive); !strings.Contains(errs, "named by fields") {
		t.Errorf("words of words: %q", errs)
	}
}
