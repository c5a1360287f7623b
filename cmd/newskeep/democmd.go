package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/news"
)

const demoHelp = `Crawl the bundled miniature newspaper into demo.db and search it: the main
job from end to end, offline, in a few seconds. The newspaper is served on a free
loopback port and crawled over HTTP like any other site; some of its pages are
broken on purpose, to show how a run tells what it missed.

With --days 3 the editions of three days are crawled, each on its day, into days.db:
an archive with a history, of which 'newskeep guide' asks twenty questions.

With --serve it is only served, to be looked at in a browser.`

// demoSite is the name of the demo's profile.
const demoSite = "demo"

// demoArchive is where the demo crawls to when nothing else is said: invented
// news has no place in the archive of real crawls.
const demoArchive = "demo.db"

// demoQuery is what the demo asks the archive for.
const demoQuery = "tram"

func (a *app) demoCmd() *cobra.Command {
	var serve bool
	var days int
	cmd := &cobra.Command{
		Use: "demo", Short: "Crawl a bundled newspaper and search it, offline", Long: demoHelp,
		Example: "  newskeep demo\n  newskeep demo --days 3 && newskeep guide\n  newskeep demo --serve", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if serve {
				return a.serveDemo(cmd.Context())
			}
			if !cmd.Flags().Changed("archive") && os.Getenv("NEWSKEEP_ARCHIVE") == "" {
				a.archive = demoArchive
				if days > 0 {
					a.archive = "days.db"
				}
			}
			if days > 0 {
				return a.demoHistory(cmd.Context(), days)
			}
			return a.demo(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&serve, "serve", false, "only serve the newspaper, until Ctrl-C")
	cmd.Flags().IntVar(&days, "days", 0, "crawl the editions of the first `N` days, at most 3, into a new archive: days.db")
	return cmd
}

func (a *app) serveDemo(ctx context.Context) error {
	addr, stop, err := demo.New(demo.Options{}).Serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintf(a.stdout, "http://%s/\n", addr)
	<-ctx.Done()
	return nil
}

// demo crawls the demo site and shows a search. Pages that are broken on purpose
// are no failure of the demo; any other difference is.
func (a *app) demo(ctx context.Context) error {
	a.note("$ newskeep crawl demo -a %s", a.archive)
	sum, err := a.crawlDemo(ctx)
	if err != nil {
		return err
	}
	if err := asPlanned(sum); err != nil {
		return err
	}
	a.note("\n$ newskeep search %s -a %s", demoQuery, a.archive)
	if a.json {
		return nil
	}
	if err := a.search(ctx, demoQuery, searchFlags{format: "table", limit: 3}); err != nil {
		return err
	}
	a.note("\nThe archive is %s, a plain SQLite file. Go on with\n  newskeep search 'harbour -ferry' -a %s\n  newskeep status -a %s\n  newskeep schema -a %s",
		a.archive, a.archive, a.archive, a.archive)
	return nil
}

func (a *app) crawlDemo(ctx context.Context) (*news.Summary, error) {
	profiles, err := a.chosenProfiles([]string{demoSite})
	if err != nil {
		return nil, err
	}
	archive, release, err := a.openForRun(ctx, false, "demo")
	if err != nil {
		return nil, err
	}
	defer release()
	line := a.progressLine()
	sum, err := a.crawlOne(ctx, archive, profiles[0], crawlFlags{}, line)
	line.Clear()
	switch {
	case sum == nil:
	case a.json:
		err = errors.Join(err, a.printJSON(sum))
	default:
		a.printSummary(sum)
	}
	return sum, err
}

// asPlanned compares what a crawl missed with what is broken on purpose.
func asPlanned(sum *news.Summary) error {
	broken := demo.New(demo.Options{}).ExpectedBroken()
	for _, m := range append(sum.Blocked, sum.Failed...) {
		u, err := url.Parse(m.URL)
		if err != nil {
			return err
		}
		if _, planned := broken[u.Path]; !planned {
			return fmt.Errorf("the demo site did not answer as planned: %s: %s", m.URL, m.Reason)
		}
	}
	return nil
}
