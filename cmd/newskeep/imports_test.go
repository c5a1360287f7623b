package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed is the map of the house: for each package, the packages of ours it may
// import. An arrow that is not here fails, and so does a package that is not.
var allowed = map[string][]string{
	"scraper/news":         nil,
	"scraper/profile":      {"scraper/news"},
	"scraper/discover":     nil,
	"scraper/extract":      {"scraper/extract/tree", "scraper/profile", "scraper/news"},
	"scraper/extract/tree": nil,
	"scraper/draft":        {"scraper/extract", "scraper/profile", "scraper/discover", "scraper/news"},
	"scraper/imagefile":    {"scraper/news"},
	"scraper/fetch":        {"scraper/discover", "scraper/news"},
	"scraper":              {"scraper/fetch", "scraper/imagefile", "scraper/extract", "scraper/discover", "scraper/profile", "scraper/news"},
	"store/query":          nil,
	"store/warc":           nil,
	"store/export":         {"store", "store/warc", "scraper/news"},
	"store/fulltext":       nil,
	"store":                {"store/query", "store/fulltext", "scraper/news"},
	"schedule":             nil,
	"cmd/newskeep/demo":    {"scraper/news"},
	"cmd/newskeep/notify":  nil,
	"cmd/newskeep/metrics": {"scraper", "scraper/news", "store"},
	"cmd/newskeep/compare": {"scraper/news"},
	"cmd/newskeep/web":     {"cmd/newskeep/compare", "scraper/news", "store", "store/export", "store/query"},
	"cmd/newskeep":         {"cmd/newskeep/assistant", "cmd/newskeep/compare", "cmd/newskeep/demo", "cmd/newskeep/metrics", "cmd/newskeep/notify", "cmd/newskeep/saved", "cmd/newskeep/searches", "cmd/newskeep/web", "schedule", "scraper", "scraper/discover", "scraper/draft", "scraper/extract", "scraper/fetch", "scraper/news", "scraper/profile", "store", "store/export", "store/query", "store/warc"},

	"cmd/newskeep/assistant": {"store", "store/export", "scraper/news"},
	"cmd/newskeep/saved":     {"scraper", "scraper/fetch", "scraper/news", "store/warc"},
	"cmd/newskeep/searches":  {"store", "store/query"},
}

// owners are the outside libraries that only one package may name, or those given.
var owners = map[string]string{
	"github.com/gocolly/colly":           "scraper/fetch",
	"modernc.org/sqlite":                 "store store/fulltext",
	"github.com/robfig/cron":             "schedule",
	"github.com/goccy/go-yaml":           "scraper/profile cmd/newskeep/searches",
	"github.com/jimsmart/grobotstxt":     "scraper/discover",
	"github.com/mmcdole/gofeed":          "scraper/discover",
	"github.com/kljensen/snowball":       "store/query",
	"github.com/spf13/cobra":             "cmd/newskeep",
	"github.com/coreos/go-systemd":       "cmd/newskeep",
	"github.com/nicholas-fedor/shoutrrr": "cmd/newskeep/notify",
	"github.com/prometheus":              "cmd/newskeep/metrics",
	"github.com/sergi/go-diff":           "cmd/newskeep/compare",
	"github.com/corona10/goimagehash":    "scraper/imagefile",
	"github.com/parquet-go/parquet-go":   "store/export",
	"golang.org/x/image":                 "scraper/imagefile",
	"github.com/chromedp/chromedp":       "cmd/newskeep/web",
	"github.com/chromedp/cdproto":        "cmd/newskeep/web",

	"github.com/modelcontextprotocol/go-sdk": "cmd/newskeep/assistant",
}

// pure packages know no network and run no program.
var pure = []string{"scraper/news", "scraper/imagefile", "scraper/profile", "scraper/discover", "scraper/extract", "scraper/draft", "store/query", "store/warc"}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "newskeep/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "newskeep/")
		seen[name] = true
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is not on the map of the house; add it to allowed with the arrows it needs", name)
			continue
		}
		for _, imp := range p.Imports {
			if ours, ok := strings.CutPrefix(imp, "newskeep/"); ok && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s: no such arrow on the map of the house", name, ours)
			}
			if slices.Contains(pure, name) && (imp == "net/http" || imp == "net" || imp == "os/exec") {
				t.Errorf("%s imports %s: it is a pure package", name, imp)
			}
			for lib, owner := range owners {
				if !slices.Contains(strings.Fields(owner), name) && (imp == lib || strings.HasPrefix(imp, lib+"/")) {
					t.Errorf("%s imports %s: only %s says its name", name, lib, owner)
				}
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("%s is on the map of the house but is no package", name)
		}
	}
}
