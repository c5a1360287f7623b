package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCredit is the longest text taken for a credit, in characters; a longer one
// is a sentence.
const maxCredit = 90

// TrailingCredit parts a caption from the credit at its end: the last group in
// parentheses or square brackets, without them and without a label such as
// "Photo:". caption is what stands before the group, or all of s, squeezed, when
// credit is "": the caption ends otherwise, or with something that names nobody,
// such as a year, "(left)" or "(file photo)", or with whom a person plays for,
// as in "Jane Doe (Harbour FC) and Ann Lee (Town FC)".
func TrailingCredit(s string) (caption, credit string) {
	line := Squeeze(s)
	trimmed := strings.TrimRight(line, ".。 ")
	at, inside := lastGroup(trimmed)
	if at < 0 {
		return line, ""
	}
	credit = StripCreditLabel(afterBareLabel(inside))
	before := strings.TrimSpace(trimmed[:at])
	switch {
	case utf8.RuneCountInString(credit) > maxCredit,
		!strings.ContainsFunc(credit, unicode.IsLetter),
		isPlace(credit),
		credit == inside && !namesAgency(credit) && (beginsLower(credit) || listsSides(before)):
		return line, ""
	}
	return before, credit
}

// afterBareLabel is what follows a label without a mark in a group: "foto Jane Doe" has
// "Jane Doe". It is s when there is none.
func afterBareLabel(s string) string {
	word, name, ok := strings.Cut(s, " ")
	if noun := strings.TrimRight(word, "-–—"); ok && noun != word {
		if _, known := creditNouns[strings.ToLower(noun)]; known {
			return name // "Foto- Jane Doe"
		}
	}
	if _, known := bareNouns[strings.ToLower(word)]; ok && known && strings.Contains(name, " ") && !beginsLower(name) && !strings.ContainsAny(name, ":：") {
		return name
	}
	return s
}

// closers and openers of a group, each with its partner at the same place.
var closers, openers = []rune(")）]"), []rune("(（[")

// lastGroup finds the bracket that ends s and its partner: the place of the
// partner and what stands between. at is -1 when s ends otherwise.
func lastGroup(s string) (at int, inside string) {
	last, size := utf8.DecodeLastRuneInString(s)
	kind := slices.Index(closers, last)
	if kind < 0 {
		return -1, ""
	}
	depth := 0
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		switch r {
		case closers[kind]:
			depth++
		case openers[kind]:
			depth--
		}
		if depth == 0 {
			inside = strings.TrimSpace(s[i+n : len(s)-size])
			if inside == "" {
				return -1, ""
			}
			return i, inside
		}
	}
	return -1, ""
}

// isPlace reports words that say where somebody stands in a picture, or that it
// is an old one.
func isPlace(s string) bool {
	s = strings.ToLower(strings.TrimRight(s, "."))
	return slices.Contains(placeWords, s) || strings.HasSuffix(s, "で") || strings.HasSuffix(s, "にて")
}

// listsSides reports a caption that has given someone's party or club in
// parentheses before, so that the last group is one more.
func listsSides(before string) bool {
	for rest := before; ; {
		open := strings.IndexAny(rest, "(（")
		if open < 0 {
			return false
		}
		end := strings.IndexAny(rest[open:], ")）")
		if end < 0 {
			return false
		}
		inside := strings.Trim(rest[open:open+end], "(（ ")
		if inside != "" && !isPlace(inside) && !beginsLower(inside) && strings.ContainsFunc(inside, unicode.IsLetter) {
			return true
		}
		rest = rest[open+end:]
	}
}

func beginsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// namesAgency reports a credit that names a picture agency, alone or with a
// photographer: "AP", "Jane Doe/AFP".
func namesAgency(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if slices.Contains(agencies, strings.ToLower(w)) {
			return true
		}
	}
	return strings.Contains(s, "/")
}

// mostLabels is how many labels, brackets and signs may stand around one credit.
const mostLabels = 8

// StripCreditLabel takes labels, copyright signs and the brackets around it off
// a credit: "(Photo: © Jane Doe/Agency)" gives "Jane Doe/Agency". Of a second
// notice of rights only the first name stays. A text that is only a label gives "".
func StripCreditLabel(s string) string {
	s = Squeeze(s)
	for range mostLabels {
		was := s
		s = strings.TrimLeft(strings.Trim(s, " |·•-–—,;/"), ":： ")
		if at, inside := lastGroup(s); at == 0 {
			s = inside
		} else if strings.HasSuffix(s, ")") && !strings.Contains(s, "(") {
			s = strings.TrimRight(s, ")") // the other one stands before the label
		}
		if n := creditLabel(s); n > 0 {
			s = s[n:]
		}
		if s == was {
			break
		}
	}
	for _, suffix := range creditSuffixes {
		if name, ok := strings.CutSuffix(s, suffix); ok && name != "" {
			s = strings.TrimSpace(name)
		}
	}
	return cutRights(s)
}

// cutRights cuts a notice such as "Copyright 2026 Agency. All rights reserved"
// off the end of a credit.
func cutRights(s string) string {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return s // places would not be the same
	}
	cut := len(s)
	for _, notice := range rightsNotices {
		if at := strings.Index(low, notice); at > 0 {
			cut = min(cut, at)
		}
	}
	for _, mark := range []string{"copyright ", "©", "(c)"} {
		if at := strings.LastIndex(low[:cut], mark); at > 0 {
			rest := strings.TrimSpace(low[at+len(mark):])
			if rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				cut = at
			}
		}
	}
	if cut == len(s) {
		return s
	}
	if kept := strings.TrimRight(s[:cut], " /|,.;·-–—"); kept != "" {
		return kept
	}
	return s
}

// HasCreditLabel reports a line that begins as a credit does: "Photo: ...".
func HasCreditLabel(s string) bool {
	return creditLabel(s) > 0
}

// longestLabel is the most bytes of a label up to its mark.
const longestLabel = 48

// creditLabel is the length in bytes of the label that s begins with, its mark
// included; 0 when there is none. A label with nothing behind it is one too.
func creditLabel(s string) int {
	for _, sign := range []string{"©", "(c)", "(C)", "（C）", "（Ｃ）", "&copy;"} {
		if strings.HasPrefix(s, sign) {
			return len(sign)
		}
	}
	for _, phrase := range creditPhrases {
		if n := len(phrase); len(s) >= n && strings.EqualFold(s[:n], phrase) && leadsToName(s[n:]) {
			return n
		}
	}
	head := s[:min(len(s), longestLabel)]
	at := labelMark(head)
	if at <= 0 {
		return 0
	}
	mark, size := utf8.DecodeRuneInString(s[at:])
	noun := strings.ToLower(strings.TrimSpace(head[:at]))
	if _, ok := creditNouns[noun]; !ok || mark == '/' && !slices.Contains(slashedNouns, noun) {
		return 0
	}
	return at + size
}

// labelMark is where the first mark stands that ends a label, -1 when there is none:
// strings.IndexAny(s, ":：=＝/") in a fraction of the time.
func labelMark(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ':', '=', '/':
			return i
		case "："[0]:
			if strings.HasPrefix(s[i:], "：") || strings.HasPrefix(s[i:], "＝") {
				return i
			}
		}
	}
	return -1
}

// leadsToName reports what may follow a phrase such as "photo by": nothing, or a
// word with a capital where the script has them.
func leadsToName(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	if size > 0 && unicode.IsLetter(r) {
		return false
	}
	return !beginsLower(strings.TrimLeft(rest, " :：/©")) || namesAgency(rest)
}
