package store

import (
	"context"
	"slices"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// ledgerGaps says of which times articles are missing, as far as the ledger of runs
// tells: by days without a run, fruitless runs and runs that were cut short. Unlike
// [Reader.Coverage] it looks at no single visit, so that ten years take no time.
type ledgerGaps []siteGaps

type siteGaps struct {
	name    string
	seen    news.Span // first and last run
	missing []news.Span
}

// ledgerGaps looks at the sites a query is about, over some time.
func (r *Reader) ledgerGaps(ctx context.Context, q query.Query, wanted Wanted, span news.Span) (ledgerGaps, error) {
	sites, err := r.zones(ctx, "")
	if err != nil {
		return nil, err
	}
	only := sitesOf(q)
	var all ledgerGaps
	for _, z := range sites {
		if z.known.IsZero() || only != nil && !slices.Contains(only, z.name) {
			continue
		}
		g, err := r.siteGaps(ctx, z, wanted, span)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

func (r *Reader) siteGaps(ctx context.Context, z *zoned, wanted Wanted, span news.Span) (siteGaps, error) {
	now := r.now()
	from, to := max(z.day(span.From), z.day(z.known.Time)), min(z.day(span.To), z.day(now))
	runs, err := r.coveredRuns(ctx, z, z.start(z.next(from, -usualDays-1)))
	if err != nil {
		return siteGaps{}, err
	}
	g := &gaps{zoned: z, CoverageRequest: CoverageRequest{Now: now, Wanted: wanted}, today: z.day(now), from: from, to: to, runs: runs}
	g.nights()
	g.cutShort()
	found := siteGaps{name: z.name, seen: news.Span{From: z.known.Time}, missing: g.joined()}
	for _, run := range runs {
		if run.until.After(found.seen.To) {
			found.seen.To = run.until
		}
	}
	return found, nil
}

// sitesOf are the sites a query is narrowed to; nil when to none.
func sitesOf(q query.Query) []string {
	parts := []query.Node{q.Root}
	if all, ok := q.Root.(query.And); ok {
		parts = all
	}
	for _, part := range parts {
		if n, ok := part.(query.Name); ok && n.Of == query.Site && !n.Prefix {
			return []string{n.Value}
		}
	}
	return nil
}

// in names the sites of which articles of a time are missing.
func (l ledgerGaps) in(from, to time.Time) (sites []string) {
	for _, g := range l {
		if slices.ContainsFunc(g.missing, func(s news.Span) bool { return s.From.Before(to) && from.Before(s.To) }) {
			sites = append(sites, g.name)
		}
	}
	return sites
}

// looked reports whether somebody looked from before a time until after it, so that
// what is not there was not published.
func (l ledgerGaps) looked(from, to time.Time) bool {
	return slices.ContainsFunc(l, func(g siteGaps) bool { return !g.seen.From.After(from) && !g.seen.To.Before(to) })
}

// began is since when every site has been looked at; zero when no run is known.
func (l ledgerGaps) began() (t time.Time) {
	for _, g := range l {
		if g.seen.From.After(t) {
			t = g.seen.From
		}
	}
	return t
}
