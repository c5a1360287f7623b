package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// maxCaption is the longest text, in letters, that is taken for a caption when
// only its place says so.
const maxCaption = 350

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
			if grown || p.letters > maxCaption || !w.captionLike(up, u) {
				break
			}
			grown = true
		}
		u = up
	}
	return w.s.spots[u].node
}

// widen takes in the element around a figure when all it adds is a caption that
// is called one.
func (w *writer) widen(fig, root int) int {
	up := w.s.spots[fig].parent
	p := &w.s.spots[up]
	if up <= root || p.letters > maxCaption || p.letters == w.s.spots[fig].letters || w.countImages(up, w.s.spots[fig].parent) > 1 {
		return fig
	}
	for j := w.s.spots[fig].end; j < p.end; j = w.s.spots[j].end {
		if w.s.spots[j].letters > 0 && !w.namedCaption(j) {
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

// countImages counts the pictures inside spot up that are another one than spot
// i: another address, and no icon.
func (w *writer) countImages(up, i int) int {
	n := 0
	own := ""
	if w.s.spots[i].node.DataAtom == atom.Img {
		own = imageKey(w.d.imageURL(w.s.spots[i].node))
	}
	for _, k := range w.s.images {
		if k <= up || k >= w.s.spots[up].end || k == i || tiny(w.s.spots[k].node) {
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
	lines := 0
	for j := up + 1; j < p.end; {
		c := &w.s.spots[j]
		if j == u || c.letters == 0 {
			j = c.end
			continue
		}
		if headingLevel(c.node) > 0 || 2*c.linked > c.letters && c.letters > 25 {
			return false
		}
		if c.name&(nameCaption|nameCredit) != 0 || c.node.DataAtom == atom.Figcaption {
			return true
		}
		if c.own > 0 {
			lines++
			j = c.end
			continue
		}
		j++
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
	}
	var holders, credits []*html.Node
	i, ok := w.s.at[box]
	if !ok {
		return
	}
	for j := i + 1; j < w.s.spots[i].end; j++ {
		c := &w.s.spots[j]
		if c.letters == 0 || w.d.cut[c.node] {
			continue
		}
		switch {
		case c.name&nameCredit != 0 || c.node.DataAtom == atom.Cite || c.node.DataAtom == atom.Small:
			if c.name&nameCaption == 0 || !w.holdsBoth(j) {
				credits = append(credits, c.node)
				j = c.end - 1
			} else {
				holders = append(holders, c.node)
			}
		case c.node.DataAtom == atom.Figcaption || c.name&nameCaption != 0:
			holders = append(holders, c.node)
		case c.blocks == 0 && c.own > 0 && c.letters < 90 && isCreditLine(w.d.text(c.node)):
			credits = append(credits, c.node)
			j = c.end - 1
		}
	}
	if len(holders) == 0 && p.unit != p.img {
		holders = append(holders, p.unit)
	}
	p.Caption = w.captionText(holders, credits)
	for _, c := range credits {
		if t := readCredit(w.d.text(c)); t != "" {
			if p.Credit != "" && !strings.Contains(p.Credit, t) {
				p.Credit += " / " + t
			} else {
				p.Credit = t
			}
		}
	}
	if p.Credit == "" {
		p.Credit = splitCredit(p.Caption)
	}
	if p.Caption != "" && isFurniture(p.Caption) {
		p.Caption = ""
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

// holdsBoth reports an element called both caption and credit that has elements
// of its own for the credit.
func (w *writer) holdsBoth(j int) bool {
	for k := j + 1; k < w.s.spots[j].end; k++ {
		if w.s.spots[k].name&nameCredit != 0 || w.s.spots[k].letters > 0 && w.s.spots[k].own > 0 {
			return true
		}
	}
	return false
}

// captionText is the text of the first holder that says something, without the
// credits and what only machines read aloud.
func (w *writer) captionText(holders, credits []*html.Node) string {
	leave := make(map[*html.Node]bool, len(credits))
	for _, c := range credits {
		leave[c] = true
	}
	for _, n := range holders {
		var b strings.Builder
		w.textWithout(&b, n, leave)
		t := strings.TrimSpace(strings.Trim(squeeze(b.String()), "|·•"))
		for _, l := range []string{"Image caption,", "Image caption:", "Caption:", "Bildunterschrift:"} {
			t = strings.TrimSpace(strings.TrimPrefix(t, l))
		}
		if letters := weigh(t); letters > 1 && letters < 4*maxCaption && !isFurniture(t) {
			return t
		}
	}
	return ""
}

func (w *writer) textWithout(b *strings.Builder, n *html.Node, leave map[*html.Node]bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Type != html.ElementNode || leave[c] || w.d.cut[c] || hidden(c) || silent(c.DataAtom):
		default:
			if i, ok := w.s.at[c]; ok && w.s.spots[i].name&(nameJunk|nameAvatar) != 0 && w.s.spots[i].letters < 30 {
				continue // "Image caption" for screen readers, a magnifying glass
			}
			if isBlock(c.DataAtom) {
				b.WriteByte(' ')
			}
			w.textWithout(b, c, leave)
			if isBlock(c.DataAtom) {
				b.WriteByte(' ')
			}
		}
	}
}

// attributes reads what some pages give only in attributes.
func (w *writer) attributes(p *picture) {
	if p.Caption == "" {
		for _, key := range []string{"data-caption", "data-image-caption", "data-figcaption", "data-sub-html"} {
			if t := plainText(attr(p.img, key)); t != "" {
				p.Caption = t
				break
			}
		}
	}
	if p.Credit == "" {
		for _, key := range []string{"data-credit", "data-image-credit", "data-photo-credit", "data-copyright"} {
			if t := readCredit(plainText(attr(p.img, key))); t != "" {
				p.Credit = t
				break
			}
		}
	}
	if p.Credit == "" && p.Caption != "" {
		p.Credit = splitCredit(p.Caption)
	}
	if p.Credit == "" && p.Alt != "" {
		if _, credit := profile.TrailingCredit(p.Alt); credit != "" && p.Caption == "" {
			p.Credit = credit
		}
	}
}

// isCreditLine reports a line that begins as a credit does.
func isCreditLine(s string) bool {
	for _, l := range creditLabels {
		last := l[len(l)-1]
		if (last == ':' || last == '=' || l == "©" || strings.HasSuffix(strings.ToLower(l), " by")) && startsWithAny(s, []string{l}) {
			return true
		}
	}
	return false
}
