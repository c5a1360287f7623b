package query

import (
	"math/bits"
	"unicode/utf8"
)

// cut appends the words of a text as the full-text index cuts it. It looks at 64
// bytes at a time: every article of a page of hits is cut, and most of a text is
// letters that nobody asks about.
func cut(text string, words []span) []span {
	begin, in := 0, uint64(0) // of a word that goes on; 1 when one does
	for at := 0; at < len(text); at += 64 {
		letters := lettersIn(text, at)
		edges := letters ^ (letters<<1 | in) // where a word begins or has ended
		in = letters >> 63
		for edges != 0 {
			i := at + bits.TrailingZeros64(edges)
			edges &= edges - 1
			if letters>>(i-at)&1 != 0 {
				begin = i
			} else {
				words = append(words, span{begin, i})
			}
		}
	}
	if in != 0 {
		words = append(words, span{begin, len(text)})
	}
	return words
}

// lettersIn has a bit for each of the 64 bytes of a text from one on that belongs
// to a word; bytes behind its end do not.
func lettersIn(text string, at int) (letters uint64) {
	var foreign uint64 // bytes of characters beyond ASCII
	n := min(64, len(text)-at)
	i := 0
	for ; i+8 <= n; i += 8 {
		x := eight(text, at+i)
		letters |= high(asciiLetters(x)) << i
		foreign |= high(x) << i
	}
	for ; i < n; i++ {
		if c := text[at+i]; c >= utf8.RuneSelf {
			foreign |= 1 << i
		} else if ascii[c] != 0 {
			letters |= 1 << i
		}
	}
	for foreign != 0 {
		i := bits.TrailingZeros64(foreign)
		from := at + i
		if !utf8.RuneStart(text[from]) {
			from = begun(text, from)
		}
		r, size := utf8.DecodeRuneInString(text[from:])
		mask := (uint64(1)<<(from+size-at-i) - 1) << i // a shift by 64 and more gives 0
		if foreign &^= mask; inWord(r) {
			letters |= mask
		}
	}
	return letters
}

// begun is where the character began that a byte of a text goes on with; the byte
// itself when it belongs to none.
func begun(text string, at int) int {
	for from := at - 1; from >= max(0, at-utf8.UTFMax+1); from-- {
		if utf8.RuneStart(text[from]) {
			if _, size := utf8.DecodeRuneInString(text[from:]); from+size > at {
				return from
			}
			break
		}
	}
	return at
}

// asciiLetters sets the high bit of each of eight bytes that is a letter or a digit
// of ASCII. Sums do not reach the next byte.
func asciiLetters(x uint64) uint64 {
	const each, highs = 0x0101010101010101, 0x8080808080808080
	low := x &^ highs
	small := low | 0x20*each
	letter := (small + (0x80-'a')*each) &^ (small + (0x7f-'z')*each)
	digit := (low + (0x80-'0')*each) &^ (low + (0x7f-'9')*each)
	return (letter | digit) &^ x & highs
}

// high gathers the high bits of eight bytes.
func high(x uint64) uint64 { return (x >> 7 & 0x0101010101010101) * 0x0102040810204080 >> 56 }
