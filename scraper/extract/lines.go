package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// line is text that a reader sees on a line of its own.
type line struct {
	text  string
	parts []string     // of text, where inline elements or printed separators set them apart
	node  *html.Node   // the block element the text stands in
	links []*html.Node // anchors with an address in it
	from  *html.Node   // its first text node
	level int          // of a heading, 1 for h1; 0 otherwise
}

// lines are the lines of the page in reading order, without what was cut at the
// time of the call. Parts of one line that stand in elements of their own are
// kept apart by a space: "<span>By A</span><span>3 May</span>" is "By A 3 May".
func (d *document) lines() []line {
	if d.current == nil || d.currentCuts != len(d.cut) {
		room := &d.room.lines[0]
		if d.printed != nil {
			room = &d.room.lines[1]
		}
		w := liner{d: d}
		if !room.taken {
			w.out, w.parts, w.links, w.b, w.room = room.lines, room.parts, room.links, room.raw[:0], room.squeezed[:0]
		}
		w.block(d.root, nil)
		w.flush()
		if !room.taken {
			*room = lineRoom{lines: w.out, parts: w.parts, links: w.links, raw: w.b, squeezed: w.room, taken: true}
		}
		d.current, d.currentCuts = w.out, len(d.cut) // nothing is ever taken out of cut
	}
	return d.current
}

// lineRoom is memory for the lines of one page, used again for the next one. While
// its lines are in use it is taken, and other lines get memory of their own.
type lineRoom struct {
	lines         []line
	parts         []string
	links         []*html.Node
	raw, squeezed []byte
	taken         bool
}

// empty forgets the lines and keeps their memory.
func (r *lineRoom) empty() {
	clear(r.lines)
	clear(r.parts)
	clear(r.links)
	r.lines, r.parts, r.links, r.taken = r.lines[:0], r.parts[:0], r.links[:0], false
}

type liner struct {
	d     *document
	out   []line
	b     []byte   // the current line as it stands in the tree
	room  []byte   // where it is squeezed
	parts []string // those of all lines, one after the other
	links []*html.Node
	now   line
	level int
}

// flush ends the current line.
func (w *liner) flush() {
	if len(w.b) > 0 {
		marked := bytes.Contains(w.b, []byte(apart))
		switch from := w.now.from; {
		case !marked && from != nil && len(from.Data) == len(w.b):
			w.now.text = squeeze(from.Data) // all there is: most often no copy
		case !marked && plain(w.b):
			w.now.text = string(w.b)
		default:
			w.room = append(w.room[:0], w.b...)
			if marked {
				w.room = blank(w.room, apart)
			}
			w.now.text = string(squeezeBytes(w.room))
		}
		if w.now.text != "" {
			if len(w.now.text) <= longestLabelLine {
				w.split()
			}
			w.out = append(w.out, w.now)
		}
		w.b = w.b[:0]
	}
	w.now = line{}
}

// blank writes spaces over every mark in b.
func blank(b []byte, mark string) []byte {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte(mark))
		if i < 0 {
			return b
		}
		for k := range len(mark) {
			b[at+i+k] = ' '
		}
		at += i + len(mark)
	}
}

// split cuts the current line into its parts. Each is a piece of its text where
// it can be, so that nothing is copied.
func (w *liner) split() {
	first, from := len(w.parts), 0
	rest := w.b
	for len(rest) > 0 {
		end, size := nextSeparator(rest)
		if end == len(w.b) {
			w.parts = append(w.parts, w.now.text)
			break
		}
		w.room = append(w.room[:0], rest[:end]...)
		if part := squeezeBytes(w.room); len(part) > 0 {
			if i := strings.Index(w.now.text[from:], string(part)); i >= 0 {
				w.parts = append(w.parts, w.now.text[from+i:from+i+len(part)])
				from += i + len(part)
			} else {
				w.parts = append(w.parts, string(part))
			}
		}
		rest = rest[end+size:]
	}
	if len(w.parts) > first {
		w.now.parts = w.parts[first:len(w.parts):len(w.parts)]
	}
}

// nextSeparator is where the first separator of b begins, and its length; the
// length of b and 0 when there is none.
func nextSeparator(b []byte) (at, size int) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '|':
			return i, 1
		case c == 0xc2 || c == 0xe2 || c == 0xef: // the first bytes of the others
			if r, n := utf8.DecodeRune(b[i:]); strings.ContainsRune(separators, r) {
				return i, n
			}
		}
	}
	return len(b), 0
}

func (w *liner) block(n, holder *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			if w.now.from == nil {
				if strings.TrimSpace(c.Data) == "" {
					continue
				}
				w.now.from, w.now.node, w.now.level = c, holder, w.level
			}
			w.b = append(w.b, c.Data...)
		case html.ElementNode:
			w.element(c, holder)
		}
	}
}

func (w *liner) element(c, holder *html.Node) {
	if silent(c.DataAtom) || w.d.cut[c] || hidden(c) {
		return
	}
	switch {
	case c.DataAtom == atom.Time || c.DataAtom == atom.Label || c.DataAtom == atom.Span:
		// Time and label stand alone for [document.text], but in a line of labels
		// they are parts.
		w.b = append(w.b, apart...)
		w.block(c, holder)
		w.b = append(w.b, apart...)
	case isBlock(c.DataAtom):
		w.flush()
		level := w.level
		if l := headingLevel(c); l > 0 {
			w.level = l
		}
		w.block(c, c)
		w.flush()
		w.level = level
	default:
		if c.DataAtom == atom.A && hasAttr(c, "href") {
			w.links = append(w.links, c)
			first := len(w.links) - len(w.now.links) - 1
			w.now.links = w.links[first:len(w.links):len(w.links)]
		}
		w.block(c, holder)
	}
}

// apart marks where an inline element sets text apart (U+2063 INVISIBLE SEPARATOR,
// which no page prints).
const apart = "\u2063"

// separators are printed between the parts of a line of labels.
const separators = "|·•∙／" + apart

// split cuts a line into its parts.
func split(raw string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(raw, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = squeeze(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// allLines are the lines of the page before anything else was cut, made once.
func (d *document) allLines() []line {
	if d.printed == nil {
		d.printed = d.lines()
	}
	return d.printed
}

// labelled finds what follows a label of a profile rule: on its line, or on the
// next one when the label stands alone. Case does not count.
func (d *document) labelled(label string) (string, *html.Node) {
	want := strings.ToLower(squeeze(label))
	all := d.allLines()
	for i := range all {
		text := all[i].text
		if len(text) < len(want) || !strings.EqualFold(text[:len(want)], want) && !strings.HasPrefix(strings.ToLower(text), want) {
			continue
		}
		rest := strings.TrimSpace(strings.TrimLeft(text[min(len(text), len(want)):], " :："))
		if rest != "" && len(rest) < 300 {
			return rest, all[i].node
		}
		if rest == "" && i+1 < len(all) && len(all[i+1].text) < 300 {
			return all[i+1].text, all[i+1].node
		}
	}
	return "", nil
}
