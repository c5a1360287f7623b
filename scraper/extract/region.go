package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// region is the part of a page between its headline and its text: where bylines,
// dates and standfirsts stand.
type region struct {
	lines []line
	from  int // first line before the headline that belongs to it
	head  int // line of the headline; -1 when no line shows it
	to    int // first line of the text, exclusive end
}

// region finds it. shown may be nil; opening are the first texts of the body,
// empty when the body is not known yet.
func (d *document) region(shown *html.Node, opening foldSet) region {
	r := region{lines: d.lines(), head: -1}
	for i, l := range r.lines {
		if shown != nil && (standsIn(l.from, shown)) {
			r.head = i
			// A headline may run over several lines.
			for r.head+1 < len(r.lines) && standsIn(r.lines[r.head+1].from, shown) {
				r.head++
			}
			r.from = i
			break
		}
	}
	if r.head < 0 {
		return r.withoutHeadline(opening)
	}
	top := shown
	for range 3 {
		if top.Parent == nil || top.Parent.DataAtom == atom.Body || top.Parent.DataAtom == atom.Html {
			break
		}
		top = top.Parent
	}
	first := r.from
	for r.from > 0 && first-r.from < labelLinesBefore && standsIn(r.lines[r.from-1].from, top) && len(r.lines[r.from-1].text) < longestLabelLine {
		r.from--
	}
	r.to = min(len(r.lines), r.head+1+labelLinesAfter)
	for i := r.head + 1; i < r.to; i++ {
		if opening.has(r.lines[i].text) {
			r.to = i
			if below := r.bylineBelow(i, opening); below > 0 {
				r.to = below + 1
			}
			break
		}
	}
	return r
}

// bylineBelow is the line below the first paragraph, which then is a summary, that
// says who wrote the article, by a link to an author or by a label in a line that
// holds little else; 0 when none stands there before the next paragraph.
func (r region) bylineBelow(i int, opening foldSet) int {
	for j := i + 1; j < len(r.lines) && j <= i+6; j++ {
		l := r.lines[j]
		if opening.has(l.text) || l.level > 0 {
			break
		}
		if len(l.text) > longestDateLine || strings.HasSuffix(l.text, ".") {
			continue
		}
		if startsBy(l.text) || len(l.links) > 0 && isAuthorLink(l.links[0]) && l.from != nil && standsIn(l.from, l.links[0]) {
			return j
		}
	}
	return 0
}

// withoutHeadline takes the lines before the text.
func (r region) withoutHeadline(opening foldSet) region {
	for i, l := range r.lines {
		if opening.has(l.text) {
			r.to, r.from = i, max(0, i-15)
			r.head = r.from - 1
			return r
		}
	}
	r.from, r.to = 0, 0
	return r
}

// holds reports whether the element stands on one of the region's lines.
func (r region) holds(n *html.Node) bool {
	block := n
	for block != nil && (block.Type != html.ElementNode || !isBlock(block.DataAtom) || block.DataAtom == atom.Time) {
		block = block.Parent
	}
	for i := max(r.from, 0); i < r.to; i++ {
		if r.lines[i].node == block || standsIn(r.lines[i].from, n) {
			return true
		}
	}
	return false
}

// standfirst finds the summary readers see under the headline. descriptions are
// what metadata give. With final, the region ends where the text begins, so that
// a paragraph left between is the standfirst; before the text is known, only what
// the markup or the metadata call a summary is believed.
func (d *document) standfirst(r region, descriptions []string, final bool) (text string, node *html.Node, rule string) {
	title, prose := "", 0
	if r.head >= 0 && r.head < len(r.lines) { // it may be printed again, with its kicker
		title = fold(r.lines[r.head].text)
	}
	versions := d.metadata().headlines()
	var foldedDescriptions []string
	for _, desc := range descriptions {
		if f := fold(strings.TrimRight(desc, ".… ")); f != "" && !slices.Contains(foldedDescriptions, f) {
			foldedDescriptions = append(foldedDescriptions, f)
		}
	}
	for i := r.head + 1; i < r.to && i >= 0 && prose < 3; i++ {
		l := r.lines[i]
		n := letters(l.text)
		if n < 25 || versions.has(l.text) || len(l.text) > 1200 || d.isCaption(l.node) || title != "" && len(l.text) < 3*len(title)+60 && strings.Contains(fold(l.text), title) {
			continue
		}
		if n < 2*proseLetters && d.metadata().saysHeadline(l.text) {
			continue
		}
		if n < lettersOfNote && (isFurniture(l.text) || d.isNote(l.text) || isCorrection(l.text) || r.inJunk(i)) {
			continue
		}
		summary := d.within3(l.node, nameSummary) || isNamedLead(l.node)
		like := 0.0
		if len(foldedDescriptions) > 0 {
			folded := fold(l.text)
			for _, desc := range foldedDescriptions {
				like = max(like, likeness(folded, desc))
			}
		}
		switch {
		case summary && !d.isStandfirstless(l):
			return r.whole(i), l.node, "element named as summary"
		case like > 0.9 && (final || !r.runsOn(i)):
			return l.text, l.node, "same as the description"
		case l.level >= 2 && n >= 40 && prose == 0 && i-r.head <= 3 && like > 0.5:
			return r.whole(i), l.node, "heading under the headline"
		}
		if n < proseLetters && prose == 0 && l.level == 0 && i-r.head <= 10 && d.isShortSummary(r, i) && r.standsAlone(i) {
			return l.text, l.node, "sentence under the headline"
		}
		if n >= 40 && n < proseLetters && prose == 0 && i-r.head <= 10 && len(l.links) == 0 && endsSentence(l.text) && isBoldLine(l.node) && r.standsAlone(i) {
			return l.text, l.node, "bold sentence above the text"
		}
		if final && prose == 0 && (n >= 60 || n >= 40 && strings.Count(l.text, " ") > 4 && !hasDigit(l.text)) && i-r.head <= 2 && d.isOpenSummary(r, i) {
			return l.text, l.node, "line under the headline"
		}
		opens := prose == 0
		if n >= proseLetters {
			prose++
			if prose == 1 && len(l.text) <= 600 && len(l.links) == 0 && endsSentence(l.text) && i-r.head <= 15 && r.standsAlone(i) {
				return l.text, l.node, "paragraph under the headline"
			}
			if final && (endsSentence(l.text) || like > 0.5) && len(l.links) == 0 {
				return l.text, l.node, "paragraph between headline and text"
			}
		}
		if final && l.level >= 2 && n >= 30 && opens && i-r.head <= 4 && len(l.links) == 0 {
			return r.whole(i), l.node, "heading under the headline"
		}
	}
	return "", nil, ""
}

// inJunk reports a line in an element near by that is called no part of the article and
// does not hold the headline, as all of an article does that is called a newsletter's.
func (r region) inJunk(i int) bool {
	n := r.lines[i].node
	for k := 0; n != nil && k < 3; n, k = n.Parent, k+1 {
		if r.head >= 0 && r.head < len(r.lines) && standsIn(r.lines[r.head].node, n) {
			return false
		}
		if n.Type == html.ElementNode && n.DataAtom != atom.Body && nameOf(n)&(nameJunk|nameFix) != 0 {
			return true
		}
	}
	return false
}

// whole is the text of line i with the lines that a break parts from it in the same
// element: summaries in points, one below the other.
func (r region) whole(i int) string {
	text, node := r.lines[i].text, r.lines[i].node
	for j := i + 1; j < len(r.lines) && r.lines[j].node == node && node != nil && len(text)+len(r.lines[j].text) <= 600; j++ {
		text += " " + r.lines[j].text
	}
	return text
}

// leadWord is a word in class names for the paragraph that opens an article, between
// others: "x-lead", "article__lead". Leads of other kinds are pictures.
var leadWord = newPattern(`(?i)(?:^|[\s_-])(?:lead|lede|leadtext|intro|chapo|chapeau|entradilla|bajada|copete|sumario|vorspann|ingress|manchet|opener|abstract|subdeck|underline|epigraph|teaser|anrisstext|sommario|catenaccio|sottotitolo|subtitulo|linha-?fina|zajawka|perex|anons|özet|spot)(?:$|[\s_-])`)

// isNamedLead reports such a paragraph or heading.
func isNamedLead(n *html.Node) bool {
	if n == nil || n.DataAtom != atom.P && n.DataAtom != atom.Div && n.DataAtom != atom.H2 && n.DataAtom != atom.H3 {
		return false
	}
	return leadWord.MatchString(attr(n, "class")) || n.DataAtom == atom.P && n.Parent != nil && n.Parent.DataAtom == atom.Div && leadWord.MatchString(attr(n.Parent, "class"))
}

// isShortSummary reports a sentence, shorter than paragraphs are, in the box of the
// headline and above its first picture, whose caption is a sentence too.
func (d *document) isShortSummary(r region, i int) bool {
	l := r.lines[i]
	if r.head < 0 || r.head >= len(r.lines) || len(l.links) > 0 || !endsSentence(l.text) || strings.HasSuffix(l.text, ":") || startsBy(l.text) || isFurniture(l.text) || l.node == nil || l.node.Parent == nil || d.within3(l.node, nameAuthor) {
		return false
	}
	if hasDigit(l.text) && len(readStamps(l.text, d.stampHints())) > 0 {
		return false
	}
	for _, c := range d.metadata().fields[profile.Bylines] {
		for _, n := range c.list {
			if n.name != "" && strings.HasPrefix(fold(l.text), fold(n.name)) {
				return false // who the author is
			}
		}
	}
	return d.besideHeadline(r, i, l.node.DataAtom == atom.P)
}

// isOpenSummary reports a summary that ends without a full stop, as in many papers: in
// the box of the headline, above any picture, unlike the text, with nothing below that
// is a better one.
func (d *document) isOpenSummary(r region, i int) bool {
	l := r.lines[i]
	if l.level > 0 || len(l.text) > 400 || len(l.links) > 0 || endsSentence(l.text) || strings.ContainsAny(l.text, "|/@©") || startsBy(l.text) || len(readStamps(l.text, d.stampHints())) > 0 || !r.standsAlone(i) || !d.besideHeadline(r, i, false) {
		return false
	}
	for j := i + 1; j < r.to && j < i+8; j++ {
		if letters(r.lines[j].text) >= proseLetters && endsSentence(r.lines[j].text) {
			return false
		}
	}
	return true
}

// isBoldLine reports a paragraph all of whose text is in one bold element.
func isBoldLine(n *html.Node) bool {
	if n == nil || n.DataAtom != atom.P {
		return false
	}
	bold := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && squeeze(c.Data) == "":
		case c.DataAtom == atom.B || c.DataAtom == atom.Strong:
			bold++
		default:
			return false
		}
	}
	return bold == 1
}

// besideHeadline reports a line in the box of the headline, with no picture between unless
// pictured.
func (d *document) besideHeadline(r region, i int, pictured bool) bool {
	l := r.lines[i]
	if r.head < 0 || r.head >= len(r.lines) || l.node == nil || l.node.Parent == nil {
		return false
	}
	head := r.lines[r.head].node
	if head == nil || !standsIn(head, l.node.Parent) {
		return false
	}
	s := d.survey()
	from, ok := s.at[head]
	to, ok2 := s.at[l.node]
	if !ok || !ok2 || from > to {
		return false
	}
	k, _ := slices.BinarySearch(s.images, from)
	return pictured || k == len(s.images) || s.images[k] > to
}

// isStandfirstless are labels that templates put into elements named summary, and
// lines that say who wrote the article or when.
func (d *document) isStandfirstless(l line) bool {
	n := letters(l.text)
	if len(strings.Fields(l.text)) < 4 && n < 30 {
		return true
	}
	return n < proseLetters && (startsBy(l.text) || strings.Contains(l.text, " | ") || hasDigit(l.text) && len(readStamps(l.text, d.stampHints())) > 0 && !endsSentence(l.text))
}

// runsOn reports a paragraph whose next line of text is a paragraph of the same
// kind: the first of the text, not a summary above it.
func (r region) runsOn(i int) bool {
	for j := i + 1; j < len(r.lines) && j < i+4; j++ {
		if letters(r.lines[j].text) >= proseLetters {
			return sameKind(r.lines[i].node, r.lines[j].node)
		}
	}
	return false
}

// standsAlone reports a paragraph unlike any of the next three.
func (r region) standsAlone(i int) bool {
	seen := 0
	for j := i + 1; j < len(r.lines) && j < i+15 && seen < 3; j++ {
		if letters(r.lines[j].text) >= proseLetters {
			seen++
			if sameKind(r.lines[i].node, r.lines[j].node) {
				return false
			}
		}
	}
	return seen > 0
}

// withoutEndNumber is a class without the number at its end: paragraphs may be counted.
func withoutEndNumber(class string) string { return strings.TrimRight(class, "0123456789") }

// sameKind reports two elements of the same tag and class whose parents are one
// or alike: paragraphs of one text.
func sameKind(a, b *html.Node) bool {
	alike := func(a, b *html.Node) bool {
		return a == b || a != nil && b != nil && a.DataAtom == b.DataAtom && withoutEndNumber(attr(a, "class")) == withoutEndNumber(attr(b, "class"))
	}
	return alike(a, b) && alike(a.Parent, b.Parent)
}

// likeness is 1 for equal texts, and for a description that is the beginning of
// the text, cut off. Both are folded.
func likeness(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	if a == b || len(b) > 60 && strings.HasPrefix(a, b) {
		return 1
	}
	if len(a) > 60 && strings.HasPrefix(b, a) {
		return 0.95
	}
	if len(a) > 2*len(b) || len(b) > 2*len(a) {
		return 0
	}
	return foldedKinship(a, b)
}

// isCaption reports a line of a figure or of an element named a caption.
func (d *document) isCaption(n *html.Node) bool {
	for i := 0; n != nil && i < 5; n, i = n.Parent, i+1 {
		if n.DataAtom == atom.Figure || n.DataAtom == atom.Figcaption {
			return true
		}
		if n.Type == html.ElementNode && nameOf(n)&(nameCaption|nameCredit) != 0 {
			return true
		}
	}
	return false
}

// within3 is within for the element and its two nearest ancestors.
func (d *document) within3(n *html.Node, names name) bool {
	for i := 0; n != nil && i < 3; n, i = n.Parent, i+1 {
		if n.Type == html.ElementNode && n.DataAtom != atom.Body && nameOf(n)&names != 0 {
			return true
		}
	}
	return false
}
