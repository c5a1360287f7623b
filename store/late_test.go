package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// Captures may come in any order: the history is that of their times.
func TestCapturesInAnyOrder(t *testing.T) {
	a := newArchive(t)
	run, err := a.Begin(t.Context(), gazette, news.Run{Via: news.ViaImport, Parser: "1", ProfileHash: "p"})
	if err != nil {
		t.Fatal(err)
	}
	a.run = run
	pages := 0
	// What the page said hour after hour: a letter is a state, - is missing.
	for _, life := range []string{
		"AAB", "ABA", "ABAB", "AABBCC", "A-A", "A--A", "AA-BB", "A-B-C", "-AB", "AB-", "AB--", "A-", "ABCBA", "AAAA", "A-A-A", "AB-BA",
	} {
		t.Run(life, func(t *testing.T) {
			capture := func(address string, i int) *news.Visit {
				word := life[i : i+1]
				v := a.article(address, fmt.Sprintf("%s at hour %d of %s", word, i, address), func(n *news.Article) {
					n.Headline = "The tram of " + strings.Repeat(word, 8) + " is late"
				})
				v.At, v.Via = day.Add(time.Duration(i)*time.Hour), news.ViaImport
				if word == "-" {
					v.Outcome, v.Response.Status, v.Reading = news.Missing, 404, &news.Reading{Kind: news.PageNotFound}
				}
				return v
			}
			history := func(order []int) string {
				pages++
				address := fmt.Sprintf("http://gazette.test/%s/%d", life, pages)
				for _, i := range order {
					a.keep(capture(address, i))
				}
				return a.text(`SELECT coalesce(group_concat(line, char(10)), '') FROM (
					SELECT r.number || ' ' || substr(r.first_seen, 12, 2) || '-' || substr(r.last_seen, 12, 2) || ' ' || r.class || ' ' || r.changed || r.silent
						|| ' ' || substr(json_extract(r.content, '$.headline'), 13, 1) || ' article ' || a.revision || ' ' || substr(a.first_seen, 12, 2)
						|| ' ' || substr(a.last_seen, 12, 2) || ' ' || coalesce(substr(a.gone_at, 12, 2), '') || substr(a.headline, 13, 1)
						|| ' seen ' || (SELECT group_concat(substr(at, 12, 2), ',') FROM (SELECT at FROM visit v WHERE v.article_id = a.id AND v.revision = r.number ORDER BY at)) AS line
					FROM revision r JOIN article a ON a.id = r.article_id WHERE a.url = '` + address + `' ORDER BY r.number)`)
			}
			inOrder := make([]int, len(life))
			for i := range inOrder {
				inOrder[i] = i
			}
			want := history(inOrder)
			rng := rand.New(rand.NewPCG(1, uint64(len(life))))
			for range 20 {
				order := rng.Perm(len(life))
				if got := history(order); got != want {
					t.Fatalf("kept in the order %v:\n%s\nwant\n%s", order, got, want)
				}
			}
		})
	}
	if v, err := a.Reader().Verify(t.Context(), false); err != nil || !v.Clean() {
		t.Errorf("%v, %+v", err, v.Problems)
	}
}
