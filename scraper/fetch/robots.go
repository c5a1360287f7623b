package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
)

const (
	robotsFresh     = 24 * time.Hour  // RFC 9309 §2.4
	robotsRetry     = 5 * time.Minute // until a robots.txt that could not be had is asked for again
	robotsMost      = 500 << 10       // bytes read of it, RFC 9309 §2.5
	robotsRedirects = 5               // RFC 9309 §2.3.1.2
	robotsAccept    = "text/plain,*/*;q=0.8"
)

// origins holds what each origin's robots.txt said.
type origins struct {
	mu  sync.Mutex
	all map[string]*origin
}

// origin is one scheme, host and port.
type origin struct {
	asking chan struct{} // holds a token while robots.txt is asked for
	rules  *discover.Robots
	until  time.Time // when it must be asked for again
}

func (o *origins) of(u *url.URL) *origin {
	key := u.Scheme + "://" + u.Host
	o.mu.Lock()
	defer o.mu.Unlock()
	at, ok := o.all[key]
	if !ok {
		at = &origin{asking: make(chan struct{}, 1)}
		o.all[key] = at
	}
	return at
}

// Robots returns the rules of a URL's origin, asking for them if they are not
// known or a day old; requests is how many that took. Rules of an answer that
// allows nothing (a server error) are closed. The error is an [*Error] wrapping
// ErrRobotsDown, of the network's class, when no answer came at all, or that of
// the context or of Wait.
func (c *Client) Robots(ctx context.Context, u *url.URL) (rules *discover.Robots, requests int, err error) {
	at := c.origins.of(u)
	// Two pages of a new origin ask once: the second one waits for the first.
	select {
	case at.asking <- struct{}{}:
		defer func() { <-at.asking }()
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	now := c.now()
	if at.rules != nil && now.Before(at.until) {
		return at.rules, 0, nil
	}
	known := at.rules != nil && !at.rules.Closed()
	delay := c.options.Delay
	if known {
		delay = max(delay, at.rules.Delay(c.options.UserAgent))
	}
	answer, err := c.askRobots(ctx, u, delay)
	if _, down := errors.AsType[*Error](err); err != nil && !(down && known) {
		// Not remembered: the next page may find the network mended, and whoever
		// asks for it knows how long to stay away.
		return nil, answer.requests, err
	}
	rules = discover.ParseRobots(answer.status, answer.body)
	switch {
	case !rules.Closed():
		at.rules, at.until = rules, now.Add(robotsFresh)
	case known: // RFC 9309 §2.4: old rules hold on while new ones cannot be had
		at.until = now.Add(c.options.RobotsRetry)
	default:
		at.rules, at.until = rules, now.Add(c.options.RobotsRetry)
	}
	return at.rules, answer.requests, nil
}

// robotsAnswer is what came of asking for a robots.txt. status is 0 when nothing
// usable came.
type robotsAnswer struct {
	status   int
	body     []byte
	requests int
}

// askRobots gets /robots.txt through up to five redirects, to other hosts too, as
// RFC 9309 §2.3.1.2 asks. The error is as in Robots.
func (c *Client) askRobots(ctx context.Context, page *url.URL, delay time.Duration) (a robotsAnswer, err error) {
	u := &url.URL{Scheme: page.Scheme, Host: page.Host, Path: "/robots.txt"}
	for range robotsRedirects + 1 {
		if err := c.guard(u); err != nil {
			return a, nil // sent there by a redirect: as good as no answer
		}
		ex := &exchange{url: u, limit: robotsMost, prefix: true}
		err := c.paced(ctx, ex, delay, Request{Accept: robotsAccept}, new(time.Duration))
		if e, failed := errors.AsType[*Error](err); failed {
			a.requests += int(ex.requests.Load())
			if !isNetwork(e.Class) {
				return a, nil // an answer, but not a readable one
			}
			e.URL, e.Err = u.String(), fmt.Errorf("%w: %w", ErrRobotsDown, e.Err)
			return a, e
		}
		if err != nil {
			return a, err
		}
		a.requests += int(ex.requests.Load())
		if !isRedirect(ex.status) {
			a.status, a.body = ex.status, ex.body
			return a, nil
		}
		next, err := follow(u, ex.header)
		if err != nil {
			break
		}
		u = next
	}
	// A redirect that leads nowhere: the file is unavailable, not unreachable.
	a.status = http.StatusNotFound
	return a, nil
}

// isNetwork tells trouble on the way from trouble with what was answered.
func isNetwork(c news.FailureClass) bool {
	switch c {
	case news.FailDNS, news.FailConnect, news.FailTLS, news.FailTimeout, news.FailReset, news.FailPrivate:
		return true
	}
	return false
}
