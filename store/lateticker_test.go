package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// Tickers captured by others may come in any order. Lines that stood once, and
// without a break, have the times they have in order; of others none is lost, and
// all times are times at which the ticker was seen.
func TestOldTickersInAnyOrder(t *testing.T) {
	for _, hours := range []string{"a ab b", "a ab abc bc c", "ab ab cd cd", "a b c d", "abc c cd d e", "a ab a b", "a b a", "ab ba ab c a"} {
		words := strings.Fields(hours)
		exact := contiguous(words)
		t.Run(hours, func(t *testing.T) {
			lines := func(order []int) string {
				a := newArchive(t)
				run, err := a.Begin(t.Context(), gazette, news.Run{Via: news.ViaImport, Parser: "1", ProfileHash: "p"})
				if err != nil {
					t.Fatal(err)
				}
				a.run = run
				for _, i := range order {
					v := a.list("a")
					v.At, v.Via = day.Add(time.Duration(i)*time.Hour), news.ViaImport
					v.Response.Body = fmt.Appendf(nil, "%s %d", words[i], i)
					for l := range strings.SplitSeq(words[i], "") {
						v.Reading.Ticker = append(v.Reading.Ticker, news.TickerLine{Text: "The line " + l})
					}
					a.keep(v)
				}
				for i, word := range words {
					at := clock{day.Add(time.Duration(i) * time.Hour)}
					for l := range strings.SplitSeq(word, "") {
						if n := a.count(`SELECT count(*) FROM ticker WHERE text = ? AND from_at <= ? AND last_seen >= ?`, "The line "+l, at, at); n != 1 {
							t.Errorf("order %v: line %s stood %d times at hour %d, want once", order, l, n, i)
						}
					}
				}
				if v, err := a.Reader().Verify(t.Context(), false); err != nil || !v.Clean() {
					t.Errorf("order %v: %v, %+v", order, err, v.Problems)
				}
				return a.text(`SELECT group_concat(line, char(10)) FROM (SELECT text || ' ' || substr(from_at, 12, 2) || '-' || substr(last_seen, 12, 2)
					|| ' ' || coalesce(substr(to_at, 12, 2), '') AS line FROM ticker ORDER BY text, from_at)`)
			}
			inOrder := make([]int, len(words))
			for i := range inOrder {
				inOrder[i] = i
			}
			want := lines(inOrder)
			rng := rand.New(rand.NewPCG(4, 5))
			for range 8 {
				order := rng.Perm(len(words))
				if got := lines(order); exact && got != want {
					t.Errorf("kept in the order %v:\n%s\nwant\n%s", order, got, want)
				}
			}
		})
	}
}

// contiguous reports whether each letter stands in words that follow each other.
func contiguous(words []string) bool {
	last := map[rune]int{}
	for i, w := range words {
		for _, l := range w {
			if at, ok := last[l]; ok && at < i-1 {
				return false
			}
			last[l] = i
		}
	}
	return true
}
