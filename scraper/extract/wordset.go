package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordSet finds words in texts, case aside, in one pass over the text whatever
// the number of words: the automaton of Aho and Corasick (1975) over the bytes of
// the folded text, with its failure links resolved into one table.
type wordSet struct {
	class  [256]uint8 // of a byte; capitals have the class of their small letter; 0: in no word
	width  int        // number of classes
	next   []uint16   // state*width + class -> state; the root is 0
	accept []bool     // by state: a word ends here
	depth  []uint8    // by state: bytes of the beginning of a word it stands for
	rows   []uint32   // next, of states by where they begin in it, and plus accepts for those in which a word ends
}

// accepts is more than any place in rows.
const accepts = 1 << 31

// newWordSet makes a set of words, none of them empty.
func newWordSet(words []string) *wordSet {
	w := &wordSet{width: 1}
	for _, word := range words {
		word = foldCase(word)
		for i := 0; i < len(word); i++ {
			if c := word[i]; w.class[c] == 0 {
				w.class[c] = uint8(w.width)
				w.width++
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		w.class[c] = w.class[c|0x20]
	}
	w.grow(0)
	for _, word := range words {
		word = foldCase(word)
		state := 0
		for i := 0; i < len(word); i++ {
			at := state*w.width + int(w.class[word[i]])
			if w.next[at] == 0 {
				w.next[at] = w.grow(uint8(min(i+1, 255)))
			}
			state = int(w.next[at])
		}
		w.accept[state] = true
	}
	w.link()
	return w
}

// grow adds a state of a depth.
func (w *wordSet) grow(depth uint8) uint16 {
	w.next = append(w.next, make([]uint16, w.width)...)
	w.accept = append(w.accept, false)
	w.depth = append(w.depth, depth)
	return uint16(len(w.accept) - 1)
}

// link turns the tree of words into the automaton, nearest states first.
func (w *wordSet) link() {
	fail := make([]uint16, len(w.accept))
	var queue []uint16
	for c := range w.width {
		if s := w.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for k := 0; k < len(queue); k++ {
		s := queue[k]
		w.accept[s] = w.accept[s] || w.accept[fail[s]]
		for c := range w.width {
			at, back := int(s)*w.width+c, w.next[int(fail[s])*w.width+c]
			if t := w.next[at]; t != 0 {
				fail[t] = back
				queue = append(queue, t)
			} else {
				w.next[at] = back
			}
		}
	}
	w.rows = make([]uint32, len(w.next))
	for at, t := range w.next {
		if w.rows[at] = uint32(t) * uint32(w.width); w.accept[t] {
			w.rows[at] += accepts
		}
	}
}

// in reports whether s holds one of the words.
func (w *wordSet) in(s string) bool {
	row := uint32(0)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if row = w.rows[row+uint32(w.class[c])]; row >= accepts {
				return true
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if f := foldRune(r); f != r {
			var b [utf8.UTFMax]byte
			for _, c := range b[:utf8.EncodeRune(b[:], f)] {
				if row = w.rows[row+uint32(w.class[c])]; row >= accepts {
					return true
				}
			}
		} else {
			for _, c := range []byte(s[i : i+n]) {
				if row = w.rows[row+uint32(w.class[c])]; row >= accepts {
					return true
				}
			}
		}
		i += n
	}
	return false
}

// leads reports whether s begins with one of the words.
func (w *wordSet) leads(s string) bool {
	state, read := 0, 0
	var b [utf8.UTFMax]byte
	for _, r := range s {
		for _, c := range b[:utf8.EncodeRune(b[:], foldRune(r))] {
			state, read = int(w.next[state*w.width+int(w.class[c])]), read+1
			if w.accept[state] {
				return true
			}
			if int(w.depth[state]) != read {
				return false // no word goes on like that
			}
		}
	}
	return false
}

// foldCase makes texts equal that differ in case alone, by the rule that regular
// expressions use (simple folding of Unicode).
func foldCase(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return strings.Map(foldRune, s)
		}
	}
	return s
}

// foldRune is one rune for all that differ from r in case alone: the small letter
// for those of ASCII (of k and the sign for Kelvin too), else the lowest of them.
func foldRune(r rune) rune {
	if r < rune(len(folded)) {
		return rune(folded[r])
	}
	if caseless(r) {
		return r
	}
	return orbit(r)
}

// folded is foldRune of the runes of most European scripts.
var folded = func() (table [0x590]uint16) {
	for r := range table {
		table[r] = uint16(orbit(rune(r)))
	}
	return table
}()

// orbit is foldRune by the tables of Unicode.
func orbit(r rune) rune {
	if r == 'İ' {
		return 'i' // as lower case has it
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	if 'A' <= least && least <= 'Z' {
		least |= 0x20
	}
	return least
}

// caseless are blocks of scripts without capitals, from Hebrew to Thaana and from
// the radicals of Han to the compatibility forms but for a few: looking them up
// would be the dear part of reading Arabic or Chinese.
func caseless(r rune) bool {
	return r >= 0x0590 && r < 0x07c0 || r >= 0x2000 && r < 0x2100 || r >= 0x3000 && r < 0xa640 || r >= 0xac00 && r < 0xf900
}
