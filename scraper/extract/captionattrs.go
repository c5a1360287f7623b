package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// Attributes in which scripts find what they show with an image.
var (
	captionAttrs = []string{"data-caption", "data-image-caption", "data-img-caption", "data-figcaption", "data-photo-caption", "data-sub-html"}
	creditAttrs  = []string{"data-credit", "data-image-credit", "data-img-credit", "data-photo-credit", "data-copyright"}
)

// attributes reads what some pages give only in attributes: of the image, of what
// stands around it alone, or of the element that its aria-describedby names.
func (w *writer) attributes(p *picture) {
	w.describedBy(p)
	for n, steps := p.img, 0; n != nil && steps < 5; n, steps = n.Parent, steps+1 {
		if said := saidIn(n, captionAttrs); p.Caption == "" && !sameText(said, w.h.headlineText) {
			p.Caption = said // galleries without captions repeat the headline
		}
		if p.Credit == "" {
			p.Credit = profile.StripCreditLabel(saidIn(n, creditAttrs))
		}
		if n == p.unit {
			break
		}
	}
	w.besideImage(p)
	w.properties(p)
	if p.Printed == "" {
		p.part()
	}
	w.repeatedAlt(p)
	w.fromDescription(p)
	title := squeeze(attr(p.img, "title"))
	for _, line := range []string{title, p.Alt} {
		if p.Credit == "" {
			p.Credit = w.creditOfAttribute(line, p)
		}
	}
	if p.Caption == "" && !sameText(title, p.Alt) && weigh(title) > 40 && strings.Count(title, " ") > 4 {
		p.Caption = title
		p.part()
	}
}

// besideImage reads attributes of the same kind, whatever stands before "caption" and
// "credit" in their names, of an empty element beside the image.
func (w *writer) besideImage(p *picture) {
	if p.Caption != "" || p.Credit != "" || p.unit == p.img {
		return
	}
	for c := range p.unit.Descendants() {
		for i := range c.Attr {
			key := c.Attr[i].Key
			switch {
			case p.Caption == "" && strings.HasSuffix(key, "-caption"):
				if said := saidIn(c, []string{key}); !sameText(said, w.h.headlineText) {
					p.Caption = said
				}
			case p.Credit == "" && strings.HasSuffix(key, "-credit"):
				p.Credit = profile.StripCreditLabel(saidIn(c, []string{key}))
			}
		}
	}
}

// saidIn is the first text in one of the attributes; selectors, addresses and JSON
// are none.
func saidIn(n *html.Node, keys []string) string {
	for _, key := range keys {
		val := attr(n, key)
		if val == "" || strings.ContainsAny(val[:1], "#.{[/") || strings.HasPrefix(val, "http") {
			continue
		}
		if t := plainText(val); weigh(t) > 1 && weigh(t) <= mostCaption {
			return t
		}
	}
	return ""
}

// mostBetween is how many elements may stand between an image and what its
// aria-describedby names.
const mostBetween = 30

// describedBy reads the caption that the image itself names (WAI-ARIA 1.2,
// aria-describedby). It is no text of the article then.
func (w *writer) describedBy(p *picture) {
	ids := attr(p.img, "aria-describedby")
	if ids == "" || p.Caption != "" || p.Credit != "" {
		return
	}
	for j := p.at + 1; j < min(p.at+mostBetween, len(w.s.spots)); j++ {
		c := &w.s.spots[j]
		id := attr(c.node, "id")
		if id == "" || !hasWord(ids, id) || c.letters == 0 || c.letters > mostCaption || headingLevel(c.node) > 0 {
			continue
		}
		said := w.readCaption(c.node)
		p.Caption, p.Credit, p.Printed = said.caption, said.credit, said.printed
		w.v.drop(j)
		return
	}
}

// properties reads microdata and RDFa of an ImageObject that readers do not see.
func (w *writer) properties(p *picture) {
	if p.Caption != "" && p.Credit != "" {
		return
	}
	for c := range p.unit.Descendants() {
		if c.DataAtom != atom.Meta {
			continue
		}
		text := plainText(attr(c, "content"))
		switch propName(c) {
		case "caption":
			if p.Caption == "" && weigh(text) > 1 {
				p.Caption = text
			}
		case "creditText", "copyrightHolder":
			if p.Credit == "" {
				p.Credit = profile.StripCreditLabel(text)
			}
		}
	}
}

// repeatedAlt takes the line right below an image for its caption when it says
// what the alt text says.
func (w *writer) repeatedAlt(p *picture) {
	if p.Caption != "" || p.Alt == "" {
		return
	}
	next := nextElement(p.unit)
	if i, ok := w.s.at[p.unit]; ok && next == nil && weigh(p.Alt) > 25 {
		// Past wrappers of the image alone, and the element that holds the line and little else.
		for up, steps := w.s.spots[i].parent, 0; up > 0 && steps < 3 && next == nil && w.s.spots[up].letters == w.s.spots[i].letters; up, steps = w.s.spots[up].parent, steps+1 {
			next = nextElement(w.s.spots[up].node)
		}
		if j, ok := w.s.at[next]; ok && w.s.spots[j].letters <= weigh(p.Alt)+10 {
			for k := j; k < w.s.spots[j].end; k++ {
				if w.s.spots[k].letters == weigh(p.Alt) {
					next = w.s.spots[k].node
				}
			}
		}
	}
	if i, ok := w.s.at[next]; !ok || next == nil || w.s.spots[i].letters > maxCaption || headingLevel(next) > 0 {
		return
	}
	if text := w.d.text(next); sameText(text, p.Alt) {
		p.Caption = text
		p.part()
		w.v.drop(w.s.at[next])
	}
}

// nextElement is the element right after n, nil without one.
func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; {
		n = n.NextSibling
	}
	return n
}

// creditOfAttribute is the credit at the end of a title or alt text. Those are
// sentences of their own, so that only a label, a bar, a sign or brackets tell.
func (w *writer) creditOfAttribute(line string, p *picture) string {
	caption, credit := profile.PartCredit(line)
	if credit == "" || p.Caption != "" && sameText(p.Caption, credit) {
		return ""
	}
	if rest := strings.TrimSpace(line[len(caption):]); rest == credit || rest == credit+"." {
		return "" // bare names after a sentence
	}
	return credit
}

// part cuts the credit off the caption of an image whose line prints both.
func (p *picture) part() {
	said := captionText{caption: p.Caption, credit: p.Credit}
	said.part()
	p.Caption, p.Credit, p.Printed = said.caption, said.credit, said.printed
}
