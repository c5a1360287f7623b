package query

import (
	"slices"
	"strings"
	"testing"
)

// FuzzAlike holds words found without cutting a text to those found among all words.
func FuzzAlike(f *testing.F) {
	f.Add("Trams, TRÁM and a tram's tramway; re\u0301sume\u0301 \u0301trém \xe2tram tr\xffam tram", "tram", "trams", false)
	f.Add("árbol ARBOL arbo\u0300l: 2024 2025", "2024", "20", true)
	f.Add("東京tram ёtram tramё", "tram", "tr", true)
	f.Fuzz(func(t *testing.T, text, one, other string, begins bool) {
		p := Pattern{root: oneOf{aPhrase(0), aPhrase(1)}, phrases: []phrase{newPhrase("", one, false), newPhrase("", other, begins)}}
		a := p.alike()
		if a == nil {
			return
		}
		var want []Span
		for _, w := range cut(text, nil) {
			word := written(text[w.from:w.to])
			if word == p.phrases[0].words[0] || word == p.phrases[1].words[0] || begins && strings.HasPrefix(word, p.phrases[1].words[0]) {
				want = append(want, Span{w.from, w.to})
			}
		}
		if got := a.in(text, -1); !slices.Equal(got, want) {
			t.Errorf("%q and %q (begins: %v) in %q: %v, want %v", one, other, begins, text, got, want)
		}
		if got := a.in(text, 1); !slices.Equal(got, want[:min(1, len(want))]) {
			t.Errorf("the first of %v: %v", want, got)
		}
	})
}
