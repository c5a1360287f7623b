package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/store/warc"
)

// aPage is a saved page of a paper that has no profile. Head goes into its head.
func aPage(head, headline string) string {
	return `<!DOCTYPE html>` + head + `<html lang="en"><head><meta charset="utf-8"><title>` + headline + ` | The Ford Courier</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2023-05-01T09:00:00Z"></head><body><article><h1>` + headline + `</h1>
<p class="byline">By Ada Quill</p><p>The river rose by two metres on Monday night and stood at the door of the old mill by morning.</p>
<p>Nobody was hurt, said the miller, who had moved his flour to the upper floor a week before.</p>
<p>The council will meet on Thursday to decide whether the weir is to be rebuilt in stone.</p></article></body></html>`
}

func TestImportSavedPages(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, "pages", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2023, 6, 1, 12, 0, 0, 0, time.UTC)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file("a.html", aPage("\n<!--\n Page saved with SingleFile \n url: https://courier.test/a?x=1&amp;y=2 \n saved date: Tue May 02 2023 10:00:00 GMT+0200 (CEST)\n-->\n", "River rises at the mill"))
	file("b.htm", aPage("\n<!-- saved from url=(0024)https://courier.test/b -->\n", "Weir to be built of stone"))
	file("b_files/frame.html", aPage("", "An advertisement in a frame"))
	file("deep/c.html", strings.Replace(aPage("", "Miller keeps his flour dry"), "<title>", `<link href="https://courier.test/c" rel="canonical"><title>`, 1))
	file("notes.txt", "not a page")
	file("d.html", aPage("", "A page without an address"))
	file("e.html", "")
	archive := filepath.Join(dir, "a.db")
	want := []string{
		"https://courier.test/a?x=1&y=2|2023-05-02T08:00:00.000Z|River rises at the mill|import|a.html",
		"https://courier.test/b|2023-06-01T12:00:00.000Z|Weir to be built of stone|import|b.htm",
		"https://courier.test/c|2023-06-01T12:00:00.000Z|Miller keeps his flour dry|import|c.html",
	}
	for range 2 { // twice is once
		out, errs := newskeep(t, []int{exitPartial}, "import", "-a", archive, filepath.Join(dir, "pages"), "--generic", "--json")
		var report importReport
		decode(t, out, &report)
		if report.BadCount != 2 || report.Skipped["parts_of_a_saved_page"] != 1 || report.Skipped["other_file"] != 1 {
			t.Errorf("the report is %s, want two broken files, a folder of parts and a note left out", out)
		}
		if !strings.Contains(errs, "d.html") || !strings.Contains(errs, "--url") || !strings.Contains(errs, "--captured") {
			t.Errorf("stderr = %s, want the page without an address and what to do, and whose time was taken", errs)
		}
		got := rows(t, open(t, archive), `SELECT a.url, a.first_seen, a.headline, v.via, v.origin FROM article a JOIN visit v ON v.article_id = a.id ORDER BY 1`)
		if !slices.Equal(got, want) {
			t.Errorf("the archive has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	newskeep(t, []int{exitDone}, "import", "-a", archive, filepath.Join(dir, "pages", "d.html"), "--generic", "--url", "https://courier.test/d", "--captured", "2023-05-03T07:00:00Z")
	if n := rows(t, open(t, archive), `SELECT first_seen FROM article WHERE url = 'https://courier.test/d'`); !slices.Equal(n, []string{"2023-05-03T07:00:00.000Z"}) {
		t.Errorf("with --url and --captured: %q", n)
	}
	newskeep(t, []int{exitDone}, "verify", "-a", archive)
}

// foreign is a WARC as other tools write it, one record for each answer.
func foreign(t *testing.T, answers map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	for i, url := range []string{"blocked", "chunked", "picture", "gone", "feed"} {
		answer, ok := answers[url]
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2023-05-01T0%d:00:00Z\r\nWARC-Target-URI: <http://demo.newskeep.test/news/politics/%s>\r\n"+
			"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, i, url, len(answer), answer)
	}
	return b.Bytes()
}

func TestImportOfWhatIsNoArticle(t *testing.T) {
	page := aPage("", "River rises at the mill")
	file := filepath.Join(t.TempDir(), "foreign.warc")
	challenge := "<html><head><title>Just a moment...</title></head><body><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\"></script></body></html>"
	b := foreign(t, map[string]string{
		"blocked": "HTTP/1.1 403 Forbidden\r\nServer: cloudflare\r\nCf-Mitigated: challenge\r\nContent-Type: text/html\r\n\r\n" + challenge,
		"chunked": fmt.Sprintf("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked\nContent-Encoding: gzip\n\n%x\r\n%s\r\n0\r\n\r\n", len(page), page),
		"picture": "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff",
		"gone":    "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><title>Not found</title><body>Page not found</body></html>",
	})
	b = append(b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: what\r\n\r\n"...)
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "a.db")
	out, _ := newskeep(t, []int{exitPartial}, "import", "-a", archive, file, "--json")
	var report importReport
	decode(t, out, &report)
	if report.Kept != 3 || report.BadCount != 1 || report.Skipped["not_html"] != 1 {
		t.Errorf("the report is %s", out)
	}
	db := open(t, archive)
	if got := rows(t, db, "SELECT headline FROM article"); !slices.Equal(got, []string{"River rises at the mill"}) {
		t.Errorf("articles: %q, want the one page that is one", got)
	}
	if got := rows(t, db, "SELECT outcome, status, snapshot_id IS NOT NULL FROM visit ORDER BY at"); !slices.Equal(got, []string{"blocked|403|1", "fetched|200|1", "missing|404|1"}) {
		t.Errorf("visits: %q", got)
	}
}

// A page that is known from a capture alone was never asked for: when a list shows
// it, a crawl does, also one that looks again only at what is due.
func TestWhatIsImportedIsStillToBeAskedFor(t *testing.T) {
	p := &paper{stories: 3}
	flags, home := p.serve(t)
	file := filepath.Join(t.TempDir(), "story.html")
	if err := os.WriteFile(file, []byte(oldStory(2, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	newskeep(t, []int{exitDone}, append([]string{"import", file, "--url", home + "/town/story-2", "--captured", "2024-05-01T00:00:00Z"}, flags...)...)
	if sum := crawlPaper(t, exitDone, flags, "--due-only"); sum.ArticlesNew != 2 || sum.ArticlesChanged != 1 {
		t.Errorf("%+v", sum)
	}
	crawlPaper(t, exitDone, flags, "--due-only")
	if got := fmt.Sprint(p.storiesSince(0)); strings.Count(got, "2") != 1 {
		t.Errorf("stories asked for: %s, want each once", got)
	}
}

// A WARC that another program wrote, whole and cut off.
func TestImportOfWget(t *testing.T) {
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("wget is not here: its WARC files are not read in this run of the tests")
	}
	addr, stop, err := demo.New(demo.Options{Slow: time.Millisecond}).Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), wget, "-q", "-e", "robots=off", "--warc-file=w", "-O", "all.html",
		"http://"+demo.Host+"/", "http://"+demo.Host+"/news/politics", "http://"+demo.Host+"/style.css",
		"http://"+demo.Host+"/news/politics/new-tram-line-opens-between-harbour-and-hill", "http://"+demo.Host+"/news/politics/ferry-terminal-naming-vote")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "http_proxy=http://"+addr)
	if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 8 { // 8: one page is a 404
		t.Fatalf("wget: %v\n%s", err, out)
	}
	file := filepath.Join(dir, "w.warc.gz")
	archive := filepath.Join(dir, "w.db")
	newskeep(t, []int{exitDone}, "import", "-a", archive, file)
	got := rows(t, open(t, archive), "SELECT outcome, page_kind FROM visit ORDER BY id")
	if want := []string{"fetched|section", "fetched|section", "fetched|article", "missing|not_found"}; !slices.Equal(got, want) {
		t.Errorf("visits = %q, want %q", got, want)
	}
	newskeep(t, []int{exitDone}, "verify", "-a", archive)

	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, "cut.warc.gz")
	if err := os.WriteFile(cut, b[:len(b)-200], 0o644); err != nil {
		t.Fatal(err)
	}
	_, errs := newskeep(t, []int{exitPartial, exitDone}, "import", "-a", filepath.Join(dir, "cut.db"), cut)
	if !strings.Contains(errs, warc.ErrTruncated.Error()) {
		t.Errorf("stderr = %s, want that the file is cut", errs)
	}
}

// Two files with records of one page at one time are one capture when they hold the
// same bytes; when they do not, the archive is the same whichever file comes first.
func TestImportOfOneTimeInTwoFiles(t *testing.T) {
	dir := t.TempDir()
	record := func(name, id, body string) string {
		answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Of: " + id + "\r\n\r\n" + body
		text := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2023-05-01T09:00:00Z\r\nWARC-Target-URI: http://demo.newskeep.test/news/politics/mill\r\n"+
			"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", id, len(answer), answer)
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	page, other := aPage("", "River rises at the mill"), strings.Replace(aPage("", "River rises at the mill"), "two metres", "three metres", 1)
	a, b, c := record("a.warc", "11111111-1111-4111-8111-111111111111", page), record("b.warc", "22222222-2222-4222-8222-222222222222", page), record("c.warc", "33333333-3333-4333-8333-333333333333", other)
	kept := func(name string, calls ...[]string) string {
		archive := filepath.Join(dir, name+".db")
		for _, files := range calls {
			newskeep(t, []int{exitDone}, append([]string{"import", "-a", archive, "-q"}, files...)...)
		}
		newskeep(t, []int{exitDone}, "verify", "-a", archive)
		return strings.Join(rows(t, open(t, archive), `SELECT r.number, r.class, r.first_seen, s.sha256, (SELECT count(*) FROM visit) FROM revision r JOIN snapshot s ON s.id = r.snapshot_id ORDER BY r.number`), "\n")
	}
	once := kept("once", []string{a})
	for name, calls := range map[string][][]string{
		"together": {{a, b}}, "one by one": {{a}, {b}}, "the other first": {{b}, {a}}, "twice": {{a, b}, {b, a}},
	} {
		if got := kept(name, calls...); got != once {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, once)
		}
	}
	two := kept("two", []string{a, c})
	for name, calls := range map[string][][]string{"c before a": {{c, a}}, "a, c and b": {{a, c, b}}, "c, a, and both again": {{c, a}, {a, c}}} {
		if got := kept(name, calls...); got != two {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, two)
		}
	}
}
