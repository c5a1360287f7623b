package extract

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// minuteOfPrint is how far two dates may lie apart and still be one: print has no
// seconds.
const minuteOfPrint = time.Minute

// fold makes two printings of one text equal: case, quotes, dashes, punctuation
// and white space do not count, letters and digits do.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	var short [256]byte
	b := short[:0]
	if len(s) > len(short) {
		b = make([]byte, 0, len(s)+len(s)/16)
	}
	b, _ = appendFold(b, s, len(s)*utf8.UTFMax)
	return string(b)
}

// appendFold appends the folded text to b, which is empty. It stops when that has
// more than most bytes, and reports whether it came to the end.
func appendFold(b []byte, s string, most int) ([]byte, bool) {
	space := false
	for i := 0; i < len(s); {
		// Nearly all of a text are letters of one or two bytes.
		c := s[i]
		var r rune
		size := 1
		switch {
		case c < utf8.RuneSelf:
			r = rune(foldTable[c])
		case c < 0xe0 && c >= 0xc2 && i+1 < len(s) && s[i+1]&0xc0 == 0x80:
			r, size = rune(foldTable[rune(c&0x1f)<<6|rune(s[i+1]&0x3f)]), 2
		default:
			r, size = utf8.DecodeRuneInString(s[i:])
			r = foldLetter(r)
		}
		i += size
		if r < 0 {
			space = space || r == foldGap
			continue
		}
		if space && len(b) > 0 {
			b = append(b, ' ')
		}
		space = false
		switch {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r < 0x800:
			b = append(b, 0xc0|byte(r>>6), 0x80|byte(r)&0x3f)
		default:
			b = utf8.AppendRune(b, r)
		}
		if len(b) > most {
			return b, false
		}
	}
	return b, true
}

// foldEqual reports fold(a) == fold(b), and finds out at the first letter that
// differs.
func foldEqual(a, b string) bool {
	if a == b {
		return true
	}
	for fresh := true; ; fresh = false {
		x, i := nextFolded(a, fresh)
		y, j := nextFolded(b, fresh)
		if x != y {
			return false
		}
		if x == foldNone {
			return true
		}
		a, b = a[i:], b[j:]
	}
}

// nextFolded is the next rune of the folded s and where to go on, foldNone at its
// end. Gaps at the beginning (fresh) and the end do not count, others are spaces.
func nextFolded(s string, fresh bool) (rune, int) {
	gap := false
	for i, r := range s {
		switch f := foldLetter(r); {
		case f == foldGap:
			gap = true
		case f == foldNone:
		case gap && !fresh:
			return ' ', i
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			return f, i + size
		}
	}
	return foldNone, len(s)
}

// foldSet are texts of which only what fold keeps counts. Texts that begin
// otherwise than all of them are told without folding the rest.
type foldSet map[string][]string // texts by the beginning of what fold makes of them

// foldStart is how much of a text a foldSet looks at first, in bytes.
const foldStart = 24

func (f foldSet) add(s string) {
	var short [foldStart + utf8.UTFMax + 1]byte
	b, _ := appendFold(short[:0], s, foldStart)
	start := string(b[:min(len(b), foldStart)])
	f[start] = append(f[start], s)
}

func (f foldSet) has(s string) bool {
	if len(f) == 0 {
		return false
	}
	var short [foldStart + utf8.UTFMax + 1]byte
	b, _ := appendFold(short[:0], s, foldStart)
	for _, like := range f[string(b[:min(len(b), foldStart)])] {
		if foldEqual(like, s) {
			return true
		}
	}
	return false
}

// isFolded reports a text of small ASCII letters, digits and single spaces, which
// fold would leave as it is.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' ' {
			continue
		}
		return false
	}
	return true
}

const (
	foldGap  rune = -1 // parts words
	foldNone rune = -2 // stands within words and does not count
)

// foldLetter is what a rune is to fold: a letter or digit in its small form,
// foldGap or foldNone.
func foldLetter(r rune) rune {
	if uint32(r) < uint32(len(foldTable)) {
		return rune(foldTable[r])
	}
	if r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 {
		return r // Han and Hangul: letters without capitals
	}
	return foldByTables(r)
}

// foldTable is foldLetter of the scripts from Latin to Arabic.
var foldTable = func() (table [0x800]int16) {
	for r := range table {
		table[r] = int16(foldByTables(rune(r)))
	}
	return table
}()

// foldByTables is foldLetter by the tables of Unicode.
func foldByTables(r rune) rune {
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return unicode.ToLower(r)
	case r == '\'' || r == '’' || r == '‘' || layoutOnly(r):
		return foldNone
	}
	return foldGap
}

// kinship is how much two short texts share, from 0 to 1: the share of the words
// of the shorter one that stand in the longer one. Scripts that put no spaces
// between words are compared as they are.
func kinship(a, b string) float64 { return foldedKinship(fold(a), fold(b)) }

// foldedKinship is kinship of texts that are folded already.
func foldedKinship(a, b string) float64 {
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
