package extract

import (
	"net/url"
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
	if holder != box && (isCreditOwner(holder, box) && w.captionBeside(i, holder) || w.creditBelow(holder)) {
		holder = box // the figcaption is the credit's
	}
	said := w.readCaption(holder)
	if said.caption == "" && said.credit == "" {
		said = w.captionBelow(i, p)
	}
	p.Caption, p.Credit, p.Printed = said.caption, said.credit, said.printed
	if holder != box && p.Credit == "" {
		p.Credit = w.creditBeside(i, holder)
	}
	w.attributes(p)
}

// captionBeside reports an element in spot i that is called a caption, beside the
// figcaption that holds the credit.
func (w *writer) captionBeside(i int, figcaption *html.Node) bool {
	for j := i + 1; j < w.s.spots[i].end; j++ {
		c := &w.s.spots[j]
		if c.node == figcaption {
			j = c.end - 1
			continue
		}
		if c.name&nameCaption != 0 && c.letters > 1 && !standsIn(figcaption, c.node) && !isCreditOwner(c.node, w.s.spots[i].node) {
			return true
		}
	}
	return false
}

// creditBelow reports a figcaption of a few words right below a sentence in the same
// element: the credit of a caption that stands in no figcaption.
func (w *writer) creditBelow(figcaption *html.Node) bool {
	n := figcaption.PrevSibling
	for n != nil && n.Type != html.ElementNode {
		n = n.PrevSibling
	}
	j, ok := w.s.at[n]
	if !ok || w.s.spots[j].letters == 0 || w.s.spots[j].letters > maxCaption || w.s.holdsImage(j) {
		return false
	}
	said := w.d.text(figcaption)
	return weigh(said) <= maxCredit && strings.Contains(said, "/") && !endsSentence(said) && endsSentence(w.d.text(n))
}

// creditBeside reads a credit beside the figcaption in spot i, and the agency right
// behind the photographer.
func (w *writer) creditBeside(i int, holder *html.Node) string {
	credit, box := "", w.s.spots[i].node
	for j := i + 1; j < w.s.spots[i].end; j++ {
		c := &w.s.spots[j]
		if c.node == holder {
			j = c.end - 1
			continue
		}
		if c.letters == 0 || c.letters >= maxCredit {
			continue
		}
		text := w.d.text(c.node)
		switch {
		case credit != "":
			if c.own == c.letters && isCreditOwner(c.node, box) {
				return credit + "/" + profile.StripCreditLabel(text)
			}
			return credit
		case c.name&nameCredit != 0 || c.own > 0 && (c.node.DataAtom == atom.Figcaption && isCreditOwner(c.node, box) || profile.HasCreditLabel(text)):
			credit = profile.StripCreditLabel(text)
			j = c.end - 1
		case c.own == c.letters && c.letters <= 60 && (c.node.DataAtom == atom.Footer || isCreditOwner(c.node, box)) && !endsSentence(text):
			credit = profile.StripCreditLabel(text)
		case c.own == c.letters && c.letters <= 40 && (isPersonName(text) || agencyNames.has(text)):
			return text // over the image, without any label
		}
	}
	return credit
}

// hasCaptionBeside reports an element called caption next to a bare img.
func (w *writer) hasCaptionBeside(p *picture) bool {
	for c := p.img.NextSibling; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		j, ok := w.s.at[c]
		if ok && w.s.spots[j].letters > 0 && w.s.spots[j].letters < maxCaption && (w.namedCaption(j) || c.DataAtom == atom.Small && w.printsCredit(c)) {
			p.unit = c
			return true
		}
		return false
	}
	return false
}

// printsCredit reports an element whose text ends with a credit.
func (w *writer) printsCredit(n *html.Node) bool {
	_, credit := profile.PartCredit(w.d.text(n))
	return credit != ""
}

// captionBelow reads the caption that stands next to the wrappers of spot i, an
// image without one: the element right after them when it holds a figcaption or
// is called a caption. It is no text of the article then.
func (w *writer) captionBelow(i int, p *picture) captionText {
	for u, steps := i, 0; u > 0 && steps < 4; steps++ {
		up := w.s.spots[u].parent
		next := w.s.spots[u].end
		for next < w.s.spots[up].end && w.s.spots[next].letters == 0 && !w.s.holdsImage(next) {
			next = w.s.spots[next].end
		}
		if next < w.s.spots[up].end {
			c := &w.s.spots[next]
			if c.letters > mostCaption || w.s.holdsImage(next) || !w.namedCaption(next) && !w.describesSlide(next, p.Alt) || w.d.cut[c.node] {
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

// describesSlide reports an element beside an image in a gallery nearly all of whose text
// is called a description, and is the alt text or ends with a credit; "1 of 2" may stand
// beside it.
func (w *writer) describesSlide(j int, alt string) bool {
	slide := false
	for up, steps := w.s.spots[j].parent, 0; up > 0 && steps < 6 && !slide; up, steps = w.s.spots[up].parent, steps+1 {
		slide = w.s.spots[up].name&nameGallery != 0
	}
	if !slide {
		return false
	}
	for k := j; k < w.s.spots[j].end; k++ {
		if c := &w.s.spots[k]; 10*c.letters >= 8*w.s.spots[j].letters && called(c.node, "description") {
			text := w.d.text(c.node)
			_, credit := profile.PartCredit(text)
			return credit != "" || sameText(text, alt)
		}
	}
	return false
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
	labelled := false // the last part was the label of a credit alone: "Credit..."
	for k, p := range parts {
		letters := weigh(p.text)
		named := p.owner != holder && letters <= maxCredit && (isCreditOwner(p.owner, holder) || profile.HasCreditLabel(p.text))
		last := k == len(parts)-1 && k > 0 && len(said) > 0 && p.owner != holder && letters <= 60 && letters > 1 &&
			!endsSentence(p.text) && (endsSentence(said[len(said)-1]) || isBlock(p.owner.DataAtom) || attr(p.owner, "class") != "")
		after := len(credits) > 0 && len(said) > 0 && letters <= 50
		colon := k+1 < len(parts) && strings.HasPrefix(parts[k+1].text, ":")
		if label := strings.TrimRight(p.text, ".…:： "); p.owner != holder && letters <= 25 && (label != p.text || colon) && profile.StripCreditLabel(label+":") == "" {
			labelled = true
			continue
		}
		switch {
		case letters < 2 || slices.Contains(credits, p.text):
		case last && p.text[0] >= '0' && p.text[0] <= '9': // a count, a size, a length
		case named || last || after || labelled && letters <= maxCredit:
			labelled = false
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
	c.caption = strings.TrimLeft(c.caption, "▲△▶►◀◄▼↑ ") // where the image stands
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
	if credit == "" {
		return
	}
	if c.credit != "" && !sameText(c.credit, credit) {
		if tail := strings.TrimLeft(c.caption[len(caption):], " ([|-–—"); profile.HasCreditLabel(tail) {
			c.caption = caption // "… (Photo: dpa)" beside the name of the photographer
		}
		return
	}
	if caption != "" && c.credit == "" {
		c.printed = c.caption
	}
	c.caption, c.credit = caption, credit
}

// captionStarts are what pages put before a caption for those who hear it.
var captionStarts = []string{"Image caption,", "Image caption:", "Caption:", "Bildunterschrift:", "Legend:", "Legende:", "Bildlegende:", "Légende :", "Légende:", "Didascalia:", "Bildtext:", "click to enlarge", "Click to enlarge"}

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
		t := squeeze(b.String())
		if strings.Contains(t, "(") && linkNote.may(t) {
			t = strings.TrimSpace(linkNote.re.ReplaceAllString(t, ""))
		}
		if t != "" {
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
			case c.DataAtom == atom.A && w.d.operates(c, owner != nil && owner != own):
			default:
				if i, ok := w.s.at[c]; ok && w.s.spots[i].name&(nameJunk|nameAvatar|nameLabel) != 0 && w.s.spots[i].name&nameCaption == 0 && w.s.spots[i].letters < 30 && !isCreditOwner(c, n) && !profile.HasCreditLabel(w.d.text(c)) {
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

// operates reports a link that leads to no page: one to the image as a file with
// a word on it ("Enlarge", "Download"), or one that stands apart below a caption
// and leads to the file or past the gallery.
func (d *document) operates(a *html.Node, apart bool) bool {
	href := attr(a, "href")
	if strings.HasPrefix(href, "#") {
		return apart
	}
	u, err := url.Parse(d.resolve(href))
	if err != nil || u.Host != d.url.Host || !isImageAddress(u.Path) || strings.Contains(u.Path, ":") {
		return false // a wiki's page about a file is credited
	}
	return apart || !holdsImg(a) && weigh(d.text(a)) <= 20
}

// holdsImg reports an img below n.
func holdsImg(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img {
			return true
		}
	}
	return false
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
