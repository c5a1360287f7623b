package profile

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PartCredit parts a line that prints a caption and its credit together. The
// credit stands at the end: in brackets, behind a label or a copyright sign,
// behind a bar, or as bare names after the last sentence. caption is all of line,
// squeezed, when credit is "", and "" when the line is a credit and nothing else.
func PartCredit(line string) (caption, credit string) {
	line = Squeeze(line)
	caption, credit = TrailingCredit(line)
	if before, name := labelledCredit(line); name != "" && (credit == "" || len(before) < len(caption)) {
		caption, credit = before, name // "Photo: Jane Doe (Agency)"
	}
	for _, part := range []func(string) (string, string){barredCredit, bareCredit, slashedCredit, dashedCredit} {
		if credit == "" {
			caption, credit = part(line)
		}
	}
	if credit == "" {
		return line, ""
	}
	return strings.TrimRight(caption, " |/·•-–—,;:(（["), credit
}

// labelledCredit finds the last label in a line with a name behind it, and those
// right before it: "… Photo: Jane Doe. Courtesy of the harbour".
func labelledCredit(line string) (caption, credit string) {
	end := len(line)
	for i := len(line); i > 0; {
		_, n := utf8.DecodeLastRuneInString(line[:i])
		i -= n
		if len(line)-i > 2*maxCredit || end < len(line) && end-i > maxCredit {
			break
		}
		if !beginsWord(line, i) {
			continue
		}
		size := creditLabel(line[i:])
		if size == 0 || !labelMayStand(line, i, size) {
			continue
		}
		tail := strings.TrimSpace(line[i:])
		if strings.Count(tail, ")") > strings.Count(tail, "(") { // the label stands inside them
			tail = strings.TrimRight(tail, ") .")
		}
		if end < len(line) && i+size > end {
			end = i // "Photo Credit: Jane Doe": one label begins within the other
			continue
		}
		if end < len(line) && !closesSentence(line[:end]) {
			break // "© Harbour Press Photo: Jane Doe": the last names the photographer
		}
		name := StripCreditLabel(tail)
		if !namesSomebody(name) || i == 0 && end == len(line) && utf8.RuneCountInString(line) > maxCredit {
			continue
		}
		end, credit = i, name
	}
	if credit == "" {
		return line, ""
	}
	return strings.TrimSpace(line[:end]), credit
}

// labelMayStand reports a place where a label can begin: at the start, after the
// end of a sentence or a mark, or with a capital. Within a sentence "image:" is
// a word like others.
func labelMayStand(line string, i, size int) bool {
	if i == 0 {
		return true
	}
	if strings.HasPrefix(strings.ToLower(line[i:i+size]), "source") && i < len(line)/3 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(line[i:])
	if !unicode.IsLower(r) {
		return true
	}
	prev, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line[:i], " "))
	return !unicode.IsLetter(prev) && !unicode.IsDigit(prev)
}

// closesSentence reports text whose last mark parts it from what follows.
func closesSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " "))
	return strings.ContainsRune(".,;|/-–—", r)
}

func beginsWord(s string, i int) bool {
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r != ' ' && (i == 0 || !unicode.IsLetter(r) || !unicode.IsLetter(prev) && !unicode.IsDigit(prev))
}

// namesSomebody reports a text that can be a credit: letters, and no more than
// a line of them.
func namesSomebody(s string) bool {
	n := utf8.RuneCountInString(s)
	return n > 1 && n <= maxCredit && strings.ContainsFunc(s, unicode.IsLetter) && !isPlace(s)
}

// shortestCaption is the least characters of a caption that a slash or a full
// stop parts from a credit; before it, "Doe / Roe" is a pair of names.
const shortestCaption = 20

// barredCredit reads a credit after " | ".
func barredCredit(line string) (caption, credit string) {
	at := lastBar(line, " | ")
	if at < 0 {
		return line, ""
	}
	if name := StripCreditLabel(line[at+len(" | "):]); namesSomebody(name) && (!endsWithStop(name) || onlyNames(name)) {
		return strings.TrimSpace(line[:at]), name
	}
	return line, ""
}

// slashedCredit reads a credit after " / ".
func slashedCredit(line string) (caption, credit string) {
	at := lastBar(line, " / ")
	if at < 0 || utf8.RuneCountInString(line[:at]) < shortestCaption {
		return line, ""
	}
	tail := line[at+len(" / "):]
	if word, name, ok := strings.Cut(tail, " "); ok && name != "" {
		if _, is := bareNouns[strings.ToLower(word)]; is {
			tail = name // "/ фото Jane Doe"
		}
	}
	if name := StripCreditLabel(tail); namesSomebody(name) && onlyNames(name) {
		return strings.TrimSpace(line[:at]), name
	}
	return line, ""
}

// dashedCredit reads a photographer and an agency after a dash: " - Jane Doe/Agency".
func dashedCredit(line string) (caption, credit string) {
	for _, dash := range []string{" - ", " – ", " — "} {
		at := strings.LastIndex(line, dash)
		if at < 0 || utf8.RuneCountInString(line[:at]) < shortestCaption {
			continue
		}
		name := StripCreditLabel(line[at+len(dash):])
		if who, agency, ok := strings.Cut(name, "/"); ok && len(strings.TrimSpace(who)) > 2 && len(strings.TrimSpace(agency)) > 1 && namesSomebody(name) && onlyNames(name) && !endsWithStop(name) {
			return strings.TrimSpace(line[:at]), name
		}
	}
	return line, ""
}

// lastBar is where the bar before a credit stands, -1 without one.
func lastBar(line, bar string) int {
	at := strings.LastIndex(line, bar)
	if first := strings.Index(line, bar); first != at && utf8.RuneCountInString(line[first:at]) < 40 {
		at = first // "Jane Doe / Agency" has a bar of its own
	}
	return at
}

// bareCredit reads names that stand alone after the last sentence.
func bareCredit(line string) (caption, credit string) {
	at := -1
	for _, stop := range []string{". ", "! ", "? ", ".” ", ".\" ", "। "} {
		if i := strings.LastIndex(line, stop); i >= 0 {
			at = max(at, i+len(stop)-1)
		}
	}
	if at < 0 || utf8.RuneCountInString(line[:at]) < shortestCaption {
		return line, ""
	}
	before := line[:at]
	word := strings.TrimRight(before[strings.LastIndexByte(before, ' ')+1:], ".!?”\"।")
	if utf8.RuneCountInString(word) < 2 || strings.Contains(word, ".") || len(word) < 6 && !beginsLower(word) && isASCII(word) {
		return line, "" // an initial or abbreviation: "J. Doe", "Dec. 21"
	}
	name := StripCreditLabel(line[at+1:])
	if label, rest, _ := strings.Cut(name, " "); strings.Contains(rest, " ") {
		if _, is := creditNouns[strings.ToLower(label)]; is {
			name = strings.TrimSuffix(rest, ".") // "Beeld Jane Doe": a label without its colon
		}
	}
	if !namesSomebody(name) || endsWithStop(name) || !onlyNames(name) {
		return line, ""
	}
	return before, name
}

// onlyNames reports a text in which every word can be part of a name: it begins
// with a capital, is an agency, an address, or a word that joins names. Scripts
// without capitals have no such mark: there it is a word or two.
func onlyNames(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/|,&:+()", r) })
	named, plain := 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		low := strings.ToLower(strings.Trim(w, ".'’"))
		switch {
		case unicode.IsUpper(r), unicode.IsTitle(r), namesAgency(w), strings.ContainsRune(w, '@'), strings.Contains(w, "."):
			named++
		case strings.Contains(nameJoiners, " "+low+" "):
		case unicode.IsLetter(r) && !unicode.IsLower(r):
			plain++
		default:
			return false
		}
	}
	return named > 0 && plain == 0 || plain > 0 && len(words) <= 3 && utf8.RuneCountInString(s) <= 16
}

func endsWithStop(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？।", r)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
