package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// values are the worth of every element as part of a story.
type values struct {
	d    *document
	s    *survey
	sum  []float64 // by spot: value of all text inside
	skip []bool    // by spot: never part of the story, with all inside
	text []int     // by spot: letters of sentences inside
}

// appraise values the text of the page.
func (d *document) appraise(s *survey, h storyHints) *values {
	n := len(s.spots)
	v := &values{d: d, s: s, sum: make([]float64, n), skip: make([]bool, n), text: make([]int, n)}
	given := make(map[*html.Node]bool, len(h.container))
	for _, c := range h.container {
		given[c] = true
	}
	for i := 0; i < n; {
		p := &s.spots[i]
		if i > 0 && !given[p.node] && v.outside(i) {
			v.drop(i)
			i = p.end
			continue
		}
		worth, whole := s.worth(i)
		v.sum[i] = worth
		if worth > 0 {
			v.text[i] = p.letters
		}
		if whole {
			i = p.end
		} else {
			i++
		}
	}
	for i := n - 1; i > 0; i-- {
		if up := s.spots[i].parent; !v.skip[i] {
			v.sum[up] += v.sum[i]
			v.text[up] += v.text[i]
		}
	}
	return v
}

// outside reports an element that is no part of a story whatever it says.
func (v *values) outside(i int) bool {
	p := &v.s.spots[i]
	if v.d.cut[p.node] {
		return true
	}
	main := 2*p.letters > v.s.spots[0].letters && p.letters > 4*p.linked
	switch p.node.DataAtom {
	case atom.Form:
		return !main && !v.s.holdsHeadline(i) // some frameworks put the whole page into one
	case atom.Nav, atom.Button, atom.Figcaption, atom.Dialog, atom.Menu:
		return !main
	case atom.Footer, atom.Aside:
		return !main && !v.s.holdsHeadline(i) && p.name&(nameQuote|nameFix) == 0 // a note on the text is part of it
	case atom.Figure:
		return p.letters < 600
	}
	if p.name&nameBody != 0 && p.name&(nameJunk|nameRelated) == 0 {
		return false
	}
	if v.s.spots[p.parent].own > 0 && !isBlock(p.node.DataAtom) && p.name&nameJunk == 0 {
		return false // a word of a sentence, such as a link to a keyword
	}
	if p.name&nameBeside != 0 && v.unlinkedProse(i) < 2*proseLetters && !v.holdsBody(i) {
		return true
	}
	if p.name&(nameCaption|nameCredit) != 0 {
		return p.letters < 500
	}
	if p.name&(nameJunk|nameRelated|nameMenu|namePage|nameTags|nameTicker) != 0 && !v.holdsBody(i) && !v.tellsStory(i) {
		return true
	}
	return p.name&nameAuthor != 0 && p.letters < 400 && !v.holdsBody(i)
}

// tellsStory reports an element that is called a teaser or tag and leads nowhere: the
// teaser of the article itself, which opens it, or a line of the text.
func (v *values) tellsStory(i int) bool {
	p := &v.s.spots[i]
	switch p.name & (nameJunk | nameRelated | nameMenu | namePage | nameTags | nameTicker) {
	case nameRelated:
		if p.anchors == 0 && p.linked == 0 && p.blocks <= 1 {
			return v.s.isProse(i)
		}
		return 8*p.linked < p.letters && v.unlinkedProse(i) > 3*proseLetters && v.holdsNamedBody(i)
	case nameTags, nameMenu: // "nav_3" is where a table of contents leads to
		return p.anchors == 0 && (headingLevel(p.node) > 0 || p.node.DataAtom == atom.Blockquote)
	}
	return false
}

// holdsNamedBody reports an element inside spot i that is called the body of an article.
func (v *values) holdsNamedBody(i int) bool {
	for j := i + 1; j < v.s.spots[i].end; j++ {
		if v.s.spots[j].name&nameBody != 0 {
			return true
		}
	}
	return false
}

// drop takes an element and all inside out of the story.
func (v *values) drop(i int) {
	for j := i; j < v.s.spots[i].end; j++ {
		v.skip[j] = true
	}
}

// holdsBody guards against names that lie ("sidebar-left content", "no-ads"):
// an element with much of the page's running text, or with a heading of the
// first level, is kept whatever it is called.
func (v *values) holdsBody(i int) bool {
	p := &v.s.spots[i]
	switch p.node.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.P:
		return true
	}
	if p.name&nameTalk != 0 { // readers often write more than the article says
		return v.s.holdsHeadline(i)
	}
	if p.letters > proseLetters && 5*(p.letters-p.linked) > 2*v.s.spots[0].letters && p.name&nameJunk == 0 {
		return true
	}
	prose := v.unlinkedProse(i)
	return 2*prose > v.s.prose && prose > 3*proseLetters
}

// unlinkedProse counts the letters of running text inside spot i.
func (v *values) unlinkedProse(i int) int {
	prose := 0
	for j := i; j < v.s.spots[i].end; j++ {
		if v.s.isProse(j) {
			prose += v.s.spots[j].letters
			j = v.s.spots[j].end - 1
		}
	}
	return prose
}

// worth values the text of one element. whole says that all inside is valued
// with it; otherwise only the text that stands directly in it is.
func (s *survey) worth(i int) (worth float64, whole bool) {
	p := &s.spots[i]
	if p.letters == 0 {
		return 0, true
	}
	level := headingLevel(p.node)
	if level > 0 {
		switch {
		case 2*p.linked > p.letters:
			return -20, true
		case s.isLoud(i):
			return float64(p.letters), true
		}
		return 0, true
	}
	if p.node.DataAtom == atom.A && p.anchors > 0 && p.blocks == 0 {
		return -min(60, 10+float64(p.letters)/2), true
	}
	if p.own == 0 {
		return 0, false
	}
	letters := float64(p.letters)
	if p.blocks > 0 {
		if p.own < proseLetters {
			return 0, false
		}
		return float64(p.own) * 0.9, false // text parted by br, with blocks between
	}
	free := 1 - 2*float64(p.linked)/letters
	switch p.node.DataAtom {
	case atom.P, atom.Blockquote, atom.Pre:
		switch {
		case free < 0:
			return max(-60, letters*free), true
		case p.letters >= 40 || p.stops > 0 && p.letters >= 10:
			return letters * free, true
		}
		return 0, true
	case atom.Li, atom.Dd, atom.Dt, atom.Td, atom.Th:
		switch {
		case free < 0:
			return max(-40, letters*free-5), true
		case p.letters >= 60 && p.stops > 0:
			return 0.6 * letters * free, true
		}
		return 0, true
	case atom.Label, atom.Option, atom.Time, atom.Summary, atom.Address:
		return -5, true
	}
	switch {
	case free < 0:
		return max(-60, letters*free), true
	case p.letters >= 60 && p.stops > 0:
		return 0.9 * letters * free, true
	case p.letters >= 25:
		return 0, true
	}
	return -4, true
}

// isLoud reports a paragraph of sentences that is set as a heading, to be large.
func (s *survey) isLoud(i int) bool {
	p := &s.spots[i]
	return headingLevel(p.node) > 1 && p.letters >= 3*proseLetters/2 && p.stops > 1 && p.linked == 0
}
