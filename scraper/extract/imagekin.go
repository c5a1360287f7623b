package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// showsPicture reports an element of a site's own making, such as amp-img, that
// shows an image: no img stands in it, but the address of one in its attributes.
func showsPicture(n *html.Node) bool {
	if n.Data == "amp-img" {
		return true
	}
	if !strings.Contains(n.Data, "-") {
		return false
	}
	named := strings.Contains(n.Data, "image") || strings.Contains(n.Data, "img") || strings.Contains(n.Data, "picture") || strings.Contains(n.Data, "photo")
	if !named {
		return false
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img || c.DataAtom == atom.Noscript {
			return false
		}
	}
	for _, key := range []string{"src", "data-src", "srcset", "data-srcset"} {
		if val := attr(n, key); val != "" && !isPlaceholder(val) && looksLikeAddress(val) {
			return true
		}
	}
	return false
}

// holdsPicture reports a noscript that stands for the only image of a picture or
// figure, which a script puts beside it.
func holdsPicture(noscript *html.Node) bool {
	if noscript.FirstChild == nil || !strings.Contains(noscript.FirstChild.Data, "<img") {
		return false
	}
	for n, steps := noscript.Parent, 0; n != nil && steps < 4; n, steps = n.Parent, steps+1 {
		if n.DataAtom != atom.Picture && n.DataAtom != atom.Figure {
			continue
		}
		for c := range n.Descendants() {
			if c.DataAtom == atom.Img || c.DataAtom == atom.Noscript && c != noscript {
				return false
			}
		}
		return true
	}
	return false
}

// noscriptImage is the img that readers without scripts see in n; x/net/html
// leaves the content of noscript as text. It is nil when there is none.
func noscriptImage(n *html.Node) *html.Node {
	if n.DataAtom == atom.Noscript {
		return imageIn(n)
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Noscript {
			if img := imageIn(c); img != nil {
				return img
			}
		}
	}
	return nil
}

func imageIn(noscript *html.Node) *html.Node {
	if noscript.FirstChild == nil {
		return nil
	}
	nodes, err := html.ParseFragment(strings.NewReader(noscript.FirstChild.Data), &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"})
	if err != nil {
		return nil
	}
	for _, f := range nodes {
		if f.DataAtom == atom.Img {
			return f
		}
		for k := range f.Descendants() {
			if k.DataAtom == atom.Img {
				return k
			}
		}
	}
	return nil
}

// noscriptURL is the address of [noscriptImage], or "".
func (d *document) noscriptURL(n *html.Node) string {
	if img := noscriptImage(n); img != nil {
		return d.imageURL(img)
	}
	return ""
}
