package main

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"newskeep/scraper"
)

// progressLine is the live display of what goes on in a terminal: a line for each
// site that is crawled. Log lines written through it do not tear it. Without a
// terminal it shows nothing and only passes the log through.
type progressLine struct {
	w     io.Writer
	live  bool
	width func() int

	mu    sync.Mutex
	lines []shownLine
	shown int       // lines that stand on the screen
	drawn time.Time // last redraw; ten a second are enough for eyes
}

// shownLine is the line of one site, or of work on the archive.
type shownLine struct{ name, text string }

func (a *app) progressLine() *progressLine {
	return &progressLine{w: a.stderr, live: isTerminal(a.stderr) && !a.quiet, width: func() int { return width(a.stderr) }}
}

// Show draws the state of a run. A wait is drawn at once: nothing comes after it
// for a while.
func (l *progressLine) Show(p scraper.Progress) {
	l.draw(p.Site, p.Queued == 0 || p.For != "", func() string { return describe(p, time.Now()) })
}

// ShowWork draws the state of work on the archive.
func (l *progressLine) ShowWork(what, unit string, done, of int) {
	l.draw(what, done == of, func() string { return fmt.Sprintf("%s  %d/%d %s", what, done, of, unit) })
}

func (l *progressLine) draw(name string, now bool, text func() string) {
	if !l.live {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.lines, func(s shownLine) bool { return s.name == name })
	if i >= 0 && !now && time.Since(l.drawn) < 100*time.Millisecond {
		return
	}
	if i < 0 {
		i = len(l.lines)
		l.lines = append(l.lines, shownLine{name: name})
	}
	l.drawn = time.Now()
	l.lines[i].text = cut(harmless(text()), l.width()-1)
	l.erase()
	l.put()
}

// erase takes the lines off the screen and leaves the cursor where they began.
func (l *progressLine) erase() {
	if l.shown == 0 {
		return
	}
	if l.shown > 1 {
		fmt.Fprintf(l.w, "\x1b[%dA", l.shown-1)
	}
	fmt.Fprint(l.w, "\r\x1b[J")
	l.shown = 0
}

// put writes the lines; the cursor stays at the end of the last.
func (l *progressLine) put() {
	for i, s := range l.lines {
		if i > 0 {
			fmt.Fprint(l.w, "\n")
		}
		fmt.Fprint(l.w, s.text)
	}
	l.shown = len(l.lines)
}

// describe is a run's state in one line: done/due, rate, ETA, what is new and
// what is missing, what it waits for or the page being asked for.
func describe(p scraper.Progress, now time.Time) string {
	s := fmt.Sprintf("%s  %d/%d pages", p.Site, p.Done, p.Done+p.Queued)
	if sec := p.Elapsed.Seconds(); sec > 0 && p.Done > 0 {
		s += fmt.Sprintf("  %.1f/s", float64(p.Done)/sec)
	}
	if eta := p.Remaining(); eta > time.Second {
		s += "  ETA " + eta.Round(time.Second).String()
	}
	s += fmt.Sprintf("  %d new", p.New)
	if p.Missed > 0 {
		s += fmt.Sprintf("  %d missed", p.Missed)
	}
	if p.For != "" {
		s += fmt.Sprintf("  waits %s for %s", took(max(0, p.Until.Sub(now))), p.For)
	}
	return s + "  " + p.URL
}

// Write passes log lines on and puts the live lines back under them.
func (l *progressLine) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown == 0 {
		return l.w.Write(b)
	}
	l.erase()
	n, err := l.w.Write(b)
	l.put()
	return n, err
}

// Clear takes the lines off the screen and forgets them.
func (l *progressLine) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	l.lines = nil
}

// Above takes the line of a site off the screen and lets f write above those of
// the others.
func (l *progressLine) Above(site string, f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = slices.DeleteFunc(l.lines, func(s shownLine) bool { return s.name == site })
	l.erase()
	f()
	if len(l.lines) > 0 {
		l.put()
	}
}
