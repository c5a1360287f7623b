package scraper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Capture is an answer that somebody else has kept: a record of a WARC file, a
// page saved from a browser.
type Capture struct {
	ID          news.VisitID        // of a visit of another archive; empty: told from address, time and bytes
	URL         string              // absolute http(s), without fragment
	At          time.Time           // when it was made
	Status      int                 // 0: not known, a saved page
	Header      map[string][]string // canonical keys; nil when unknown
	Asked       map[string][]string // of the request; nil when unknown
	Body        []byte              // content codings undone
	NotModified bool                // the server said that nothing has changed; Body is what it spoke of
	Origin      string              // file and record it was found in
	Wanted      bool                // named by a person: read whatever its address looks like
	Requests    int                 // made for it; 0: it was read from a file
}

// remembered bounds what an import keeps in memory of what pages lead to.
const remembered = 100_000

// Import keeps captures of one site. Each goes through the reading and keeping of
// a crawled page, with its own time; nothing is asked of any site, and what is due
// in the archive stays due.
type Import struct {
	run   *run
	begun bool
	job   news.Run
	found map[string]news.Found // what pages read so far say about others, by address
	hops  map[string][]string   // addresses that redirect, by their target
}

// NewImport prepares an import. Nothing is written before the first capture.
func (c *Crawler) NewImport(p *profile.Profile) *Import {
	host, _ := os.Hostname() // a name for people; empty is as good
	im := &Import{
		run: &run{crawler: c, profile: p, sections: p.Sections, failing: map[int64]int{}, lost: map[string]string{}, health: map[string]*health{}, began: time.Now(), log: c.logger().With("site", p.Name)},
		job: news.Run{
			Site: p.Name, Via: news.ViaImport, Started: c.now().UTC(), HolderHost: host, HolderPID: os.Getpid(),
			ProfileHash: p.Hash, Parser: extract.Version, Options: `{"import":true}`,
		},
		found: map[string]news.Found{}, hops: map[string][]string{},
	}
	im.run.unplaced = slices.DeleteFunc(slices.Clone(p.Sections), func(s profile.Section) bool { return s.URL != nil })
	start, _ := seeds(p, nil) // without names there is none that is not known
	im.remember(start)
	return im
}

// Unwanted is the error of Keep for captures that a crawl would not ask for; the
// word is one for counting.
type Unwanted string

func (u Unwanted) Error() string { return strings.ReplaceAll(string(u), "_", " ") }

// Keep reads a capture and keeps what came of it. The error is an [Unwanted] when
// it is nothing for an archive of news, or what the archive returned.
func (im *Import) Keep(ctx context.Context, c *Capture) (news.Verdict, error) {
	r := im.run
	u, err := url.Parse(c.URL)
	if err != nil || !r.profile.InScope(u) {
		return news.Verdict{}, Unwanted(skipForeign)
	}
	if c.Status >= 300 && c.Status < 400 && !c.NotModified {
		im.redirect(u, c)
		return news.Verdict{}, Unwanted("redirect")
	}
	t, ok := im.target(u, c.Wanted)
	if !ok {
		return news.Verdict{}, Unwanted(skipNotArticle)
	}
	v := &news.Visit{
		ID: c.VisitID(), Target: t, At: c.At.UTC(), Via: im.job.Via, Origin: c.Origin,
		Parser: extract.Version, ProfileHash: r.profile.Hash, More: im.job.Via == news.ViaImport,
		Response: &news.Response{
			URL: c.URL, Hops: im.hops[t.URL], Status: c.Status, Header: c.Header, Asked: c.Asked, Body: c.Body, Wire: int64(len(c.Body)), Requests: c.Requests,
		},
	}
	if err := im.begin(ctx); err != nil {
		return news.Verdict{}, err
	}
	v.Run = r.id
	im.read(v, c)
	verdict, err := im.put(ctx, v)
	if err == nil {
		im.remember(v.Found)
	}
	return verdict, err
}

// put keeps a visit and counts it.
func (im *Import) put(ctx context.Context, v *news.Visit) (news.Verdict, error) {
	verdict, err := im.run.crawler.Archive.Keep(context.WithoutCancel(ctx), v)
	if err != nil {
		return verdict, fmt.Errorf("keep %s: %w", v.Target.URL, err)
	}
	_ = im.run.kept(v, verdict) // that it is refused ends a crawl, not the reading of captures
	return verdict, nil
}

// VisitID is what the capture's visit is called in the archive: importing it twice
// changes nothing.
func (c *Capture) VisitID() news.VisitID {
	if c.ID != "" {
		return c.ID
	}
	body := sha256.Sum256(c.Body)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%x\n%v", c.URL, c.At.UTC().Format(time.RFC3339Nano), body, c.NotModified))
	return news.VisitID(hex.EncodeToString(sum[:16]))
}

func (im *Import) begin(ctx context.Context) error {
	if im.begun {
		return nil
	}
	begun, err := im.run.crawler.Archive.Begin(ctx, siteOf(im.run.profile), im.job)
	if err != nil {
		return fmt.Errorf("begin an import of %s: %w", im.run.profile.Name, err)
	}
	im.run.id, im.begun = begun.ID, true
	return nil
}

// read makes sense of the capture, as of an answer of today.
func (im *Import) read(v *news.Visit, c *Capture) {
	if !c.NotModified {
		im.run.read(v)
		return
	}
	v.Outcome = news.NotModified
	if v.Target.Role != news.RoleOfArticle {
		again := *v
		again.Response = &news.Response{URL: c.URL, Status: http.StatusOK, Header: c.Header, Body: c.Body}
		im.run.read(&again)
		v.Reading, v.Found, v.Skipped = again.Reading, again.Found, again.Skipped
	}
	v.Response.Body, v.Response.Wire = nil, 0
}

// target says what a page is to the site, as a crawl knows before it asks.
func (im *Import) target(u *url.URL, wanted bool) (news.Target, bool) {
	p := im.run.profile
	key := p.Normalize(u)
	t := news.Target{Site: p.Name, Host: u.Host, URL: key, Slash: news.Slashed(u.String())}
	if f, ok := im.found[key]; ok {
		t.Role, t.Section, t.Depth, t.Published = f.Role, f.Section, f.Depth, f.Published
		return t, true
	}
	address, err := url.Parse(key)
	switch {
	case err != nil:
		return t, false
	case len(p.Articles.Include) > 0 && p.IsArticle(address):
		t.Role = news.RoleOfArticle
	case wanted, p.IsArticle(address):
		t.Role = news.RoleUnsorted // the page itself decides
	default:
		return t, false
	}
	return t, true
}

func (im *Import) remember(found []news.Found) {
	for _, f := range found {
		if known, ok := im.found[f.URL]; ok && (known.Role != f.Role || len(known.Section) > 0) || len(im.found) >= remembered {
			continue
		}
		im.found[f.URL] = f
	}
}

// redirect notes where an address leads, so that the page it leads to has it as
// another one of its own.
func (im *Import) redirect(from *url.URL, c *Capture) {
	to, err := from.Parse(http.Header(c.Header).Get("Location"))
	if err != nil || !im.run.profile.InScope(to) {
		return
	}
	key := im.run.profile.Normalize(to)
	if len(im.hops) < remembered && !slices.Contains(im.hops[key], c.URL) && key != im.run.profile.Normalize(from) {
		im.hops[key] = append(im.hops[key], c.URL)
	}
}

// End closes the import and returns its ledger; nil when nothing was kept.
func (im *Import) End(ctx context.Context, cause error) (*news.Summary, error) {
	if !im.begun {
		return nil, nil
	}
	outcome, a := news.RunDone, im.run.crawler.Archive
	switch {
	case errors.Is(cause, context.Canceled):
		outcome = news.RunStopped
	case cause != nil:
		outcome = news.RunFailed
	}
	keep := context.WithoutCancel(ctx)
	if err := a.End(keep, im.run.id, outcome, nil); err != nil {
		return nil, fmt.Errorf("end the import of %s: %w", im.run.profile.Name, err)
	}
	return a.Summary(keep, im.run.id)
}
