package store

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"newskeep/scraper/news"
)

// field is one thing a newsroom decides about an article, as text to compare.
type field struct{ name, value string }

// newsroom lists what a newsroom decides, by JSON name. White space is squeezed,
// and so is how a letter with its accent is encoded, so that they never count; nor
// does the order of tags. Links, modules, reading times and share counts are not
// here: they change by themselves. The modification time is not either: it is a
// claim about a change, and many sites renew it with every answer. A date counted
// from the moment of reading is empty, because it moves while nothing changes.
func newsroom(a *news.Article) []field {
	list := make([]field, len(newsroomFields))
	for i, f := range newsroomFields {
		list[i] = field{f.name, f.of(a)}
	}
	return list
}

// derivation is how a field is made of an article, and the name in JSON of what it
// is made of.
type derivation struct {
	name, from string
	of         func(*news.Article) string
}

var newsroomFields = []derivation{
	{"headline", "headline", func(a *news.Article) string { return squeeze(a.Headline) }},
	{"kicker", "kicker", func(a *news.Article) string { return squeeze(a.Kicker) }},
	{"standfirst", "standfirst", func(a *news.Article) string { return squeeze(a.Standfirst) }},
	{"bylines", "bylines", func(a *news.Article) string {
		return lines(a.Bylines, func(b news.Byline) string { return squeeze(b.Name) })
	}},
	{"source", "source", func(a *news.Article) string { return squeeze(a.Source) }},
	{"dateline", "dateline", func(a *news.Article) string { return squeeze(a.Dateline) }},
	{"published", "published", publication},
	{"section", "section", func(a *news.Article) string { return lines(a.Section, squeeze) }},
	{"tags", "tags", func(a *news.Article) string {
		var tags []string
		for _, t := range a.Tags {
			tags = append(tags, squeeze(t.Name))
		}
		slices.Sort(tags)
		return strings.Join(tags, "\n")
	}},
	{"body", "body", func(a *news.Article) string {
		var body strings.Builder
		body.Grow(length(a.Body))
		for _, b := range a.Body {
			if b.Type == news.ImageBlock { // what an image says stands in images
				continue
			}
			if body.Len() > 0 {
				body.WriteByte('\n')
			}
			body.WriteString(string(b.Type))
			body.WriteByte(' ')
			body.WriteString(squeeze(b.Text))
		}
		return body.String()
	}},
	{"images", "images", func(a *news.Article) string { return lines(a.Images, news.Image.Same) }},
	{"captions", "images", func(a *news.Article) string { return said(a, func(m news.Image) string { return m.Caption }) }},
	{"credits", "images", func(a *news.Article) string { return said(a, func(m news.Image) string { return m.Credit }) }},
	{"alts", "images", func(a *news.Article) string { return said(a, func(m news.Image) string { return m.Alt }) }},
}

// length is that of all blocks in bytes, with what they are and a little between them.
func length(blocks []news.Block) (n int) {
	for _, b := range blocks {
		n += len(b.Type) + len(b.Text) + len(": ")
	}
	return n
}

// lines is what a list says, one item a line.
func lines[T any](list []T, text func(T) string) string {
	var all strings.Builder
	for i, x := range list {
		if i > 0 {
			all.WriteByte('\n')
		}
		all.WriteString(text(x))
	}
	return all.String()
}

// said is what is printed with the images of an article, one of them a line;
// nothing printed is not another text.
func said(a *news.Article, of func(news.Image) string) string {
	var b strings.Builder
	for _, m := range a.Images {
		text := squeeze(of(m))
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(text)
	}
	return b.String()
}

func squeeze(s string) string {
	inert, spaced, space := true, true, true // a space may not follow
	for _, c := range s {
		switch {
		case c > ' ' && c < utf8.RuneSelf:
			space = false
		case c == ' ':
			spaced, space = spaced && !space, true
		case c < ' ', unicode.IsSpace(c):
			spaced = false
		default:
			// Nothing below the first combining mark is composed of others, nor are dashes,
			// quotation marks and the ellipsis.
			inert, space = inert && (c < 0x300 || c >= 0x2010 && c <= 0x2027), false
		}
	}
	if !spaced || space && s != "" {
		b := make([]byte, 0, len(s))
		for word := range strings.FieldsSeq(s) {
			if len(b) > 0 {
				b = append(b, ' ')
			}
			b = append(b, word...)
		}
		s = string(b)
	}
	if !inert {
		s = norm.NFC.String(s)
	}
	return s
}

// digest is equal for two readings when the newsroom changed nothing.
func digest(a *news.Article) string {
	fields := newsroom(a)
	size := 0
	for _, f := range fields {
		size += len(f.name) + len(f.value) + 16
	}
	b := make([]byte, 0, size)
	for _, f := range fields {
		b = append(append(b, f.name...), ' ')
		b = append(strconv.AppendInt(b, int64(len(f.value)), 10), ' ')
		b = append(append(b, f.value...), '\n')
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// verdictOn is what a new revision changed.
type verdictOn struct {
	fields []string // JSON names, in the order of news.Article
	class  string   // a word of revision.class
	silent bool     // text changed, and nothing on the page says so
}

// judge compares two states of an article, read from pages of one template or of
// two. No fields mean nothing changed.
func judge(before, after *news.Article, two bool) verdictOn {
	var v verdictOn
	text := false
	for _, name := range changedFields(before, after, two) {
		v.fields = append(v.fields, name)
		switch name {
		case "headline", "kicker", "standfirst", "body", "images", "captions", "credits", "alts":
			text = true
		}
	}
	if len(v.fields) == 0 {
		return v
	}
	moved := moved(before.Modified, after.Modified)
	if moved {
		v.fields = append(v.fields, "modified")
	}
	switch {
	case corrected(before, after):
		v.class = classCorrection
	default:
		v.class = classSubstantive
		if words, ok := respelled(before, after, v.fields); ok && words == 0 {
			v.class = classWhitespace
		} else if ok {
			v.class = classTypo
		}
	}
	v.silent = text && !moved && v.class != classCorrection && v.class != classWhitespace
	return v
}

// changedFields are the fields in which a newsroom made two states differ.
func changedFields(before, after *news.Article, two bool) []string {
	if two {
		return acrossTemplates(before, after)
	}
	var names []string
	old := newsroom(before)
	for i, f := range newsroom(after) {
		switch {
		case f.value == old[i].value:
		case f.name == "published" && (counted(before) || counted(after) || guessed(before, after) || guessed(after, before)):
		case f.name == "section" && (whereFound(before) || whereFound(after)) && !filedAnew(before, after):
		case f.name == "images" && slices.EqualFunc(before.Images, after.Images, news.Image.SameAs):
		default:
			names = append(names, f.name)
		}
	}
	return names
}

// guessed reports a date of publication that no data and no label called one, on a
// page that gives none otherwise: one date more on it, and it is not to be had.
func guessed(a, without *news.Article) bool {
	return without.Published.IsZero() && a.Provenance["published"].Source == news.FromStructure
}

// whereFound reports whether the section is only that of the list the article
// was found in: an article that stands in two lists changes nothing when the
// other one is read first.
func whereFound(a *news.Article) bool { return a.Provenance["section"].Source == news.FromURL }

// filedAnew reports whether a page names another section than before in the same
// place, though one of the two sections, as that of its address, did not need it.
func filedAnew(before, after *news.Article) bool {
	b, was := filedIn(before)
	a, is := filedIn(after)
	return was && is && a == b
}

// filedIn is the place where a page says which section it is in; false when nothing
// but its address does.
func filedIn(a *news.Article) (news.Alternate, bool) {
	p := a.Provenance["section"]
	if p.Source != news.FromURL {
		return news.Alternate{Source: p.Source, Rule: p.Rule}, p.Source != ""
	}
	for _, other := range p.Alternates {
		if other.Agrees && other.Source != news.FromURL {
			return news.Alternate{Source: other.Source, Rule: other.Rule}, true
		}
	}
	return news.Alternate{}, false
}

// corrected reports whether the page says that something was wrong: it has a
// correction note it did not have before.
func corrected(before, after *news.Article) bool {
	had := map[string]bool{}
	for _, b := range before.Body {
		if b.Type == news.Correction {
			had[squeeze(b.Text)] = true
		}
	}
	return slices.ContainsFunc(after.Body, func(b news.Block) bool {
		return b.Type == news.Correction && !had[squeeze(b.Text)]
	})
}

// A typo changes few words, each by few letters, and no number; or capitals and
// punctuation, of as many words as it likes.
const (
	typoWords   = 3
	typoLetters = 2
)

// respelled counts the words that are spelled otherwise, all that differ by capitals
// and punctuation alone as one: none when only breaks between blocks, or their
// forms, changed. It is not ok when more changed than the
// spelling of a few words; any other field than running text does.
func respelled(before, after *news.Article, fields []string) (words int, ok bool) {
	for _, name := range fields {
		switch name {
		case "headline", "kicker", "standfirst", "body", "modified":
		default:
			return 0, false
		}
	}
	pairs := [][2]string{
		{before.Headline, after.Headline},
		{before.Kicker, after.Kicker},
		{before.Standfirst, after.Standfirst},
		{widen(before).body, widen(after).body},
	}
	marks := false
	for _, p := range pairs {
		old, new := clauses(p[0]), clauses(p[1])
		if !slices.Equal(old, new) { // a dash between two words is no word
			was := len(old) + len(new)
			old, new = slices.DeleteFunc(old, noWord), slices.DeleteFunc(new, noWord)
			marks = marks || len(old)+len(new) < was && len(old) == len(new)
		}
		if len(old) != len(new) {
			return 0, false
		}
		for i := range old {
			if old[i] == new[i] {
				continue
			}
			if sameLetters(old[i], new[i]) {
				marks = true
				continue
			}
			words++
			if words > typoWords || hanDiffers(old[i], new[i]) || hasDigit(old[i]) || hasDigit(new[i]) || !near(old[i], new[i]) {
				return 0, false
			}
		}
	}
	if marks && words == 0 {
		words = 1
	}
	return words, true
}

func noWord(s string) bool { return letters(s) == "" }

// sameLetters reports whether two words differ by capitals and punctuation alone,
// and not by what stands between digits: 1.5 is not 15.
func sameLetters(a, b string) bool {
	if hasDigit(a) || hasDigit(b) {
		around := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
		return strings.EqualFold(strings.TrimFunc(a, around), strings.TrimFunc(b, around))
	}
	return letters(a) == letters(b)
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// near reports whether two words differ by at most typoLetters letters put in,
// left out or changed, and keep at least half of their letters. A word of up to
// three letters may change by one: "now" for "not" is no typo we can vouch for.
func near(a, b string) bool {
	x, y := []rune(a), []rune(b)
	limit := min(typoLetters, max(len(x), len(y))/2)
	if max(len(x), len(y)) <= 3 {
		return strings.EqualFold(a, b)
	}
	if max(len(x), len(y))-min(len(x), len(y)) > limit {
		return false
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(y)] <= limit
}
