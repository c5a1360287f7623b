package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"newskeep/cmd/newskeep/compare"
	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/news"
	"newskeep/store"
)

func TestDiffOfTheDays(t *testing.T) {
	a := daysCrawled(t, 2)
	fish := "http://" + demo.Host + "/news/economy/fish-auction-prices-for-november"
	out, _ := newskeep(t, []int{exitDone}, "diff", fish, "-a", a.archive)
	for _, want := range []string{"correction", "[-5.40-]", "{+4.50+}", "second month.{+", "Correction: The November price of squid"} {
		if !strings.Contains(out, want) {
			t.Errorf("diff does not show %q:\n%s", want, out)
		}
	}
	out, _ = newskeep(t, []int{exitDone}, "diff", fish, "1", "2", "--json", "-a", a.archive)
	var c comparison
	decode(t, out, &c)
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Field)
	}
	if c.From != 1 || c.To != 2 || c.Class != "correction" || !slices.Equal(fields, []string{"modified", "body"}) {
		t.Errorf("diff --json: %d to %d, %s, fields %q", c.From, c.To, c.Class, fields)
	}
	newskeep(t, []int{exitUsage}, "diff", fish, "first", "-a", a.archive)
	newskeep(t, []int{exitFailed}, "diff", fish, "1", "9", "-a", a.archive)
}

// A picture is compared with itself in another rendition, each of its texts on
// its own; one that came is told whole.
// The page is one file: what strangers wrote stays text, nothing is loaded, and
// Arabic runs from the right.
func TestDiffPage(t *testing.T) {
	before := &news.Article{Headline: "قديم", Language: "ar-LB"}
	after := &news.Article{Headline: `جديد <script src=x></script> "><img src=y onerror=z>`, Language: "ar-LB"}
	at := time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC)
	list := []store.Revision{{Number: 1, FirstSeen: at, LastSeen: at, Class: "first"}, {Number: 2, FirstSeen: at, LastSeen: at, Class: "substantive", Silent: true}}
	c := comparison{URL: "javascript:alert(1)", From: 1, To: 2, Fields: compare.Fields(before, after)}
	file := filepath.Join(t.TempDir(), "changes.html")
	if err := testApp(t, "").writePage(file, newDiffPage(c, after, list)); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, want := range []string{`dir="rtl"`, `lang="ar-LB"`, "substantive, silent", "<del>قديم</del>", "&lt;script src=x&gt;", "prefers-color-scheme: dark", "@media print", "2024-12-01 12:00:00 UTC", "default-src 'none'"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		switch n.Data {
		case "script", "img", "link", "iframe":
			t.Errorf("the page has an element %s", n.Data)
		}
		for _, attr := range n.Attr {
			if attr.Key == "src" || strings.HasPrefix(attr.Key, "on") || strings.HasPrefix(attr.Val, "javascript:") {
				t.Errorf("the page has %s=%q", attr.Key, attr.Val)
			}
		}
	}
	if err := testApp(t, "").writePage(filepath.Join(t.TempDir(), "nowhere", "x.html"), newDiffPage(c, after, list)); err == nil {
		t.Error("a page was written into a folder that is not there")
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"ar": "rtl", "fa-IR": "rtl", "he": "rtl", "ur": "rtl", "es": "ltr", "az-Arab": "rtl", "": "auto", "??": "auto"} {
		if got := direction(lang); got != want {
			t.Errorf("direction(%q) = %s, want %s", lang, got, want)
		}
	}
}
