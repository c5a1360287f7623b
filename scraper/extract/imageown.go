package extract

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// belongs reports an image that is the article's own and not that of a box, a
// card, an author or an advertisement.
func (w *writer) belongs(i int) bool {
	img := w.s.spots[i].node
	if tiny(img) || w.s.spots[i].name&nameAvatar != 0 || img.Parent == nil {
		return false
	}
	if w.d.illustratesLink(img) {
		return false
	}
	inFigure, captioned := false, false
	aside := false // a name below the figure says that it is a portrait or furniture
	for j := w.s.spots[i].parent; j > 0; j = w.s.spots[j].parent {
		p := &w.s.spots[j]
		if w.d.cut[p.node] {
			return false
		}
		switch p.node.DataAtom {
		case atom.Figure:
			if !inFigure {
				inFigure = true
				captioned = hasCaption(p.node)
				aside = aside && !captioned && tight(p)
			}
		case atom.A:
			if !captioned && w.d.leadsAway(p.node) && !w.showsImage(i, j) {
				return false
			}
		case atom.Nav, atom.Footer, atom.Form, atom.Dialog:
			return false
		case atom.Aside:
			if !captioned {
				return false
			}
		}
		if p.name&nameAvatar != 0 && p.letters < 40 {
			if inFigure || p.node.DataAtom == atom.Figure {
				return false
			}
			aside = true
		}
		if !inFigure && w.v.skip[j] && p.node.DataAtom != atom.A && p.name&(nameJunk|nameBeside|nameRelated|nameMenu|nameTags|nameAuthor) != 0 && p.name&(nameGallery|nameCaption) == 0 && (p.anchors > 0 || p.name&(nameJunk|nameBeside) != 0) {
			aside = true
		}
		if inFigure && w.v.skip[j] && p.node.DataAtom != atom.Figure && p.name&nameGallery == 0 && p.name&(nameRelated|nameMenu|nameAuthor|nameTags) != 0 {
			return false
		}
	}
	return !aside || w.isLead(i)
}

// isLead reports that image i is the one that metadata name as the article's.
func (w *writer) isLead(i int) bool {
	return w.h.leadURL != "" && sameImage(w.pictureURL(i), w.h.leadURL)
}

// opens reports an image above the headline and the text that is the article's:
// the one that metadata name, or a figure with a caption in the same article
// element, with no text of something else in between.
func (w *writer) opens(i int) bool {
	text := w.s.at[w.roots[0]]
	fig, within := 0, false
	for j := i; ; j = w.s.spots[j].parent {
		n := w.s.spots[j].node
		if w.s.inside(text, j) {
			break
		}
		switch n.DataAtom {
		case atom.Article:
			return false // another story
		case atom.A:
			if w.d.leadsAway(n) && !w.showsImage(i, j) {
				return false
			}
		case atom.Figure:
			fig = j
		}
	}
	if w.isLead(i) {
		return true
	}
	if fig == 0 || !hasCaption(w.s.spots[fig].node) {
		return false
	}
	for j := text; j > 0 && !within; j = w.s.spots[j].parent {
		switch w.s.spots[j].node.DataAtom {
		case atom.Article, atom.Main:
			within = w.s.inside(fig, j)
		}
	}
	return within && w.s.spots[fig].end > w.lastProse(text)
}

// lastProse is the last paragraph of running text before the spot where the
// article's text begins, or -1.
func (w *writer) lastProse(text int) int {
	if !w.proseSought {
		w.proseSought, w.proseAbove = true, -1
		for j := text - 1; j > 0; j-- {
			if w.s.isProse(j) {
				w.proseAbove = j
				break
			}
		}
	}
	return w.proseAbove
}

// illustrates reports an image below the text that is set as an illustration: a
// figure, a gallery, something with a caption, or the lead image.
func (w *writer) illustrates(i int) bool {
	for j, steps := i, 0; j > 0 && steps < 5; j, steps = w.s.spots[j].parent, steps+1 {
		p := &w.s.spots[j]
		if p.node.DataAtom == atom.Figure || p.name&(nameGallery|nameCaption) != 0 {
			return true
		}
	}
	return w.isLead(i)
}

// tight reports a figure without a name that tells it from a portrait's.
func tight(p *spot) bool {
	return p.letters == 0 && p.name == 0 && attr(p.node, "class") == ""
}

// imagePages are words of addresses at which sites show one image larger.
var imagePages = []string{"photo", "/image", "/foto", "/bild", "galer", "galler", "picture", "lightbox"}

// showsImage reports a link around image i that leads to a page about the image
// and not to another story: it holds no text but a credit, and its address says
// so, or the caption stands beside it.
func (w *writer) showsImage(i, a int) bool {
	p := &w.s.spots[a]
	if p.letters > 0 && !hasCaption(p.node) {
		return p.letters <= maxCredit && profile.HasCreditLabel(w.d.text(p.node))
	}
	u := strings.ToLower(attr(p.node, "href"))
	for _, word := range imagePages {
		if strings.Contains(u, word) {
			return true
		}
	}
	if stem := fileStem(u); len(stem) > 8 && strings.Contains(strings.ToLower(w.pictureURL(i)), stem) {
		return true
	}
	for up, steps := p.parent, 0; up > 0 && steps < 3; up, steps = w.s.spots[up].parent, steps+1 {
		if box := &w.s.spots[up]; box.letters > 0 {
			return box.letters < maxCaption && 2*box.linked < box.letters && w.namedCaption(up)
		}
	}
	return false
}

// pictureURL is the address of an img, or of its stand-in for readers without
// scripts.
func (w *writer) pictureURL(i int) string {
	img := w.s.spots[i].node
	if u := w.d.imageURL(img); u != "" || img.Parent == nil {
		return u
	}
	return w.d.noscriptURL(img.Parent)
}

// fileStem is the file name of an address, without its ending.
func fileStem(u string) string {
	u, _, _ = strings.Cut(u, "?")
	u = u[strings.LastIndexByte(u, '/')+1:]
	if at := strings.LastIndexByte(u, '.'); at > 0 {
		u = u[:at]
	}
	return u
}

// illustratesLink reports an image beside a link of the same words: the portrait
// of the author whose name follows, the picture of a card.
func (d *document) illustratesLink(img *html.Node) bool {
	alt := squeeze(attr(img, "alt"))
	if alt == "" {
		return false
	}
	for c := img.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.A && d.leadsAway(c) && d.text(c) == alt {
			return true
		}
	}
	return false
}

// hasCaption reports a figure with a figcaption that says something.
func hasCaption(fig *html.Node) bool {
	for c := range fig.Descendants() {
		if c.DataAtom == atom.Figcaption && c.FirstChild != nil {
			return true
		}
	}
	return false
}

// leadsAway reports a link to another page: what it holds is a card. Links to an
// image, to this page or to a larger view are none.
func (d *document) leadsAway(a *html.Node) bool {
	u := d.resolve(attr(a, "href"))
	if u == "" || isImageAddress(u) {
		return false
	}
	t, err := url.Parse(u)
	return err == nil && (t.Host != d.url.Host || t.Path != d.url.Path)
}

var imageFile = regexp.MustCompile(`(?i)\.(jpe?g|png|webp|gif|avif|tiff?)$`)

func isImageAddress(u string) bool {
	path, _, _ := strings.Cut(u, "?")
	return imageFile.MatchString(path)
}
