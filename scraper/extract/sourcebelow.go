package extract

import (
	"strings"

	"newskeep/scraper/news"
)

// sourceLines is how many lines below the text, and at its end, may name its source.
const sourceLines = 12

// sourceBelow reads the source where many print it: on a line of its own below the
// text, or as its last one. Further up, such a line is about a chart.
func (w *articleReader) sourceBelow() []candidate {
	end := w.lastLine()
	if end < 0 {
		return nil
	}
	for i := max(end-1, w.r.to); i <= end+sourceLines && i < len(w.r.lines); i++ {
		l := w.r.lines[i]
		if len(l.text) > longestDateLine || l.level > 0 || w.d.isBeside(l.node) {
			continue
		}
		text := l.text
		if strings.HasSuffix(text, ":") && i+1 < len(w.r.lines) && len(w.r.lines[i+1].text) < longestDateLine {
			text += " " + w.r.lines[i+1].text
		}
		if m := sourceLabel.FindStringSubmatch(text); m != nil {
			return []candidate{{value: m[1], source: news.FromLabel, rule: labelOf(text, m[1]), node: l.node}}
		}
	}
	return nil
}
