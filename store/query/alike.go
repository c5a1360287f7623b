package query

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// alike are words, or what words begin with, that have their first two letters in
// common, such as the forms of an English word: they are found in a text without
// cutting it into words, in a tenth of the time.
type alike struct {
	first, second byte // of ASCII, in lower case
	words, begins []string
	written       []byte // of the word looked at
}

// alike is nil for a pattern of others, and of words that must follow each other.
func (p Pattern) alike() *alike {
	var a alike
	for i, ph := range p.phrases {
		if len(ph.words) != 1 || len(ph.words[0]) < 2 {
			return nil
		}
		w := ph.words[0]
		if i == 0 {
			a.first, a.second = w[0], w[1]
		}
		if w[0] != a.first || w[1] != a.second || w[0] >= utf8.RuneSelf || w[1] >= utf8.RuneSelf {
			return nil
		}
		if ph.prefix {
			a.begins = append(a.begins, w)
		} else {
			a.words = append(a.words, w)
		}
	}
	if len(p.phrases) == 0 {
		return nil
	}
	return &a
}

// in gives the places of the words in a text, at most some.
func (a *alike) in(text string, most int) (all []Span) {
	const each, highs = 0x0101010101010101, 0x8080808080808080
	first, second := uint64(a.first)*each, uint64(a.second)*each
	end := 0 // of the last one
	for at := 0; at < len(text); at += 8 {
		x := eight(text, at)
		next := x >> 8
		if at+8 < len(text) {
			next |= uint64(text[at+8]) << 56
		}
		// The high bit of each byte that a word may begin with: the first letter before the
		// second, or either one with an accent.
		maybe := same(x|0x20*each, first)&(same(next|0x20*each, second)|next&highs) | x&highs
		for ; maybe != 0; maybe &= maybe - 1 {
			from := at + bits.TrailingZeros64(maybe)/8
			if from < end {
				continue
			}
			if to := a.word(text, from); to > 0 {
				if all = append(all, Span{from, to}); len(all) == most {
					return all
				}
				end = to
			}
		}
	}
	return all
}

// same sets the high bit of each of eight bytes that is that of the other eight.
func same(x, y uint64) uint64 {
	const highs = 0x8080808080808080
	x ^= y
	return ^((x&^highs + ^uint64(highs)) | x) & highs
}

// eight are the bytes of a text from one on, 0 behind its end.
func eight(text string, at int) uint64 {
	if len(text)-at >= 8 {
		s := text[at : at+8]
		return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	}
	var s [8]byte
	copy(s[:], text[min(at, len(text)):])
	return binary.LittleEndian.Uint64(s[:])
}

// word is where the word ends that begins at a place, 0 when none of the words does.
func (a *alike) word(text string, from int) (to int) {
	if !utf8.RuneStart(text[from]) {
		return 0
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:from]); from > 0 && inWord(before) {
		return 0
	}
	a.written = a.written[:0]
	for to = from; to < len(text); {
		r, size := utf8.DecodeRuneInString(text[to:])
		if !inWord(r) {
			break
		}
		if r = folded(r); r != 0 {
			if len(a.written) == 0 && r != rune(a.first) {
				return 0
			}
			a.written = utf8.AppendRune(a.written, r)
		}
		to += size
	}
	if slices.Contains(a.words, string(a.written)) || slices.ContainsFunc(a.begins, func(b string) bool { return strings.HasPrefix(string(a.written), b) }) {
		return to
	}
	return 0
}
