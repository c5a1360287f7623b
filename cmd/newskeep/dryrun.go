package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// dryStart is where a run of a site would begin.
type dryStart struct {
	Site    string     `json:"site"`
	URLs    []string   `json:"urls"`
	ByLabel []string   `json:"by_label"` // sections to be found in the navigation
	Delay   string     `json:"delay"`
	Due     *store.Due `json:"due,omitempty"` // what is queued; nil without an archive
}

// dryRun prints where a run would begin and what is due already. The rest is known
// only to the pages.
func (a *app) dryRun(ctx context.Context, profiles []*profile.Profile, o scraper.Options) error {
	r, err := a.reader(ctx)
	switch {
	case err == nil:
		defer r.Close()
	case !errors.Is(err, store.ErrNoArchive):
		a.note("what is due cannot be told: %v", err)
	}
	var all []dryStart
	for _, p := range profiles {
		plan, err := scraper.PlanOf(p, o.Only)
		if err != nil {
			return err
		}
		if o.Part == news.PartArticles {
			plan = scraper.Plan{URLs: []string{}}
		}
		s := dryStart{Site: p.Name, URLs: plan.URLs, ByLabel: plan.ByLabel, Delay: p.Politeness.Delay.String()}
		if r != nil {
			due, err := r.Due(ctx, p.Name, time.Now())
			if err != nil {
				return err
			}
			s.Due = &due
		}
		all = append(all, s)
	}
	if a.json {
		return a.printJSON(all)
	}
	for i, s := range all {
		fmt.Fprintf(a.stdout, "%s: %s to begin with, %s between two requests\n", s.Site, plural(len(s.URLs), "page"), s.Delay)
		for _, u := range s.URLs {
			fmt.Fprintln(a.stdout, "  "+u)
		}
		if len(s.ByLabel) > 0 {
			fmt.Fprintf(a.stdout, "  and %d sections found in the navigation by their labels: %s\n", len(s.ByLabel), strings.Join(s.ByLabel, ", "))
		}
		if s.Due != nil && o.Part != news.PartLists {
			fmt.Fprintln(a.stdout, "  "+dueWords(*s.Due, len(s.URLs), profiles[i].Politeness.Delay))
		}
	}
	return nil
}

// dueWords say what is due beside the pages a run begins with, and how long both
// take at least.
func dueWords(d store.Due, first int, delay time.Duration) string {
	words := fmt.Sprintf("due already: %s never asked for, %d to look at again, %s left over", plural(d.New, "article"), d.Revisit, plural(d.Lists, "list"))
	if least := time.Duration(first+d.New+d.Revisit) * delay; least > 0 {
		words += "; at least " + took(least) + " in all"
	}
	if d.Later > 0 {
		words += fmt.Sprintf("; %d wait for their time", d.Later)
		if !d.Next.IsZero() {
			words += ", the first until " + clockTime(d.Next) + " UTC"
		}
	}
	return words
}
