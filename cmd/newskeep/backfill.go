package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"newskeep/scraper"
	"newskeep/scraper/fetch"
	"newskeep/scraper/profile"
	"newskeep/store"
)

const backfillHelp = `Fetch the old articles of a site, newest first; from a web archive, oldest first.
--source says by which lists:

  sitemap  its sitemaps (when nothing is said)
  dated    its own pages for each day or month, as the profile's dated_lists say
  section  the further pages of its sections
  wayback  what the Wayback Machine, or the web archive that the profile names, has
           captured; nothing is asked of the site

It begins with an estimate, from a dozen lists at most: how many articles, how many
requests, how many hours that takes at the polite rate, and which gaps of the ledger
('newskeep coverage') it can fill. --dry-run prints only that and writes nothing. A
budget bounds the rest: --requests, --max-time.

Times of which the ledger says that articles are missing go first, newest first:
nights without a run, runs that got nothing or were cut short, days with fewer
articles than usual. Then all others, newest first.

What is still to be fetched is in the archive, apart from what crawls have to do:
a backfill that was killed, stopped or has spent its budget goes on when the same
command is given again, and no night's crawl walks into it. Its visits and runs are
marked 'backfill' (column via), and what the site shows now of its old lists says
nothing about what stood where.

--from and --to are about the dates of the articles, as well as the lists, their
addresses or the day they were changed tell them. Pages that no list dates are
left out when a span is given.

With --source wayback they are about the days of capture, which may lie long after
publication. Gaps go first, then month by month from old to new. The earliest capture
in the span is kept of each article that the archive has not; with --every each state
that was captured, also of articles it has: older ones find their place in the
history. Of the front page and each section a capture a month is kept, with --every
each that differs, and tells what stood there then: 'newskeep placements' says who saw
it (via), and when it was last seen. Visits and runs are marked 'wayback', and the
column origin holds the address of the capture. The web archive is asked one thing at
a time, at most 24 a minute, its robots.txt, 429 and Retry-After are respected, and
its index of a month is not read again for 30 days.`

const backfillExample = `  newskeep backfill almayadeen-en --dry-run
  newskeep backfill almayadeen-en --from 2024-10-01 --to 2024-12-31
  newskeep backfill almayadeen-en --requests 2000 --max-time 3h     # one line for a crontab
  newskeep backfill almayadeen-en --source section --pages 40
  newskeep backfill almayadeen-en --source wayback --from 2024-10-01 --requests 500
  newskeep backfill demo --json | jq .left`

type backfillFlags struct {
	from, to, contact string
	sources           []string
	dryRun, wait      bool
	wayback           bool // of the sources, the only one
	span              scraper.Backfill
	scraper.Options
}

func (a *app) backfillCmd() *cobra.Command {
	var f backfillFlags
	cmd := &cobra.Command{
		Use: "backfill SITE", Short: "Fetch old articles, estimated first, within a budget", Long: backfillHelp, Example: backfillExample,
		Args: cobra.ExactArgs(1), ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.backfill(cmd.Context(), names[0], &f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", "only articles of this `DAY` and later, such as 2024-10-01")
	fl.StringVar(&f.to, "to", "", "only articles of this `DAY` and earlier")
	fl.StringSliceVar(&f.sources, "source", []string{string(scraper.SourceSitemap)}, "`LISTS` to go by, comma-separated: sitemap, dated, section; or wayback alone")
	fl.BoolVar(&f.span.Every, "every", false, "with --source wayback: every captured state, also of articles that the archive has")
	fl.IntVar(&f.span.Depth, "pages", 0, "with --source section: follow `N` pages of each; 0: 100")
	fl.IntVar(&f.Requests, "requests", 0, "stop after `N` requests; 0: no limit but the profile's")
	fl.DurationVar(&f.MaxTime, "max-time", 0, "stop after `DURATION`, such as 90m")
	fl.BoolVar(&f.AnyHour, "any-hour", false, "work outside of the hours of the profile too")
	fl.BoolVar(&f.dryRun, "dry-run", false, "print only the estimate, and write nothing")
	fl.BoolVar(&f.wait, "wait", false, "wait for a run that holds the archive instead of giving up")
	addContact(cmd, &f.contact)
	return cmd
}

// check reads the flags that are more than a number.
func (f *backfillFlags) check() error {
	if f.Requests < 0 || f.MaxTime < 0 || f.span.Depth < 0 {
		return usage("--requests, --max-time and --pages cannot be negative")
	}
	for _, b := range []struct {
		flag, text string
		to         *time.Time
		days       int
	}{{"--from", f.from, &f.span.From, 0}, {"--to", f.to, &f.span.To, 1}} {
		if b.text == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, b.text)
		if err != nil {
			return usage("%s: %q is no day: give it as 2024-12-01", b.flag, b.text)
		}
		*b.to = day.AddDate(0, 0, b.days)
	}
	if !f.span.From.IsZero() && !f.span.To.IsZero() && !f.span.From.Before(f.span.To) {
		return usage("--from %s is after --to %s", f.from, f.to)
	}
	for _, s := range f.sources {
		if !slices.Contains(scraper.Sources, scraper.Source(s)) {
			return usage("--source: %q is none of sitemap, dated, section, wayback", s)
		}
		f.span.Sources = append(f.span.Sources, scraper.Source(s))
	}
	f.wayback = slices.Contains(f.span.Sources, scraper.SourceWayback)
	switch {
	case f.wayback && len(f.span.Sources) > 1:
		return usage("--source wayback asks another server than the others: give it a command of its own")
	case f.span.Every && !f.wayback:
		return usage("--every is about captures: it needs --source wayback")
	}
	f.Backfill = &f.span
	return nil
}

func (a *app) backfill(ctx context.Context, name string, f *backfillFlags) error {
	profiles, err := a.chosenProfiles([]string{name})
	if err != nil {
		return err
	}
	p := profiles[0]
	if slices.Contains(f.span.Sources, scraper.SourceDated) && len(p.DatedLists) == 0 {
		return usage("%s has no dated_lists in its profile; 'newskeep sites guide' says what they look like", name)
	}
	c := scraper.Crawler{UserAgent: fetch.UserAgent(version, f.contact), Now: a.now}
	connect, stop, err := serveIfDemo(ctx, p.Home.Host)
	if err != nil {
		return err
	}
	defer stop()
	c.ConnectTo = connect
	if f.dryRun {
		return a.estimate(ctx, &c, p, f)
	}
	archive, release, err := a.openForRun(ctx, f.wait, "backfill "+name)
	if err != nil {
		a.noteRefused(ctx, err, profiles)
		return err
	}
	defer release()
	line := a.progressLine()
	c.Archive, c.Captures, c.Log, c.Progress = archive, archive, a.logger(line), line.Show
	if err := a.findGaps(ctx, archive.Reader(), name, f); err != nil {
		return err
	}
	e, err := f.survey(ctx, &c, p, archive.Reader())
	if err != nil {
		return err
	}
	if !a.quiet {
		fmt.Fprintf(a.stderr, "%s: %s\n", name, e)
	}
	run := c.Run
	if f.wayback {
		run = c.Wayback
	}
	sum, err := run(ctx, p, f.Options)
	line.Clear()
	if sum == nil {
		return err
	}
	if a.json {
		err = errors.Join(err, a.printJSON(sum))
	} else {
		a.printSummary(sum)
	}
	if status := statusOfRun(sum); err == nil && status != exitDone {
		return &statusError{status: status}
	}
	return err
}

// survey estimates the backfill; r is nil without an archive.
func (f *backfillFlags) survey(ctx context.Context, c *scraper.Crawler, p *profile.Profile, r *store.Reader) (*scraper.Estimate, error) {
	var known func(context.Context, string) (bool, error)
	switch {
	case f.wayback && r != nil:
		known = r.Holds
	case r != nil:
		known = r.Asked
	}
	if f.wayback {
		return c.SurveyWayback(ctx, p, f.Backfill, known)
	}
	return c.Survey(ctx, p, f.Backfill, known)
}

// findGaps asks the ledger for the times of which articles of a site are missing.
func (a *app) findGaps(ctx context.Context, r *store.Reader, name string, f *backfillFlags) error {
	now := a.clock()
	req := store.CoverageRequest{Site: name, From: time.Unix(0, 0), To: now, Now: now, Wanted: a.wanted()}
	if !f.span.From.IsZero() {
		req.From = f.span.From
	}
	if to := f.span.To; !to.IsZero() && to.Before(now) {
		req.To = to.Add(-1)
	}
	c, err := r.Coverage(ctx, req)
	if errors.Is(err, store.ErrNotFound) {
		return nil // never crawled
	}
	if err != nil {
		return err
	}
	for _, s := range c.Sites {
		f.span.Gaps = append(f.span.Gaps, s.Missing...)
	}
	return nil
}

// estimate prints what a backfill would ask for.
func (a *app) estimate(ctx context.Context, c *scraper.Crawler, p *profile.Profile, f *backfillFlags) error {
	var known *store.Reader
	if _, err := os.Stat(a.archive); err == nil {
		r, err := a.reader(ctx)
		if err != nil && !errors.Is(err, store.ErrNoArchive) {
			return err
		}
		if err == nil {
			defer r.Close()
			if err := a.findGaps(ctx, r, p.Name, f); err != nil {
				return err
			}
			known = r
		}
	}
	e, err := f.survey(ctx, c, p, known)
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(e)
	} else {
		fmt.Fprintf(a.stdout, "%s: %s\n", p.Name, e)
		for _, m := range e.Missed {
			fmt.Fprintf(a.stdout, "  not read: %s\n", harmless(m))
		}
		if e.Undated > 0 {
			fmt.Fprintf(a.stdout, "  %d of them are dated by no list, and left out when --from or --to is given\n", e.Undated)
		}
	}
	if err == nil && len(e.Missed) > 0 {
		return &statusError{status: exitPartial}
	}
	return err
}
