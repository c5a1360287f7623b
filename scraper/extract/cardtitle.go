package extract

import "strings"

// titleLine is the line of a card that names the story; -1 when none does: a heading,
// otherwise the line that the picture's text repeats, otherwise the longest line
// inside the link, else of the card. Of a longest line that is a sentence, a teaser,
// the headline before it is the title.
func (d *document) titleLine(s *survey, lines []cardLine, main anchorOf, alt string) int {
	for k, l := range lines {
		if l.level > 0 && l.text != "" && !isMoreLink(l.text) {
			return k
		}
	}
	if weigh(alt) >= 8 {
		for k, l := range lines {
			if foldEqual(l.text, alt) {
				return k
			}
		}
	}
	for _, linked := range []bool{true, false} {
		title := -1
		for k, l := range lines {
			if linked && !s.inside(l.spot, main.spot) || isMoreLink(l.text) || d.isDateText(l) {
				continue
			}
			if title < 0 || l.letters > lines[title].letters && !isHeadlineOf(lines[title], l, title > 0) {
				title = k
			}
		}
		if title >= 0 {
			return title
		}
	}
	return -1
}

// isHeadlineOf reports a line that is the headline over a teaser: several words
// without a full stop, over a longer line with one. A short one may be the label, unless
// a line stands before it.
func isHeadlineOf(l, teaser cardLine, second bool) bool {
	return strings.HasSuffix(teaser.text, ".") && !endsSentence(l.text) && l.letters >= 16 && (second || !isCardLabel(l.text))
}
