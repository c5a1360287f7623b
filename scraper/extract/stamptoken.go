package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a [token] is.
type tokenKind uint8

const (
	tokenNumber tokenKind = iota + 1
	tokenWord
	tokenMark // one rune that is neither
)

// token is one piece of a text with a date in it.
type token struct {
	kind       tokenKind
	mark       rune // of a tokenMark; the many dashes, colons and slashes are one each
	num        int  // of a tokenNumber; capped
	digits     int  // printed for it, leading zeros included
	start, end int  // in the text, bytes
	gap        bool // white space before it
	word       string
	dateWord   // zero for a word that means nothing in a date
}

// longestWord is the number of words that one name of the table can have:
// "mis à jour".
const longestWord = 3

// longestInitial is the most letters before a point inside an abbreviation: "เม.ย.".
const longestInitial = 2

// tokenize cuts a squeezed text into numbers, words and marks. Names of several
// words ("تشرين الثاني", "il y a", "a. m.") become one token.
func tokenize(text string) []token {
	tokens := make([]token, 0, 8+len(text)/8)
	gap := false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == ' ' {
			gap, i = true, i+n
			continue
		}
		t := token{start: i, gap: gap}
		gap = false
		if _, ok := digit(r); ok {
			i = t.readNumber(text)
		} else if unicode.IsLetter(r) {
			i = t.readWord(text)
		} else {
			t.kind, t.mark, i = tokenMark, oneMark(r), i+n
		}
		t.end = i
		tokens = append(tokens, t)
	}
	return joinNames(text, tokens)
}

// readNumber takes a run of digits and returns where it ends.
func (t *token) readNumber(text string) int {
	t.kind = tokenNumber
	i := t.start
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		v, ok := digit(r)
		if !ok {
			break
		}
		if t.num < 1e9 {
			t.num = t.num*10 + v
		}
		t.digits++
		i += n
	}
	return i
}

// readWord takes a run of letters and returns where it ends. Scripts that are
// written without spaces are cut at the longest name the table knows.
func (t *token) readWord(text string) int {
	t.kind = tokenWord
	first, _ := utf8.DecodeRuneInString(text[t.start:])
	if unspaced(first) {
		return t.readUnspaced(text)
	}
	i := t.start
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r) && !unspaced(r), unicode.Is(unicode.M, r), r == '\u200c':
		case r == '\'' || r == '’' || r == 'ʼ':
			// aujourd'hui, o'clock: only between letters
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); !unicode.IsLetter(next) {
				goto done
			}
		default:
			goto done
		}
		i += n
	}
done:
	t.word = foldWord(text[t.start:i])
	t.dateWord = dateWords()[t.word]
	return i
}

// unspaced are the scripts whose words are not separated by spaces.
func unspaced(r rune) bool {
	return r >= 0x2e80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r))
}

func (t *token) readUnspaced(text string) int {
	var ends [4]int
	n, i := 0, t.start
	for n < len(ends) && i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unspaced(r) {
			break
		}
		i += size
		ends[n] = i
		n++
	}
	for k := n - 1; k >= 0; k-- {
		word := foldWord(text[t.start:ends[k]])
		if w, ok := dateWords()[word]; ok || k == 0 {
			t.word, t.dateWord = word, w
			return ends[k]
		}
	}
	return ends[0]
}

// oneMark makes the many dashes, colons and slashes of typography one each.
func oneMark(r rune) rune {
	switch r {
	case '–', '—', '‐', '‑', '‒', '−', '－':
		return '-'
	case '：', '∶', '꞉':
		return ':'
	case '／', '⁄', '∕':
		return '/'
	case '،', '，', '、':
		return ','
	case '．', '。':
		return '.'
	case '’', 'ʼ', '‘':
		return '\''
	case '·', '•', '●', '∙', '◆', '▪', '│', '¦':
		return '|'
	case '（':
		return '('
	case '）':
		return ')'
	}
	return r
}

// joinNames makes one token of the names that have several words, and of
// abbreviations with points: "p.m.", "a. m.", "μ.μ.".
func joinNames(text string, in []token) []token {
	out := in[:0]
	for i := 0; i < len(in); {
		t := in[i]
		taken := 1
		if t.kind == tokenWord {
			taken = t.join(text, in[i:])
		}
		t.end = in[i+taken-1].end
		out = append(out, t)
		i += taken
	}
	return out
}

// join looks for the longest name that starts with t and returns how many tokens
// of rest, t included, it takes.
func (t *token) join(text string, rest []token) int {
	if len(rest) >= 3 && utf8.RuneCountInString(t.word) <= longestInitial && rest[1].isMark('.') && !rest[1].gap &&
		rest[2].kind == tokenWord && utf8.RuneCountInString(rest[2].word) == 1 {
		key := t.word + "." + rest[2].word
		if w, ok := dateWords()[key]; ok {
			t.word, t.dateWord = key, w
			if len(rest) > 3 && rest[3].isMark('.') && !rest[3].gap {
				return 4
			}
			return 3
		}
	}
	var key strings.Builder
	key.WriteString(t.word)
	best := 1
	for k := 1; k < longestWord && k < len(rest) && rest[k].kind == tokenWord; k++ {
		key.WriteByte(' ')
		key.WriteString(rest[k].word)
		if w, ok := dateWords()[key.String()]; ok {
			t.word, t.dateWord, best = key.String(), w, k+1
		}
	}
	return best
}

func (t *token) isMark(r rune) bool { return t.kind == tokenMark && t.mark == r }

func (t *token) is(r role) bool { return t.kind == tokenWord && t.role&r != 0 }

// known reports a word that has some meaning in a date.
func (t *token) known() bool { return t.dateWord != dateWord{} }
