package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Backfill makes a run one over old articles: it starts from the site's lists of
// the past, goes from new to old, and leaves the crawls' pages alone. The zero
// Backfill takes everything from sitemaps.
type Backfill struct {
	From, To time.Time // dates of articles; To is not included. Zero: no bound
	Sources  []Source  // lists to go by; none: the site's sitemaps
	Depth    int       // pages followed through "next" from a list; 0: 100

	// Gaps are times of which articles are missing: they go first. They are no part
	// of what tells one backfill from another.
	Gaps []news.Span `json:"-"`
	// Every asks a web archive for each state of an article that it has captured,
	// also of those we have; else one capture of each that is missing.
	Every bool `json:",omitempty"`
}

// Source is a kind of list of old articles.
type Source string

const (
	SourceSitemap Source = "sitemap" // those of the profile, of robots.txt, or /sitemap.xml
	SourceSection Source = "section" // the sections, page after page
	SourceDated   Source = "dated"   // the profile's lists by day, month or year
	SourceWayback Source = "wayback" // what a web archive has captured; see [Crawler.Wayback]
)

// Sources are the kinds of lists there are, the site's own first.
var Sources = []Source{SourceSitemap, SourceSection, SourceDated, SourceWayback}

const (
	backfillLevels = 4   // index of indexes of files, from robots.txt
	backfillDepth  = 100 // pages of one list
)

// has reports whether a backfill goes by a kind of list.
func (b *Backfill) has(s Source) bool {
	return slices.Contains(b.Sources, s) || len(b.Sources) == 0 && s == SourceSitemap
}

// seeds are the lists to start from.
func (b *Backfill) seeds(p *profile.Profile, now time.Time) []news.Found {
	var found []news.Found
	if b.has(SourceDated) {
		to := now
		if !b.To.IsZero() && b.To.Before(now) {
			to = b.To
		}
		for i := range p.DatedLists {
			for l := range p.DatedPages(&p.DatedLists[i], b.From, to) {
				found = append(found, news.Found{URL: l.URL, Slash: l.Slash, Role: news.RoleSection, Depth: 1, Published: l.To.Add(-time.Second), First: b.inGap(l.From, l.To)})
			}
		}
	}
	if b.has(SourceSitemap) {
		for _, u := range p.Sitemaps {
			found = append(found, sitemapFile(p, u))
		}
		if len(p.Sitemaps) == 0 {
			found = append(found, news.Found{URL: atHome(p, "/robots.txt"), Role: news.RoleSitemap, Depth: 1})
		}
	}
	if b.has(SourceSection) {
		start, _ := seeds(p, nil) // without names there is none that is not known
		for _, f := range start {
			if f.Role == news.RoleSection || f.Role == news.RoleHome {
				found = append(found, f)
			}
		}
	}
	return found
}

func atHome(p *profile.Profile, path string) string {
	return p.Normalize(p.Home.ResolveReference(&url.URL{Path: path}))
}

// inGap reports whether articles of a span are missing.
func (b *Backfill) inGap(from, to time.Time) bool {
	return slices.ContainsFunc(b.Gaps, func(g news.Span) bool { return g.Touches(from, to) })
}

// goesFirst marks what is about a gap: articles by their date, lists by the time
// that their address names.
func (b *Backfill) goesFirst(found []news.Found) {
	for i := range found {
		f := &found[i]
		from, to, ok := f.Published, f.Published.Add(time.Second), !f.Published.IsZero()
		if f.Role == news.RoleSitemap {
			from, to, ok = discover.Period(f.URL)
		}
		f.First = ok && b.inGap(from, to)
	}
}

// wants says whether a run is about a page. Lists are judged by the time they are
// of: those that hold articles from a span that touches the bounds are wanted.
func (b *Backfill) wants(p *profile.Profile, t news.Target) bool {
	from, to, ok := discover.Period(t.URL)
	if l, dated := p.DatedPage(t.URL, t.Published); dated && t.Role == news.RoleSection {
		from, to, ok = l.From, l.To, true
	}
	switch {
	case t.Role == news.RoleHome || t.Role == news.RoleSection && t.Depth <= 1 && !ok:
		return true
	case t.Role != news.RoleSitemap && t.Role != news.RoleSection:
		if t.Published.IsZero() {
			return b.From.IsZero() && b.To.IsZero()
		}
		return b.overlaps(t.Published, t.Published.Add(time.Second))
	case ok:
		return b.overlaps(from, to)
	}
	// Nothing in a list is newer than the list; how old its pages are nobody knows.
	return t.Published.IsZero() || b.From.IsZero() || t.Published.After(b.From)
}

// overlaps reports whether a span touches the bounds.
func (b *Backfill) overlaps(from, to time.Time) bool {
	return (b.To.IsZero() || from.Before(b.To)) && (b.From.IsZero() || to.After(b.From))
}

// readOldSitemap takes all that a sitemap names.
func (r *run) readOldSitemap(v *news.Visit) {
	files, pages, l, err := oldSitemap(r.profile, v.Target, v.Response, v.At)
	if err != nil {
		v.Outcome, v.Class, v.Reason = news.Failed, news.FailUnread, "sitemap: "+err.Error()
		return
	}
	v.Outcome = news.Fetched
	v.Found, v.Skipped = append(files, pages...), l.skipped
	r.options.Backfill.goesFirst(v.Found)
}

// oldSitemap reads a sitemap, or a robots.txt for those that it names: further
// files and articles, each dated as well as can be. A robots.txt that names none
// stands for /sitemap.xml.
func oldSitemap(p *profile.Profile, t news.Target, resp *news.Response, now time.Time) (files, pages []news.Found, l *links, err error) {
	l = newLinks(p, t)
	m := &discover.Sitemap{}
	if isRobots(t.URL) {
		named := discover.ParseRobots(resp.Status, resp.Body).Sitemaps()
		if len(named) == 0 {
			named = []string{atHome(p, "/sitemap.xml")}
		}
		for _, u := range named {
			m.Index = append(m.Index, discover.Entry{URL: u})
		}
	} else if m, err = discover.ParseSitemap(resp.Body); err != nil {
		return nil, nil, nil, err
	}
	for _, e := range m.Index {
		key, ok := inScope(p, e.URL)
		switch {
		case !ok:
			l.skipped[skipForeign]++
		case t.Depth >= backfillLevels:
			l.skipped[skipSitemap]++
		case !l.seen[key]:
			l.seen[key] = true
			depth := t.Depth + 1
			if isRobots(t.URL) {
				depth = 1 // as if the profile had named it
			}
			files = append(files, news.Found{URL: key, Slash: news.Slashed(e.URL), Role: news.RoleSitemap, Depth: depth, Published: fileDate(e, now), Revisit: true})
		}
	}
	shared := sharedDate(m.URLs)
	_, end, dated := discover.Period(t.URL)
	for _, e := range m.URLs {
		if f := l.article(news.Link{URL: e.URL, Title: e.Title}, nil, true); f != nil {
			f.Listed, f.Revisit = false, false // no list of today
			f.Published = entryDate(e, shared, now)
			if f.Published.IsZero() && dated {
				f.Published = end.Add(-time.Second)
			}
		}
	}
	pages = l.found
	if m.Skipped > 0 {
		l.skipped["bad_sitemap_entry"] += m.Skipped
	}
	return files, pages, l, nil
}

// fileDate is the latest moment a file of an index is about, by its address or
// when it was changed; zero when it tells neither.
func fileDate(e discover.Entry, now time.Time) time.Time {
	if _, end, ok := discover.Period(e.URL); ok {
		return end.Add(-time.Second)
	}
	return past(e.LastMod, now)
}

// entryDate is when an article was published: as said, by the day in its address,
// or not after it was last changed, if that date is its own.
func entryDate(e discover.Entry, shared, now time.Time) time.Time {
	if at := past(e.Published, now); !at.IsZero() {
		return at
	}
	changed := past(e.LastMod, now)
	if changed.Equal(shared) {
		changed = time.Time{}
	}
	from, end, ok := discover.Period(e.URL)
	if !ok || !changed.IsZero() && changed.Before(end) && !changed.Before(from) {
		return changed
	}
	return end.Add(-time.Second)
}

// deeper dates the further page of a list: what is on it is older than what is
// here. A list that has come to an end of the span goes no further. What a dated
// list shows without a date is of the list's.
func (b *Backfill) deeper(p *profile.Profile, t news.Target, found []news.Found) []news.Found {
	_, dated := p.DatedPage(t.URL, t.Published)
	dated = dated || t.Depth > 1 && !t.Published.IsZero() && b.has(SourceDated) && !b.has(SourceSection)
	var oldest, newest time.Time
	for _, f := range found {
		if f.Role == news.RoleOfArticle && !f.Published.IsZero() && f.Listed {
			if oldest.IsZero() || f.Published.Before(oldest) {
				oldest = f.Published
			}
			if f.Published.After(newest) {
				newest = f.Published
			}
		}
	}
	out := found[:0]
	for _, f := range found {
		if dated {
			if f.Published.IsZero() || f.Role == news.RoleSection {
				f.Published = t.Published
			}
		} else if f.Role == news.RoleSection && f.Depth > 1 {
			if !newest.IsZero() && !b.From.IsZero() && newest.Before(b.From) {
				continue
			}
			if f.Published = oldest; oldest.IsZero() {
				f.Published = t.Published
			}
		}
		f.Listed = false
		out = append(out, f)
	}
	b.goesFirst(out)
	return out
}

// oldDue is when a backfill comes back to a page: soon after a failure, and to
// young articles as a crawl does. Old ones do not change.
func oldDue(v *news.Visit, due time.Time) time.Time {
	switch {
	case v.Outcome == news.Failed || v.Outcome == news.Blocked:
		if v.Target.Failures >= failuresMost {
			return time.Time{}
		}
		return due
	case v.Outcome == news.Missing, due.Sub(v.At) > youngWait:
		return time.Time{}
	}
	return due
}

const (
	failuresMost = 5                  // attempts at an old page, in all backfills, before it is given up
	youngWait    = 7 * 24 * time.Hour // articles that are looked at again more seldom are old
)

// errSpent ends a run whose requests are used up.
var errSpent = errors.New("the limit of requests is reached")

// confine leaves to the run what it is about, of what earlier ones found.
func (r *run) confine(ctx context.Context) error {
	b := r.options.Backfill
	n, err := r.crawler.Archive.Confine(ctx, r.id, b.From, b.To, b.Gaps)
	if err != nil {
		return fmt.Errorf("take up the backlog of %s: %w", r.profile.Name, err)
	}
	r.progress.Queued += n
	return nil
}
