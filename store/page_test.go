package store

import (
	"errors"
	"testing"

	"newskeep/scraper/news"
)

const printURL = "http://gazette.test/print/ferry"

func TestIdentityRenamesAPage(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.article(printURL, "one", nil)
	v.Identity, v.Aliases = ferryURL, []string{"http://gazette.test/f"}
	d := a.keep(v)
	for _, ref := range []string{ferryURL, printURL, "http://gazette.test/f"} {
		got, err := a.Reader().Article(t.Context(), ref, ArticleAt{})
		if err != nil || got.ID != d.Article || got.Address != ferryURL {
			t.Errorf("Article(%s) = %v, %v, want article %d at %s", ref, got, err, d.Article, ferryURL)
		}
	}
	if again := a.keep(a.article(printURL, "one", nil)); again.Article != d.Article || again.Page != d.Page {
		t.Errorf("a visit by the other address: %+v, want page %d", again, d.Page)
	}
	a.sound()
}

// Two addresses queued as two pages turn out to be one: the article is kept once,
// and the second address is not asked for.
func TestIdentityUnitesPages(t *testing.T) {
	for _, tt := range []struct {
		name          string
		first, second string // visited in this order
		known         bool   // the second is queued before the first is visited
	}{
		{"canonical first", ferryURL, printURL, true},
		{"canonical second", printURL, ferryURL, true},
		{"canonical not known", printURL, ferryURL, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			found := []news.Found{{URL: tt.first, Role: news.RoleOfArticle}}
			if tt.known {
				found = append(found, news.Found{URL: tt.second, Role: news.RoleOfArticle})
			}
			if _, err := a.Plant(t.Context(), a.run.ID, found); err != nil {
				t.Fatal(err)
			}
			visits := 0
			for {
				target, err := a.Next(t.Context(), a.run.ID, "gazette.test")
				if err != nil {
					break
				}
				visits++
				v := a.article(target.URL, "one", nil)
				v.Target, v.Identity = target, ferryURL
				a.keep(v)
			}
			want := 2 // the second visit finds out
			if tt.first == printURL {
				want = 1 // the canonical page was read through the other address
			}
			if visits != want {
				t.Errorf("%d visits, want %d", visits, want)
			}
			if n := a.count("SELECT count(*) FROM article"); n != 1 {
				t.Errorf("%d articles, want 1", n)
			}
			if n := a.count("SELECT count(*) FROM revision"); n != 1 {
				t.Errorf("%d revisions, want 1", n)
			}
			for _, ref := range []string{ferryURL, printURL} {
				if got, err := a.Reader().Article(t.Context(), ref, ArticleAt{}); err != nil || got.Address != ferryURL {
					t.Errorf("Article(%s) = %v, %v, want the one at %s", ref, got, err, ferryURL)
				}
			}
			a.sound()
		})
	}
}

// Two articles that turn out to be one keep their ids and revisions: both may
// have been cited.
func TestUniteTwoArticles(t *testing.T) {
	a := newArchive(t)
	a.begin()
	kept := a.keep(a.article(ferryURL, "one", nil))
	other := a.keep(a.article(printURL, "two", nil))
	v := a.article(printURL, "three", nil)
	v.Identity = ferryURL
	if d := a.keep(v); d.Article != kept.Article {
		t.Errorf("Keep = %+v, want article %d", d, kept.Article)
	}
	if n := a.count("SELECT same_as FROM article WHERE id = ?", other.Article); int64(n) != kept.Article {
		t.Errorf("article %d is the same as %d, want %d", other.Article, n, kept.Article)
	}
	a.sound()
}

// A site whose articles all name the front page as canonical must not melt into
// one page.
func TestIdentityOfAnEntranceIsNotBelieved(t *testing.T) {
	a := newArchive(t)
	a.begin()
	if _, err := a.Plant(t.Context(), a.run.ID, []news.Found{{URL: gazette.Home, Role: news.RoleHome}}); err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{ferryURL, printURL} {
		v := a.article(u, u, nil)
		v.Identity = gazette.Home
		a.keep(v)
	}
	if n := a.count("SELECT count(*) FROM article"); n != 2 {
		t.Errorf("%d articles, want 2", n)
	}
}

func TestAddressesInEverySpelling(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article("http://gazette.test/arts/caf%C3%A9-opens/", "one", nil))
	a.keep(a.article("http://gazette.test/خبر/42", "two", nil))
	for _, tt := range []struct {
		ref  string
		want error
	}{
		{"http://gazette.test/arts/caf%C3%A9-opens/", nil},
		{"http://gazette.test/arts/café-opens/", nil},
		{"http://gazette.test/arts/café-opens", nil},
		{"http://gazette.test/arts/caf%C3%A9-opens/#top", nil},
		{"http://gazette.test/%D8%AE%D8%A8%D8%B1/42", nil},
		{"http://gazette.test/خبر/42", nil},
		{"http://gazette.test/arts/", ErrNotFound},
		{"12345", ErrNotFound},
		{"%zz", ErrNotFound},
		{"", ErrNotFound},
	} {
		if _, err := a.Reader().Article(t.Context(), tt.ref, ArticleAt{}); !errors.Is(err, tt.want) {
			t.Errorf("Article(%q): %v, want %v", tt.ref, err, tt.want)
		}
	}
}
