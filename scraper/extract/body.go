package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// story is the text of an article and what stands in it.
type story struct {
	node   *html.Node // the container
	blocks []news.Block
	images []news.Image
	inline []news.Link // links in the text, and "read also" lines as relation related
	score  float64     // letters of running text
	bold   string      // the first paragraph, when it alone is set in bold
}

// storyHints is what is known of an article before its body is looked for. All
// may be zero.
type storyHints struct {
	headline     *html.Node
	headlineText string
	versions     foldSet // other versions of the headline, as metadata give them
	standfirst   string
	container    []*html.Node // from profile rules: the body is these
	images       []*html.Node // from profile rules: figures or img elements
	structured   string       // articleBody of JSON-LD, to tell text from boilerplate
	markup       string       // that body as HTML, when it holds images
	described    []news.Image // what metadata say of images, found by their addresses
	people       foldSet      // authors, as metadata give them
	leadURL      string       // lead image as metadata give it
	leadCaption  string
	leadCredit   string
}

// findStory finds the body of an article and all that stands in it. It returns
// nil when the page has no running text.
//
// Every piece of text is given a value, positive for sentences and negative for
// links and labels; the body is the smallest element that keeps nearly all of
// the value of the page, with those beside it that go on in the same way. Names
// of classes are hints: they decide between elements of about the same value.
func findStory(d *document, h storyHints) *story {
	s := d.survey()
	v := d.appraise(s, h)
	roots := v.containers(h)
	if len(roots) == 0 {
		return d.structuredStory(h)
	}
	w := newWriter(d, s, v, h, roots)
	st := w.write()
	if len(st.blocks) == 0 || !w.hasText {
		if alt := d.structuredStory(h); alt != nil {
			alt.keep(st)
			return alt
		}
		if len(st.images) == 0 {
			return nil
		}
	}
	if alt := structuredText(h); alt != nil && alt.score > 2.5*st.score {
		// The page shows an opening only, or builds its text by script.
		alt = d.structuredStory(h)
		alt.keep(st)
		return alt
	}
	return st
}

// keep gives a story from metadata what the page itself shows of it.
func (st *story) keep(shown *story) {
	st.node = shown.node
	if len(shown.images) >= len(st.images) {
		st.images = shown.images
	}
	if len(shown.inline) > 0 {
		st.inline = shown.inline
	}
}

// structuredText reads the articleBody of metadata: one paragraph a line. nil
// when there is none to speak of.
func structuredText(h storyHints) *story {
	st := &story{}
	for _, line := range strings.Split(h.structured, "\n") {
		if line = squeeze(line); line != "" {
			st.blocks = append(st.blocks, news.Block{Type: news.Paragraph, Text: line})
			letters := weigh(line)
			st.score += float64(letters)
		}
	}
	if st.score < proseLetters {
		return nil
	}
	return st
}

// keeps is the share of an element's value that one of its children must hold
// for the search to go on inside that child.
const keeps = 0.82

// containers are the elements the body is made of, in page order.
func (v *values) containers(h storyHints) []*html.Node {
	if roots := v.given(h.container); len(roots) > 0 {
		return roots
	}
	i := v.start(h)
	if v.text[i] == 0 {
		i = 0
	}
	if v.sum[i] <= 0 || v.text[i] < 20 {
		if v.text[0] < 20 {
			if g := v.gallery(nil, h); g != nil {
				return []*html.Node{g}
			}
			return nil
		}
		i = v.densest()
	}
	i = v.descend(i)
	i = v.named(i)
	roots := v.siblings(i, h)
	if g := v.gallery(roots, h); g != nil {
		return []*html.Node{g}
	}
	return roots
}

// given are the containers a profile names, without those inside another.
func (v *values) given(nodes []*html.Node) []*html.Node {
	var roots []*html.Node
	end := -1
	for _, n := range nodes {
		i, ok := v.s.at[n]
		if !ok || i < end || v.s.spots[i].letters == 0 {
			continue
		}
		end = v.s.spots[i].end
		roots = append(roots, n)
	}
	return roots
}

// start is where the search begins: the article element of the headline, or the
// cell of a layout table, when it holds a fair part of the text, so that a second
// article further down the page does not join in; otherwise the root.
func (v *values) start(h storyHints) int {
	at, ok := v.s.at[h.headline]
	if !ok || h.headline == nil {
		return 0
	}
	for i := at; i > 0; i = v.s.spots[i].parent {
		switch v.s.spots[i].node.DataAtom {
		case atom.Article, atom.Main, atom.Td:
			if v.sum[i] > 0 && float64(v.text[i]) > 0.3*float64(v.text[0]) {
				return i
			}
		}
	}
	return 0
}

// densest is the element of the highest value when the page as a whole has none:
// a short text among many links.
func (v *values) densest() int {
	best := 0
	for i := range v.sum {
		if !v.skip[i] && v.sum[i] > v.sum[best] {
			best = i
		}
	}
	if p := v.s.spots[best]; best > 0 && p.blocks == 0 {
		best = p.parent
	}
	return best
}

// descend goes from i to the smallest element that still keeps the value.
func (v *values) descend(i int) int {
	for {
		next := -1
		p := &v.s.spots[i]
		for j := i + 1; j < p.end; j = v.s.spots[j].end {
			for !v.skip[j] && j+1 < v.s.spots[j].end && laysOut(v.s.spots[j].node.DataAtom) {
				j++ // the cell of a table may be the whole of a body
			}
			c := &v.s.spots[j]
			if v.skip[j] || c.blocks == 0 && c.own*2 < c.letters || isLine(c.node.DataAtom) {
				continue
			}
			if v.sum[j] >= keeps*v.sum[i] && float64(v.text[j]) >= keeps*float64(v.text[i]) && (next < 0 || v.sum[j] > v.sum[next]) {
				next = j
			}
		}
		if next < 0 {
			return i
		}
		i = next
	}
}

// laysOut are the elements of a table around its cells.
func laysOut(a atom.Atom) bool {
	return a == atom.Table || a == atom.Tbody || a == atom.Tr
}

// isLine are elements that are a line of a body and never the whole of one.
func isLine(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Blockquote, atom.Ul, atom.Ol, atom.Li, atom.Table, atom.Tbody, atom.Tr, atom.Pre, atom.Span, atom.A, atom.Strong, atom.B, atom.Em:
		return true
	}
	return false
}

// named moves to an element whose name says that it is the body, if it holds
// about the same text: the one above, or the only one below.
func (v *values) named(i int) int {
	for up, steps := v.s.spots[i].parent, 0; up > 0 && steps < 4; up, steps = v.s.spots[up].parent, steps+1 {
		if v.s.spots[up].name&nameBody != 0 && !v.skip[up] && v.sum[up] >= v.sum[i] && v.sum[up] < 1.5*v.sum[i] {
			return up
		}
	}
	if v.s.spots[i].name&nameBody != 0 {
		return i
	}
	found := -1
	for j := i + 1; j < v.s.spots[i].end; j++ {
		if v.skip[j] || v.s.spots[j].name&nameBody == 0 || isLine(v.s.spots[j].node.DataAtom) || v.text[j] == 0 {
			continue
		}
		if found >= 0 {
			return i
		}
		found = j
		j = v.s.spots[j].end - 1
	}
	if found >= 0 && v.sum[found] > 0.7*v.sum[i] {
		return found
	}
	return i
}

// siblings adds what stands beside the body and goes on like it: text after it
// in containers of the same kind, and the paragraphs between it and the headline.
func (v *values) siblings(i int, h storyHints) []*html.Node {
	head, ok := v.s.at[h.headline]
	whole := ok && h.headline != nil && v.s.inside(head, i) // headline and text in one
	if !ok || h.headline == nil || head > i {
		head = -1
	}
	var before, after []*html.Node
	for at, steps := i, 0; at > 0 && steps < 4; at, steps = v.s.spots[at].parent, steps+1 {
		up := v.s.spots[at].parent
		switch v.s.spots[at].node.DataAtom {
		case atom.Body, atom.Html:
			at = 0
			continue
		}
		var pre []*html.Node
		for j := up + 1; j < v.s.spots[up].end; j = v.s.spots[j].end {
			c := &v.s.spots[j]
			if j == at || v.skip[j] || v.text[j] < proseLetters {
				continue
			}
			good := v.sum[j] > 0.6*float64(c.letters)
			switch {
			case j < at && head >= 0 && j > head && good && !v.s.holdsImage(j):
				pre = append(pre, c.node)
			case j > at && good && float64(v.text[j]) > 0.03*float64(v.text[i]) && v.alike(j, at):
				after = append(after, c.node)
			}
		}
		before = append(pre, before...)
		if whole || head >= 0 && v.s.inside(head, up) {
			break // what stands above the common ancestor belongs to the page
		}
	}
	if head >= 0 && !whole && len(before) == 0 {
		before = v.points(head, i)
	}
	return append(append(before, v.s.spots[i].node), after...)
}

// mostPoints is the most of a list of points above the text.
const mostPoints = 6

// points are a list between the headline and the text in spot i that is called a summary
// and says in points what the article will: whole lines that lead nowhere.
func (v *values) points(head, i int) []*html.Node {
	for j := v.s.spots[head].end; j < i; j++ {
		p := &v.s.spots[j]
		switch {
		case v.skip[j] && !v.s.inside(i, j):
			j = p.end - 1
		case (p.node.DataAtom == atom.Ul || p.node.DataAtom == atom.Ol) && !v.s.inside(i, j):
			if n := countItems(p.node); n > 1 && n <= mostPoints && p.anchors == 0 && p.letters >= lettersOfPoint*n && (v.d.within3(p.node, nameSummary) || leadWord.MatchString(attr(p.node, "class"))) && !v.s.holdsImage(j) {
				return []*html.Node{p.node}
			}
			j = p.end - 1
		}
	}
	return nil
}

// lettersOfPoint is the fewest letters that the points of a summary have, taken together.
const lettersOfPoint = 18

// alike reports whether an element after the body may be its continuation: the
// same tag with a class in common, or paragraphs standing bare beside it.
func (v *values) alike(j, i int) bool {
	a, b := v.s.spots[j].node, v.s.spots[i].node
	if a.DataAtom == atom.Article {
		for k := j; k < v.s.spots[j].end; k++ {
			if l := headingLevel(v.s.spots[k].node); l == 1 || l == 2 {
				return false // the next article of an endless page
			}
		}
	}
	if a.DataAtom == atom.P {
		return b.DataAtom != atom.P || attr(a, "class") == attr(b, "class")
	}
	return a.DataAtom == b.DataAtom && attr(a, "class") == attr(b, "class")
}
