package extract

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// gated are the patterns of this package.
var gated = []*pattern{
	notFoundWords, pageWords, challengeText, deniedText, consentText, loginText, institution,
	sourceLabel, readLabel, sharesLabel, viewsLabel, byLabel, modifiedLabel, authorPath,
}

func TestPatternWords(t *testing.T) {
	for _, c := range []struct {
		expr string
		want string // the words looked for; a leading ^ when only the beginning is
	}{
		{`(?i)abc`, "abc"},
		{`(?i)log ?in`, "log in|login"},
		{`p[áa]gina x`, "pagina x|pÁgina x"},
		{`we (?:use|value)[^.]{0,60}(?:cookies|privacy)`, "cookies|privacy"},
		{`^(?:about|contact(?: us)?)$`, "^about|contact us|contact"},
		{`(?i)^(?:by|story\s+by)(?:\s|$)`, "^by|story"},
		{`\p{Nd}+\s*(?:min|x?)`, ""},
		{`(?:ab|\d+)`, ""},
		{`(?:ab|c*)`, ""},
		{`(?:|\d|ab\d)`, ""},
		{`^\s*abc`, "abc"},
	} {
		words, lead := wordsNeeded(c.expr)
		got := strings.Join(words, "|")
		if lead {
			got = "^" + got
		}
		if got != c.want {
			t.Errorf("%s: looks for %q, want %q", c.expr, got, c.want)
		}
	}
}

func TestPatternsHaveWords(t *testing.T) {
	for _, p := range gated {
		if p.words == nil {
			t.Errorf("no word is needed for %.60s", p.re)
		}
	}
}

func TestFoldRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			if foldRune(f) != foldRune(r) {
				t.Fatalf("%U and %U are one in another case: got %U and %U", r, f, foldRune(r), foldRune(f))
			}
		}
	}
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{"", "Access denied", "LOGIN", "\u212aontakt", "ſource: X", "By A", "12 min read", "1.2k shares", "ACCÈS", "\xff\xfecookies", "wE use cooKies", "İ", "404 nicht Gefunden", "ИСТОЧНИК: я", "المصدر: س"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range gated {
			if got, want := p.MatchString(s), p.re.MatchString(s); got != want {
				t.Errorf("%.60s on %q: got %v, want %v", p.re, s, got, want)
			}
		}
	})
}

// Every alternative of every pattern passes its own check: words are taken from
// the expression and written in other cases.
func TestPatternsMatchOwnWords(t *testing.T) {
	plain := regexp.MustCompile(`[\p{L} ]{3,}`)
	for _, p := range gated {
		n := 0
		for _, word := range plain.FindAllString(p.re.String(), -1) {
			for _, s := range []string{word, strings.ToUpper(word), strings.ToTitle(word), "12 " + word, word + ": 12", "by " + word, "/" + word + "/x"} {
				got, want := p.MatchString(s), p.re.MatchString(s)
				if got != want {
					t.Errorf("%.60s on %q: got %v, want %v", p.re, s, got, want)
				}
				if want {
					n++
				}
			}
		}
		if n == 0 {
			t.Errorf("%.60s: none of its words matches", p.re)
		}
	}
}
