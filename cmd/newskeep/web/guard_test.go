package web_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/cmd/newskeep/web"
)

// A stranger's page that points its own name at this machine reads nothing.
func TestHost(t *testing.T) {
	s, _ := open(t, web.Options{Hosts: []string{"archive.example.org"}})
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost": 200, "LOCALHOST:80": 200, "[::1]:8080": 200, "192.168.1.5": 200, "archive.example.org": 200, "Archive.example.org:443": 200,
		"evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421, "archive.example.org.evil.example": 421,
	} {
		q, err := http.NewRequest(http.MethodGet, s.URL+"/runs.json", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Host = host
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || want != 200 && strings.Contains(string(b), "demo") {
			t.Errorf("Host %s: status %d, want %d", host, res.StatusCode, want)
		}
	}
}

func TestToken(t *testing.T) {
	const token = "0123456789abcdef"
	s, _ := open(t, web.Options{Token: token})
	for _, tt := range []struct {
		name string
		give func(*http.Request)
		want int
	}{
		{"nothing", func(*http.Request) {}, 401},
		{"bearer", func(q *http.Request) { q.Header.Set("Authorization", "Bearer "+token) }, 200},
		{"bearer in small letters, as RFC 9110 lets it be", func(q *http.Request) { q.Header.Set("Authorization", "bearer "+token) }, 200},
		{"password", func(q *http.Request) { q.SetBasicAuth("anyone", token) }, 200},
		{"wrong bearer", func(q *http.Request) { q.Header.Set("Authorization", "Bearer "+token+"x") }, 401},
		{"wrong password", func(q *http.Request) { q.SetBasicAuth(token, "") }, 401},
		{"empty bearer", func(q *http.Request) { q.Header.Set("Authorization", "Bearer ") }, 401},
	} {
		for _, path := range []string{"/", "/search.json", "/static/room.css", "/events/feed.atom", "/nowhere"} {
			q, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			tt.give(q)
			res, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			want := tt.want
			if want == 200 && path == "/nowhere" {
				want = 404
			}
			if res.StatusCode != want || want == 401 && res.Header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s, %s: status %d, want %d", tt.name, path, res.StatusCode, want)
			}
		}
	}
}

func TestReadOnlyMethods(t *testing.T) {
	s, _ := open(t, web.Options{})
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		q, err := http.NewRequest(method, s.URL+"/search?q=tram", strings.NewReader("q=x"))
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d, want 405", method, res.StatusCode)
		}
	}
}

// A question that takes too long ends with a page that says what to do.
func TestTimeout(t *testing.T) {
	s, _ := open(t, web.Options{Timeout: time.Nanosecond})
	for _, path := range []string{"/search?q=tram", "/concordance?q=tram", "/words?q=tram&key=1", "/counts?q=tram&measure=share"} {
		status, _, body := get(t, s.URL+path)
		late := strings.Contains(body, "<h1>The question takes too long</h1>") && strings.Contains(body, "longer than")
		if status != http.StatusServiceUnavailable || !late && !strings.Contains(body, "<h1>Too many readers at once</h1>") {
			t.Errorf("%s: status %d\n%s", path, status, body)
		}
		if !strings.Contains(body, `name="q" type="search" value="tram"`) {
			t.Errorf("%s: the question cannot be narrowed where it was put", path)
		}
	}
}

// Two hundred readers at once are all answered, each with the page asked for.
func TestTwoHundredReaders(t *testing.T) {
	s, r := open(t, web.Options{Timeout: time.Minute})
	paths := map[string]string{"/search?q=tram": "tram", "/article/" + idOf(t, r, tramStory): "tram", "/front?site=demo": "Front page", "/search.json?q=ferry": `"hits"`}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	t.Cleanup(client.CloseIdleConnections)
	var bad atomic.Int32
	var wait sync.WaitGroup
	for range 50 {
		for path, want := range paths {
			wait.Go(func() {
				res, err := client.Get(s.URL + path)
				if err != nil {
					bad.Add(1)
					return
				}
				defer res.Body.Close()
				b, err := io.ReadAll(res.Body)
				if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(b), want) {
					bad.Add(1)
				}
			})
		}
	}
	wait.Wait()
	if n := bad.Load(); n > 0 {
		t.Errorf("%d of 200 readers were not answered", n)
	}
}
