package fetch

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestTimeout(t *testing.T) {
	const limit = 150 * time.Millisecond
	s := serve(t, map[string]http.HandlerFunc{
		"/silent": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/drip": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.Write([]byte("."))
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		},
		"/drip-redirect": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "/fast")
			w.WriteHeader(http.StatusFound)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"/fast": say("fast"),
	})
	c := local(t, Options{Timeout: limit})
	for _, path := range []string{"/silent", "/drip"} {
		start := time.Now()
		_, err := c.Get(t.Context(), Request{URL: s.URL + path})
		wantFailure(t, err, news.FailTimeout, context.DeadlineExceeded)
		if took := time.Since(start); took > 10*limit {
			t.Errorf("%s took %v, want about %v", path, took, limit)
		}
	}
	// Nobody waits for the body of a redirect.
	got, err := c.Get(t.Context(), Request{URL: s.URL + "/drip-redirect"})
	if err != nil || string(got.Body) != "fast" || got.Took >= limit {
		t.Errorf("Get = %+v, %v; want the target of the redirect, at once", got, err)
	}
}

// The time limit is for the server: a long wait for one's turn is no timeout.
func TestTimeoutExcludesWaiting(t *testing.T) {
	s := serve(t, map[string]http.HandlerFunc{"/": say("a")})
	c := local(t, Options{Timeout: 100 * time.Millisecond, Wait: func(context.Context, string, time.Duration) error {
		time.Sleep(150 * time.Millisecond)
		return nil
	}})
	got, err := c.Get(t.Context(), Request{URL: s.URL})
	if err != nil || got.Took > 100*time.Millisecond {
		t.Errorf("Get = %+v, %v; want an answer", got, err)
	}
}

func TestCancel(t *testing.T) {
	reached := make(chan struct{}, 1)
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("begun"))
		w.(http.Flusher).Flush()
		reached <- struct{}{}
		<-r.Context().Done()
	}})
	c := local(t, Options{Timeout: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	start := time.Now()
	_, err := c.Get(ctx, Request{URL: s.URL})
	if _, about := errors.AsType[*Error](err); !errors.Is(err, context.Canceled) || about {
		t.Errorf("Get error = %v, want that of the context and no *Error", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("Get returned %v after it was cancelled", took)
	}
	// The slot is free again, and a second page waiting for one gives up too.
	release, err := c.slots.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := c.slots.take(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("take = %v, want %v", err, context.Canceled)
	}
}

func TestConnectionReset(t *testing.T) {
	base := raw(t, func(path string, c net.Conn) {
		if path == "/body" {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>")
			time.Sleep(20 * time.Millisecond) // let it arrive before the reset
		}
		c.(*net.TCPConn).SetLinger(0)
	})
	c := local(t, Options{})
	for _, path := range []string{"/header", "/body"} {
		_, err := c.Get(t.Context(), Request{URL: base + path})
		wantFailure(t, err, news.FailReset, nil)
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String() + "/"
	l.Close()
	c := local(t, Options{})
	for range 2 { // the second time nothing is remembered of the first
		_, err = c.Get(t.Context(), Request{URL: closed})
		e := wantFailure(t, err, news.FailConnect, ErrRobotsDown)
		if e.URL != closed || e.Requests != 1 {
			t.Errorf("error is about %s after %d requests, want %s and 1", e.URL, e.Requests, closed)
		}
	}
}

func TestNoSuchHost(t *testing.T) {
	for _, key := range []string{"HTTP_PROXY", "http_proxy"} {
		t.Setenv(key, "") // a proxy would be asked instead of the resolver
	}
	_, err := local(t, Options{}).Get(t.Context(), Request{URL: "http://nonexistent.invalid/"})
	wantFailure(t, err, news.FailDNS, ErrRobotsDown)
}

func TestTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(say("secret"))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains about our refusal
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := local(t, Options{}).Get(t.Context(), Request{URL: s.URL})
	wantFailure(t, err, news.FailTLS, nil)

	plain := serve(t, nil)
	_, err = local(t, Options{}).Get(t.Context(), Request{URL: "https" + plain.URL[len("http"):]})
	wantFailure(t, err, news.FailTLS, nil)

	got, err := local(t, Options{Transport: s.Client().Transport}).Get(t.Context(), Request{URL: s.URL})
	if err != nil || string(got.Body) != "secret" {
		t.Errorf("Get = %+v, %v; want the page of a trusted server", got, err)
	}
}

func TestHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/abort" {
			w.Write([]byte("begun"))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
		io.WriteString(w, r.Proto)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	c := local(t, Options{Transport: s.Client().Transport})
	got, err := c.Get(t.Context(), Request{URL: s.URL})
	if err != nil || string(got.Body) != "HTTP/2.0" {
		t.Errorf("Get = %+v, %v; want HTTP/2.0", got, err)
	}
	_, err = c.Get(t.Context(), Request{URL: s.URL + "/abort"})
	wantFailure(t, err, news.FailReset, nil)
}

// A server that fails again and again is asked once per call, and the connection
// is kept.
func TestStormOfErrors(t *testing.T) {
	var connections atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Retry-After", "120")
		http.Error(w, "out of order", http.StatusServiceUnavailable)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	c := local(t, Options{})
	requests := 0
	for range 50 {
		got, err := c.Get(t.Context(), Request{URL: s.URL})
		if err != nil || Classify(got, err) != news.FailServer || RetryAfter(got, time.Now()) != 2*time.Minute {
			t.Fatalf("Get = %+v, %v; want a 503 to come back to in 2 minutes", got, err)
		}
		requests += got.Requests
	}
	if requests != 51 || connections.Load() != 1 {
		t.Errorf("50 pages took %d requests on %d connections, want 51 on 1", requests, connections.Load())
	}
}
