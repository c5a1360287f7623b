package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"newskeep/scraper"
)

// progressLine is the one live line of a run in a terminal. Log lines written
// through it do not tear it. Without a terminal it shows nothing and only passes
// the log through.
type progressLine struct {
	w     io.Writer
	live  bool
	width func() int

	mu    sync.Mutex
	text  string    // as it stands on the screen
	drawn time.Time // last redraw; ten a second are enough for eyes
}

func (a *app) progressLine() *progressLine {
	return &progressLine{w: a.stderr, live: isTerminal(a.stderr) && !a.quiet, width: func() int { return width(a.stderr) }}
}

// Show draws the state of a run.
func (l *progressLine) Show(p scraper.Progress) {
	l.draw(p.Queued == 0, func() string { return describe(p) })
}

// ShowWork draws the state of work on the archive.
func (l *progressLine) ShowWork(what, unit string, done, of int) {
	l.draw(done == of, func() string { return fmt.Sprintf("%s  %d/%d %s", what, done, of, unit) })
}

func (l *progressLine) draw(last bool, text func() string) {
	if !l.live {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.drawn) < 100*time.Millisecond && !last {
		return
	}
	l.drawn = time.Now()
	l.text = cut(harmless(text()), l.width()-1)
	fmt.Fprint(l.w, "\r\x1b[K"+l.text)
}

// describe is a run's state in one line: done/due, rate, ETA, what is new and
// what is missing, the page being asked for.
func describe(p scraper.Progress) string {
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
	return s + "  " + p.URL
}

// Write passes log lines on and puts the live line back under them.
func (l *progressLine) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text != "" {
		fmt.Fprint(l.w, "\r\x1b[K")
	}
	n, err := l.w.Write(b)
	if l.text != "" {
		fmt.Fprint(l.w, l.text)
	}
	return n, err
}

// Clear takes the line off the screen.
func (l *progressLine) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text != "" {
		fmt.Fprint(l.w, "\r\x1b[K")
		l.text = ""
	}
}
