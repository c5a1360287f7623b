package fetch

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// breaking answers every request but each second one of a connection: then it
// hangs up, as a server does whose patience with an idle connection ends.
func breaking(t *testing.T) (address string, asked *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	asked = new(atomic.Int32)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for n := 0; ; n++ {
					if _, err := http.ReadRequest(in); err != nil {
						return
					}
					asked.Add(1)
					if n == 1 {
						return
					}
					_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\n\r\na"))
				}
			}()
		}
	}()
	return "http://" + l.Addr().String(), asked
}

func TestRepeatedRequestsHaveTheirTurn(t *testing.T) {
	home, asked := breaking(t)
	var turns atomic.Int32
	c := local(t, Options{Wait: func(context.Context, string, time.Duration) error {
		turns.Add(1)
		return nil
	}})
	requests := 0
	for _, path := range []string{"/1", "/2", "/3"} {
		got, err := c.Get(t.Context(), Request{URL: home + path})
		if err != nil || string(got.Body) != "a" {
			t.Fatalf("Get %s = %+v, %v", path, got, err)
		}
		requests += got.Requests
	}
	n := int(asked.Load())
	if n <= 4 { // robots.txt and three pages
		t.Fatalf("the server was asked %d times; want some of it repeated", n)
	}
	if int(turns.Load()) != n || requests != n {
		t.Errorf("the server was asked %d times; %d turns were taken and %d requests told", n, turns.Load(), requests)
	}
}

// Waiting for the turn of a repeated request is not the server's time, and when
// it fails that is no fault of the page.
func TestRepeatedRequestsWait(t *testing.T) {
	home, _ := breaking(t)
	const limit = 200 * time.Millisecond
	var turns atomic.Int32
	failed := errors.New("the archive is gone")
	c := local(t, Options{Timeout: limit, Wait: func(context.Context, string, time.Duration) error {
		switch turns.Add(1) {
		case 3: // robots.txt, the page, and the page again
			time.Sleep(2 * limit)
		case 5:
			return failed
		}
		return nil
	}})
	if got, err := c.Get(t.Context(), Request{URL: home + "/1"}); err != nil || got.Requests != 3 {
		t.Fatalf("Get = %+v, %v; want three requests", got, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: home + "/2"}); !errors.Is(err, failed) {
		t.Errorf("Get = %v, want %v", err, failed)
	} else if _, isPage := errors.AsType[*Error](err); isPage {
		t.Errorf("Get = %v, which blames the page", err)
	}
}

// What a server sent beyond the length it announced is no part of the next answer:
// that page is asked for again, once, on a connection of its own.
func TestRestOfAnotherAnswer(t *testing.T) {
	for _, always := range []bool{false, true} {
		var asked atomic.Int32
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			c, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			in := bufio.NewReader(c)
			for n := 0; err == nil; n++ {
				asked.Add(1)
				if n > 0 || always {
					_, _ = c.Write([]byte("of the council</p></body></html>")) // the rest of the answer before
				}
				_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nthe ferry"))
				_, err = http.ReadRequest(in)
			}
		}))
		defer s.Close()
		c := local(t, Options{})
		for _, path := range []string{"/1", "/2", "/3"} {
			got, err := c.Get(t.Context(), Request{URL: s.URL + path})
			switch {
			case always:
				if err == nil {
					t.Errorf("Get %s = %q", path, got.Body)
				}
			case err != nil || string(got.Body) != "the ferry":
				t.Errorf("Get %s = %+v, %v", path, got, err)
			case got.Requests != 2: // the first with that for robots.txt
				t.Errorf("Get %s: %d requests", path, got.Requests)
			}
		}
		if n := asked.Load(); always && n != 4 {
			t.Errorf("asked %d times, want it repeated once, of the first page, whose connection was kept", n)
		}
	}
}

// A connection of HTTP/2 is told of in other ways: nothing is counted twice.
func TestNothingIsCountedTwice(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		var asked, turns atomic.Int32
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			if h2 != (r.ProtoMajor == 2) {
				t.Errorf("asked by %s", r.Proto)
			}
			_, _ = w.Write([]byte("a"))
		}))
		s.EnableHTTP2 = h2
		s.StartTLS()
		defer s.Close()
		c := New(Options{AllowPrivate: true, Transport: s.Client().Transport, Wait: func(context.Context, string, time.Duration) error {
			turns.Add(1)
			return nil
		}})
		defer c.Close()
		for range 5 {
			if got, err := c.Get(t.Context(), Request{URL: s.URL + "/"}); err != nil || string(got.Body) != "a" {
				t.Fatalf("Get = %+v, %v", got, err)
			}
		}
		if asked.Load() != 6 || turns.Load() != 6 {
			t.Errorf("HTTP/2 %v: asked %d times, %d turns; want 6 of each", h2, asked.Load(), turns.Load())
		}
	}
}
