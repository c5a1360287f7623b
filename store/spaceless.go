package store

import (
	"iter"
	"strings"
	"unicode"

	"newskeep/store/query"
)

// Some scripts set no spaces between words: what their readers see as one is taken
// for clauses, parted by their punctuation, and for as many words as usual.

// lettersOfWord is about how many letters of such a script make a word.
const lettersOfWord = 2

// wideStops end a sentence, and are followed by no space.
const wideStops = "。！？｡"

// wideMarks part clauses, and are followed by no space.
const wideMarks = wideStops + "、，：；"

// stops are what sentences end with.
const stops = ".!?…؟।" + wideStops

// wordsIn counts those of a text.
func wordsIn(s string) int {
	n, unspaced := 0, 0
	for word := range strings.FieldsSeq(s) {
		n++
		if word[0] < 0x80 {
			continue
		}
		for _, r := range word {
			if query.Spaceless(r) {
				unspaced++
			}
		}
	}
	return max(n, unspaced/lettersOfWord)
}

// hanDiffers reports whether two texts have other Han characters: each is a word or
// much of one, and never a slip of a letter.
func hanDiffers(a, b string) bool {
	han := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 0x80 && unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, s)
	}
	return han(a) != han(b)
}

// clauses are the words of a text, where spaces part them, and what stands between
// the marks of such a script where none do.
func clauses(s string) []string {
	list := strings.Fields(squeeze(s))
	if !strings.ContainsAny(s, wideMarks) {
		return list
	}
	var out []string
	for _, word := range list {
		from := 0
		for i, r := range word {
			if end := i + len(string(r)); strings.ContainsRune(wideMarks, r) && end < len(word) {
				out = append(out, word[from:end])
				from = end
			}
		}
		out = append(out, word[from:])
	}
	return out
}

// sentences parts a text behind every stop that a space follows, or that needs none:
// one template has in one block what the other has in two.
func sentences(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from, stop, wide := 0, false, false
		for i, r := range text {
			closing := strings.ContainsRune("\"'”’»)]」』）", r)
			if stop && unicode.IsSpace(r) || wide && !closing && !strings.ContainsRune(wideStops, r) {
				if !yield(text[from:i]) {
					return
				}
				from, wide = i, false
			}
			wide = strings.ContainsRune(wideStops, r) || wide && closing
			stop = strings.ContainsRune(stops, r) || stop && closing
		}
		yield(text[from:])
	}
}
