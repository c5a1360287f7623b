package extract

import (
	"regexp"
	"strings"
	"unicode"

	"newskeep/scraper/profile"
)

// authorNames makes names of what a byline or an author property says: "By" and
// its like taken off, several names split, what is no name left out.
func authorNames(s string) []string {
	s = squeeze(s)
	if s == "" || len(s) > 400 || isAddressLike(s) {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for _, n := range profile.SplitNames(betweenNames(profile.StripBy(withoutOthers(s)))) {
		n = strings.Trim(squeeze(n), ",;:|•·-–— 【】")
		n = nameAlone(n)
		if len(out) > 0 && (isRole(n) || isPost(n) || isPlaceInCapitals(n, out)) || !isName(n) || seen[fold(n)] {
			continue
		}
		seen[fold(n)] = true
		out = append(out, n)
	}
	return out
}

var (
	addressLike = regexp.MustCompile(`(?i)^(https?:|www\.|@)|\.(com|org|net|html?|php)\b.*/|@[\w-]+\.`)
	// A name's short form in parentheses, or the word for a reporter behind it.
	initials = regexp.MustCompile(`\s*\(\p{L}{1,5}\.?\)$|\s+(?:기자|특파원|記者|记者)$`)
	codeLike = regexp.MustCompile(`^[0-9a-f-]{16,}$`)
)

// isAddressLike reports what addressLike matches, which is looked for only where
// there is a sign of an address.
func isAddressLike(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case 'h', 'H', 'w', 'W':
	default:
		if !strings.ContainsAny(s, "@/") {
			return false
		}
	}
	return addressLike.MatchString(s)
}

// nameAlone takes off what stands behind a name: its short form, an account, or the
// preposition before a date that followed.
func nameAlone(n string) string {
	if last := n[max(0, len(n)-1):]; last == ")" || last >= "\x80" {
		n = initials.ReplaceAllString(n, "")
	}
	if before, last, parted := cutLast(n); parted {
		switch last {
		case "Follow", "Text", "Foto", "Tekst", "Teksti", "Folgen", "Seguir", "Suivre": // a button, or what each did
			if strings.Contains(before, " ") {
				n = before
			}
		case "am", "vom", "on", "at", "in", "le", "il", "el", "den", "på":
			n = before
		default:
			if account.MatchString(last) {
				n = before
			}
		}
	}
	return strings.TrimSpace(n)
}

// cutLast parts the last word from those before.
func cutLast(s string) (before, last string, parted bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

var account = regexp.MustCompile(`^@\w+$`)

// isRole reports what a person is rather than a name: five words or more, most of
// them in small letters.
func isRole(s string) bool {
	small, words := 0, 0
	for word := range strings.FieldsSeq(s) {
		words++
		if unicode.IsLower([]rune(word)[0]) {
			small++
		}
	}
	return words >= 5 && small*2 > words
}

// withOthers names, in parentheses behind the names, whose material was used.
var withOthers = regexp.MustCompile(`(?i)\s*[(（](?:avec|with|mit|con|com|met|med|och|z|ve|և|с|مع|با)\s[^()（）]*[)）]`)

func withoutOthers(s string) string {
	if !strings.ContainsAny(s, "(（") {
		return s
	}
	return withOthers.ReplaceAllString(s, "")
}

// betweenNames makes a dash between two people the mark that commas are.
func betweenNames(s string) string {
	for _, dash := range []string{" - ", " – ", " — "} {
		a, b, ok := strings.Cut(s, dash)
		if !ok {
			continue
		}
		second, _, _ := strings.Cut(b, " /")
		if isPersonName(a) && isPersonName(second) || isUncasedName(a) && isUncasedName(second) {
			return a + ", " + b
		}
	}
	return s
}

// withoutHouse takes the name of the outlet, with what people are there, off the end of
// names: "Jane Doe Portmere News staff".
func (m *metadata) withoutHouse(list []named) {
	for i, n := range list {
		for _, house := range m.siteNames {
			at := strings.LastIndex(n.name, house)
			if rest, ok := strings.CutPrefix(n.name, house+" "); ok && len(list) == 1 && strings.Count(rest, " ") > 0 && isPersonName(rest) {
				list[i].name = rest // the outlet and the person in elements side by side
			}
			if at <= 0 {
				continue
			}
			front, rest := strings.TrimRight(n.name[:at], " ,-–—|/("), strings.Trim(n.name[at+len(house):], " )")
			if isPersonName(front) && (rest == "" || strings.EqualFold(rest, "staff") || isPost(rest)) {
				list[i].name = front
			}
		}
	}
}

// isUncasedName reports two to four words in a script without capitals.
func isUncasedName(s string) bool {
	words := strings.Fields(s)
	return len(words) >= 2 && len(words) <= 4 && len(s) <= 80 && !strings.ContainsFunc(s, func(r rune) bool {
		return r != ' ' && (!unicode.IsLetter(r) && !unicode.IsMark(r) || unicode.IsUpper(r) || unicode.IsLower(r))
	})
}

// posts are words for what people are who write, in the main languages, folded.
var posts = phraseSet("correspondent|editor|reporter|writer|journalist|columnist|producer|contributor|intern|analyst|critic|photographer|fellow|strategist|redakteur|redakteurin|korrespondent|korrespondentin|reporterin|journalistin|volontär|volontärin|autorin|journaliste|correspondant|correspondante|rédacteur|rédactrice|chroniqueur|chroniqueuse|corresponsal|periodista|redactor|redactora|columnista|correspondente|jornalista|repórter|giornalista|corrispondente|inviato|inviata|redacteur|verslaggever|correspondente|muhabir|muhabiri|корреспондент|журналист|редактор|обозреватель|kontributor|wartawan|dziennikarz|dziennikarka|reportér|redaktor|redaktorka|journalist|toimittaja|ρεπόρτερ|δημοσιογράφος|مراسل|مراسلة|صحافي|صحفي|خبرنگار|כתב|כתבת|संवाददाता|phóng viên")

// isPost reports what a person is: two words or more, the first or the last of which
// is a word for those who write ("Transport Correspondent", "Redakteur Wirtschaft").
func isPost(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 7 {
		return false
	}
	return posts.has(words[len(words)-1]) || len(words) > 1 && posts.has(words[0])
}

// isPlaceInCapitals reports one long word in capitals behind names that are not:
// where they write from. Agencies are shorter, or stand first.
func isPlaceInCapitals(s string, names []string) bool {
	if strings.Contains(s, " ") || len([]rune(s)) < 6 || s != strings.ToUpper(s) || s == strings.ToLower(s) || agencyNames.has(s) {
		return false
	}
	for _, n := range names {
		if n == strings.ToUpper(n) {
			return false
		}
	}
	return true
}

// agencyNames are agencies whose names may be printed in capitals.
var agencyNames = phraseSet("REUTERS|BLOOMBERG|XINHUA|INTERFAX|ANADOLU|ANTARA|EUROPA PRESS|RITZAU|YONHAP|KYODO|BELGA|TANJUG|UKRINFORM|RIA NOVOSTI|SPUTNIK|BERNAMA|SERVIMEDIA|ADNKRONOS")

// isNobody reports a list that holds only the outlet and words that stand for
// agencies or desks in general.
func (m *metadata) isNobody(list []named) bool {
	for _, n := range list {
		if !nobody[fold(n.name)] && !m.isOutlet(n.name) {
			return false
		}
	}
	return len(list) > 0
}

// nobody are words for those who write without saying who.
var nobody = map[string]bool{
	"agencies": true, "agency": true, "agencias": true, "agencia": true, "agences": true, "agenturen": true, "agentur": true, "agenzie": true, "ajanslar": true,
	"redaktion": true, "die redaktion": true, "redacción": true, "redacao": true, "redação": true, "rédaction": true, "la rédaction": true, "la redacción": true,
	"redazione": true, "la redazione": true, "redactie": true, "redaksi": true, "newsroom": true, "news desk": true, "newsdesk": true, "editorial team": true,
}

// noAuthor are words that stand where an author should and name nobody.
var noAuthor = map[string]bool{
	"staff": true, "admin": true, "administrator": true, "editor": true, "webmaster": true, "unknown": true, "author": true, "guest": true,
	"null": true, "undefined": true, "none": true, "anonymous": true, "root": true, "default": true, "user": true, "by": true, "redaction": true,
	"n a": true, "web": true, "webdesk": true, "no author": true, "name": true, "mehr": true, "more": true, "von": true, "auteur": true, "autor": true,
	"public domain": true, "size": true, "font size": true, "various": true,
}

// isName reports whether s can name a person or an organisation: not an address,
// a date, a code or a sentence.
func isName(s string) bool {
	n := len([]rune(s))
	if n < 2 || n > 80 || isAddressLike(s) || codeLike.MatchString(s) || noAuthor[fold(s)] {
		return false
	}
	letters, digits, words := 0, 0, 1
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == ' ':
			words++
		case r == '{' || r == '<' || r == '=' || r == '\\' || r == '?' || r == '!' || r == ':' || r == '*':
			return false
		}
	}
	return strings.Count(s, "(") == strings.Count(s, ")") && letters >= 2 && digits*2 <= letters && words <= 9
}
