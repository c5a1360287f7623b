package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// hostile is a site that does what hurts crawlers. Each story of its one section
// goes wrong in a way of its own; between them are stories that do not.
type hostile struct {
	mu    sync.Mutex
	log   []asked
	storm int    // requests for stories that still get 500, whichever they are
	moved string // a host that is down, to which all stories but the good ones lead
	bomb  []byte
}

// asked is one request, as the site saw it.
type asked struct {
	path        string
	at          time.Time
	conditional bool
}

// ways are what stories do, by the name in their address.
var ways = map[string]struct {
	class news.FailureClass // in the ledger; empty: the story is had
	do    func(h *hostile, w http.ResponseWriter, r *http.Request)
}{
	"slow":      {news.FailTimeout, func(_ *hostile, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
	"drip":      {news.FailTimeout, drip},
	"error":     {news.FailServer, func(_ *hostile, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }},
	"truncated": {news.FailTruncated, truncated},
	"reset":     {news.FailReset, reset},
	"loop": {news.FailRedirect, func(_ *hostile, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}},
	"endless": {news.FailRedirect, endless},
	"away": {news.FailForeign, func(_ *hostile, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://elsewhere.example/", http.StatusFound)
	}},
	"nodns": {news.FailDNS, func(_ *hostile, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://news.invalid/story-away", http.StatusFound)
	}},
	"bomb": {news.FailTooLarge, func(h *hostile, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(h.bomb)
	}},
	"huge": {news.FailTooLarge, func(_ *hostile, w http.ResponseWriter, _ *http.Request) {
		for range 30 {
			_, _ = w.Write(bytes.Repeat([]byte("<p>thirty megabytes of text "), 1<<20/28))
		}
	}},
	"garbage": {news.FailUnread, func(_ *hostile, w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html><body></body></html>"))
	}},
	"good": {"", func(_ *hostile, w http.ResponseWriter, r *http.Request) { story(w, r) }},
	"once": {"", func(h *hostile, w http.ResponseWriter, r *http.Request) { // 429 the first time
		if h.count(r.URL.Path) == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		story(w, r)
	}},
}

func story(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("If-None-Match") == `"1"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Etag", `"1"`)
	fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>The ferry of %[1]s</title></head><body><main><article>
<h1>The ferry of %[1]s runs twice as often</h1><time datetime="2026-03-02T08:00:00Z">2 March 2026</time>
<p>The council of the town met on Monday evening to talk about the bridge over the river, which has been closed since the flood in the autumn.</p>
<p>Repairs will take until the summer, an engineer told the meeting, and the ferry will run twice as often while the work goes on.</p>
</article></main></body></html>`, strings.Trim(r.URL.Path, "/"))
}

func drip(_ *hostile, w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = w.Write([]byte("<p>"))
		_ = http.NewResponseController(w).Flush()
		time.Sleep(50 * time.Millisecond)
	}
}

func truncated(_ *hostile, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "4000")
	_, _ = w.Write([]byte("<html><body><p>half of"))
}

func reset(_ *hostile, w http.ResponseWriter, _ *http.Request) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = c.(*net.TCPConn).SetLinger(0)
		_ = c.Close()
	}
}

func endless(_ *hostile, w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	http.Redirect(w, r, fmt.Sprintf("%s?n=%d", r.URL.Path, n+1), http.StatusFound)
}

func (h *hostile) count(path string) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range h.log {
		if a.path == path {
			n++
		}
	}
	return n
}

func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.log = append(h.log, asked{path: r.URL.Path, at: time.Now(), conditional: r.Header.Get("If-None-Match") != ""})
	storm := h.storm > 0 && strings.HasPrefix(r.URL.Path, "/story")
	if storm {
		h.storm--
	}
	h.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	path := strings.Trim(r.URL.Path, "/")
	way, _, _ := strings.Cut(strings.TrimPrefix(path, "story-"), "-")
	switch {
	case storm:
		w.WriteHeader(http.StatusInternalServerError)
	case h.moved != "" && strings.HasPrefix(path, "story-") && !strings.HasPrefix(path, "story-good"):
		http.Redirect(w, r, "http://"+h.moved+"/"+path, http.StatusFound)
	case path == "robots.txt":
		fmt.Fprint(w, "User-agent: *\nDisallow: /story-secret\n")
	case strings.HasPrefix(path, "day-"): // a calendar without end
		n, _ := strconv.Atoi(strings.TrimPrefix(path, "day-"))
		fmt.Fprintf(w, `<html lang=en><head><title>Day</title><link rel=next href="/day-%d"></head><body><h1>Day</h1><main><ul>
<li><article><h2><a href="/story-good">The ferry runs twice as often</a></h2></article></li><li><article><h2><a href="/story-good-2">The bridge is closed again</a></h2></article></li>
<li><article><h2><a href="/story-good-3">The council meets on Monday</a></h2></article></li></ul></main><a rel=next href="/day-%d">Next</a></body></html>`, n+1, n+1)
	case path == "":
		h.front(w)
	case strings.HasPrefix(path, "story-"):
		if f, ok := ways[way]; ok {
			f.do(h, w, r)
			return
		}
		http.NotFound(w, r)
	default:
		http.NotFound(w, r)
	}
}

// front lists a story of every way, and the ways into two traps.
func (h *hostile) front(w http.ResponseWriter) {
	var list []string
	for way := range ways {
		list = append(list, "story-"+way)
	}
	slices.Sort(list)
	// Good stories stand between the bad: of failures in a row, however they and their
	// repetitions fall in time, the host would be held to be in trouble.
	for before, story := range map[string]string{"story-reset": "story-good-2", "story-slow": "story-good-3"} {
		list = slices.Insert(list, slices.Index(list, before), story)
	}
	list = append(list, "story-secret", "story-gone")
	fmt.Fprint(w, "<!doctype html><html lang=en><head><title>Town</title></head><body><h1>Town</h1><main><ul>")
	for _, s := range list {
		// Every story has three addresses.
		fmt.Fprintf(w, `<li><article><h2><a href="/%[1]s?utm_source=front">The ferry of %[1]s runs twice as often</a></h2><a href="/%[1]s#top">top</a> <a href="/%[1]s/">more</a></article></li>`, s)
	}
	fmt.Fprint(w, "</ul></main></body></html>")
}

// serve starts the site and returns the flags of its commands. More is added to
// the politeness of its profile.
func (h *hostile) serve(t *testing.T, more string) []string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 64 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
	h.bomb = b.Bytes()
	srv := httptest.NewUnstartedServer(h)
	srv.Start()
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	text := fmt.Sprintf(`name: hostile
language: en
home: %[1]s/
hosts: [news.invalid%[3]s]
allow_private: true
politeness: {delay: 20ms, jitter: 0, timeout: 400ms, max_body: 2MiB, backoff: 20ms, retries: 1%[2]s}
sections:
  - {name: Calendar, url: /day-1}
articles: {include: ['^/story-']}
max_pages: 5
`, srv.URL, more, strings.TrimSuffix(", "+h.moved, ", "))
	if err := os.WriteFile(filepath.Join(dir, "hostile.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"--profiles", dir, "-a", filepath.Join(dir, "hostile.db")}
}

func (h *hostile) crawl(t *testing.T, flags ...string) news.Summary {
	t.Helper()
	out, _ := newskeep(t, []int{exitDone, exitPartial}, append([]string{"crawl", "hostile", "--json"}, flags...)...)
	var sum news.Summary
	decode(t, out, &sum)
	return sum
}

// taken is the log since it was last taken.
func (h *hostile) taken() []asked {
	h.mu.Lock()
	defer h.mu.Unlock()
	log := h.log
	h.log = nil
	return log
}

func TestHostileSite(t *testing.T) {
	h := &hostile{}
	flags := h.serve(t, "")
	sum := h.crawl(t, flags...)
	log := h.taken()

	got := map[string]news.FailureClass{}
	for _, m := range sum.Failed {
		got[m.URL[strings.LastIndex(m.URL, "/")+1:]] = m.Class
	}
	for way, w := range ways {
		if class := got["story-"+way]; class != w.class && w.class != news.FailForeign {
			t.Errorf("story-%s is in the ledger as %q, want %q", way, class, w.class)
		}
	}
	if sum.Dropped[string(news.FailForeign)] == 0 || sum.Dropped["robots"] != 1 || sum.Dropped["page_limit"] != 1 {
		t.Errorf("dropped %v, want the redirect out of the site, one by robots.txt and the sixth day of the calendar", sum.Dropped)
	}
	if sum.ArticlesNew != 4 {
		t.Errorf("%d new, want the 4 stories that can be had", sum.ArticlesNew)
	}

	// Politeness, as the site saw it. When a kept connection breaks, net/http asks
	// once more at once (RFC 9112, 9.3.1), which is what story-reset gets.
	times := map[string]int{}
	log = slices.DeleteFunc(log, func(a asked) bool { return a.path == "/story-reset" })
	for i, a := range log {
		if i >= 10 && a.at.Sub(log[i-10].at) < 150*time.Millisecond {
			t.Errorf("ten requests within %v up to %s, want 20 ms between two", a.at.Sub(log[i-10].at), a.path)
		}
		if times[a.path]++; a.path == "/story-secret" {
			t.Error("robots.txt forbids /story-secret")
		}
	}
	for path, n := range times {
		way := strings.TrimPrefix(path, "/story-")
		most := 1
		switch {
		case way == "endless":
			most = 11 // redirects to itself under other queries
		case ways[way].do != nil && way != "good":
			most = 2 // a failure is tried again
		}
		if n > most {
			t.Errorf("%s was asked for %d times, want at most %d", path, n, most)
		}
	}

	// The second run asks for what it has under conditions, and makes no revisions.
	second := h.crawl(t, flags...)
	conditional := map[string]bool{}
	for _, a := range h.taken() {
		if a.conditional {
			conditional[a.path] = true
		}
	}
	if len(conditional) != 4 || second.NotModified != 4 || second.ArticlesNew+second.ArticlesChanged != 0 {
		t.Errorf("second run: conditional requests for %v, %d not modified, %d new, %d changed; want 4, 4, 0, 0",
			conditional, second.NotModified, second.ArticlesNew, second.ArticlesChanged)
	}
	newskeep(t, []int{exitDone}, append([]string{"verify"}, flags...)...)
}

// A host whose pages lead to another one that is down is well itself, be that one away
// or silent.
func TestRedirectsToAHostThatIsDown(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for class, addr := range map[news.FailureClass]string{news.FailConnect: "127.0.0.1:1", news.FailTimeout: silent.Addr().String()} {
		h := &hostile{moved: addr}
		sum := h.crawl(t, h.serve(t, "")...)
		down := 0
		for _, m := range sum.Failed {
			if m.Class == class {
				down++
			}
		}
		if down < 10 || sum.ArticlesNew != 3 || sum.Left != 0 || strings.Contains(strings.Join(sum.Warnings, " "), "in trouble") {
			t.Errorf("%s: %d led nowhere, %d new, %d left, %q; want all of those, the 3 that are there, nothing left", class, down, sum.ArticlesNew, sum.Left, sum.Warnings)
		}
	}
}

// A storm of errors is sat out; one that does not end costs few requests.
func TestStorms(t *testing.T) {
	for _, tt := range []struct {
		storm, most int
		lost        bool
	}{{6, 60, false}, {10_000, 20, true}} {
		h := &hostile{storm: tt.storm}
		flags := h.serve(t, "")
		out, _ := newskeep(t, []int{exitPartial, exitFailed}, append([]string{"crawl", "hostile", "--json"}, flags...)...)
		var sum news.Summary
		decode(t, out, &sum)
		if n := len(h.taken()); n > tt.most {
			t.Errorf("a storm of %d: %d requests, want at most %d", tt.storm, n, tt.most)
		}
		if lost := strings.Contains(strings.Join(sum.Warnings, " "), "in trouble"); lost != tt.lost {
			t.Errorf("a storm of %d: warnings %q", tt.storm, sum.Warnings)
		}
	}
}

func TestLimitOfRequests(t *testing.T) {
	h := &hostile{}
	sum := h.crawl(t, h.serve(t, ", max_requests: 6")...)
	if n := len(h.taken()); n < 6 || n > 7 || sum.Outcome != news.RunLimited || sum.Left == 0 || !strings.Contains(sum.Warnings[0], "max_requests") {
		t.Errorf("%d requests, %s, %d left, %q", n, sum.Outcome, sum.Left, sum.Warnings)
	}
}

// What runs may ask of a host in an hour they share, across processes.
func TestRequestsInAnHour(t *testing.T) {
	h := &hostile{}
	flags := h.serve(t, ", max_per_hour: 8")
	h.crawl(t, append(flags, "--only", "Calendar", "--limit", "1")...)
	first := len(h.taken())
	sum := h.crawl(t, flags...)
	if n := first + len(h.taken()); first == 0 || n > 8 || n < 7 || sum.Outcome != news.RunLimited || sum.Left == 0 || !strings.Contains(sum.Warnings[0], "max_per_hour") {
		t.Errorf("%d and %d requests, %s, %d left, %q", first, n-first, sum.Outcome, sum.Left, sum.Warnings)
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bin, append([]string{"crawl", "hostile"}, flags...)...).CombinedOutput()
	if code := exitCode(err); code != exitDone || !strings.Contains(string(out), "max_per_hour") {
		t.Errorf("another process ends with status %d and says\n%s", code, out)
	}
	if n := len(h.taken()); n != 0 {
		t.Errorf("another process made %d requests more", n)
	}
}

func TestHoursOfAProfile(t *testing.T) {
	h := &hostile{}
	now := time.Now().UTC()
	flags := h.serve(t, fmt.Sprintf(`, max_requests: 5, hours: "%s-%s"`, now.Add(2*time.Hour).Format("15:04"), now.Add(3*time.Hour).Format("15:04")))
	sum := h.crawl(t, flags...)
	if n := len(h.taken()); n != 0 || sum.Outcome != news.RunLimited || !strings.Contains(sum.Warnings[0], "--any-hour") {
		t.Errorf("outside of the hours: %d requests, %s, %q", n, sum.Outcome, sum.Warnings)
	}
	h.crawl(t, append(flags, "--any-hour")...)
	if len(h.taken()) == 0 {
		t.Error("--any-hour asked for nothing")
	}
}

// A host that asks for hours of rest has them in later runs too.
func TestRetryAfterHoldsForTheNextRun(t *testing.T) {
	p := &paper{stories: 4, all: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}}
	flags, _ := p.serve(t)
	first := crawlPaper(t, exitFailed, flags)
	if len(first.Failed) != 1 || !strings.Contains(strings.Join(first.Warnings, " "), "Retry-After") || first.Left != 3 {
		t.Errorf("first run: %d failed, %d left, %q; want one page to tell for all", len(first.Failed), first.Left, first.Warnings)
	}
	n := len(p.seen())
	if second := crawlPaper(t, exitFailed, flags); len(p.seen()) != n || !strings.Contains(strings.Join(second.Warnings, " "), "left alone until") {
		t.Errorf("the next run made %d requests, %q; want none, and why", len(p.seen())-n, second.Warnings)
	}
}

// A network that goes away is one line in the ledger, and no page is blamed.
func TestAnOutageIsCountedOnce(t *testing.T) {
	p := &paper{stories: 9}
	srv := httptest.NewUnstartedServer(p)
	p.all = nil
	flags, home := p.serve(t)
	srv.Start()
	served := 0
	p.broken = func(w http.ResponseWriter, _ *http.Request) { // story 2: the last that is answered
		served++
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusNotFound)
		go srv.Close()
	}
	text := strings.ReplaceAll(read(t, flags[3]+"/paper.yaml"), home, srv.URL)
	if err := os.WriteFile(flags[3]+"/paper.yaml", []byte(strings.Replace(text, "delay: 0s", "delay: 50ms", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := crawlPaper(t, exitFailed, flags)
	outage := 0
	for _, m := range sum.Failed {
		if m.Class == news.FailConnect {
			outage++
		}
	}
	if served != 1 || outage != 1 || sum.Left < 5 || !strings.Contains(strings.Join(sum.Warnings, " "), "cannot be reached") {
		t.Errorf("outage in %d lines of the ledger, %d pages left, %q; want 1, the rest, and why", outage, sum.Left, sum.Warnings)
	}
}

// A challenge is no article, and what it said can be looked at later.
func TestAChallengeIsKeptAsEvidence(t *testing.T) {
	p := &paper{stories: 8}
	flags, home := p.serve(t)
	n := 0
	p.all = func(w http.ResponseWriter, r *http.Request) {
		if n++; n > 3 {
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `<!doctype html><html><head><title>Just a moment...</title></head><body><div id="challenge-error-text">Enable JavaScript and cookies to continue</div></body></html>`)
			return
		}
		story(w, r)
	}
	sum := crawlPaper(t, exitBlocked, flags)
	if len(sum.Blocked) != 3 || !strings.Contains(strings.Join(sum.Warnings, " "), "publisher") {
		t.Fatalf("%d blocked, %q; want 3, and what can be done", len(sum.Blocked), sum.Warnings)
	}
	if n := rows(t, open(t, flags[1]), `SELECT count(*) FROM revision WHERE content LIKE '%JavaScript and cookies%'`); n[0] != "0" {
		t.Error("a challenge page became a revision")
	}
	out, _ := newskeep(t, []int{exitDone}, append([]string{"show", "--raw", sum.Blocked[0].URL}, flags...)...)
	if !strings.Contains(out, "Just a moment") {
		t.Errorf("the evidence of %s (site %s) is\n%s", sum.Blocked[0].URL, home, out)
	}
}
