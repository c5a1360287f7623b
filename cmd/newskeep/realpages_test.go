package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestRealPagesAreKeptAndFound crawls a collection of real news pages of many
// publishers, served on this machine behind one list, with a profile that has no
// field rules. NEWSKEEP_PAGES names the collection: a folder with
// fundus-dev/gold.jsonl and fundus-dev/html/ID.html.gz. Without it the test is
// skipped: the pages belong to their publishers and are no part of the project.
func TestRealPagesAreKeptAndFound(t *testing.T) {
	dir := os.Getenv("NEWSKEEP_PAGES")
	if dir == "" {
		t.Skip("NEWSKEEP_PAGES names no collection of real pages")
	}
	if testing.Short() {
		t.Skip("-short: hundreds of pages")
	}
	pages := goldPages(t, filepath.Join(dir, "fundus-dev"))
	srv := httptest.NewServer(realPages(pages))
	defer srv.Close()

	profiles := t.TempDir()
	rules := fmt.Sprintf("name: real\ntitle: Real pages\nhome: %s/\nallow_private: true\npoliteness: {delay: 0s}\n", srv.URL)
	if err := os.WriteFile(filepath.Join(profiles, "real.yaml"), []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "real.db")
	out, _ := newskeep(t, []int{exitDone, exitPartial}, "crawl", "real", "-a", archive, "--profiles", profiles, "--json")

	// A page may name another address of its own as canonical; it is then known
	// by that one, and the one in the list is its alias.
	kept := map[string]string{}
	for _, row := range rows(t, open(t, archive), `SELECT p.url, a.id FROM article a JOIN page p ON p.id = a.page_id
		UNION SELECT p.url, a.id FROM article a JOIN page_alias p ON p.page_id = a.page_id`) {
		url, id, _ := strings.Cut(row, "|")
		kept[strings.TrimPrefix(url, srv.URL+"/")] = id
	}
	found := 0
	for _, p := range pages {
		if kept[p.ID] == "" {
			t.Errorf("%s is not in the archive", p.ID)
			continue
		}
		phrases := p.phrases()
		hit := false
		for _, phrase := range phrases {
			out, _ := newskeep(t, []int{exitDone}, "search", `"`+phrase+`"`, "-a", archive, "--json", "--limit", "20")
			if strings.Contains(out, `"id": `+kept[p.ID]+",") {
				hit = true
				break
			}
		}
		if !hit {
			t.Errorf("%s is not found by a phrase of its body, such as %q", p.ID, firstOf(phrases))
			continue
		}
		found++
	}
	t.Logf("%d pages, %d of them kept and found by a phrase", len(pages), found)
	if t.Failed() {
		t.Log(out)
	}
}

// goldPage is one page of the collection and what a person says stands on it.
type goldPage struct {
	ID         string   `json:"id"`
	Paragraphs []string `json:"paragraphs"`
	html       []byte
}

// phrases are runs of words of the body, each within one sentence so that
// punctuation plays no part: the longest of the first paragraphs.
func (p goldPage) phrases() []string {
	var out []string
	for _, par := range p.Paragraphs {
		for _, part := range strings.FieldsFunc(par, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != ' '
		}) {
			words := strings.Fields(part)
			if len(words) >= 5 || len([]rune(part)) >= 12 && len(words) <= 2 {
				out = append(out, strings.Join(words[:min(len(words), 6)], " "))
				break
			}
		}
		if len(out) == 3 {
			break
		}
	}
	return out
}

func goldPages(t *testing.T, dir string) []goldPage {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pages []goldPage
	for lines := bufio.NewReader(f); ; {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var p goldPage
			if err := json.Unmarshal(line, &p); err != nil {
				t.Fatal(err)
			}
			packed, err := os.Open(filepath.Join(dir, "html", p.ID+".html.gz"))
			if err != nil {
				t.Fatal(err)
			}
			z, err := gzip.NewReader(packed)
			if err != nil {
				t.Fatal(err)
			}
			if p.html, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
			packed.Close()
			pages = append(pages, p)
		}
		if err == io.EOF {
			return pages
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// realPages serves the pages behind a plain list of them.
func realPages(pages []goldPage) http.Handler {
	mux := http.NewServeMux()
	var list strings.Builder
	list.WriteString("<!doctype html><html><head><title>All pages</title></head><body><h1>All pages</h1><main><ul>")
	for _, p := range pages {
		fmt.Fprintf(&list, "<li><article><h2><a href=\"/%s\">A page that is called %s in the list</a></h2></article></li>\n", p.ID, html.EscapeString(p.ID))
		mux.HandleFunc("/"+p.ID, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Write(p.html)
		})
	}
	list.WriteString("</ul></main></body></html>")
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, list.String())
	})
	return mux
}
