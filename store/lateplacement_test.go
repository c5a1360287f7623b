package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// Lists captured by others fill in what stood in the slots, in any order.
func TestOldListsInAnyOrder(t *testing.T) {
	a := newArchive(t)
	run, err := a.Begin(t.Context(), gazette, news.Run{Via: news.ViaImport, Parser: "1", ProfileHash: "p"})
	if err != nil {
		t.Fatal(err)
	}
	a.run = run
	pages := 0
	for _, lists := range []string{
		"ab ca dc ed", "ab c cd", "a b a", "ab ab ba ba", "abc ab a", "a ab abc", "ab ab ab", "a a b b c c",
	} {
		t.Run(lists, func(t *testing.T) {
			words := strings.Fields(lists)
			placed := func(order []int) string {
				pages++
				address := fmt.Sprintf("http://gazette.test/news/%d", pages)
				for _, i := range order {
					v := a.list(strings.Split(words[i], "")...)
					v.At, v.Via = day.Add(time.Duration(i)*time.Hour), news.ViaImport
					v.Target.URL, v.Response.URL = address, address
					v.Response.Body = fmt.Appendf(nil, "%s %d %s", words[i], i, address)
					a.keep(v)
				}
				return a.text(`SELECT group_concat(line, char(10)) FROM (SELECT slot || ' ' || title || ' ' || substr(from_at, 12, 2) || '-' || substr(last_seen, 12, 2)
					|| ' ' || coalesce(substr(to_at, 12, 2), '') AS line FROM front_page WHERE page_url = '` + address + `' ORDER BY slot, from_at)`)
			}
			inOrder := make([]int, len(words))
			for i := range inOrder {
				inOrder[i] = i
			}
			want := placed(inOrder)
			rng := rand.New(rand.NewPCG(2, 3))
			for range 4 {
				order := rng.Perm(len(words))
				if got := placed(order); got != want {
					t.Errorf("kept in the order %v:\n%s\nwant\n%s", order, got, want)
				}
			}
		})
	}
	if v, err := a.Reader().Verify(t.Context(), true); err != nil || !v.Clean() {
		t.Errorf("%v, %+v", err, v.Problems)
	}
}

// A module of the whole site is not parted: which visits saw it is not known.
func TestOldModuleOfTheSite(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i := range 3 {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), nil))
	}
	v := a.article("http://gazette.test/4", "4", func(n *news.Article) { n.Links[1].URL = "http://gazette.test/other" })
	v.At, v.Via = day.Add(90*time.Minute), news.ViaImport
	a.keep(v)
	if n := a.count("SELECT count(*) FROM front_page WHERE module = 'most_read'"); n != 1 {
		t.Errorf("%d placements, want the one that was seen before and after", n)
	}
}
