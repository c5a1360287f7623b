package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// tickerLabels are what stands before breaking lines.
var tickerLabels = phraseSet(
	"Breaking|Breaking News|Breaking:|Urgent|Alert|News Alert|Flash|News Flash|Newsflash|Live Updates|Just In|عاجل|خبر عاجل|أخبار عاجلة|الأخبار العاجلة|شريط الأخبار|العواجل|فوری|خبر فوری|Última hora|Ultima hora|Urgente|Último momento|Alerta|Al instante|Dernière minute|Alerte info|Urgent :|Eilmeldung|Eilmeldungen|Eil|Ultim'ora|Ultima ora|Última Hora|Plantão|Son dakika|Срочно|Молния|Терміново|速報|속보|快讯|快訊|即時|Laatste nieuws|Z ostatniej chwili|Siste nytt",
)

// findTicker reads the breaking lines of a page, as of the time it was fetched,
// and the element they stand in. They are found by their label, or by an element
// called a ticker. Without a ticker both results are nil.
func findTicker(d *document) ([]news.TickerLine, *html.Node) {
	s := d.survey()
	if lines, node := d.ruledTicker(s); node != nil {
		return lines, node
	}
	head := len(s.spots)
	for i := range s.spots {
		if s.spots[i].node.DataAtom == atom.H1 && s.spots[i].letters >= 20 {
			head = i
			break
		}
	}
	for i := 1; i < len(s.spots); i++ {
		p := &s.spots[i]
		if p.letters == 0 || s.isProse(i) {
			continue
		}
		if p.letters <= 24 && (p.own > 0 || p.anchors == 0 && p.blocks == 0) && tickerLabels.has(d.text(p.node)) {
			if lines, node := d.tickerAround(s, i, head); node != nil {
				return lines, node
			}
			i = p.end - 1
			continue
		}
		if (p.name&nameTicker != 0 || p.node.Data == "marquee") && p.letters < 4000 && !s.holdsHeadline(i) {
			if lines := d.tickerLines(s, i, p.end, nil); len(lines) > 0 {
				return lines, p.node
			}
		}
	}
	return nil, nil
}

// ruledTicker reads the ticker that the profile names.
func (d *document) ruledTicker(s *survey) ([]news.TickerLine, *html.Node) {
	for _, rules := range d.ruleSets() {
		for k := range rules.Ticker {
			r := &rules.Ticker[k]
			if r.Select.Sel == nil {
				continue
			}
			var out []news.TickerLine
			var node *html.Node
			for _, f := range d.matches(r, d.root) {
				i, ok := s.at[f.node]
				if !ok {
					continue
				}
				out = append(out, d.tickerLines(s, i, s.spots[i].end, nil)...)
				if node == nil {
					node = f.node
				} else {
					node = s.spots[s.common(s.at[node], i)].node
				}
			}
			if len(out) > 0 {
				if s.holdsHeadline(s.at[node]) {
					node = s.spots[s.at[d.matches(r, d.root)[0].node]].node
				}
				return out, node
			}
		}
	}
	return nil, nil
}

// common is the innermost spot that holds both.
func (s *survey) common(i, j int) int {
	for i > 0 && !s.inside(j, i) {
		i = s.spots[i].parent
	}
	return i
}

// holdsHeadline reports an element with the headline of a story in it, or with
// the page itself.
func (s *survey) holdsHeadline(i int) bool {
	switch s.spots[i].node.DataAtom {
	case atom.Body, atom.Html, atom.Main:
		return true
	}
	for j := i; j < s.spots[i].end; j++ {
		if s.spots[j].node.DataAtom == atom.H1 && s.spots[j].letters >= 20 {
			return true
		}
	}
	return false
}

// tickerAround takes the lines beside a label: in the smallest element that has
// more than the label, or in the element right after it.
func (d *document) tickerAround(s *survey, i, head int) ([]news.TickerLine, *html.Node) {
	label := s.spots[i].node
	for at := i; at > 0; at = s.spots[at].parent {
		up := s.spots[at].parent
		p := &s.spots[up]
		if p.letters == s.spots[i].letters {
			continue
		}
		if !s.holdsHeadline(up) && p.letters < 6000 {
			if lines := d.tickerLines(s, up, p.end, label); len(lines) > 0 {
				return lines, p.node
			}
			return nil, nil
		}
		// Label and lines stand bare in the page: the next element has them.
		for j := s.spots[at].end; j < p.end && j < head; j = s.spots[j].end {
			if s.spots[j].letters == 0 {
				continue
			}
			if s.holdsHeadline(j) {
				return nil, nil
			}
			lines := d.tickerLines(s, j, s.spots[j].end, nil)
			if len(lines) == 0 {
				return nil, nil
			}
			return lines, s.spots[j].node
		}
		return nil, nil
	}
	return nil, nil
}

// minTicker is the least length of a breaking line, in letters: shorter ones are
// buttons and names, but for those of a list that have the words of a sentence.
const (
	minTicker   = 15
	wordsOfLine = 4
)

// tickerLines reads the lines in a range of spots, each text once.
func (d *document) tickerLines(s *survey, low, high int, label *html.Node) []news.TickerLine {
	var out []news.TickerLine
	seen := make(map[string]bool)
	for j := low; j < high; {
		p := &s.spots[j]
		if p.node == label || p.letters == 0 {
			j = p.end
			continue
		}
		leaf := p.blocks == 0 && (p.own > 0 || p.anchors == 1 && p.linked == p.letters)
		if !leaf || p.anchors > 1 {
			j++
			continue
		}
		text := d.text(p.node)
		if (p.letters >= minTicker || p.node.DataAtom == atom.Li && len(strings.Fields(text)) >= wordsOfLine) && !seen[text] && !tickerLabels.has(text) && !d.isDateText(cardLine{text: text, letters: p.letters}) {
			seen[text] = true
			l := news.TickerLine{Text: text}
			if a := anchorAt(s, j); a != nil {
				l.URL = d.resolve(attr(a, "href"))
			}
			out = append(out, l)
		}
		j = p.end
	}
	return out
}

// anchorAt is the link in spot j or around it.
func anchorAt(s *survey, j int) *html.Node {
	if s.spots[j].anchors > 0 {
		if n := s.spots[j].node; n.DataAtom == atom.A {
			return n
		}
		return firstLink(s.spots[j].node)
	}
	for i, steps := s.spots[j].parent, 0; i > 0 && steps < 3; i, steps = s.spots[i].parent, steps+1 {
		if n := s.spots[i].node; n.DataAtom == atom.A {
			return n
		}
	}
	return nil
}
