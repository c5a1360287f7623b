package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/store"
)

// bars are the heights of a day in a strip.
var bars = []rune("▁▂▃▄▅▆▇█")

// printCoverage draws the ledger: a strip of days for each section, the sums
// beside it, the gaps below.
func (a *app) printCoverage(c *store.Coverage) {
	w := a.stdout
	if len(c.Sites) == 0 {
		a.note("no site has been crawled yet: newskeep crawl SITE")
		return
	}
	for i, s := range c.Sites {
		if i > 0 {
			fmt.Fprintln(w)
		}
		a.printStrips(c, s)
	}
	if len(c.Findings) == 0 {
		a.note("\nno gaps")
		return
	}
	fmt.Fprintln(w, "\n"+a.paint(w, plural(len(c.Findings), "gap"), text.Bold))
	for _, f := range c.Findings {
		fmt.Fprintln(w, "  "+findingLine(f))
	}
}

// sums of a section over the days that are asked for.
type sums struct {
	name                  string
	due, got, new, missed int
	lines                 map[string]*store.CoverageLine
}

// printStrips draws one site. A narrow terminal shows fewer days, the latest;
// the sums are always those of all.
func (a *app) printStrips(c *store.Coverage, s store.CoverageSite) {
	w := a.stdout
	if len(s.Days) == 0 {
		fmt.Fprintf(w, "%s  first crawled after these days\n", a.paint(w, s.Name, text.Bold))
		return
	}
	rows := strips(c, s)
	label := 12
	for _, r := range rows {
		label = max(label, min(26, text.StringWidthWithoutEscSequences(r.name)))
	}
	const numbers = 4 * 8
	days := s.Days[max(0, len(s.Days)-max(7, width(w)-label-numbers-4)):]
	fmt.Fprintf(w, "%s  %s to %s · a sign a day\n", a.paint(w, s.Name, text.Bold), days[0], days[len(days)-1])
	strip := max(len(days), 4)
	fmt.Fprintf(w, "  %s  %s%8s%8s%8s%8s\n", text.Pad("SECTION", label, ' '), text.Pad("DAYS", strip, ' '), "DUE", "GOT", "NEW", "MISSED")
	for _, r := range rows {
		most := 0
		for _, l := range r.lines {
			most = max(most, l.New)
		}
		var b strings.Builder
		for _, d := range days {
			b.WriteString(a.sign(r.lines[d], s.Ran[d], most))
		}
		pad := strings.Repeat(" ", strip-len(days))
		fmt.Fprintf(w, "  %s  %s%s%8d%8d%8d%8d\n", text.Pad(cut(harmless(r.name), label), label, ' '), b.String(), pad, r.due, r.got, r.new, r.missed)
	}
}

// strips are the rows of a site: all of it first, then its sections by name.
func strips(c *store.Coverage, s store.CoverageSite) []*sums {
	all := &sums{name: "all", lines: map[string]*store.CoverageLine{}}
	var rows []*sums
	for i := range c.Lines {
		l := &c.Lines[i]
		if l.Site != s.Name {
			continue
		}
		if len(rows) == 0 || rows[len(rows)-1].name != l.Section {
			rows = append(rows, &sums{name: l.Section, lines: map[string]*store.CoverageLine{}})
		}
		r := rows[len(rows)-1]
		r.add(l)
		r.lines[l.Day] = l
		all.add(l)
		sum := all.lines[l.Day]
		if sum == nil {
			sum = &store.CoverageLine{Day: l.Day}
			all.lines[l.Day] = sum
		}
		sum.New += l.New
		if l.Section == "" {
			sum.Gap = l.Gap // findings about the whole site
		}
	}
	for _, r := range rows {
		if r.name == "" {
			r.name = "(front page, feeds)"
		}
	}
	return slices.Insert(rows, 0, all)
}

func (r *sums) add(l *store.CoverageLine) {
	r.due += l.Due
	r.got += l.Fetched + l.NotModified
	r.new += l.New
	r.missed += l.Blocked + l.Failed + l.Left
}

// sign is one day of a strip.
func (a *app) sign(l *store.CoverageLine, ran bool, most int) string {
	switch {
	case l != nil && l.Gap && l.New == 0:
		mark := "!"
		if !ran {
			mark = "x"
		}
		return a.paint(a.stdout, mark, text.FgRed)
	case !ran:
		return "x"
	case l == nil || l.New == 0:
		return a.paint(a.stdout, "·", text.Faint)
	}
	bar := string(bars[min(len(bars)-1, l.New*len(bars)/(most+1))])
	if l.Gap {
		return a.paint(a.stdout, bar, text.FgRed)
	}
	return bar
}
