package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// datelinePattern is the place a report opens with: in capitals, or before a date
// or an agency in parentheses, and a dash.
var datelinePattern = regexp.MustCompile(`^(\p{Lu}[\p{Lu}.'’ /-]{1,40}(?:,\s*\p{Lu}[\p{L}. ]{1,30})?)(?:,\s*\p{L}{3,9}\.?\s*\p{Nd}{1,2})?(?:\s*\([^()]{2,40}\))?\s*(?:[—–]|-{1,2})\s+\p{L}`)

// colonDateline is a place in capitals that a colon parts from the text. The same
// form announces other things, see [placeless].
var colonDateline = regexp.MustCompile(`^(\p{Lu}[\p{Lu}.'’ -]{2,30}(?:,\s*\p{Lu}[\p{L}. ]{1,30})?):\s+["“«'‘]?\p{Lu}`)

// placeless are words that are printed like a place at the beginning of a text.
var placeless = map[string]bool{
	"LIVE": true, "BREAKING": true, "UPDATE": true, "UPDATED": true, "WATCH": true, "LISTEN": true, "READ": true, "VIDEO": true, "AUDIO": true, "PHOTO": true,
	"PHOTOS": true, "PICTURES": true, "EXCLUSIVE": true, "ANALYSIS": true, "OPINION": true, "COMMENT": true, "INTERVIEW": true, "REVIEW": true, "FEATURE": true, "EXPLAINER": true,
	"EXPLAINED": true, "QUESTION": true, "ANSWER": true, "NOTE": true, "CORRECTION": true, "CLARIFICATION": true, "WARNING": true, "NEW": true, "NEWS": true, "MORE": true,
	"RELATED": true, "SPOILER": true, "FACT": true, "CLAIM": true, "VERDICT": true, "BACKGROUND": true, "CONTEXT": true, "SUMMARY": true, "RESULT": true, "RESULTS": true,
	"RATING": true, "EDITOR": true, "EDITORIAL": true, "HOST": true, "WHO": true, "WHAT": true, "WHEN": true, "WHERE": true, "WHY": true, "HOW": true,
	"VIVO": true, "ÚLTIMA": true, "VÍDEO": true, "FOTOS": true, "EXKLUSIV": true, "KOMMENTAR": true, "DIRECT": true, "VIDÉO": true,
}

// placeBeforeColon is the place that opens a text such as "FORD: The bridge …";
// empty when there is none.
func placeBeforeColon(text string) string {
	m := colonDateline.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	words := strings.FieldsFunc(m[1], func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) > 4 || slices.ContainsFunc(words, func(w string) bool { return placeless[w] }) {
		return ""
	}
	return m[1]
}

// dateline reads it from the first paragraph, where it stays.
func (w *articleReader) dateline() {
	cands := append(w.d.byRules(profile.Dateline), w.m.fields[profile.Dateline]...)
	for _, b := range w.a.Body {
		if b.Type == news.Paragraph {
			if m := datelinePattern.FindStringSubmatch(clip(b.Text, 160)); m != nil && len(strings.Fields(m[1])) <= 5 {
				cands = append(cands, candidate{value: strings.Trim(m[1], " ,-"), source: news.FromStructure, rule: "opening of the first paragraph"})
			} else if place := placeBeforeColon(clip(b.Text, 160)); place != "" {
				cands = append(cands, candidate{value: place, source: news.FromStructure, rule: "opening of the first paragraph"})
			}
			break
		}
	}
	w.a.Dateline = w.text(profile.Dateline, cands, func(c candidate) bool { return len(c.value) <= 80 })
}
