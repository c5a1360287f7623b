package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotes are those that phones, editors and other languages put in; minuses are the
// dashes that stand for a minus, and longDashes those that rarely do.
const (
	quotes     = "“”„‟«»‹›〝〞「」『』"
	minuses    = "-–−‐‑‒﹣"
	longDashes = "—―"
)

// clean makes one kind of space of all white space and control characters, and
// one kind of quotes, commas and signs of those that people type elsewhere. Every
// character stays at its place.
func clean(text string) []rune {
	in := []rune(text)
	for i, r := range in {
		switch {
		case r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			in[i] = ' '
		case r == '\ufeff' || r == '\u200b': // marks without width
			in[i] = ' '
		case strings.ContainsRune(quotes, r):
			in[i] = '"'
		case r == '،' || r == '、':
			in[i] = ','
		case r > 0xff00 && r < 0xff5f && !unicode.IsLetter(r) && !unicode.IsDigit(r): // signs of full width
			in[i] = r - 0xfee0
		}
	}
	return in
}

// glued reports whether one of some signs comes next, with something right behind it.
func (p *parser) glued(signs string) bool {
	return p.pos+1 < len(p.in) && strings.ContainsRune(signs, p.in[p.pos]) && p.in[p.pos+1] != ' '
}
