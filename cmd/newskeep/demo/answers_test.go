package demo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// serve starts a site and returns a client that follows nothing and takes the
// paper's name for the address it is served at.
func serve(t *testing.T, o Options) (*Site, *http.Client) {
	t.Helper()
	site := New(o)
	addr, stop, err := site.Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	client := &http.Client{
		Transport:     &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: addr})},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(client.CloseIdleConnections)
	return site, client
}

func pathThat(t *testing.T, site *Site, is answer) string {
	t.Helper()
	for _, a := range site.edition.articles {
		if a.answer == is {
			return a.path
		}
	}
	t.Fatalf("no page answers %q", is)
	return ""
}

func TestAnswers(t *testing.T) {
	site, client := serve(t, Options{Slow: 50 * time.Millisecond})
	tests := []struct {
		answer answer
		status []int // of the first request, the second …
		holds  string
	}{
		{answerGone, []int{404}, "Page not found"},
		{answerSoft404, []int{200}, "Page not found"},
		{answerErrorOnce, []int{500, 200, 200}, ""},
		{answerChallenge, []int{403, 403}, "_cf_chl_opt"},
		{answerSlow, []int{200}, "<h1"},
		{answerEmpty, []int{200}, "<body>"},
		{answerConsent, []int{200}, "Accept all cookies"},
		{answerForeign, []int{302}, ""},
	}
	for _, tt := range tests {
		t.Run(string(tt.answer), func(t *testing.T) {
			for i, want := range tt.status {
				start := time.Now()
				resp, err := client.Get(absolute(pathThat(t, site, tt.answer)))
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
				if resp.StatusCode != want {
					t.Errorf("request %d: got status %d, want %d", i+1, resp.StatusCode, want)
				}
				if !strings.Contains(string(body), tt.holds) {
					t.Errorf("body does not hold %q", tt.holds)
				}
				switch tt.answer {
				case answerForeign:
					if to := resp.Header.Get("Location"); !strings.HasPrefix(to, elsewhere) {
						t.Errorf("got Location %q, want it on %s", to, elsewhere)
					}
				case answerChallenge:
					if got := resp.Header.Get("Cf-Mitigated"); got != "challenge" {
						t.Errorf("got Cf-Mitigated %q, want challenge", got)
					}
				case answerSlow:
					if took := time.Since(start); took < 50*time.Millisecond {
						t.Errorf("answered after %v, want at least 50ms", took)
					}
				}
			}
		})
	}
}

func TestTruncated(t *testing.T) {
	site, client := serve(t, Options{})
	resp, err := client.Get(absolute(pathThat(t, site, answerTruncated)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got error %v, want %v", err, io.ErrUnexpectedEOF)
	}
	if int64(len(body)) >= resp.ContentLength {
		t.Errorf("got %d bytes of %d, want fewer", len(body), resp.ContentLength)
	}
}

func TestMovedAndAlias(t *testing.T) {
	site, client := serve(t, Options{})
	for _, a := range site.edition.articles {
		if a.movedFrom != "" {
			resp, err := client.Get(absolute(a.movedFrom))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if got := resp.Header.Get("Location"); resp.StatusCode != 301 || got != a.path {
				t.Errorf("%s: got %d to %q, want 301 to %q", a.movedFrom, resp.StatusCode, got, a.path)
			}
		}
		if a.alias != "" {
			resp, err := client.Get(absolute(a.alias))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			want := `<link rel="canonical" href="` + absolute(a.path) + `">`
			if err != nil || !strings.Contains(string(body), want) {
				t.Errorf("%s: no %s (%v)", a.alias, want, err)
			}
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	site := New(Options{})
	r := reader{t, site}
	next := reader{t, New(Options{Day: 2})}
	for _, p := range []string{"/", "/news/politics", "/news/politics?page=2", "/news/politics/new-tram-line-opens-between-harbour-and-hill", "/feed.rss"} {
		first := r.get(p)
		etag, date := first.Header().Get("Etag"), first.Header().Get("Last-Modified")
		if etag == "" || date == "" {
			t.Errorf("%s: got Etag %q, Last-Modified %q, want both", p, etag, date)
		}
		tests := []struct {
			name   string
			reader reader
			header []string
			want   int
		}{
			{"same etag", r, []string{"If-None-Match", etag}, 304},
			{"same date", r, []string{"If-Modified-Since", date}, 304},
			{"other etag", r, []string{"If-None-Match", `"other"`}, 200},
			{"next day, etag", next, []string{"If-None-Match", etag}, 200},
			{"next day, date", next, []string{"If-Modified-Since", date}, 200},
		}
		for _, tt := range tests {
			if got := tt.reader.get(p, tt.header...); got.Code != tt.want {
				t.Errorf("%s, %s: got %d, want %d", p, tt.name, got.Code, tt.want)
			}
		}
	}
	// The same edition gives the same bytes in every process.
	if a, b := r.get("/").Body.String(), (reader{t, New(Options{})}).get("/").Body.String(); a != b {
		t.Error("two sites of one day differ")
	}
}

func TestRequestsAreLogged(t *testing.T) {
	site := New(Options{})
	r := reader{t, site}
	r.get("/news/sports?page=2&from=card", "User-Agent", "tester/1")
	log := site.Requests()
	if len(log) != 1 || log[0].Path != "/news/sports?page=2&from=card" || log[0].UserAgent != "tester/1" || log[0].At.IsZero() {
		t.Errorf("got log %+v, want the one request", log)
	}
	for range maxLog {
		r.get("/robots.txt")
	}
	if got := len(site.Requests()); got > maxLog || got < maxLog/2 {
		t.Errorf("got %d requests in the log, want at most %d and the latest", got, maxLog)
	}
}

func TestServeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	for name, end := range map[string]func(stop func()){
		"stop":    func(stop func()) { stop() },
		"context": func(func()) { cancel() },
	} {
		addr, stop, err := New(Options{}).Serve(ctx)
		if err != nil {
			t.Fatal(err)
		}
		end(stop)
		stop() // a second call, and one after the context, only wait
		if resp, err := http.Get("http://" + addr + "/"); err == nil {
			resp.Body.Close()
			t.Errorf("%s: the port still answers", name)
		}
		ctx, cancel = context.WithCancel(t.Context())
	}
	cancel()
}
