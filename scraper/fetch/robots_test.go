package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestRobots(t *testing.T) {
	status := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(n)
			fmt.Fprint(w, "User-agent: *\nDisallow: /")
		}
	}
	for _, tt := range []struct {
		name   string
		robots http.HandlerFunc
		class  news.FailureClass // of /private/a; empty: allowed
	}{
		{"disallowed", say("User-agent: *\nDisallow: /private/"), news.FailRobots},
		{"allowed", say("User-agent: *\nDisallow: /other/"), ""},
		{"own group", say("User-agent: newskeep\nDisallow: /private/\n\nUser-agent: *\nDisallow:"), news.FailRobots},
		{"own group allows", say("User-agent: newskeep\nDisallow:\n\nUser-agent: *\nDisallow: /"), ""},
		{"missing", status(404), ""},
		{"forbidden", status(403), ""},
		{"too busy", status(429), news.FailRobotsDown},
		{"server error", status(500), news.FailRobotsDown},
		{"empty", say(""), ""},
		{"redirected", moved("/rules"), news.FailRobots},
		{"redirected to another host", moved("http://rules.example/rules"), news.FailRobots},
		{"redirected for ever", moved("/robots.txt"), ""},
		{"redirected into the private", moved("http://10.0.0.1/robots.txt"), news.FailRobotsDown},
		{"gzipped", send("gzip", encoded(t, "gzip", []byte("User-agent: *\nDisallow: /private/"))), news.FailRobots},
		{"unreadable", send("gzip", []byte("User-agent: *\nDisallow:")), news.FailRobotsDown},
		{"endless", say("User-agent: *\nDisallow: /private/\n" + strings.Repeat("# more and more\n", 1<<20)), news.FailRobots},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := false
			s := serve(t, map[string]http.HandlerFunc{
				"/robots.txt": tt.robots,
				"/rules":      say("User-agent: *\nDisallow: /private/"),
				"/private/a":  func(http.ResponseWriter, *http.Request) { asked = true },
			})
			// Not AllowPrivate: one of the redirects must be refused.
			at := s.Listener.Addr().String()
			c := New(Options{ConnectTo: map[string]string{"news.example": at, "rules.example": at}, MaxBody: 1 << 10})
			t.Cleanup(c.Close)
			_, err := c.Get(t.Context(), Request{URL: "http://news.example/private/a"})
			if got := Classify(&news.Response{Status: 200}, err); got != tt.class {
				t.Errorf("class = %q, want %q (%v)", got, tt.class, err)
			}
			if asked != (tt.class == "") {
				t.Errorf("page asked for: %v, want %v", asked, tt.class == "")
			}
		})
	}
}

func TestRobotsAskedOnceADay(t *testing.T) {
	var asked atomic.Int32
	var down atomic.Bool
	s := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			if down.Load() {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\nSitemap: https://a.example/s.xml")
		},
		"/": say("a"),
	})
	c := local(t, Options{PerHost: 4})
	now := time.Now()
	c.now = func() time.Time { return now }
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: s.URL}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	step := func(name string, later time.Duration, want int32) {
		t.Helper()
		now = now.Add(later)
		rules, _, err := c.Robots(t.Context(), u)
		if err != nil || rules.Allowed("newskeep", "/private") || !rules.Allowed("newskeep", "/a") || len(rules.Sitemaps()) != 1 {
			t.Errorf("%s: Robots = %+v, %v; want the site's rules", name, rules, err)
		}
		if got := asked.Load(); got != want {
			t.Errorf("%s: robots.txt asked for %d times, want %d", name, got, want)
		}
	}
	step("after eight pages at once", 0, 1)
	step("within the day", 23*time.Hour, 1)
	step("a day later", 2*time.Hour, 2)
	down.Store(true)
	step("server error: the old rules hold", 25*time.Hour, 3)
	step("not asked again at once", time.Minute, 3)
	step("asked again later", 10*time.Minute, 4)
	s.Close()
	step("no answer at all: the old rules hold", 10*time.Minute, 4)
}

func TestRobotsDownIsAskedAgain(t *testing.T) {
	var asked atomic.Int32
	s := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 1 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			http.NotFound(w, r)
		},
		"/": say("a"),
	})
	c := local(t, Options{})
	now := time.Now()
	c.now = func() time.Time { return now }
	for _, tt := range []struct {
		later time.Duration
		class news.FailureClass
	}{{0, news.FailRobotsDown}, {time.Minute, news.FailRobotsDown}, {10 * time.Minute, ""}} {
		now = now.Add(tt.later)
		resp, err := c.Get(t.Context(), Request{URL: s.URL})
		if got := Classify(resp, err); got != tt.class {
			t.Errorf("after %v: class = %q, want %q (%v)", tt.later, got, tt.class, err)
		}
	}
}
