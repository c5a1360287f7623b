package query

import (
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"
)

// Forms tells how else a word is written in the archive. The zero answer, none,
// makes a query find words as they were typed.
type Forms interface {
	// Forms lists words of the archive by the key that [Stem] or [Letters]
	// gives; with prefix, those whose key begins with it.
	Forms(of Kinship, key string, prefix bool) []string
}

// Kinship is what words with the same key have in common.
type Kinship string

// Kinships.
const (
	ByStem    Kinship = "stem"    // forms of one English word: ferry, ferries
	ByLetters Kinship = "letters" // spellings of one word: with and without vowel signs, strokes and ligatures
)

// Words calls f with each word of a text, as the full-text index cuts it, in its
// own case, until f returns false.
func Words(text string, f func(word string) bool) {
	start := -1
	for i, r := range text {
		switch {
		case inWord(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			if !f(text[start:i]) {
				return
			}
			start = -1
		}
	}
	if start >= 0 {
		f(text[start:])
	}
}

// Stem is the key of an English word: what its inflected forms share, by the
// Snowball English stemmer (https://snowballstem.org/algorithms/english/stemmer.html).
// It is empty for anything but three or more letters of ASCII.
func Stem(word string) string {
	if len(word) < 3 || strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 || r|0x20 < 'a' || r|0x20 > 'z' }) {
		return ""
	}
	return english.Stem(strings.ToLower(word), true)
}

// endings are those in which inflected forms of one English word differ. Words
// that share a stem and differ otherwise are relatives (universe, university),
// and whoever asks for the one does not mean the other.
var endings = []string{"", "s", "es", "e", "ed", "d", "ing", "y", "ies", "ied", "ying", "ie"}

// Inflected reports whether two lower-case English words of one stem are forms of
// one word.
func Inflected(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return ending(a, n) && ending(b, n)
}

// ending reports whether what follows the first n bytes is an ending of
// inflection, the last consonant doubled (stop, stopped) or not.
func ending(word string, n int) bool {
	rest := word[n:]
	if slices.Contains(endings, rest) {
		return true
	}
	return n > 0 && len(rest) > 1 && rest[0] == word[n-1] && slices.Contains(endings, rest[1:])
}
