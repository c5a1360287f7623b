package extract

import (
	"bytes"
	"strconv"
)

// slimmer copies the markup of a page without what no reader asks for: the text of
// scripts and styles, drawings and what is inside them, comments, white space
// between blocks, and attributes of behaviour. The tree of the copy is that of the
// page in everything else. Making it takes a tenth of what html.Parse takes for the
// page, and half the bytes of a page of news are scripts and styles.
//
// Where markup begins and ends follows the tokenizer of x/net/html. What it reads
// depends on the tree in one way alone: inside svg and math. So drawings are left
// out only when they are well-formed and of plain elements, and from the first
// thing that is not understood, the rest of the page is copied as it is.
type slimmer struct {
	in, out []byte
	from    int    // in[from:] is not copied yet
	scripts []span // sources left out, see [document.script]
	keep    *wanted
	spacing spacing
	size    sizeBound
}

// span is a part of a page, in bytes.
type span struct{ from, to int }

// elsewhere begins the text of a script whose source was left out; the number of
// the source follows. (U+001A, "substitute": no page prints it.)
const elsewhere = "\x1a"

// slim writes the slimmed page into out. Sources of scripts are parts of body.
// most is the most elements that parsing the page makes, -1 when that is not known.
func slim(body, out []byte, keep *wanted) (page []byte, scripts []span, most int) {
	s := &slimmer{in: body, out: out[:0], keep: keep}
	frames, whole := s.run()
	if frames {
		return append(s.out[:0], body...), nil, -1
	}
	most = -1
	if whole {
		most = s.size.most()
	}
	return append(s.out, s.in[s.from:]...), s.scripts, most
}

// leaveOut copies what is before from and goes on after to.
func (s *slimmer) leaveOut(from, to int) {
	s.out = append(s.out, s.in[s.from:from]...)
	s.from = to
}

// run goes through the page. frames reports one of frames, whose tree depends on
// texts that are left out, and whole that all of it was understood.
func (s *slimmer) run() (frames, whole bool) {
	text := 0 // where the text before the next tag begins
	for i := 0; i >= 0; {
		lt := bytes.IndexByte(s.in[i:], '<')
		if lt < 0 || i+lt+1 >= len(s.in) {
			return false, true
		}
		i += lt
		switch c := s.in[i+1]; {
		case isLetter(c):
			end := nameEnd(s.in, i+1)
			name := s.in[i+1 : end]
			kind := boxOf(name)
			if s.blank(text, i) {
				s.space(text, i, startEdge(kind))
			}
			if next := s.idle(kind, name, end); next >= 0 && s.partsNothing(i, next) {
				s.leaveOut(i, next)
				i, text = next, next
				continue
			}
			format := 0
			if kind == formatBox {
				format = formatOf(name)
			}
			s.size.start(format)
			next, closed := s.tag(end, format > 0 || kind == drawingBox)
			if next < 0 {
				return false, false
			}
			if kind == strangeBox && equalFold(name, "frameset") {
				return true, false
			}
			s.spacing.start(kind, kind == drawingBox && closed)
			if i = next; kind.holdsNoMarkup() {
				i = s.content(name, end, next, closed)
			}
			text = i
		case c == '/' && i+2 < len(s.in) && isLetter(s.in[i+2]):
			end := nameEnd(s.in, i+2)
			kind := boxOf(s.in[i+2 : end])
			if s.blank(text, i) {
				s.space(text, i, s.spacing.endEdge(kind))
			}
			format := 0
			if kind == formatBox {
				format = formatOf(s.in[i+2 : end])
			}
			s.size.end(format)
			s.spacing.end(kind)
			i, _ = tagEnd(s.in, end)
			text = i
		default:
			s.size.n++ // a comment
			next := s.declaration(i)
			if next > i+1 {
				if s.blank(text, i) {
					s.space(text, i, noEdge)
				}
				if bytes.HasPrefix(s.in[i:], []byte("<!--")) && s.partsNothing(i, next) {
					s.leaveOut(i, next)
				}
				text = next
			}
			i = next
		}
	}
	return false, false
}

// content deals with what follows a start tag, whose name and which itself end
// before nameTo and at, and says where to go on; -1: nowhere.
func (s *slimmer) content(name []byte, nameTo, at int, closed bool) int {
	if len(name) < 3 || len(name) > 9 {
		return at
	}
	var low [9]byte
	for i, c := range name {
		if low[i] = c; c >= 'A' && c <= 'Z' {
			low[i] = c | 0x20
		}
	}
	switch name := string(low[:len(name)]); name {
	case "script", "style":
		end := s.rawEnd(name, at)
		if end < 0 {
			return -1
		}
		if name == "style" || end == at {
			s.leaveOut(at, end)
		} else {
			s.leaveOut(at, end)
			s.out = append(s.out, elsewhere...)
			s.out = strconv.AppendInt(s.out, int64(len(s.scripts)), 10)
			s.scripts = append(s.scripts, span{at, end})
		}
		return end
	case "title", "textarea", "iframe", "noscript", "noembed", "noframes", "xmp":
		return s.rawEnd(name, at)
	case "plaintext", "math":
		return -1
	case "svg":
		if closed {
			return at
		}
		if s.in[at-2] == '/' {
			return -1 // of a value, or not: that depends on attributes written twice
		}
		end := -1
		if !s.spacing.choices { // where drawings are none
			end = drawing(s.in, at)
		}
		if end >= 0 && !s.keep.drawings {
			s.leaveOut(nameTo, at-1)
			s.leaveOut(at, end)
			return end
		}
		if end >= 0 {
			s.size.n += mostElements // not counted
		}
		return end
	}
	return at
}

// rawEnd is where the end tag of an element begins in which no other tags are
// read; -1 when there is none, or when it takes more to find it.
func (s *slimmer) rawEnd(name string, at int) int {
	for i := at; ; {
		k := bytes.Index(s.in[i:], []byte("</"))
		if k < 0 {
			return -1
		}
		i += k + 2
		end := i + len(name)
		if end >= len(s.in) {
			return -1
		}
		if !endsName(s.in[end]) || !equalFold(s.in[i:end], name) {
			continue
		}
		// In "<!-- <script>" an end tag ends nothing (HTML, 13.2.5.20 to 13.2.5.31).
		if name == "script" {
			if c := bytes.Index(s.in[at:i], []byte("<!--")); c >= 0 && holdsScriptTag(s.in[at+c:i]) {
				return -1
			}
		}
		return i - 2
	}
}

// holdsScriptTag reports the beginning of a script tag, in any case.
func holdsScriptTag(b []byte) bool {
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			return false
		}
		if b = b[i+1:]; len(b) >= 6 && equalFold(b[:6], "script") {
			return true
		}
	}
}

// endsName reports the bytes that end the name of a tag.
func endsName(c byte) bool { return nameEnds[c] > 0 }

func isSpace(c byte) bool { return nameEnds[c] > 1 }

// nameEnds is 2 for white space and 1 for the other bytes that end names.
var nameEnds = [256]uint8{' ': 2, '\n': 2, '\r': 2, '\t': 2, '\f': 2, '/': 1, '>': 1}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// equalFold compares with a name in small letters.
func equalFold(b []byte, name string) bool {
	if len(b) != len(name) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != name[i] {
			return false
		}
	}
	return true
}

// declaration passes a comment or what is read as one; at is its "<". It returns
// -1 when it does not end.
func (s *slimmer) declaration(at int) int {
	switch c := s.in[at+1]; {
	case c == '!' && bytes.HasPrefix(s.in[at:], []byte("<!--")):
		return commentEnd(s.in, at+4)
	case c == '/' && at+2 < len(s.in) && s.in[at+2] == '>':
		return at + 3
	case c == '!' || c == '?' || c == '/':
		gt := bytes.IndexByte(s.in[at+2:], '>')
		if gt < 0 || at+4 > len(s.in) {
			return -1
		}
		return at + 2 + gt + 1
	}
	return at + 1
}

// commentEnd is where the comment ends whose text begins at from: after "-->",
// "--!>", or ">" and "->" right at its beginning; -1 when it does not.
func commentEnd(b []byte, from int) int {
	for i := from; ; {
		gt := bytes.IndexByte(b[i:], '>')
		if gt < 0 {
			return -1
		}
		i += gt + 1
		text := b[from : i-1]
		if len(text) == 0 || len(text) == 1 && text[0] == '-' || bytes.HasSuffix(text, []byte("--")) || bytes.HasSuffix(text, []byte("--!")) {
			return i
		}
	}
}

// tag passes the attributes of a start tag, whose name ends before i, and leaves
// those out that no reader asks for, unless the whole tag is wanted: the parser
// compares formatting elements by their attributes, and whether svg and math close
// themselves depends on the last one. It returns where the tag ends, -1 when it
// does not, and whether it closes itself.
func (s *slimmer) tag(i int, whole bool) (end int, closed bool) {
	last := -1
	var gone attributeSet
	for {
		a, next, more := nextAttribute(s.in, i)
		if next < 0 {
			return -1, false
		}
		if !more {
			return next, s.in[next-2] == '/' && last != next-1
		}
		i, last = next, a.valueEnd
		s.size.attributes++
		// Without the attribute, an equals sign after it would belong to the one before.
		if !whole && a.keyEnd > a.key && s.in[next] != '=' && s.keep.drops(s.in[a.key:a.keyEnd], s.in[a.value:a.valueEnd], &gone) {
			s.leaveOut(a.key, a.valueEnd)
		}
	}
}
