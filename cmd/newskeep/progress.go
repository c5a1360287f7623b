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
// site that is crawled. It stands in for stderr, so that what is said meanwhile, by
// whomever, stands above it and does not tear it. Without a terminal it shows
// nothing and only passes on what is written.
type progressLine struct {
	w     io.Writer
	width func() int
	every time.Duration // between redraws when nothing happens, so that waits count down; 0: none

	telling sync.Mutex // held by those who write above all lines, one after the other

	mu    sync.Mutex // guards what follows
	live  bool
	away  bool // the lines make room for somebody who writes above them
	lines []shownLine
	foot  func(now time.Time) string // the last line, below those of sites; nil: there is none
	shown int                        // lines that stand on the screen
	drawn time.Time                  // last redraw; ten a second are enough for eyes
	tick  *time.Timer                // to the next redraw; nil when none is due
}

// shownLine is the line of one site, or of work on the archive.
type shownLine struct {
	name string
	text func(now time.Time) string // behind the name
}

// displayOn is the display that a writer is, or a new one on it.
func displayOn(w io.Writer) *progressLine {
	if l, ok := w.(*progressLine); ok {
		return l
	}
	return &progressLine{w: w, every: time.Second, width: func() int { return width(w) }}
}

// progressLine is the display of the program; from then on all that is written to
// stderr goes through it.
func (a *app) progressLine() *progressLine {
	l := displayOn(a.stderr)
	a.stderr = l
	l.mu.Lock()
	defer l.mu.Unlock()
	l.live = isTerminal(l.w) && !a.quiet
	return l
}

// Show draws the state of a run. A wait is drawn at once: nothing comes after it
// for a while.
func (l *progressLine) Show(p scraper.Progress) {
	began := time.Now()
	l.draw(p.Site, p.Queued == 0 || p.For != "", func(now time.Time) string { return describe(p, now, now.Sub(began)) })
}

// ShowWork draws the state of work on the archive.
func (l *progressLine) ShowWork(what, unit string, done, of int) {
	l.draw(what, done == of, func(time.Time) string { return fmt.Sprintf("%d/%d %s", done, of, unit) })
}

// Foot draws a line below all others for as long as the display lives.
func (l *progressLine) Foot(text func(now time.Time) string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.live {
		return
	}
	l.foot = text
	l.redraw()
}

func (l *progressLine) draw(name string, now bool, text func(now time.Time) string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.live {
		return
	}
	i := slices.IndexFunc(l.lines, func(s shownLine) bool { return s.name == name })
	if i < 0 {
		l.lines = append(l.lines, shownLine{name, text})
		now = true
	} else {
		l.lines[i].text = text
	}
	if !now && time.Since(l.drawn) < 100*time.Millisecond {
		return // the next redraw shows it
	}
	l.redraw()
}

// redraw puts all lines on the screen as they are now, and sees to it that they are
// drawn again.
func (l *progressLine) redraw() {
	if l.away {
		return
	}
	l.erase()
	l.put()
	l.drawn = time.Now()
	if l.every <= 0 || l.tick != nil {
		return
	}
	l.tick = time.AfterFunc(l.every, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.tick = nil; l.shown > 0 {
			l.redraw()
		}
	})
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

// put writes the lines, their names in a column; the cursor stays at the end of the
// last.
func (l *progressLine) put() {
	now, most, widest := time.Now(), l.width()-1, 0
	for _, s := range l.lines {
		widest = max(widest, len(s.name))
	}
	var all []string
	for _, s := range l.lines {
		all = append(all, fmt.Sprintf("%-*s  %s", widest, s.name, s.text(now)))
	}
	if l.foot != nil {
		if text := l.foot(now); text != "" {
			all = append(all, text)
		}
	}
	for i, text := range all {
		if i > 0 {
			fmt.Fprint(l.w, "\n")
		}
		fmt.Fprint(l.w, cut(harmless(text), most))
	}
	l.shown = len(all)
}

// asksShown is from when on a request that is not answered is told with its time.
const asksShown = 3 * time.Second

// describe is a run's state in one line: done/due, rate, ETA, what is new and
// what is missing, how long it has waited in all, what it waits for or the page
// being asked for. since is how long it has been in this state.
func describe(p scraper.Progress, now time.Time, since time.Duration) string {
	s := fmt.Sprintf("%d/%d pages", p.Done, p.Done+p.Queued)
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
	if p.Waited >= time.Second {
		s += "  waited " + took(p.Waited)
	}
	switch {
	case p.For != "":
		s += fmt.Sprintf("  waits %s for %s", took(max(0, p.Until.Sub(now))), p.For)
	case p.Outcome == "" && p.URL != "" && since >= asksShown:
		s += "  no answer for " + took(since.Truncate(time.Second))
	}
	return s + "  " + p.URL
}

// Write passes whole lines on and puts the live lines back under them.
func (l *progressLine) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown == 0 {
		return l.w.Write(b)
	}
	l.erase()
	n, err := l.w.Write(b)
	l.redraw()
	return n, err
}

// Clear takes the lines off the screen and forgets them.
func (l *progressLine) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	l.lines, l.foot = nil, nil
}

// Above takes the line of a site off the screen and lets f write above those of
// the others, to the terminal or through the display.
func (l *progressLine) Above(site string, f func()) {
	l.telling.Lock()
	defer l.telling.Unlock()
	l.makeRoom(site)
	defer l.comeBack()
	f()
}

func (l *progressLine) makeRoom(site string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = slices.DeleteFunc(l.lines, func(s shownLine) bool { return s.name == site })
	l.erase()
	l.away = true
}

func (l *progressLine) comeBack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.away = false
	if len(l.lines) > 0 || l.foot != nil {
		l.redraw()
	}
}
