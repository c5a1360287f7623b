package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/scraper/news"
)

// missedShown are the pages named one by one in a summary; all of them are in
// the archive and in --json.
const missedShown = 12

// printSummary tells a person how a run went: first what is new, then what is
// missing and why. With --quiet only a run that missed something says so.
func (a *app) printSummary(s *news.Summary) {
	missed := append(slices.Clone(s.Blocked), s.Failed...)
	if a.quiet {
		if len(missed) > 0 || len(s.Warnings) > 0 || s.Left > 0 {
			fmt.Fprintf(a.stderr, "%s: %s%s; run %d: newskeep status --run %d\n", s.Site, outcomeWords(s), missedWords(s), s.Run, s.Run)
		}
		return
	}
	a.printLedger(s, missedShown)
}

// printWholeSummary names every page that was missed.
func (a *app) printWholeSummary(s *news.Summary) {
	a.printLedger(s, len(s.Blocked)+len(s.Failed))
}

func (a *app) printLedger(s *news.Summary, most int) {
	missed := append(slices.Clone(s.Blocked), s.Failed...)
	w := a.stdout
	line := func(label, format string, args ...any) {
		fmt.Fprintf(w, "  %s %s\n", a.paint(w, fmt.Sprintf("%-9s", label), text.Faint), fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(w, "%s  %s\n", a.paint(w, s.Site, text.Bold), outcomeWords(s))
	line("articles", "%d new · %d changed · %d unchanged", s.ArticlesNew, s.ArticlesChanged, s.ArticlesUnchanged)
	line("pages", "%d fetched, %s among them · %d not modified", s.PagesFetched, plural(s.Sections, "section"), s.NotModified)
	if m := s.Images; m != nil {
		parts := []string{fmt.Sprintf("%s fetched, %d new", plural(m.Fetched, "file"), m.New)}
		for _, k := range slices.Sorted(maps.Keys(m.Failed)) {
			parts = append(parts, fmt.Sprintf("%d %s", m.Failed[k], strings.ReplaceAll(k, "_", " ")))
		}
		line("images", "%s", strings.Join(parts, " · "))
	}
	line("traffic", "%s · %s · %s", plural(s.Requests, "request"), size(s.Bytes), took(s.Ended.Sub(s.Started)))
	if len(s.Dropped) > 0 {
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(s.Dropped)) {
			parts = append(parts, fmt.Sprintf("%d %s", s.Dropped[k], strings.ReplaceAll(k, "_", " ")))
		}
		line("not asked", "%s", strings.Join(parts, " · "))
	}
	if s.Left > 0 {
		line("left", "%s still due, for the next run", plural(s.Left, "page"))
	}
	for i, m := range missed {
		label := ""
		if i == 0 {
			label = "missed"
		}
		if i == most {
			line("", "… and %d more: newskeep status --run %d", len(missed)-i, s.Run)
			break
		}
		line(label, "%s  %s", a.paint(w, harmless(m.Reason), text.FgYellow), m.URL)
	}
	for _, m := range s.Warnings {
		line("warning", "%s", harmless(m))
	}
}

// missedWords say in a few words what a run did not get and why; empty when it
// missed nothing.
func missedWords(s *news.Summary) string {
	classes := map[string]int{}
	for _, m := range s.Blocked {
		classes[cmp.Or(string(m.Class), string(news.Blocked))]++
	}
	for _, m := range s.Failed {
		classes[cmp.Or(string(m.Class), string(news.Missing))]++
	}
	words := ""
	if len(classes) > 0 {
		words = ": " + reasons(classes)
	}
	if s.Left > 0 {
		words += "; " + plural(s.Left, "page") + " left for the next run"
	}
	return words
}

// outcomeWords say how a run ended, in words.
func outcomeWords(s *news.Summary) string {
	words := map[string]string{
		news.RunDone:        "done",
		news.RunPartial:     "done, but " + plural(len(s.Failed)+len(s.Blocked), "page") + " could not be read",
		news.RunBlocked:     "stopped: the site blocks us",
		news.RunLimited:     "stopped at the limit; the rest stays due",
		news.RunStopped:     "stopped by a signal, saved",
		news.RunFailed:      "failed: the site could not be reached",
		news.RunInterrupted: "was killed; the next run takes it up",
		"":                  "still running",
	}
	text, ok := words[s.Outcome]
	if s.Outcome == news.RunFailed && len(s.Failed) == 0 && len(s.Warnings) == 0 { // such as a full disk
		text = "failed: it could not go on"
	}
	if s.Outcome == news.RunFailed && s.PagesFetched > 0 {
		text = "failed half-way: the site answers no more; the rest stays due"
	}
	if !ok {
		text = s.Outcome
	}
	if s.Resumed > 0 {
		text += " (taken up " + plural(s.Resumed, "time") + " after being killed)"
	}
	return text
}

// plural is a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// size is a number of bytes as people say it, in decimal units.
func size(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	f, i := float64(n), 0
	for f >= 1000 && i < len(units)-1 {
		f /= 1000
		i++
	}
	if i == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", f, units[i])
}

// clockTime is an instant as lists show it.
func clockTime(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
