package store

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	a := small(t)
	list := func(q WordRequest) (*WordResult, string) {
		t.Helper()
		res, err := a.Reader().Words(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range res.List {
			got = append(got, fmt.Sprintf("%s=%d/%d", w.Word, w.Count, w.Articles))
		}
		return res, strings.Join(got, " ")
	}
	if res, got := list(WordRequest{Query: "lang:en tram", Least: 2}); got != "the=5/2 tram=3/3" || res.Articles != 3 || res.Words != 35 {
		t.Errorf("%+v: %s", res, got)
	}
	res, got := list(WordRequest{Query: "section:News/Politics", Against: new(string), Least: 1, Limit: 2})
	if res.Against != "-section:News/Politics" || res.Words != 15 || res.Reference != 28 || res.List[0].Reference != 0 {
		t.Errorf("%+v: %s", res, got)
	}
	if _, got := list(WordRequest{Query: "nothing"}); got != "" {
		t.Error(got)
	}
}

// 2·(20·ln(20/15) + 10·ln(10/15)) is 3.398; 2·20·ln 2 is 27.726.
func TestKeyness(t *testing.T) {
	for _, tt := range []struct {
		a, m, b, n int
		ll, ratio  float64
	}{
		{10, 1000, 10, 1000, 0, 0},
		{20, 1000, 10, 1000, 3.398, 1},
		{10, 1000, 20, 1000, -3.398, -1},
		{20, 1000, 0, 1000, 27.726, 5.322},
		{0, 1000, 0, 1000, 0, 0},
		{5, 100, 5, 0, 0, 0},
	} {
		ll, ratio := keyness(tt.a, tt.m, tt.b, tt.n)
		if math.Abs(ll-tt.ll) > 0.001 || math.Abs(ratio-tt.ratio) > 0.001 {
			t.Errorf("keyness(%d of %d, %d of %d) = %.3f, %.3f, want %.3f, %.3f", tt.a, tt.m, tt.b, tt.n, ll, ratio, tt.ll, tt.ratio)
		}
	}
}
