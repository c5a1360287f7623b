package main

import (
	"slices"
	"strings"
	"testing"
)

// A query may begin with what it leaves out, without a word about command lines.
func TestQueriesMayBeginWithAMinus(t *testing.T) {
	a := daysCrawled(t, 1)
	for _, q := range []string{"-tram", "-has:correction", `-"new tram"`, "-(tram OR ferry)", "-headline:tram", "-tram ferry", "-harbour"} {
		out, errs := newskeep(t, []int{exitDone}, "search", q, "--limit", "1", "-a", a.archive)
		if !strings.Contains(errs, " for -") {
			t.Errorf("%s: %q %q", q, out, errs)
		}
	}
}

func TestFlagsStayFlags(t *testing.T) {
	root := (&app{}).root()
	for _, args := range []string{
		"search tram -limit 5", "search tram -lim 5", "search -qv tram", "search tram -anews.db", "search -a news.db tram", "search tram -h",
		"search tram -- -ferry", "export tram -oout.csv", "show -tram", "crawl -tram", "search --share-of tram", "search - tram",
	} {
		if got := spared(root, strings.Fields(args)); strings.Join(got, " ") != args {
			t.Errorf("%s became %q", args, got)
		}
	}
	want := []string{"-q", "words", "NOT tag:tram", "NOT ferry", "--key", "--", "-bay"}
	if got := spared(root, []string{"-q", "words", "-tag:tram", "-ferry", "--key", "--", "-bay"}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
