package scraper

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

const mapped = `
name: paper
home: https://paper.example/
sitemaps: [/robots.txt, /map.xml]
sitemap_age: 2d
articles: {include: ['^/news/']}
`

var mapDay = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// readMap reads a file as the sitemap at an address, and returns what it leads to
// by path, those that a known page would be looked at again for marked by "!".
func readMap(t *testing.T, path string, depth int, body string) (*news.Visit, []string) {
	t.Helper()
	r := &run{crawler: &Crawler{}, profile: mustParse(t, mapped)}
	v := &news.Visit{
		At:       mapDay,
		Target:   news.Target{URL: "https://paper.example" + path, Role: news.RoleSitemap, Depth: depth},
		Response: &news.Response{Status: 200, Body: []byte(body)},
	}
	r.read(v)
	var paths []string
	for _, f := range v.Found {
		p := strings.TrimPrefix(f.URL, "https://paper.example")
		if f.Revisit || !f.Modified.IsZero() {
			p += "!"
		}
		paths = append(paths, p)
	}
	return v, paths
}

func ago(d time.Duration) string { return mapDay.Add(-d).Format(time.RFC3339) }

func TestSitemaps(t *testing.T) {
	many := func(n int, lastmod string) string {
		var b strings.Builder
		b.WriteString("<urlset>")
		for i := range n {
			fmt.Fprintf(&b, "<url><loc>https://paper.example/news/%d</loc>%s</url>", i, lastmod)
		}
		return b.String() + "</urlset>"
	}
	var index strings.Builder
	for i := range 7 {
		fmt.Fprintf(&index, "<sitemap><loc>https://paper.example/%d.xml</loc></sitemap>", i)
	}
	for _, tt := range []struct {
		name, path string
		depth      int
		body       string
		want       []string
	}{
		{"robots.txt", "/robots.txt", 1, "User-agent: *\nDisallow: /x\nSitemap: https://paper.example/a.xml\nSitemap: https://elsewhere.example/b.xml\n", []string{"/a.xml!"}},
		{"index by date", "/map.xml", 1, "<sitemapindex><sitemap><loc>https://paper.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>" +
			"<sitemap><loc>https://paper.example/day.xml</loc><lastmod>" + ago(30*time.Hour) + "</lastmod></sitemap>" +
			"<sitemap><loc>https://paper.example/now.xml</loc><lastmod>" + ago(time.Hour) + "</lastmod></sitemap></sitemapindex>", []string{"/now.xml!", "/day.xml!"}},
		{"index without dates", "/map.xml", 1, "<sitemapindex>" + index.String() + "</sitemapindex>", []string{"/0.xml!", "/1.xml!", "/5.xml!", "/6.xml!"}},
		{"index of indexes of indexes", "/map.xml", 3, "<sitemapindex>" + index.String() + "</sitemapindex>", nil},
		{"news, one bad entry, one about no article", "/map.xml", 2, `<urlset><url><loc>https://paper.example/news/a</loc><news:news><news:publication_date>` + ago(3*time.Hour) + `</news:publication_date></news:news></url>
			<url><loc>::bad::</loc></url><url><loc>https://paper.example/about</loc><lastmod>` + ago(time.Hour) + `</lastmod></url>
			<url><loc>https://paper.example/news/b</loc><lastmod>` + ago(time.Hour) + `</lastmod></url>
			<url><loc>https://paper.example/news/old</loc><lastmod>2019-04-04</lastmod></url></urlset>`, []string{"/news/b!", "/news/a"}},
		{"dates that lie ahead", "/map.xml", 1, many(2, "<lastmod>2031-01-01</lastmod>"), []string{"/news/0", "/news/1"}},
		{"few without dates", "/map.xml", 1, many(3, ""), []string{"/news/0", "/news/1", "/news/2"}},
		{"the date of the file's making", "/map.xml", 1, many(600, "<lastmod>"+ago(time.Minute)+"</lastmod>"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, got := readMap(t, tt.path, tt.depth, tt.body)
			if v.Outcome != news.Fetched || !slices.Equal(got, tt.want) {
				t.Errorf("%s, leads to %q, want %q", v.Outcome, got, tt.want)
			}
		})
	}
	var busy strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&busy, "<url><loc>https://paper.example/news/%d</loc><lastmod>%s</lastmod></url>", i, ago(time.Duration(i)*time.Minute))
	}
	if v, got := readMap(t, "/map.xml", 1, "<urlset>"+busy.String()+"</urlset>"); len(got) != sitemapArticles || got[0] != "/news/0!" || v.Skipped[skipSitemap] != 500 {
		t.Errorf("of 1500 young articles: %d, first %s, %v; want 1000, the newest first, and 500 counted", len(got), got[0], v.Skipped)
	}
	if v, _ := readMap(t, "/map.xml", 1, "<html>maintenance</html>"); v.Outcome != news.Failed || v.Class != news.FailUnread {
		t.Errorf("HTML in place of a sitemap: %s %s", v.Outcome, v.Class)
	}
}
