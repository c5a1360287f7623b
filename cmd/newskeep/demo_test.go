package main

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/news"
)

// crawlDemo crawls the demo site into an archive. Some of its pages are broken
// on purpose, so the status is always "done, but".
func crawlDemo(t *testing.T, archive string) news.Summary {
	t.Helper()
	out, _ := newskeep(t, []int{exitPartial}, "crawl", "demo", "-a", archive, "--json")
	var sum news.Summary
	decode(t, out, &sum)
	return sum
}

func TestDemoCrawlKeepsExactlyTheArticles(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "demo.db")
	first := crawlDemo(t, archive)
	site := demo.New(demo.Options{})
	db := open(t, archive)

	want := site.ExpectedArticles()
	if len(want) < 55 {
		t.Fatalf("the demo site promises %d articles, want about 60", len(want))
	}
	got := rows(t, db, `SELECT p.url FROM article a JOIN page p ON p.id = a.page_id ORDER BY p.url`)
	slices.Sort(got)
	if missing, extra := differ(want, got); len(missing)+len(extra) > 0 {
		t.Errorf("articles in the archive:\nmissing %q\nnot expected %q", missing, extra)
	}
	if first.ArticlesNew != len(want) {
		t.Errorf("articles_new = %d, want %d", first.ArticlesNew, len(want))
	}

	reported := map[string]news.Missed{}
	for _, m := range append(slices.Clone(first.Failed), first.Blocked...) {
		u, err := url.Parse(m.URL)
		if err != nil {
			t.Fatal(err)
		}
		reported[u.Path] = m
	}
	for path, why := range site.ExpectedBroken() {
		m, ok := reported[path]
		if why == "foreign_host" {
			if first.Dropped["foreign_host"] == 0 {
				t.Errorf("%s leads to a foreign host and was not counted: dropped = %v", path, first.Dropped)
			}
			continue
		}
		if !ok || m.Reason == "" {
			t.Errorf("%s is broken (%s) and was reported as %+v", path, why, m)
		}
		delete(reported, path)
	}
	for path, m := range reported {
		t.Errorf("%s is whole but was reported: %+v", path, m)
	}

	second := crawlDemo(t, archive)
	if second.ArticlesNew+second.ArticlesChanged != 0 || second.ArticlesUnchanged+second.NotModified < len(want) {
		t.Errorf("a second crawl of the unchanged site: %+v; want nothing new or changed, and every article looked at", second)
	}
	if got := rows(t, db, `SELECT article_id FROM revision GROUP BY article_id HAVING count(*) <> 1`); len(got) > 0 {
		t.Errorf("%d articles have more than one revision after two crawls of an unchanged site", len(got))
	}
	if got := rows(t, db, `PRAGMA foreign_key_check`); len(got) > 0 {
		t.Errorf("foreign_key_check: %q", got)
	}
}

// differ is what stands in only one of two sorted lists.
func differ(want, got []string) (missing, extra []string) {
	for _, w := range want {
		if !slices.Contains(got, w) {
			missing = append(missing, w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			extra = append(extra, g)
		}
	}
	return missing, extra
}

func TestDemoCommandEndsWithAHit(t *testing.T) {
	out, errs := newskeep(t, []int{exitDone}, "demo", "-a", filepath.Join(t.TempDir(), "demo.db"))
	for _, want := range []string{"articles", "new", "newskeep search"} {
		if !strings.Contains(out+errs, want) {
			t.Errorf("newskeep demo does not say %q:\n%s%s", want, out, errs)
		}
	}
	if !strings.Contains(out, "http://"+demo.Host) {
		t.Errorf("newskeep demo shows no search hit:\n%s", out)
	}
}
