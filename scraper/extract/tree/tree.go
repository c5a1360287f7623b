// Package tree makes the tree of a page: that of html.Parse, node for node, in a
// fifth of the time. Texts and values are parts of one copy of the page, nodes come
// out of memory that serves one page after the other, and a tag is read once.
//
// It follows the tokenizer and the insertion modes of golang.org/x/net/html, which
// follow HTML, 13.2. What needs the rare ones among them (framesets, formulas,
// drawings, text that leaves a table) is left to html.Parse: a page with any of it
// is parsed by it from the start. Its tests hold it to html.Parse over the pages of
// html5lib-tests, shuffled markup and what fuzzing finds; [Parse] can be replaced by
// html.Parse in one line, should that become as fast.
package tree

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// deepest is how many elements html.Parse lets be open at one time.
const deepest = 512

// Parse makes the tree of a page in UTF-8. The error is that of html.Parse: more
// than 512 open elements. Nodes are parts of room, and gone once it is emptied;
// strings are not.
func Parse(page []byte, room *Room) (*html.Node, error) {
	if root := build(page, room); root != nil {
		return root, nil
	}
	return html.Parse(bytes.NewReader(page))
}

// build is Parse of a page that is plain enough; nil for others.
func build(page []byte, room *Room) *html.Node {
	if bytes.IndexByte(page, 0) >= 0 {
		return nil
	}
	b := &builder{room: room, tokens: tokens{in: newlines(page)}, quirks: true}
	b.attrs, b.open, b.formats = room.pending[:0], room.open[:0], room.formats[:0]
	b.root = room.node()
	b.root.Type = html.DocumentNode
	for kind := startTag; kind != endOfPage && !b.lost; {
		kind = b.next()
		for !b.lost && !b.take(kind) {
		}
	}
	b.flush()
	room.pending, room.open, room.formats = b.attrs[:0], b.open[:0], b.formats[:0]
	if b.lost {
		room.Empty()
		return nil
	}
	return b.root
}

// newlines is the page with line feeds for carriage returns (HTML, 13.2.3.5,
// "Preprocessing the input stream").
func newlines(page []byte) string {
	if bytes.IndexByte(page, '\r') < 0 {
		return string(page)
	}
	var b strings.Builder
	b.Grow(len(page))
	for {
		at := bytes.IndexByte(page, '\r')
		if at < 0 {
			b.Write(page)
			return b.String()
		}
		b.Write(page[:at])
		b.WriteByte('\n')
		page = bytes.TrimPrefix(page[at+1:], []byte("\n"))
	}
}

// builder makes the tree out of tokens.
type builder struct {
	tokens
	room *Room
	root *html.Node

	mode, after mode         // the insertion mode, and that to go back to after a text
	open        []*html.Node // elements, the innermost at the end
	paragraphs  int          // p among them
	formats     []*html.Node // active formatting elements; nil is a marker
	templates   []mode       // what is in each template that is open
	head, form  *html.Node

	joined *html.Node // the last text, when it is made of several tokens
	joint  []byte     // its text
	quirks bool       // a table does not end a paragraph
	foster bool       // what would come right into a table comes before it
	lost   bool       // something is left to html.Parse
}

// mode is an insertion mode (HTML, 13.2.4.1).
type mode int

const (
	initial mode = iota
	beforeHTML
	beforeHead
	inHead
	afterHead
	inBody
	inText
	inTable
	inCaption
	inColumnGroup
	inTableBody
	inRow
	inCell
	inTemplate
	afterBody
	afterAfterBody
)

// take reads the token by the rules of the mode. It reports false when the token
// is to be read again, in another mode.
func (b *builder) take(kind tokenKind) bool {
	if kind == strange {
		return b.giveUp()
	}
	switch b.mode {
	case initial, beforeHTML:
		return b.takeBeforeHTML(kind)
	case beforeHead:
		return b.takeBeforeHead(kind)
	case inHead:
		return b.takeInHead(kind)
	case afterHead:
		return b.takeAfterHead(kind)
	case inBody:
		return b.takeInBody(kind)
	case inText:
		return b.takeInText(kind)
	case inTable:
		return b.takeInTable(kind)
	case inCaption:
		return b.takeInCaption(kind)
	case inColumnGroup:
		return b.takeInColumnGroup(kind)
	case inTableBody:
		return b.takeInTableBody(kind)
	case inRow:
		return b.takeInRow(kind)
	case inCell:
		return b.takeInCell(kind)
	case inTemplate:
		return b.takeInTemplate(kind)
	}
	return b.takeAfterBody(kind)
}

// giveUp leaves the page to html.Parse.
func (b *builder) giveUp() bool {
	b.lost = true
	return true
}

// top is the innermost open element, the document when there is none.
func (b *builder) top() *html.Node {
	if len(b.open) == 0 {
		return b.root
	}
	return b.open[len(b.open)-1]
}

// place is where things are added: the innermost open element. What comes before a
// table instead is left to html.Parse.
func (b *builder) place() *html.Node {
	t := b.top()
	if b.foster && isTable(t.DataAtom) {
		b.lost = true
	}
	return t
}

// addChild adds a node below parent.
func addChild(parent, n *html.Node) {
	n.Parent, n.PrevSibling = parent, parent.LastChild
	if parent.LastChild != nil {
		parent.LastChild.NextSibling = n
	} else {
		parent.FirstChild = n
	}
	parent.LastChild = n
}

// addElement adds the element of the token and opens it.
func (b *builder) addElement() *html.Node {
	n := b.room.node()
	n.Type, n.DataAtom, n.Data, n.Attr = html.ElementNode, b.tag, b.name, b.room.keep(b.attrs)
	addChild(b.place(), n)
	b.push(n)
	return n
}

// addImplied adds an element that no tag stands for, and opens it.
func (b *builder) addImplied(a atom.Atom) *html.Node {
	n := b.room.node()
	n.Type, n.DataAtom, n.Data = html.ElementNode, a, a.String()
	addChild(b.place(), n)
	b.push(n)
	return n
}

// addVoid adds an element without content.
func (b *builder) addVoid() {
	b.addElement()
	b.pop()
}

// addRaw adds an element whose content is text alone.
func (b *builder) addRaw() bool {
	b.addElement()
	b.after, b.mode = b.mode, inText
	return true
}

// addText adds text, to that before it when no element came between.
func (b *builder) addText(text string) {
	if text == "" {
		return
	}
	parent := b.place()
	if last := parent.LastChild; last != nil && last.Type == html.TextNode {
		// It is the last text of all. Many short ones are not copied each time.
		if b.joined != last {
			b.flush()
			b.joined, b.joint = last, append(b.joint[:0], last.Data...)
		}
		b.joint = append(b.joint, text...)
		return
	}
	n := b.room.node()
	n.Type, n.Data = html.TextNode, text
	addChild(parent, n)
}

// flush writes a text that is made of several tokens.
func (b *builder) flush() {
	if b.joined != nil {
		b.joined.Data = string(b.joint)
		b.joined = nil
	}
}

// addComment adds a comment below parent.
func (b *builder) addComment(parent *html.Node) bool {
	n := b.room.node()
	n.Type, n.Data = html.CommentNode, b.text
	addChild(parent, n)
	return true
}

// addAttributes gives an element those of the token that it has not.
func (b *builder) addAttributes(n *html.Node) {
	for _, a := range b.attrs {
		known := false
		for i := range n.Attr {
			known = known || n.Attr[i].Key == a.Key
		}
		if !known {
			n.Attr = append(n.Attr, a)
		}
	}
}

// takeInText reads what is in an element of text alone, and its end.
func (b *builder) takeInText(kind tokenKind) bool {
	switch kind {
	case textToken:
		text := b.text
		if n := b.top(); n.DataAtom == atom.Textarea && n.FirstChild == nil {
			text = withoutFirstLine(text)
		}
		b.addText(text)
		return true
	case endTag, endOfPage:
		b.pop()
	}
	b.mode = b.after
	return kind == endTag
}

// withoutFirstLine drops the line end that pre and textarea may begin with.
func withoutFirstLine(text string) string {
	text = strings.TrimPrefix(text, "\r") // written as a reference
	return strings.TrimPrefix(text, "\n")
}
