package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"newskeep/scraper/news"
)

// slashPaper writes every address with a slash at its end, and has something to say
// to those who ask without: nothing, or where to go.
type slashPaper struct {
	mu       sync.Mutex
	bare     int  // status of answers to what is asked for without a slash, http.StatusMovedPermanently or 404
	moved    bool // it writes and answers without slashes from now on, and sends on from the others
	requests []string
	known    int // requests that named the state they knew
}

func (p *slashPaper) at(path string) string {
	if p.moved {
		return path
	}
	return path + "/"
}

func (p *slashPaper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, r.URL.Path)
	if r.Header.Get("If-None-Match") != "" {
		p.known++
	}
	path := strings.TrimSuffix(r.URL.Path, "/")
	switch slashed := strings.HasSuffix(r.URL.Path, "/"); {
	case path == "/robots.txt":
		return
	case path == "", slashed != p.moved:
	case p.moved:
		http.Redirect(w, r, path, http.StatusMovedPermanently)
		return
	case p.bare == http.StatusMovedPermanently:
		http.Redirect(w, r, path+"/", p.bare)
		return
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	link := func(story string) string {
		return fmt.Sprintf(`<li><article><h2><a href="%s">The %s of the council about the bridge over the river</a></h2></article></li>`, p.at("/2026/03/"+story), story)
	}
	nav := fmt.Sprintf(`<header><nav><ul><li><a href="/">Home</a></li><li><a href="%s">Town</a></li><li><a href="%s">Sport</a></li></ul></nav></header>`, p.at("/town"), p.at("/sport"))
	page := func(title, body string) {
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, len(body)))
		if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>%s</title><link rel=alternate type="application/rss+xml" href="%s"></head><body>%s<main>%s</main></body></html>`, title, p.at("/feed"), nav, body)
	}
	switch path {
	case "":
		page("The Slash Paper", "<h1>Today</h1><ul>"+link("first")+link("second")+link("third")+"</ul>")
	case "/town":
		page("Town", "<h1>Town</h1><ul>"+link("first")+link("second")+link("third")+`</ul><a rel=next href="`+p.at("/town/page/2")+`">Older posts</a>`)
	case "/town/page/2":
		page("Town", "<h1>Town</h1><ul>"+link("fourth")+"</ul>")
	case "/sport":
		page("Sport", "<h1>Sport</h1><ul>"+link("fifth")+"</ul>")
	case "/feed":
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>P</title><item><title>The sixth</title><link>http://%s%s</link></item></channel></rss>`, r.Host, p.at("/2026/03/sixth"))
	default:
		story := strings.TrimPrefix(path, "/2026/03/")
		page("The "+story, fmt.Sprintf(`<article><h1>The %[1]s of the council about the bridge over the river</h1>
<p class=byline>By Ada Quill</p><time datetime="2026-03-02T08:00:00Z">2 March 2026</time>
<p>The council of the town met for the %[1]s time on Monday evening to talk about the bridge over the river, which has been closed since the flood.</p>
<p>Repairs will take until the summer, an engineer told the meeting, and the ferry will run twice as often while the work goes on.</p></article>`, story))
	}
}

// seen are the paths asked for since the last call, without robots.txt.
func (p *slashPaper) seen() (paths []string, known int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, path := range p.requests {
		if path != "/robots.txt" {
			paths = append(paths, path)
		}
	}
	known, p.requests, p.known = p.known, nil, 0
	return paths, known
}

func (p *slashPaper) serve(t *testing.T, sections string) (flags []string, home string) {
	t.Helper()
	srv := httptest.NewServer(p)
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	text := fmt.Sprintf("name: paper\nlanguage: en\nhome: %s/\nallow_private: true\npoliteness: {delay: 0s, backoff: 10ms, retries: 1}\n%s", srv.URL, sections)
	if err := os.WriteFile(filepath.Join(dir, "paper.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"-a", filepath.Join(dir, "paper.db"), "--profiles", dir}, srv.URL
}

// A site that answers only to the addresses it writes is asked for those, one that
// sends on is asked once for each page, and one that changes its mind is followed.
func TestSlashAtTheEnd(t *testing.T) {
	const sections = "max_pages: 2\nsections: [{name: Town, url: /town/}, {name: Sport, label: Sport}]\nfeeds: [/feed/]\narticles: {include: ['^/2026/03/[a-z]+/$']}\n"
	for _, bare := range []int{http.StatusNotFound, http.StatusMovedPermanently} {
		t.Run(fmt.Sprint(bare), func(t *testing.T) {
			p := &slashPaper{bare: bare}
			flags, home := p.serve(t, sections)
			sum := crawlPaper(t, exitDone, flags)
			// The front page, two sections, a further page, the feed, six articles.
			if paths, _ := p.seen(); sum.ArticlesNew != 6 || len(paths) != 11 {
				t.Fatalf("%d new by asking for %q, want 6 articles and 11 requests", sum.ArticlesNew, paths)
			}
			sum = crawlPaper(t, exitDone, flags)
			if paths, known := p.seen(); sum.ArticlesNew+sum.ArticlesChanged != 0 || len(paths) < 10 || known != len(paths)-1 {
				t.Errorf("the second crawl found %d new, %d changed by %d requests, %d of them conditional; want nothing new and all but the feed's conditional",
					sum.ArticlesNew, sum.ArticlesChanged, len(paths), known)
			}
			for _, written := range []string{"/2026/03/first", "/2026/03/first/"} {
				if out, _ := newskeep(t, []int{exitDone}, "show", home+written, "-a", flags[1]); !strings.Contains(out, "Ada Quill") || !strings.Contains(out, home+"/2026/03/first/\n") {
					t.Errorf("show %s lacks the byline or the address that answers:\n%s", written, out)
				}
			}

			p.mu.Lock()
			p.moved = true
			p.mu.Unlock()
			sum = crawlPaper(t, exitDone, flags)
			if sum.ArticlesNew+sum.ArticlesChanged != 0 || len(sum.Failed) != 0 {
				t.Errorf("without slashes %d new, %d changed, %d failed; want the same articles", sum.ArticlesNew, sum.ArticlesChanged, len(sum.Failed))
			}
			p.seen()
			crawlPaper(t, exitDone, flags)
			paths, _ := p.seen()
			for _, path := range paths {
				if strings.HasPrefix(path, "/2026/") && strings.HasSuffix(path, "/") {
					t.Errorf("still asks for %s, which sends on to the address without the slash", path)
				}
			}
			// The addresses that answer now.
			if n := rows(t, open(t, flags[1]), `SELECT count(*), sum(url LIKE '%/') FROM article`)[0]; n != "6|0" {
				t.Errorf("articles, and addresses with a slash: %s, want 6 0", n)
			}
		})
	}
}

// What is drafted for a site that answers only to slashes has them.
func TestDraftKeepsSlashes(t *testing.T) {
	p := &slashPaper{bare: http.StatusNotFound}
	flags, home := p.serve(t, "")
	file := filepath.Join(flags[3], "draft.yaml")
	newskeep(t, []int{exitDone}, "sites", "new", home, home+"/2026/03/first/", home+"/2026/03/second/", "-o", file, "--name", "draft")
	text := read(t, file)
	out, _ := newskeep(t, []int{exitDone}, append([]string{"crawl", "draft", "--json"}, flags...)...)
	var sum news.Summary
	decode(t, out, &sum)
	if sum.ArticlesNew != 6 {
		paths, _ := p.seen()
		t.Errorf("%d new, want 6; asked for %q with\n%s", sum.ArticlesNew, paths, text)
	}
}
