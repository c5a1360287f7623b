//go:build unix

package main

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// A backfill that is told to stop saves, and the next goes on where it was.
func TestBackfillFromWaybackIsStopped(t *testing.T) {
	w, flags, _ := archivedPaper(t, 1, 8)
	w.fault = func(_ http.ResponseWriter, path string) bool {
		if strings.HasPrefix(path, "/web/") {
			time.Sleep(50 * time.Millisecond)
		}
		return false
	}
	span := []string{"--from", "2024-01-01", "--to", "2024-01-31"}
	first := supervised(t, append(append([]string{"backfill", "paper", "--source", "wayback"}, flags...), span...)...)
	waitFor(t, func() bool { return len(w.seen("/web/")) > 3 })
	first.signal(t, syscall.SIGTERM)
	if code := exitCode(first.Wait()); code != exitSignal || !strings.Contains(first.said(), "stopped") {
		t.Errorf("status %d, want %d, and that it was stopped", code, exitSignal)
	}
	kept, index := len(rows(t, open(t, flags[1]), `SELECT id FROM visit WHERE via = 'wayback' AND outcome = 'fetched'`)), len(w.seen("/cdx/"))
	if kept == 0 || kept == 9 {
		t.Fatalf("%d captures were kept before it was stopped", kept)
	}
	sum := backfillWayback(t, exitDone, flags, span...)
	if sum.PagesFetched != 9-kept || sum.Outcome != news.RunDone {
		t.Errorf("%d captures and then %d: %+v", kept, sum.PagesFetched, sum)
	}
	if got := len(w.seen("/cdx/")) - index; got > 0 {
		t.Errorf("the second asked the index %d times", got)
	}
	if got := len(w.seen("/web/")); got > 10 { // the one in flight again
		t.Errorf("%d captures were asked for, want 9 and the one that was cut short", got)
	}
	newskeep(t, []int{exitDone}, append([]string{"verify"}, flags[:2]...)...)
}
