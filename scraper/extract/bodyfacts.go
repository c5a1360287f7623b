package extract

import (
	"slices"
	"strings"

	"newskeep/scraper/news"
)

// mostFacts is the longest line of facts, in letters.
const mostFacts = 160

// dropFacts takes the lines of facts that stand above the text out of the pieces;
// further down such a line belongs to a chart or a table.
func (w *writer) dropFacts() {
	prose := 0
	w.pieces = slices.DeleteFunc(w.pieces, func(p piece) bool {
		if prose > 1 { // one may be the standfirst
			return false
		}
		if w.d.isFacts(&p) {
			return true
		}
		if p.Type == news.Paragraph && p.letters >= 50 && p.stops > 0 {
			prose++
		}
		return false
	})
}

// isFacts reports a line of two or more facts about the article, such as "Source:
// Gazette 2 Dec 2024 15:00 1 Min Read 2 Shares Print", that templates print in a
// paragraph. A sentence with dates in it is none.
func (d *document) isFacts(p *piece) bool {
	if p.Type != news.Paragraph || p.letters > mostFacts || !hasDigit(p.Text) || endsSentence(p.Text) {
		return false
	}
	rest, facts := p.Text, 0
	take := func(from, to int) {
		rest = rest[:from] + " | " + rest[to:]
		facts++
	}
	for _, re := range []*pattern{readLabel, sharesLabel, viewsLabel} {
		if at := re.FindStringIndex(rest); at != nil {
			take(at[0], at[1])
		}
	}
	for _, s := range readStamps(rest, d.stampHints()) {
		if at := strings.Index(rest, s.stamp.Text); at >= 0 && s.stamp.Text != "" {
			take(at, at+len(s.stamp.Text))
		}
	}
	if facts == 0 {
		return false
	}
	left := 0
	for bit := range strings.SplitSeq(rest, "|") {
		bit = squeeze(bit)
		switch {
		case sourceLabel.FindStringSubmatch(bit) != nil:
			facts++
		case buttonWords[fold(bit)], modifiedLabel.MatchString(bit) && weigh(bit) < 30, publishedLabel.MatchString(bit) && weigh(bit) < 30:
		default:
			left += weigh(bit)
		}
	}
	return facts > 1 && left < 15
}
