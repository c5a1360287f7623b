package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"newskeep/store/export"
)

// Every format of articles says where the state it holds is found again.
func TestExportedPermalinks(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("NEWSKEEP_ARCHIVE", "news.db")
	t.Setenv("NEWSKEEP_BASE", "")
	ask := func(status int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(t.Context(), args, strings.NewReader(""), &out, &out); got != status {
			t.Fatalf("newskeep %s: status %d, want %d\n%s", strings.Join(args, " "), got, status, out.String())
		}
		return out.String()
	}
	ask(exitPartial, "crawl", "demo")
	const story = "url:demo.newskeep.test/news/politics/new-tram-line-opens-between-harbour-and-hill"
	link := regexp.MustCompile(`newskeep:[0-9a-f]{32}/article/1848605248/revision/1`)
	for _, f := range export.Formats {
		file := "x." + string(f)
		ask(exitDone, "export", story, "--format", string(f), "-o", file)
		b, err := os.ReadFile(file)
		found := link.Find(b)
		if err != nil || found == nil {
			t.Errorf("%s has no permalink: %v\n%.3000s", f, err, b)
			continue
		}
		if shown := ask(exitDone, "show", string(found)); !strings.Contains(shown, "id 1848605248") {
			t.Errorf("%s is shown as %s", found, shown)
		}
		// The room it is read in is known to none but who exports.
		ask(exitDone, "export", story, "--format", string(f), "-o", file, "--permalink-base", "https://archive.example.org/")
		b, _ = os.ReadFile(file)
		if !bytes.Contains(b, []byte("https://archive.example.org/article/1848605248?revision=1")) || link.Match(b) {
			t.Errorf("%s has no address:\n%.3000s", f, b)
		}
		var m manifest
		b, err = os.ReadFile(file + ".manifest.json")
		if err == nil {
			err = json.Unmarshal(b, &m)
		}
		if err != nil || m.Base != "https://archive.example.org" {
			t.Errorf("the manifest of %s has base %q, %v", f, m.Base, err)
		}
		if again := ask(exitDone, "export", "--again", file+".manifest.json"); !strings.Contains(again, "the same bytes") {
			t.Errorf("%s made again: %s", f, again)
		}
	}
	for _, args := range [][]string{{"--permalink-base", "archive.example.org"}, {"--permalink-base", "https://a.example/?q=x"}, {"--format", "wacz", "--permalink-base", "https://a.example"}} {
		if said := ask(exitUsage, append([]string{"export", story}, args...)...); !strings.Contains(said, "--permalink-base") {
			t.Errorf("%v: %s", args, said)
		}
	}
	t.Setenv("NEWSKEEP_BASE", "http://desk.example:8080")
	if out := ask(exitDone, "export", story); !strings.Contains(out, "http://desk.example:8080/article/1848605248?revision=1") {
		t.Errorf("NEWSKEEP_BASE: %s", out)
	}
	ask(exitDone, "export", "--format", "wacz", "-o", "x.wacz")
}
