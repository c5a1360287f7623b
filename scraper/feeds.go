package scraper

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
)

// Bounds of what one sitemap file may bring into a run. A site has millions of
// pages in its sitemaps, and a run is about the news.
const (
	sitemapLevels   = 3    // robots.txt or index, index, file
	sitemapFiles    = 10   // files that one index leads to
	sitemapEnds     = 2    // files taken from either end of an index without usable dates
	sitemapArticles = 1000 // articles, newest first
	sitemapUndated  = 500  // a file with more pages without usable dates is no list of news
	// sameMoment is how many equal dates make a file's dates those of its making.
	sameMoment = 10
	// skipSitemap counts what a sitemap offers beyond the bounds.
	skipSitemap = "sitemap_limit"
)

// readFeed takes the articles a feed names.
func (r *run) readFeed(v *news.Visit) {
	if !answered(v) {
		return
	}
	feed, err := discover.ParseFeed(v.Response.Body)
	if err != nil {
		v.Outcome, v.Class, v.Reason = news.Failed, news.FailUnread, "feed: "+err.Error()
		return
	}
	v.Outcome = news.Fetched
	l := newLinks(r.profile, v.Target)
	l.dueOnly = r.options.DueOnly || r.options.Part != news.PartWhole
	for _, e := range feed.Entries {
		if f := l.article(news.Link{URL: e.URL, Title: e.Title, Published: news.Stamp{Time: e.Published}}, nil, true); f != nil {
			f.Modified = past(e.LastMod, v.At)
		}
	}
	v.Found, v.Skipped = l.found, l.skipped
}

// readSitemap takes the young articles that a sitemap names, and the files that
// may have some from an index or a robots.txt.
func (r *run) readSitemap(v *news.Visit) {
	if old := r.options.Backfill != nil; old && (isRobots(v.Target.URL) || answered(v)) {
		r.readOldSitemap(v)
		return
	} else if old || !answered(v) {
		return
	}
	l := newLinks(r.profile, v.Target)
	if isRobots(v.Target.URL) {
		v.Outcome = news.Fetched
		var index []discover.Entry
		for _, u := range discover.ParseRobots(http.StatusOK, v.Response.Body).Sitemaps() {
			index = append(index, discover.Entry{URL: u, LastMod: v.At}) // each is asked for
		}
		l.sitemaps(v.Target, index)
		v.Found, v.Skipped = l.found, l.skipped
		return
	}
	m, err := discover.ParseSitemap(v.Response.Body)
	if err != nil {
		v.Outcome, v.Class, v.Reason = news.Failed, news.FailUnread, "sitemap: "+err.Error()
		return
	}
	v.Outcome = news.Fetched
	since := v.At.Add(-r.profile.SitemapAge)
	l.sitemaps(v.Target, recentFiles(m.Index, since, v.At))
	articles := recentPages(m.URLs, since, v.At)
	if more := len(articles) - sitemapArticles; more > 0 {
		articles = articles[:sitemapArticles]
		l.skipped[skipSitemap] += more
	}
	for _, e := range articles {
		// Not as listed: no list is left when an article has grown old.
		if f := l.article(news.Link{URL: e.URL, Title: e.Title, Published: news.Stamp{Time: e.Published}}, nil, false); f != nil {
			f.Modified = e.LastMod
		}
	}
	if m.Skipped > 0 {
		l.skipped["bad_sitemap_entry"] += m.Skipped
	}
	v.Found, v.Skipped = l.found, l.skipped
}

// answered says whether there is a file to read; if not, the visit says why.
func answered(v *news.Visit) bool {
	class := fetch.Classify(v.Response, nil)
	if class == "" {
		return true
	}
	v.Outcome, v.Class, v.Reason = news.Failed, class, statusLine(v.Response.Status)
	if s := v.Response.Status; s == http.StatusNotFound || s == http.StatusGone {
		v.Outcome = news.Missing
	}
	return false
}

func isRobots(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Path == "/robots.txt"
}

// sitemaps wants files of an index.
func (c *links) sitemaps(t news.Target, index []discover.Entry) {
	for i, e := range index {
		key, ok := inScope(c.p, e.URL)
		switch {
		case !ok:
			c.skipped[skipForeign]++
		case c.seen[key]:
		case i >= sitemapFiles, t.Depth >= sitemapLevels:
			c.skipped[skipSitemap]++
		default:
			c.seen[key] = true
			c.found = append(c.found, news.Found{URL: key, Slash: news.Slashed(e.URL), Role: news.RoleSitemap, Depth: t.Depth + 1, Revisit: true})
		}
	}
}

// recentFiles are those of an index that may hold pages changed since a moment,
// newest first; without usable dates those at its ends.
func recentFiles(index []discover.Entry, since, now time.Time) []discover.Entry {
	recent, undated := byDate(index, since, now)
	if len(undated) > 2*sitemapEnds {
		undated = slices.Concat(undated[:sitemapEnds], undated[len(undated)-sitemapEnds:])
	}
	return append(recent, undated...)
}

// recentPages are those of a file that were published or changed since a moment,
// newest first. Those without usable dates are taken from short files.
func recentPages(urls []discover.Entry, since, now time.Time) []discover.Entry {
	recent, undated := byDate(urls, since, now)
	if len(undated) > sitemapUndated {
		undated = nil
	}
	return append(recent, undated...)
}

// byDate sorts entries into those dated since a moment, newest first, and those
// without a usable date, in their order. What is left of LastMod can be believed:
// dates that lie ahead, or that the entries of a file share, are taken off.
func byDate(list []discover.Entry, since, now time.Time) (recent, undated []discover.Entry) {
	shared := sharedDate(list)
	date := func(e discover.Entry) time.Time {
		if e.LastMod.After(e.Published) {
			return e.LastMod
		}
		return e.Published
	}
	for _, e := range list {
		e.LastMod, e.Published = past(e.LastMod, now), past(e.Published, now)
		if !shared.IsZero() && e.LastMod.Equal(shared) {
			e.LastMod = time.Time{}
		}
		switch at := date(e); {
		case at.IsZero():
			undated = append(undated, e)
		case at.After(since):
			recent = append(recent, e)
		}
	}
	slices.SortStableFunc(recent, func(a, b discover.Entry) int { return date(b).Compare(date(a)) })
	return recent, undated
}

// sharedDate is the change date that most entries of a file have in common: when
// the file was made, not when the pages were changed. Zero when there is none.
func sharedDate(list []discover.Entry) time.Time {
	count := map[time.Time]int{}
	for _, e := range list {
		// A date without a time of day is shared by the pages of a busy day.
		if at := e.LastMod.UTC(); !at.IsZero() && !at.Equal(at.Truncate(24*time.Hour)) {
			count[at]++
			if count[at] >= sameMoment && count[at] > len(list)/2 {
				return at
			}
		}
	}
	return time.Time{}
}

// past is a claimed date, or zero when it lies ahead by more than clocks differ.
func past(at, now time.Time) time.Time {
	if at.After(now.Add(24 * time.Hour)) {
		return time.Time{}
	}
	return at
}
