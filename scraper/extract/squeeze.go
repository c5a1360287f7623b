package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// squeeze makes printed text comparable: runs of white space (no-break spaces
// included) become one space, ends are trimmed, and characters that only steer
// the layout (bidi controls, zero-width spaces and joiners between other than
// letters that need them, soft hyphens, byte order marks) are dropped. U+200C is
// kept between letters: Persian spells with it.
func squeeze(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029' || r == 0:
			space = true
			continue
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				continue // not text at all
			}
		case r == '\u200c':
			next, _ := utf8.DecodeRuneInString(s[i+len("\u200c"):])
			prev, _ := utf8.DecodeLastRuneInString(s[:i])
			if !unicode.IsLetter(prev) || !unicode.IsLetter(next) {
				continue
			}
		case layoutOnly(r):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// layoutOnly are the marks that steer how text is laid out and say nothing.
func layoutOnly(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u061c',
		r >= '\u200e' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069',
		r < ' ', r == 0x7f, r >= 0x80 && r < 0xa0:
		return true
	}
	return false
}

// plain reports text that squeeze would leave as it is.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= 0x7f {
			return false
		}
		if c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}
