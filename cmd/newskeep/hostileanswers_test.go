package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// ferry is a story of the town under a name.
func ferry(name string) string {
	return fmt.Sprintf(`<!doctype html><html lang=en><head><title>The ferry of %[1]s</title></head><body><main><article>
<h1>The ferry of %[1]s runs twice as often</h1><time datetime="2026-03-02T08:00:00Z">2 March 2026</time>
<p>The council of the town met on Monday evening to talk about the bridge over the river, which has been closed since the flood in the autumn.</p>
<p>Repairs will take until the summer, an engineer told the meeting, and the ferry will run twice as often while the work goes on.</p>
</article></main></body></html>`, name)
}

// onTheWire answers a request with what a function writes, which need not be HTTP.
func onTheWire(f func(c net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			defer c.Close()
			f(c)
		}
	}
}

// written answers with a text as it stands.
func written(text string) http.HandlerFunc {
	return onTheWire(func(c net.Conn) { _, _ = c.Write([]byte(text)) })
}

// repeated answers with a head and then a text again and again, as fast as it goes or
// with pauses.
func repeated(head, text string, pause time.Duration) http.HandlerFunc {
	return onTheWire(func(c net.Conn) {
		_, err := c.Write([]byte(head))
		for err == nil {
			_, err = c.Write([]byte(text))
			time.Sleep(pause)
		}
	})
}

func located(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{location}
		w.WriteHeader(http.StatusFound)
	}
}

func typed(contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, text)
	}
}

// answers are what the stories of a second hostile site do, by name, and what the
// ledger has to say of each: a class, "missing" or "blocked"; nothing when the story
// is had all the same.
func answers(address func() string) map[string]struct {
	ledger string
	do     http.HandlerFunc
} {
	const html = "text/html; charset=utf-8"
	other := func(w http.ResponseWriter, r *http.Request) { // the other name of the same machine
		host, _, _ := net.SplitHostPort(r.Host)
		name := map[string]string{"127.0.0.1": "localhost", "localhost": "127.0.0.1"}[host]
		http.Redirect(w, r, strings.Replace(address(), "127.0.0.1", name, 1)+r.URL.Path, http.StatusFound)
	}
	links := &bytes.Buffer{}
	for i := range 20_000 {
		fmt.Fprintf(links, "<a href=/about-%[1]d>The link number %[1]d</a> ", i)
	}
	ok := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	return map[string]struct {
		ledger string
		do     http.HandlerFunc
	}{
		"head-drips":      {string(news.FailTimeout), repeated("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n", 20*time.Millisecond)},
		"head-endless":    {string(news.FailTooLarge), repeated("HTTP/1.1 200 OK\r\n", "X-More: "+strings.Repeat("a", 8000)+"\r\n", 0)},
		"hints-endless":   {string(news.FailTooLarge), repeated("", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n", 0)},
		"chunks-endless":  {string(news.FailTooLarge), repeated(ok+"Transfer-Encoding: chunked\r\n\r\n", "1000\r\n"+strings.Repeat("<p>chunk ", 455)+" \r\n", 0)},
		"chunks-broken":   {string(news.FailTruncated), written(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\n<html\r\nzz\r\n")},
		"length-negative": {string(news.FailOther), written(ok + "Content-Length: -5\r\n\r\n" + ferry("x"))},
		"length-twice":    {string(news.FailOther), written(ok + "Content-Length: 5\r\nContent-Length: 50\r\n\r\n" + ferry("x"))},
		"length-short":    {string(news.FailUnread), written(ok + "Content-Length: 200\r\n\r\n" + ferry("x"))},
		"no-http":         {string(news.FailOther), written(ferry("x"))},
		"http10":          {"", written("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + ferry("http10"))},
		"no-gzip": {string(news.FailEncoding), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			typed(html, ferry("x"))(w, r)
		}},
		"cut-gzip": {string(news.FailTruncated), func(w http.ResponseWriter, _ *http.Request) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write([]byte(ferry("x")))
			_ = z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(b.Bytes()[:b.Len()/2])
		}},
		"cut-503": {string(news.FailTruncated), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "4000")
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprint(w, ferry("x"))
		}},
		"to-and-fro":      {string(news.FailRedirect), other},
		"to-a-script":     {string(news.FailRedirect), located("javascript:alert(1)")},
		"to-a-file":       {string(news.FailRedirect), located("file:///etc/passwd")},
		"to-no-address":   {string(news.FailRedirect), located("http://[::1")},
		"to-nowhere":      {string(news.FailRedirect), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }},
		"refresh":         {string(news.FailUnread), typed(html, `<html><head><meta http-equiv=refresh content="0;url=/story-refresh"></head></html>`)},
		"deep":            {string(news.FailUnread), typed(html, "<html><body>"+strings.Repeat("<div>", 100_000)+ferry("x"))},
		"soft-404":        {"missing", typed(html, "<html lang=en><head><title>Page not found | Town</title></head><body><main><h1>404</h1><p>The page you are looking for could not be found.</p></main></body></html>")},
		"captcha-200":     {"blocked", typed(html, `<html><head><title>town</title></head><body><p id="cmsg">Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script></body></html>`)},
		"nul":             {"", typed(html, strings.Replace(ferry("nul"), "council", "coun\x00cil", 1))},
		"wrong-charset":   {"", typed(html, strings.Replace(ferry("wrong-charset"), "engineer", "ing\xe9nieur", 1))},
		"unknown-charset": {"", typed("text/html; charset=x-klingon", ferry("unknown-charset"))},
		"no-utf16":        {"", typed("text/html; charset=utf-16", ferry("no-utf16"))},
		"many-links":      {"", typed(html, strings.Replace(ferry("many-links"), "</article>", links.String()+"</article>", 1))},
		// Each visit of the list has another session in the address of the story.
		"session":  {"", typed(html, ferry("session"))},
		"session2": {"", typed(html, ferry("session2"))},
	}
}

// An answer that is none, or no story, is a line in the ledger under its class, and
// what can be read is read; twice over the site nothing is asked or kept twice.
func TestHostileAnswers(t *testing.T) {
	var mu sync.Mutex
	var srv *httptest.Server
	asked := map[string]int{}
	all := answers(func() string { return srv.URL })
	srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/story-")
		mu.Lock()
		asked[name]++
		mu.Unlock()
		switch a, ok := all[name]; {
		case ok:
			a.do(w, r)
		case strings.HasPrefix(name, "good-"):
			typed("text/html", ferry(name))(w, r)
		case r.URL.Path == "/":
			session := rand.Uint64()
			fmt.Fprint(w, "<!doctype html><html lang=en><head><title>Town</title></head><body><main><ul>")
			for name := range all {
				address := "/story-" + name
				switch name {
				case "session":
					address += fmt.Sprintf("?PHPSESSID=%x", session)
				case "session2":
					address += fmt.Sprintf(";jsessionid=%X", session)
				}
				// Between any two is one that is well, so that no host is given up for them.
				fmt.Fprintf(w, `<li><article><h2><a href="%s">The ferry of %s</a></h2></article></li><li><article><h2><a href="/story-good-%[2]s">The ferry of good %[2]s</a></h2></article></li>`, address, name)
			}
			fmt.Fprint(w, "</ul></main></body></html>")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	text := fmt.Sprintf(`name: hostile
language: en
home: %s/
hosts: [%q]
allow_private: true
politeness: {delay: 1ms, jitter: 0, timeout: 2s, max_body: 2MiB, backoff: 1ms, retries: 0}
articles: {include: ['^/story-']}
`, srv.URL, strings.Replace(strings.TrimPrefix(srv.URL, "http://"), "127.0.0.1", "localhost", 1))
	if err := os.WriteFile(filepath.Join(dir, "hostile.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := []string{"--profiles", dir, "-a", filepath.Join(dir, "hostile.db")}
	crawl := func() (sum news.Summary) {
		out, _ := newskeep(t, []int{exitPartial}, append([]string{"crawl", "hostile", "--json"}, flags...)...)
		decode(t, out, &sum)
		return sum
	}
	sum := crawl()
	ledger, well := map[string]string{}, 0
	for _, m := range sum.Failed {
		class := string(m.Class)
		if class == "" {
			class = "missing"
		}
		ledger[m.URL[strings.LastIndex(m.URL, "story-")+len("story-"):]] = class
	}
	for _, m := range sum.Blocked {
		ledger[m.URL[strings.LastIndex(m.URL, "story-")+len("story-"):]] = "blocked"
	}
	for name, class := range ledger {
		if _, known := all[name]; !known {
			t.Errorf("story-%s is in the ledger as %q and is well", name, class)
		}
	}
	for name, a := range all {
		if ledger[name] != a.ledger {
			t.Errorf("story-%s is in the ledger as %q, want %q", name, ledger[name], a.ledger)
		}
		if a.ledger == "" {
			well++
		}
	}
	if want := well + len(all); sum.ArticlesNew != want {
		t.Errorf("%d new, want the %d stories that can be had", sum.ArticlesNew, want)
	}
	for name, n := range asked {
		// What is no HTTP may be the rest of another answer, and is asked for again.
		if most := map[string]int{"to-and-fro": 2, "/robots.txt": 2, "no-http": 2}[name]; n > max(1, most) {
			t.Errorf("story-%s was asked for %d times", name, n)
		}
	}
	db := open(t, flags[3])
	if n := rows(t, db, `SELECT count(*) FROM revision WHERE instr(content, char(0)) OR content LIKE '%\u0000%'`); n[0] != "0" {
		t.Error("a NUL is in the text of an article")
	}
	if again := crawl(); again.ArticlesNew+again.ArticlesChanged != 0 {
		t.Errorf("the second run finds %d new and %d changed", again.ArticlesNew, again.ArticlesChanged)
	}
	newskeep(t, []int{exitDone}, append([]string{"verify"}, flags...)...)
}

// A site that answers with one page for whatever it does not have is told of.
func TestOnePageForAllAddresses(t *testing.T) {
	for stories, want := range map[int]bool{4: false, 9: true} {
		p := &paper{stories: stories}
		flags, _ := p.serve(t)
		p.all = typed("text/html", ferry("town"))
		out, _ := newskeep(t, []int{exitDone}, append([]string{"crawl", "paper", "--json"}, flags...)...)
		var sum news.Summary
		decode(t, out, &sum)
		if told := strings.Contains(strings.Join(sum.Warnings, " "), "same headline and text"); told != want {
			t.Errorf("%d stories with one text: warnings %q", sum.ArticlesNew, sum.Warnings)
		}
	}
}
