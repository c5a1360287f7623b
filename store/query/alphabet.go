package query

import "sort"

// fold is a run of characters, each step-th from first to last, that the index
// writes delta further on; a delta of -first of a run of one leaves them out.
type fold struct{ first, last, step, delta rune }

// alphabet is what the index's tokenizer takes for characters of words, as a bit
// for each, and what it makes of them; of those up to lowAlphabet without a search.
var alphabet = spread(letters, folds)

const lowAlphabet = 0x3000

type alphabetOf struct {
	words  [0x110000 / 64]uint64
	folded [lowAlphabet]rune
	folds  []fold // by their first character; runs of different steps lie within each other
}

func spread(letters []rune, folds []fold) *alphabetOf {
	a := &alphabetOf{}
	for i := 0; i < len(letters); i += 2 {
		for r := letters[i]; r <= letters[i+1]; r++ {
			a.words[r/64] |= 1 << (r % 64)
		}
	}
	for r := range a.folded {
		a.folded[r] = rune(r)
	}
	for _, f := range folds {
		if f.first >= lowAlphabet {
			a.folds = append(a.folds, f)
			continue
		}
		for r := f.first; r <= f.last; r += f.step {
			a.folded[r] = r + f.delta
		}
	}
	return a
}

// inWord is the rule of the index's tokenizer: categories L* N* Co M*, as SQLite
// has them.
func inWord(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r <= 0x10FFFF && alphabet.words[r/64]&(1<<(r%64)) != 0
}

// folded is a character of a word as the index writes it, without case and accent;
// 0 for one that it leaves out.
func folded(r rune) rune {
	if r < lowAlphabet {
		return alphabet.folded[r]
	}
	at := sort.Search(len(alphabet.folds), func(i int) bool { return alphabet.folds[i].last >= r })
	if at < len(alphabet.folds) {
		if f := alphabet.folds[at]; r >= f.first && (r-f.first)%f.step == 0 {
			return r + f.delta
		}
	}
	return r
}

// Alphabet reports whether the index takes a character for one of a word, and how
// it writes it there; 0 when it leaves it out.
func Alphabet(r rune) (written rune, ok bool) { return folded(r), inWord(r) }
