package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// front replays lists of one section, an hour apart; a title after ":" is another
// for the same address.
func front(t *testing.T, lists ...string) (*archive, func(PlacementRequest) []string) {
	t.Helper()
	a := newArchive(t)
	a.begin()
	for _, l := range lists {
		v := a.list(strings.Fields(l)...)
		for i := range v.Reading.Listing.Items {
			item := &v.Reading.Listing.Items[i]
			name, title, retitled := strings.Cut(item.Title, ":")
			if item.URL = "http://gazette.test/" + name; retitled {
				item.Title = title
			}
		}
		a.keep(v)
	}
	return a, func(q PlacementRequest) []string {
		t.Helper()
		moves, err := a.Reader().Moves(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range moves {
			got = append(got, fmt.Sprintf("%d %s %s %d>%d", int(m.At.Sub(day).Hours()), m.Move, m.Title, m.From, m.To))
		}
		return got
	}
}

func TestMoves(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lists []string
		want  []string // after the first list
	}{
		{"nothing", []string{"a b c", "a b c"}, nil},
		{"a newcomer pushes the others", []string{"a b c", "d a b"}, []string{"2 entered d 0>1", "2 left c 3>0"}},
		{"promoted over all", []string{"a b c d", "d a b c"}, []string{"2 promoted d 4>1"}},
		{"demoted under all", []string{"a b c d", "b c d a"}, []string{"2 demoted a 1>4"}},
		{"promoted while another leaves", []string{"a b c d", "c b d"}, []string{"2 promoted c 3>1", "2 left a 1>0"}},
		{"gone and back", []string{"a b", "b", "a b"}, []string{"2 left a 1>0", "3 returned a 0>1"}},
		{"another title", []string{"a b", "a b:B2"}, []string{"2 retitled B2 2>2"}},
		{"another title, higher", []string{"a b c", "c:C2 a b"}, []string{"2 promoted C2 3>1", "2 retitled C2 3>1"}},
	} {
		_, moves := front(t, tt.lists...)
		got := slices.DeleteFunc(moves(PlacementRequest{Module: "section"}), func(s string) bool { return strings.HasPrefix(s, "1 ") })
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTenure(t *testing.T) {
	a, _ := front(t, "a b", "a b", "b a", "c b", "c a b")
	list, err := a.Reader().Tenures(t.Context(), PlacementRequest{Module: "section"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, fmt.Sprintf("%s %d-%dh best %d for %dh, up %d down %d back %d %v", s.Title, s.Seconds/3600, s.AtMost/3600,
			s.Best, s.AtBest/3600, s.Promoted, s.Demoted, s.Returned, s.There))
	}
	// Times are at 1h, 2h, 3h … : a stood first until b passed it at 3h.
	want := []string{
		"b 4-4h best 1 for 1h, up 1 down 0 back 0 true",
		"a 2-3h best 1 for 2h, up 0 down 0 back 1 true",
		"c 1-1h best 1 for 1h, up 0 down 0 back 0 true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("tenures:\n got %q\nwant %q", got, want)
	}
}

func TestMovesOfTheTicker(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for _, lines := range [][]string{{"Snow", "Fog"}, {"Fog", "Rain"}, {"Snow", "Rain"}} {
		v := a.list("a")
		for _, l := range lines {
			v.Reading.Ticker = append(v.Reading.Ticker, news.TickerLine{Text: l})
		}
		a.keep(v)
	}
	moves, err := a.Reader().Moves(t.Context(), PlacementRequest{Module: "ticker"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range moves {
		got = append(got, m.Move+" "+m.Title)
	}
	want := []string{"entered Fog", "entered Snow", "entered Rain", "left Snow", "returned Snow", "left Fog"}
	if !slices.Equal(got, want) {
		t.Errorf("moves of the ticker: %q, want %q", got, want)
	}
}

func TestMovesOfOneArticle(t *testing.T) {
	a, moves := front(t, "ferry b", "b ferry")
	a.keep(a.article(ferryURL, "one", nil))
	for _, m := range moves(PlacementRequest{Article: ferryURL, Module: "section"}) {
		if !strings.Contains(m, "ferry") {
			t.Errorf("a move of another: %s", m)
		}
	}
	list, err := a.Reader().Tenures(t.Context(), PlacementRequest{Article: ferryURL, Module: "section"})
	if err != nil || len(list) != 1 || list[0].Title != "ferry" || list[0].Best != 1 || !list[0].First.Equal(day.Add(time.Hour)) {
		t.Errorf("tenure of the ferry article: %v, %v", list, err)
	}
}

// Of a module, what stood there with an article is enough to tell its moves and
// tenure: they are those that the whole module tells of it.
func TestMovesOfOneArticleAreThoseOfTheWhole(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 1))
	names := strings.Split("abcdefgh", "")
	var lists []string
	for range 60 {
		rnd.Shuffle(len(names), func(i, j int) {
			if rnd.IntN(3) == 0 {
				names[i], names[j] = names[j], names[i]
			}
		})
		lists = append(lists, strings.Join(names[:2+rnd.IntN(4)], " "))
	}
	a, _ := front(t, lists...)
	for i, name := range []string{"a", "c", "e", "h"} {
		a.keep(a.article("http://gazette.test/"+name, fmt.Sprint(i), nil))
	}
	all := PlacementRequest{Module: "section"}
	moves, err := a.Reader().Moves(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	tenures, err := a.Reader().Tenures(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "c", "e", "h"} {
		own := all
		own.Article = "http://gazette.test/" + name
		gotMoves, err := a.Reader().Moves(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(moves), func(m Move) bool { return m.URL != own.Article })
		if len(want) < 3 || !slices.Equal(gotMoves, want) {
			t.Errorf("moves of %s:\n%+v\nwant\n%+v", name, gotMoves, want)
		}
		gotTenures, err := a.Reader().Tenures(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(tenures, func(t *Tenure) bool { return t.URL == own.Article })
		if len(gotTenures) != 1 || *gotTenures[0] != *tenures[i] {
			t.Errorf("tenure of %s: %+v, want %+v", name, gotTenures, tenures[i])
		}
	}
}
