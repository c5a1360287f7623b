package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// edited answers for a story after a night in which half of them were rewritten,
// one was taken away and one got a correction.
func edited(w http.ResponseWriter, r *http.Request) {
	time.Sleep(2 * time.Millisecond)
	n := strings.TrimPrefix(r.URL.Path, "/town/story-")
	headline, note := fmt.Sprintf("The council meets for the %s. time about the bridge", n), ""
	switch n {
	case "3":
		http.NotFound(w, r)
		return
	case "4":
		note = `<p class="correction">Correction: an earlier version of this article named the wrong river.</p>`
	case "6", "8", "10", "12":
		headline = "The bridge opens after meeting " + n
	}
	fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>%[1]s</title></head>
<body><main><article><h1>%[1]s</h1>
<p>By Ada Quill</p><time datetime="2026-03-%02[3]dT08:00:00Z">%[3]d March 2026</time>
<p>The council of the town met on Monday evening to talk about the bridge over the river, which has been closed since the flood in the autumn.</p>
<p>Repairs will take until the summer, an engineer told the meeting, and the ferry will run twice as often while the work goes on, number %[2]s.</p>
%[4]s</article></main><aside><p>Weather: %[5]d degrees</p></aside></body></html>`, headline, n, len(n)+1, note, 12)
}

// A crawl that finds edits, over an archive that has the first edition, is killed
// at random moments: second revisions, removals and closed placements are in the
// end what they are after an undisturbed crawl, each of them once.
func TestKilledAmongEdits(t *testing.T) {
	bin := killable(t)
	t.Parallel()
	p := &paper{stories: 12, slow: time.Millisecond}
	flags, _ := p.serve(t)
	dir := t.TempDir()
	crawl := func(file string) *exec.Cmd {
		return exec.Command(bin, append(append([]string{"crawl", "paper", "-q"}, flags...), "-a", file)...)
	}
	through := func(file string) {
		t.Helper()
		if out, err := crawl(file).CombinedOutput(); err != nil && exitCode(err) != exitPartial {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	first, undisturbed := filepath.Join(dir, "first.db"), filepath.Join(dir, "undisturbed.db")
	through(first)
	p.all = edited
	newskeep(t, []int{exitDone}, "backup", undisturbed, "-q", "-a", first)
	began := time.Now()
	through(undisturbed)
	whole := time.Since(began)
	classes := `SELECT class || ' ' || silent || ' ' || changed || ' ' || count(*) FROM revision GROUP BY class, silent, changed ORDER BY 1`
	judged := rows(t, open(t, undisturbed), classes)
	if !slices.Contains(judged, `correction 0 ["body"] 1`) || !slices.Contains(judged, `removed 0 [] 1`) || !slices.Contains(judged, `substantive 1 ["headline"] 4`) {
		t.Fatalf("the undisturbed archive has revisions %q; the editions have lost their edits", judged)
	}
	runs := func(file string) int { return len(rows(t, open(t, file), `SELECT id FROM run`)) }
	after := map[int][]string{} // by the number of runs: one that was killed after its last act is followed by another
	for n := runs(undisturbed); n < 6; n++ {
		after[n] = remains(t, undisturbed)
		through(undisturbed)
	}
	for done, round := 0, 0; done < kills; round++ {
		file := filepath.Join(dir, fmt.Sprintf("%d.db", round))
		newskeep(t, []int{exitDone}, "backup", file, "-q", "-a", first)
		for range 6 { // then it may come through
			cmd := crawl(file)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(rand.N(whole))
			_ = cmd.Process.Kill() // an error means that it had ended by itself
			if err := cmd.Wait(); err == nil || exitCode(err) == exitPartial {
				break
			}
			done++
		}
		through(file)
		want, ok := after[runs(file)]
		if !ok {
			t.Fatalf("round %d: %d runs; a killed one is to be gone on with", round, runs(file))
		}
		if missing, extra := differ(want, remains(t, file)); len(missing)+len(extra) > 0 {
			t.Errorf("round %d: the archive differs from that of an undisturbed crawl:\nmissing %s\nextra   %s", round, firstOf(missing), firstOf(extra))
		}
		if got := rows(t, open(t, file), classes); !slices.Equal(got, judged) {
			t.Errorf("round %d: revisions %q, want %q", round, got, judged)
		}
		newskeep(t, []int{exitDone}, "verify", "-q", "-a", file)
	}
}
