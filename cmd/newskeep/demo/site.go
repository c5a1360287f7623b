package demo

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Host is the name the paper's own addresses carry. It does not resolve (RFC
// 6761 keeps .test for this): whoever asks must connect the name to the address
// that [Site.Serve] returns, so that an archive holds the same addresses each time.
const Host = "demo.newskeep.test"

// Home is the address of the front page.
const Home = "http://" + Host + "/"

//go:embed content templates assets
var files embed.FS

// maxLog is how many requests are remembered; the oldest are forgotten first.
const maxLog = 10_000

// Options of a [Site]. The zero Options are the first day, as users see it.
type Options struct {
	Day  int           // edition, from 1; 0 means 1, later than the last means the last
	Slow time.Duration // how long the slow page takes; 1.2s when 0
}

// Site is one running instance of the newspaper. It is safe for concurrent use.
type Site struct {
	edition *edition
	pages   map[string]*page // by decoded path, with "?page=N" for further pages of a list
	lost    *page
	images  map[string]bool // names of pictures that some page shows
	slow    time.Duration

	mu    sync.Mutex
	asked map[string]int // requests by path since New
	log   []Request
}

// Request is one request as it came, for tests.
type Request struct {
	At        time.Time
	Method    string
	Path      string // with the query, as sent
	Host      string // as in the Host header
	UserAgent string
	Header    http.Header
}

// New prepares the edition of a day. The content is part of the program, so an
// error in it is a bug and panics.
func New(o Options) *Site {
	content, err := fs.Sub(files, "content")
	if err != nil {
		panic(err)
	}
	e, err := load(content, max(o.Day, 1))
	if err != nil {
		panic(fmt.Errorf("demo content: %w", err))
	}
	s := &Site{edition: e, images: e.images(), slow: o.Slow, asked: map[string]int{}}
	if s.slow == 0 {
		s.slow = 1200 * time.Millisecond
	}
	if s.pages, s.lost, err = render(e); err != nil {
		panic(fmt.Errorf("demo templates: %w", err))
	}
	return s
}

// Days is the number of editions there are.
func Days() int {
	days, err := fs.Glob(files, "content/day*")
	if err != nil {
		panic(err)
	}
	return len(days)
}

// ServeHTTP answers one request. Pages carry an ETag and a Last-Modified date
// and answer conditional requests with 304.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	nth := s.note(r)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the miniature newspaper is only read", http.StatusMethodNotAllowed)
		return
	}
	if name, ok := strings.CutPrefix(r.URL.Path, "/images/"); ok {
		if name, ok = strings.CutSuffix(name, ".png"); ok && s.images[name] {
			servePicture(w, r, name)
			return
		}
	}
	key := r.URL.Path
	if n := r.URL.Query().Get("page"); n != "" && n != "1" {
		key += "?page=" + n
	}
	p := s.pages[key]
	if p == nil {
		p = s.lost
	}
	s.answer(w, r, p, nth)
}

// note logs a request and returns how many there were for its path, itself included.
func (s *Site) note(r *http.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.log) == maxLog {
		s.log = slices.Delete(s.log, 0, maxLog/4)
	}
	s.log = append(s.log, Request{
		At: time.Now(), Method: r.Method, Path: r.URL.RequestURI(), Host: r.Host,
		UserAgent: r.UserAgent(), Header: r.Header.Clone(),
	})
	s.asked[r.URL.Path]++
	return s.asked[r.URL.Path]
}

// Requests returns the requests so far, oldest first; of very many the latest.
func (s *Site) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Paths are the decoded paths that answer with a page of the paper, sorted;
// further pages of a list carry "?page=N". Pictures are not among them.
func (s *Site) Paths() []string { return slices.Sorted(maps.Keys(s.pages)) }

// send writes a page, or 304 when the client has it already.
func (p *page) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", p.contentType)
	if p.status != http.StatusOK {
		w.WriteHeader(p.status)
		if r.Method != http.MethodHead {
			w.Write(p.body) // a client that went away needs no answer
		}
		return
	}
	h.Set("Etag", p.etag)
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, path.Base(r.URL.Path), p.modified, bytes.NewReader(p.body))
}
