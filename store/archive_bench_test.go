package store

import (
	"fmt"
	"testing"

	"newskeep/scraper/news"
)

// BenchmarkKeepPages keeps articles of real size: "new" ones, and "again" ones
// that were fetched before and say the same in other bytes.
func BenchmarkKeepPages(b *testing.B) {
	const pages = 60
	for _, again := range []bool{false, true} {
		name := "new"
		if again {
			name = "again"
		}
		b.Run(name, func(b *testing.B) {
			a := newArchive(b)
			a.begin()
			bodies := make([]string, pages)
			for i := range bodies {
				bodies[i] = newsPage(1, uint64(i), 0)
			}
			n := 0
			known := map[string]int64{}
			for b.Loop() {
				body, address := bodies[n%pages], fmt.Sprintf("%s/%d", ferryURL, n)
				if again {
					address = fmt.Sprintf("%s/%d", ferryURL, n%pages)
				}
				v := a.article(address, body+fmt.Sprintf("<!-- %d -->", n), func(art *news.Article) { art.Headline = address })
				v.Target.Page = known[address] // as Next gives it
				known[address] = a.keep(v).Page
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "visits/s")
		})
	}
}

// BenchmarkHistory asks for the history of an article with 200 revisions, for one
// of its states, and for the state of a moment.
func BenchmarkHistory(b *testing.B) {
	a := newArchive(b)
	a.begin()
	for i := range 200 {
		a.keep(a.article(ferryURL, fmt.Sprintf("body %d", i), func(n *news.Article) {
			n.Headline = fmt.Sprintf("Ferries, update %d", i)
			n.Body = append(n.Body, news.Block{Type: news.Paragraph, Text: fmt.Sprintf("Paragraph %d was added.", i)})
		}))
	}
	if n := a.count(`SELECT count(*) FROM revision`); n != 200 {
		b.Fatalf("%d revisions", n)
	}
	for _, tt := range []struct {
		name string
		ask  func() error
	}{
		{"history", func() error { _, err := a.Reader().Revisions(b.Context(), ferryURL); return err }},
		{"revision", func() error {
			_, err := a.Reader().Article(b.Context(), ferryURL, ArticleAt{Revision: 100})
			return err
		}},
		{"as-of", func() error {
			_, err := a.Reader().Article(b.Context(), ferryURL, ArticleAt{AsOf: day.AddDate(0, 0, 4)})
			return err
		}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				if err := tt.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
