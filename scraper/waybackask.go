package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

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
