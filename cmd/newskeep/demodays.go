package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper"
	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/store"
)

// demoDays is how many editions the bundled newspaper has.
const demoDays = 3

// demoHistory crawls the editions of some days into a new archive, each on its
// day: what is edited, removed, restored and moved about in between becomes
// history.
func (a *app) demoHistory(ctx context.Context, days int) error {
	if days > demoDays {
		return usage("the newspaper has %d days", demoDays)
	}
	if _, err := os.Stat(a.archive); !errors.Is(err, fs.ErrNotExist) {
		return usage("%s is there: the days of the newspaper want an archive of their own; remove it, or name another with -a", a.archive)
	}
	for day := 1; day <= days; day++ {
		a.note("the edition of %d December 2024", day)
		sum, err := a.crawlDemoDay(ctx, day)
		if err != nil {
			return err
		}
		if !a.json {
			a.printSummary(sum)
		}
	}
	a.note("\n%s holds %d days of the newspaper; 'newskeep guide' asks it questions", a.archive, days)
	return nil
}

// crawlDemoDay crawls the edition of a day on the evening of that day, or only some
// of its sections.
func (a *app) crawlDemoDay(ctx context.Context, day int, only ...string) (*news.Summary, error) {
	began := time.Now()
	now := func() time.Time {
		return time.Date(2024, 12, day, 21, 0, 0, 0, time.UTC).Add(time.Since(began))
	}
	s, err := store.Open(ctx, a.archive, store.Options{Now: now, Log: a.logger(a.progressLine()), Reread: a.reread, SameTemplate: extract.SameTemplate})
	if err != nil {
		return nil, err
	}
	a.writing = true
	defer s.Close()
	addr, stop, err := demo.New(demo.Options{Day: day, Slow: time.Millisecond}).Serve(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	profiles, err := a.chosenProfiles([]string{demoSite})
	if err != nil {
		return nil, err
	}
	c := scraper.Crawler{Archive: s, Now: now, ConnectTo: map[string]string{demo.Host: addr}}
	return c.Run(ctx, profiles[0], scraper.Options{Only: only})
}
