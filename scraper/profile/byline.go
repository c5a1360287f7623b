package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// byWords begin a byline in the main languages; alone they are enough.
var byWords = []string{
	"by", "written by", "words by", "story by", "reporting by", "reported by", "report by", "text by", "edited by", // English
	"von", "ein bericht von", "bericht von", "aufgezeichnet von", // German
	"par", "écrit par", "publié par", "propos recueillis par", // French
	"por", "escrito por", "texto de", // Spanish, Portuguese
	"a cura di", "di", // Italian
	"door", "geschreven door", // Dutch
	"av", "af", // Swedish, Norwegian, Danish
	"oleh",                                  // Indonesian, Malay
	"بقلم", "كتب", "كتبت", "كتبه", "بواسطة", // Arabic
	"به قلم", "نوشته", // Persian
	"מאת",                                // Hebrew
	"द्वारा",                             // Hindi
	"γράφει ο", "γράφει η", "γράφουν οι", // Greek
	"írta", "scris de", "โดย", // Hungarian, Romanian, Thai
}

// byLabels begin a byline only with a colon after them: alone they are words
// that a name or a desk can begin with.
var byLabels = []string{
	"author", "authors", "text", "words", "reporting", "report", "story", "writer", "reporter", "byline", // English
	"autor", "autorin", "autoren", "autores", "autora", "autore", "bericht", "texto", "testo", "texte", "tekst", // German, Spanish, Italian …
	"redacción", "reportaje", "auteur", "auteurs", "skrevet av", "skriven av", "reportage", // Spanish, French, Scandinavian
	"yazan", "yazar", "haber", "muhabir", // Turkish
	"автор", "авторы", "текст", "автори", // Russian, Ukrainian
	"penulis",                                                         // Indonesian
	"الكاتب", "الكاتبة", "تحرير", "إعداد", "تقرير", "کاتب", "نویسنده", // Arabic, Persian, Urdu
	"作者", "文", "記者", "记者", "撰文", "取材・文", "글", // Chinese, Japanese, Korean
	"autorzy", "autorka", "autoři", "teksti", "kirjoittaja", "szerző", "autori", // Polish, Czech, Finnish, Hungarian, Romanian
	"συντάκτης", "συντάκτρια", "लेखक", "tác giả", "ผู้เขียน", // Greek, Hindi, Vietnamese, Thai
}

// beforeName are words that are a part of a name as often as they begin a
// byline: they are taken off only before a full name.
var beforeName = []string{"di", "von", "av", "af", "door", "por", "par"}

// StripBy takes the word that begins a byline off: of "By Jane Doe", "Text: Jane
// Doe" or "بقلم: جنى", the name. Only whole words at the beginning count (Byron
// stays), and words that names begin with as well (von, di) must be followed by
// a full name, in capitals where the script has them: "von der Leyen" stays.
func StripBy(s string) string {
	s = Squeeze(s)
	for _, words := range [][]string{byWords, byLabels} {
		longest := ""
		for _, w := range words {
			if len(w) > len(longest) && hasWord(s, w) {
				longest = w
			}
		}
		if longest == "" {
			continue
		}
		rest := strings.TrimSpace(skipFold(s, longest))
		name := strings.TrimSpace(strings.TrimLeft(rest, ":：/"))
		colon := name != rest
		switch {
		case name == "":
			return s
		case colon:
			return name
		case &words[0] == &byLabels[0]:
			continue
		case slices.Contains(beforeName, longest) && !fullName(name):
			continue
		}
		return name
	}
	return s
}

// hasWord reports whether s begins with the word w, in any case.
func hasWord(s, w string) bool {
	rest := []rune(s)
	for _, r := range w {
		if len(rest) == 0 || unicode.ToLower(rest[0]) != r {
			return false
		}
		rest = rest[1:]
	}
	// An abbreviation ("Av.") or a hyphenated name is another word.
	return len(rest) == 0 || unicode.IsSpace(rest[0]) || strings.ContainsRune(":：/", rest[0])
}

// skipFold is s without as many characters as w has.
func skipFold(s, w string) string {
	return string([]rune(s)[len([]rune(w)):])
}

// fullName reports two words or more, the first beginning with a capital.
func fullName(s string) bool {
	words := strings.Fields(s)
	first := []rune(s)[0]
	return len(words) > 1 && !unicode.IsLower(first)
}

// joiners are the words for "and" that no name holds.
var joiners = []string{"and", "und", "et", "och", "og", "ve", "with", "και", "и", "та", "dan", "و", "és", "ja", "și", "và", "और", "และ", "및"}

// shortJoiners are those that surnames hold too (Ortega y Gasset, Costa e Silva).
var shortJoiners = []string{"y", "e", "i", "en"}

// SplitNames takes a line of names apart: at commas, semicolons, slashes, bars,
// bullets, ampersands and the word for "and" in the main languages. Arabic و, glued
// to a word, counts only between full names, and not where it begins a name itself. Titles
// and suffixes (Dr., Jr., PhD) stay with their names, each name comes once, and
// what can be no name (no letter; a role in small letters after a name) is gone.
func SplitNames(s string) []string {
	var names []string
	for _, part := range strings.FieldsFunc(s, isNameMark) {
		names = append(names, splitWords(splitSlash(part))...)
	}
	var kept []string
	for i, name := range names {
		name = strings.TrimFunc(onceName(name), func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-\"“”«»", r)
		})
		switch {
		case name == "":
		case i > 0 && len(kept) > 0 && isSuffix(name):
			kept[len(kept)-1] += ", " + name
		case !strings.ContainsFunc(name, unicode.IsLetter):
		case len(kept) > 0 && strings.ToLower(name) == name && strings.ContainsFunc(name, unicode.IsLower) && !isAgency(name):
			// "Jane Doe, political editor": a role, not a second author.
		case slices.ContainsFunc(kept, func(k string) bool { return strings.EqualFold(k, name) }):
		default:
			kept = append(kept, name)
		}
	}
	return kept
}

func isNameMark(r rune) bool {
	return isComma(r) || strings.ContainsRune(";؛|&＆•·\n\t", r)
}

// splitSlash makes slashes between names a mark; those between digits are dates.
func splitSlash(s string) []string {
	runes := []rune(s)
	var parts []string
	start := 0
	for i, r := range runes {
		if r != '/' || i > 0 && unicode.IsDigit(runes[i-1]) && i+1 < len(runes) && unicode.IsDigit(runes[i+1]) {
			continue
		}
		parts = append(parts, string(runes[start:i]))
		start = i + 1
	}
	return append(parts, string(runes[start:]))
}

// splitWords splits each part at words for "and".
func splitWords(parts []string) []string {
	var names []string
	for _, part := range parts {
		words := freeAnd(strings.Fields(Squeeze(part)))
		start := 0
		for i, w := range words {
			if !joins(words[start:i], w, words[i+1:]) {
				continue
			}
			names = append(names, strings.Join(words[start:i], " "))
			start = i + 1
		}
		names = append(names, strings.Join(words[start:], " "))
	}
	return names
}

// freeAnd sets the Arabic and the Hebrew "and", which are written as the first letter
// of the second name, free where full names stand before and behind it.
func freeAnd(words []string) []string {
	for i := 2; i+1 < len(words); i++ {
		for _, and := range []string{"و", "ו"} {
			name, ok := strings.CutPrefix(words[i], and)
			if ok && utf8.RuneCountInString(name) >= 3 && !slices.Contains(beginWithAnd, words[i]) {
				return append(append(slices.Clone(words[:i]), and, name), freeAnd(words[i+1:])...)
			}
		}
	}
	return words
}

// beginWithAnd are names that themselves begin with that letter.
var beginWithAnd = strings.Fields("وليد وائل وسام وسيم وفاء وفيق وجدي وجيه وهيب وهبة وهبي وردة وحيد ولاء وداد وديع وصفي وصال وئام ونيس وليام وضاح والي وهاب وهران وطفة وعدي وحدة وكيل ووترز ويليام ויקטור ויקטוריה וולטר ולדימיר ונונו ורדי ורדית ויינר ויצמן וינר וולף ורטהיים וקנין")

// joins reports whether w stands between two names.
func joins(left []string, w string, right []string) bool {
	// Dan and Ve begin names; in a line of capitals only the place tells.
	capitals := len(left) > 0 && w == strings.ToUpper(w) && left[0] == strings.ToUpper(left[0])
	if lower := strings.ToLower(w); (lower == "ו" || slices.Contains(joiners, lower)) && (w == lower || capitals) {
		return true
	}
	if !slices.Contains(shortJoiners, w) || len(left) == 0 || len(right) == 0 {
		return false
	}
	// A single word behind a longer name is the second half of a surname, unless
	// it is an agency: in capitals, or one of the words for agencies.
	return len(left) == 1 || len(right) > 1 || right[0] == strings.ToUpper(right[0]) ||
		isAgency(right[0])
}

// isAgency reports the common words for news agencies, which name an author
// although they are written small.
func isAgency(s string) bool {
	switch strings.ToLower(s) {
	case "agencies", "agencias", "agências", "agenzie", "agències", "agences", "agenturen", "ajanslar":
		return true
	}
	return false
}

// onceName undoes a name printed twice in a row, as image alt and link text do.
func onceName(s string) string {
	words := strings.Fields(s)
	half := len(words) / 2
	if half > 1 && len(words)%2 == 0 && slices.Equal(words[:half], words[half:]) {
		words = words[:half]
	}
	return strings.Join(words, " ")
}

// isSuffix reports what stands behind a comma and still belongs to the name.
func isSuffix(s string) bool {
	switch strings.ToLower(strings.ReplaceAll(s, ".", "")) {
	case "jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mp", "mep", "msc", "mba", "dphil":
		return true
	}
	return false
}
