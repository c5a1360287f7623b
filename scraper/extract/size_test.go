package extract

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// manyOpen is a page of which every paragraph opens n bold elements anew.
func manyOpen(n, paragraphs int) string {
	var b strings.Builder
	b.WriteString("<html><body><p>")
	for i := range n {
		fmt.Fprintf(&b, "<b id=%d>", i)
	}
	b.WriteString(strings.Repeat("</p><p>x", paragraphs))
	return b.String()
}

// TestTooManyElements holds that pages which would make huge trees are refused
// with a word why, before the tree is made.
func TestTooManyElements(t *testing.T) {
	for _, tt := range []struct{ name, body string }{
		{"30 MB of short paragraphs", "<html><body>" + strings.Repeat("<p>A b.</p>", 30<<20/11)},
		{"30 MB of links", "<html><body>" + strings.Repeat(`<a href="/n/a">Pier painted</a> `, 30<<20/32)},
		{"30 MB of breaks", "<html><body>" + strings.Repeat("<br>", 30<<20/4)},
		{"30 MB of comments within words", "<html><body>" + strings.Repeat("a<!---->", 30<<20/8)},
		{"30 MB of ends", "<html><body>" + strings.Repeat("</p>", 30<<20/4)},
		{"30 MB of attributes", "<html><body><p " + strings.Repeat("a ", 30<<20/2) + ">"},
		{"60 kB that ask for millions", manyOpen(400, 8_000)},
	} {
		var before, after runtime.MemStats
		body := []byte(tt.body)
		runtime.ReadMemStats(&before)
		r := Read(nil, Input{URL: "https://news.example/a", Body: body})
		runtime.ReadMemStats(&after)
		if r.Kind != news.PageOther || r.Reason != news.ReasonTooLarge || !strings.Contains(r.Detail, "elements") {
			t.Errorf("%s: read as %s %s (%s), want too_large", tt.name, r.Kind, r.Reason, r.Detail)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
			t.Errorf("%s: refusing took %d MB, want at most 100", tt.name, used>>20)
		}
	}
}

// TestElements holds the estimate against the tree that the parser makes.
func TestElements(t *testing.T) {
	for _, tt := range []struct{ name, body string }{
		{"careful", strings.Repeat(`<div class="a"><p>A <b>bold</b> <i>word</i> and a <a href="/x">link</a>.</p></div>`, 500)},
		{"unclosed, all alike", strings.Repeat(`<p><b>A word</p>`, 500)},
		{"unclosed, all different", manyOpen(100, 300)},
		{"ends alone", "<body>x" + strings.Repeat("</p>", 500)},
	} {
		root, err := html.Parse(strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		real := 0
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				real++
			}
		}
		if got := elements([]byte(tt.body)); got*4 < real || got > 4*real {
			t.Errorf("%s: elements = %d, the tree has %d; want about that", tt.name, got, real)
		}
	}
	for _, f := range fixtures(t) {
		if got := elements(f.in.Body); got > mostElements/20 {
			t.Errorf("%s: elements = %d, far from the few hundred it has", f.name, got)
		}
	}
}
