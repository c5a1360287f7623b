package scraper

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// wanted are the captures of articles of the span and of lists, oldest first.
func (w *wayback) wanted(all []discover.CDXCapture) []discover.CDXCapture {
	var list []discover.CDXCapture
	for _, c := range all {
		if _, ok := w.about(&c); ok {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b discover.CDXCapture) int { return strings.Compare(a.Timestamp, b.Timestamp) })
	return list
}

// about is the page a capture is of; ok is false when it is not wanted.
func (w *wayback) about(c *discover.CDXCapture) (t news.Target, ok bool) {
	if c.Status != 0 && c.Status != 200 {
		return t, false
	}
	u := asOfToday(w.run.profile, c.URL)
	if u == nil {
		return t, false
	}
	if t, ok = w.target(u, false); !ok || !isList(t) && t.Role != news.RoleOfArticle && t.Role != news.RoleUnsorted {
		return t, false
	}
	if from, to, dated := discover.Period(t.URL); dated && !w.backfill.overlaps(from, to) {
		return t, false
	}
	return t, true
}

// isList reports a page whose captures say what stood where: the front page, or the
// first page of a section.
func isList(t news.Target) bool {
	return t.Role == news.RoleHome || t.Role == news.RoleSection && t.Depth <= 1
}

// asOfToday is an address of a capture as the site has it today: pages that were
// captured before it changed from http to https are the same pages. It is nil when
// it is none of the site's.
func asOfToday(p *profile.Profile, address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	if u.Port() == "80" || u.Port() == "443" {
		u.Host = u.Hostname()
	}
	if u.Scheme == "http" {
		u.Scheme = p.Home.Scheme
	}
	if u.Fragment = ""; !p.InScope(u) {
		return nil
	}
	return u
}

// fetch keeps captures, one after the other; rest are those it did not come to.
func (w *wayback) fetch(ctx context.Context, all []discover.CDXCapture) (rest []discover.CDXCapture, err error) {
	w.run.mu.Lock()
	w.run.progress.Queued = len(all)
	w.run.mu.Unlock()
	for i := range all {
		c := &all[i]
		t, ok := w.about(c)
		if !ok {
			continue
		}
		if w.isEnough(c, t) {
			continue
		}
		kept, held, err := w.captures.Captured(ctx, w.visitID(c, t), t.URL, c.At)
		if err != nil {
			return all[i:], err
		}
		if !kept && (!held || w.backfill.Every || isList(t)) {
			if err := w.capture(ctx, c, t); err != nil {
				return all[i:], err
			}
		}
		w.note(c, t)
	}
	return nil, nil
}

// isEnough reports a capture that would say nothing new: an article as the one
// before it showed it, or the second in a window of a list.
func (w *wayback) isEnough(c *discover.CDXCapture, t news.Target) bool {
	if isList(t) {
		return !w.backfill.Every && w.at.Window != "" && w.listed[t.URL] == w.at.Window
	}
	return c.Digest != "" && w.seen[t.URL] == c.Digest
}

func (w *wayback) note(c *discover.CDXCapture, t news.Target) {
	switch {
	case isList(t):
		w.listed[t.URL] = w.at.Window
	case len(w.seen) < remembered:
		w.seen[t.URL] = c.Digest
	default:
		delete(w.seen, t.URL) // rather asked for again than lost
	}
}

// visitID names the visit of a capture for ever.
func (w *wayback) visitID(c *discover.CDXCapture, t news.Target) news.VisitID {
	named := Capture{URL: t.URL, At: c.At, Body: []byte(w.run.profile.Wayback.URL.Host)}
	return named.VisitID()
}

// capture fetches a capture and keeps it, or notes why it could not be had.
func (w *wayback) capture(ctx context.Context, c *discover.CDXCapture, t news.Target) error {
	a := w.asker
	address := w.run.profile.Wayback.URL.String() + "/web/" + c.Timestamp + "id_/" + c.URL
	a.starting(t)
	resp, class, why, err := a.ask(ctx, address, nil)
	if err != nil {
		return err
	}
	if class != "" {
		if class != news.FailClient && !notAsked(class) && len(w.at.Again) < againMost {
			w.at.Again = append(w.at.Again, *c)
		}
		v := &news.Visit{
			ID: news.NewVisitID(), Run: w.run.id, Target: t, At: w.run.now().UTC(), Via: news.ViaWayback, Origin: address,
			Outcome: news.Failed, Class: class, Reason: "its capture: " + why, Response: &news.Response{URL: address, Status: resp.Status, Requests: resp.Requests},
		}
		if _, err := w.put(ctx, v); err != nil {
			return err
		}
		return w.after(ctx, v)
	}
	// An archive may lead to the capture next to the one asked for.
	at := c.At
	if then, err := http.ParseTime(http.Header(resp.Header).Get("Memento-Datetime")); err == nil {
		at = then.UTC()
	}
	got := Capture{
		ID: w.visitID(c, t), URL: t.URL, At: at, Status: http.StatusOK, Header: originalHeader(resp.Header), Asked: resp.Asked,
		Body: resp.Body, Origin: resp.URL, Requests: resp.Requests,
	}
	_, err = w.Keep(ctx, &got)
	if unwanted := Unwanted(""); err != nil && !errors.As(err, &unwanted) {
		return err
	}
	return w.after(ctx, &news.Visit{Outcome: news.Fetched})
}

// originalHeader is the header that the site sent with a capture: the archive hands
// it on with a prefix. What has none is the archive's own, but for the type.
func originalHeader(header map[string][]string) map[string][]string {
	const prefix = "X-Archive-Orig-"
	original := map[string][]string{}
	for name, values := range header {
		if cut, ok := strings.CutPrefix(name, prefix); ok {
			original[http.CanonicalHeaderKey(cut)] = values
		}
	}
	if original["Content-Type"] == nil && header["Content-Type"] != nil {
		original["Content-Type"] = header["Content-Type"]
	}
	return original
}
