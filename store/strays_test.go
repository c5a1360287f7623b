package store

import (
	"fmt"
	"slices"
	"testing"

	"newskeep/scraper/news"
)

// What a reader remembers of corrected dates does not outlive a correction.
func TestStraysRemembered(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i := range 40 {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			x.Headline, x.Published.Time = fmt.Sprintf("Harbour %d", i), day.AddDate(0, 0, i)
		}))
	}
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	first := func() string {
		res, err := r.Search(t.Context(), SearchRequest{Query: "harbour", Sort: ByDate, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		return res.Hits[0].Headline
	}
	for _, n := range []int{39, 3, 17, 5} { // each corrected to a later date than those before
		if n < 39 {
			a.exec(fmt.Sprintf(`UPDATE article_facet SET out_of_order = 1, published_at = '%d-01-01T00:00:00Z' WHERE id IN (SELECT id FROM article WHERE headline = 'Harbour %d')`,
				2100-n, n))
			a.exec(fmt.Sprintf(`UPDATE article_facet SET published_at = '2030-01-01T00:00:00Z' WHERE out_of_order = 1 AND id NOT IN (SELECT id FROM article WHERE headline = 'Harbour %d')`, n))
		}
		for i := range 4 {
			if got, want := first(), fmt.Sprintf("Harbour %d", n); got != want {
				t.Errorf("asked for the %d. time, the newest is %s, want %s", i+1, got, want)
			}
		}
		if r.remembered.list == nil {
			t.Error("nothing is remembered")
		}
	}
	if list := r.remembered.list; len(list.byID) != 3 || !slices.IsSortedFunc(list.byDate, func(a, b dated) int { return a.at.Compare(b.at) }) {
		t.Errorf("remembered are %v", list)
	}
}
