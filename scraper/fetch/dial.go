package fetch

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	dialTimeout   = 15 * time.Second
	headerMost    = 256 << 10 // bytes of a response's header
	headersMost   = 1000      // lines of it
	idleTimeout   = 90 * time.Second
	readBuffer    = 32 << 10 // fewer system calls for pages of some 100 KB
	idleMost      = 256
	idleByProxy   = 16
	tlsHandshake  = 15 * time.Second
	keepAliveTick = 30 * time.Second
)

// road sends a request directly, guarded against private addresses, or through
// the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). They
// are two transports, because the proxy itself may well be on loopback.
type road struct {
	proxy     func(*url.URL) (*url.URL, error)
	connectTo map[string]string // as in Options: no proxy for these
	direct    *http.Transport
	proxied   *http.Transport
}

func newRoad(o Options) *road {
	r := &road{proxy: httpproxy.FromEnvironment().ProxyFunc(), connectTo: o.ConnectTo}
	plain := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAliveTick}
	guarded := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAliveTick}
	if !o.AllowPrivate {
		guarded.Control = guardDial
	}
	r.direct = transport(o.PerHost, func(ctx context.Context, network, addr string) (net.Conn, error) {
		if to := connectTo(o.ConnectTo, addr); to != "" {
			return plain.DialContext(ctx, network, to)
		}
		return guarded.DialContext(ctx, network, addr)
	})
	r.proxied = transport(idleByProxy, plain.DialContext)
	r.proxied.Proxy = func(req *http.Request) (*url.URL, error) { return r.proxy(req.URL) }
	return r
}

func transport(idlePerHost int, dial func(context.Context, string, string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decode.go undoes more codings, within a limit
		MaxIdleConns:           idleMost,
		MaxIdleConnsPerHost:    max(idlePerHost, 2),
		IdleConnTimeout:        idleTimeout,
		TLSHandshakeTimeout:    tlsHandshake,
		MaxResponseHeaderBytes: headerMost,
		ReadBufferSize:         readBuffer,
	}
}

func (r *road) RoundTrip(req *http.Request) (*http.Response, error) {
	if connectTo(r.connectTo, hostPort(req.URL)) != "" {
		return r.direct.RoundTrip(req)
	}
	via, err := r.proxy(req.URL)
	if err != nil {
		return nil, err
	}
	if via != nil {
		return r.proxied.RoundTrip(req)
	}
	return r.direct.RoundTrip(req)
}

func (r *road) CloseIdleConnections() {
	r.direct.CloseIdleConnections()
	r.proxied.CloseIdleConnections()
}

// connectTo looks up "host:port", then "host"; "" when neither is mapped.
func connectTo(m map[string]string, hostport string) string {
	if to, ok := m[hostport]; ok {
		return to
	}
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return ""
	}
	return m[host]
}

// hostPort is what a connection for u is made to.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = "80"
		if u.Scheme == "https" {
			port = "443"
		}
	}
	return net.JoinHostPort(u.Hostname(), port)
}
