package tree

import (
	"cmp"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// push opens an element.
func (b *builder) push(n *html.Node) {
	if n.DataAtom == atom.P {
		b.paragraphs++
	}
	if b.open = append(b.open, n); len(b.open) > deepest {
		b.lost = true
	}
}

// pop closes the innermost element.
func (b *builder) pop() { b.popTo(len(b.open) - 1) }

// popTo closes elements until n are open.
func (b *builder) popTo(n int) {
	for _, e := range b.open[n:] {
		if e.DataAtom == atom.P {
			b.paragraphs--
		}
	}
	b.open = b.open[:n]
}

// remove closes one element, wherever it is.
func (b *builder) remove(n *html.Node) {
	if i := index(b.open, n); i >= 0 {
		b.open = slices.Delete(b.open, i, i+1) // never a p
	}
}

// index is the last place of n, -1 when it is not there.
func index(nodes []*html.Node, n *html.Node) int {
	for i := len(nodes) - 1; i >= 0; i-- {
		if nodes[i] == n {
			return i
		}
	}
	return -1
}

// scope says which elements no end tag reaches over (HTML, 13.2.4.2, "has a
// particular element in scope").
type scope int

const (
	anyScope scope = iota
	listScope
	buttonScope
	tableScope
)

// find is the place of the innermost open element of that name in scope, -1 when
// there is none.
func (b *builder) find(s scope, want atom.Atom) int {
	for i := len(b.open) - 1; i >= 0; i-- {
		a := b.open[i].DataAtom
		if a == want {
			return i
		}
		if stops(s, a) {
			break
		}
	}
	return -1
}

func stops(s scope, a atom.Atom) bool {
	switch a {
	case atom.Html, atom.Table, atom.Template:
		return true
	case atom.Applet, atom.Caption, atom.Td, atom.Th, atom.Marquee, atom.Object, atom.Select:
		return s != tableScope
	case atom.Ol, atom.Ul:
		return s == listScope
	case atom.Button:
		return s == buttonScope
	}
	return false
}

// close closes the innermost element of that name in scope, and all within it; it
// reports whether there was one.
func (b *builder) close(s scope, want atom.Atom) bool {
	i := b.find(s, want)
	if i >= 0 {
		b.popTo(i)
	}
	return i >= 0
}

// closeParagraph closes a paragraph, as blocks do. Most stand in none, and the way
// up to find none would be long.
func (b *builder) closeParagraph() {
	if b.paragraphs > 0 {
		b.close(buttonScope, atom.P)
	}
}

// closeImplied closes elements whose end tags may be left out, but for those of one
// name (HTML, 13.2.6.3, "generate implied end tags").
func (b *builder) closeImplied(but atom.Atom) {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch a := b.open[i].DataAtom; a {
		case atom.Dd, atom.Dt, atom.Li, atom.Optgroup, atom.Option, atom.P, atom.Rb, atom.Rp, atom.Rt, atom.Rtc:
			if a != but {
				continue
			}
		}
		b.popTo(i + 1)
		return
	}
}

// clearTo closes elements down to the innermost of these, template or html (HTML,
// 13.2.6.4.9, "clear the stack back to a table context").
func (b *builder) clearTo(names ...atom.Atom) {
	for i := len(b.open) - 1; i >= 0; i-- {
		if a := b.open[i].DataAtom; a == atom.Html || a == atom.Template || slices.Contains(names, a) {
			b.popTo(i + 1)
			return
		}
	}
}

// addFormat adds a formatting element, of which no more than three alike are
// opened again (HTML, 13.2.4.3, "the Noah's Ark clause"). html.Parse sorts the
// attributes of such elements.
func (b *builder) addFormat() {
	n := b.addElement()
	slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return cmp.Compare(a.Key, b.Key) })
	alike := 0
	for i := len(b.formats) - 1; i >= 0 && b.formats[i] != nil; i-- {
		if f := b.formats[i]; f.DataAtom == n.DataAtom && slices.Equal(f.Attr, n.Attr) {
			if alike++; alike >= 3 {
				b.formats = slices.Delete(b.formats, i, i+1)
			}
		}
	}
	b.formats = append(b.formats, n)
}

// reopen opens formatting elements again that were closed by a block around them
// (HTML, 13.2.4.3, "reconstruct the active formatting elements").
func (b *builder) reopen() {
	first := len(b.formats)
	for first > 0 && b.formats[first-1] != nil && index(b.open, b.formats[first-1]) < 0 {
		first--
	}
	for i := first; i < len(b.formats) && !b.lost; i++ {
		b.formats[i] = b.again(b.formats[i])
		addChild(b.place(), b.formats[i])
		b.push(b.formats[i])
	}
}

// again is a copy of an element, without what is in it.
func (b *builder) again(n *html.Node) *html.Node {
	c := b.room.node()
	c.Type, c.DataAtom, c.Data, c.Attr = n.Type, n.DataAtom, n.Data, b.room.keep(n.Attr)
	return c
}

// mark begins a part of the page that no formatting element reaches into.
func (b *builder) mark() { b.formats = append(b.formats, nil) }

// clearFormats ends it.
func (b *builder) clearFormats() {
	for len(b.formats) > 0 {
		last := b.formats[len(b.formats)-1]
		b.formats = b.formats[:len(b.formats)-1]
		if last == nil {
			return
		}
	}
}

// special are the elements that end tags of others do not reach over.
func special(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Applet, atom.Area, atom.Article, atom.Aside, atom.Base, atom.Basefont, atom.Bgsound,
		atom.Blockquote, atom.Body, atom.Br, atom.Button, atom.Caption, atom.Center, atom.Col, atom.Colgroup, atom.Dd,
		atom.Details, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Embed, atom.Fieldset, atom.Figcaption, atom.Figure,
		atom.Footer, atom.Form, atom.Frame, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Head, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Iframe, atom.Img, atom.Input, atom.Keygen,
		atom.Li, atom.Link, atom.Listing, atom.Main, atom.Marquee, atom.Menu, atom.Meta, atom.Nav, atom.Noembed,
		atom.Noframes, atom.Noscript, atom.Object, atom.Ol, atom.P, atom.Param, atom.Plaintext, atom.Pre, atom.Script,
		atom.Section, atom.Select, atom.Source, atom.Style, atom.Summary, atom.Table, atom.Tbody, atom.Td,
		atom.Template, atom.Textarea, atom.Tfoot, atom.Th, atom.Thead, atom.Title, atom.Tr, atom.Track, atom.Ul,
		atom.Wbr, atom.Xmp:
		return true
	}
	return false
}
