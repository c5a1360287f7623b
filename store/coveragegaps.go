package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
)

const (
	// grace is how long after its time a run may begin before it is missed:
	// schedules have jitter, and a run of another site may be under way.
	grace = 3 * time.Hour
	// A site without a schedule that ran on habitDays of the habitOf days before
	// is expected to run every day.
	habitDays, habitOf = 12, 14
	// lookAhead is how far the next moment of a schedule is looked for.
	lookAhead = 8 * 24 * time.Hour
)

// gaps looks for what is wrong with the ledger of one site.
type gaps struct {
	*zoned
	CoverageRequest
	today, from, to string
	runs            []*coveredRun
	refused         []refusal
	lines           map[ledgerKey]*CoverageLine

	totals map[string]int // new articles of the whole site by day; made when first asked for
	found  []news.Finding
	marked map[ledgerKey][]string // kinds of the findings by section and day

	missing []news.Span // times of which articles are missing
}

// report adds a finding about a section, or the whole site, on some days.
func (g *gaps) report(f news.Finding, days ...string) {
	f.Site = g.name
	g.found = append(g.found, f)
	if g.marked == nil {
		g.marked = map[ledgerKey][]string{}
	}
	for _, d := range days {
		key := ledgerKey{f.Section, d}
		if !slices.Contains(g.marked[key], string(f.Kind)) {
			g.marked[key] = append(g.marked[key], string(f.Kind))
		}
	}
}

// mark notes the findings on the lines they are about.
func (g *gaps) mark() {
	for key, kinds := range g.marked {
		l := g.lines[key]
		if l == nil {
			l = &CoverageLine{Site: g.name, Section: key.section, Day: key.day, Reasons: map[string]int{}}
			g.lines[key] = l
		}
		l.Gap, l.Why = true, strings.Join(kinds, ", ")
	}
}

// expected is the span in which a run was to begin on account of a day; ok is
// false when none was.
func (g *gaps) expected(day string) (from, until time.Time, ok bool) {
	start, end := g.start(day), g.start(g.next(day, 1))
	if g.Wanted != nil {
		if at, has := g.Wanted(g.name, start, end); has {
			if len(at) == 0 || at[0].Before(g.known.Time) {
				return from, until, false
			}
			until = end
			if g.otherRules(start, end) {
				// They may have had another schedule: any time of the day will do.
				return start, end, !g.Now.Before(at[0].Add(grace))
			}
			if after, _ := g.Wanted(g.name, end, end.Add(lookAhead)); len(after) > 0 {
				until = after[0]
			}
			return at[0], until, !g.Now.Before(at[0].Add(grace))
		}
	}
	ran := 0
	for d := range habitOf {
		before := g.next(day, -1-d)
		if len(g.between(g.start(before), g.start(g.next(before, 1)))) > 0 {
			ran++
		}
	}
	return start, end, ran >= habitDays && !g.Now.Before(end)
}

// otherRules reports whether runs of a span were made under another profile than
// the latest one: the schedule of today says nothing about their hours.
func (g *gaps) otherRules(from, until time.Time) bool {
	return slices.ContainsFunc(g.between(from, until), func(r *coveredRun) bool { return r.rules != g.runs[len(g.runs)-1].rules })
}

// between are the runs that were under way in a span. Runs over some sections
// only do not stand in for whole ones, unless there never are any.
func (g *gaps) between(from, until time.Time) []*coveredRun {
	whole := slices.ContainsFunc(g.runs, func(r *coveredRun) bool { return r.whole })
	var list []*coveredRun
	for _, r := range g.runs {
		if r.started.Before(until) && !r.until.Before(from) && (r.whole || !whole) {
			list = append(list, r)
		}
	}
	return list
}

// nights finds days without a run, and days whose runs brought nothing home.
func (g *gaps) nights() {
	var missed []string // days in a row without a run
	tell := func() {
		if len(missed) > 0 {
			g.noRun(missed)
		}
		missed = nil
	}
	for _, day := range g.days(g.from, g.to) {
		from, until, ok := g.expected(day)
		if !ok {
			continue
		}
		runs := g.between(from, until)
		if len(runs) == 0 {
			missed = append(missed, day)
			continue
		}
		tell()
		g.fruitless(day, runs)
	}
	tell()
}

func (g *gaps) noRun(days []string) {
	from, _, _ := g.expected(days[0])
	last := days[len(days)-1]
	_, until, _ := g.expected(last)
	f := news.Finding{Kind: news.FindNoRun, Day: days[0], Since: from}
	when := "on " + days[0]
	if len(days) > 1 {
		when = fmt.Sprintf("on %d days, %s to %s", len(days), days[0], last)
	}
	because := "the site is crawled every day otherwise"
	if g.scheduled() {
		because = "the schedule wanted one at " + from.In(g.zone).Format("15:04 MST")
	}
	f.Evidence = fmt.Sprintf("no run began %s; %s", when, because)
	f.Advice = "see whether newskeep watch, cron or the timer was running then; what lists still show is crawled by the next run, the rest by 'newskeep backfill " + g.name + "'"
	var blockers []refusal
	for _, v := range g.refused {
		if !v.at.Before(from) && v.at.Before(until) {
			blockers = append(blockers, v)
		}
	}
	if n := len(blockers); n > 0 {
		v := blockers[0]
		f.Evidence += fmt.Sprintf("; %s refused because %q held the archive", several(n, "run was", "runs were"), v.command)
		if !v.since.IsZero() {
			f.Evidence += " since " + v.since.UTC().Format("2006-01-02 15:04 UTC")
		}
		f.Advice = "give the runs times that do not overlap, an end with --max-time, or let the later one wait with --wait"
	}
	g.unseen(from, g.start(g.next(last, 1)))
	g.report(f, days...)
}

// unseen notes a time in which nobody looked: from the last run before it that
// brought anything home to the first one after.
func (g *gaps) unseen(from, until time.Time) {
	s := news.Span{From: from, To: until}
	for _, r := range g.runs {
		switch {
		case r.got == 0 || r.outcome == news.RunBlocked || r.outcome == news.RunFailed:
		case r.started.Before(from):
			s.From = r.started
		case !r.started.Before(until):
			s.To = r.started
			g.missing = append(g.missing, s)
			return
		}
	}
	s.To = g.Now
	g.missing = append(g.missing, s)
}

// short notes a day on which less was seen than there was.
func (g *gaps) short(day string) {
	g.missing = append(g.missing, news.Span{From: g.start(day), To: g.start(g.next(day, 1))})
}

// joined are the missing times in order, as whole days, because many articles are
// dated by their day; those that touch are made one.
func (g *gaps) joined() []news.Span {
	spans := g.missing
	for i, s := range spans {
		spans[i] = news.Span{From: g.start(g.day(s.From)), To: g.start(g.next(g.day(s.To.Add(-1)), 1))}
	}
	slices.SortFunc(spans, func(a, b news.Span) int { return a.From.Compare(b.From) })
	var all []news.Span
	for _, s := range spans {
		if n := len(all); n > 0 && !s.From.After(all[n-1].To) {
			if s.To.After(all[n-1].To) {
				all[n-1].To = s.To
			}
			continue
		}
		all = append(all, s)
	}
	return all
}

func (g *gaps) scheduled() bool {
	if g.Wanted == nil {
		return false
	}
	_, ok := g.Wanted(g.name, g.Now, g.Now)
	return ok
}

// fruitless reports a day whose runs were all refused by the site, or reached
// nothing.
func (g *gaps) fruitless(day string, runs []*coveredRun) {
	got, blocked := 0, 0
	for _, r := range runs {
		switch r.outcome {
		case news.RunBlocked:
			blocked++
		case news.RunFailed:
		default:
			if r.got > 0 || r.open {
				return
			}
		}
		got += r.got
	}
	last := runs[len(runs)-1]
	f := news.Finding{
		Kind: news.FindRunFailed, Day: day, Since: last.started,
		Evidence: fmt.Sprintf("%s and got %s", several(len(runs), "run began", "runs began"), several(got, "page", "pages")),
		Advice:   fmt.Sprintf("see what failed: newskeep status --run %d", last.id),
	}
	if blocked > 0 {
		f.Kind = news.FindBlocked
		f.Evidence = fmt.Sprintf("the site refused us in %s; %s read before", several(blocked, "run", "runs"), several(got, "page was", "pages were"))
		f.Advice = fmt.Sprintf("ask the publisher, use its feeds, or import saved pages; what it answered: newskeep status --run %d", last.id)
	}
	g.unseen(g.start(day), g.start(g.next(day, 1)))
	g.report(f, day)
}

// cutShort reports runs that left pages over, unless a later one was complete.
func (g *gaps) cutShort() {
	for i, r := range g.runs {
		day := g.day(r.until)
		if r.leftTotal == 0 || r.part != news.PartWhole || // which comes again soon
			day < g.from || day > g.to {
			continue
		}
		if slices.ContainsFunc(g.runs[i+1:], func(l *coveredRun) bool {
			return l.whole && (l.outcome == news.RunDone || l.outcome == news.RunPartial)
		}) {
			continue
		}
		if slices.ContainsFunc(g.runs[i+1:], func(l *coveredRun) bool { return l.part == news.PartWhole && l.leftTotal > 0 }) {
			continue // the later one tells it
		}
		why := map[string]string{
			news.RunLimited: "at its limit", news.RunStopped: "by a signal", news.RunBlocked: "because the site refused us",
			news.RunFailed: "by failures", news.RunInterrupted: "when it was killed",
		}[r.outcome]
		if why == "" {
			why = "early"
		}
		g.short(day)
		g.report(news.Finding{
			Kind: news.FindCutShort, Day: day, Since: r.until,
			Evidence: fmt.Sprintf("run %d was stopped %s with %s still due", r.id, why, several(r.leftTotal, "page", "pages")),
			Advice:   fmt.Sprintf("they are due in the next run; if it never gets through, raise --max-time or --limit, or run more often (newskeep status --run %d)", r.id),
		}, day)
	}
}

// several is a number with its noun in the right form.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
