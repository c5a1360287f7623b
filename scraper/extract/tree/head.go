package tree

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const whitespace = " \t\r\n\f"

// skipSpace drops white space that a text begins with, and reports that the token
// is nothing else.
func (b *builder) skipSpace() bool {
	b.text = strings.TrimLeft(b.text, whitespace)
	return b.text == ""
}

// addSpace adds white space that a text begins with, and reports that the token is
// nothing else.
func (b *builder) addSpace() bool {
	rest := strings.TrimLeft(b.text, whitespace)
	b.addText(b.text[:len(b.text)-len(rest)])
	b.text = rest
	return rest == ""
}

// takeLoose reads what stands between elements and means the same in most modes: white
// space is kept, a comment too, a doctype is not. It reports false for all else.
func (b *builder) takeLoose(kind tokenKind) bool {
	switch kind {
	case textToken:
		return b.addSpace()
	case commentToken:
		return b.addComment(b.top())
	}
	return kind == doctypeToken
}

// takeBeforeHTML reads what is before the first element (HTML, 13.2.6.4.1 and 2).
func (b *builder) takeBeforeHTML(kind tokenKind) bool {
	switch kind {
	case textToken:
		if b.skipSpace() {
			return true
		}
	case commentToken:
		return b.addComment(b.root)
	case doctypeToken:
		if b.mode == initial {
			b.doctype()
		}
		b.mode = beforeHTML
		return true
	case startTag:
		if b.tag == atom.Html {
			b.addElement()
			b.mode = beforeHead
			return true
		}
	case endTag:
		if !b.endsHead() {
			b.mode = beforeHTML
			return true
		}
	}
	b.addImplied(atom.Html)
	b.mode = beforeHead
	return false
}

// endsHead reports one of the end tags that end the head of a page, also one that
// was not begun.
func (b *builder) endsHead() bool {
	switch b.tag {
	case atom.Head, atom.Body, atom.Html, atom.Br:
		return true
	}
	return false
}

// doctype adds the node of a doctype, and takes from it whether the page is in
// quirks mode. Those but the usual one are asked of html.Parse: in quirks mode, a
// table stands inside a paragraph.
func (b *builder) doctype() {
	n := b.room.node()
	n.Type, n.Data = html.DoctypeNode, "html"
	if b.quirks = false; b.text != "html" {
		root, err := html.Parse(strings.NewReader("<!DOCTYPE " + b.text + "><p><table>"))
		if err != nil || root.FirstChild.Type != html.DoctypeNode || strings.ContainsAny(b.text, "&>") {
			b.giveUp()
			return
		}
		n.Data, n.Attr = root.FirstChild.Data, root.FirstChild.Attr
		p := root.LastChild.LastChild.FirstChild
		b.quirks = p.FirstChild != nil
	}
	addChild(b.root, n)
}

func (b *builder) takeBeforeHead(kind tokenKind) bool {
	switch kind {
	case textToken:
		if b.skipSpace() {
			return true
		}
	case commentToken:
		return b.addComment(b.top())
	case doctypeToken:
		return true
	case startTag:
		switch b.tag {
		case atom.Head:
			b.head = b.addElement()
			b.mode = inHead
			return true
		case atom.Html:
			return b.takeInBody(kind)
		}
	case endTag:
		if !b.endsHead() {
			return true
		}
	}
	b.head = b.addImplied(atom.Head)
	b.mode = inHead
	return false
}

func (b *builder) takeInHead(kind tokenKind) bool {
	if b.takeLoose(kind) {
		return true
	}
	switch kind {
	case startTag:
		switch b.tag {
		case atom.Html:
			return b.takeInBody(kind)
		case atom.Head:
			return true
		case atom.Noscript:
			return b.addRaw()
		}
		if b.ofHead() {
			return true
		}
	case endTag:
		switch {
		case b.tag == atom.Head:
			b.pop()
			b.mode = afterHead
			return true
		case b.tag == atom.Template:
			return b.endTemplate()
		case !b.endsHead():
			return true
		}
	}
	b.pop()
	b.mode = afterHead
	return false
}

// ofHead adds an element that is of the head wherever it stands; it reports false
// for all others.
func (b *builder) ofHead() bool {
	switch b.tag {
	case atom.Base, atom.Basefont, atom.Bgsound, atom.Link, atom.Meta:
		b.addVoid()
	case atom.Script, atom.Title, atom.Noframes, atom.Style:
		b.addRaw()
	case atom.Template:
		b.startTemplate()
	default:
		return false
	}
	return true
}

func (b *builder) takeAfterHead(kind tokenKind) bool {
	if b.takeLoose(kind) {
		return true
	}
	switch kind {
	case startTag:
		switch b.tag {
		case atom.Html:
			return b.takeInBody(kind)
		case atom.Body:
			b.addElement()
			b.mode = inBody
			return true
		case atom.Frameset:
			return b.giveUp()
		case atom.Head:
			return true
		}
		b.push(b.head) // what is of it may come late
		ofHead := b.ofHead()
		b.remove(b.head)
		if ofHead {
			return true
		}
	case endTag:
		if b.tag == atom.Template {
			return b.endTemplate()
		}
		if b.tag == atom.Head || !b.endsHead() {
			return true
		}
	}
	b.addImplied(atom.Body)
	b.mode = inBody
	return kind == endOfPage
}

// takeAfterBody reads what follows the end of body or html. All but comments and
// white space is of the body nevertheless.
func (b *builder) takeAfterBody(kind tokenKind) bool {
	switch kind {
	case endOfPage:
		return true
	case textToken:
		if strings.Trim(b.text, whitespace) == "" {
			return b.takeInBody(kind)
		}
	case startTag:
		if b.tag == atom.Html {
			return b.takeInBody(kind)
		}
	case endTag:
		if b.tag == atom.Html && b.mode == afterBody {
			b.mode = afterAfterBody
			return true
		}
	case commentToken:
		if b.mode == afterBody {
			return b.addComment(b.open[0])
		}
		return b.addComment(b.root)
	case doctypeToken:
		if b.mode == afterAfterBody {
			return true
		}
	}
	b.mode = inBody
	return false
}
