package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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

// fixtures reads every page of testdata/sites. None at all is a failure.
func fixtures(t testing.TB) []fixture {
	t.Helper()
	metas, err := filepath.Glob(filepath.Join(sites, "*", "meta.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	for _, file := range metas {
		var m struct {
			Profile string // a built-in profile, or a YAML file of the folder
			Pages   map[string]struct {
				URL, Seen, Expect string
				Content           string `json:"content_type"`
				Status            int
				Header            map[string][]string
			}
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		dir := filepath.Dir(file)
		p := profileNamed(t, dir, m.Profile)
		pages, err := filepath.Glob(filepath.Join(dir, "*.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			base := filepath.Base(page)
			about, ok := m.Pages[base]
			if !ok {
				t.Fatalf("%s says nothing about %s", file, base)
			}
			delete(m.Pages, base)
			body, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			in := Input{URL: about.URL, Status: about.Status, Header: about.Header, ContentType: about.Content, Body: body, Expect: news.PageRole(about.Expect)}
			if about.Seen != "" {
				if in.Seen, err = time.Parse(time.RFC3339, about.Seen); err != nil {
					t.Fatalf("%s: %s: %v", file, base, err)
				}
			}
			all = append(all, fixture{name: filepath.Base(dir) + "/" + base, file: page, p: p, in: in})
		}
		for base := range m.Pages {
			t.Errorf("%s: there is no %s", file, base)
		}
	}
	if len(all) == 0 {
		t.Fatalf("no pages in %s", sites)
	}
	return all
}

// profileNamed is a built-in profile, or one of a file in dir; nil without a name.
func profileNamed(t testing.TB, dir, name string) *profile.Profile {
	t.Helper()
	if name == "" {
		return nil
	}
	if strings.HasSuffix(name, ".yaml") {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		p, err := profile.Parse(name, src)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	set, err := profile.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.Get(name)
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
