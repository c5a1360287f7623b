package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// marks are the elements that carry what a page says about itself, noted in one
// walk over the tree, in page order.
type marks struct {
	metas    []metaTag
	links    []*html.Node // link elements
	ld       []*html.Node // script[type="application/ld+json"]
	scripts  []*html.Node // other scripts with text of their own
	props    []*html.Node // elements with itemprop, or RDFa property, that are no meta of the head
	headings []*html.Node // visible h1
	times    []*html.Node // visible time elements
	authors  []*html.Node // rel=author, and elements whose class or id names a byline
	filed    []*html.Node // visible links with rel=category
	forms    []*html.Node // password fields and frames of captchas
	title    *html.Node
}

// metaTag is one meta element: its name, property or itemprop in lower case.
type metaTag struct{ name, content string }

// note walks the tree once.
func (d *document) note() *marks {
	m := &marks{}
	m.walk(d.root, true)
	return m
}

func (m *marks) walk(n *html.Node, visible bool) {
	if n.Type == html.ElementNode {
		visible = m.element(n, visible)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			m.walk(c, visible)
		}
	}
}

// element notes one element and reports whether its children can be seen.
func (m *marks) element(n *html.Node, visible bool) bool {
	switch n.DataAtom {
	case atom.Meta:
		m.meta(n)
		return visible
	case atom.Link:
		m.links = append(m.links, n)
	case atom.Script:
		m.script(n)
		return visible
	case atom.Title:
		if m.title == nil && n.Namespace == "" {
			m.title = n
		}
		return visible
	case atom.Iframe:
		m.forms = append(m.forms, n)
	case atom.Input:
		if strings.EqualFold(attr(n, "type"), "password") {
			m.forms = append(m.forms, n)
		}
	}
	if visible && (silent(n.DataAtom) && n.DataAtom != atom.Head || hidden(n)) {
		visible = false
	}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "itemprop", "property":
			m.props = append(m.props, n)
		case "rel":
			switch {
			case !visible || n.DataAtom != atom.A:
			case hasWord(a.Val, "author"):
				m.authors = append(m.authors, n)
			case hasWord(a.Val, "category"):
				m.filed = append(m.filed, n)
			}
		}
	}
	if !visible {
		return false
	}
	switch n.DataAtom {
	case atom.H1:
		m.headings = append(m.headings, n)
	case atom.Time:
		m.times = append(m.times, n)
	}
	return true
}

func (m *marks) meta(n *html.Node) {
	content := ""
	names := [4]string{}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "content":
			content = a.Val
		case "value": // where templates take meta elements for inputs
			if content == "" {
				content = a.Val
			}
		case "name":
			names[0] = a.Val
		case "property":
			names[1] = a.Val
		case "itemprop":
			names[2] = a.Val
		case "http-equiv":
			names[3] = a.Val
		}
	}
	if strings.TrimSpace(content) == "" {
		return
	}
	for i, name := range names {
		if name == "" {
			continue
		}
		if i == 2 {
			// A meta with itemprop belongs to the microdata object it stands in.
			m.props = append(m.props, n)
			continue
		}
		m.metas = append(m.metas, metaTag{strings.ToLower(strings.TrimSpace(name)), content})
	}
}

func (m *marks) script(n *html.Node) {
	if n.FirstChild == nil || n.FirstChild.Type != html.TextNode {
		return
	}
	if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
		m.ld = append(m.ld, n)
	} else {
		m.scripts = append(m.scripts, n)
	}
}

// hasWord reports whether a space-separated list holds word, in any case.
func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}
