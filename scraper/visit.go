package scraper

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/extract"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// visit fetches a target and puts together what came of it. It writes nothing.
// The error is that of the context, or of the archive; a page that cannot be had
// is no error but a visit whose outcome says so.
func (r *run) visit(ctx context.Context, t news.Target) (*news.Visit, error) {
	v := &news.Visit{
		ID: news.NewVisitID(), Run: r.id, Target: t, At: r.now().UTC(),
		Slash: t.Slash, Parser: extract.Version, ProfileHash: r.profile.Hash,
		More: r.profile.Politeness.Delay <= 0 && r.profile.Politeness.MaxPerHour == 0,
	}
	resp, err := r.fetcher.Get(ctx, fetch.Request{URL: t.Address(), ETag: t.ETag, LastModified: t.LastModified})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.Response = resp
	var refused *fetch.Error
	switch {
	case errors.As(err, &refused):
		v.Class, v.Reason = refused.Class, reason(refused)
		v.Response = &news.Response{URL: refused.URL, Hops: refused.Hops, Requests: refused.Requests}
		v.Outcome = news.Failed
		if notAsked(v.Class) {
			v.Outcome = news.Dropped
		}
	case err != nil:
		return nil, err // ours, not the page's: the archive could not reserve a slot
	case resp.Status == http.StatusNotModified:
		if err := r.readAgain(ctx, v); err != nil {
			return nil, err
		}
	default:
		r.read(v)
	}
	v.Due = r.due(v)
	if r.options.Backfill != nil {
		v.Via, v.Due = news.ViaBackfill, oldDue(v, v.Due)
	}
	return v, nil
}

// notAsked are the pages that we did not want, as against those that we did not
// get.
func notAsked(c news.FailureClass) bool {
	return c == news.FailRobots || c == news.FailForeign || c == news.FailPrivate
}

// reason is an error as one sentence without the address, which stands beside it.
func reason(e *fetch.Error) string {
	if e.Err != nil {
		return e.Err.Error()
	}
	return strings.ReplaceAll(string(e.Class), "_", " ")
}

// readAgain fills a 304 visit to a list from the bytes we have: the list is as
// it was, and so are the pages it asks for. An article needs no second reading.
func (r *run) readAgain(ctx context.Context, v *news.Visit) error {
	v.Outcome = news.NotModified
	if key, ok := inScope(r.profile, v.Response.URL); ok && key == v.Target.URL {
		v.Slash = news.Slashed(v.Response.URL)
	}
	if v.Target.Role == news.RoleOfArticle {
		return nil
	}
	old, err := r.crawler.Archive.LastBody(ctx, v.Target.Page)
	if err != nil {
		return fmt.Errorf("last body of %s: %w", v.Target.URL, err)
	}
	again := *v
	again.Response = old
	r.read(&again)
	v.Reading, v.Found, v.Skipped = again.Reading, again.Found, again.Skipped
	return nil
}

// read makes sense of an answer that has a body.
func (r *run) read(v *news.Visit) {
	switch v.Target.Role {
	case news.RoleFeed:
		r.readFeed(v)
		return
	case news.RoleSitemap:
		r.readSitemap(v)
		return
	}
	p, t, resp := r.profile, v.Target, v.Response
	v.Reading = extract.Read(p, extract.Input{
		URL: resp.URL, Status: resp.Status, Header: resp.Header,
		ContentType: http.Header(resp.Header).Get("Content-Type"),
		Body:        resp.Body, Seen: v.At, Expect: t.Role,
	})
	if leadsToAList(p, t, resp) {
		v.Reading = &news.Reading{Kind: news.PageNotFound, Reason: news.ReasonSoft404, Detail: "the address leads to " + listOf(p, resp.URL)}
		v.Identity = t.URL
	} else {
		r.identify(v)
	}
	rd := v.Reading
	switch class := fetch.Classify(resp, nil); {
	case rd.Kind == news.PageBlocked:
		v.Outcome, v.Class, v.Reason = news.Blocked, class, said(rd)
	case class == news.FailServer, class == news.FailRateLimited:
		v.Outcome, v.Class, v.Reason = news.Failed, class, statusLine(resp.Status)
		v.Reading = nil // the page of an error, not the page
	case rd.Kind == news.PageNotFound:
		v.Outcome, v.Class, v.Reason = news.Missing, class, said(rd)
	case class != "":
		v.Outcome, v.Class, v.Reason = news.Failed, class, statusLine(resp.Status)
		v.Reading = nil
	case unreadable(rd.Reason):
		v.Outcome, v.Class, v.Reason = news.Failed, news.FailUnread, said(rd)
	case t.Role == news.RoleOfArticle && rd.Kind != news.PageArticle:
		// Answered and understood, but no news: a list, an about page.
		v.Outcome, v.Reason = news.Fetched, said(rd)
		v.Skipped = map[string]int{notNews(rd): 1}
	default:
		v.Outcome = news.Fetched
	}
	if v.Outcome != news.Fetched {
		return
	}
	l := newLinks(p, t)
	l.dueOnly = r.options.DueOnly || r.options.Part != news.PartWhole
	l.firstPages = r.options.Part == news.PartLists
	b := r.options.Backfill
	if b != nil {
		l.deepest = cmp.Or(b.Depth, backfillDepth)
	}
	l.found = r.sectionsIn(t, rd)
	if t.Role != news.RoleOfArticle {
		l.follow(t, rd)
	} else if r.options.Backfill == nil {
		l.followText(t, rd.Article)
	}
	if v.Found = l.found; b != nil {
		v.Found = b.deeper(p, t, l.found)
	}
	maps.Copy(l.skipped, v.Skipped)
	v.Skipped = l.skipped
}

// leadsToAList reports an article's address that redirects to the front page or a
// section: so do many sites with what they took down.
func leadsToAList(p *profile.Profile, t news.Target, resp *news.Response) bool {
	return t.Role == news.RoleOfArticle && len(resp.Hops) > 0 && listOf(p, resp.URL) != ""
}

// listOf says which list of the profile an address is; empty when it is none.
func listOf(p *profile.Profile, address string) string {
	key, ok := inScope(p, address)
	switch {
	case !ok:
		return ""
	case key == p.Normalize(p.Home):
		return "the front page"
	}
	for _, s := range p.Sections {
		if s.URL != nil && key == p.Normalize(s.URL) {
			return "the section " + s.Name
		}
	}
	return ""
}

// identify decides by which address the page is to be known. A canonical link
// is believed for articles when it stays in scope and does not point at the home
// page, which is what a broken template prints.
func (r *run) identify(v *news.Visit) {
	p, resp := r.profile, v.Response
	identity := v.Target.URL
	if final, ok := inScope(p, resp.URL); ok {
		// What answered will answer again, whatever slash the page names itself with.
		identity, v.Slash = final, news.Slashed(resp.URL)
	}
	if a := v.Reading.Article; a != nil && a.CanonicalURL != "" {
		if key, ok := inScope(p, a.CanonicalURL); ok && key != p.Normalize(p.Home) && key != identity && sameKind(p, key, identity) {
			identity, v.Slash = key, news.Slashed(a.CanonicalURL)
		}
	}
	v.Identity = identity
	for _, u := range append([]string{v.Target.URL, resp.URL, v.Reading.AMP}, resp.Hops...) {
		if key, ok := inScope(p, u); ok && key != identity && !slices.Contains(v.Aliases, key) {
			v.Aliases = append(v.Aliases, key)
		}
	}
}

// sameKind guards against a canonical link from an article to something that the
// profile does not take for one.
func sameKind(p *profile.Profile, canonical, address string) bool {
	c, err := url.Parse(canonical)
	if err != nil {
		return false
	}
	a, err := url.Parse(address)
	return err == nil && (p.IsArticle(c) || !p.IsArticle(a))
}

// due is when to come back to a page after this visit.
func (r *run) due(v *news.Visit) time.Time {
	now, t, pol := v.At, v.Target, r.profile.Politeness
	switch v.Outcome {
	case news.Failed:
		after := time.Duration(0)
		if v.Response != nil {
			after = fetch.RetryAfter(v.Response, now)
		}
		if v.Class == news.FailRedirect {
			// A loop, or a target that cannot be asked for, is the same in a minute.
			return now.Add(failedWait)
		}
		if unheard(v.Class) && t.Role == news.RoleOfArticle && hostOf(v.Response.URL) == t.Host {
			return now.Add(failedWait) // the fault is not the page's
		}
		at := r.later(now, retryAt(now, r.tries(t.Page), t.Failures+1, pol, after))
		if t.Role != news.RoleOfArticle && at.Sub(now) > retryPatience {
			return time.Time{} // lists are due in every run anyway
		}
		return at
	case news.Blocked:
		return now.Add(blockedWait)
	case news.Missing:
		if t.Failures+1 < missingMost {
			return now.Add(missingWait)
		}
		return time.Time{}
	case news.Dropped:
		return time.Time{}
	}
	if t.Role != news.RoleOfArticle {
		return time.Time{}
	}
	if v.Reading != nil && v.Reading.Article == nil {
		return time.Time{}
	}
	published := t.Published
	if v.Reading != nil {
		published = v.Reading.Article.Published.Time
	}
	due, changed := revisitAt(r.profile.Revisits, now, published, t.Steady)
	v.DueChanged = changed
	return due
}

// unreadable are the reasons for which the page may well be news, but these
// bytes are not.
func unreadable(why news.Reason) bool {
	switch why {
	case news.ReasonEmpty, news.ReasonTruncated, news.ReasonUndecodable, news.ReasonTooLarge, news.ReasonTooDeep:
		return true
	}
	return false
}

// notNews is the word under which a page that is no article is counted.
func notNews(r *news.Reading) string {
	if r.Reason != "" {
		return string(r.Reason)
	}
	return string(r.Kind)
}

func said(r *news.Reading) string {
	if r.Detail != "" {
		return r.Detail
	}
	return strings.ReplaceAll(notNews(r), "_", " ")
}

func statusLine(status int) string {
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", status, http.StatusText(status)))
}
