package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"newskeep/cmd/newskeep/notify"
	"newskeep/scraper"
)

// screen is what a terminal shows after some output: enough of ECMA-48 for the
// display of a run.
func screen(s string) []string {
	lines, row, col := []string{""}, 0, 0
	for len(s) > 0 {
		switch {
		case strings.HasPrefix(s, "\x1b[J"):
			lines = lines[:row+1]
			lines[row] = lines[row][:col]
			s = s[3:]
			continue
		case strings.HasPrefix(s, "\x1b["):
			n := int(s[2] - '0')
			row -= n
			s = s[4:]
			continue
		case s[0] == '\r':
			col = 0
		case s[0] == '\n':
			row, col = row+1, 0
			if row == len(lines) {
				lines = append(lines, "")
			}
		default:
			lines[row] = lines[row][:col] + s[:1]
			col++
		}
		s = s[1:]
	}
	return lines
}

// Sites that are crawled at once have a line each; log lines and summaries stand
// above them, whole.
func TestProgressOfSeveralSites(t *testing.T) {
	var out bytes.Buffer
	l := &progressLine{w: &out, live: true, width: func() int { return 120 }}
	until := time.Now().Add(4200 * time.Millisecond)
	l.Show(scraper.Progress{Site: "one", Done: 1, Queued: 9, URL: "http://one.test/1"})
	l.Show(scraper.Progress{Site: "two", Done: 2, Queued: 3, Missed: 1, For: "the host's turn", Until: until, URL: "http://two.test/1"})
	if _, err := l.Write([]byte("a log line\n")); err != nil {
		t.Fatal(err)
	}
	want := []string{"a log line", "one  1/10 pages  0 new  http://one.test/1", "two  2/5 pages  0 new  1 missed  waits 4.2s for the host's turn  http://two.test/1"}
	got := screen(out.String())
	if text := strings.Join(got, "|"); !strings.HasPrefix(text, want[0]+"|"+want[1]+"|two  2/5 pages  0 new  1 missed  waits 4.") || !strings.HasSuffix(text, "for the host's turn  http://two.test/1") {
		t.Errorf("the screen shows %q, want %q", got, want)
	}
	l.Above("two", func() { out.WriteString("two is done\n") })
	if got := screen(out.String()); strings.Join(got, "|") != "a log line|two is done|"+want[1] {
		t.Errorf("the screen shows %q", got)
	}
	l.Clear()
	if got := screen(out.String()); strings.Join(got, "|") != "a log line|two is done|" {
		t.Errorf("the screen shows %q after all", got)
	}
}

// Without a terminal nothing but the log is written.
func TestProgressWithoutTerminal(t *testing.T) {
	var out bytes.Buffer
	l := &progressLine{w: &out, width: func() int { return 80 }}
	l.Show(scraper.Progress{Site: "one", Done: 1, Queued: 9})
	if _, err := l.Write([]byte("a log line\n")); err != nil {
		t.Fatal(err)
	}
	l.Clear()
	if out.String() != "a log line\n" {
		t.Errorf("written: %q", out.String())
	}
}

// What a run waits for counts down, a request without an answer is told with its
// time, and what comes next stands below, also when nothing is crawled.
func TestProgressGoesOn(t *testing.T) {
	at := time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)
	for want, p := range map[string]scraper.Progress{
		"2/5 pages  0 new  waited 9s  waits 1.5s for the host to recover  u": {Done: 2, Queued: 3, Waited: 9 * time.Second, For: scraper.WaitRest, Until: at.Add(5500 * time.Millisecond), URL: "u"},
		"2/5 pages  0 new  no answer for 4s  u":                              {Done: 2, Queued: 3, URL: "u"},
		"2/5 pages  0 new  1 missed  u":                                      {Done: 2, Queued: 3, Missed: 1, URL: "u", Outcome: "failed"},
	} {
		if got := describe(p, at.Add(4*time.Second), 4*time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	var out bytes.Buffer
	l := &progressLine{w: &out, live: true, width: func() int { return 80 }}
	l.Foot(func(time.Time) string { return "next: crawl of one" })
	l.Show(scraper.Progress{Site: "one", Done: 1, Queued: 9})
	l.Show(scraper.Progress{Site: "another", Done: 1, Queued: 9})
	if got := strings.Join(screen(out.String()), "|"); got != "one      1/10 pages  0 new  |another  1/10 pages  0 new  |next: crawl of one" {
		t.Errorf("the screen shows %q", got)
	}
	l.Above("one", func() { out.WriteString("one is done\n") })
	l.Above("another", func() {})
	if got := strings.Join(screen(out.String()), "|"); got != "one is done|next: crawl of one" {
		t.Errorf("the screen shows %q", got)
	}
}

// Whatever the program says to stderr while sites are crawled stands above their
// lines: what could not be told to a dead-man service, the archive's log, notes
// beside a summary.
func TestProgressAndAllOtherWords(t *testing.T) {
	var out bytes.Buffer
	a := &app{stderr: &out, logFormat: "text"}
	l := a.progressLine()
	archiveLog := a.logger(a.progressLine())
	l.live, l.every = true, 0
	l.Foot(func(time.Time) string { return "next: crawl of one" })
	l.Show(scraper.Progress{Site: "one", Done: 1, Queued: 9})
	a.ping(t.Context(), alertFlags{ping: "ftp://nobody"}, notify.Start, "")
	a.note("a note")
	archiveLog.Error("from the archive")
	l.Above("two", func() {
		out.WriteString("two is done\n")
		a.note("and was noted")
		l.Show(scraper.Progress{Site: "one", Done: 2, Queued: 8})
	})
	got := screen(out.String())
	for i, want := range []string{"newskeep: ping: ", "a note", "time=", "two is done", "and was noted", "one  2/10 pages  0 new  ", "next: crawl of one"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Fatalf("line %d of the screen does not begin with %q:\n%s", i, want, strings.Join(got, "\n"))
		}
	}
	if len(got) != 7 {
		t.Errorf("the screen shows %q", got)
	}
	if a.quiet = true; a.progressLine().live {
		t.Error("--quiet draws")
	}
}
