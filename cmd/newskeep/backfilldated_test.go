package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// byDay is a paper with a list for each day of March 2026, most on two pages, two
// stories a day; on the seventh nothing was published.
func byDay(p *paper) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var day int
		if _, err := fmt.Sscanf(r.URL.Path, "/archive/2026/3/%d", &day); err != nil {
			p.ServeHTTP(w, r)
			return
		}
		p.note(r)
		if day == 7 || day > 20 {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		n := 100 + 10*day
		next := fmt.Sprintf(`<a rel="next" href="/archive/2026/3/%d/2">Next</a>`, day)
		if strings.HasSuffix(r.URL.Path, "/2") {
			n, next = n+1, ""
		}
		fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>Archive</title></head><body><h1>%[1]d March 2026</h1><main><ul>
<li><article><h2><a href="/town/story-%[2]d">The council meets for the %[2]d. time about the bridge</a></h2></article></li></ul>%[3]s</main></body></html>`, day, n, next)
	}
}

// withDatedList adds the lists of the paper to its profile.
func withDatedList(t *testing.T, flags []string) {
	t.Helper()
	file := filepath.Join(flags[3], "paper.yaml")
	text := read(t, file) + "dated_lists: [{url: \"/archive/{yyyy}/{m}/{d}\", since: 2026-03-05}]\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBackfillByDatedLists(t *testing.T) {
	p := &paper{stories: 1}
	flags, _ := p.serveBy(t, byDay(p))
	args := func(more ...string) []string {
		return append(append([]string{"backfill", "paper", "--json", "--source", "dated"}, flags...), more...)
	}
	newskeep(t, []int{exitUsage}, args()...) // the profile names none
	withDatedList(t, flags)

	var e scraper.Estimate
	out, _ := newskeep(t, []int{exitDone}, args("--dry-run", "--from", "2026-03-01", "--to", "2026-03-09")...)
	decode(t, out, &e)
	if e.Lists != 5 || !e.Exact || e.Articles != 4 || e.Undated != 0 {
		t.Errorf("the estimate is %+v, want 4 articles on the first pages of 5 lists", e)
	}

	var sum news.Summary
	out, _ = newskeep(t, []int{exitPartial}, args("--to", "2026-03-09")...)
	decode(t, out, &sum)
	if sum.ArticlesNew != 8 || len(sum.Failed) != 1 || !strings.HasSuffix(sum.Failed[0].URL, "/7") {
		t.Errorf("%+v", sum)
	}
	if got, want := fmt.Sprint(p.storiesSince(0)), "[190 191 180 181 160 161 150 151]"; got != want {
		t.Errorf("stories were asked for in the order %s, want %s", got, want)
	}
	// A list of a day that is over is not read again.
	mark := len(p.seen())
	newskeep(t, []int{exitDone, exitPartial}, args("--to", "2026-03-09")...)
	for _, s := range p.seen()[mark:] {
		if strings.HasPrefix(s, "/archive") && !strings.HasSuffix(s, "/7") && slices.Index(p.seen()[mark:], s) > 8 {
			t.Errorf("%s was read again", s)
		}
	}
	if got := p.storiesSince(mark); len(got) > 0 {
		t.Errorf("stories %v were asked for again", got)
	}
}

// Days on which nobody looked go first, and the estimate says what can be filled.
func TestBackfillFillsGapsFirst(t *testing.T) {
	p := &paper{stories: 1}
	flags, _ := p.serveBy(t, byDay(p))
	withDatedList(t, flags)
	addTo(t, filepath.Join(flags[3], "paper.yaml"), "schedule: {cron: \"0 3 * * *\"}\n")
	// Nights from the 5th on; on the 10th and 11th the machine was off.
	for day := 5; day <= 20; day++ {
		if day != 10 && day != 11 {
			crawlPaperOn(t, flags, time.Date(2026, 3, day, 3, 0, 0, 0, time.UTC))
		}
	}
	args := append([]string{"backfill", "paper", "--json", "--source", "dated", "--from", "2026-03-05", "--to", "2026-03-20"}, flags...)
	var e scraper.Estimate
	out, _ := newskeep(t, []int{exitDone, exitPartial}, append(args, "--dry-run")...)
	decode(t, out, &e)
	if e.Gaps != 1 || e.GapsFilled != 1 || e.GapArticles != 4 {
		t.Errorf("the estimate is %+v, want one gap of 4 days", e)
	}
	mark := len(p.seen())
	newskeep(t, []int{exitDone, exitPartial}, args...)
	got := fmt.Sprint(p.storiesSince(mark))
	if want := "[220 221 210 211 200 201 190 191 300 301 290 291 280"; !strings.HasPrefix(got, want) {
		t.Errorf("stories were asked for in the order %s, want those from the 9th to the 12th first: %s", got, want)
	}
}

func addTo(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(read(t, file)+text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// crawlPaperOn crawls the paper at a moment.
func crawlPaperOn(t *testing.T, flags []string, at time.Time) {
	t.Helper()
	now := func() time.Time { return at }
	s, err := store.Open(t.Context(), flags[1], store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := scraper.Crawler{Archive: s, Now: now}
	if _, err := c.Run(t.Context(), paperProfile(t, flags), scraper.Options{}); err != nil {
		t.Fatal(err)
	}
}

// paperProfile is the profile of the paper as it is now.
func paperProfile(t *testing.T, flags []string) *profile.Profile {
	t.Helper()
	p, err := profile.Parse("paper.yaml", []byte(read(t, filepath.Join(flags[3], "paper.yaml"))))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
