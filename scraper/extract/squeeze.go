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
	if t := strings.Trim(s, " \t\r\n"); plain(t) {
		return t // indented in the markup
	}
	var short [256]byte
	return string(squeezeBytes(append(short[:0], s...)))
}

// squeezeBytes is squeeze in place: what it returns is the beginning of b.
func squeezeBytes(b []byte) []byte {
	n := 0 // bytes written, never more than read
	space := false
	prev := utf8.RuneError
	for i := 0; i < len(b); {
		r, size := rune(b[i]), 1
		if r < utf8.RuneSelf {
			switch {
			case r > ' ' && r != 0x7f:
				if space && n > 0 {
					b[n] = ' '
					n++
				}
				space = false
				b[n] = byte(r)
				n++
			case r == ' ' || r >= '\t' && r <= '\r' || r == 0:
				space = true
			}
			prev, i = r, i+1
			continue
		}
		r, size = utf8.DecodeRune(b[i:])
		drop := false
		switch {
		case steady(r):
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			space, drop = true, true
		case r == utf8.RuneError:
			drop = size == 1 // not text at all
		case r == '\u200c':
			next, _ := utf8.DecodeRune(b[i+size:])
			drop = !unicode.IsLetter(prev) || !unicode.IsLetter(next)
		default:
			drop = layoutOnly(r)
		}
		if !drop {
			if space && n > 0 {
				b[n] = ' '
				n++
			}
			space = false
			for end := i + size; i < end; i++ { // a call to copy takes longer
				b[n] = b[i]
				n++
			}
			prev = r
			continue
		}
		prev, i = r, i+size
	}
	return b[:n]
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

// steady reports runes beyond ASCII that are neither white space nor marks of
// layout: letters of all scripts, and most other signs. Not all such runes are.
func steady(r rune) bool {
	return r > 0xa0 && r < 0x1680 && r != 0xad && r != 0x61c || r > 0x3000 && r < 0xfeff || r >= 0x2010 && r < 0x2028 || r >= 0x2030 && r < 0x205f
}

// plain reports text that squeeze would leave as it is; false also for some that
// it would.
func plain[text string | []byte](s text) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c < 0x7f {
			continue // nearly all bytes: one look at each
		}
		if c >= utf8.RuneSelf {
			size := 0
			switch {
			case c >= 0xc2 && c < 0xe0 && i+1 < len(s) && s[i+1]&0xc0 == 0x80:
				if steady(rune(c&0x1f)<<6 | rune(s[i+1]&0x3f)) {
					size = 2
				}
			case c >= 0xe0 && c < 0xf0 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80:
				if r := rune(c&0xf)<<12 | rune(s[i+1]&0x3f)<<6 | rune(s[i+2]&0x3f); r >= 0x800 && (r < 0xd800 || r > 0xdfff) && steady(r) {
					size = 3
				}
			}
			if size == 0 {
				return false
			}
			i += size - 1
			continue
		}
		if c != ' ' || i == 0 || i == len(s)-1 || s[i-1] == ' ' {
			return false
		}
	}
	return true
}
