package news

import "time"

// PageRole is what a page is to the crawl, known before it is read.
type PageRole string

const (
	RoleSection   PageRole = "section" // a section page or one of its further pages
	RoleHome      PageRole = "home"    // the front page: navigation, ticker, its own list
	RoleFeed      PageRole = "feed"
	RoleSitemap   PageRole = "sitemap"
	RoleOfArticle PageRole = "article"
	RoleUnsorted  PageRole = "other"
)

// Page is one address and its identity.
type Page struct {
	ID        int64
	Site      string   // profile name
	URL       string   // the address it is known by: canonical when the page names one in scope
	Aliases   []string // other addresses that led to it
	Role      PageRole
	FirstSeen time.Time
}

// Why a page is due.
type Why string

const (
	WhyListed  Why = "listed"  // a section, feed or sitemap named it
	WhyNew     Why = "new"     // never visited
	WhyRun     Why = "run"     // sections, feeds and sitemaps are due in every run
	WhyRevisit Why = "revisit" // its time to be looked at again has come
	WhyRetry   Why = "retry"   // the last attempt failed
)

// Target is one page that is due, with what is needed to ask for it politely.
type Target struct {
	Page         int64
	Site         string
	Host         string // as in the URL, with the port when it names one
	URL          string // normalised: what the page is known by
	Slash        bool   // it is asked for with a slash at the end of its path, which URL leaves out
	Role         PageRole
	Section      []string // path of the section it was found in; empty when unknown
	Depth        int      // for section pages: 1 for the first page, 2 for the next …; for articles: links in texts that led to it from one that a list shows; 0 otherwise
	Why          Why
	ETag         string    // of the last answer, for If-None-Match
	LastModified string    // of the last answer, for If-Modified-Since, as sent
	Failures     int       // attempts since the last success
	Steady       int       // looks in a row that found nothing changed
	Published    time.Time // of the article, as last read or as its list shows it; zero when unknown
}

// Address is what is asked for: some sites answer only to the slash at the end of a
// path, others send on from or to it.
func (t *Target) Address() string { return asked(t.URL, t.Slash) }

// Address is what is asked for, as in [Target].
func (f *Found) Address() string { return asked(f.URL, f.Slash) }

func asked(address string, slash bool) string {
	if slash {
		return WithSlash(address)
	}
	return address
}

// Found is a page that a visit, a feed or a profile points to.
type Found struct {
	URL       string // absolute http(s), normalised
	Slash     bool   // it is written with a slash at the end of its path, which URL leaves out
	Role      PageRole
	Section   []string  // path of the section it was found in
	Depth     int       // as in Target
	Title     string    // as the list shows it; empty when it shows none
	Published time.Time // as the list shows it; zero when it shows none. Newer is visited first
	Modified  time.Time // when it was changed, as a feed or sitemap claims; a known page not visited since is due
	Listed    bool      // a list shows it; not set for links in the text, menus and the profile's own addresses
	Revisit   bool      // ask for it in this run even if it is known and not due
	Written   []string  // other spellings of URL in lists, such as with the parameters that say where a link stood
	First     bool      // of a backfill: about a time of which articles are missing
}

// Span is a time from its first moment up to that of the next.
type Span struct{ From, To time.Time }

// Touches reports whether two spans have a moment in common.
func (s Span) Touches(from, to time.Time) bool { return from.Before(s.To) && to.After(s.From) }

// NothingDue is the error of Next when a host has no page to visit now.
type NothingDue struct {
	Until time.Time // when the next page of the host is due; zero when none is queued
}

func (NothingDue) Error() string { return "nothing is due" }
