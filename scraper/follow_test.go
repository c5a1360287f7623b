package scraper

import (
	"testing"

	"newskeep/scraper/news"
)

func TestFollow(t *testing.T) {
	p := mustParse(t, `
name: paper
home: https://paper.example/
sections: [{name: Politics, url: /politics}]
articles: {include: ['^/politics/[a-z-]+$']}
max_pages: 2
`)
	reading := &news.Reading{
		Kind: news.PageSection,
		Listing: &news.Listing{
			Items: []news.Link{
				{URL: "https://paper.example/politics/a-story?utm_source=front", Title: "A story"},
				{URL: "https://paper.example/politics/a-story", Title: "The same"},
				{URL: "https://paper.example/about", Title: "About"},
				{URL: "https://elsewhere.example/politics/a-story", Title: "Not ours"},
				{URL: "https://paper.example/politics", Title: "The section itself"},
			},
			Next: "https://paper.example/politics?page=2",
		},
		Hrefs: []string{"https://paper.example/politics/missed-by-structure", "https://paper.example/imprint"},
	}
	target := news.Target{URL: "https://paper.example/politics", Role: news.RoleSection, Section: []string{"Politics"}, Depth: 1}
	l := newLinks(p, target)
	l.follow(target, reading)
	want := []news.Found{
		{URL: "https://paper.example/politics/a-story", Role: news.RoleOfArticle, Revisit: true},
		{URL: "https://paper.example/politics?page=2", Role: news.RoleSection, Depth: 2, Revisit: true},
		{URL: "https://paper.example/politics/missed-by-structure", Role: news.RoleOfArticle},
	}
	if len(l.found) != len(want) {
		t.Fatalf("found %+v, want %d pages", l.found, len(want))
	}
	for i, w := range want {
		g := l.found[i]
		if g.URL != w.URL || g.Role != w.Role || g.Depth != w.Depth || g.Revisit != w.Revisit || len(g.Section) != 1 {
			t.Errorf("found[%d] = %+v, want %+v in Politics", i, g, w)
		}
	}
	if l.skipped[skipForeign] != 1 || l.skipped[skipNotArticle] != 1 || len(l.skipped) != 2 {
		t.Errorf("skipped %v, want one foreign and one that is no article", l.skipped)
	}

	target.Depth = 2
	l = newLinks(p, target)
	l.next(target, "https://paper.example/politics?page=3")
	if len(l.found) != 0 || l.skipped[skipDepth] != 1 {
		t.Errorf("beyond max_pages: found %v, skipped %v", l.found, l.skipped)
	}
}
