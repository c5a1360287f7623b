package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/discover"
	"newskeep/scraper/extract"
	"newskeep/scraper/fetch"
	"newskeep/scraper/profile"
)

// asker asks for single pages as a crawl would: robots.txt obeyed, sizes and times
// bounded, a host's requests apart.
type asker struct {
	client *fetch.Client
	agent  string
	stop   func()
}

// askerFor makes an asker for a site, or for the site of an address when p is nil.
// A person may name a private address; a page may not lead to one unless the
// profile allows it. The asker must be closed.
func askerFor(ctx context.Context, p *profile.Profile, address, contact string) (*asker, error) {
	o := fetch.Options{
		UserAgent: fetch.UserAgent(version, contact), InScope: func(*url.URL) bool { return true },
		Delay: usualDelay, Wait: newPacer().wait,
	}
	host := ""
	if u, err := url.Parse(address); err == nil {
		host = u.Host
		o.AllowPrivate = loopback(u.Hostname())
	}
	if p != nil {
		o.Timeout, o.MaxBody, o.AllowPrivate, o.InScope = p.Politeness.Timeout, p.Politeness.MaxBody, p.AllowPrivate, p.InScope
		o.Delay, o.Jitter = p.Politeness.Delay, p.Politeness.Jitter
		host = p.Home.Host
	}
	if o.AllowPrivate && p == nil {
		o.Delay = 0 // one's own machine
	}
	connect, stop, err := serveIfDemo(ctx, host)
	if err != nil {
		return nil, err
	}
	if o.ConnectTo = connect; connect != nil {
		o.Delay = 0
	}
	return &asker{fetch.New(o), o.UserAgent, stop}, nil
}

// usualDelay stands between two requests to a host that no profile is for.
const usualDelay = 2 * time.Second

func (k *asker) close() {
	k.client.Close()
	k.stop()
}

// page asks for one page.
func (k *asker) page(ctx context.Context, address string) (extract.Input, error) {
	seen := time.Now()
	resp, err := k.client.Get(ctx, fetch.Request{URL: address})
	if err != nil {
		return extract.Input{}, err
	}
	return extract.Input{
		URL: resp.URL, Status: resp.Status, Header: resp.Header, Body: resp.Body, Seen: seen,
		ContentType: http.Header(resp.Header).Get("Content-Type"),
	}, nil
}

// robots are the rules of an address's host; nil when they cannot be had.
func (k *asker) robots(ctx context.Context, address string) *discover.Robots {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	rules, _, err := k.client.Robots(ctx, u)
	if err != nil {
		return nil
	}
	return rules
}

// fetchPage asks for a single page.
func (a *app) fetchPage(ctx context.Context, p *profile.Profile, address, contact string) (extract.Input, error) {
	k, err := askerFor(ctx, p, address, contact)
	if err != nil {
		return extract.Input{}, err
	}
	defer k.close()
	return k.page(ctx, address)
}

// serveIfDemo serves the demo newspaper when host is its own: connect then says
// where it is, and stop ends it. For other hosts connect is nil.
func serveIfDemo(ctx context.Context, host string) (connect map[string]string, stop func(), err error) {
	if host != demo.Host {
		return nil, func() {}, nil
	}
	addr, stop, err := demo.New(demo.Options{}).Serve(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("serve the demo site: %w", err)
	}
	return map[string]string{demo.Host: addr}, stop, nil
}

// loopback says whether a person typed an address of this very machine, which is
// then theirs to read.
func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

// pacer keeps the requests to a host apart. Unlike a crawl, which shares its pace
// with others through the archive, it knows of this command's requests alone.
type pacer struct {
	mu   sync.Mutex
	next map[string]time.Time // when a host may be asked again
}

func newPacer() *pacer { return &pacer{next: map[string]time.Time{}} }

// wait is fetch.Options.Wait.
func (p *pacer) wait(ctx context.Context, host string, delay time.Duration) error {
	p.mu.Lock()
	now := time.Now()
	at := p.next[host]
	if at.Before(now) {
		at = now
	}
	p.next[host] = at.Add(delay)
	p.mu.Unlock()
	t := time.NewTimer(at.Sub(now))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
