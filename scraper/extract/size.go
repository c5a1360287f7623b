package extract

import (
	"bytes"
	"fmt"

	"newskeep/scraper/news"
)

// mostElements is the largest page read, in elements. One costs about a kilobyte
// while it is read, however few bytes it was written with; the longest pages of
// newspapers have some ten thousand.
const mostElements = 250_000

// refuseSize tells markup that would make too large a tree; nil: go on. most is the
// most elements it can make, -1 when that is not known.
func refuseSize(body []byte, most int) *news.Reading {
	if most >= 0 && most <= mostElements {
		return nil
	}
	if n := elements(body); n > mostElements {
		return refuse(news.ReasonTooLarge, fmt.Sprintf("a page of more than %d elements in %d bytes", mostElements, len(body)))
	}
	return nil
}

// elements estimates how many elements parsing a page makes, and stops counting
// beyond [mostElements]. The tree may be much larger than the markup: a parser
// opens bold, font and their like anew in every block until they are closed (HTML,
// 13.2.4.3, "Reconstruct the active formatting elements"), so that a page of 60 kB
// can ask for millions.
func elements(body []byte) int {
	n, attributes, paragraphs := 0, 0, 0
	var open formatting
	for rest := body; n <= mostElements; {
		at := bytes.IndexByte(rest, '<')
		if at < 0 || at+1 >= len(rest) {
			break
		}
		rest = rest[at+1:]
		end := rest[0] == '/'
		if end {
			rest = rest[1:]
		}
		name := tagName(rest)
		switch {
		case len(name) == 0:
			if !end && len(rest) > 0 && (rest[0] == '!' || rest[0] == '?') {
				n++ // a comment
			}
			continue
		case reopened(name):
			if end {
				open.leave(name)
				break
			}
			length, attrs := tagLength(rest)
			open.enter(name, rest[:length])
			attributes += attrs
			rest = rest[length:]
			n++
			continue
		case end:
			n += open.again()
			if len(name) == 1 && name[0]|0x20 == 'p' {
				if paragraphs--; paragraphs < 0 { // an end without a beginning makes an empty one
					paragraphs = 0
					n++
				}
			}
		default:
			length, attrs := tagLength(rest)
			attributes += attrs
			n += 1 + open.again()
			if len(name) == 1 && name[0]|0x20 == 'p' {
				paragraphs++
			}
			rest = rest[length:]
			continue
		}
		rest = rest[len(name):]
		if attributes > 16*mostElements { // they take a sixteenth of an element
			return mostElements + 1
		}
	}
	return n + attributes/16
}

// tagName is the name that b begins with; empty when b begins with no letter.
func tagName(b []byte) []byte {
	if len(b) == 0 || b[0]|0x20 < 'a' || b[0]|0x20 > 'z' {
		return nil
	}
	for i, c := range b {
		switch c {
		case ' ', '\t', '\n', '\r', '\f', '/', '>', '<':
			return b[:i]
		}
	}
	return b
}

// tagLength is how far a tag goes, up to its end mark, and how many attributes it
// has.
func tagLength(b []byte) (length, attributes int) {
	inside := true // a name or value, the tag's first
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '>':
			return i, attributes
		case ' ', '\t', '\n', '\r', '\f', '/':
			inside = false
		case '"', '\'':
			if i > 0 && b[i-1] == '=' {
				to := bytes.IndexByte(b[i+1:], c)
				if to < 0 {
					return len(b), attributes
				}
				i += to + 1
				inside = false
			}
		case '=':
			inside = true
		default:
			if !inside {
				inside = true
				attributes++
			}
		}
	}
	return len(b), attributes
}

// reopened reports the elements that the standard calls formatting, apart from a
// and nobr, of which only one is ever open.
func reopened(name []byte) bool { return formatOf(name) > 0 }

// formatNames are these elements.
var formatNames = [...]string{"", "b", "i", "s", "u", "em", "tt", "big", "code", "font", "small", "strike", "strong"}

// formatOf is the place of a name in formatNames, 0 when it is none of them.
func formatOf(name []byte) int {
	if len(name) == 0 || len(name) > 6 {
		return 0
	}
	switch name[0] | 0x20 {
	case 'b', 'i', 's', 'u', 'e', 't', 'c', 'f':
	default:
		return 0
	}
	for i, format := range formatNames {
		if len(format) == len(name) && equalFold(name, format) {
			return i
		}
	}
	return 0
}

// sizeBound counts the most elements that parsing a page can make, as its tags go
// by: that no page of a newspaper comes near the limit is told without reading it
// once more.
type sizeBound struct {
	n, attributes int
	open          [len(formatNames)]int // formatting elements that may be open
	formats       int                   // sum of open
}

// start takes in a start tag.
func (b *sizeBound) start(format int) {
	b.n++
	if format > 0 {
		b.open[format]++
		b.formats++
		return
	}
	b.n += b.formats
}

// end takes in an end tag, which may open formatting elements anew, and with p and
// br is an element by itself.
func (b *sizeBound) end(format int) {
	if format > 0 {
		if b.open[format] > 0 {
			b.open[format]--
			b.formats--
		}
		return
	}
	b.n += 1 + b.formats
}

func (b *sizeBound) most() int { return b.n + b.attributes/16 }

// formatting are the formatting elements open at a place, as far as the parser
// remembers them: three of the same tag (HTML, 13.2.4.3, the "Noah's Ark clause"),
// and never more than it lets elements be open.
type formatting struct {
	open []formattingTag
}

type formattingTag struct {
	name, tag []byte
}

// mostOpen is how deep the parser of x/net goes.
const mostOpen = 512

func (f *formatting) enter(name, tag []byte) {
	if len(f.open) >= mostOpen {
		return
	}
	same := 0
	for _, o := range f.open {
		if bytes.Equal(o.tag, tag) {
			same++
		}
	}
	if same < 3 {
		f.open = append(f.open, formattingTag{name, tag})
	}
}

func (f *formatting) leave(name []byte) {
	for i := len(f.open) - 1; i >= 0; i-- {
		if bytes.EqualFold(f.open[i].name, name) {
			f.open = append(f.open[:i], f.open[i+1:]...)
			return
		}
	}
}

// again is how many elements may be opened anew at a block. Up to two are open in
// the text of careful pages, which closes them before the block ends.
func (f *formatting) again() int { return max(0, len(f.open)-2) }
