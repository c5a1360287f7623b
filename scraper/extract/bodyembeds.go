package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// figure writes a figure that holds no image of the story: its embed, table or
// quotation. Its caption is no text.
func (w *writer) figure(c *html.Node) {
	w.flush()
	if i, ok := w.s.at[c]; ok && w.s.spots[i].letters > 0 {
		for j := i + 1; j < w.s.spots[i].end; j++ {
			n := w.s.spots[j].node
			switch n.DataAtom {
			case atom.Blockquote:
				w.blockquote(n, j)
				return
			case atom.Table:
				w.table(n, j)
				return
			}
		}
		if !w.v.skip[i] {
			w.block(c)
			w.flush()
			return
		}
		w.related = append(w.related, w.cards(c, i)...)
	}
	w.embedded(c)
}

// embedded writes the first thing from elsewhere inside n.
func (w *writer) embedded(n *html.Node) {
	var url, link string
	for c := range n.Descendants() {
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.Iframe, atom.Video, atom.Embed, atom.Audio:
			if url == "" {
				url = w.mediaURL(c)
			}
		case atom.A:
			if u := w.d.resolve(attr(c, "href")); u != "" {
				link = u // of a post the last link is its own address
			}
		}
	}
	for _, key := range []string{"data-instgrm-permalink", "cite", "data-url", "data-href"} {
		if u := w.d.resolve(attr(n, key)); u != "" && url == "" {
			url = u
		}
	}
	if url == "" && n.DataAtom == atom.Blockquote {
		url = link
	}
	if url == "" {
		return
	}
	w.pieces = append(w.pieces, piece{Block: news.Block{Type: news.Embed, URL: url, Text: w.d.text(n)}})
}

// embed writes an iframe or a player. Frames of one pixel and those of
// advertising and measuring say nothing.
func (w *writer) embed(c *html.Node) {
	if u := w.mediaURL(c); u != "" && !tiny(c) {
		w.flush()
		w.pieces = append(w.pieces, piece{Block: news.Block{Type: news.Embed, URL: u}})
	}
}

func (w *writer) mediaURL(c *html.Node) string {
	for _, key := range []string{"src", "data-src", "data-lazy-src", "data"} {
		if u := w.d.resolve(attr(c, key)); u != "" && !isTracker(u) {
			return u
		}
	}
	for k := range c.Descendants() {
		if k.DataAtom == atom.Source {
			if u := w.d.resolve(attr(k, "src")); u != "" {
				return u
			}
		}
	}
	return ""
}

// isTracker are frames that show nothing of the article.
func isTracker(u string) bool {
	for _, part := range []string{"googletagmanager", "doubleclick", "googlesyndication", "/ns.html", "recaptcha", "facebook.com/plugins/like", "amazon-adsystem", "consent", "newsletter"} {
		if strings.Contains(u, part) {
			return true
		}
	}
	return false
}

// firstLink is the first a[href] in n, or nil.
func firstLink(n *html.Node) *html.Node {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && hasAttr(c, "href") {
			return c
		}
	}
	return nil
}
