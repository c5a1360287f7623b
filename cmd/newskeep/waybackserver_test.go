package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// captured is one capture of a web archive.
type captured struct {
	ts, url, media, status, digest string
	body                           string
}

// waybackServer answers as the Wayback Machine's index and captures do.
type waybackServer struct {
	captures []captured
	most     int                                           // rows of one answer, below what is asked for
	fault    func(w http.ResponseWriter, path string) bool // answers instead, when it returns true

	server *httptest.Server

	mu    sync.Mutex
	asked []string // path and query
	busy  int      // requests in flight
	worst int
}

func (s *waybackServer) serve(t *testing.T) string {
	t.Helper()
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	return s.server.URL
}

func (s *waybackServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL.RequestURI())
	s.busy++
	s.worst = max(s.worst, s.busy)
	fault := s.fault
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.busy--
		s.mu.Unlock()
	}()
	if fault != nil && fault(w, r.URL.RequestURI()) {
		return
	}
	switch {
	case r.URL.Path == "/robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /save/\n")
	case r.URL.Path == "/cdx/search/cdx":
		s.index(w, r.URL.Query())
	case strings.HasPrefix(r.URL.Path, "/web/"):
		s.capture(w, r)
	default:
		http.NotFound(w, r)
	}
}

// surt is the key by which the index sorts: scheme, port and www. are no part.
func surt(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(strings.TrimSuffix(u.Host, ":80"), "www.") + ")" + u.RequestURI()
}

func (s *waybackServer) index(w http.ResponseWriter, q url.Values) {
	list := slices.Clone(s.captures)
	slices.SortStableFunc(list, func(a, b captured) int {
		return cmp.Or(cmp.Compare(surt(a.url), surt(b.url)), cmp.Compare(a.ts, b.ts))
	})
	limit, _ := strconv.Atoi(q.Get("limit"))
	if s.most > 0 {
		limit = min(limit, s.most)
	}
	var rows [][]string
	resume, last := "", ""
	for _, c := range list {
		key := surt(c.url) + " " + c.ts
		host, _, _ := strings.Cut(surt(c.url), ")")
		want := surt("http://" + q.Get("url"))
		switch {
		case q.Get("matchType") == "host" && host != strings.TrimPrefix(q.Get("url"), "www."),
			q.Get("matchType") == "" && surt(c.url) != want,
			q.Get("from") != "" && c.ts < q.Get("from"), q.Get("to") != "" && c.ts > q.Get("to"),
			slices.Contains(q["filter"], "statuscode:200") && c.status != "200" && c.media != "warc/revisit",
			slices.Contains(q["filter"], "mimetype:text/html") && c.media != "text/html" && c.media != "warc/revisit":
			continue
		}
		same := surt(c.url)
		if q.Get("collapse") == "digest" {
			same += c.digest
		}
		if q.Get("collapse") != "" && same == last {
			continue
		}
		last = same
		if q.Get("resumeKey") != "" && key <= q.Get("resumeKey") {
			continue
		}
		if len(rows) == limit {
			resume = rows[len(rows)-1][6]
			break
		}
		rows = append(rows, []string{c.ts, c.url, c.media, c.status, c.digest, strconv.Itoa(len(c.body)), key})
	}
	answer := [][]string{}
	if len(rows) > 0 {
		columns := strings.Split(q.Get("fl"), ",")
		answer = append(answer, columns)
		for _, r := range rows {
			answer = append(answer, r[:len(columns)])
		}
		if resume != "" && q.Get("showResumeKey") == "true" {
			answer = append(answer, []string{}, []string{resume})
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

// capture answers with the bytes of a capture, and the header of the site under a
// prefix. Like the original it leads to the nearest capture when it has none of the
// second asked for.
func (s *waybackServer) capture(w http.ResponseWriter, r *http.Request) {
	ts, address, _ := strings.Cut(strings.TrimPrefix(r.URL.RequestURI(), "/web/"), "id_/")
	var nearest *captured
	for i := range s.captures {
		c := &s.captures[i]
		if c.url != address || c.body == "" && c.media != "warc/revisit" {
			continue
		}
		if c.ts == ts {
			nearest = c
			break
		}
		if nearest == nil {
			nearest = c
		}
	}
	if nearest == nil {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "<html><body>The Wayback Machine has not archived that URL.</body></html>")
		return
	}
	if nearest.ts != ts {
		http.Redirect(w, r, "/web/"+nearest.ts+"id_/"+address, http.StatusFound)
		return
	}
	body := nearest.body
	for _, c := range s.captures {
		if body == "" && c.digest == nearest.digest {
			body = c.body
		}
	}
	at, err := time.Parse("20060102150405", ts)
	if err != nil {
		http.Error(w, "no time", http.StatusBadRequest)
		return
	}
	h := w.Header()
	h.Set("Memento-Datetime", at.Format(http.TimeFormat))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("X-Archive-Orig-Server", "paper/1.0")
	h.Set("X-Archive-Orig-Last-Modified", at.Add(-time.Hour).Format(http.TimeFormat))
	h.Set("X-Archive-Src", "CRAWL-2024.warc.gz")
	fmt.Fprint(w, body)
}

// seen are the requests so far that begin with a prefix.
func (s *waybackServer) seen(prefix string) (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if strings.HasPrefix(a, prefix) {
			list = append(list, a)
		}
	}
	return list
}
