// Package extract reads a page: from the bytes of a response and a site's
// profile it makes an article, a listing, or the word for what kind of non-page
// came back. It is a pure function of its arguments: no network, no clock, no
// files; the same input gives the same output, and no bytes make it panic.
package extract

import (
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Version names the reader. It changes whenever the same bytes may give other
// fields, so that an archive can tell a newsroom's edit from a change of ours.
const Version = "1"

// Input is one page as it came.
type Input struct {
	URL         string              // absolute, after redirects
	Status      int                 // HTTP status; 0 is read as 200 (a saved page)
	ContentType string              // as the server sent it; may be empty or wrong
	Header      map[string][]string // response headers where known; challenge pages are told by them
	Body        []byte              // decoded of Content-Encoding, not of its charset
	Seen        time.Time           // when it was fetched or saved; zero when unknown
	Whole       bool                // ask all sources for every field, those below a rule of the profile too that has decided it: to show the whole cascade
	Expect      news.PageRole       // what the crawl asked for: RoleSection and RoleHome are read as listings unless blocked or missing; empty: decide from the page alone
}

// Read says what a page is and what it says. It never returns nil. With a nil
// profile the page is read by structure and visible labels alone.
func Read(p *profile.Profile, in Input) *news.Reading {
	in, more := unwrapped(in)
	d, refusal := parse(p, in)
	if refusal != nil {
		return underStatus(refusal, in.Status)
	}
	defer d.leave()
	if refusal = d.refused(in); refusal != nil {
		return refusal
	}
	page := d.prepare()
	r := page.sort(in)
	r.Ticker, r.Navigation, r.Hrefs = page.ticker, page.menu, d.hrefs()
	if l := r.Listing; l != nil && l.Next == "" {
		l.Next = d.nextAfter(in, more)
	}
	r.Warnings = append(r.Warnings, page.warnings...)
	return r
}
