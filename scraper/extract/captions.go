package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// maxCaption is the longest text, in letters, that is taken for a caption when
// only its place says so.
const maxCaption = 350

// mostCaption is the longest text, in letters, of an element called a caption.
const mostCaption = 4 * maxCaption

// unit is the largest element around an image that holds, beside it, only its
// caption and credit.
func (w *writer) unit(i int) *html.Node {
	root := 0
	for _, n := range w.roots {
		if r := w.s.at[n]; w.s.inside(i, r) {
			root = r
		}
	}
	head := w.s.at[w.h.headline]
	u, grown := i, false
	for up := w.s.spots[i].parent; up > root; up = w.s.spots[up].parent {
		p := &w.s.spots[up]
		if p.node.DataAtom == atom.Figure {
			if w.countImages(up, i) > 0 {
				break
			}
			return w.s.spots[w.widen(up, root)].node
		}
		switch p.node.DataAtom {
		case atom.Body, atom.Main, atom.Article, atom.Html:
			return w.s.spots[u].node
		}
		if head > 0 && w.s.inside(head, up) || w.countImages(up, i) > 0 {
			break
		}
		if more := p.letters - w.s.spots[u].letters; more > 0 {
			if grown || (p.letters > maxCaption || i < w.low && !w.s.under(i, atom.Figure)) && !w.longCaption(up, u) || !w.captionLike(up, u) {
				break // above the headline only what is called a caption is one
			}
			grown = true
		}
		u = up
	}
	return w.s.spots[u].node
}

// longCaption reports that all that up adds to u is called a caption, and how long
// captions may be then.
func (w *writer) longCaption(up, u int) bool {
	p := &w.s.spots[up]
	if p.letters > mostCaption {
		return false
	}
	for j := up + 1; j < p.end; j = w.s.spots[j].end {
		if !w.s.inside(u, j) && w.s.spots[j].letters > 0 && !w.namedCaption(j) {
			return false
		}
	}
	return p.own == 0
}

// widen takes in the element around a figure, and around wrappers of it alone,
// when all it adds is a caption that is called one.
func (w *writer) widen(fig, root int) int {
	u, up := fig, w.s.spots[fig].parent
	for up > root && w.s.spots[up].letters == w.s.spots[fig].letters {
		u, up = up, w.s.spots[up].parent
	}
	p := &w.s.spots[up]
	if up <= root || p.letters > mostCaption || w.countImages(up, up) > 1 || w.dated(p.node) {
		return fig
	}
	for j := up + 1; j < p.end; j = w.s.spots[j].end {
		if j != u && w.s.spots[j].letters > 0 && (j < u || !w.namedCaption(j)) {
			return fig
		}
	}
	return up
}

// namedCaption reports an element that is called a caption or credit, or whose
// only text is inside one that is.
func (w *writer) namedCaption(j int) bool {
	p := &w.s.spots[j]
	for k := j; k < p.end; k++ {
		c := &w.s.spots[k]
		if c.name&(nameCaption|nameCredit) != 0 || c.node.DataAtom == atom.Figcaption {
			if 10*c.letters >= 8*p.letters {
				return true
			}
		}
	}
	return false
}

// maxRenditions is the most img elements that show one picture: for wide and
// narrow screens, with and without scripts.
const maxRenditions = 8

// countImages counts, up to two, the pictures inside spot up that are another one
// than spot i: another address, and no icon.
func (w *writer) countImages(up, i int) int {
	n := 0
	own := ""
	if w.s.spots[i].node.DataAtom == atom.Img {
		own = imageKey(w.d.imageURL(w.s.spots[i].node))
	}
	from, _ := slices.BinarySearch(w.s.images, up)
	if beyond := from + maxRenditions; beyond < len(w.s.images) && w.s.images[beyond] < w.s.spots[up].end {
		return 2
	}
	for _, k := range w.s.images[from:] {
		if k >= w.s.spots[up].end || n > 1 {
			break
		}
		if k == i || tiny(w.s.spots[k].node) {
			continue
		}
		if u := w.d.imageURL(w.s.spots[k].node); u != "" && imageKey(u) != own && !isOrnament(u) {
			n++
		}
	}
	return n
}

// captionLike reports whether the text that up adds to u reads as a caption: it
// is called so, or it is one or two short lines and no heading, list of links or
// paragraph of the text.
func (w *writer) captionLike(up, u int) bool {
	p := &w.s.spots[up]
	lines, headings, credits := 0, 0, 0
	for j := up + 1; j < p.end; {
		c := &w.s.spots[j]
		if j == u || c.letters == 0 {
			j = c.end
			continue
		}
		if c.node.DataAtom == atom.Figcaption {
			return true // also within a link that shows the image larger
		}
		if 2*c.linked > c.letters && c.letters > 25 {
			return false
		}
		if headingLevel(c.node) > 0 {
			headings++
			j = c.end
			continue
		}
		if c.name&(nameCaption|nameCredit) != 0 {
			return true
		}
		if c.own > 0 {
			lines++
			if c.letters <= maxCredit && profile.HasCreditLabel(w.d.text(c.node)) {
				credits++
			}
			j = c.end
			continue
		}
		j++
	}
	if headings > 0 { // some set captions as headings, with the credit below
		return headings == 1 && credits == 1 && lines == 1
	}
	return lines <= 3
}

// caption reads caption and credit of a picture from its unit.
func (w *writer) caption(p *picture) {
	box := p.unit
	if box == p.img {
		box = p.img.Parent
		if box == nil || !w.hasCaptionBeside(p) {
			w.attributes(p)
			return
		}
		box = p.unit
	}
	i, ok := w.s.at[box]
	if !ok {
		return
	}
	holder := box
	for j := i + 1; j < w.s.spots[i].end; j++ {
		if c := &w.s.spots[j]; c.letters > 0 && c.node.DataAtom == atom.Figcaption && (holder == box || isCreditOwner(holder, box)) {
			holder = c.node // of several, the first that says more than whose it is
		}
	}
	said := w.readCaption(holder)
	if said.caption == "" && said.credit == "" {
		said = w.captionBelow(i)
	}
	p.Caption, p.Credit, p.Printed = said.caption, said.credit, said.printed
	if holder != box && p.Credit == "" { // a credit beside the figcaption
		for j := i + 1; j < w.s.spots[i].end; j++ {
			c := &w.s.spots[j]
			if c.node == holder {
				j = c.end - 1
				continue
			}
			if c.letters == 0 || c.letters >= maxCredit {
				continue
			}
			if text := w.d.text(c.node); c.name&nameCredit != 0 || c.own > 0 && (c.node.DataAtom == atom.Figcaption && isCreditOwner(c.node, box) || profile.HasCreditLabel(text)) {
				p.Credit = profile.StripCreditLabel(text)
				break
			}
		}
	}
	w.attributes(p)
}

// hasCaptionBeside reports an element called caption next to a bare img.
func (w *writer) hasCaptionBeside(p *picture) bool {
	for c := p.img.NextSibling; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		j, ok := w.s.at[c]
		if ok && w.s.spots[j].letters > 0 && w.s.spots[j].letters < maxCaption && w.namedCaption(j) {
			p.unit = c
			return true
		}
		return false
	}
	return false
}

// captionBelow reads the caption that stands next to the wrappers of spot i, an
// image without one: the element right after them when it holds a figcaption or
// is called a caption. It is no text of the article then.
func (w *writer) captionBelow(i int) captionText {
	for u, steps := i, 0; u > 0 && steps < 4; steps++ {
		up := w.s.spots[u].parent
		next := w.s.spots[u].end
		for next < w.s.spots[up].end && w.s.spots[next].letters == 0 && !w.s.holdsImage(next) {
			next = w.s.spots[next].end
		}
		if next < w.s.spots[up].end {
			c := &w.s.spots[next]
			if c.letters > mostCaption || w.s.holdsImage(next) || !w.namedCaption(next) || w.d.cut[c.node] {
				break
			}
			w.v.drop(next)
			return w.readCaption(c.node)
		}
		if w.s.spots[up].letters > w.s.spots[u].letters {
			break
		}
		u = up
	}
	return captionText{}
}

// maxCredit is the longest credit, in letters; longer lines are captions.
const maxCredit = 90

// captionPart is a run of text of a caption that one element sets apart.
type captionPart struct {
	owner *html.Node
	text  string
}

// readCaption parts the text of a figcaption, or of an image's box, into caption
// and credit. A credit is told by the name of its element, by a label before it,
// or by standing in a short element of its own at the end. One that is printed
// within the caption's own line is cut off it, and the line kept as printed.
func (w *writer) readCaption(holder *html.Node) (c captionText) {
	var said, credits []string
	parts := w.captionParts(holder)
	for k, p := range parts {
		letters := weigh(p.text)
		named := p.owner != holder && letters <= maxCredit && (isCreditOwner(p.owner, holder) || profile.HasCreditLabel(p.text))
		last := k == len(parts)-1 && k > 0 && len(said) > 0 && p.owner != holder && letters <= 60 && letters > 1 &&
			!endsSentence(p.text) && (endsSentence(said[len(said)-1]) || isBlock(p.owner.DataAtom) || attr(p.owner, "class") != "")
		after := len(credits) > 0 && len(said) > 0 && letters <= 50
		switch {
		case letters < 2:
		case named || last || after:
			if len(credits) == 0 || !startsWithAny(p.text, rightsStarts) {
				credits = append(credits, p.text)
			}
		default:
			said = append(said, p.text)
		}
	}
	c.caption = strings.TrimSpace(strings.Trim(strings.Join(said, " "), "|·•"))
	if c.caption == "" && len(parts) == 1 && len(credits) == 1 && !profile.HasCreditLabel(parts[0].text) {
		if caption, _ := profile.PartCredit(parts[0].text); caption != parts[0].text || endsSentence(caption) {
			c.caption, credits = parts[0].text, nil // the whole caption stands in an element called source
		}
	}
	for _, l := range captionStarts {
		c.caption = strings.TrimSpace(strings.TrimPrefix(c.caption, l))
	}
	c.credit = profile.StripCreditLabel(strings.Join(credits, " "))
	if letters := weigh(c.caption); letters < 2 || letters > mostCaption || isFurniture(c.caption) {
		c.caption = ""
	}
	c.part()
	return c
}

// captionText is what is printed with an image.
type captionText struct {
	caption string // without the credit
	credit  string
	printed string // the line that prints both; "" when they stand apart
}

// part cuts the credit off the caption when both are printed in one line. A
// credit that stands apart is only cut when the caption ends with the same.
func (c *captionText) part() {
	caption, credit := profile.PartCredit(c.caption)
	if credit == "" || c.credit != "" && !sameText(c.credit, credit) {
		return
	}
	if caption != "" && c.credit == "" {
		c.printed = c.caption
	}
	c.caption, c.credit = caption, credit
}

// captionStarts are what pages put before a caption for those who hear it.
var captionStarts = []string{"Image caption,", "Image caption:", "Caption:", "Bildunterschrift:", "Legend:"}

// rightsStarts are how a second credit begins that names no photographer.
var rightsStarts = listOf("Copyright", "All rights", "Tous droits", "Todos los derechos", "Alle Rechte")

// captionParts are the runs of text below n, each with the element that sets it
// apart: a block, or one with a class. Others (links, stressed words) belong to
// the run around them.
func (w *writer) captionParts(n *html.Node) []captionPart {
	var parts []captionPart
	var b strings.Builder
	var owner *html.Node
	flush := func() {
		if t := squeeze(b.String()); t != "" {
			parts = append(parts, captionPart{owner, t})
		}
		b.Reset()
	}
	var walk func(n, own *html.Node)
	walk = func(n, own *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				if owner != own {
					flush()
					owner = own
				}
				b.WriteString(c.Data)
			case c.Type != html.ElementNode || w.d.cut[c] || hidden(c) || silent(c.DataAtom):
			case c.DataAtom == atom.Br:
				b.WriteByte(' ')
			default:
				if i, ok := w.s.at[c]; ok && w.s.spots[i].name&(nameJunk|nameAvatar|nameLabel) != 0 && w.s.spots[i].name&nameCaption == 0 && w.s.spots[i].letters < 30 && !isCreditOwner(c, n) {
					continue // "Image caption" for screen readers, a magnifying glass, "View 3 images"
				}
				next := own
				if isBlock(c.DataAtom) || attr(c, "class") != "" || hasAttr(c, "itemprop") || c.DataAtom == atom.Span || c.DataAtom == atom.Small || c.DataAtom == atom.Cite {
					next = c
				}
				walk(c, next)
			}
		}
	}
	walk(n, n)
	flush()
	return parts
}

// isCreditOwner reports an element below holder that names itself or one above as
// holding a credit. Within a caption "source" and "author" can only mean that.
func isCreditOwner(n, holder *html.Node) bool {
	for ; n != nil && n != holder; n = n.Parent {
		if n.DataAtom == atom.Cite || n.DataAtom == atom.Small {
			return true
		}
		switch attr(n, "itemprop") {
		case "copyrightHolder", "creditText", "author", "creator":
			return true
		}
		for _, word := range []string{"credit", "copyright", "source", "quelle", "author", "autor", "photographer", "fotograf", "distributor", "agency", "byline", "rights", "fuente", "kredi"} {
			if called(n, word) {
				return true
			}
		}
	}
	return false
}
