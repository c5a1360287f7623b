package store

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// The clock goes back between two runs, and an article is edited, removed and
// restored meanwhile. No revision is lost, all are in order, and the operator is told.
func TestClockGoesBackwards(t *testing.T) {
	for _, back := range []time.Duration{time.Second, 3 * time.Hour, 400 * 24 * time.Hour} {
		t.Run(back.String(), func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			tickers := func(v *news.Visit, line string) *news.Visit {
				v.Reading.Ticker = []news.TickerLine{{Text: line}}
				return v
			}
			a.keep(tickers(a.article(ferryURL, "one", nil), "before"))
			a.keep(a.article(ferryURL+"/other", "other", nil))
			a.end(news.RunDone)

			var told bytes.Buffer
			a.Close()
			var err error
			a.at = a.at.Add(-back - time.Hour) // each visit moves it on by an hour
			if a.Store, err = Open(t.Context(), a.path, Options{Now: func() time.Time { return a.at },
				Log: slog.New(slog.NewTextHandler(&told, &slog.HandlerOptions{Level: slog.LevelError}))}); err != nil {
				t.Fatal(err)
			}
			a.begin()
			if strings.Contains(told.String(), "clock") != (back > 2*time.Hour) {
				t.Errorf("the operator is told %q", told.String())
			}
			step := func(v *news.Visit) {
				a.at = a.at.Add(-59 * time.Minute) // slower than the visits before
				v.At = a.at
				a.keep(v)
			}
			step(tickers(a.article(ferryURL, "two", func(n *news.Article) { n.Headline = "Ferries stop" }), "after"))
			gone := a.visit(ferryURL, "gone")
			gone.Outcome = news.Missing
			step(gone)
			step(a.article(ferryURL, "three", func(n *news.Article) { n.Headline = "Ferries sail" }))
			step(a.article(ferryURL+"/other", "other", nil))
			a.end(news.RunDone)
			a.sound()
			list, err := a.Reader().Revisions(t.Context(), ferryURL)
			if err != nil {
				t.Fatal(err)
			}
			var classes []string
			for _, r := range list {
				classes = append(classes, r.Class)
			}
			if got := strings.Join(classes, " "); got != "first substantive removed restored" {
				t.Errorf("revisions %s", got)
			}
			if v := verify(t, a.path, false); !v.Clean() {
				t.Errorf("%+v", v.Problems)
			}
		})
	}
}
