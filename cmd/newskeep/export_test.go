package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

// Every format is written with a manifest that is true.
func TestExportManifest(t *testing.T) {
	archive, dir := demoCrawled(t), t.TempDir()
	for _, format := range exportFormats {
		file := filepath.Join(dir, "all."+format)
		args := []string{"export", "-a", archive, "--format", format, "-o", file}
		if format == "gexf" || format == "graphml" {
			args = append(args, "--graph", "links")
		}
		if format == "csv" {
			args = append(args, "--tables", dir)
		}
		_, errs := newskeep(t, []int{exitDone}, args...)
		m := manifestOf(t, file)
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != m.SHA256 || !m.Complete || m.Rows != m.Total || len(m.State.ID) != 32 || m.State.Articles != 60 {
			t.Errorf("%s: the manifest says %+v", format, m)
		}
		if want := fmt.Sprintf("complete: %d of %d", m.Rows, m.Total); !strings.Contains(errs, want) || len(m.Codebook) == 0 {
			t.Errorf("%s: %s", format, errs)
		}
		for _, p := range m.Tables {
			f, err := os.Open(filepath.Join(dir, p.File))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(f).ReadAll()
			if f.Close(); err != nil || len(rows) != p.Rows+1 || p.Rows == 0 || len(rows[0]) != len(p.Codebook) {
				t.Errorf("%s: %d rows, %v, the manifest says %d", p.File, len(rows)-1, err, p.Rows)
			}
		}
		if format == "csv" && len(m.Tables) != 5 {
			t.Errorf("%d side tables", len(m.Tables))
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A spreadsheet that cuts at semicolons finds the same cells, and the manifest knows.
func TestExportSeparator(t *testing.T) {
	archive, dir := demoCrawled(t), t.TempDir()
	var want [][]string
	for word, comma := range separators {
		file, flag := filepath.Join(dir, "all."+word), []string{"--separator", word}
		if word == "" {
			flag = nil
		}
		newskeep(t, []int{exitDone}, append([]string{"export", "-a", archive, "--tables", dir, "-o", file}, flag...)...)
		for _, name := range []string{file, filepath.Join(dir, "tags.csv"), filepath.Join(dir, "revisions.csv")} {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r := csv.NewReader(strings.NewReader(string(b)))
			r.Comma = comma
			rows, err := r.ReadAll() // of lines that are all as long as the head
			if err != nil || len(rows[0]) < 4 {
				t.Errorf("%q: %s: %v, %q", word, name, err, rows[:1])
			}
			if name == file && want == nil {
				want = rows
			}
			if name == file && !reflect.DeepEqual(rows, want) {
				t.Errorf("%q: other cells", word)
			}
		}
		if out, _ := newskeep(t, []int{exitDone}, "export", "-a", archive, "--again", file+".manifest.json"); !strings.Contains(out, "the same bytes") {
			t.Errorf("%q made again: %s", word, out)
		}
	}
}

// Who exports for Excel hears of bodies that do not fit its cells.
func TestExportForExcel(t *testing.T) {
	archive := demoCopy(t)
	db, err := sql.Open("sqlite", archive)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE revision SET content = json_set(content, '$.body', json_array(json_object('type', 'paragraph', 'text', printf('%.*c', 32766, 'a')))) WHERE article_id = (SELECT min(id) FROM article)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]bool{"--bom": true, "--separator=semicolon": true, "--placements": false} {
		if _, errs := newskeep(t, []int{exitDone}, "export", "-a", archive, flag); strings.Contains(errs, "1 article with a body longer") != want {
			t.Errorf("%s: %s", flag, errs)
		}
	}
}

// What a killed export left is gone after a day; another one's that goes on stays.
func TestExportTidies(t *testing.T) {
	dir := t.TempDir()
	old, fresh := filepath.Join(dir, export.Unfinished+"1"), filepath.Join(dir, export.Unfinished+"2")
	for _, f := range []string{old, fresh} {
		if err := os.WriteFile(f, []byte("id,site"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	newskeep(t, []int{exitDone}, "export", "-a", demoCrawled(t), "-o", filepath.Join(dir, "all.csv"))
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) != 1 || left[0] != fresh {
		t.Errorf("%v, %v, want %s", left, err, fresh)
	}
}

func manifestOf(t *testing.T, file string) (m manifest) {
	t.Helper()
	b, err := os.ReadFile(file + ".manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestExportRefuses(t *testing.T) {
	archive, dir := demoCrawled(t), t.TempDir()
	note := filepath.Join(dir, "note.json")
	if err := os.WriteFile(note, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ args, want string }{
		{"--format gexf", "--graph"}, {"--format csv --graph tags", "gexf"}, {"--format gexf --graph roads", "links, tags or images"},
		{"--format ris --bom", "csv"}, {"--format ris --separator tab", "csv"}, {"--separator pipe", "semicolon"}, {"--format csv --tables " + dir + "/no", "no folder"}, {"-o " + dir + "/no/x.csv", "no folder"}, {"--format xls", "one of"},
		{"--again " + note, "no manifest"}, {"--again " + dir + "/none", "none"}, {"--again x --format csv", "leave it out"}, {"--again x tag:y", "leave"},
		{"tag:( --format ris -o " + dir + "/x", ""},
		{"-o " + archive, "is the archive"}, {"-o " + archive + "-wal", "is the archive"}, {"--format wacz -o " + archive, "is the archive"}, {"-o " + dir + "/tags.csv --tables " + dir + "/.", "written twice"},
	} {
		if _, errs := newskeep(t, []int{exitUsage}, append([]string{"export", "-a", archive}, strings.Fields(tt.args)...)...); !strings.Contains(errs, tt.want) {
			t.Errorf("export %s: %s, want %q", tt.args, errs, tt.want)
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("%v, %v: something was written", all, err)
	}
}

// A WARC made again is the same to the byte, and what was captured since, or is not
// found any more, is told with the reason.
func TestCapturesAgain(t *testing.T) {
	archive, dir := demoCopy(t), t.TempDir()
	const tram = "http://demo.newskeep.test/news/politics/new-tram-line-opens-between-harbour-and-hill"
	again := func(format string) (c sinceExport) {
		out, errs := newskeep(t, []int{exitDone}, "export", "-a", archive, "--again", filepath.Join(dir, format+".manifest.json"), "--json")
		decode(t, out, &c)
		if want := fmt.Sprintf("complete: %d of %d", c.Now, c.Now); !strings.Contains(errs, want) {
			t.Errorf("%s: %s, want %s", format, errs, want)
		}
		return c
	}
	for _, format := range captureFormats {
		newskeep(t, []int{exitDone}, "export", "-a", archive, "headline:tram", "--format", format, "--operator", "Ada", "-o", filepath.Join(dir, format))
		if c := again(format); !c.SameBytes || len(c.Differences) != 0 || c.Now == 0 || c.Now != c.Then {
			t.Errorf("%s: nothing happened, and yet %+v", format, c)
		}
	}
	s, err := store.Open(t.Context(), archive, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	run, err := s.Begin(t.Context(), news.Site{Name: "demo", Home: "http://demo.newskeep.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.Reader().Search(t.Context(), store.SearchRequest{Query: "headline:tram"})
	if err != nil {
		t.Fatal(err)
	}
	var other string
	for _, h := range found.Hits {
		if h.URL != tram {
			other = h.URL
		}
	}
	for url, headline := range map[string]string{tram: "The tram has opened", other: "No word of it any more"} {
		if _, err := s.Keep(t.Context(), &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: url, Role: news.RoleOfArticle}, At: time.Now(), Outcome: news.Fetched,
			Response: &news.Response{URL: url, Status: 200, Body: []byte(headline)},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: &news.Article{URL: url, Kind: news.KindNews, Headline: headline, Body: []news.Block{{Type: news.Paragraph, Text: headline}}}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, format := range captureFormats {
		c := again(format)
		got := map[string]string{}
		for _, d := range c.Differences {
			got[d.What+" "+d.URL] = d.Why
		}
		if len(got) != 2 || !strings.Contains(got["new "+tram], "captured since") || !strings.Contains(got["gone "+other], "does not fit any more") || c.SameBytes {
			t.Errorf("%s: %+v", format, c)
		}
		out, _ := newskeep(t, []int{exitDone}, "export", "-a", archive, "--again", filepath.Join(dir, format+".manifest.json"), "-o", filepath.Join(dir, "new"))
		if !strings.Contains(out, "1 new, 0 changed, 1 gone") || manifestOf(t, filepath.Join(dir, "new")).Rows != c.Now {
			t.Errorf("%s told as\n%s", format, out)
		}
	}
}

// No name or link makes an answer overwrite what is asked; no export that lost
// articles on its way is called complete.
func TestExportKeepsTheArchive(t *testing.T) {
	archive := demoCopy(t)
	link := filepath.Join(t.TempDir(), "answer.csv")
	if err := os.Symlink(archive, link); err != nil {
		t.Skip(err)
	}
	newskeep(t, []int{exitUsage}, "export", "-a", archive, "-o", link)
	db, err := sql.Open("sqlite", archive)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var found int
	if err := db.QueryRow("SELECT count(*) FROM article_facet").Scan(&found); err != nil || found != 60 {
		t.Fatalf("%d articles, %v: the archive was overwritten", found, err)
	}
	if _, err := db.Exec("PRAGMA foreign_keys = OFF; DELETE FROM revision WHERE article_id = (SELECT min(id) FROM article)"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "all.csv")
	if _, errs := newskeep(t, []int{exitIntegrity}, "export", "-a", archive, "-o", file); !strings.Contains(errs, "INCOMPLETE: 59 of 60") || manifestOf(t, file).Complete {
		t.Errorf("an article without its state: %s", errs)
	}
}

// What an export of today differs in is told with the reason.
func TestExportAgain(t *testing.T) {
	archive, dir := demoCopy(t), t.TempDir()
	file := filepath.Join(dir, "trams.csv")
	newskeep(t, []int{exitDone}, "export", "-a", archive, "headline:tram", "-o", file)
	again := func() sinceExport {
		out, _ := newskeep(t, []int{exitDone}, "export", "-a", archive, "--again", file+".manifest.json", "--json")
		var c sinceExport
		decode(t, out, &c)
		return c
	}
	same := again()
	if !same.SameBytes || len(same.Differences) != 0 || same.Now == 0 || same.Then != same.Now {
		t.Fatalf("nothing happened, and yet %+v", same)
	}
	const tram = "http://demo.newskeep.test/news/politics/new-tram-line-opens-between-harbour-and-hill"
	s, err := store.Open(t.Context(), archive, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := s.Reader().Search(t.Context(), store.SearchRequest{Query: "headline:tram"})
	if err != nil || len(found.Hits) < 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	run, err := s.Begin(t.Context(), news.Site{Name: "demo", Home: "http://demo.newskeep.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	keep := func(url, headline string) {
		t.Helper()
		if _, err := s.Keep(t.Context(), &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: url, Role: news.RoleOfArticle}, At: time.Now(), Outcome: news.Fetched,
			Response: &news.Response{URL: url, Status: 200, Body: []byte(headline)},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: &news.Article{URL: url, Kind: news.KindNews, Headline: headline, Body: []news.Block{{Type: news.Paragraph, Text: headline}}}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	var others []string
	for _, h := range found.Hits {
		if h.URL != tram {
			others = append(others, h.URL)
		}
	}
	keep(tram, "The tram has opened")
	keep(others[0], "No word of it any more")
	keep("http://demo.newskeep.test/news/politics/another", "Another tram")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", archive)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE revision SET digest = 'x', parser = 'later' WHERE article_id = (SELECT id FROM article WHERE url = ?)", others[1]); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c := again()
	got := map[string]exportDifference{}
	for _, d := range c.Differences {
		got[d.What] = d
	}
	for what, want := range map[string][2]string{
		diffNew: {"http://demo.newskeep.test/news/politics/another", "first fetched"}, diffChanged: {tram, "headline"},
		diffGone: {others[0], "does not fit any more"}, diffReread: {others[1], "now later"},
	} {
		if d := got[what]; d.URL != want[0] || !strings.Contains(d.Why, want[1]) {
			t.Errorf("%s: %+v, want %q", what, d, want)
		}
	}
	if c.SameBytes || len(c.Differences) != 4 || c.Now != same.Now {
		t.Errorf("%+v", c)
	}
	out, _ := newskeep(t, []int{exitDone}, "export", "-a", archive, "--again", file+".manifest.json", "-o", filepath.Join(dir, "new.csv"))
	if !strings.Contains(out, "1 new, 1 changed, 1 read otherwise, 1 gone") || manifestOf(t, filepath.Join(dir, "new.csv")).Rows != c.Now {
		t.Errorf("told as\n%s", out)
	}
	if _, errs := newskeep(t, []int{exitUsage}, "export", "-a", demoOther(t), "--again", file+".manifest.json"); !strings.Contains(errs, "is of archive") {
		t.Errorf("another archive: %s", errs)
	}
	if err := os.WriteFile(file+statesSuffix, []byte("id\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs := newskeep(t, []int{exitUsage}, "export", "-a", archive, "--again", file+".manifest.json"); !strings.Contains(errs, "was changed") {
		t.Errorf("a list of states that somebody edited: %s", errs)
	}
}

// demoOther is an empty archive with an id of its own.
func demoOther(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "other.db")
	s, err := store.Open(t.Context(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}
