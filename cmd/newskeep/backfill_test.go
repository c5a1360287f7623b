package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"newskeep/scraper"
	"newskeep/scraper/news"
)

// monthly is a paper with a sitemap for each of three months of 2026, two stories
// in each, and one broken entry.
func monthly(p *paper) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		story := func(n, month int) string {
			return fmt.Sprintf("<url><loc>http://%s/town/story-%d</loc><lastmod>2026-%02d-1%dT08:00:00Z</lastmod></url>", r.Host, n, month, n%10)
		}
		switch r.URL.Path {
		case "/sitemap.xml":
			p.note(r)
			fmt.Fprint(w, "<sitemapindex>")
			for month := range 3 {
				fmt.Fprintf(w, "<sitemap><loc>http://%s/sitemap-2026-%02d.xml</loc></sitemap>", r.Host, month+1)
			}
			fmt.Fprint(w, "<sitemap><loc>::</loc></sitemap></sitemapindex>")
		case "/sitemap-2026-01.xml", "/sitemap-2026-02.xml", "/sitemap-2026-03.xml":
			p.note(r)
			month := int(r.URL.Path[len("/sitemap-2026-0")] - '0')
			fmt.Fprint(w, "<urlset>", story(10*month+1, month), "<url><loc>not an address</loc></url>", story(10*month+2, month), "</urlset>")
		default:
			p.ServeHTTP(w, r)
		}
	}
}

func (p *paper) note(r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.URL.Path)
}

// storiesSince are the articles asked for after the first requests.
func (p *paper) storiesSince(from int) (list []string) {
	for _, s := range p.seen()[from:] {
		if n, ok := strings.CutPrefix(s, "/town/story-"); ok {
			list = append(list, n)
		}
	}
	return list
}

func TestBackfill(t *testing.T) {
	p := &paper{stories: 1}
	flags, _ := p.serveBy(t, monthly(p))
	args := func(more ...string) []string {
		return append(append([]string{"backfill", "paper", "--json"}, flags...), more...)
	}

	out, _ := newskeep(t, []int{exitDone}, args("--dry-run", "--from", "2026-02-01")...)
	var e scraper.Estimate
	decode(t, out, &e)
	if e.Articles != 4 || e.Lists != 2 || !e.Exact {
		t.Errorf("the estimate is %+v, want 4 articles in 2 lists", e)
	}
	if got := p.storiesSince(0); len(got) != 0 {
		t.Errorf("--dry-run asked for stories %v", got)
	}

	// Newest month first; the budget ends it, and the same command goes on.
	var sum news.Summary
	out, _ = newskeep(t, []int{exitDone}, args("--requests", "5")...)
	decode(t, out, &sum)
	if sum.Outcome != news.RunLimited || sum.Left == 0 || sum.ArticlesNew == 0 {
		t.Errorf("with a budget of 5 requests: %+v", sum)
	}
	first := p.storiesSince(0)
	if len(first) == 0 || first[0] != "32" {
		t.Errorf("stories were asked for in the order %v, want the newest first", first)
	}
	mark := len(p.seen())
	crawl := crawlPaper(t, exitDone, flags)
	if crawl.ArticlesNew != 1 {
		t.Errorf("a crawl after it found %d new articles, want the one its section lists", crawl.ArticlesNew)
	}
	if got := fmt.Sprint(p.storiesSince(mark)); got != "[1]" {
		t.Errorf("a crawl asked for stories %s of the backlog", got)
	}
	out, _ = newskeep(t, []int{exitDone}, args()...)
	decode(t, out, &sum)
	if sum.Outcome != news.RunDone || sum.Left != 0 {
		t.Errorf("the rest: %+v", sum)
	}
	asked := map[string]int{}
	for _, n := range p.storiesSince(0) {
		asked[n]++
	}
	for _, n := range []string{"11", "12", "21", "22", "31", "32"} {
		if asked[n] != 1 {
			t.Errorf("story %s was asked for %d times, want once: %v", n, asked[n], asked)
		}
	}
	if got := fmt.Sprint(rows(t, open(t, flags[1]), `SELECT via || ' ' || count(*) FROM visit WHERE article_id IS NOT NULL GROUP BY via ORDER BY via`)); got != "[backfill 6 live 1]" {
		t.Errorf("visits of articles: %s", got)
	}
	out, _ = newskeep(t, []int{exitDone}, args()...)
	decode(t, out, &sum)
	if sum.ArticlesNew+sum.ArticlesUnchanged != 0 {
		t.Errorf("a backfill with nothing left asked for %+v", sum)
	}
}

func TestBackfillUsage(t *testing.T) {
	for _, args := range [][]string{
		{"--from", "2026-13-01"}, {"--from", "2026-02-02", "--to", "2026-02-01"}, {"--source", "moon"}, {"--requests", "-1"},
	} {
		newskeep(t, []int{exitUsage}, append([]string{"backfill", "demo"}, args...)...)
	}
}
