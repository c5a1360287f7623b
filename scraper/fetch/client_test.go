package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// serve starts a site whose robots.txt is missing unless routes has one.
func serve(t testing.TB, routes map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range routes {
		mux.HandleFunc(path, h)
	}
	if _, ok := routes["/robots.txt"]; !ok {
		mux.HandleFunc("/robots.txt", http.NotFound)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// local is a client that may ask loopback.
func local(t testing.TB, o Options) *Client {
	t.Helper()
	o.AllowPrivate = true
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

func say(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// wantFailure checks that err is an *Error of a class that wraps want.
func wantFailure(t *testing.T, err error, class news.FailureClass, want error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("Get error = %v, want an *Error of class %s", err, class)
	}
	if e.Class != class {
		t.Errorf("class = %s, want %s (%v)", e.Class, class, err)
	}
	if want != nil && !errors.Is(err, want) {
		t.Errorf("error = %v, want one that is %v", err, want)
	}
	if got := Classify(nil, err); got != e.Class {
		t.Errorf("Classify = %s, want %s", got, e.Class)
	}
	return e
}

func TestGet(t *testing.T) {
	var asked http.Header
	s := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Clone()
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Set-Cookie", "a=b")
		fmt.Fprint(w, "hello")
	}})
	c := local(t, Options{UserAgent: UserAgent("0.1", "mailto:a@b.example")})
	got, err := c.Get(t.Context(), Request{URL: s.URL + "/a#part"})
	if err != nil {
		t.Fatal(err)
	}
	if got.URL != s.URL+"/a" || got.Status != 200 || string(got.Body) != "hello" || got.Wire != 5 || got.Requests != 2 ||
		got.Hops != nil || got.Took <= 0 || got.Header["Etag"][0] != `"1"` {
		t.Errorf("Get = %+v", got)
	}
	if cap(got.Body) > 16 {
		t.Errorf("cap(Body) = %d for 5 bytes, want no spare room", cap(got.Body))
	}
	for key, want := range map[string]string{
		"User-Agent": "newskeep/0.1 (+mailto:a@b.example)", "Accept": defaultAccept,
		"Accept-Encoding": acceptEncoding, "Cookie": "", "Referer": "", "If-None-Match": "",
	} {
		if got := asked.Get(key); got != want {
			t.Errorf("header %s = %q, want %q", key, got, want)
		}
	}
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil {
		t.Fatalf("the same page again: %v", err)
	}
	if got := asked.Get("Cookie"); got != "" {
		t.Errorf("Cookie = %q, want none", got)
	}
}

func TestGetStatuses(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/{status}": func(w http.ResponseWriter, r *http.Request) {
		var status int
		fmt.Sscan(r.PathValue("status"), &status)
		w.WriteHeader(status)
		if status != 204 {
			fmt.Fprint(w, "why")
		}
	}})
	c := local(t, Options{})
	for _, tt := range []struct {
		status int
		body   string
		class  news.FailureClass
	}{
		{200, "why", ""}, {203, "why", ""}, {204, "", ""}, {300, "why", ""},
		{401, "why", news.FailClient}, {403, "why", news.FailClient}, {404, "why", news.FailClient},
		{429, "why", news.FailRateLimited}, {500, "why", news.FailServer}, {503, "why", news.FailServer},
	} {
		got, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("%s/%d", s.URL, tt.status)})
		if err != nil {
			t.Errorf("%d: %v", tt.status, err)
			continue
		}
		if got.Status != tt.status || string(got.Body) != tt.body || Classify(got, nil) != tt.class {
			t.Errorf("Get = %d %q class %q, want %d %q class %q",
				got.Status, got.Body, Classify(got, nil), tt.status, tt.body, tt.class)
		}
	}
	_, err := c.Get(t.Context(), Request{URL: s.URL + "/206"})
	wantFailure(t, err, news.FailOther, ErrUnaskedFor)
}

func TestConditional(t *testing.T) {
	const since = "Sun, 01 Dec 2024 15:37:00 GMT"
	s := serve(t, map[string]http.HandlerFunc{
		"/a": func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `W/"1"` && r.Header.Get("If-Modified-Since") == since {
				w.WriteHeader(http.StatusNotModified)
			}
		},
		"/always": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
	})
	c := local(t, Options{})
	got, err := c.Get(t.Context(), Request{URL: s.URL + "/a", ETag: `W/"1"`, LastModified: since})
	if err != nil || got.Status != 304 || len(got.Body) != 0 || Classify(got, nil) != "" {
		t.Errorf("Get = %+v, %v; want 304 and no error", got, err)
	}
	_, err = c.Get(t.Context(), Request{URL: s.URL + "/always"})
	wantFailure(t, err, news.FailOther, ErrUnaskedFor)
}

func TestUserAgent(t *testing.T) {
	for _, tt := range []struct{ version, contact, want string }{
		{"", "", "newskeep"},
		{"1.2", "", "newskeep/1.2"},
		{"1.2", "https://a.example/bot", "newskeep/1.2 (+https://a.example/bot)"},
		{"1.2", "a\r\nX-Evil: (1)", "newskeep/1.2 (+aX-Evil: 1)"},
		{"dev build", "", "newskeep/dev-build"},
	} {
		if got := UserAgent(tt.version, tt.contact); got != tt.want {
			t.Errorf("UserAgent(%q, %q) = %q, want %q", tt.version, tt.contact, got, tt.want)
		}
	}
}

func TestWait(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": say("User-agent: *\nCrawl-delay: 3"),
		"/a":          func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", http.StatusFound) },
		"/b":          say("b"),
	})
	var waits []time.Duration
	o := Options{Delay: time.Second, Wait: func(_ context.Context, host string, d time.Duration) error {
		if "http://"+host != s.URL {
			t.Errorf("Wait for %q, want the host of %s", host, s.URL)
		}
		waits = append(waits, d)
		return nil
	}}
	if _, err := local(t, o).Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{time.Second, 3 * time.Second, 3 * time.Second}; !reflect.DeepEqual(waits, want) {
		t.Errorf("delays = %v, want %v: ours for robots.txt, then theirs", waits, want)
	}

	waits, o.Delay, o.Jitter = nil, 4*time.Second, 0.5
	if _, err := local(t, o).Get(t.Context(), Request{URL: s.URL + "/b"}); err != nil {
		t.Fatal(err)
	}
	for _, d := range waits {
		if d < 4*time.Second || d > 6*time.Second {
			t.Errorf("delay with jitter = %v, want 4s to 6s", d)
		}
	}

	broken := errors.New("archive is broken")
	o.Wait = func(context.Context, string, time.Duration) error { return broken }
	_, err := local(t, o).Get(t.Context(), Request{URL: s.URL + "/b"})
	if _, about := errors.AsType[*Error](err); !errors.Is(err, broken) || about {
		t.Errorf("Get error = %v, want that of Wait and no *Error", err)
	}
}

func TestOneInFlightPerHost(t *testing.T) {
	for _, tt := range []struct{ perHost, want int32 }{{0, 1}, {3, 3}} {
		var now, most atomic.Int32
		s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			n := now.Add(1)
			defer now.Add(-1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(20 * time.Millisecond)
		}})
		c := local(t, Options{PerHost: int(tt.perHost)})
		var wg sync.WaitGroup
		for i := range 9 {
			wg.Go(func() {
				if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("%s/%d", s.URL, i)}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := most.Load(); got != tt.want {
			t.Errorf("PerHost %d: %d requests in flight, want %d", tt.perHost, got, tt.want)
		}
	}
}

func TestEnvironmentOfCollyChangesNothing(t *testing.T) {
	for key, value := range map[string]string{
		"COLLY_MAX_BODY_SIZE": "3", "COLLY_USER_AGENT": "other", "COLLY_DISALLOWED_DOMAINS": "127.0.0.1",
		"COLLY_IGNORE_ROBOTSTXT": "y", "COLLY_CACHE_DIR": t.TempDir(), "COLLY_DETECT_CHARSET": "y", "COLLY_MAX_REQUESTS": "1",
	} {
		t.Setenv(key, value)
	}
	var agent string
	s := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		fmt.Fprint(w, "a body longer than three bytes")
	}})
	c := local(t, Options{})
	for range 2 {
		got, err := c.Get(t.Context(), Request{URL: s.URL + "/a"})
		if err != nil || len(got.Body) != 30 || agent != "newskeep" {
			t.Errorf("Get = %+v, %v as %q; want the whole body, asked for as newskeep", got, err, agent)
		}
	}
}

// A crawl of millions of addresses must not remember them here.
func TestNothingKeptPerAddress(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/": say("a")})
	c := local(t, Options{})
	heap := func(from, to int) uint64 {
		long := strings.Repeat("x", 1000)
		for i := from; i < to; i++ {
			if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("%s/%d/%s", s.URL, i, long)}); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap(0, 200)
	if after := heap(200, 1700); after > before+1<<20 {
		t.Errorf("heap grew by %d KB over 1500 addresses of 1 KB each, want none kept", (after-before)>>10)
	}
}
