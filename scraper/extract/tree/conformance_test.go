package tree

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The pages by which parsers of HTML are tested (html5lib-tests), as they come with
// the source of html.Parse. What they should make is not asked for here: html.Parse
// answers for it.
func TestParseTestPages(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/net").Output()
	if err != nil {
		t.Skipf("no go command to find the source of html.Parse with: %v", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "html", "testdata")
	var pages []string
	err = filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		switch filepath.Ext(path) {
		case ".html":
			pages = append(pages, string(text))
		case ".dat":
			pages = append(pages, construction(string(text))...)
		case ".test":
			pages = append(pages, tokenization(t, path, text)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	plain := 0
	var room Room
	for _, page := range pages {
		if same(t, page, &room) {
			plain++
		}
	}
	if len(pages) < 5000 || plain < len(pages)/2 {
		t.Errorf("%d pages, %d of them not left to html.Parse: too few to say much", len(pages), plain)
	}
	t.Logf("%d pages, %d of them not left to html.Parse", len(pages), plain)
}

// construction are the pages of a file of tree construction tests: "#data", the
// page, "#errors" and what it should make.
func construction(text string) (pages []string) {
	for _, part := range strings.Split("\n"+text, "\n#data\n")[1:] {
		page, _, _ := strings.Cut("\n"+part, "\n#errors")
		pages = append(pages, strings.TrimPrefix(page, "\n"))
	}
	return pages
}

// tokenization are the inputs of a file of tokenizer tests, in JSON.
func tokenization(t *testing.T, path string, text []byte) (pages []string) {
	var file struct {
		Tests []struct{ Input string }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	for _, test := range file.Tests {
		pages = append(pages, test.Input)
	}
	return pages
}
