package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// savedDesk is an archive of the demo, in a folder of its own, and what asks it.
func savedDesk(t *testing.T) func(status int, args ...string) (out, err string) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("NEWSKEEP_ARCHIVE", "news.db")
	t.Setenv("NEWSKEEP_SEARCHES", "")
	ask := func(status int, args ...string) (string, string) {
		t.Helper()
		var out, said bytes.Buffer
		if got := run(t.Context(), args, strings.NewReader(""), &out, &said); got != status {
			t.Fatalf("newskeep %s: status %d, want %d\n%s%s", strings.Join(args, " "), got, status, out.String(), said.String())
		}
		return out.String(), said.String()
	}
	ask(exitPartial, "crawl", "demo")
	return ask
}

func TestSearches(t *testing.T) {
	ask := savedDesk(t)
	if out, said := ask(exitDone, "searches"); out != "" || !strings.Contains(said, "news.searches.yaml") {
		t.Errorf("with nothing saved: %q, %q", out, said)
	}
	ask(exitDone, "searches", "add", "harbour", "tag:harbour OR headline:ferry")
	ask(exitDone, "searches", "add", "rest", "saved:harbour", "-tram", "--note", "what is left")
	var list struct {
		File     string
		Searches []map[string]any
	}
	out, _ := ask(exitDone, "searches", "--json")
	if err := json.Unmarshal([]byte(out), &list); err != nil || list.File != "news.searches.yaml" || len(list.Searches) != 2 {
		t.Fatalf("%v: %s", err, out)
	}
	for key, want := range map[string]any{"name": "rest", "query": "saved:harbour NOT tram", "note": "what is left",
		"canonical": "(tag:harbour OR headline:ferry) -tram", "hits": 13.0, "new_7_days": 13.0, "problem": ""} {
		if got := list.Searches[1][key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	// Everything that asks takes it, and what is written down has no name in it.
	for _, args := range [][]string{
		{"search", "saved:harbour -tram", "--json"}, {"search", "saved:rest", "--json", "--count-by", "day"}, {"search", "saved:rest", "--json", "--facets"},
		{"search", "saved:rest", "--as-of", "2100-01-01", "--json"}, {"words", "saved:rest", "--json"}, {"images", "saved:harbour", "--json"},
	} {
		if out, _ := ask(exitDone, args...); strings.Contains(out, "saved:") || !json.Valid([]byte(out)) {
			t.Errorf("%v: %s", args, out)
		}
	}
	for _, format := range []string{"csv", "wacz"} {
		ask(exitDone, "export", "saved:rest", "--format", format, "-o", "x."+format)
		var m manifest
		b, err := os.ReadFile("x." + format + ".manifest.json")
		if err == nil {
			err = json.Unmarshal(b, &m)
		}
		if err != nil || m.Query != "saved:rest" || m.Canonical != "(tag:harbour OR headline:ferry) -tram" {
			t.Errorf("the manifest of %s has %q for %q, %v", format, m.Canonical, m.Query, err)
		}
	}
	// An export is made again as it was, whatever the name stands for now.
	ask(exitDone, "searches", "add", "rest", "saved:harbour", "--replace")
	if out, _ := ask(exitDone, "export", "--again", "x.csv.manifest.json"); !strings.Contains(out, "then 13 articles, now 13") {
		t.Errorf("made again: %s", out)
	}
	ask(exitUsage, "searches", "remove", "harbour") // rest names it
	ask(exitDone, "searches", "rename", "harbour", "port")
	if out, _ := ask(exitDone, "searches", "--format", "csv"); !strings.Contains(out, "rest,saved:port,14,14,") {
		t.Errorf("renamed: %s", out)
	}
	ask(exitDone, "searches", "remove", "rest", "port")
}

// The help is where people learn it: its examples work one after the other, and its
// file is read.
func TestSearchesHelp(t *testing.T) {
	ask := savedDesk(t)
	_, excerpt, _ := strings.Cut(searchesHelp, "itself:\n\n")
	excerpt, _, _ = strings.Cut(excerpt, "\n\n")
	if err := os.WriteFile("help.yaml", []byte(strings.ReplaceAll(excerpt, "\n  ", "\n")[2:]), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, _ := ask(exitDone, "searches", "--searches", "help.yaml", "--format", "csv"); strings.Count(out, "\n") != 3 || !strings.Contains(out, "for the Monday meeting") {
		t.Errorf("the file in the help is read as\n%s\n%s", out, excerpt)
	}
	for line := range strings.Lines(searchesExample) {
		ask(exitDone, words(strings.TrimPrefix(strings.TrimSpace(line), "newskeep "))...)
	}
	if out, _ := ask(exitDone, "searches"); out != "" {
		t.Errorf("the examples leave behind\n%s", out)
	}
}

// What is wrong with a query or the file is said where it is.
func TestSearchesSayWhere(t *testing.T) {
	ask := savedDesk(t)
	ask(exitDone, "searches", "add", "a", "tram")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"search", "ferry saved:b"}, `character 13: there is no saved search "b"; saved is a`},
		{[]string{"searches", "add", "b", "harb*r"}, "character 5"},
		{[]string{"searches", "add", "a", "tram"}, "--replace"},
		{[]string{"searches", "remove", "b"}, "saved are a"},
		{[]string{"--searches", "none.yaml", "search", "saved:a"}, "none.yaml"},
	} {
		if _, said := ask(exitUsage, tt.args...); !strings.Contains(said, tt.want) {
			t.Errorf("%v: %s, want %q", tt.args, said, tt.want)
		}
	}
	// What may not be meant is said wherever a query is asked or saved.
	for _, args := range [][]string{{"search", "tram or bus"}, {"search", "tram", "--count-by", "day", "--share-of", "bus or tram"}, {"words", "tram or bus"}, {"words", "tram", "--against", "bus or quay"},
		{"images", "tram or bus"}, {"export", "tram or bus"}, {"export", "tram or bus", "--format", "wacz", "-o", "x.wacz"}, {"searches", "add", "either", "tram or bus"}} {
		if _, said := ask(exitDone, args...); !strings.Contains(said, "the operator is OR") {
			t.Errorf("%v: %s", args, said)
		}
	}
	put := func(text string) {
		if err := os.WriteFile("other.yaml", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Setenv("NEWSKEEP_SEARCHES", "other.yaml")
	}
	put("fine: tram\n\nwrong: (tram\n")
	if out, said := ask(exitUsage, "searches"); !strings.Contains(out, "fine") || !strings.Contains(said, "other.yaml:3:1: ") {
		t.Errorf("a query that cannot be understood: %s%s", out, said)
	}
	put("fine: tram\nfine: bus\n")
	if _, said := ask(exitUsage, "search", "saved:fine"); !strings.Contains(said, "other.yaml:2:1: ") {
		t.Errorf("a broken file: %s", said)
	}
	ask(exitDone, "search", "tram") // which names none
}
