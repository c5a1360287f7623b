package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// digit is the value of a decimal digit in any script: "7", "٧", "۷" and "७" are
// all 7. Unicode keeps the ten digits of a script in order, and its ranges of Nd
// start at a zero (The Unicode Standard, 4.6).
func digit(r rune) (int, bool) {
	if r >= '0' && r <= '9' {
		return int(r - '0'), true
	}
	if r < 0x660 {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if r < rune(t.Lo) {
			return 0, false
		}
		if r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10, true
		}
	}
	return 0, false
}

// magnitudes are the words that stand behind a shortened count.
var magnitudes = map[string]float64{
	"k": 1e3, "m": 1e6, "mil": 1e3, "mio": 1e6, "tsd": 1e3, "mln": 1e6, "tys": 1e3, "bin": 1e3,
	"тыс": 1e3, "тис": 1e3, "млн": 1e6,
	"الف": 1e3, "ألف": 1e3, "آلاف": 1e3, "مليون": 1e6, "هزار": 1e3,
	"千": 1e3, "万": 1e4, "萬": 1e4, "천": 1e3, "만": 1e4,
}

// firstNumber is the first whole number in a text, as counts are printed: digits
// of any script, grouped ("3,456", "3.456", "3 456", "٣٬٤٥٦") or shortened
// ("1.2k", "1,2 mil", "3万"). It reports false when there is none, and for a count
// beyond 10¹². A decimal part without a magnitude behind it is dropped.
func firstNumber(s string) (int, bool) {
	const most = 1e12
	r := []rune(s)
	i := 0
	for i < len(r) {
		if _, ok := digit(r[i]); ok {
			break
		}
		i++
	}
	if i == len(r) {
		return 0, false
	}
	whole, fraction, scale := 0.0, 0.0, 1.0
	n := 0
	for ; i < len(r); i++ {
		v, ok := digit(r[i])
		if ok {
			whole, n = whole*10+float64(v), n+1
			if whole > most {
				return 0, false
			}
			continue
		}
		if !groups(r[i]) || n == 0 {
			break
		}
		run := digitRun(r[i+1:])
		if run == 3 && n <= 3 || run == 3 && whole >= 1000 {
			continue // a thousands separator
		}
		if run > 0 && (r[i] == '.' || r[i] == ',' || r[i] == '٫') {
			for i++; run > 0; i, run = i+1, run-1 {
				v, _ := digit(r[i])
				scale /= 10
				fraction += float64(v) * scale
			}
		}
		break
	}
	if f := magnitude(string(r[i:])); f > 0 {
		whole = (whole + fraction) * f
	}
	if whole > most {
		return 0, false
	}
	return int(whole + 1e-6), true // 1.2k is 1200, not 1199.99
}

// groups are the marks that separate thousands: comma, point, apostrophes, Arabic
// thousands and decimal separators, and the spaces that stand between digits.
func groups(r rune) bool {
	return strings.ContainsRune(",.'’٬٫ \u00a0\u202f\u2009", r)
}

// digitRun is the number of digits r begins with.
func digitRun(r []rune) int {
	n := 0
	for n < len(r) {
		if _, ok := digit(r[n]); !ok {
			break
		}
		n++
	}
	return n
}

// magnitude is the factor that the first word of s stands for, 0 when none.
func magnitude(s string) float64 {
	s = strings.TrimLeft(s, " \u00a0\u202f")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(s)
	}
	word := s[:end]
	if f, ok := magnitudes[strings.ToLower(word)]; ok {
		return f
	}
	// Chinese, Japanese and Korean run on without a space.
	if r, n := utf8.DecodeRuneInString(word); r > 0x3000 {
		return magnitudes[word[:n]]
	}
	return 0
}
