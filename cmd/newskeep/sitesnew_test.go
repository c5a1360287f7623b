package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/profile"
)

// TestNewSite adds the demo newspaper as a stranger would add a site: draft,
// check, crawl. What is drafted from eight articles must find all of them.
func TestNewSite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "profiles", "paper.yaml")
	newskeep(t, []int{exitDone}, "sites", "new", demo.Home, "-o", file, "--name", "paper")
	if _, errs := newskeep(t, []int{exitUsage}, "sites", "new", demo.Home, "-o", file); !strings.Contains(errs, "--force") {
		t.Errorf("writing over a profile is refused with %q, which does not say how", errs)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse(file, src)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Sections) < 12 || len(p.Feeds) != 1 || len(p.Sitemaps) != 1 || len(p.Articles.Include) == 0 || len(p.Rules.Article) < 8 || len(p.Rules.Listing.Items) == 0 {
		t.Errorf("the draft lacks parts:\n%s", src)
	}
	if strings.Contains(string(src), "rules: {}") || !strings.Contains(string(src), "guess") {
		t.Errorf("the draft names no guess:\n%s", src)
	}

	out, _ := newskeep(t, []int{exitDone}, "sites", "check", file, "--json")
	var report siteReport
	decode(t, out, &report)
	if report.Articles < 8 || len(report.Dead) > 0 {
		t.Errorf("got %d articles and dead rules %v, want the 8 it was drafted from and none", report.Articles, report.Dead)
	}
	for _, f := range report.Fields {
		if f.Lost > 0 || len(f.Differs) > 0 {
			t.Errorf("%s: lost %d, differs %v; a draft reads its own pages as reading without rules does", f.Field, f.Lost, f.Differs)
		}
	}

	out, _ = newskeep(t, []int{exitPartial}, "crawl", "paper", "--profiles", filepath.Dir(file), "-a", filepath.Join(dir, "paper.db"), "--json")
	var run struct {
		New int `json:"articles_new"`
	}
	decode(t, out, &run)
	if want := len(demo.New(demo.Options{}).ExpectedArticles()); run.New != want {
		t.Errorf("a crawl with the draft found %d articles, want all %d", run.New, want)
	}
}

// TestNewSiteOffline drafts from saved pages and checks pages that were not among
// them.
func TestNewSiteOffline(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	site := demo.New(demo.Options{})
	save := func(name, path string) string {
		in := askPaper(site, mustParse(t, demo.Home+path))
		if err := os.WriteFile(name, in.Body, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	given := []string{
		save("front.html", ""), save("politics.html", "news/politics"), save("robots.txt", "robots.txt"),
		save("tram.html", "news/politics/new-tram-line-opens-between-harbour-and-hill"),
		save("bench.html", "articles/opinion/a-bench-at-every-stop"), save("club.html", "news/sports/chess-club-wins-on-the-last-board"),
		save("choir.html", "news/arts/choir-sings-in-the-tram-depot"), save("empty.html", "news/arts/painter-seeks-blue"),
	}
	if err := os.WriteFile("notes.txt", []byte("no page at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs := newskeep(t, []int{exitDone}, append([]string{"sites", "new", "-o", "paper.yaml", "--url", demo.Home, "notes.txt"}, given...)...)
	for _, want := range []string{"notes.txt", "empty.html"} {
		if !strings.Contains(errs, "left out: "+want) {
			t.Errorf("stderr does not say that %s was left out:\n%s", want, errs)
		}
	}
	save("toll.html", "news/politics/harbour-toll-is-frozen-until-spring")
	save("arts.html", "news/arts")
	out, _ := newskeep(t, []int{exitDone}, "sites", "check", "paper.yaml", "toll.html", "--json")
	var report siteReport
	decode(t, out, &report)
	if report.Articles != 1 {
		t.Fatalf("got %d articles, want the page that was kept back", report.Articles)
	}
	for _, f := range report.Fields {
		if f.Lost > 0 || len(f.Differs) > 0 {
			t.Errorf("%s on a page kept back: %v", f.Field, f.Differs)
		}
	}
	// Tests of saved pages name their files from where the profile lies.
	if out, _ = newskeep(t, []int{exitDone}, "sites", "check", "paper.yaml"); !strings.Contains(out, "4 articles") {
		t.Errorf("the draft's own tests read\n%s\nwant 4 articles", out)
	}
	out, _ = newskeep(t, []int{exitDone}, "sites", "check", "paper.yaml", "arts.html", "--url", demo.Home+"news/arts", "-v")
	if !strings.Contains(out, "listing.items") || !strings.Contains(out, "1 of 1") {
		t.Errorf("a section page kept back reads\n%s", out)
	}
}

// TestNewSiteRefuses what no profile can be made of, and says why.
func TestNewSiteRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, body := range map[string]string{"empty.html": "", "nothing.html": "<p>Nothing here", "challenge.html": "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x></script>"} {
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"empty.html", "nothing.html", "challenge.html"}, exitPartial, "challenge.html: "},
		{[]string{"missing.html"}, exitUsage, "no file missing.html"},
		{[]string{"empty.html", "https://news.example/"}, exitUsage, "not both"},
		{[]string{"--name", "No Name", "empty.html"}, exitUsage, "--name"},
		{[]string{"--pages", "0", "empty.html"}, exitUsage, "--pages"},
		{[]string{demo.Home, "--url", demo.Home}, exitUsage, "--url"},
	} {
		if _, errs := newskeep(t, []int{tt.status}, append([]string{"sites", "new"}, tt.args...)...); !strings.Contains(errs, tt.says) {
			t.Errorf("sites new %q says\n%s\nwant %q in it", tt.args, errs, tt.says)
		}
	}
}

func mustParse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
