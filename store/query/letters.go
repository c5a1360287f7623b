package query

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters is the key of a word in its script: what its spellings share that readers
// take for one, as the index takes capitals and most accents. It is the word as the
// index writes it, and
//
//   - Arabic without harakat and tatweel, its alefs, final yehs and teh marbutas one,
//     as Lucene's ArabicNormalizer and PersianNormalizer make them, and hamza whatever it
//     sits on: مسؤول is مسئول; Hebrew without niqqud;
//   - Greek without accents, and its final sigma a sigma; Cyrillic without stress, ё as е;
//   - Latin letters with strokes and ligatures as people type them who have no such
//     keys: Łódź lodz, Ørsted orsted, Straße strasse, œuvre oeuvre, ışık isik;
//   - letters of full width or joined in print (ﬁ) as usual ones, digits of any script as
//     0 to 9, and without the letters that stand for an apostrophe: Ukrainian пʼять.
//
// It is empty for a word that has none, and for one of more than [longestWord] characters.
func Letters(word string) string {
	if ascii := !strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }); ascii {
		return strings.ToLower(word)
	}
	if len(word) > 4*longestWord || len([]rune(word)) > longestWord {
		return ""
	}
	usual := norm.NFKC.String(word)
	if strings.ContainsFunc(usual, func(r rune) bool { return !inWord(r) }) {
		usual = norm.NFC.String(word) // a fraction, a wish in one sign
	}
	if strings.ContainsFunc(usual, semitic) {
		return strings.Map(semiticLetter, usual)
	}
	var b strings.Builder
	base := rune(0)
	for _, r := range norm.NFD.String(strings.ToLower(usual)) {
		if !unicode.Is(unicode.Mn, r) {
			base = r
		} else if marked(base, r) {
			continue
		}
		if as, ok := strokes[r]; ok {
			b.WriteString(as)
		} else {
			b.WriteRune(plainDigit(r))
		}
	}
	return norm.NFC.String(b.String())
}

// Spelled is a word as the index writes it, and its key by [Letters]; false when they are
// the same, or there is no key: nothing leads from the one to the other then.
func Spelled(word string) (key, form string, ok bool) {
	key, form = Letters(word), written(word)
	return key, form, key != "" && form != "" && key != form
}

// longestWord that has other spellings, in characters: longer ones are sentences of
// scripts without spaces.
const longestWord = 40

// marked reports whether a letter is the same one without a mark.
func marked(letter, mark rune) bool {
	switch {
	case unicode.In(letter, unicode.Latin, unicode.Greek):
		return true
	case letter == 'е' && mark == '\u0308':
		return true
	case mark == '\u0301' || mark == '\u0300': // stress; of consonants it makes others
		return strings.ContainsRune("аеєиіоуыэюя", letter)
	}
	return false
}

// strokes are letters that no mark makes of others.
var strokes = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ı': "i",
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ς': "σ",
	'ʼ': "", 'ʻ': "", 'ʽ': "", 'ʾ': "", 'ʿ': "", 'ʹ': "", // apostrophes, and what transliterations have for hamza, ayn and the soft sign
}

// apostrophes are those of them that people also write as signs.
const apostrophes = "ʼʻʽʾʿʹ"

// sameLetter is a small letter as names are compared: as in [Letters].
func sameLetter(r rune) string {
	if as, ok := strokes[r]; ok {
		return as
	}
	if r = semiticLetter(r); r < 0 {
		return ""
	}
	return string(r)
}

func semiticLetter(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r) || r == 'ـ': // tatweel
		return -1
	case r == 'أ' || r == 'إ' || r == 'آ' || r == 'ٱ':
		return 'ا'
	case r == 'ؤ' || r == 'ئ':
		return 'ء'
	case r == 'ى' || r == 'ی' || r == 'ے':
		return 'ي'
	case r == 'ة' || r == 'ہ' || r == 'ۀ' || r == 'ۂ':
		return 'ه'
	case r == 'ک':
		return 'ك'
	}
	return plainDigit(r)
}

// plainDigit makes a digit of any script one of 0 to 9, and leaves the rest.
func plainDigit(r rune) rune {
	if r >= 0x80 && unicode.Is(unicode.Nd, r) {
		return '0' + digit(r)
	}
	return r
}

func semitic(r rune) bool { return r >= 0x590 && r < 0x700 || r >= 0x750 && r < 0x780 }
