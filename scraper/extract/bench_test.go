package extract

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/profile"
)

// BenchmarkRead reads the pages of testdata, bytes in to Reading out. Compare it
// with [BenchmarkParse] of the same run: what it takes beyond is ours.
func BenchmarkRead(b *testing.B) {
	pages := fixtures(b)
	b.Run("rules", func(b *testing.B) {
		readAll(b, pages, func(f fixture) *profile.Profile { return f.p })
	})
	b.Run("structure", func(b *testing.B) {
		readAll(b, pages, func(fixture) *profile.Profile { return nil })
	})
}

// BenchmarkParse is html.Parse alone over the same bytes.
func BenchmarkParse(b *testing.B) {
	pages := fixtures(b)
	count(b, pages)
	for b.Loop() {
		parseAll(b, pages)
	}
}

// BenchmarkPages reads the pages of the collection that NEWSKEEP_PAGES names, fundus-dev/html/*.html
// and *.html.gz, and reports how many times the processor time of html.Parse alone that
// takes. Readings and parses take turns. "parses-in-all" compares the sums of all
// rounds; "parses" takes for each page the shortest reading and the shortest parse,
// since other work on the machine only ever adds to them.
func BenchmarkPages(b *testing.B) {
	dir := os.Getenv("NEWSKEEP_PAGES")
	if dir == "" {
		b.Skip("NEWSKEEP_PAGES names no folder of pages")
	}
	pages := savedPages(b, dir)
	usual, err := profile.Parse("usual.yaml", []byte(usualRules))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("structure", func(b *testing.B) { inTurns(b, pages, nil) })
	b.Run("rules", func(b *testing.B) { inTurns(b, pages, usual) })
}

// usualRules is a profile of the size that profiles have, of rules that match on
// most pages of news: real markup under rules that fit.
const usualRules = `
name: usual
home: https://news.example.com/
time_zone: UTC
rules:
  headline: [h1, 'meta[property="og:title"]']
  standfirst: ['.article-summary', '.standfirst', 'h1 + p', 'meta[property="og:description"]']
  bylines: ['.article-header .author', '[rel="author"]', '[itemprop="author"] [itemprop="name"]', 'meta[name="author"]']
  published: [{select: 'meta[property="article:published_time"]', attr: content}, {select: 'time[datetime]', attr: datetime}]
  modified: [{select: 'meta[property="article:modified_time"]', attr: content}]
  section: ['nav.breadcrumb a', 'meta[property="article:section"]']
  tags: ['.article-tags a', '.tags a', 'meta[property="article:tag"]']
  body: ['[itemprop="articleBody"]', '.article-body', '.article__body', 'article', main]
  images: ['article figure', 'main figure']
  caption: [figcaption]
  credit: ['figcaption .credit']
  related: ['.related-articles']
  remove: ['.newsletter-signup', 'aside.advert']
`

// inTurns reads and parses the pages in turn.
func inTurns(b *testing.B, pages []fixture, p *profile.Profile) {
	count(b, pages)
	least := make([]struct{ read, parsed time.Duration }, len(pages))
	var reading, parsing time.Duration // of all rounds, with the collection of garbage
	for first := true; b.Loop(); first = false {
		for i, f := range pages {
			start := cpuTime()
			Read(p, f.in)
			middle := cpuTime()
			parseAll(b, pages[i:i+1])
			read, parsed := middle-start, cpuTime()-middle
			reading, parsing = reading+read, parsing+parsed
			if first {
				least[i].read, least[i].parsed = read, parsed
			}
			least[i].read, least[i].parsed = min(least[i].read, read), min(least[i].parsed, parsed)
		}
	}
	b.ReportMetric(float64(reading)/float64(parsing), "parses-in-all")
	reading, parsing = 0, 0
	for i := range least {
		reading += least[i].read
		parsing += least[i].parsed
	}
	b.ReportMetric(float64(reading)/float64(parsing), "parses")
}

// savedPages are the pages of a folder.
func savedPages(b *testing.B, dir string) []fixture {
	b.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "fundus-dev", "html", "*.html*"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no pages in %s (%v)", dir, err)
	}
	var pages []fixture
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err == nil && strings.HasSuffix(file, ".gz") {
			var z *gzip.Reader
			if z, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
				body, err = io.ReadAll(z)
			}
		}
		if err != nil {
			b.Fatalf("%s: %v", file, err)
		}
		pages = append(pages, fixture{name: filepath.Base(file), in: Input{URL: "https://news.example.com/story", Body: body}})
	}
	return pages
}

// readAll measures the reading of pages, and what it takes in parses of them.
func readAll(b *testing.B, pages []fixture, by func(fixture) *profile.Profile) {
	count(b, pages)
	var read, parsed time.Duration
	for b.Loop() {
		start := time.Now()
		for _, f := range pages {
			Read(by(f), f.in)
		}
		read += time.Since(start)
		b.StopTimer()
		start = time.Now()
		parseAll(b, pages)
		parsed += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(read)/float64(parsed), "parses")
}

func parseAll(b *testing.B, pages []fixture) {
	for _, f := range pages {
		if _, err := html.Parse(bytes.NewReader(f.in.Body)); err != nil {
			b.Fatal(err)
		}
	}
}

// count reports allocations, and speed by the bytes of all pages.
func count(b *testing.B, pages []fixture) {
	b.Helper()
	var n int64
	for _, f := range pages {
		n += int64(len(f.in.Body))
	}
	b.SetBytes(n)
	b.ReportAllocs()
}
