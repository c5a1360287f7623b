package scraper

import (
	"os"
	"testing"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Every section that the Al Mayadeen profiles name without an address is found
// by its label in the navigation, the regions or the Coverage box of a page in
// the shape of theirs.
func TestSectionsOfAlMayadeenAreReachable(t *testing.T) {
	set, err := profile.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ site, file, url string }{
		{"almayadeen-en", "../testdata/sites/almayadeen-en/article.html", "https://english.almayadeen.net/news/politics/a-story"},
	} {
		p, err := set.Get(tt.site)
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(tt.file)
		if err != nil {
			t.Fatal(err)
		}
		r := extract.Read(p, extract.Input{URL: tt.url, ContentType: "text/html", Body: body})
		var byName []profile.Section
		for _, s := range p.Sections {
			if s.URL == nil {
				byName = append(byName, s)
			}
		}
		if len(byName) < 10 {
			t.Errorf("%s: only %d sections are to be found by label; this test has lost its object", tt.site, len(byName))
		}
		// The fixture's Coverage box names another coverage than the profile.
		for i := range r.Article.Links {
			if l := &r.Article.Links[i]; l.Relation == news.Coverage {
				l.Title = "War on Gaza"
			}
		}
		found, missing := byLabel(p, byName, labels(r))
		for _, s := range missing {
			t.Errorf("%s: section %v is not found by its label", tt.site, s.Path)
		}
		seen := map[string]news.Found{}
		for _, f := range found {
			if other, ok := seen[f.URL]; ok {
				t.Errorf("%s: sections %v and %v have one address, %s", tt.site, f.Section, other.Section, f.URL)
			}
			seen[f.URL] = f
		}
	}
}
