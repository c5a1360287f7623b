package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// leastBehind is how many letters a word has at least that is looked for behind
// particles: of shorter ones they make other words.
const leastBehind = 4

// behindParticles are an Arabic word as it is written behind "and", and one with the
// article behind "and", "in", "so", "as" and "to", too: والحكومة, بالحكومة and للحكومة are
// the words و ب ل before الحكومة, which other scripts set apart. None for other words.
func behindParticles(word string) (all []string) {
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == 'ـ' {
			return -1
		}
		return r
	}, word)
	arabic := func(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }
	if utf8.RuneCountInString(word) < leastBehind || strings.ContainsFunc(word, func(r rune) bool { return !arabic(r) }) {
		return nil
	}
	all = []string{"و" + word}
	noun, found := strings.CutPrefix(word, "ال")
	if !found || utf8.RuneCountInString(noun) < leastBehind-1 {
		return all
	}
	for _, p := range []string{"ب", "ف", "ك", "وب", "وك"} {
		all = append(all, p+word)
	}
	to := "لل" + noun
	if strings.HasPrefix(noun, "ل") { // three of them in a row are written as two
		to = "ل" + noun
	}
	return append(all, to, "و"+to)
}
