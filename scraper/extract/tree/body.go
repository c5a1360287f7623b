package tree

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// takeInBody reads a token in the body (HTML, 13.2.6.4.7).
func (b *builder) takeInBody(kind tokenKind) bool {
	switch kind {
	case textToken:
		text := b.text
		if n := b.top(); (n.DataAtom == atom.Pre || n.DataAtom == atom.Listing) && n.FirstChild == nil {
			if text = withoutFirstLine(text); text == "" {
				return true
			}
		}
		b.reopen()
		b.addText(text)
	case startTag:
		return b.startInBody()
	case endTag:
		return b.endInBody()
	case commentToken:
		b.addComment(b.top())
	case endOfPage:
		if len(b.templates) > 0 {
			b.mode = inTemplate
			return false
		}
	}
	return true
}

func (b *builder) startInBody() bool {
	switch b.tag {
	case atom.Div, atom.P, atom.Ul, atom.Section, atom.Article, atom.Header, atom.Nav, atom.Figure, atom.Figcaption,
		atom.Address, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir, atom.Dl,
		atom.Fieldset, atom.Footer, atom.Hgroup, atom.Main, atom.Menu, atom.Ol, atom.Search, atom.Summary,
		atom.Pre, atom.Listing:
		b.closeParagraph()
		b.addElement()
	case atom.A:
		for i := len(b.formats) - 1; i >= 0 && b.formats[i] != nil; i-- {
			if n := b.formats[i]; n.DataAtom == atom.A {
				b.endFormat(atom.A)
				b.remove(n)
				b.dropFormat(n)
				break
			}
		}
		b.reopen()
		b.addFormat()
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		b.reopen()
		b.addFormat()
	case atom.Nobr:
		b.reopen()
		if b.find(anyScope, atom.Nobr) >= 0 {
			b.endFormat(atom.Nobr)
			b.reopen()
		}
		b.addFormat()
	case atom.Li:
		b.startItem(atom.Li, atom.Li)
	case atom.Dd, atom.Dt:
		b.startItem(atom.Dd, atom.Dt)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.closeParagraph()
		if isHeading(b.top().DataAtom) {
			b.pop()
		}
		b.addElement()
	case atom.Area, atom.Br, atom.Embed, atom.Img, atom.Keygen, atom.Wbr:
		b.reopen()
		b.addVoid()
	case atom.Image:
		b.tag, b.name = atom.Img, atom.Img.String()
		return false
	case atom.Param, atom.Source, atom.Track:
		b.addVoid()
	case atom.Input:
		b.close(anyScope, atom.Select)
		b.reopen()
		b.addVoid()
	case atom.Hr:
		if b.find(buttonScope, atom.P) >= 0 {
			b.closeImplied(atom.P)
			b.close(anyScope, atom.P)
		}
		if b.find(anyScope, atom.Select) >= 0 {
			b.closeImplied(0)
		}
		b.addVoid()
	case atom.Textarea, atom.Iframe, atom.Noembed, atom.Noscript:
		b.addRaw()
	case atom.Xmp:
		b.closeParagraph()
		b.reopen()
		b.addRaw()
	case atom.Button:
		if b.find(anyScope, atom.Button) >= 0 {
			b.closeImplied(0)
			b.close(anyScope, atom.Button)
		}
		b.reopen()
		b.addElement()
	case atom.Form:
		within := b.withinTemplate()
		if b.form != nil && !within {
			break
		}
		b.closeParagraph()
		if form := b.addElement(); !within {
			b.form = form
		}
	case atom.Applet, atom.Marquee, atom.Object:
		b.reopen()
		b.addElement()
		b.mark()
	case atom.Table:
		if !b.quirks {
			b.closeParagraph()
		}
		b.addElement()
		b.mode = inTable
	case atom.Select:
		if !b.close(anyScope, atom.Select) {
			b.reopen()
			b.addElement()
		}
	case atom.Option, atom.Optgroup:
		b.startOption()
	case atom.Rb, atom.Rtc, atom.Rp, atom.Rt:
		if b.find(anyScope, atom.Ruby) >= 0 {
			but := atom.Rtc
			if b.tag == atom.Rb || b.tag == atom.Rtc {
				but = 0
			}
			b.closeImplied(but)
		}
		b.addElement()
	case atom.Svg:
		return b.drawing()
	case atom.Html:
		if !b.withinTemplate() {
			b.addAttributes(b.open[0])
		}
	case atom.Body:
		if len(b.open) > 1 && b.open[1].DataAtom == atom.Body && !b.withinTemplate() {
			b.addAttributes(b.open[1])
		}
	case atom.Math, atom.Frameset:
		return b.giveUp()
	case atom.Caption, atom.Col, atom.Colgroup, atom.Frame, atom.Head, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
		// they are of tables
	default:
		if b.ofHead() {
			return true
		}
		b.reopen()
		b.addElement()
	}
	return true
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// startItem opens an item of a list, and closes the one before it: of one of two
// names.
func (b *builder) startItem(one, other atom.Atom) {
	for i := len(b.open) - 1; i >= 0; i-- {
		a := b.open[i].DataAtom
		if a == one || a == other {
			b.popTo(i)
			break
		}
		if special(a) && a != atom.Address && a != atom.Div && a != atom.P {
			break
		}
	}
	b.closeParagraph()
	b.addElement()
}

// startOption opens an option or a group of them.
func (b *builder) startOption() {
	if b.find(anyScope, atom.Select) >= 0 {
		but := atom.Optgroup
		if b.tag == atom.Optgroup {
			but = 0
		}
		b.closeImplied(but)
	} else if b.top().DataAtom == atom.Option {
		b.pop()
	}
	b.reopen()
	b.addElement()
}

// drawing adds an svg element of which nothing is left: what is in one has rules of
// its own.
func (b *builder) drawing() bool {
	const end = "</svg>"
	ends := strings.HasPrefix(b.in[b.at:], end)
	if len(b.attrs) > 0 || !ends && !b.closed {
		return b.giveUp()
	}
	b.reopen()
	b.addElement().Namespace = "svg"
	b.pop()
	if !b.closed {
		b.at += len(end)
	}
	return true
}

func (b *builder) endInBody() bool {
	switch b.tag {
	case atom.Div, atom.Ul, atom.Section, atom.Article, atom.Header, atom.Nav, atom.Figure, atom.Figcaption, atom.Button,
		atom.Address, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir, atom.Dl,
		atom.Fieldset, atom.Footer, atom.Hgroup, atom.Listing, atom.Main, atom.Menu, atom.Ol, atom.Pre, atom.Search,
		atom.Select, atom.Summary:
		if b.find(anyScope, b.tag) >= 0 {
			b.closeImplied(0)
			b.close(anyScope, b.tag)
		}
	case atom.P:
		if b.paragraphs == 0 || b.find(buttonScope, atom.P) < 0 {
			b.addImplied(atom.P)
		}
		b.close(buttonScope, atom.P)
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		b.endFormat(b.tag)
	case atom.Li:
		b.close(listScope, atom.Li)
	case atom.Dd, atom.Dt:
		b.close(anyScope, b.tag)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.endHeading()
	case atom.Form:
		b.endForm()
	case atom.Applet, atom.Marquee, atom.Object:
		if b.close(anyScope, b.tag) {
			b.clearFormats()
		}
	case atom.Br:
		b.attrs = b.attrs[:0]
		return b.startInBody()
	case atom.Body:
		if b.find(anyScope, atom.Body) >= 0 {
			b.mode = afterBody
		}
	case atom.Html:
		if b.find(anyScope, atom.Body) >= 0 {
			b.mode = afterBody
			return false
		}
	case atom.Template:
		return b.endTemplate()
	default:
		b.endOther()
	}
	return true
}

// endForm closes a form, and nothing that was opened within it and is still open.
func (b *builder) endForm() {
	i := b.find(anyScope, atom.Form)
	if b.withinTemplate() {
		if i >= 0 {
			b.closeImplied(0)
			b.close(anyScope, atom.Form)
		}
		return
	}
	form := b.form
	b.form = nil
	if form != nil && i >= 0 && b.open[i] == form {
		b.closeImplied(0)
		b.remove(form)
	}
}

// endHeading closes a heading of any level.
func (b *builder) endHeading() {
	for i := len(b.open) - 1; i >= 0; i-- {
		a := b.open[i].DataAtom
		if isHeading(a) {
			b.popTo(i)
			return
		}
		if stops(anyScope, a) {
			return
		}
	}
}

// endOther closes an element that has no rules of its own.
func (b *builder) endOther() {
	for i := len(b.open) - 1; i >= 0; i-- {
		n := b.open[i]
		if n.DataAtom == b.tag && (b.tag != 0 || n.Data == b.name) {
			b.popTo(i)
			return
		}
		if special(n.DataAtom) {
			return
		}
	}
}
