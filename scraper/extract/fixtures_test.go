package extract

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// sites holds a folder for each site (or family of pages) with a meta.json, the
// pages, and beside each page what reading it gives.
const sites = "../../testdata/sites"

// fixture is one saved page and how it is to be read.
type fixture struct {
	name string // folder/page.html
	file string
	p    *profile.Profile
	in   Input
}

// fixtures are the pages of testdata/sites. None at all is a failure.
func fixtures(t testing.TB) []fixture {
	t.Helper()
	all, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("no pages in %s", sites)
	}
	return all
}

// load reads testdata/sites once for all tests.
var load = sync.OnceValues(func() ([]fixture, error) {
	metas, err := filepath.Glob(filepath.Join(sites, "*", "meta.json"))
	if err != nil {
		return nil, err
	}
	var all []fixture
	for _, file := range metas {
		pages, err := loadFolder(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, pages...)
	}
	return all, nil
})

// about is what meta.json says of one page.
type about struct {
	URL, Seen, Expect string
	Content           string `json:"content_type"`
	Status            int
	Header            map[string][]string
}

func loadFolder(meta string) ([]fixture, error) {
	var m struct {
		Profile string // a built-in profile, or a YAML file of the folder; "none": read without one
		Pages   map[string]about
	}
	raw, err := os.ReadFile(meta)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	dir := filepath.Dir(meta)
	p, err := profileOf(dir, m.Profile)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return nil, err
	}
	if len(files) != len(m.Pages) {
		return nil, fmt.Errorf("it names %d pages, the folder has %d", len(m.Pages), len(files))
	}
	var pages []fixture
	for _, file := range files {
		base := filepath.Base(file)
		a, ok := m.Pages[base]
		if !ok {
			return nil, fmt.Errorf("it says nothing about %s", base)
		}
		in := Input{URL: a.URL, Status: a.Status, Header: a.Header, ContentType: a.Content, Expect: news.PageRole(a.Expect)}
		if in.Body, err = os.ReadFile(file); err != nil {
			return nil, err
		}
		if a.Seen != "" {
			if in.Seen, err = time.Parse(time.RFC3339, a.Seen); err != nil {
				return nil, err
			}
		}
		pages = append(pages, fixture{name: filepath.Base(dir) + "/" + base, file: file, p: p, in: in})
	}
	return pages, nil
}

// profileOf is a built-in profile, or one of a file in dir.
func profileOf(dir, name string) (*profile.Profile, error) {
	if name == "none" {
		return nil, nil
	}
	if strings.HasSuffix(name, ".yaml") {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		return profile.Parse(name, src)
	}
	set, err := profile.Builtin()
	if err != nil {
		return nil, err
	}
	return set.Get(name)
}

// profileNamed is a built-in profile.
func profileNamed(t testing.TB, name string) *profile.Profile {
	t.Helper()
	p, err := profileOf("", name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fixtureNamed is the page "folder/page.html".
func fixtureNamed(t testing.TB, name string) fixture {
	t.Helper()
	for _, f := range fixtures(t) {
		if f.name == name {
			return f
		}
	}
	t.Fatalf("no fixture %s", name)
	return fixture{}
}
