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
// and *.html.gz, without a profile, and reports how many times the time of
// html.Parse alone that takes ("parses"), page by page in turn.
func BenchmarkPages(b *testing.B) {
	dir := os.Getenv("NEWSKEEP_PAGES")
	if dir == "" {
		b.Skip("NEWSKEEP_PAGES names no folder of pages")
	}
	pages := savedPages(b, dir)
	count(b, pages)
	var read, parsed time.Duration
	for b.Loop() {
		for _, f := range pages {
			start := time.Now()
			Read(nil, f.in)
			middle := time.Now()
			parseAll(b, []fixture{f})
			read, parsed = read+middle.Sub(start), parsed+time.Since(middle)
		}
	}
	b.ReportMetric(float64(read)/float64(parsed), "parses")
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
