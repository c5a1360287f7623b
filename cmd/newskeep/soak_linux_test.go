package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
)

// listed are the stories of one list of the soak's site.
const listed = 100

// soakSite answers at once: lists of a hundred stories, each of some 80 KB with a
// hundred links. Of fifty stories four go wrong.
type soakSite struct {
	stories int
	mu      sync.Mutex
	once    map[string]bool
}

func (s *soakSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, number, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "-")
	n, _ := strconv.Atoi(number)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var page string
	switch {
	case kind == "list" || kind == "":
		page = s.list(max(n, 1))
	case kind != "story":
		http.NotFound(w, r)
		return
	case n%50 == 7 && s.first(r.URL.Path):
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case n%50 == 17 && s.first(r.URL.Path):
		reset(nil, w, r)
		return
	case n%50 == 27:
		truncated(nil, w, r)
		return
	case n%50 == 37:
		http.NotFound(w, r)
		return
	default:
		page = s.story(n)
	}
	w.Header().Set("Content-Encoding", "gzip")
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_, _ = io.WriteString(z, page)
	_ = z.Close()
}

// first says whether an address is asked for the first time.
func (s *soakSite) first(path string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.once[path]
	s.once[path] = true
	return !was
}

func (s *soakSite) list(n int) string {
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><head><title>List</title></head><body><h1>List</h1><main><ul>")
	for i := (n-1)*listed + 1; i <= min(n*listed, s.stories); i++ {
		fmt.Fprintf(&b, `<li><article><h2><a href="/story-%d">The ferry of day %d runs twice as often</a></h2></article></li>`, i, i)
	}
	b.WriteString("</ul></main>")
	if n*listed < s.stories {
		fmt.Fprintf(&b, `<a rel=next href="/list-%d">Next</a>`, n+1)
	}
	return b.String() + "</body></html>"
}

func (s *soakSite) story(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang=en><head><title>The ferry of day %[1]d</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"The ferry of day %[1]d runs twice as often","datePublished":"2026-03-02T08:00:00Z"}</script><style>`, n)
	for i := range 300 {
		fmt.Fprintf(&b, ".card-%d > .title{margin:%dpx 4px;color:#%06x}\n", i, i%40, i*7919)
	}
	b.WriteString("</style></head><body><nav><ul>")
	for i := range min(60, (s.stories+listed-1)/listed) {
		fmt.Fprintf(&b, `<li class="menu__item"><a href="/list-%d" data-track="nav:%d">Menu entry %d</a></li>`, i+1, i, i)
	}
	fmt.Fprintf(&b, `</ul></nav><main><article><h1>The ferry of day %d runs twice as often</h1><p class=by>By Ada Quill</p><time datetime="2026-03-02T08:00:00Z">2 March 2026</time>`, n)
	for i := range 20 {
		fmt.Fprintf(&b, "<p>The council of the town met on evening %d to talk about bridge %d over the river, which has been closed since the flood in the autumn. Repairs will take until summer %d, an engineer told the meeting, and the ferry will run twice as often while the work goes on.</p>\n", n, i, n*31+i)
	}
	b.WriteString("</article></main><aside>")
	for i := range 40 {
		fmt.Fprintf(&b, `<div class="card card-%d"><a href="/story-%d"><img src="/img/%d.jpg" alt=""><h3>Another ferry of another day %d</h3></a></div>`, i, 1+(n+i*37)%s.stories, i, i)
	}
	b.WriteString("</aside><script>")
	for i := range 450 {
		fmt.Fprintf(&b, `function f_%x(e,t){return e.open(t,%d)||window.track["story of %d"]};`, i*7919, i, i)
	}
	return b.String() + "</script></body></html>"
}

// TestSoakSite is the site in a process of its own, so that its work is not
// counted with ours. It ends with its standard input.
func TestSoakSite(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("NEWSKEEP_SOAK_SITE"))
	if err != nil {
		t.Skip("only for BenchmarkSoak")
	}
	srv := httptest.NewServer(&soakSite{stories: n, once: map[string]bool{}})
	defer srv.Close()
	fmt.Println("AT", srv.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func soakServer(b *testing.B, stories int) string {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestSoakSite$")
	cmd.Env = append(os.Environ(), fmt.Sprint("NEWSKEEP_SOAK_SITE=", stories))
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	for s := bufio.NewScanner(out); s.Scan(); {
		if at, ok := strings.CutPrefix(s.Text(), "AT "); ok {
			return at
		}
	}
	b.Fatal("the site does not begin")
	return ""
}

// cpu is the time this process has worked.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// walk is a crawl without reading and archive: get a page, parse it, take its
// links, and get those of stories and lists that are new.
func walk(b *testing.B, home string, get func(string) ([]byte, error)) (pages int) {
	b.Helper()
	base, err := url.Parse(home)
	if err != nil {
		b.Fatal(err)
	}
	queue, seen := []string{home + "/list-1"}, map[string]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		body, err := get(at)
		if err != nil {
			continue
		}
		pages++
		doc, err := html.Parse(strings.NewReader(string(body)))
		if err != nil {
			b.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || n.Data != "a" {
				continue
			}
			for _, a := range n.Attr {
				u, err := base.Parse(a.Val)
				if a.Key == "href" && err == nil && !seen[u.String()] {
					seen[u.String()] = true
					queue = append(queue, u.String())
				}
			}
		}
	}
	return pages
}

// BenchmarkSoak crawls a site of NEWSKEEP_SOAK stories (300 when not set) at full
// speed, with faults: by net/http and html.Parse alone, by our client in place of
// net/http, and by the whole program. It reports seconds of CPU for a thousand
// pages and their ratios to the first, and the most memory held.
func BenchmarkSoak(b *testing.B) {
	stories := 300
	if n, err := strconv.Atoi(os.Getenv("NEWSKEEP_SOAK")); err == nil {
		stories = n
	}
	per := func(began time.Duration, pages int) float64 {
		if pages < stories*9/10 {
			b.Fatalf("%d pages of %d stories", pages, stories)
		}
		return (cpu(b) - began).Seconds() / float64(pages) * 1000
	}
	for b.Loop() {
		home := soakServer(b, stories)
		began := cpu(b)
		bare := per(began, walk(b, home, func(u string) ([]byte, error) {
			r, err := http.Get(u)
			if err != nil {
				return nil, err
			}
			defer r.Body.Close()
			if r.StatusCode != http.StatusOK {
				return nil, fmt.Errorf("status %d", r.StatusCode)
			}
			return io.ReadAll(r.Body)
		}))

		home = soakServer(b, stories)
		client := fetch.New(fetch.Options{AllowPrivate: true})
		began = cpu(b)
		lean := per(began, walk(b, home, func(u string) ([]byte, error) {
			r, err := client.Get(b.Context(), fetch.Request{URL: u})
			if class := fetch.Classify(r, err); class != "" {
				return nil, fmt.Errorf("%s", class)
			}
			return r.Body, nil
		}))
		client.Close()

		sum, whole := soakCrawl(b, soakServer(b, stories), per)
		b.ReportMetric(bare, "bare_s/1000")
		b.ReportMetric(lean/bare, "client/bare")
		b.ReportMetric(whole/bare, "whole/bare")
		b.ReportMetric(float64(sum.PagesFetched), "pages")
		b.ReportMetric(float64(len(sum.Failed)), "failed")
	}
}

// soakCrawl is a crawl by the whole program, and verify after it.
func soakCrawl(b *testing.B, home string, per func(time.Duration, int) float64) (*news.Summary, float64) {
	b.Helper()
	dir := b.TempDir()
	profile := fmt.Sprintf(`name: soak
language: en
home: %s/
allow_private: true
politeness: {delay: 0s, backoff: 10ms, retries: 1}
sections: [{name: List, url: /list-1}]
articles: {include: ['^/story-\d+$']}
max_pages: 1000
`, home)
	if err := os.WriteFile(filepath.Join(dir, "soak.yaml"), []byte(profile), 0o600); err != nil {
		b.Fatal(err)
	}
	var out, errs strings.Builder
	call := func(args ...string) int {
		out.Reset()
		args = append(args, "--profiles", dir, "-a", filepath.Join(dir, "soak.db"))
		return run(context.WithoutCancel(b.Context()), args, strings.NewReader(""), &out, &errs)
	}
	began := cpu(b)
	if status := call("crawl", "soak", "--json"); status != exitPartial {
		b.Fatalf("crawl: status %d\n%s%s", status, out.String(), errs.String())
	}
	var sum news.Summary
	if err := json.Unmarshal([]byte(out.String()), &sum); err != nil {
		b.Fatal(err)
	}
	whole := per(began, sum.PagesFetched)
	if status := call("verify", "-q"); status != exitDone {
		b.Fatalf("verify: status %d\n%s%s", status, out.String(), errs.String())
	}
	return &sum, whole
}
