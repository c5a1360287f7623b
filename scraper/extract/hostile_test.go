package extract

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"newskeep/scraper/news"
)

// TestHostilePages reads what no newsroom would send. Each page must end in a
// reading: an article, or a word for why there is none. Memory is bounded by the
// size of the page, not by its shape.
func TestHostilePages(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("large pages; read by one goroutine, so the race detector has nothing to find")
	}
	head := "<!DOCTYPE html><html lang=en><head><title>A bridge is opened</title></head><body>"
	story := "<article><h1>A bridge is opened in Portmere</h1>" + threeParagraphs + "</article>"
	for _, tt := range []struct {
		name string
		body string
	}{
		{"30 MB of paragraphs", head + "<article><h1>A long page</h1>" + strings.Repeat("<p>The harbour tram runs every ten minutes since Monday morning.</p>", 30<<20/66)},
		{"30 MB without a tag", strings.Repeat("the harbour tram runs ", 30<<20/22)},
		{"50,000 nested divs", head + strings.Repeat("<div>", 50_000) + story},
		{"50,000 nested inline elements", head + strings.Repeat("<b><i>", 25_000) + story},
		{"100,000 attributes", head + "<div " + attributes(100_000) + ">" + story},
		{"100,000 attributes in capitals and entities", head + "<p " + strings.Repeat("A&#x41;=&lt;p&gt; ", 100_000) + ">" + story},
		{"tables in tables", head + strings.Repeat("<table><tr><td>", 3_000) + story},
		{"nothing is closed", head + strings.Repeat("<article><section><h1>A bridge<p>is opened<ul><li><a href=/x>in Portmere<table><td>", 2_000)},
		{"50,000 links", head + story + strings.Repeat(`<a href="/news/politics/x?a=1#b">A lamp for every pier</a>`, 50_000)},
		{"50,000 headings", head + strings.Repeat("<h2>Most Read</h2><ul><li><a href=/x>A lamp for every pier</a></ul>", 50_000)},
		{"50,000 formatting elements left open", head + strings.Repeat("<p><a href=/x><b><font size=1>", 12_500)},
		{"a JSON-LD block of 5 MB", head + `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 400_000) + "</script>" + story},
		{"a JSON-LD block deep in lists", head + `<script type="application/ld+json">` + strings.Repeat("[", 2_000_000) + "</script>" + story},
		{"a date of a million digits", head + "<time>" + strings.Repeat("1", 1_000_000) + "</time>" + story},
		{"only opening marks", strings.Repeat("<", 1_000_000)},
		{"only entities", head + strings.Repeat("&amp;&#x10FFFF;&#0;", 200_000)},
		{"no bytes", ""},
		{"zero bytes", strings.Repeat("\x00", 1_000_000)},
		{"invalid UTF-8", head + "<h1>A bridge \xff\xfe is opened</h1>" + strings.Repeat("<p>The harbour \xc3\x28 tram runs every ten minutes \xf0\x28\x8c\xbc since Monday morning.</p>", 50)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := Read(nil, Input{URL: "https://news.example/politics/bridge", Body: []byte(tt.body)})
			runtime.ReadMemStats(&after)
			checkReading(t, []byte(tt.body), r)
			if r.Kind != news.PageArticle && r.Kind != news.PageSection && r.Detail == "" {
				t.Errorf("%s is %s (%s) without a word why", tt.name, r.Kind, r.Reason)
			}
			// A parse takes some 4 to 15 bytes for each byte of a page; small pages
			// need room for the tables.
			used, limit := after.TotalAlloc-before.TotalAlloc, uint64(64<<20+100*len(tt.body))
			if used > limit {
				t.Errorf("%s took %d MB, want at most %d", tt.name, used>>20, limit>>20)
			}
			t.Logf("%s (%s), %d MB allocated", r.Kind, r.Reason, used>>20)
		})
	}
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `a%d="%d" `, i, i)
	}
	return b.String()
}

// TestCharsets reads one Arabic page in two encodings with a right, a wrong and
// no word about which it is.
func TestCharsets(t *testing.T) {
	f := fixtureNamed(t, "almayadeen-ar/digits.html")
	legacy, err := charmap.Windows1256.NewEncoder().Bytes(legacyText(f.in.Body))
	if err != nil {
		t.Fatal(err)
	}
	bare := bytes.Replace(legacy, []byte(`<meta charset="utf-8">`), nil, 1)
	meta := bytes.Replace(legacy, []byte(`<meta charset="utf-8">`), []byte(`<meta charset="windows-1256">`), 1)
	utf := bytes.Replace(f.in.Body, []byte(`<meta charset="utf-8">`), nil, 1)
	for _, tt := range []struct {
		name, contentType string
		body              []byte
	}{
		{"windows-1256, the header says so", "text/html; charset=windows-1256", bare},
		{"windows-1256, the page says so", "text/html", meta},
		{"windows-1256, the header says UTF-8, the page knows better", "text/html; charset=utf-8", meta},
		{"windows-1256, header and page say UTF-8", "text/html; charset=utf-8", legacy},
		{"windows-1256, nobody says", "text/html", bare},
		{"UTF-8, nobody says", "", utf},
		{"UTF-8, the header says windows-1256", "text/html; charset=windows-1256", f.in.Body},
		{"UTF-8, the header says nonsense", "text/html; charset=x-nonsense", utf},
	} {
		in := f.in
		in.Body, in.ContentType = tt.body, tt.contentType
		r := Read(f.p, in)
		if r.Kind != news.PageArticle {
			t.Errorf("%s: the page is %s (%s, %s)", tt.name, r.Kind, r.Reason, r.Detail)
			continue
		}
		if want := "مكتبة الجزيرة تفتح أبوابها ليلاً للمرة الأولى"; r.Article.Headline != want {
			t.Errorf("%s: headline = %q, want %q", tt.name, r.Article.Headline, want)
		}
		if len(r.Article.Body) != 3 || !strings.HasPrefix(r.Article.Body[2].Text, "وتستمرّ القراءة الليلية") {
			t.Errorf("%s: body = %v", tt.name, r.Article.Body)
		}
	}
}

// legacyText leaves out what windows-1256 has no byte for.
func legacyText(b []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if _, ok := charmap.Windows1256.EncodeRune(r); !ok {
			if v, isDigit := digit(r); isDigit {
				return '0' + rune(v)
			}
			return -1
		}
		return r
	}, b)
}
