package extract

import (
	"strings"

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
		w := liner{d: d}
		w.block(d.root, nil)
		w.flush()
		d.current, d.currentCuts = w.out, len(d.cut) // nothing is ever taken out of cut
	}
	return d.current
}

type liner struct {
	d     *document
	out   []line
	b     strings.Builder
	now   line
	level int
}

// flush ends the current line.
func (w *liner) flush() {
	if w.b.Len() > 0 {
		raw := w.b.String()
		w.b.Reset()
		if w.now.text = squeeze(strings.ReplaceAll(raw, apart, " ")); w.now.text != "" {
			if len(w.now.text) <= longestLabelLine {
				w.now.parts = split(raw)
			}
			w.out = append(w.out, w.now)
		}
	}
	w.now = line{}
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
			w.b.WriteString(c.Data)
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
		w.b.WriteString(apart)
		w.block(c, holder)
		w.b.WriteString(apart)
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
			w.now.links = append(w.now.links, c)
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
