package extract

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// BenchmarkRead reads the pages of testdata, bytes in to Reading out. Compare it
// with [BenchmarkParse] of the same run: what it takes beyond is ours.
func BenchmarkRead(b *testing.B) {
	pages := fixtures(b)
	b.Run("rules", func(b *testing.B) {
		count(b, pages)
		for b.Loop() {
			for _, f := range pages {
				Read(f.p, f.in)
			}
		}
	})
	b.Run("structure", func(b *testing.B) {
		count(b, pages)
		for b.Loop() {
			for _, f := range pages {
				Read(nil, f.in)
			}
		}
	})
}

// BenchmarkParse is html.Parse alone over the same bytes.
func BenchmarkParse(b *testing.B) {
	pages := fixtures(b)
	count(b, pages)
	for b.Loop() {
		for _, f := range pages {
			if _, err := html.Parse(bytes.NewReader(f.in.Body)); err != nil {
				b.Fatal(err)
			}
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
