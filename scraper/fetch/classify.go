package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"newskeep/scraper/news"
)

// Classify says why there is no page, given what Get returned: the class of the
// error, or that of an answer with a 4xx or 5xx status. It is empty for a page.
func Classify(resp *news.Response, err error) news.FailureClass {
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok {
			return e.Class
		}
		return news.FailOther
	}
	switch {
	case resp == nil:
		return news.FailOther
	case resp.Status == http.StatusTooManyRequests:
		return news.FailRateLimited
	case resp.Status >= 500:
		return news.FailServer
	case resp.Status >= 400:
		return news.FailClient
	}
	return ""
}

// retryAfterMost is the longest wait taken from a Retry-After header. More would
// be a page lost by a slip of units.
const retryAfterMost = 7 * 24 * time.Hour

// RetryAfter is how long the server asks us to stay away, from seconds or a date
// (RFC 9110 §10.2.3), at most a week; 0 when it does not say, or the time is over.
func RetryAfter(resp *news.Response, now time.Time) time.Duration {
	if resp == nil {
		return 0
	}
	v := strings.TrimSpace(http.Header(resp.Header).Get("Retry-After"))
	if v == "" {
		return 0
	}
	if strings.Trim(v, "0123456789") == "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n > int64(retryAfterMost/time.Second) {
			return retryAfterMost
		}
		return time.Duration(n) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), retryAfterMost)
}

// class sorts an error of one exchange.
func class(err error) news.FailureClass {
	// A resolver that does not answer is a DNS failure before it is a timeout.
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return news.FailDNS
	}
	for _, c := range []struct {
		err   error
		class news.FailureClass
	}{
		{ErrPrivateAddress, news.FailPrivate},
		{ErrTooLarge, news.FailTooLarge},
		{ErrTruncated, news.FailTruncated},
		{ErrEncoding, news.FailEncoding},
		{ErrRobots, news.FailRobots},
		{ErrRobotsDown, news.FailRobotsDown},
		{ErrRedirectLoop, news.FailRedirect},
		{ErrTooManyRedirects, news.FailRedirect},
		{ErrNoTarget, news.FailRedirect},
		{ErrForeignHost, news.FailForeign},
		{ErrAddress, news.FailOther},
		{ErrUnaskedFor, news.FailOther},
		{context.DeadlineExceeded, news.FailTimeout},
	} {
		if errors.Is(err, c.err) {
			return c.class
		}
	}
	return networkClass(err)
}

// networkClass sorts what net/http, crypto/tls and the kernel say.
func networkClass(err error) news.FailureClass {
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return news.FailTimeout
	}
	if isTLS(err) {
		return news.FailTLS
	}
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case isOp && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect"):
		return news.FailConnect
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNABORTED),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return news.FailReset
	}
	// These have no type in net/http.
	switch text := err.Error(); {
	case strings.Contains(text, "response headers exceeded"), strings.Contains(text, "header list too large"):
		return news.FailTooLarge
	case strings.Contains(text, "server closed idle connection"), strings.Contains(text, "GOAWAY"),
		strings.Contains(text, "stream error"):
		return news.FailReset
	}
	return news.FailOther
}

func isTLS(err error) bool {
	if errors.Is(err, http.ErrSchemeMismatch) {
		return true // plain HTTP on the port of HTTPS
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	// Alerts are of an unexported type; crypto/tls marks them by the operation.
	op, ok := errors.AsType[*net.OpError](err)
	if ok && (op.Op == "remote error" || op.Op == "local error") {
		return true
	}
	return strings.Contains(err.Error(), "tls: ")
}
