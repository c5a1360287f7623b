package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// soakSlices is into how many parts a soak is cut: the crawl stops while the
// loops it is compared with do as many pages, so that all see the same machine.
const soakSlices = 8

// TestSoak crawls a site of NEWSKEEP_SOAK stories (300 when not set) at full
// speed, with faults: by net/http, html.Parse and links alone; by our client and
// the profile's rules for addresses in place of net/http; and by the whole
// program. It logs the processor time of a thousand pages and the memory held,
// and asserts that memory does not grow with the pages and that verify finds
// nothing.
func TestSoak(t *testing.T) {
	stories := 300
	if n, err := strconv.Atoi(os.Getenv("NEWSKEEP_SOAK")); err == nil {
		stories = n
	}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	walked, crawled := soakServer(t, stories), soakServer(t, stories)
	p := soakProfile(t, dir, crawled)
	client := fetch.New(fetch.Options{AllowPrivate: true})
	defer client.Close()
	bare, lean := newWalk(walked, bareGet), newWalk(walked, func(u string) ([]byte, error) {
		r, err := client.Get(t.Context(), fetch.Request{URL: u})
		if class := fetch.Classify(r, err); class != "" {
			return nil, fmt.Errorf("%s", class)
		}
		return r.Body, nil
	})
	lean.wanted = func(u *url.URL) (string, bool) {
		u, err := url.Parse(p.Normalize(u))
		return u.String(), err == nil && strings.HasPrefix(u.Path, "/list-") || p.IsArticle(u)
	}

	archive := filepath.Join(dir, "soak.db")
	crawl := exec.Command(bin, "crawl", "soak", "--json", "--profiles", dir, "-a", archive)
	var out, errs bytes.Buffer
	crawl.Stdout, crawl.Stderr = &out, &errs
	if err := crawl.Start(); err != nil {
		t.Fatal(err)
	}
	whole := &soaked{pid: crawl.Process.Pid}
	done := make(chan error, 1)
	go func() { done <- crawl.Wait() }()
	parts := make([]soakPart, 0, soakSlices)
	for i := range soakSlices {
		last := i == soakSlices-1
		before, pages := whole.cpu, whole.pages
		if last {
			whole.peak = 0
			err = whole.until(t, crawled, 0, done)
		} else {
			whole.peak = 0
			if err = whole.until(t, crawled, stories*(i+1)/soakSlices, done); err != nil {
				t.Fatalf("crawl ended early: %v\n%s%s", err, out.String(), errs.String())
			}
			whole.signal(t, syscall.SIGSTOP)
		}
		if last {
			u := crawl.ProcessState
			whole.cpu = u.UserTime() + u.SystemTime()
		}
		part := soakPart{whole: soakCost{whole.cpu - before, whole.pages - pages}, anon: whole.peak}
		part.bare, part.lean = bare.on(t, part.whole.pages), lean.on(t, part.whole.pages)
		parts = append(parts, part)
		if !last {
			whole.signal(t, syscall.SIGCONT)
		}
	}
	if code := exitCode(err); code != exitPartial {
		t.Fatalf("crawl: status %d\n%s%s", code, out.String(), errs.String())
	}
	var sum news.Summary
	if err := json.Unmarshal(out.Bytes(), &sum); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages fetched, %d articles, %d failed, %d requests\n%s", sum.PagesFetched, sum.ArticlesNew, len(sum.Failed), sum.Requests, soakTable(parts))
	if sum.PagesFetched < stories*9/10 {
		t.Errorf("%d pages fetched of %d stories", sum.PagesFetched, stories)
	}
	half, end := parts[soakSlices/2-1].anon, parts[soakSlices-1].anon
	if half == 0 || end > half+half/10+32<<20 {
		t.Errorf("memory: at most %d MB in the fourth part of %d, %d MB in the last", half>>20, soakSlices, end>>20)
	}
	if out, err := exec.Command(bin, "verify", "-a", archive).CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

func soakProfile(t *testing.T, dir, home string) *profile.Profile {
	t.Helper()
	text := fmt.Sprintf(`name: soak
language: en
home: %s/list-1
allow_private: true
politeness: {delay: 0s, backoff: 10ms, retries: 1, timeout: 10m}
sections: [{name: List, url: /list-1}]
articles: {include: ['^/story-\d+$']}
max_pages: 1000
`, home)
	if err := os.WriteFile(filepath.Join(dir, "soak.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse("soak.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// soakCost is what some pages took.
type soakCost struct {
	cpu   time.Duration
	pages int
}

func (c soakCost) perThousand() float64 { return c.cpu.Seconds() / float64(max(c.pages, 1)) * 1000 }

// soakPart is one part of a soak.
type soakPart struct {
	bare, lean, whole soakCost
	anon              int64 // most memory of its own the program held, in bytes
}

func soakTable(parts []soakPart) string {
	var b strings.Builder
	b.WriteString("CPU-s per 1,000 pages, ratios to the bare loop of the same part\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "part\tpages\tbare\tclient\twhole\tclient/bare\twhole/bare\tMB held\t")
	var all soakPart
	row := func(name any, p soakPart) {
		bare := p.bare.perThousand()
		fmt.Fprintf(w, "%v\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%d\t\n", name, p.whole.pages, bare, p.lean.perThousand(), p.whole.perThousand(),
			p.lean.perThousand()/bare, p.whole.perThousand()/bare, p.anon>>20)
	}
	add := func(c *soakCost, d soakCost) { c.cpu, c.pages = c.cpu+d.cpu, c.pages+d.pages }
	for i, p := range parts {
		row(i+1, p)
		add(&all.bare, p.bare)
		add(&all.lean, p.lean)
		add(&all.whole, p.whole)
		all.anon = max(all.anon, p.anon)
	}
	row("all", all)
	_ = w.Flush()
	return b.String()
}

// walk is a crawl without reading and archive: get a page, parse it, take its
// links, and get those that are new.
type walk struct {
	base   *url.URL
	get    func(string) ([]byte, error)
	wanted func(*url.URL) (string, bool) // nil: all
	queue  []string
	seen   map[string]bool
}

func newWalk(home string, get func(string) ([]byte, error)) *walk {
	base, _ := url.Parse(home + "/list-1")
	return &walk{base: base, get: get, queue: []string{base.String()}, seen: map[string]bool{base.String(): true}}
}

// on goes on for so many answers, failed ones too.
func (w *walk) on(t *testing.T, pages int) (c soakCost) {
	t.Helper()
	began := cpu(t)
	for len(w.queue) > 0 && c.pages < pages {
		at := w.queue[0]
		w.queue = w.queue[1:]
		c.pages++
		body, err := w.get(at)
		if err != nil {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "a" {
				for _, a := range n.Attr {
					if a.Key == "href" {
						w.link(a.Val)
					}
				}
			}
		}
	}
	c.cpu = cpu(t) - began
	return c
}

func (w *walk) link(href string) {
	u, err := w.base.Parse(href)
	if err != nil {
		return
	}
	key, wanted := u.String(), strings.HasPrefix(u.Path, "/list-") || strings.HasPrefix(u.Path, "/story-")
	if w.wanted != nil {
		key, wanted = w.wanted(u)
	}
	if wanted && !w.seen[key] {
		w.seen[key] = true
		w.queue = append(w.queue, key)
	}
}

func bareGet(u string) ([]byte, error) {
	r, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, r.Body)
		return nil, fmt.Errorf("status %d", r.StatusCode)
	}
	return io.ReadAll(r.Body)
}

// cpu is the time this process has worked.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// soaked is the program while it crawls.
type soaked struct {
	pid   int
	cpu   time.Duration
	pages int   // the site has answered
	peak  int64 // most memory of its own, in bytes, since it was last reset
}

// until watches the program until the site has answered so many requests; 0: until
// it ends. The error is how it ended.
func (p *soaked) until(t *testing.T, site string, pages int, done <-chan error) error {
	t.Helper()
	for {
		select {
		case err := <-done:
			p.pages = served(t, site)
			return err
		case <-time.After(50 * time.Millisecond):
		}
		p.look()
		if p.pages = served(t, site); pages > 0 && p.pages >= pages {
			return nil
		}
	}
}

func served(t *testing.T, site string) int {
	t.Helper()
	text, err := bareGet(site + "/served")
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// look reads what the system says about the program, if it still runs.
func (p *soaked) look() {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return
	}
	const tick = 10 * time.Millisecond // USER_HZ is 100 on every port of Linux
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.Atoi(fields[11]) // counted from the state, proc_pid_stat(5)
	system, _ := strconv.Atoi(fields[12])
	p.cpu = time.Duration(user+system) * tick
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid))
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(kb)[0], 10, 64)
			p.peak = max(p.peak, n<<10)
		}
	}
}

func (p *soaked) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(p.pid, s); err != nil {
		t.Fatal(err)
	}
	p.look()
}
