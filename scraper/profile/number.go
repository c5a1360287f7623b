package profile

import (
	"strings"
	"unicode"
)

// zeros are the zeros of the decimal digits read; the other nine follow each.
var zeros = []rune{'0', '٠', '۰', '०', '০', '௦', '๐', '０'} // ASCII, Arabic, Persian, Devanagari, Bengali, Tamil, Thai, full-width

// digit is the value of a decimal digit of any script read, -1 for others.
func digit(r rune) int {
	for _, z := range zeros {
		if z <= r && r <= z+9 {
			return int(r - z)
		}
	}
	return -1
}

// maxDigits bounds the number read: a longer run is an id.
const maxDigits = 18

// Digits returns the first number of a text as plain ASCII digits, or "" when it
// holds none: "4 Min Read" gives 4, "٣٬٤٥٦ قراءة" gives 3456, "1.2k" gives 1200.
// A mark before exactly three digits separates thousands; before other digits it
// is a decimal mark, and decimals count only with a k or M behind them.
func Digits(s string) string {
	runes := []rune(s)
	i := 0
	for i < len(runes) && digit(runes[i]) < 0 {
		i++
	}
	var whole, decimals strings.Builder
	i += digitsAt(runes[i:], &whole)
	for i+1 < len(runes) && strings.ContainsRune(".,٬٫'’\u00a0\u202f\u2009", runes[i]) {
		var group strings.Builder
		n := digitsAt(runes[i+1:], &group)
		if n == 0 {
			break
		}
		if n != 3 || runes[i] == '٫' || strings.ContainsRune(".,", runes[i]) && whole.String() == "0" {
			decimals.WriteString(group.String())
			i += 1 + n
			break
		}
		whole.WriteString(group.String())
		i += 1 + n
	}
	if whole.Len() == 0 || whole.Len() > maxDigits {
		return ""
	}
	return scaled(whole.String(), decimals.String(), zerosOf(string(runes[i:])))
}

// digitsAt writes the digits that runes begin with and returns how many.
func digitsAt(runes []rune, b *strings.Builder) int {
	for i, r := range runes {
		d := digit(r)
		if d < 0 {
			return i
		}
		b.WriteByte(byte('0' + d))
	}
	return len(runes)
}

// units stand behind a number for so many zeros. The glued ones are letters that
// mean something else when they stand free or begin a word.
var units = []struct {
	text  string
	zeros int
	glued bool
}{
	{"k", 3, true}, {"K", 3, true}, {"M", 6, true},
	{"ألف", 3, false}, {"آلاف", 3, false}, {"مليون", 6, false},
	{"万", 4, false}, {"萬", 4, false},
}

// zerosOf says how many zeros the unit that rest begins with stands for. A small
// m is not among the units: it is minutes or metres.
func zerosOf(rest string) int {
	word := strings.TrimLeft(rest, " \u00a0\u202f")
	for _, u := range units {
		if u.glued && word != rest {
			continue
		}
		after, ok := strings.CutPrefix(word, u.text)
		if ok && (!u.glued || !startsWithLetter(after)) {
			return u.zeros
		}
	}
	return 0
}

func startsWithLetter(s string) bool {
	for _, r := range s {
		return unicode.IsLetter(r)
	}
	return false
}

// scaled is whole.decimals × 10^zeros, rounded down, in plain digits.
func scaled(whole, decimals string, zeros int) string {
	decimals += strings.Repeat("0", zeros)
	if n := strings.TrimLeft(whole+decimals[:zeros], "0"); n != "" {
		return n
	}
	return "0"
}
