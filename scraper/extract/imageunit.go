package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

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
			if grown && !w.longCaption(up, u) || (p.letters > maxCaption || i < w.low && !w.s.under(i, atom.Figure)) && !w.longCaption(up, u) || !w.captionLike(up, u) {
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
		if c := &w.s.spots[j]; !w.s.inside(u, j) && c.letters > 0 && !w.namedCaption(j) && (c.letters > maxCredit || !isCreditOwner(c.node, p.node)) {
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
		own = w.d.shownImage(w.s.spots[i].node).key
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
		if other := w.d.shownImage(w.s.spots[k].node); other.url != "" && other.key != own && !isOrnament(other.url) {
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
