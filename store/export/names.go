package export

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ofDesks are words that stand in names of desks and agencies, not of people.
var ofDesks = []string{
	"staff", "desk", "newsroom", "agency", "agencies", "team", "editor", "editors", "editorial", "board", "bureau", "correspondent", "reporter", "service",
	"news", "press", "times", "online", "net", "english", "media", "channel", "tv", "radio", "and",
	"redaktion", "agentur", "agenturen", "rédaction", "agence", "agences", "redacción", "agencia", "agencias", "redazione", "agenzia",
	"نت", "وكالة", "وكالات", "الوكالات", "تحرير", "التحرير", "شبكة", "قناة", "مراسل", "خاص",
}

// person guesses whether a byline is somebody: two to four words without a comma, none
// of them that of a desk or an agency, or of the newspaper's or the source's own name,
// and no " and " that BibTeX would cut at.
func (r Reference) person(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(name, ",،") {
		return false
	}
	outlets := strings.Fields(strings.ToLower(r.Newspaper + " " + r.Source))
	return !slices.ContainsFunc(words, func(w string) bool {
		w = strings.Trim(w, ".()")
		// Short words, such as articles, stand in names of every kind.
		return slices.Contains(ofDesks, w) || utf8.RuneCountInString(w) > 3 && slices.Contains(outlets, w)
	})
}

// split takes the name of a person apart at its last word; family is empty for
// desks and agencies.
func (r Reference) split(name string) (given, family string) {
	if name = oneLine(name); !r.person(name) {
		return name, ""
	}
	i := strings.LastIndexByte(name, ' ')
	return name[:i], name[i+1:]
}

// caseless reports whether a name is in letters without case, of which BibTeX cannot
// tell "von" from a name.
func caseless(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r) && !unicode.IsTitle(r)
	})
}
