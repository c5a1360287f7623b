package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/news"
)

// paper is a small site of one section whose stories are numbered from 1.
type paper struct {
	stories int
	broken  http.HandlerFunc // answers for story 2 when set
	all     http.HandlerFunc // answers for every story when set
	slow    time.Duration    // before each story

	mu    sync.Mutex
	asked []string
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path)
	slow := p.slow
	p.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch {
	case r.URL.Path == "/robots.txt":
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprint(w, "User-agent: *\nDisallow: /town/story-5\n")
	case r.URL.Path == "/" || r.URL.Path == "/town":
		fmt.Fprint(w, "<!doctype html><html lang=en><head><title>Town</title></head><body><h1>Town</h1><main><ul>")
		for i := range p.stories {
			fmt.Fprintf(w, `<li><article><h2><a href="/town/story-%d">The council meets for the %d. time about the bridge</a></h2></article></li>`, i+1, i+1)
		}
		fmt.Fprint(w, "</ul></main></body></html>")
	case p.all != nil:
		p.all(w, r)
	case p.broken != nil && r.URL.Path == "/town/story-2":
		p.broken(w, r)
	case strings.HasPrefix(r.URL.Path, "/town/story-"):
		time.Sleep(slow)
		townStory(w, r)
	default:
		http.NotFound(w, r)
	}
}

// townStory answers with the story that an address names.
func townStory(w http.ResponseWriter, r *http.Request) {
	n := strings.TrimPrefix(r.URL.Path, "/town/story-")
	fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>The council meets for the %[1]s. time about the bridge</title></head>
<body><main><article><h1>The council meets for the %[1]s. time about the bridge</h1>
<p>By Ada Quill</p><time datetime="2026-03-%02[2]dT08:00:00Z">%[2]d March 2026</time>
<p>The council of the town met on Monday evening to talk about the bridge over the river, which has been closed since the flood in the autumn.</p>
<p>Repairs will take until the summer, an engineer told the meeting, and the ferry will run twice as often while the work goes on, number %[1]s.</p>
</article></main></body></html>`, n, len(n)+1)
}

// serve starts the paper and writes a profile for it. It returns the flags that
// every command needs.
func (p *paper) serve(t *testing.T) (flags []string, home string) { return p.serveBy(t, p) }

// serveBy starts the paper behind a handler of its own.
func (p *paper) serveBy(t *testing.T, h http.Handler) (flags []string, home string) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	profile := fmt.Sprintf(`name: paper
title: The Paper
language: en
home: %s/
allow_private: true
politeness: {delay: 0s, backoff: 10ms, retries: 1}
sections:
  - {name: Town, url: /town}
articles: {include: ['^/town/story-\d+$']}
`, srv.URL)
	if err := os.WriteFile(filepath.Join(dir, "paper.yaml"), []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"-a", filepath.Join(dir, "paper.db"), "--profiles", dir}, srv.URL
}

func crawlPaper(t *testing.T, want int, flags []string, more ...string) news.Summary {
	t.Helper()
	out, _ := newskeep(t, []int{want}, append(append([]string{"crawl", "paper", "--json"}, flags...), more...)...)
	var sum news.Summary
	decode(t, out, &sum)
	return sum
}

func TestRobotsAndLedger(t *testing.T) {
	p := &paper{stories: 6}
	flags, _ := p.serve(t)
	sum := crawlPaper(t, exitDone, flags)
	if sum.ArticlesNew != 5 || sum.Dropped["robots"] != 1 {
		t.Errorf("%d new, dropped %v; want 5 and one by robots", sum.ArticlesNew, sum.Dropped)
	}
	for _, path := range p.seen() {
		if path == "/town/story-5" {
			t.Error("a page that robots.txt forbids was asked for")
		}
	}
}

func TestLimitLeavesTheRestDue(t *testing.T) {
	p := &paper{stories: 6}
	flags, _ := p.serve(t)
	first := crawlPaper(t, exitDone, flags, "--limit", "2")
	if first.ArticlesNew != 2 || first.Outcome != news.RunLimited {
		t.Errorf("--limit 2: %d new, outcome %s", first.ArticlesNew, first.Outcome)
	}
	if second := crawlPaper(t, exitDone, flags, "--limit", "2"); second.ArticlesNew != 2 {
		t.Errorf("a second run with --limit 2 found %d new, want two more: what is new goes before what is known", second.ArticlesNew)
	}
	if third := crawlPaper(t, exitDone, flags); third.ArticlesNew != 1 {
		t.Errorf("the run after it found %d new, want the last one", third.ArticlesNew)
	}
}

func TestOnlyLeavesOtherSectionsAlone(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "demo.db")
	out, _ := newskeep(t, []int{exitDone, exitPartial}, "crawl", "demo", "-a", archive, "--only", "Opinion,Technology", "--json")
	var sum news.Summary
	decode(t, out, &sum)
	if sum.ArticlesNew < 4 || sum.ArticlesNew > 20 {
		t.Errorf("--only two sections found %d articles", sum.ArticlesNew)
	}
	for _, section := range rows(t, open(t, archive), `SELECT DISTINCT p.section FROM article a JOIN page p ON p.id = a.page_id`) {
		if section != `["Articles","Opinion"]` && section != `["News","Technology"]` {
			t.Errorf("--only Opinion,Technology also visited an article of %s", section)
		}
	}
	whole := crawlDemo(t, archive)
	if want := len(demo.New(demo.Options{}).ExpectedArticles()); sum.ArticlesNew+whole.ArticlesNew != want {
		t.Errorf("%d articles and then %d, want %d in all", sum.ArticlesNew, whole.ArticlesNew, want)
	}
}

func TestMaxTimeStopsCleanly(t *testing.T) {
	p := &paper{stories: 4, slow: 400 * time.Millisecond}
	flags, _ := p.serve(t)
	first := crawlPaper(t, exitDone, flags, "--max-time", "600ms")
	if first.ArticlesNew >= 4 || first.Outcome != news.RunLimited || len(first.Warnings) == 0 {
		t.Errorf("--max-time: %+v", first)
	}
	if second := crawlPaper(t, exitDone, flags); first.ArticlesNew+second.ArticlesNew != 4 {
		t.Errorf("%d and then %d new, want 4 in all", first.ArticlesNew, second.ArticlesNew)
	}
}

func TestDueOnlyWaitsForTheTimeOfAnArticle(t *testing.T) {
	p := &paper{stories: 3}
	flags, _ := p.serve(t)
	crawlPaper(t, exitDone, flags)
	for _, tt := range []struct {
		flag []string
		want int
	}{{nil, 3}, {[]string{"--due-only"}, 0}} {
		before := len(p.seen())
		crawlPaper(t, exitDone, flags, tt.flag...)
		stories := 0
		for _, path := range p.seen()[before:] {
			if strings.HasPrefix(path, "/town/story-") {
				stories++
			}
		}
		if stories != tt.want {
			t.Errorf("crawl %q right after a crawl asked for %d stories, want %d", tt.flag, stories, tt.want)
		}
	}
}

func TestEveryRunReadsTheSameSections(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "demo.db")
	crawlDemo(t, archive)
	crawlDemo(t, archive)
	db := open(t, archive)
	if once := rows(t, db, `SELECT p.url FROM visit v JOIN page p ON p.id = v.page_id WHERE p.role = 'section' GROUP BY 1 HAVING count(*) < 2`); len(once) > 0 {
		t.Errorf("section pages that only one of two runs read: %q", once)
	}
	if further := rows(t, db, `SELECT url FROM page WHERE role = 'section' AND depth > 1`); len(further) < 3 {
		t.Errorf("further section pages: %q; this test has lost its object", further)
	}
}

func TestARunThatGotNothingHasFailed(t *testing.T) {
	p := &paper{stories: 1}
	srv := httptest.NewServer(p)
	flags, _ := p.serve(t)
	srv.Close()
	down := strings.Replace(read(t, flags[3]+"/paper.yaml"), "home: http://127.0.0.1:", "home: "+srv.URL+"/ #", 1)
	if err := os.WriteFile(flags[3]+"/paper.yaml", []byte(down), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := crawlPaper(t, exitFailed, flags)
	if sum.Outcome != news.RunFailed || len(sum.Warnings) == 0 || !strings.Contains(sum.Warnings[0], "refused") {
		t.Errorf("a site that is down: outcome %s, warnings %q; want failed and why", sum.Outcome, sum.Warnings)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOneBrokenPageIsReported(t *testing.T) {
	p := &paper{stories: 4, broken: func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "boom", http.StatusInternalServerError)
	}}
	flags, home := p.serve(t)
	sum := crawlPaper(t, exitPartial, flags)
	if len(sum.Failed) != 1 || sum.Failed[0].URL != home+"/town/story-2" || sum.Failed[0].Class != news.FailServer {
		t.Errorf("failed = %+v, want story 2 as http_5xx", sum.Failed)
	}
	if sum.ArticlesNew != 3 {
		t.Errorf("%d new, want the other 3", sum.ArticlesNew)
	}
}

func TestASiteThatRefusesUsIsLeftAlone(t *testing.T) {
	p := &paper{stories: 20, all: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "cloudflare")
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `<!doctype html><html><head><title>Just a moment...</title></head><body><div id="challenge-error-text">Enable JavaScript and cookies to continue</div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script></body></html>`)
	}}
	flags, _ := p.serve(t)
	sum := crawlPaper(t, exitBlocked, flags)
	if sum.Outcome != news.RunBlocked || sum.ArticlesNew != 0 || len(sum.Blocked) != 3 {
		t.Errorf("outcome %s, %d new, %d blocked; want blocked, 0 and 3: then the run stops", sum.Outcome, sum.ArticlesNew, len(sum.Blocked))
	}
}

func TestASecondRunSaysWhoHoldsTheArchive(t *testing.T) {
	p := &paper{stories: 30, slow: 200 * time.Millisecond}
	flags, _ := p.serve(t)
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"crawl", "paper"}, flags...)
	first := exec.Command(bin, args...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return len(p.seen()) > 8 })
	_, errs := newskeep(t, []int{exitHeld}, args...)
	if !strings.Contains(errs, fmt.Sprint(first.Process.Pid)) {
		t.Errorf("the second run does not name process %d:\n%s", first.Process.Pid, errs)
	}

	// And SIGTERM stops the first one after saving.
	if err := first.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(first.Wait()); code != exitSignal {
		t.Errorf("after SIGTERM: status %d, want %d", code, exitSignal)
	}
	p.mu.Lock()
	p.slow = 0
	p.mu.Unlock()
	if sum := crawlPaper(t, exitDone, flags); sum.ArticlesNew == 0 || sum.ArticlesNew > 25 {
		t.Errorf("the run after it found %d new; want some, and not what the first one had", sum.ArticlesNew)
	}
}

func (p *paper) seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.asked...)
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for range 200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("waited ten seconds in vain")
}

func TestABrokenProfileStopsOnlyItsOwnSite(t *testing.T) {
	p := &paper{stories: 2}
	flags, _ := p.serve(t)
	if err := os.WriteFile(filepath.Join(flags[3], "broken.yaml"), []byte("name: broken\nhmoe: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	crawlPaper(t, exitDone, flags)
	for _, args := range [][]string{{"crawl", "broken"}, {"crawl", "--all"}, {"sites"}} {
		if _, errs := newskeep(t, []int{exitUsage}, append(args, flags...)...); !strings.Contains(errs, "broken.yaml:2:1") {
			t.Errorf("newskeep %s does not name the mistake:\n%s", strings.Join(args, " "), errs)
		}
	}
}

func TestAddressesAreKnownInAnyForm(t *testing.T) {
	p := &paper{stories: 1}
	flags, home := p.serve(t)
	crawlPaper(t, exitDone, flags)
	for _, form := range []string{"/town/story-1", "/town/story-1/", "/town/story-1?utm_source=x#top"} {
		if out, _ := newskeep(t, []int{exitDone}, append([]string{"show", home + form}, flags...)...); !strings.Contains(out, "council meets") {
			t.Errorf("show %s gives\n%s", form, out)
		}
	}
}

func TestLostOutputIsAnError(t *testing.T) {
	p := &paper{stories: 1}
	flags, _ := p.serve(t)
	crawlPaper(t, exitDone, flags)
	for _, command := range []string{"search council", "status", "schema", "sites", "export"} {
		var errs strings.Builder
		status := run(t.Context(), append(strings.Fields(command), flags...), strings.NewReader(""), fullDisk{}, &errs)
		if status != exitFailed || !strings.Contains(errs.String(), "disk is full") {
			t.Errorf("newskeep %s onto a full disk: status %d\n%s", command, status, errs.String())
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestUsageErrors(t *testing.T) {
	dir := t.TempDir()
	bad := "name: bad\nhome: https://bad.example/\nsectoins: []\n"
	if err := os.WriteFile(filepath.Join(dir, "bad.yaml"), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"crawl"}, "--all"},
		{[]string{"search", "x", "--format", "foo"}, "jsonl"},
		{[]string{"export", "--json"}, "--format"},
		{[]string{"placements", "--module", "foo"}, "most_read"},
		{[]string{"status", "-a", filepath.Join(dir, "no", "such.db")}, "crawl a site first"},
		{[]string{"crawl", "demo", "-a", filepath.Join(dir, "no", "such.db")}, "no folder"},
		{[]string{"sites", "--profiles", filepath.Join(dir, "none")}, "none"},
		{[]string{"crawl", "nosuchsite"}, "nosuchsite"},
		{[]string{"crawl", "almayadeen-en", "--only", "Gardening", "--dry-run"}, "Gardening"},
		{[]string{"crwal"}, "crwal"},
		{[]string{"crawl", "demo", "--limt", "3"}, "limt"},
		{[]string{"sites", "--profiles", dir}, "bad.yaml:3:1"},
		{[]string{"search", `"unclosed`, "-a", filepath.Join(dir, "x.db")}, ""},
		{[]string{"extract", filepath.Join(dir, "nofile.html")}, "nofile.html"},
	} {
		_, errs := newskeep(t, []int{exitUsage, exitFailed}, tt.args...)
		if !strings.Contains(errs, tt.says) || strings.Contains(errs, "panic") {
			t.Errorf("newskeep %s says\n%s\nwant %q in it", strings.Join(tt.args, " "), errs, tt.says)
		}
	}
}

// A page that lists show for ever and that is not there is missed a few times, and
// then left alone and counted, until it may have been mended.
func TestADeadPageIsNotToldEveryNight(t *testing.T) {
	p := &paper{stories: 3, broken: http.NotFound}
	flags, _ := p.serve(t)
	for night, want := range []int{exitPartial, exitPartial, exitPartial, exitDone, exitDone} {
		sum := crawlPaper(t, want, flags)
		if dead := sum.Dropped["dead"]; (dead > 0) != (want == exitDone) {
			t.Errorf("night %d: %d dead", night+1, dead)
		}
	}
	db, err := sql.Open("sqlite", flags[1])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE page SET last_visit = '2020-01-01T00:00:00.000Z' WHERE url LIKE '%/story-2'`); err != nil {
		t.Fatal(err)
	}
	p.broken = nil
	if sum := crawlPaper(t, exitDone, flags); sum.ArticlesNew != 1 {
		t.Errorf("mended after a month: %d new, want 1", sum.ArticlesNew)
	}
}

// A robots.txt that cannot be had is told with its status, and all that was asked
// for it is counted.
func TestRobotsThatCannotBeHad(t *testing.T) {
	p := &paper{stories: 3}
	asked := 0
	flags, _ := p.serveBy(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Error(w, "down", http.StatusServiceUnavailable)
	}))
	sum := crawlPaper(t, exitFailed, flags)
	if sum.Requests != asked || asked < 2 || !strings.Contains(sum.Failed[0].Reason, "HTTP 503") || !strings.Contains(sum.Warnings[0], "HTTP 503") {
		t.Errorf("%d requests counted of %d, %v, %q", sum.Requests, asked, sum.Failed, sum.Warnings)
	}
}
