package store

import (
	"fmt"
	"slices"
	"testing"

	"newskeep/scraper/news"
)

// Pictures of an article that has none left are found among those of the past, by
// their words, roles and articles, and by nothing that is not theirs.
func TestImagesOfArticlesWithoutAny(t *testing.T) {
	a := newArchive(t)
	a.begin()
	none := func(n *news.Article) { n.Images = nil }
	a.keep(a.article(ferryURL, "one", nil))
	a.keep(a.article(ferryURL, "two", none))
	other := ferryURL + "/other"
	a.keep(a.article(other, "three", func(n *news.Article) { n.Images = n.Images[:1]; n.Images[0].Caption = "A crane" }))
	a.keep(a.article(other, "four", func(n *news.Article) { n.Images = n.Images[:1]; n.Images[0].Caption = "A crane at work" }))
	a.keep(a.article(ferryURL+"/never", "five", none))
	for _, tt := range []struct {
		ask  ImageRequest
		want []string
	}{
		{ImageRequest{Query: "caption:quay"}, nil},
		{ImageRequest{Query: "caption:quay", Past: true}, []string{"A ferry leaves the quay (Harbour Press) false"}},
		{ImageRequest{Query: "caption:quay site:other", Past: true}, nil},
		{ImageRequest{Query: "credit:press -caption:crane", Past: true, Role: news.RoleInline}, nil},
		{ImageRequest{Article: ferryURL}, nil},
		{ImageRequest{Article: ferryURL, Past: true}, []string{" false", "A ferry leaves the quay (Harbour Press) false"}},
		{ImageRequest{Article: ferryURL, Past: true, Role: news.RoleInline}, []string{" false"}},
		{ImageRequest{Past: true}, []string{" false", "A crane at work true", "A crane false", "A ferry leaves the quay (Harbour Press) false"}},
		{ImageRequest{Past: true, Role: news.RoleLead, Limit: 3}, []string{"A crane at work true", "A crane false", "A ferry leaves the quay (Harbour Press) false"}},
	} {
		uses, err := a.Reader().Images(t.Context(), tt.ask)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, u := range uses {
			got = append(got, fmt.Sprintf("%s %t", u.Caption, u.Current))
			if u.LastSeen.Before(u.FirstSeen) || u.FirstSeen.IsZero() || u.Headline == "" {
				t.Errorf("%+v: %+v", tt.ask, u)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v:\n got %q\nwant %q", tt.ask, got, tt.want)
		}
	}
}

// Of many pictures only those used again are held in memory.
func TestImagesUsedAgain(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i := range 30 {
		address := fmt.Sprintf("%s/%d", ferryURL, i)
		a.keep(a.article(address, address, func(n *news.Article) {
			n.Images[0].URL = fmt.Sprintf("http://gazette.test/i/own-%d.jpg", i)
			n.Images[1].URL = fmt.Sprintf("http://gazette.test/i/shared-%d.jpg", i/2*2+100*min(i/10, 1)*i) // in pairs, of the first ten
		}))
	}
	uses, err := a.Reader().Images(t.Context(), ImageRequest{Reused: true})
	if err != nil {
		t.Fatal(err)
	}
	if groups := GroupImages(uses, SameAddress); len(uses) != 10 || len(groups) != 5 {
		t.Errorf("%d uses of %d pictures are held, want 10 of 5", len(uses), len(groups))
	}
}
