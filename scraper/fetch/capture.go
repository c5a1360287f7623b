package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
)

// exchange is one request on its way through colly and its answer on the way
// back. It travels in the request's context.
type exchange struct {
	url    *url.URL // as checked; what is sent is this and not another spelling
	limit  int64    // largest decoded body, in bytes
	prefix bool     // a longer body is cut at limit instead of being an error: robots.txt

	asked  http.Header // as sent
	status int
	header http.Header
	body   []byte
	wire   int64 // bytes of the body as sent

	requests atomic.Int32 // made, with those that were repeated
	kept     bool         // the last was sent on a connection that had carried another
}

// watch counts the requests that are made with a context. When a kept connection
// breaks, net/http sends the request again on another one, and so does capture when
// the answer is none; again is called before that, so that the second has a turn of
// its own.
func (ex *exchange) watch(ctx context.Context, again func()) context.Context {
	ex.requests.Store(1)
	connected := false // the hooks are called where the request is sent from, one after the other
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(c httptrace.GotConnInfo) { connected, ex.kept = true, c.Reused },
		GetConn: func(string) {
			if connected {
				connected = false
				ex.requests.Add(1)
				again()
			}
		},
	})
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	ex, _ := ctx.Value(exchangeKey{}).(*exchange)
	return ex
}

// capture stands below colly and reads the body there, because colly cuts it at
// MaxBodySize without a word, recodes it by the charset of the header, refuses it
// for a charset it does not know, and unzips whatever is called .xml.gz. It hands
// on an answer without a body.
type capture struct{ next http.RoundTripper }

func (c capture) RoundTrip(req *http.Request) (*http.Response, error) {
	ex := exchangeOf(req.Context())
	out := req.WithContext(req.Context())
	// colly parses addresses by another standard, which may spell them otherwise.
	out.URL, out.Host = ex.url, ""
	ex.asked = out.Header.Clone() // net/http adds no more than Host
	resp, err := c.next.RoundTrip(out)
	if ex.kept && isMalformed(err) {
		// It may begin with what the server sent beyond the length of the answer before,
		// which is no fault of this page: the connection is closed, another is made.
		resp, err = c.next.RoundTrip(out)
	}
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	ex.status, ex.header = resp.StatusCode, resp.Header
	if err := ex.read(resp); err != nil {
		return nil, err
	}
	rest := *resp
	rest.Body, rest.ContentLength, rest.Uncompressed = http.NoBody, 0, true
	// Redirects are ours to follow; net/http would look at the target first and
	// make an error of one it cannot parse.
	rest.Header = rest.Header.Clone()
	rest.Header.Del("Location")
	return &rest, nil
}

// isMalformed tells an answer that is no HTTP; net/http has no type for it.
func isMalformed(err error) bool {
	return err != nil && strings.Contains(err.Error(), "malformed")
}

func (ex *exchange) read(resp *http.Response) error {
	lines := 0
	for _, values := range resp.Header {
		lines += len(values)
	}
	if lines > headersMost {
		return fmt.Errorf("%d header lines: %w", lines, ErrTooLarge)
	}
	if resp.StatusCode < 200 || resp.StatusCode == http.StatusPartialContent {
		return fmt.Errorf("status %d: %w", resp.StatusCode, ErrUnaskedFor)
	}
	counted := &counter{r: resp.Body}
	defer func() { ex.wire = counted.n }()
	if isRedirect(resp.StatusCode) {
		// Nobody needs it, but an unread body costs the connection. One without
		// an announced end is not worth the wait.
		if 0 <= resp.ContentLength && resp.ContentLength <= drainMost {
			io.Copy(io.Discard, counted)
		}
		return nil
	}
	if !ex.prefix && resp.ContentLength > ex.limit {
		return fmt.Errorf("body of %d bytes: %w", resp.ContentLength, ErrTooLarge)
	}
	var err error
	ex.body, err = readBody(counted, resp.Header["Content-Encoding"], ex.limit, ex.prefix)
	return err
}

// counter counts the bytes of a body as sent.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
