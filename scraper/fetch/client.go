package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"

	"newskeep/scraper/news"
)

// redirectsMost is how many redirects of one page are followed; net/http has the
// same limit.
const redirectsMost = 10

// Client asks for pages. It is safe for concurrent use. It remembers, per host,
// robots.txt and the requests in flight, so a crawl should have one.
type Client struct {
	options   Options
	sender    sender
	transport http.RoundTripper
	slots     slots
	origins   origins
	now       func() time.Time
}

// New makes a client. It reads the proxy settings of the environment once.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{options: o, transport: o.Transport, now: time.Now}
	if c.transport == nil {
		c.transport = newRoad(o)
	}
	c.sender = newSender(o, c.transport)
	c.slots = slots{perHost: o.PerHost, hosts: map[string]chan struct{}{}}
	c.origins = origins{all: map[string]*origin{}}
	return c
}

// Close gives up idle connections. The client stays usable.
func (c *Client) Close() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Get asks for a page and follows its redirects within scope. An answer is
// returned whatever its status (see [Classify]), 304 included; its body is whole
// and as the server meant it, with nothing undone but content codings. The error
// is an [*Error], or that of the context or of Wait.
func (c *Client) Get(ctx context.Context, r Request) (*news.Response, error) {
	g := &get{client: c, request: r}
	u, err := parse(r.URL)
	if err != nil {
		return nil, &Error{Class: class(err), URL: r.URL, Err: err}
	}
	g.first = u
	for {
		ex, err := g.ask(ctx, u)
		if err != nil {
			return nil, g.fail(u, err)
		}
		if !isRedirect(ex.status) {
			return g.response(u, ex), nil
		}
		next, err := follow(u, ex.header)
		if err != nil {
			return nil, g.fail(u, refused(err))
		}
		g.hops = append(g.hops, u.String())
		if err := g.mayFollow(next); err != nil {
			return nil, g.fail(next, refused(err))
		}
		u = next
	}
}

// get is one call of Get under way.
type get struct {
	client   *Client
	request  Request
	first    *url.URL
	hops     []string
	requests int
	took     time.Duration
}

// ask makes the request for one hop, if robots.txt allows it.
func (g *get) ask(ctx context.Context, u *url.URL) (*exchange, error) {
	c := g.client
	if err := c.guard(u); err != nil {
		return nil, refused(err)
	}
	rules, requests, err := c.Robots(ctx, u)
	g.requests += requests
	if err != nil {
		return nil, err
	}
	if !rules.Allowed(c.options.UserAgent, u.String()) {
		if rules.Closed() {
			if s := rules.Status(); s != 0 {
				return nil, refused(fmt.Errorf("%w: HTTP %d %s", ErrRobotsDown, s, http.StatusText(s)))
			}
			return nil, refused(ErrRobotsDown)
		}
		return nil, refused(ErrRobots)
	}
	ex := &exchange{url: u, limit: c.options.MaxBody}
	delay := max(c.options.Delay, rules.Delay(c.options.UserAgent))
	if err := c.paced(ctx, ex, delay, g.request, &g.took); err != nil {
		if _, sent := errors.AsType[*Error](err); sent {
			g.requests += int(ex.requests.Load())
		}
		return nil, err
	}
	g.requests += int(ex.requests.Load())
	if ex.status == http.StatusNotModified && g.request.ETag == "" && g.request.LastModified == "" {
		return nil, refused(fmt.Errorf("status 304: %w", ErrUnaskedFor))
	}
	return ex, nil
}

// paced takes a slot of the host, waits for its turn and sends. The wait is
// within the slot, or turns taken meanwhile would follow each other at once.
// The error is an *Error if a request was made, else that of the context or Wait.
func (c *Client) paced(ctx context.Context, ex *exchange, delay time.Duration, r Request, sum *time.Duration) error {
	release, err := c.slots.take(ctx, ex.url.Host)
	if err != nil {
		return err
	}
	defer release()
	turn := func() error {
		if c.options.Wait == nil {
			return nil
		}
		delay := delay + time.Duration(float64(delay)*c.options.Jitter*rand.Float64())
		if err := c.options.Wait(ctx, ex.url.Host, delay); err != nil {
			return fmt.Errorf("wait for %s: %w", ex.url.Host, err)
		}
		return nil
	}
	if err := turn(); err != nil {
		return err
	}
	start := time.Now()
	var ours error
	err = c.sender.send(ctx, ex, c.header(r), func() error {
		ours = turn()
		return ours
	})
	*sum += time.Since(start)
	if ours != nil {
		return ours
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return refused(err)
	}
	return nil
}

// mayFollow refuses a redirect's target. Private addresses come first: that is
// the graver thing to say about one that is foreign too.
func (g *get) mayFollow(next *url.URL) error {
	if err := g.client.guard(next); err != nil {
		return err
	}
	inScope := g.client.options.InScope
	switch {
	case slices.Contains(g.hops, next.String()):
		return ErrRedirectLoop
	case len(g.hops) > redirectsMost:
		return ErrTooManyRedirects
	case inScope == nil && next.Host != g.first.Host, inScope != nil && !inScope(next):
		return ErrForeignHost
	}
	return nil
}

// guard refuses an address that is private as it is written.
func (c *Client) guard(u *url.URL) error {
	if c.options.AllowPrivate || connectTo(c.options.ConnectTo, hostPort(u)) != "" {
		return nil
	}
	return guardName(u)
}

// refused makes an error that is about the page of one that is not marked so yet.
func refused(err error) *Error { return &Error{Class: class(err), Err: err} }

// fail completes an *Error by where it happened. Errors about us stay what they are.
func (g *get) fail(u *url.URL, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.URL, e.Hops, e.Requests = u.String(), g.hops, g.requests
		return e
	}
	return err
}

func (g *get) response(u *url.URL, ex *exchange) *news.Response {
	return &news.Response{
		URL: u.String(), Hops: g.hops, Status: ex.status, Header: ex.header, Asked: ex.asked,
		Body: ex.body, Wire: ex.wire, Requests: g.requests, Took: g.took,
	}
}
