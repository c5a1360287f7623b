package extract

import (
	"strings"
	"time"
	"unicode"
)

// minuteOfPrint is how far two dates may lie apart and still be one: print has no
// seconds.
const minuteOfPrint = time.Minute

// fold makes two printings of one text equal: case, quotes, dashes, punctuation
// and white space do not count, letters and digits do.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == '‘' || layoutOnly(r):
		default:
			space = true
		}
	}
	return b.String()
}

// kinship is how much two short texts share, from 0 to 1: the share of the words
// of the shorter one that stand in the longer one. Scripts that put no spaces
// between words are compared as they are.
func kinship(a, b string) float64 {
	a, b = fold(a), fold(b)
	if a == "" || b == "" {
		return 0
	}
	if a == b {
		return 1
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if strings.Contains(b, a) {
		return 1
	}
	in := map[string]bool{}
	for w := range strings.FieldsSeq(b) {
		in[w] = true
	}
	hit, all := 0, 0
	for w := range strings.FieldsSeq(a) {
		all++
		if in[w] {
			hit++
		}
	}
	return float64(hit) / float64(all)
}
