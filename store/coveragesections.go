package store

import (
	"context"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// sectionPages finds sections whose first page could not be had in the latest
// run, or gave no items though it used to. A run that the site refused, or that
// reached nothing, says nothing about sections.
func (r *Reader) sectionPages(ctx context.Context, g *gaps) error {
	if len(g.runs) == 0 || g.to < g.today {
		return nil // a state of now
	}
	last := g.runs[len(g.runs)-1]
	if last.outcome == news.RunBlocked || last.outcome == news.RunFailed {
		return nil
	}
	if err := r.failingSections(ctx, g, last); err != nil {
		return err
	}
	return r.emptySections(ctx, g)
}

func (r *Reader) failingSections(ctx context.Context, g *gaps, last *coveredRun) error {
	type failing struct {
		page                        int64
		url, section, class, reason string
		since                       clock
	}
	var list []failing
	// Bare columns are those of the row with the greatest id.
	err := r.each(ctx, `SELECT v.page_id, p.url, p.section, v.class, v.reason FROM visit v JOIN page p ON p.id = v.page_id
		WHERE v.id IN (SELECT max(id) FROM visit WHERE run_id = ? GROUP BY page_id)
			AND v.outcome NOT IN ('fetched', 'not_modified') AND p.role IN ('section', 'home', 'feed', 'sitemap') AND p.depth <= 1 AND p.same_as IS NULL
		ORDER BY v.id`, []any{last.id}, func(scan func(...any) error) error {
		var f failing
		err := scan(&f.page, &f.url, &f.section, &f.class, &f.reason)
		list = append(list, f)
		return err
	})
	if err != nil {
		return err
	}
	for _, f := range list {
		// The first failure after the last success.
		err := r.db.QueryRowContext(ctx, `SELECT min(at) FROM visit WHERE page_id = ?1 AND at >
			coalesce((SELECT max(at) FROM visit WHERE page_id = ?1 AND outcome IN ('fetched', 'not_modified')), '')`, f.page).Scan(&f.since)
		if err != nil {
			return err
		}
		section, err := sectionPath(f.section)
		if err != nil {
			return err
		}
		what := "its page"
		if section == "" {
			what = "an entrance of the site"
		}
		g.report(news.Finding{
			Kind: news.FindSectionFailing, Section: section, Since: f.since.Time, Examples: []string{f.url},
			Evidence: fmt.Sprintf("%s could not be read in run %d: %s", what, last.id, f.reason),
			Advice:   "open the address; if it has moved, give its new one in the profile of " + g.name,
		}, g.since(f.since.Time)...)
	}
	return nil
}

// since are the days from a moment up to the last, within the request.
func (g *gaps) since(t time.Time) []string {
	return g.days(max(g.from, g.day(t)), g.to)
}

func (r *Reader) emptySections(ctx context.Context, g *gaps) error {
	type state struct {
		empty  bool // in the latest run that read it
		filled bool // before
		runs   int  // in a row without items
		since  clock
		url    string
	}
	states := map[string]*state{}
	err := r.each(ctx, `SELECT t.run_id, t.section, max(t.source <> ''), min(t.first_at), p.url
		FROM run r JOIN field_tally t ON t.run_id = r.id JOIN page p ON p.id = t.first_page
		WHERE r.site = ? AND r.started_at >= ? AND r.via = 'live' AND t.kind = 'section' AND t.field = 'listing.items'
		GROUP BY t.run_id, t.section ORDER BY t.run_id DESC`, []any{g.name, clock{g.start(g.from)}},
		func(scan func(...any) error) error {
			var id news.RunID
			var section, url string
			var filled bool
			var at clock
			if err := scan(&id, &section, &filled, &at, &url); err != nil {
				return err
			}
			path, err := sectionPath(section)
			if err != nil {
				return err
			}
			s := states[path]
			if s == nil {
				s = &state{empty: !filled}
				states[path] = s
			}
			if s.filled = s.filled || filled; s.empty && !s.filled {
				s.runs, s.since, s.url = s.runs+1, at, url
			}
			return nil
		})
	if err != nil {
		return err
	}
	for section, s := range states {
		if !s.empty || g.reported(section) {
			continue
		}
		evidence := fmt.Sprintf("its page gave no items in %s, though it did before", several(s.runs, "run", "runs"))
		if !s.filled {
			if s.runs < 2 {
				continue // a new section may be filled tomorrow
			}
			evidence = fmt.Sprintf("its page has never given an item, in %s", several(s.runs, "run", "runs"))
		}
		g.report(news.Finding{
			Kind: news.FindSectionEmpty, Section: section, Since: s.since.Time, Examples: []string{s.url}, Evidence: evidence,
			Advice: "see what is read from it: newskeep extract " + s.url + " --site " + g.name + " --explain; then mend rules.listing in the profile",
		}, g.since(s.since.Time)...)
	}
	return nil
}
