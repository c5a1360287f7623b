package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// br ends a paragraph when another br follows, or when single ones part
// paragraphs in this element; otherwise it is a space.
func (w *writer) br(c *html.Node) {
	if w.breaks {
		w.flush()
		return
	}
	next := c.NextSibling
	for next != nil && next.Type != html.ElementNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.DataAtom == atom.Br || w.endsParagraph(c) {
		w.flush()
		return
	}
	w.line.WriteByte(' ')
}

// Letters of the lines around a single br that parts paragraphs. Lines of verse
// and of addresses are shorter, and end without a full stop.
const lineBefore, lineAfter = 60, 30

// endsParagraph reports a single br with a whole sentence before it, as long as a
// short paragraph, and more than a few words behind it.
func (w *writer) endsParagraph(br *html.Node) bool {
	if w.line.Len() < lineBefore || !endsParagraph(w.line.String()) {
		return false
	}
	// What follows is looked at first: it is short, or the line ends here, so that
	// no line is weighed twice.
	letters := 0
	for n := br.NextSibling; n != nil && n.DataAtom != atom.Br && letters < lineAfter; n = n.NextSibling {
		switch {
		case n.Type == html.TextNode:
			letters += weigh(n.Data)
		case isBlock(n.DataAtom) && !isSoft(n.DataAtom):
			return false
		default:
			letters += weigh(w.d.text(n))
		}
	}
	return letters >= lineAfter && weigh(w.line.String()) >= lineBefore
}

// endsParagraph reports text that ends with a full stop, perhaps quoted.
func endsParagraph(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(s)
	return endsSentence(s) && !strings.ContainsRune(":;,،", r)
}

// singleBreaks reports an element whose paragraphs are parted by one br each:
// several runs of text, long on average, and nowhere two br together.
func singleBreaks(n *html.Node) bool {
	runs, letters, fresh := 0, 0, true
	lastBreak := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			if l := weigh(c.Data); l > 0 {
				if fresh {
					runs++
				}
				letters += l
				fresh, lastBreak = false, false
			}
		case c.Type != html.ElementNode:
		case c.DataAtom == atom.Br:
			if lastBreak {
				return false
			}
			fresh, lastBreak = true, true
		default:
			lastBreak = false
			if c.DataAtom == atom.P {
				return false
			}
		}
	}
	return runs >= 3 && letters/runs >= proseLetters
}
