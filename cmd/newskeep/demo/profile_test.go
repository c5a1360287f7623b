package demo

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"newskeep/scraper/profile"
)

// bundled is the profile that the paper is crawled with.
func bundled(t *testing.T) *profile.Profile {
	t.Helper()
	set, err := profile.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	p, err := set.Get("demo")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestProfileFitsThePaper: the profile takes every article for one and no other
// page, and has every section of the navigation.
func TestProfileFitsThePaper(t *testing.T) {
	p, site := bundled(t), New(Options{})
	if got := p.Home.String(); got != Home {
		t.Errorf("got home %s, want %s", got, Home)
	}
	if got := p.Zone.String(); got != zoneName {
		t.Errorf("got zone %s, want %s", got, zoneName)
	}
	if p.Politeness.Timeout <= site.slow {
		t.Errorf("got timeout %v, want it above the %v of the slow page", p.Politeness.Timeout, site.slow)
	}
	articles := map[string]bool{}
	for _, a := range site.edition.articles {
		articles[a.path], articles[a.alias], articles[a.movedFrom] = true, true, true
	}
	for _, at := range site.Paths() {
		u := &url.URL{Scheme: "http", Host: Host, Path: at}
		if path, query, ok := strings.Cut(at, "?"); ok {
			u.Path, u.RawQuery = path, query
		}
		want := articles[at] || strings.HasPrefix(at, "/print/")
		if got := p.IsArticle(u); got != want {
			t.Errorf("%s: taken for an article: %v, want %v", at, got, want)
		}
	}
	// A profile's address of an article is the one the tests of a crawl compare.
	for _, want := range site.ExpectedArticles() {
		u, err := url.Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Normalize(u); got != want {
			t.Errorf("got address %s, want %s", got, want)
		}
	}
	for _, a := range site.edition.articles {
		if a.linkedAs == "" || a.movedFrom == a.linkedAs {
			continue
		}
		u, err := p.Home.Parse(a.linkedAs)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.Normalize(u), absolute(a.path); got != want {
			t.Errorf("%s: got address %s, want %s", a.linkedAs, got, want)
		}
	}
}

func TestProfileHasEverySection(t *testing.T) {
	p, site := bundled(t), New(Options{})
	byLabel := 0
	for _, s := range site.edition.sections {
		i := slices.IndexFunc(p.Sections, func(have profile.Section) bool { return have.Name == s.Name })
		if i < 0 {
			t.Errorf("no section %s", s.Name)
			continue
		}
		have := p.Sections[i]
		if have.URL == nil {
			byLabel++
			if have.Label != s.Name || have.Group != s.Group {
				t.Errorf("%s: got label %q of group %q, want those of the navigation", s.Name, have.Label, have.Group)
			}
		} else if got, want := have.URL.String(), absolute(s.Path); got != want {
			t.Errorf("%s: got %s, want %s", s.Name, got, want)
		}
		if pages := (len(site.edition.list(s.Path)) + perPage - 1) / perPage; pages > p.MaxPages {
			t.Errorf("%s has %d pages, more than max_pages", s.Name, pages)
		}
	}
	if len(p.Sections) != len(site.edition.sections) {
		t.Errorf("got %d sections, want %d", len(p.Sections), len(site.edition.sections))
	}
	if byLabel != 1 {
		t.Errorf("got %d sections without address, want 1", byLabel)
	}
}
