package store

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// BenchmarkFrontierOfMillions fills a frontier as visits do, a thousand new pages
// at a time, and then asks for what is next and keeps it. NEWSKEEP_FRONTIER is how
// many pages; the memory of the process must not grow with them.
func BenchmarkFrontierOfMillions(b *testing.B) {
	n := 50_000
	if v, err := strconv.Atoi(os.Getenv("NEWSKEEP_FRONTIER")); err == nil {
		n = v
	}
	for _, pages := range []int{10_000, n} {
		b.Run(fmt.Sprint(pages), func(b *testing.B) {
			a := newArchive(b)
			a.begin()
			for i := 0; i < pages; {
				err := a.write(b.Context(), func(t *tx) error {
					q, err := t.queue(a.run.ID)
					for end := min(pages, i+1000); err == nil && i < end; i++ {
						f := at(fmt.Sprintf("/news/2026/01/an-article-with-a-slug-of-usual-length-%d", i), news.RoleOfArticle)
						f.Published = day.AddDate(0, 0, -(i*7919)%3650)
						_, _, err = q.add(&f)
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				target, err := a.Next(b.Context(), a.run.ID, host)
				if err != nil {
					b.Fatal(err)
				}
				v := a.visit(target.URL, "no news")
				v.Target, v.Due = target, a.at.AddDate(0, 1, 0)
				a.keep(v)
			}
			b.ReportMetric(peakMB(b), "peak_MB")
		})
	}
}

// peakMB is the most memory the process has held, as the kernel counts it.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skipf("peak memory on %s: %v", runtime.GOOS, err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1000
		}
	}
	b.Fatal("no VmHWM")
	return 0
}
