package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Options say how a [Client] behaves. The zero Options are polite.
type Options struct {
	UserAgent string        // sent with every request; see [UserAgent]. Empty: UserAgent("", "")
	Timeout   time.Duration // for one request, body included, waiting excluded; 30 s when zero
	MaxBody   int64         // largest decoded body, in bytes; 16 MiB when zero. More is ErrTooLarge

	// AllowPrivate permits loopback, private and link-local addresses.
	AllowPrivate bool
	// InScope reports whether a redirect may be followed there. Nil: only within
	// the host and port of the page asked for.
	InScope func(*url.URL) bool

	// Wait is called before every request, those for robots.txt, for redirects and
	// those repeated on a fresh connection included; it takes the host's next slot, at least delay after the one
	// before, and returns when that has come. Nil: no waiting. host is as in the
	// URL, in lower case, with the port when it is not the scheme's own.
	Wait func(ctx context.Context, host string, delay time.Duration) error
	// Delay is what Wait is given, or the host's Crawl-delay if that is longer.
	Delay time.Duration
	// Jitter is the largest random share added to the delay, such as 0.3.
	Jitter float64
	// RobotsRetry is how long a robots.txt that could not be had is not asked for
	// again; 5 min when zero.
	RobotsRetry time.Duration
	// PerHost is the number of requests in flight per host; 1 when zero.
	PerHost int

	// ConnectTo sends connections for a host ("news.example" or, before that,
	// "news.example:80") to an address ("127.0.0.1:4711"), past proxies and the
	// guard against private addresses: whoever sets it knows the address.
	ConnectTo map[string]string
	// Transport replaces dialling and proxies, such as by a replay of saved
	// answers. Only addresses written as numbers are guarded then.
	Transport http.RoundTripper
}

// Request is one page to ask for.
type Request struct {
	URL          string // absolute http(s); its fragment is not sent
	ETag         string // for If-None-Match; empty: not sent
	LastModified string // for If-Modified-Since, as the server gave it; empty: not sent
	Accept       string // empty: pages before everything else
}

const (
	defaultTimeout = 30 * time.Second
	defaultMaxBody = 16 << 20
	defaultAccept  = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
)

// withDefaults fills what is not given.
func (o Options) withDefaults() Options {
	if o.UserAgent == "" {
		o.UserAgent = UserAgent("", "")
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.RobotsRetry <= 0 {
		o.RobotsRetry = robotsRetry
	}
	if o.PerHost <= 0 {
		o.PerHost = 1
	}
	return o
}

// UserAgent is "newskeep/VERSION (+CONTACT)": who asks, and where to complain.
// contact is an address such as "https://a.example/crawler" or "mailto:a@b.example";
// an empty version or contact leaves its part out.
func UserAgent(version, contact string) string {
	agent := "newskeep"
	if version = printable(version); version != "" {
		agent += "/" + strings.ReplaceAll(version, " ", "-")
	}
	if contact = printable(contact); contact != "" {
		agent += " (+" + strings.NewReplacer("(", "", ")", "").Replace(contact) + ")"
	}
	return agent
}

// printable drops what cannot stand in a header (RFC 9110 §5.5).
func printable(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c > unicode.MaxASCII || c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, s))
}
