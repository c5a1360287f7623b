package extract

import (
	"net/url"
	"strings"
	"unicode"
)

// wordsOfSlug is the least words of an address that name one story: sections are
// called by one or two.
const wordsOfSlug = 4

// slugRepeats reports an address whose last part repeats the headline, as those of
// articles do: "/harbour/new-tram-line-to-the-old-quay" for "New tram line to the old
// quay opens". Letters that addresses do without are no difference.
func (d *document) slugRepeats(headline string) bool {
	parts := strings.Split(strings.Trim(d.url.Path, "/"), "/")
	slug, err := url.PathUnescape(parts[len(parts)-1])
	if err != nil || headline == "" {
		return false
	}
	in := map[string]bool{}
	plain := strings.ToLower(headline)
	for _, spelling := range []*strings.Replacer{twoLetters, oneLetter} {
		for w := range slugWords(spelling.Replace(plain)) {
			in[w] = true
		}
	}
	all, hit := 0, 0
	for w := range slugWords(pathWords.Replace(slug)) {
		if strings.Trim(w, "0123456789") == "" {
			continue
		}
		all++
		if in[w] {
			hit++
		}
	}
	return all >= wordsOfSlug && 4*hit >= 3*all
}

// slugWords are the words of an address or of a text spelled like one.
func slugWords(s string) func(func(string) bool) {
	return strings.FieldsFuncSeq(oneLetter.Replace(strings.ToLower(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// What addresses have for letters with marks: two letters, as in German and the
// languages of the north, or the letter without its mark.
var (
	twoLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "ø", "oe", "å", "aa", "œ", "oe")
	oneLetter  = strings.NewReplacer(
		"ä", "a", "ö", "o", "ü", "u", "æ", "ae", "ø", "o", "å", "a", "œ", "oe",
		"á", "a", "à", "a", "â", "a", "ã", "a", "ă", "a", "ą", "a", "ç", "c", "ć", "c", "č", "c", "ď", "d", "đ", "d",
		"é", "e", "è", "e", "ê", "e", "ë", "e", "ę", "e", "ě", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i",
		"ł", "l", "ñ", "n", "ń", "n", "ň", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ő", "o", "ř", "r",
		"ś", "s", "š", "s", "ş", "s", "ș", "s", "ť", "t", "ț", "t", "ú", "u", "ù", "u", "û", "u", "ů", "u", "ű", "u",
		"ý", "y", "ź", "z", "ż", "z", "ž", "z", "’", "", "'", "",
	)
)
