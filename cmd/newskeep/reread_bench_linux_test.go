package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// BenchmarkReextract reads stored pages again. "of_extraction" is how fast one
// core does so compared with extract.Read alone over the same bytes in the same
// run, by processor time and with the rounds of both taking turns; "cores" is how
// many times faster by the clock all cores are than one. "otherwise" is as of_extraction,
// with a kicker and standfirst in each that the archive does not say so. "written" is
// with every revision noted as read by another version, "field_written" with another
// kicker in each, which is in no index, and "text_written" with another standfirst.
// A profile has them apart by the label pages: extraction, one, all, written, field, text,
// otherwise.
//
// The pages are those of the demo, small and with rules, and those of the
// collection that NEWSKEEP_PAGES names, large and without.
func BenchmarkReextract(b *testing.B) {
	b.Run("demo", func(b *testing.B) {
		a := daysCrawled(b, 3)
		benchReextract(b, a.archive, a.reread)
	})
	b.Run("pages", func(b *testing.B) {
		dir := os.Getenv("NEWSKEEP_PAGES")
		if dir == "" {
			b.Skip("NEWSKEEP_PAGES names no folder of pages")
		}
		benchReextract(b, keepPages(b, filepath.Join(dir, "fundus-dev", "html", "*.html*")), readPlainly)
	})
}

// reader is how a stored page is read.
type reader = func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error)

func readPlainly(_, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
	return readPage(url, at, header, body), nil
}

func benchReextract(b *testing.B, archive string, read reader) {
	s, err := store.Open(b.Context(), archive, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := s.Reader()
	type page struct {
		site, url string
		at        time.Time
		header    map[string][]string
		body      []byte
	}
	var pages []page
	o := store.Rereading{
		Parser: "bench", Workers: 1, Profile: func(string) (string, error) { return "bench", nil },
		Read: func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
			pages = append(pages, page{site, url, at, header, bytes.Clone(body)})
			return &news.Article{}, nil
		},
	}
	if _, err := r.TryReextract(b.Context(), o); err != nil {
		b.Fatal(err)
	}
	alone := func() {
		for _, p := range pages {
			if _, err := read(p.site, p.url, p.at, p.header, p.body); err != nil {
				b.Fatal(err)
			}
		}
	}
	o.Read = read
	again := func(workers int) {
		o.Workers = workers
		sum, err := r.TryReextract(b.Context(), o)
		if err != nil || sum.Revisions != len(pages) {
			b.Fatalf("%d of %d pages, %v", sum.Revisions, len(pages), err)
		}
	}
	written := func(edit func(*news.Article, string)) {
		o := o
		o.Workers, o.Parser = 1, o.Parser+"+" // what another version read is replaced
		n := fmt.Sprint(time.Now().UnixNano())
		o.Read = func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
			a, err := read(site, url, at, header, body)
			if err == nil {
				edit(a, n)
			}
			return a, err
		}
		sum, err := s.Reextract(b.Context(), o)
		if err != nil || sum.Revisions != len(pages) {
			b.Fatalf("%d of %d pages, %v", sum.Revisions, len(pages), err)
		}
	}
	worked := func(name string, f func()) (processor, wall time.Duration) {
		runtime.GC() // what others left behind is not its work
		at, start := cpu(b), time.Now()
		pprof.Do(b.Context(), pprof.Labels("pages", name), func(context.Context) { f() })
		return cpu(b) - at, time.Since(start)
	}
	var extraction, one, oneWall, all, kept, field, text, otherwise time.Duration
	n := 0
	for b.Loop() {
		n++
		p, _ := worked("extraction", alone)
		extraction += p
		written(func(*news.Article, string) {}) // of an archive that says what the page says
		o.Parser += "+"
		p, wall := worked("one", func() { again(1) })
		one, oneWall = one+p, oneWall+wall
		_, wall = worked("all", func() { again(0) })
		all += wall
		p, _ = worked("written", func() { written(func(*news.Article, string) {}) })
		kept += p
		p, _ = worked("field", func() { written(func(a *news.Article, n string) { a.Kicker = n }) })
		field += p
		p, _ = worked("text", func() { written(func(a *news.Article, n string) { a.Kicker, a.Standfirst = n, "This was read at "+n }) })
		text += p
		p, _ = worked("otherwise", func() { again(1) })
		otherwise += p
		o.Parser += "+"
	}
	b.ReportMetric(float64(n*len(pages))/extraction.Seconds(), "extracted/cpu-s")
	b.ReportMetric(float64(n*len(pages))/one.Seconds(), "pages/cpu-s")
	b.ReportMetric(float64(n*len(pages))/all.Seconds(), "pages/s")
	b.ReportMetric(extraction.Seconds()/one.Seconds(), "of_extraction")
	b.ReportMetric(extraction.Seconds()/otherwise.Seconds(), "otherwise")
	b.ReportMetric(extraction.Seconds()/kept.Seconds(), "written")
	b.ReportMetric(extraction.Seconds()/field.Seconds(), "field_written")
	b.ReportMetric(extraction.Seconds()/text.Seconds(), "text_written")
	b.ReportMetric(oneWall.Seconds()/all.Seconds(), "cores")
}

// keepPages makes an archive of saved pages that are articles.
func keepPages(b *testing.B, pattern string) string {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		b.Fatalf("no pages at %s (%v)", pattern, err)
	}
	archive := filepath.Join(b.TempDir(), "pages.db")
	s, err := store.Open(b.Context(), archive, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	run, err := s.Begin(b.Context(), news.Site{Name: "pages", Home: "http://pages.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		b.Fatal(err)
	}
	for i, file := range files {
		if i == 60 {
			break
		}
		body := pageBytes(b, file)
		address := "http://pages.test/" + filepath.Base(file)
		art, err := readPlainly("", address, time.Now(), nil, body)
		if err != nil || art == nil {
			continue
		}
		v := &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, At: time.Now(), Outcome: news.Fetched,
			Target:   news.Target{Site: "pages", Host: "pages.test", URL: address, Role: news.RoleOfArticle},
			Response: &news.Response{URL: address, Status: 200, Body: body},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: art},
		}
		if _, err := s.Keep(b.Context(), v); err != nil {
			b.Fatal(err)
		}
	}
	return archive
}

func pageBytes(b *testing.B, file string) []byte {
	if filepath.Ext(file) == ".gz" {
		return unzipped(b, file)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	return body
}
