package query

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is a name for comparing: lower case, without accents and other marks, letters
// made one as in [Letters], anything that is no letter or digit made one space. A name
// of nothing but signs stays as it is.
func Fold(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsMark(r):
		case strings.ContainsRune(apostrophes, r):
			gap = true
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteString(sameLetter(unicode.ToLower(r)))
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return strings.ToLower(strings.TrimSpace(name))
	}
	return b.String()
}
