package store

import (
	"strings"
	"unicode"

	"newskeep/scraper/news"
)

// redesigned reports whether two readings come from different templates: the
// headline and the body, and most of what both give, were found in other places
// of the page.
func redesigned(before, after *news.Article) bool {
	shared, other := 0, 0
	for name, p := range before.Provenance {
		q, ok := after.Provenance[name]
		if !ok {
			continue
		}
		shared++
		if elsewhere(p, q) {
			other++
		}
	}
	return shared >= 3 && 2*other > shared &&
		elsewhere(before.Provenance["headline"], after.Provenance["headline"]) &&
		elsewhere(before.Provenance["body"], after.Provenance["body"])
}

// elsewhere compares where two values were found. A label's rule quotes what is
// printed, such as "31 Shares", and is no place.
func elsewhere(p, q news.Provenance) bool {
	return p.Source != q.Source || p.Rule != q.Rule && p.Source != news.FromLabel
}

// acrossTemplates lists what a newsroom changed while its site got another
// template. What one template shows and the other leaves out, or shows in other
// words, says nothing; a headline, a day of publication or a sentence of the text
// that is another does.
func acrossTemplates(before, after *news.Article) []string {
	var fields []string
	if letters(before.Headline) != letters(after.Headline) {
		fields = append(fields, "headline")
	}
	if b, a := before.Published, after.Published; !b.Time.IsZero() && !a.Time.IsZero() && !counted(before) && !counted(after) &&
		a.Time.Sub(b.Time).Abs() > slackOfDays {
		fields = append(fields, "published")
	}
	if !holds(after, before, false) || !holds(before, after, true) {
		fields = append(fields, "body")
	}
	return fields
}

// sentenceWords is how long a block must be to be told from a label.
const sentenceWords = 6

// holds reports whether the text of a has every sentence of b. Notes may stand
// outside the body in one of two templates. With strict, only blocks that end as
// sentences do count: the rest may be labels that a template prints near the text.
func holds(a, b *news.Article, strict bool) bool {
	var all strings.Builder
	for _, block := range a.Body {
		all.WriteString(letters(block.Text))
	}
	text := all.String() + letters(a.Standfirst)
	for _, block := range b.Body {
		s := strings.TrimRight(block.Text, "\"'”’»)] \n")
		if block.Type == news.Correction || len(strings.Fields(s)) < sentenceWords ||
			strict && !strings.ContainsAny(lastRune(s), ".!?…。؟।") {
			continue
		}
		if !strings.Contains(text, letters(block.Text)) {
			return false
		}
	}
	return true
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-1):])
}

// letters are the letters and digits of a text, in lower case: what is left when
// a template breaks lines, sets quotes and links in its own way.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
