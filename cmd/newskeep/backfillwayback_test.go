package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// oldStory is a story of the town as it was captured.
func oldStory(n int, words string) string {
	return fmt.Sprintf(`<!doctype html><html lang=en><head><title>The old bridge, part %[1]d</title></head>
<body><main><article><h1>The old bridge, part %[1]d</h1><p>By Ada Quill</p><time datetime="2023-%02[2]d-03T08:00:00Z">then</time>
<p>The council of the town met on Monday evening to talk about the old bridge over the river, which was closed after the flood of last autumn.</p>
<p>%[3]s Repairs took until the summer, an engineer told the meeting, and the ferry ran twice as often while the work went on.</p>
</article></main></body></html>`, n, 1+n%12, words)
}

// archivedPaper is a paper whose old stories only a web archive has.
func archivedPaper(t *testing.T, months, each int) (w *waybackServer, flags []string, home string) {
	t.Helper()
	p := &paper{stories: 1}
	flags, home = p.serve(t)
	host := strings.TrimPrefix(home, "http://")
	w = &waybackServer{}
	w.captures = append(w.captures, captured{"20240103040506", home + "/", "text/html", "200", "HOME", "<html>home</html>"})
	n := 100
	for month := range months {
		for range each {
			n++
			ts := fmt.Sprintf("2024%02d%02d120000", month+1, 2+n%25)
			w.captures = append(w.captures, captured{ts, fmt.Sprintf("http://%s/town/story-%d", host, n), "text/html", "200", fmt.Sprint("D", n), oldStory(n, "")})
		}
	}
	file := filepath.Join(flags[3], "paper.yaml")
	text := read(t, file) + "wayback: {url: \"" + w.serve(t) + "\", delay: 0s}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return w, flags, home
}

func backfillWayback(t *testing.T, want int, flags []string, more ...string) (sum news.Summary) {
	t.Helper()
	out, _ := newskeep(t, []int{want}, append(append([]string{"backfill", "paper", "--source", "wayback", "--json"}, flags...), more...)...)
	decode(t, out, &sum)
	return sum
}

func TestBackfillFromWayback(t *testing.T) {
	w, flags, home := archivedPaper(t, 3, 3)
	story := func(n int) string { return fmt.Sprintf("%s/town/story-%d", home, n) }
	w.most = 2
	w.captures = append(w.captures,
		// A later state of 101, the same again, and what is nothing for an archive of news.
		captured{"20240220080000", story(101), "text/html", "200", "D101b", oldStory(101, "This was added later.")},
		captured{"20240221080000", story(101), "warc/revisit", "-", "D101b", ""},
		captured{"20240221090000", story(102), "text/html", "404", "GONE", "gone"},
		captured{"20240221090000", home + "/town/pic.jpg", "image/jpeg", "200", "PIC", "jpeg"},
		captured{"20240221090000", home + "/about", "text/html", "200", "ABOUT", "<html>about</html>"},
		captured{"20240222090000", "http://elsewhere.example/town/story-1", "text/html", "200", "ELSE", "else"},
		// Listed, and not to be had: the site has asked the archive to close it.
		captured{"20240223090000", story(900), "text/html", "200", "CLOSED", ""},
	)
	crawlPaper(t, exitDone, flags)

	var e scraper.Estimate
	out, _ := newskeep(t, []int{exitDone}, append([]string{"backfill", "paper", "--source", "wayback", "--dry-run", "--json", "--from", "2024-01-01", "--to", "2024-03-31"}, flags...)...)
	decode(t, out, &e)
	if e.Lists != 3 || e.Articles < 3 || e.Known != 0 || e.Requests < e.Articles {
		t.Errorf("the estimate is %+v, want 3 months", e)
	}
	if got := w.seen("/web/"); len(got) != 0 {
		t.Errorf("--dry-run asked for captures: %q", got)
	}

	span := []string{"--from", "2024-01-01", "--to", "2024-03-31"}
	asked := len(w.seen(""))
	sum := backfillWayback(t, exitPartial, flags, span...)
	if sum.ArticlesNew != 9 || len(sum.Failed) != 1 || sum.Failed[0].URL != story(900) || sum.Failed[0].Class != news.FailClient {
		t.Errorf("%+v", sum)
	}
	if w.worst != 1 {
		t.Errorf("%d requests at once", w.worst)
	}
	db := open(t, flags[1])
	if got := fmt.Sprint(rows(t, db, `SELECT via || ' ' || outcome || ' ' || count(*) FROM visit v JOIN page p ON p.id = v.page_id WHERE p.role IN ('article', 'other') GROUP BY via, outcome ORDER BY 1`)); strings.Count(got, "wayback fetched 9")+strings.Count(got, "live fetched 1") != 2 {
		t.Errorf("visits: %s", got)
	}
	if got := rows(t, db, `SELECT first_seen || ' ' || published_at FROM article WHERE url = '`+story(101)+`'`); fmt.Sprint(got) != "[2024-01-03T12:00:00.000Z 2023-06-03T08:00:00Z]" {
		t.Errorf("story 101: %q, want its earliest capture", got)
	}
	if got := rows(t, db, `SELECT origin FROM visit WHERE via = 'wayback' AND outcome = 'fetched' AND origin NOT LIKE '%/web/2024%id_/http://%'`); len(got) > 0 {
		t.Errorf("origins: %q", got)
	}
	if got := rows(t, db, `SELECT headers FROM visit WHERE via = 'wayback' AND outcome = 'fetched' LIMIT 1`); !strings.Contains(fmt.Sprint(got), `"Server":["paper/1.0"]`) || strings.Contains(fmt.Sprint(got), "Memento") {
		t.Errorf("the header is not the site's: %q", got)
	}
	// From old to new, one capture of each.
	captures := w.seen("/web/")
	if !slices.IsSortedFunc(captures, func(a, b string) int { return strings.Compare(a[:len("/web/202401")], b[:len("/web/202401")]) }) || len(captures) != 11 {
		t.Errorf("the order of %d captures is %q", len(captures), captures)
	}
	// What the index was asked is in the ledger, too.
	if got := len(w.seen("")) - asked; sum.Requests != got {
		t.Errorf("the ledger has %d requests, the web archive had %d", sum.Requests, got)
	}
	if got := rows(t, db, `SELECT requests FROM run_ledger ORDER BY run_id DESC LIMIT 1`); got[0] != fmt.Sprint(sum.Requests) {
		t.Errorf("the view of the ledger has %s requests, want %d", got[0], sum.Requests)
	}
	if got := rows(t, db, `SELECT count(*) FROM frontier f JOIN page p ON p.id = f.page_id WHERE p.url <> '`+story(1)+`' AND p.role = 'article'`); got[0] != "0" {
		t.Errorf("%s old stories are due", got[0])
	}

	// Again: nothing is asked for, not even the index.
	mark := len(w.seen(""))
	if sum := backfillWayback(t, exitDone, flags, span...); sum.ArticlesNew+sum.ArticlesUnchanged+sum.ArticlesChanged != 0 {
		t.Errorf("again: %+v", sum)
	}
	if got := w.seen("/web/"); len(got) > len(captures) {
		t.Errorf("again, it asked for captures: %q", got[len(captures):])
	}
	if got := w.seen("")[mark:]; len(got) > 0 {
		t.Errorf("again, it asked for %q", got)
	}

	// Every state: the later one of 101 finds its place, what is there is not asked again.
	mark = len(w.seen("/web/"))
	backfillWayback(t, exitPartial, flags, append(span, "--every")...)
	for _, s := range w.seen("/web/")[mark:] {
		if !strings.Contains(s, "story-101") && !strings.Contains(s, "story-900") {
			t.Errorf("--every asked for %s again", s)
		}
	}
	if got := fmt.Sprint(rows(t, db, `SELECT r.number || ' ' || r.class || ' ' || substr(r.first_seen, 1, 10) FROM revision r JOIN article a ON a.id = r.article_id WHERE a.url = '`+story(101)+`' ORDER BY r.number`)); got != "[1 first 2024-01-03 2 substantive 2024-02-20]" {
		t.Errorf("the history of story 101: %s", got)
	}
	newskeep(t, []int{exitDone}, append([]string{"verify"}, flags[:2]...)...)
}

// Without a span it begins with the first capture of the home page.
func TestBackfillFromWaybackGoesBackToTheFirstCapture(t *testing.T) {
	w, flags, _ := archivedPaper(t, 2, 1)
	if sum := backfillWayback(t, exitDone, flags); sum.ArticlesNew != 2 {
		t.Errorf("%+v", sum)
	}
	for _, s := range w.seen("/cdx/") {
		if strings.Contains(s, "from=2023") {
			t.Errorf("it asked for what was before the first capture: %s", s)
		}
	}
}

func TestBackfillFromWaybackKeepsItsBudget(t *testing.T) {
	w, flags, _ := archivedPaper(t, 2, 3)
	span := []string{"--from", "2024-01-01", "--to", "2024-02-29", "--requests", "2"}
	total := 0
	for i := range 12 {
		mark := len(w.seen(""))
		sum := backfillWayback(t, exitDone, flags, span...)
		total += sum.ArticlesNew
		// Robots.txt, the survey and the budget.
		if got := len(w.seen("")) - mark; got > 2+2+2+2 {
			t.Errorf("with --requests 2 it asked for %d things", got)
		}
		if sum.Outcome == news.RunDone {
			break
		}
		if i == 11 {
			t.Errorf("it does not come to an end: %+v", sum)
		}
	}
	if total != 6 {
		t.Errorf("%d articles in small steps, want 6", total)
	}
}

func TestBackfillFromWaybackStopsInTime(t *testing.T) {
	w, flags, _ := archivedPaper(t, 1, 8)
	w.fault = func(_ http.ResponseWriter, path string) bool {
		if strings.HasPrefix(path, "/web/") {
			time.Sleep(100 * time.Millisecond)
		}
		return false
	}
	span := []string{"--from", "2024-01-01", "--to", "2024-01-31"}
	first := backfillWayback(t, exitDone, flags, append(span, "--max-time", "300ms")...)
	if first.Outcome != news.RunLimited || first.ArticlesNew >= 8 || len(first.Warnings) == 0 {
		t.Errorf("--max-time: %+v", first)
	}
	index := len(w.seen("/cdx/"))
	if rest := backfillWayback(t, exitDone, flags, span...); first.ArticlesNew+rest.ArticlesNew != 8 {
		t.Errorf("%d and then %d new, want 8 in all", first.ArticlesNew, rest.ArticlesNew)
	}
	if got := len(w.seen("/cdx/")) - index; got > 0 {
		t.Errorf("the second asked the index %d times", got)
	}
	asked := w.seen("/web/")
	if slices.Sort(asked); len(slices.Compact(slices.Clone(asked))) < 9 || len(asked) > 10 {
		t.Errorf("captures were asked for: %q", asked)
	}
}

// The earliest capture of an article is kept, also when a later one came first: of a
// gap in the ledger, or by a backfill over another span.
func TestBackfillFromWaybackKeepsTheEarliestCapture(t *testing.T) {
	w, flags, home := archivedPaper(t, 1, 2)
	address := home + "/town/story-101"
	w.captures = append(w.captures,
		captured{"20240305120000", address, "text/html", "200", "D101c", oldStory(101, "This is the third state.")},
		captured{"20240205120000", address, "text/html", "200", "D101b", oldStory(101, "This is the second state.")},
		captured{"20240405120000", address, "text/html", "200", "D101", oldStory(101, "")})
	seen := func() string {
		return fmt.Sprint(rows(t, open(t, flags[1]), `SELECT substr(r.first_seen, 1, 10) || ' ' || r.class FROM revision r JOIN article a ON a.id = r.article_id WHERE a.url = '`+address+`' ORDER BY r.number`))
	}
	for _, step := range []struct{ from, to, want string }{
		{"2024-03-01", "2024-04-30", "[2024-03-05 first]"},
		{"2024-01-01", "2024-04-30", "[2024-01-03 first 2024-03-05 substantive]"},
		{"2024-02-01", "2024-04-30", "[2024-01-03 first 2024-03-05 substantive]"},
	} {
		backfillWayback(t, exitDone, flags, "--from", step.from, "--to", step.to)
		if got := seen(); got != step.want {
			t.Errorf("from %s to %s: %s, want %s", step.from, step.to, got, step.want)
		}
	}
	// A state that came back is one of those that were captured.
	backfillWayback(t, exitDone, flags, "--from", "2024-01-01", "--to", "2024-04-30", "--every")
	if got, want := seen(), "[2024-01-03 first 2024-02-05 substantive 2024-03-05 substantive 2024-04-05 substantive]"; got != want {
		t.Errorf("--every: %s, want %s", got, want)
	}
}

// Captured front pages say what stood where when they were captured, and nothing
// about what stands there now.
func TestBackfillFromWaybackPlacesStories(t *testing.T) {
	w, flags, home := archivedPaper(t, 2, 3)
	front := func(stories ...int) string {
		list := ""
		for _, n := range stories {
			list += fmt.Sprintf(`<li><article><h2><a href="/town/story-%[1]d">The old bridge, part %[1]d</a></h2></article></li>`, n)
		}
		return `<!doctype html><html lang=en><head><title>Paper</title></head><body><main><ul>` + list + `</ul></main></body></html>`
	}
	w.captures[0].body = front(101, 102, 103)
	w.captures = append(w.captures,
		captured{"20240110080000", home + "/", "text/html", "200", "HOME2", front(103, 101, 102)}, // the second of a month
		captured{"20240215080000", home + "/", "text/html", "200", "HOME3", front(104, 105, 103)})
	crawlPaper(t, exitDone, flags)
	now := func() string {
		out, _ := newskeep(t, []int{exitDone}, append([]string{"placements", "--module", "home", "--as-of", time.Now().Add(time.Hour).UTC().Format(time.RFC3339), "--json"}, flags...)...)
		return out
	}
	live := now()
	backfillWayback(t, exitDone, flags, "--from", "2024-01-01", "--to", "2024-02-29")
	if got := now(); got != live {
		t.Errorf("what stands on the front page now was\n%s\nand is\n%s", live, got)
	}
	for at, want := range map[string]string{
		"2024-01-03T04:05:06Z": "1 story-101 wayback, 2 story-102 wayback, 3 story-103 wayback, ",
		"2024-02-15T08:00:00Z": "1 story-104 wayback, 2 story-105 wayback, 3 story-103 wayback, ", // as on the page, though 103 stood there since January
	} {
		out, _ := newskeep(t, []int{exitDone}, append([]string{"placements", "--module", "home", "--as-of", at, "--json"}, flags...)...)
		var list []store.Placement
		decode(t, out, &list)
		got := ""
		for _, p := range list {
			got += fmt.Sprintf("%d %s %s, ", p.Slot, p.URL[strings.LastIndex(p.URL, "/")+1:], p.Via)
		}
		if got != want {
			t.Errorf("at %s: %s, want %s", at, got, want)
		}
	}
	if n := len(w.seen("/web/20240110080000")); n != 0 {
		t.Error("a second capture of a month was asked for")
	}
	newskeep(t, []int{exitDone}, append([]string{"verify"}, flags[:2]...)...)
}

// The web archive is asked no more than 24 things in a minute, and left alone for as
// long as it asks; the time is that of a bubble.
func TestBackfillFromWaybackTakesItsTime(t *testing.T) {
	w, flags, _ := archivedPaper(t, 2, 3)
	w.server.Config.SetKeepAlivesEnabled(false) // an idle connection would keep the bubble's time from moving on
	var busy atomic.Bool
	w.fault = func(rw http.ResponseWriter, path string) bool {
		if !strings.Contains(path, "story-102") || !busy.CompareAndSwap(false, true) {
			return false
		}
		rw.Header().Set("Retry-After", "110")
		rw.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	file := filepath.Join(flags[3], "paper.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(read(t, file), ", delay: 0s}\n", "}\n", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p := paperProfile(t, flags)
	if p.Wayback.Delay != 2500*time.Millisecond {
		t.Fatalf("the delay is %s", p.Wayback.Delay)
	}
	synctest.Test(t, func(t *testing.T) {
		a := &app{archive: flags[1], stdout: io.Discard, stderr: io.Discard, quiet: true}
		a.now = func() time.Time { return time.Now().AddDate(26, 0, 0) }
		a.loaded = func() (*profile.Set, error) {
			set, err := profile.Builtin()
			if err == nil {
				set.Add(p)
			}
			return set, err
		}
		f := &backfillFlags{from: "2024-01-01", to: "2024-02-29", sources: []string{string(scraper.SourceWayback)}}
		began := time.Now()
		if err := errors.Join(f.check(), a.backfill(t.Context(), "paper", f)); err != nil {
			t.Fatal(err)
		}
		asked := len(w.seen(""))
		if took, least := time.Since(began), time.Duration(asked-2)*p.Wayback.Delay+110*time.Second; asked < 9 || took < least {
			t.Errorf("%d requests in %s, want %s or more", asked, took, least)
		}
	})
}

func TestBackfillFromWaybackInTrouble(t *testing.T) {
	span := []string{"--from", "2024-01-01", "--to", "2024-02-29"}
	t.Run("passing", func(t *testing.T) {
		w, flags, _ := archivedPaper(t, 2, 3)
		n := map[string]int{}
		w.fault = func(rw http.ResponseWriter, path string) bool {
			w.mu.Lock()
			defer w.mu.Unlock()
			n[path]++
			switch {
			case n[path] > 1:
				return false
			case strings.Contains(path, "cdx") && strings.Contains(path, "from=202402"):
				fmt.Fprint(rw, `[["timestamp","original"],["20240201`)
			case strings.Contains(path, "cdx"):
				rw.WriteHeader(http.StatusServiceUnavailable)
			case strings.Contains(path, "story-101"):
				rw.Header().Set("Retry-After", "1")
				rw.WriteHeader(http.StatusTooManyRequests)
			case strings.Contains(path, "story-102"):
				rw.WriteHeader(http.StatusBadGateway)
			default:
				return false
			}
			return true
		}
		if sum := backfillWayback(t, exitDone, flags, span...); sum.ArticlesNew != 6 || sum.Outcome != news.RunDone {
			t.Errorf("%+v", sum)
		}
	})
	t.Run("a capture that fails is tried by the next", func(t *testing.T) {
		w, flags, _ := archivedPaper(t, 1, 3)
		var bad atomic.Bool
		bad.Store(true)
		w.fault = func(rw http.ResponseWriter, path string) bool {
			if !bad.Load() || !strings.Contains(path, "story-102") {
				return false
			}
			rw.WriteHeader(http.StatusBadGateway)
			return true
		}
		if sum := backfillWayback(t, exitPartial, flags, span...); sum.ArticlesNew != 2 || len(sum.Failed) != 1 || sum.Failed[0].Class != news.FailServer {
			t.Errorf("%+v", sum)
		}
		bad.Store(false)
		if sum := backfillWayback(t, exitDone, flags, span...); sum.ArticlesNew != 1 {
			t.Errorf("the next: %+v", sum)
		}
	})
	t.Run("asked to stay away", func(t *testing.T) {
		w, flags, _ := archivedPaper(t, 1, 3)
		w.fault = func(rw http.ResponseWriter, path string) bool {
			if !strings.Contains(path, "/web/") {
				return false
			}
			rw.Header().Set("Retry-After", "3600")
			rw.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		sum := backfillWayback(t, exitFailed, flags, span...)
		if sum.Outcome != news.RunFailed || !strings.Contains(fmt.Sprint(sum.Warnings), "left alone") {
			t.Errorf("%+v", sum)
		}
		mark := len(w.seen("/web/"))
		if mark != 1 {
			t.Errorf("it asked %d times", mark)
		}
		backfillWayback(t, exitFailed, flags, span...)
		if got := w.seen("/web/"); len(got) != mark {
			t.Errorf("the next asked within the hour: %q", got[mark:])
		}
	})
	t.Run("closed", func(t *testing.T) {
		w, flags, _ := archivedPaper(t, 1, 3)
		w.fault = func(rw http.ResponseWriter, path string) bool {
			if !strings.Contains(path, "cdx") {
				return false
			}
			rw.WriteHeader(http.StatusForbidden)
			fmt.Fprint(rw, "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error")
			return true
		}
		sum := backfillWayback(t, exitBlocked, flags, span...)
		if sum.Outcome != news.RunBlocked || !strings.Contains(fmt.Sprint(sum.Warnings), "does not give its index") {
			t.Errorf("%+v", sum)
		}
		if got := len(w.seen("/cdx/")); got > 2 {
			t.Errorf("it asked a closed index %d times", got)
		}
	})
}
