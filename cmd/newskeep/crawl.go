package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/notify"
	"newskeep/scraper"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// crawlFlags are what a person can say about one run.
type crawlFlags struct {
	all     bool
	dryRun  bool
	wait    bool
	contact string
	images  imageFlags
	alerts  alertFlags
	metrics string                 // file for node_exporter; empty: none
	step    func(scraper.Progress) // told of every step beside the live display; nil: nobody is
	scraper.Options
}

const crawlHelp = `Visit a site's home page, sections and feeds, and every article they list, new
ones first, and keep what came of it in the archive. Known articles are asked for
conditionally; with --due-only, meant for runs every few hours, only those whose
time has come by their age: a quarter of an hour for the newest, a month for old
ones.

Everything due is in the archive, so a run that was killed or stopped goes on
where it was: type the same command again. One run at a time holds an archive.

With --images the files of images are fetched too, after the articles, from their
own hosts and as politely: what a file is, its SHA-256, its size and how it looks
('newskeep images' asks for them), and with --image-bytes the file itself.

SITE is the name of a profile ('newskeep sites' lists them). 'demo' is a small
newspaper that comes with the program and is crawled offline.`

const crawlExample = `  newskeep crawl demo
  newskeep crawl almayadeen-en --only Politics,Economy --limit 50
  newskeep crawl --all --max-time 3h -q       # one line for crontab
  newskeep crawl demo --images=all
  newskeep crawl almayadeen-en --part lists -q   # every ten minutes: what stands where
  newskeep crawl demo --json | jq .failed`

func (a *app) crawlCmd() *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use: "crawl SITE... | --all", Short: "Crawl sites into the archive, once", Long: crawlHelp, Example: crawlExample,
		ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			if f.all == (len(names) > 0) {
				return usage("name the sites to crawl, or say --all; 'newskeep sites' lists them")
			}
			if f.Limit < 0 || f.MaxTime < 0 {
				return usage("--limit and --max-time cannot be negative")
			}
			switch f.Part {
			case news.PartWhole, news.PartLists, news.PartArticles:
			default:
				return usage("--part is lists or articles, not %q", f.Part)
			}
			if err := f.images.check(); err != nil {
				return err
			}
			if err := f.alerts.check(); err != nil {
				return err
			}
			if err := checkMetricsFile(f.metrics); err != nil {
				return err
			}
			err := a.crawl(cmd.Context(), names, f)
			if !f.dryRun {
				a.writeMetrics(f.metrics, "crawl", err)
			}
			return err
		},
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.all, "all", false, "every site but demo")
	fl.IntVar(&f.Limit, "limit", 0, "stop each site after `N` article fetches; 0: no limit")
	fl.DurationVar(&f.MaxTime, "max-time", 0, "stop after `DURATION` in all, such as 90m; the rest stays due")
	fl.StringSliceVar(&f.Only, "only", nil, "these `SECTIONS` only, by name, comma-separated")
	fl.StringVar((*string)(&f.Part), "part", "", "`PART` of a run, between whole ones: lists (front page, first pages of sections, feeds) or articles (those that are due)")
	fl.BoolVar(&f.DueOnly, "due-only", false, "look again only at articles that are due by age, not at all that the lists show")
	fl.BoolVar(&f.AnyHour, "any-hour", false, "crawl outside of the hours that a profile names, too")
	fl.BoolVar(&f.dryRun, "dry-run", false, "print where a run would begin and what is due in the archive, and ask for nothing")
	fl.BoolVar(&f.wait, "wait", false, "wait for a run that holds the archive instead of giving up")
	addContact(cmd, &f.contact)
	addImages(cmd, &f.images)
	addAlerts(cmd, &f.alerts)
	fl.StringVar(&f.metrics, "metrics-file", fromEnv("NEWSKEEP_METRICS_FILE", ""), "write numbers of the archive and its last runs into `FILE` at the end, however it went, for node_exporter's textfile collector, which wants names in .prom (env NEWSKEEP_METRICS_FILE)")
	return cmd
}

// addContact adds the flag that names the operator to the sites.
func addContact(cmd *cobra.Command, contact *string) {
	cmd.Flags().StringVar(contact, "contact", fromEnv("NEWSKEEP_CONTACT", ""), "`ADDRESS` (mail or web) sites can reach you at, sent in the User-Agent (env NEWSKEEP_CONTACT)")
}

// crawl runs the sites one after the other and prints their ledgers. The error's
// status is the worst of theirs.
func (a *app) crawl(ctx context.Context, names []string, f crawlFlags) (err error) {
	profiles, err := a.chosenProfiles(names)
	if err != nil {
		return err
	}
	if f.dryRun {
		return a.dryRun(ctx, profiles, f.Options)
	}
	a.ping(ctx, f.alerts, notify.Start, "")
	archive, release, err := a.openForRun(ctx, f.wait, strings.TrimSpace("crawl "+strings.Join(names, " ")))
	if err != nil {
		a.noteRefused(ctx, err, profiles)
		a.afterRuns(ctx, nil, f.alerts, nil, err)
		return err
	}
	defer release()
	sums := make([]*news.Summary, 0, len(profiles))
	defer func() { a.afterRuns(ctx, archive.Reader(), f.alerts, sums, err) }()
	if f.all {
		if err := longestWaitFirst(ctx, archive.Reader(), profiles); err != nil {
			return err
		}
	}
	line := a.progressLine()
	worst := exitDone
	began, most := time.Now(), f.MaxTime
	for _, p := range profiles {
		if most > 0 {
			if f.MaxTime = most - time.Since(began); f.MaxTime <= 0 {
				// Said even with --quiet: nobody else would tell.
				fmt.Fprintf(a.stderr, "%s: not begun, the time limit of %s is reached; --all begins with the site that has waited longest\n", p.Name, most)
				worst = worse(worst, exitPartial)
				continue
			}
		}
		sum, err := a.crawlOne(ctx, archive, p, f, line)
		line.Clear()
		if sum != nil {
			sums = append(sums, sum)
			worst = worse(worst, statusOfRun(sum))
			if !a.json {
				a.printSummary(sum)
			}
		}
		if err != nil {
			// What was done is in the archive and in the output; say the rest last.
			if a.json && len(sums) > 0 {
				_ = a.printRuns(sums)
			}
			return err
		}
	}
	if a.json {
		if err := a.printRuns(sums); err != nil {
			return err
		}
	}
	if worst != exitDone {
		return &statusError{status: worst}
	}
	return nil
}

// longestWaitFirst puts the site whose last run is longest ago first, so that a
// time limit does not always hit the same ones.
func longestWaitFirst(ctx context.Context, r *store.Reader, profiles []*profile.Profile) error {
	runs, err := r.LastRuns(ctx)
	if err != nil {
		return err
	}
	last := map[string]time.Time{}
	for site, run := range runs {
		if run != nil {
			last[site] = run.Started
		}
	}
	slices.SortStableFunc(profiles, func(a, b *profile.Profile) int { return last[a.Name].Compare(last[b.Name]) })
	return nil
}

// crawlOne runs one site. The demo site is served for as long as it is crawled.
func (a *app) crawlOne(ctx context.Context, archive *store.Store, p *profile.Profile, f crawlFlags, line *progressLine) (*news.Summary, error) {
	c := scraper.Crawler{
		Archive: archive, Images: archive, UserAgent: fetch.UserAgent(version, f.contact),
		Log: a.logger(line), Progress: line.Show, Now: a.now,
	}
	if f.step != nil {
		c.Progress = func(p scraper.Progress) {
			line.Show(p)
			f.step(p)
		}
	}
	connect, stop, err := serveIfDemo(ctx, p.Home.Host)
	if err != nil {
		return nil, err
	}
	defer stop()
	if c.ConnectTo = connect; connect == nil && f.contact == "" && !p.AllowPrivate {
		a.note("%s: no --contact given; sites block nameless crawlers sooner", p.Name)
	}
	f.Options.Images = f.images.of(p)
	return c.Run(ctx, p, f.Options)
}

// chosenProfiles are the named ones, or all but the demo. A broken file of
// --profiles fails those that would need it, and --all.
func (a *app) chosenProfiles(names []string) ([]*profile.Profile, error) {
	var out []*profile.Profile
	for _, n := range names {
		p, err := a.site(n)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if len(names) > 0 {
		return out, nil
	}
	set, err := a.sites()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(set.All(), func(p *profile.Profile) bool { return p.Name == demoSite }), a.broken
}

// statusOfRun is the exit status of a run that ended.
func statusOfRun(s *news.Summary) int {
	switch {
	case s.Outcome == news.RunFailed:
		return exitFailed
	case s.Outcome == news.RunBlocked:
		return exitBlocked
	case len(s.Failed)+len(s.Blocked) > 0:
		return exitPartial
	}
	return exitDone
}

// worse is the status that a person must hear of first.
func worse(a, b int) int {
	rank := func(s int) int {
		switch s {
		case exitFailed:
			return 3
		case exitBlocked:
			return 2
		case exitPartial:
			return 1
		}
		return 0
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// printRuns writes one ledger as an object, several as a list.
func (a *app) printRuns(sums []*news.Summary) error {
	if len(sums) == 1 {
		return a.printJSON(sums[0])
	}
	return a.printJSON(sums)
}

// took is a duration as people say it.
func took(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return d.Round(100 * time.Millisecond).String()
	default:
		return d.Round(time.Second).String()
	}
}
