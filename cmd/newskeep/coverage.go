package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/schedule"
	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

const coverageHelp = `The ledger: for each site and section, day by day in the site's zone, what was due,
fetched, unchanged, new, changed, blocked, failed, left over and dropped, and why;
and the gaps: days without a run though the schedule wanted one, runs the site
refused, sections that fail, are empty or went silent, unusual volumes.

In the strip, one sign is a day: the height of a bar is its new articles, '·' a day
with a run and nothing new, 'x' one without a run, '!' one that a gap is about.

A day is missed when no run began between the time the profile's schedule names
and that of the next day; a site without a schedule that ran on 12 of 14 days is
expected every day. A section is silent when chance would explain it once in 200
times. The usual volume is the median of the same weekday in the 28 days before,
give or take four median deviations, and no less than chance does to a count.

With --check, only the gaps are printed, one a line; the status is 7 when there is
one, and nothing is printed when there is none.`

const coverageExample = `  newskeep coverage
  newskeep coverage almayadeen-en --days 90
  newskeep coverage --check --days 2            # for cron: silent unless something is missing
  newskeep coverage --json | jq '.[] | select(.gap)'`

type coverageFlags struct {
	from, to string
	days     int
	check    bool
	csv      bool
}

func (a *app) coverageCmd() *cobra.Command {
	var f coverageFlags
	cmd := &cobra.Command{
		Use: "coverage [SITE]", Short: "What was due, what came of it, and what is missing", Long: coverageHelp, Example: coverageExample,
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			req, err := f.request(time.Now())
			if err != nil {
				return err
			}
			if len(args) > 0 {
				req.Site = args[0]
			}
			req.Wanted = a.wanted()
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			c, err := r.Coverage(cmd.Context(), req)
			if err != nil {
				return err
			}
			switch {
			case f.check:
				return a.printCheck(c)
			case a.json:
				return a.printJSON(c.Lines)
			case f.csv:
				return a.printCoverageCSV(c)
			}
			a.printCoverage(c)
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", "first `DAY`, such as 2024-12-01")
	fl.StringVar(&f.to, "to", "", "last `DAY`; today when not given")
	fl.IntVar(&f.days, "days", 28, "the last `N` days, when --from is not given")
	fl.BoolVar(&f.check, "check", false, "print the gaps only, one a line, and end with status 7 when there is one")
	fl.BoolVar(&f.csv, "csv", false, "one line for each site, section and day as CSV")
	return cmd
}

// request reads the flags. Days are noons of UTC here: every zone but that of a
// few islands has that noon on the same day.
func (f *coverageFlags) request(now time.Time) (store.CoverageRequest, error) {
	req := store.CoverageRequest{Now: now}
	if f.days < 1 {
		return req, usage("--days is 1 or more, not %d", f.days)
	}
	if f.csv && f.check {
		return req, usage("--check prints gaps and --csv the ledger: choose one")
	}
	day := func(flag, value string) (time.Time, error) {
		t, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return t, usage("%s is a day such as 2024-12-01, not %q", flag, value)
		}
		return t.Add(12 * time.Hour), nil
	}
	var err error
	req.To = now
	if f.to != "" {
		if req.To, err = day("--to", f.to); err != nil {
			return req, err
		}
	}
	req.From = req.To.AddDate(0, 0, 1-f.days)
	if f.from != "" {
		if req.From, err = day("--from", f.from); err != nil {
			return req, err
		}
	}
	if req.From.After(req.To) {
		return req, usage("--from %s lies after --to", f.from)
	}
	return req, nil
}

// wanted tells the archive when the schedules of the profiles want runs.
func (a *app) wanted() func(site string, from, to time.Time) ([]time.Time, bool) {
	specs := map[string]schedule.Spec{}
	if set, err := a.sites(); err == nil {
		for _, p := range set.All() {
			if p.Schedule.Spec == "" {
				continue
			}
			if spec, err := schedule.Parse(p.Schedule.Spec, p.Schedule.Zone); err == nil {
				specs[p.Name] = spec
			}
		}
	}
	return func(site string, from, to time.Time) (at []time.Time, ok bool) {
		spec, ok := specs[site]
		if !ok {
			return nil, false
		}
		for t := spec.Next(from.Add(-time.Second)); !t.IsZero() && t.Before(to); t = spec.Next(t) {
			at = append(at, t)
		}
		return at, true
	}
}

// printCheck prints the findings. The error carries the status when there are any.
func (a *app) printCheck(c *store.Coverage) error {
	if a.json {
		if err := a.printJSON(c.Findings); err != nil {
			return err
		}
	} else {
		for _, f := range c.Findings {
			fmt.Fprintln(a.stdout, findingLine(f))
		}
	}
	if len(c.Findings) > 0 {
		return &statusError{status: exitDrift}
	}
	return nil
}

// findingLine is a finding as one line: where, when, what was seen, what to do.
func findingLine(f news.Finding) string {
	var b strings.Builder
	for _, part := range []string{f.Site, f.Section, f.Field} {
		if part != "" {
			b.WriteString(part + ": ")
		}
	}
	fmt.Fprintf(&b, "%s", strings.ReplaceAll(string(f.Kind), "_", " "))
	switch {
	case f.Day != "":
		b.WriteString(" " + f.Day)
	case !f.Since.IsZero():
		b.WriteString(" since " + clockTime(f.Since) + " UTC")
	}
	b.WriteString(": " + f.Evidence)
	if len(f.Examples) > 0 {
		b.WriteString(" (" + f.Examples[0] + ")")
	}
	return harmless(b.String() + ". To do: " + f.Advice)
}

func (a *app) printCoverageCSV(c *store.Coverage) error {
	head := []string{"site", "section", "day", "due", "fetched", "not_modified", "unchanged", "new", "changed", "blocked", "failed", "left", "dropped", "reasons", "gap", "why"}
	return a.printCSV(head, func(yield func([]string, error) bool) {
		for _, l := range c.Lines {
			row := []string{l.Site, export.Cell(l.Section), l.Day}
			for _, n := range []int{l.Due, l.Fetched, l.NotModified, l.Unchanged, l.New, l.Changed, l.Blocked, l.Failed, l.Left, l.Dropped} {
				row = append(row, fmt.Sprint(n))
			}
			if !yield(append(row, reasons(l.Reasons), fmt.Sprint(l.Gap), l.Why), nil) {
				return
			}
		}
	})
}

// reasons are counts by reason in one line, in order of the words.
func reasons(m map[string]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%d %s", m[k], strings.ReplaceAll(k, "_", " ")))
	}
	return strings.Join(parts, ", ")
}
