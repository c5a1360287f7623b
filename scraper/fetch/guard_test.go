package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func TestIsPublic(t *testing.T) {
	for _, tt := range []struct {
		ip   string
		want bool
	}{
		{"93.184.215.14", true}, {"1.1.1.1", true}, {"2606:4700::1111", true}, {"172.32.0.1", true}, {"100.128.0.1", true},
		{"127.0.0.1", false}, {"127.255.255.254", false}, {"10.0.0.1", false}, {"172.16.0.1", false}, {"192.168.1.1", false},
		{"169.254.169.254", false}, {"0.0.0.0", false}, {"0.1.2.3", false}, {"100.64.0.1", false}, {"100.127.255.255", false},
		{"192.0.0.8", false}, {"198.18.0.1", false}, {"198.19.255.255", false}, {"224.0.0.1", false}, {"239.1.1.1", false},
		{"240.0.0.1", false}, {"255.255.255.255", false},
		{"::", false}, {"::1", false}, {"fe80::1", false}, {"fe80::1%eth0", false}, {"fc00::1", false}, {"fd12::1", false},
		{"ff02::1", false}, {"fec0::1", false}, {"::ffff:127.0.0.1", false}, {"::ffff:10.0.0.1", false}, {"::ffff:1.1.1.1", true},
		{"::127.0.0.1", false}, {"64:ff9b::7f00:1", false}, {"64:ff9b::101:101", true}, {"64:ff9b:1::1", false},
		{"2002:7f00:1::", false}, {"2001:0:1::1", false}, {"::ffff:0:127.0.0.1", false}, {"100::1", false},
	} {
		if got := isPublic(netip.MustParseAddr(tt.ip)); got != tt.want {
			t.Errorf("isPublic(%s) = %v, want %v", tt.ip, got, tt.want)
		}
	}
}

func TestPrivateRefused(t *testing.T) {
	asked := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(s.Close)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	c := New(Options{})
	for _, u := range []string{
		s.URL + "/", "http://localhost" + port + "/", "http://LOCALHOST" + port + "/", "http://a.localhost" + port + "/",
		"http://[::1]" + port + "/", "http://[::ffff:7f00:1]" + port + "/", "http://0" + port + "/", "http://0177.0.0.1" + port + "/",
		"http://169.254.169.254/", "http://10.1.2.3/", "http://metadata.internal/",
	} {
		_, err := c.Get(t.Context(), Request{URL: u})
		if Classify(nil, err) != news.FailPrivate {
			t.Errorf("Get(%s) error = %v, want %v", u, err, ErrPrivateAddress)
		}
	}
	if asked {
		t.Error("the server was asked")
	}
}

// A name whose address turns out to be private is stopped at the connection,
// whatever it looked like before.
func TestPrivateRefusedAtConnect(t *testing.T) {
	asked := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	t.Cleanup(s.Close)
	r := newRoad(Options{PerHost: 1})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://localhost:"+port+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.direct.RoundTrip(req)
	if err == nil || class(err) != news.FailPrivate || asked {
		t.Errorf("connect to a name of loopback: %v (asked %v), want %v", err, asked, ErrPrivateAddress)
	}
}

func TestConnectTo(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Host)) }})
	at := s.Listener.Addr().String()
	for _, tt := range []struct{ key, url, host string }{
		{"news.example", "http://news.example/", "news.example"},
		{"news.example", "http://news.example:8080/", "news.example:8080"},
		{"news.example:80", "http://news.example/", "news.example"},
	} {
		c := New(Options{ConnectTo: map[string]string{tt.key: at}})
		got, err := c.Get(t.Context(), Request{URL: tt.url})
		if err != nil || string(got.Body) != tt.host || got.URL != tt.url {
			t.Errorf("Get(%s) with %q = %+v, %v; want an answer to %s", tt.url, tt.key, got, err, tt.host)
		}
		c.Close()
	}
}

func TestProxy(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.RequestURI)
		if strings.HasSuffix(r.URL.Path, "robots.txt") {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte("through the proxy"))
	}))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("NO_PROXY", "direct.example")
	c := New(Options{InScope: func(*url.URL) bool { return true }})
	t.Cleanup(c.Close)
	got, err := c.Get(t.Context(), Request{URL: "http://news.example/a"})
	if err != nil || string(got.Body) != "through the proxy" {
		t.Errorf("Get = %+v, %v; want the answer of the proxy, which is on loopback", got, err)
	}
	for _, u := range []string{proxy.URL + "/", "http://10.0.0.1/", "http://localhost/", "http://0x7f000001/"} {
		_, err := c.Get(t.Context(), Request{URL: u})
		if Classify(nil, err) != news.FailPrivate {
			t.Errorf("Get(%s) error = %v, want %v", u, err, ErrPrivateAddress)
		}
	}
	if len(asked) != 2 || asked[1] != "http://news.example/a" {
		t.Errorf("the proxy was asked for %q, want robots.txt and the page", asked)
	}
}
