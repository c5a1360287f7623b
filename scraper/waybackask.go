package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// indexRows is how many captures the index is asked for at a time.
const indexRows = 1000

// waybackFetcher makes the client of a web archive: one request at a time, each
// with its turn in our archive, so that two processes never hurry it.
func (c *Crawler) waybackFetcher(p *profile.Profile, waiting func(until time.Time, what string)) Fetcher {
	if c.Fetcher != nil {
		return c.Fetcher(p)
	}
	about := *p
	about.Politeness.MaxPerHour = 0 // which is about the site
	o := c.politely(&about, waiting)
	o.Delay, o.Jitter, o.PerHost = p.Wayback.Delay, 0, 1
	o.InScope = func(u *url.URL) bool { return u.Host == p.Wayback.URL.Host }
	if c.Archive == nil {
		o.Wait = turns()
	}
	return fetch.New(o)
}

// waybackAsker asks a web archive.
type waybackAsker struct {
	*run
	from Fetcher
}

func (r *run) askWayback(f Fetcher) *waybackAsker {
	if len(r.crawler.surveyed) > 0 {
		f = &surveyed{Fetcher: f, answers: r.crawler.surveyed}
	}
	return &waybackAsker{r, f}
}

// indexURL is a question to the index.
func indexURL(p *profile.Profile, win window, resume string, every bool) string {
	collapse := "urlkey"
	if every {
		collapse = "digest"
	}
	q := []string{
		"url=" + url.QueryEscape(win.host), "matchType=host", "output=json", "fl=timestamp,original,mimetype,statuscode,digest,length",
		"filter=statuscode:200", "filter=mimetype:text/html", "collapse=" + collapse,
		"from=" + win.From.UTC().Format(indexTime), "to=" + win.To.Add(-time.Second).UTC().Format(indexTime),
		fmt.Sprintf("limit=%d", indexRows), "showResumeKey=true",
	}
	if resume != "" {
		q = append(q, "resumeKey="+url.QueryEscape(resume))
	}
	return p.Wayback.URL.String() + "/cdx/search/cdx?" + strings.Join(q, "&")
}

// index asks for one answer of the index. An answer that was cut off is asked for
// again like one that failed.
func (a *waybackAsker) index(ctx context.Context, win window, resume string, every bool) (*discover.CDX, error) {
	return a.cdx(ctx, indexURL(a.profile, win, resume, every))
}

// first is when the home page was first captured: nothing of the site is older
// than about that.
func (a *waybackAsker) first(ctx context.Context) (time.Time, error) {
	u := a.profile.Wayback.URL.String() + "/cdx/search/cdx?url=" + url.QueryEscape(a.profile.Home.Host+a.profile.Home.Path) + "&output=json&fl=timestamp,original&limit=1"
	index, err := a.cdx(ctx, u)
	if err != nil {
		return time.Time{}, err
	}
	if len(index.Captures) == 0 {
		return waybackBegan, nil
	}
	return index.Captures[0].At, nil
}

func (a *waybackAsker) cdx(ctx context.Context, address string) (index *discover.CDX, err error) {
	resp, class, why, err := a.ask(ctx, address, func(resp *news.Response) (err error) {
		index, err = discover.ParseCDX(resp.Body)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	a.requests += resp.Requests
	a.mu.Unlock()
	host := a.profile.Wayback.URL.Host
	switch {
	case class == "":
		return index, nil
	case class == news.FailClient, notAsked(class), strings.Contains(why, "Blocked Site"):
		a.lose(host, "does not give its index of "+a.profile.Home.Host+": "+why, false)
		return nil, errClosed
	}
	a.lose(host, "cannot be asked for its index: "+why, false)
	return nil, errLost
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

// after gives a web archive in trouble a rest, or it up for this run.
func (w *wayback) after(ctx context.Context, v *news.Visit) error {
	host := w.run.profile.Wayback.URL.Host
	next := w.run.healthOf(host).after(v, w.run.now())
	if next.lost != "" {
		w.run.lose(host, next.lost, unheard(v.Class))
		return errLost
	}
	if ok, err := w.run.rest(ctx, host, next.rest); err != nil || !ok {
		return orLost(err)
	}
	return nil
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

// ask gets an answer of the web archive, with patience: what is busy, down or cut
// off is asked for again. Class and why are empty for an answer that is good; resp
// is never nil and counts the requests of all tries. The error ends the run.
func (a *waybackAsker) ask(ctx context.Context, address string, read func(*news.Response) error) (resp *news.Response, class news.FailureClass, why string, err error) {
	host, archive, pol := a.profile.Wayback.URL.Host, a.crawler.Archive, a.profile.Politeness
	requests := 0
	for try := 0; ; try++ {
		if archive != nil {
			until, err := archive.Resting(ctx, host)
			if err != nil {
				return nil, "", "", fmt.Errorf("rest of %s: %w", host, err)
			}
			if ok, err := a.rest(ctx, host, until); err != nil || !ok {
				return nil, "", "", orLost(err)
			}
		}
		if most := a.options.Requests; most > 0 && a.requests+requests >= most {
			return nil, "", "", errSpent
		}
		resp, class, why, err = a.once(ctx, address)
		if err != nil {
			return nil, "", "", err
		}
		if class == "" && read != nil {
			if bad := read(resp); bad != nil {
				class, why = news.FailUnread, bad.Error()
			}
		}
		requests += resp.Requests
		resp.Requests = requests
		if class == "" || class == news.FailClient || notAsked(class) || strings.Contains(why, "Blocked Site") {
			return resp, class, why, nil
		}
		asked := time.Duration(0)
		if class == news.FailRateLimited || class == news.FailServer {
			asked = fetch.RetryAfter(resp, a.now())
		}
		if asked > retryPatience && archive != nil {
			if err := archive.Rest(context.WithoutCancel(ctx), host, a.now().Add(asked)); err != nil {
				return nil, "", "", err
			}
			continue // which finds that it is too long
		}
		if try >= pol.Retries {
			return resp, class, why, nil
		}
		wait := a.jitter(pol.Backoff << try)
		if class == news.FailRateLimited {
			wait *= restFactor
		}
		wait = max(min(wait, retryPatience), asked)
		a.log.Warn("web archive is asked again", "url", address, "class", string(class), "reason", why, "again_in", wait)
		a.waiting(a.now().Add(wait), "the web archive to recover")
		if err := sleep(ctx, wait); err != nil {
			return nil, "", "", err
		}
	}
}

// once makes one request.
func (a *waybackAsker) once(ctx context.Context, address string) (resp *news.Response, class news.FailureClass, why string, err error) {
	resp, err = a.from.Get(ctx, fetch.Request{URL: address})
	if ctx.Err() != nil {
		return nil, "", "", ctx.Err()
	}
	var refused *fetch.Error
	if errors.As(err, &refused) {
		return &news.Response{URL: address, Requests: refused.Requests}, refused.Class, reason(refused), nil
	}
	if err != nil {
		return nil, "", "", err // ours: a turn could not be reserved
	}
	if class = fetch.Classify(resp, nil); class != "" {
		why = statusLine(resp.Status)
	}
	return resp, class, why, nil
}

// orLost is err, or that the host of the web archive is lost to the run.
func orLost(err error) error {
	if err != nil {
		return err
	}
	return errLost
}
