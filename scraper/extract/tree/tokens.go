package tree

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tokenKind says what a token is.
type tokenKind int

const (
	endOfPage tokenKind = iota
	textToken
	commentToken
	doctypeToken
	startTag
	endTag
	strange // not read here
)

// mostAttributes of a tag are looked through for each of them.
const mostAttributes = 64

// tokens reads a page token by token. Its fields but the first three are those of
// the last token.
type tokens struct {
	in  string
	at  int       // where the next token begins
	raw atom.Atom // the element whose text follows, in which no other tags are; 0: none

	text   string           // of a text, comment or doctype
	tag    atom.Atom        // 0 when the name has none
	name   string           // in small letters
	attrs  []html.Attribute // of a start tag
	closed bool             // a start tag that ends with a slash
}

// Classes of bytes.
const (
	space     = 1 << iota
	endsName  // of a tag, or of an attribute
	capital   // letter of ASCII
	smallest  // letter of ASCII that is no capital
	endsValue // without quotes
)

var bytesOf = func() (class [256]uint8) {
	for _, c := range []byte(" \n\r\t\f") {
		class[c] = space | endsName | endsValue
	}
	class['/'] = endsName
	class['>'] = endsName | endsValue
	for c := 'a'; c <= 'z'; c++ {
		class[c], class[c-0x20] = smallest, capital
	}
	return class
}()

func isLetter(c byte) bool { return bytesOf[c]&(capital|smallest) != 0 }

// next reads a token.
func (t *tokens) next() tokenKind {
	in, from := t.in, t.at
	if raw := t.raw; raw != 0 {
		t.raw = 0
		end, ok := rawEnd(in, from, raw.String())
		if !ok {
			return strange
		}
		if end > from {
			t.text, t.at = in[from:end], end
			if raw == atom.Title || raw == atom.Textarea {
				t.text = unescape(t.text)
			}
			return textToken
		}
	}
	for i := from; ; {
		lt := strings.IndexByte(in[i:], '<')
		if lt < 0 || i+lt+1 == len(in) {
			t.text, t.at = unescape(in[from:]), len(in)
			if from == len(in) {
				return endOfPage
			}
			return textToken
		}
		i += lt
		c := in[i+1]
		if !isLetter(c) && c != '/' && c != '!' && c != '?' {
			i++ // a character of the text
			continue
		}
		if i > from {
			t.text, t.at = unescape(in[from:i]), i
			return textToken
		}
		switch {
		case c == '!':
			return t.declaration(i + 2)
		case c == '?':
			return t.untilAngle(i+1, commentToken)
		case c != '/':
			return t.start(i + 1)
		case i+2 == len(in):
			t.text, t.at = in[i:], len(in)
			return textToken
		case isLetter(in[i+2]):
			return t.end(i + 2)
		case in[i+2] == '>':
			t.text, t.at = "", i+3
			return commentToken
		}
		return t.untilAngle(i+2, commentToken)
	}
}

// untilAngle reads a token that goes from i to the next angle bracket.
func (t *tokens) untilAngle(i int, kind tokenKind) tokenKind {
	if n := strings.IndexByte(t.in[i:], '>'); n >= 0 {
		t.text, t.at = unescape(t.in[i:i+n]), i+n+1
	} else {
		t.text, t.at = unescape(t.in[i:]), len(t.in)
	}
	return kind
}

// declaration reads what begins with an exclamation mark before i.
func (t *tokens) declaration(i int) tokenKind {
	rest := t.in[i:]
	switch {
	case len(rest) < 2:
		return strange
	case rest[0] == '-' && rest[1] == '-':
		rest = rest[2:]
		end := strings.Index(rest, "-->")
		if end < 0 || rest[0] == '>' || strings.HasPrefix(rest, "->") || strings.Contains(rest[:end], "--!>") {
			return strange
		}
		t.text, t.at = unescape(rest[:end]), i+2+end+len("-->")
		return commentToken
	case len(rest) >= len("doctype") && strings.EqualFold(rest[:len("doctype")], "doctype"):
		for i += len("doctype"); i < len(t.in) && bytesOf[t.in[i]]&space != 0; {
			i++
		}
		return t.untilAngle(i, doctypeToken)
	}
	return t.untilAngle(i, commentToken)
}

// readName reads the name of the tag that begins at i, and says where it ends.
func (t *tokens) readName(i int) int {
	from, capitals := i, false
	for i < len(t.in) && bytesOf[t.in[i]]&endsName == 0 {
		capitals = capitals || bytesOf[t.in[i]]&capital != 0
		i++
	}
	t.name = t.in[from:i]
	if capitals {
		t.name = lower(t.name)
	}
	if t.tag = atom.Lookup([]byte(t.name)); t.tag != 0 {
		t.name = t.tag.String()
	}
	return i
}

// lower is s with small letters for the capitals of ASCII.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if bytesOf[c]&capital != 0 {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// end reads the end tag whose name begins at i.
func (t *tokens) end(i int) tokenKind {
	i = t.readName(i)
	if i < len(t.in) && t.in[i] == '>' {
		t.at = i + 1
		return endTag
	}
	if i = t.readAttributes(i); i < 0 {
		return t.cutOff()
	}
	t.at = i
	return endTag
}

// cutOff is the token of a tag that the page ends in: nothing is made of it.
func (t *tokens) cutOff() tokenKind {
	if len(t.attrs) > mostAttributes {
		return strange
	}
	t.at = len(t.in)
	return endOfPage
}

// start reads the start tag whose name begins at i.
func (t *tokens) start(i int) tokenKind {
	i = t.readName(i)
	t.attrs, t.closed = t.attrs[:0], false
	if i < len(t.in) && t.in[i] == '>' {
		i++
	} else if i = t.readAttributes(i); i < 0 {
		return t.cutOff()
	}
	t.at = i
	switch t.tag {
	case atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Script, atom.Style, atom.Textarea, atom.Title, atom.Xmp:
		t.raw = t.tag
	case atom.Plaintext:
		return strange
	}
	return startTag
}

// readAttributes reads what follows the name of a tag, and says where the tag
// ends; -1 when the page ends before, or when there are too many. (Those of end
// tags are read too: where they end hangs on it.)
func (t *tokens) readAttributes(i int) int {
	in := t.in
	t.attrs, t.closed = t.attrs[:0], false
	for {
		for i < len(in) && bytesOf[in[i]]&space != 0 {
			i++
		}
		if i == len(in) {
			return -1
		}
		if in[i] == '>' {
			return i + 1
		}
		// A name may begin with an equals sign.
		from, capitals := i, bytesOf[in[i]]&capital != 0
		if bytesOf[in[i]]&endsName == 0 {
			for i++; i < len(in) && bytesOf[in[i]]&endsName == 0 && in[i] != '='; i++ {
				capitals = capitals || bytesOf[in[i]]&capital != 0
			}
		}
		key := in[from:i]
		for i < len(in) && bytesOf[in[i]]&space != 0 {
			i++
		}
		if i == len(in) {
			return -1
		}
		val := ""
		switch t.closed = false; in[i] {
		case '/':
			i++
			t.closed = i < len(in) && in[i] == '>'
		case '=':
			if val, i = value(in, i+1); i < 0 {
				return -1
			}
		}
		if capitals {
			key = lower(key)
		}
		if key != "" && !t.has(key) {
			if len(t.attrs) > mostAttributes {
				return -1
			}
			t.attrs = append(t.attrs, html.Attribute{Key: key, Val: val})
		}
	}
}

// has reports an attribute that the tag gave before.
func (t *tokens) has(key string) bool {
	for i := range t.attrs {
		if t.attrs[i].Key == key {
			return true
		}
	}
	return false
}

// value reads the value that follows an equals sign before i, and says where it
// ends; -1 when the page ends in it.
func value(in string, i int) (string, int) {
	for i < len(in) && bytesOf[in[i]]&space != 0 {
		i++
	}
	if i == len(in) {
		return "", -1
	}
	switch c := in[i]; c {
	case '>':
		return "", i
	case '"', '\'':
		n := strings.IndexByte(in[i+1:], c)
		if n < 0 {
			return "", -1
		}
		return unescapeValue(in[i+1 : i+1+n]), i + n + 2
	}
	from := i
	for i++; i < len(in) && bytesOf[in[i]]&endsValue == 0; i++ {
	}
	if i == len(in) {
		return "", -1
	}
	return unescapeValue(in[from:i]), i
}

// rawEnd is where the end tag of an element of text begins, from i on. ok is false
// for a script that may hold another one (HTML, 13.2.5.17, "script data escape
// start").
func rawEnd(in string, i int, name string) (end int, ok bool) {
	for from := i; ; {
		lt := strings.IndexByte(in[i:], '<')
		if lt < 0 {
			return len(in), true
		}
		i += lt + 1
		rest := in[i:]
		if name == "script" && strings.HasPrefix(rest, "!--") {
			return from, false
		}
		if n := 1 + len(name); len(rest) > n && rest[0] == '/' && bytesOf[rest[n]]&endsName != 0 && strings.EqualFold(rest[1:n], name) {
			return i - 1, true
		}
	}
}
