package main

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// whatRemains are the tables a reader of the archive sees, without the times and
// ids of visits: those tell when a run worked, not what it found.
var whatRemains = []string{
	`SELECT url, role, section, depth, title, listed_at, (SELECT b.url FROM page b WHERE b.id = a.same_as) FROM page a ORDER BY 1`,
	`SELECT a.url, p.url FROM page_alias a JOIN page p ON p.id = a.page_id ORDER BY 1`,
	`SELECT p.url, f.state, f.priority FROM frontier f JOIN page p ON p.id = f.page_id ORDER BY 1`,
	`SELECT id, url, headline, standfirst, body, captions, tags, published_at, section FROM article ORDER BY 1`,
	`SELECT a.url, r.number, r.class, r.content FROM revision r JOIN article a ON a.id = r.article_id ORDER BY 1, 2`,
	`SELECT a.url, i.position, i.caption, i.alt, i.credit, i.role, m.url FROM article_image i JOIN article a ON a.id = i.article_id JOIN image m ON m.id = i.image_id ORDER BY 1, 2`,
	`SELECT a.url, l.relation, l.position, l.url, l.title FROM article_link l JOIN article a ON a.id = l.article_id ORDER BY 1, 2, 3, 4`,
	`SELECT sha256, size FROM snapshot ORDER BY 1`,
	`SELECT module, section, page_url, slot, url, title FROM front_page ORDER BY 1, 2, 3, 4, 5, 6`,
	`SELECT text, url FROM ticker ORDER BY 1`,
}

// killable is the program, for tests that kill it hundreds of times. A short round
// goes without: the race detector sees nothing in a program built without it.
func killable(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the program is killed very often")
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

func TestKilledCrawlGoesOnWhereItWas(t *testing.T) {
	bin := killable(t)
	t.Parallel()
	const points = 12
	dir := t.TempDir()
	undisturbed := filepath.Join(dir, "undisturbed.db")
	began := time.Now()
	crawlWith(t, bin, undisturbed)
	whole := time.Since(began)
	want := remains(t, undisturbed)
	if len(want) < 200 {
		t.Fatalf("the undisturbed archive has %d rows to compare; the queries are wrong", len(want))
	}

	// The points are spread over the run and shaken, so that they fall anywhere
	// in a request, a reading or a transaction.
	t.Run("points", func(t *testing.T) {
		for i := range points {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				archive := filepath.Join(dir, fmt.Sprintf("killed%d.db", i))
				kills := 1 + i%3
				through := false // a run after one that was not killed is another
				for k := 0; k < kills && !through; k++ {
					at := whole * time.Duration(i+1) / time.Duration(points+1) / time.Duration(k+1)
					at += time.Duration(rand.Int64N(int64(whole) / int64(points)))
					through = killAfter(t, bin, archive, at)
				}
				if !through {
					crawlWith(t, bin, archive)
				}
				got := remains(t, archive)
				if missing, extra := differ(want, got); len(missing)+len(extra) > 0 {
					t.Errorf("after %d kills the archive differs from that of an undisturbed crawl:\nmissing %s\nextra   %s",
						kills, firstOf(missing), firstOf(extra))
				}
				if len(got) != len(want) {
					t.Errorf("%d rows, want %d", len(got), len(want))
				}
			})
		}
	})
}

func firstOf(lines []string) string {
	if len(lines) == 0 {
		return "none"
	}
	return fmt.Sprintf("%d, such as %.300q", len(lines), lines[0])
}

// crawlWith runs the program to its end.
func crawlWith(t *testing.T, bin, archive string) {
	t.Helper()
	out, err := exec.Command(bin, "crawl", "demo", "-a", archive).CombinedOutput()
	if code := exitCode(err); code != exitPartial {
		t.Fatalf("crawl demo: status %d (%v), want %d\n%s", code, err, exitPartial, out)
	}
}

// killAfter starts the program and ends it as a power cut would, and reports
// whether it had come through before.
func killAfter(t *testing.T, bin, archive string, d time.Duration) bool {
	t.Helper()
	cmd := exec.Command(bin, "crawl", "demo", "-a", archive)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(d)
	_ = cmd.Process.Kill() // SIGKILL; an error means that it had ended by itself
	return exitCode(cmd.Wait()) == exitPartial
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := err.(*exec.ExitError); ok {
		return e.ExitCode()
	}
	return -1
}

func remains(t *testing.T, archive string) []string {
	t.Helper()
	db := open(t, archive)
	var all []string
	for i, q := range whatRemains {
		for _, line := range rows(t, db, q) {
			all = append(all, fmt.Sprintf("%d|%s", i, line))
		}
	}
	for _, q := range []string{`PRAGMA foreign_key_check`, `PRAGMA integrity_check`} {
		if got := strings.Join(rows(t, db, q), "\n"); got != "" && got != "ok" {
			t.Errorf("%s: %s: %s", archive, q, got)
		}
	}
	return all
}
