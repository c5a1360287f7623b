package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func moved(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
		fmt.Fprint(w, "moved")
	}
}

func TestRedirects(t *testing.T) {
	other := serve(t, map[string]http.HandlerFunc{"/": say("other")})
	count := func(w http.ResponseWriter, r *http.Request) { // /n/3 goes to /n/2, /n/1, /n/0
		var n int
		fmt.Sscan(r.PathValue("n"), &n)
		if n > 0 {
			http.Redirect(w, r, fmt.Sprintf("/n/%d", n-1), http.StatusTemporaryRedirect)
		}
	}
	s := serve(t, map[string]http.HandlerFunc{
		"/relative": moved("b#part"), "/b": say("b"),
		"/letters": moved("/أ"), "/%D8%A3": say("letters"),
		"/a": moved("/loop"), "/loop": moved("/a"), "/self": moved("/self"),
		"/n/{n}":    count,
		"/foreign":  moved(other.URL + "/"),
		"/nowhere":  moved(""),
		"/script":   moved("javascript:alert(1)"),
		"/file":     moved("file:///etc/passwd"),
		"/broken":   moved("http://a.example/%zz"),
		"/nohost":   moved("http:///x"),
		"/endless/": func(w http.ResponseWriter, r *http.Request) { moved(r.URL.Path+"x")(w, r) },
	})
	c := local(t, Options{})
	for _, tt := range []struct {
		path, last, body string
		hops             []string
	}{
		{"/b", "/b", "b", nil},
		{"/relative", "/b", "b", []string{"/relative"}},
		{"/letters", "/%D8%A3", "letters", []string{"/letters"}},
		{"/n/3", "/n/0", "", []string{"/n/3", "/n/2", "/n/1"}},
	} {
		got, err := c.Get(t.Context(), Request{URL: s.URL + tt.path})
		if err != nil {
			t.Errorf("%s: %v", tt.path, err)
			continue
		}
		var hops []string
		for _, h := range got.Hops {
			hops = append(hops, strings.TrimPrefix(h, s.URL))
		}
		if got.URL != s.URL+tt.last || string(got.Body) != tt.body || !reflect.DeepEqual(hops, tt.hops) {
			t.Errorf("Get(%s) = %s %q by %q, want %s %q by %q", tt.path, got.URL, got.Body, hops, tt.last, tt.body, tt.hops)
		}
	}
	if got, err := c.Get(t.Context(), Request{URL: s.URL + "/n/10"}); err != nil || len(got.Hops) != 10 {
		t.Errorf("10 redirects = %+v, %v; want them followed", got, err)
	}
	for _, tt := range []struct {
		path  string
		class news.FailureClass
		err   error
		hops  int
	}{
		{"/a", news.FailRedirect, ErrRedirectLoop, 2},
		{"/self", news.FailRedirect, ErrRedirectLoop, 1},
		{"/n/11", news.FailRedirect, ErrTooManyRedirects, 11},
		{"/endless/", news.FailRedirect, ErrTooManyRedirects, 11},
		{"/foreign", news.FailForeign, ErrForeignHost, 1},
		{"/nowhere", news.FailRedirect, ErrNoTarget, 0},
		{"/script", news.FailRedirect, ErrNoTarget, 0},
		{"/file", news.FailRedirect, ErrNoTarget, 0},
		{"/broken", news.FailRedirect, ErrNoTarget, 0},
		{"/nohost", news.FailRedirect, ErrNoTarget, 0},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := c.Get(t.Context(), Request{URL: s.URL + tt.path})
			e := wantFailure(t, err, tt.class, tt.err)
			if len(e.Hops) != tt.hops || e.Requests == 0 {
				t.Errorf("hops = %q in %d requests, want %d hops", e.Hops, e.Requests, tt.hops)
			}
		})
	}
}

func TestRedirectInScope(t *testing.T) {
	other := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": say("User-agent: *\nDisallow: /secret"),
		"/":           say("other"), "/secret": say("secret"),
	})
	s := serve(t, map[string]http.HandlerFunc{"/a": moved(other.URL + "/a"), "/secret": moved(other.URL + "/secret")})
	c := local(t, Options{InScope: func(u *url.URL) bool { return u.Hostname() == "127.0.0.1" }})
	got, err := c.Get(t.Context(), Request{URL: s.URL + "/a"})
	if err != nil || string(got.Body) != "other" || got.Requests != 4 {
		t.Errorf("Get = %+v, %v; want the other host's page in 4 requests", got, err)
	}
	_, err = c.Get(t.Context(), Request{URL: s.URL + "/secret"})
	e := wantFailure(t, err, news.FailRobots, ErrRobots)
	if e.URL != other.URL+"/secret" {
		t.Errorf("error is about %s, want the redirect's target", e.URL)
	}
}

func TestRedirectToPrivate(t *testing.T) {
	asked := false
	private := serve(t, map[string]http.HandlerFunc{"/": func(http.ResponseWriter, *http.Request) { asked = true }})
	port := private.URL[strings.LastIndex(private.URL, ":"):]
	routes := map[string]http.HandlerFunc{}
	hosts := []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1", "localhost."}
	for i, h := range hosts {
		routes[fmt.Sprintf("/%d", i)] = moved("http://" + h + port + "/")
	}
	s := serve(t, routes)
	c := New(Options{
		ConnectTo: map[string]string{"news.example": s.Listener.Addr().String()},
		InScope:   func(*url.URL) bool { return true },
	})
	t.Cleanup(c.Close)
	for i, h := range hosts {
		_, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://news.example/%d", i)})
		if e, ok := errors.AsType[*Error](err); !ok || e.Class != news.FailPrivate || !errors.Is(err, ErrPrivateAddress) {
			t.Errorf("redirect to %s: error = %v, want %v", h, err, ErrPrivateAddress)
		}
	}
	if asked {
		t.Error("the private server was asked")
	}
}
