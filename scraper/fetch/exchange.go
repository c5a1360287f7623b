package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"
)

// sender makes requests, one collector's clone each.
type sender struct {
	collector *colly.Collector
	timeout   time.Duration // for one request
}

// newSender sets colly up. The collector is built by Init and not by NewCollector,
// which lets COLLY_* variables override any option.
func newSender(o Options, next http.RoundTripper) sender {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = o.UserAgent
	c.AllowURLRevisit = true        // what to ask for again is not its business; nothing is kept per URL
	c.IgnoreRobotsTxt = true        // ours is in robots.go: colly's reads raw letters and percent-case wrongly
	c.ParseHTTPErrorResponse = true // the page of an error is evidence
	c.DetectCharset = false
	c.MaxBodySize = 0 // capture has the limit, as an error
	// In place of WithTransport and DisableCookies: their client follows
	// redirects by itself and has a timeout of its own.
	c.SetClient(&http.Client{
		Transport:     capture{next},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	return sender{collector: c, timeout: o.Timeout}
}

// send makes one request within the time limit and returns when the whole answer
// is there. The error is that of ctx if it ended, else why there is no answer.
// Again waits for another turn of the host: see [exchange.watch].
func (s sender) send(ctx context.Context, ex *exchange, header http.Header, again func() error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := time.AfterFunc(s.timeout, func() { cancel(context.DeadlineExceeded) })
	defer limit.Stop()
	ctx = ex.watch(ctx, func() {
		limit.Stop() // waiting is not the server's fault
		if err := again(); err != nil {
			cancel(err)
		}
		limit.Reset(s.timeout)
	})
	// A clone shares the client and has the context of one request.
	one := s.collector.Clone()
	one.Context = context.WithValue(ctx, exchangeKey{}, ex)
	answered := false
	one.OnResponse(func(*colly.Response) { answered = true })
	err := one.Request(http.MethodGet, ex.url.String(), nil, nil, header)
	switch cause := context.Cause(ctx); {
	case err != nil && cause == context.DeadlineExceeded:
		return fmt.Errorf("no whole answer within %v: %w", s.timeout, cause)
	case err != nil && cause != nil:
		return cause
	case err != nil:
		return bare(err)
	case !answered:
		return fmt.Errorf("colly gave no answer for %s", ex.url)
	}
	return nil
}

// bare takes off the method and address that net/http puts around an error; they
// stand in [Error].
func bare(err error) error {
	if e, ok := err.(*url.Error); ok {
		return e.Err
	}
	return err
}

// header is that of one request.
func (c *Client) header(r Request) http.Header {
	h := http.Header{
		"User-Agent":      {c.options.UserAgent},
		"Accept":          {r.Accept},
		"Accept-Encoding": {acceptEncoding},
	}
	if r.Accept == "" {
		h.Set("Accept", defaultAccept)
	}
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	return h
}
