package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A backfill that is killed at random moments, again and again, ends as one that
// nobody disturbed: from the site's sitemaps, and from a web archive.
func TestKilledBackfillGoesOnWhereItWas(t *testing.T) {
	bin := killable(t)
	t.Parallel()
	const points = 10
	t.Run("sitemap", func(t *testing.T) {
		p := &paper{stories: 1}
		slow := monthly(p)
		flags, _ := p.serveBy(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(10 * time.Millisecond)
			slow(w, r)
		}))
		killBackfill(t, bin, flags, points, 6)
	})
	t.Run("wayback", func(t *testing.T) {
		w, flags, home := archivedPaper(t, 4, 4)
		// Under the server's own lock: no goroutine of this process asks, so nothing else
		// tells the race detector that the server sees what is written here.
		w.mu.Lock()
		w.most = 3
		// One is not to be had, and one was captured in two states.
		w.captures = append(w.captures,
			captured{"20240223090000", home + "/town/story-900", "text/html", "200", "CLOSED", ""},
			captured{"20240324090000", home + "/town/story-101", "text/html", "200", "LATER", oldStory(101, "This was added later.")})
		w.fault = func(http.ResponseWriter, string) bool {
			time.Sleep(10 * time.Millisecond)
			return false
		}
		w.mu.Unlock()
		killBackfill(t, bin, flags, points, 17, "--source", "wayback", "--every", "--from", "2024-01-01", "--to", "2024-05-31")
		asked := map[string]int{}
		for _, s := range w.seen("/web/") {
			asked[s]++
		}
		for s, n := range asked {
			// Each archive needs it once; each kill may cost one that was in flight.
			if most := points + 1 + 3*points; n > most && !strings.Contains(s, "story-900") {
				t.Errorf("%s was asked for %d times by %d archives", s, n, points+1)
			}
		}
	})
}

// killBackfill kills backfills into fresh archives and compares what they leave.
func killBackfill(t *testing.T, bin string, flags []string, points, states int, more ...string) {
	t.Helper()
	dir := t.TempDir()
	command := func(archive string) *exec.Cmd {
		return exec.Command(bin, append(append(append([]string{"backfill", "paper", "-q"}, flags...), "-a", archive), more...)...)
	}
	through := func(archive string) {
		t.Helper()
		if out, err := command(archive).CombinedOutput(); err != nil && exitCode(err) != exitPartial {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	undisturbed := filepath.Join(dir, "undisturbed.db")
	began := time.Now()
	through(undisturbed)
	whole := time.Since(began)
	want := append(remains(t, undisturbed), rows(t, open(t, undisturbed), backlogRemains)...)
	if got := rows(t, open(t, undisturbed), `SELECT count(*) FROM revision`); got[0] != fmt.Sprint(states) {
		t.Fatalf("the undisturbed archive has %s states of articles, want %d", got, states)
	}
	for i := range points {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			archive := filepath.Join(dir, fmt.Sprintf("killed%d.db", i))
			kills := 1 + i%3
			for range kills {
				cmd := command(archive)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Duration(rand.Int64N(int64(whole))))
				_ = cmd.Process.Kill() // SIGKILL; an error means that it had ended by itself
				_ = cmd.Wait()
			}
			through(archive)
			got := append(remains(t, archive), rows(t, open(t, archive), backlogRemains)...)
			if missing, extra := differ(want, got); len(missing)+len(extra) > 0 {
				t.Errorf("after %d kills the archive differs from that of an undisturbed backfill:\nmissing %s\nextra   %s", kills, firstOf(missing), firstOf(extra))
			}
		})
	}
}

// backlogRemains is what a backfill still has to do.
const backlogRemains = `SELECT p.url || ' ' || b.priority || ' ' || b.rank FROM backlog b JOIN page p ON p.id = b.page_id ORDER BY 1`
