package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// isCorrection reports whether a text begins as a note of a correction: with one of
// the words for it, or with one and a day, "Correction, 3 March:".
func isCorrection(s string) bool {
	if startsWithAny(s, correctionWords) {
		return true
	}
	if word, _, ok := strings.Cut(s, ":"); ok && len(word) < 50 && startsWithAny(strings.TrimSpace(word)+":", correctionWords) {
		return true // French sets a space before the colon
	}
	head, _, ok := strings.Cut(s, ":")
	if !ok || len(head) > 60 || !hasDigit(head) {
		return false
	}
	head = strings.TrimSpace(head[:wordsEnd(head)])
	before := head[:max(0, strings.LastIndexByte(head, ' '))] // "Korrektur vom 3. März"
	return isCorrectionHead(head) || len(head)-len(before) < 6 && isCorrectionHead(before)
}

// isCorrectionHead reports a text that is the word alone, as a heading has it.
func isCorrectionHead(s string) bool {
	s = strings.TrimRight(s, " :.")
	return len(s) >= 4 && len(s) < 50 && startsWithAny(s+":", correctionWords)
}

// wordsEnd is where the words at the beginning of s end.
func wordsEnd(s string) int {
	if i := strings.IndexAny(s, ",(;–—-0123456789"); i >= 0 {
		return i
	}
	return len(s)
}

// corrected marks paragraphs under a heading that announces a correction, and adds
// notes that stand by themselves: above the text, under it, in a box of their own.
// Templates put them there, and readers find them.
func (w *writer) corrected(st *story) {
	for i := 1; i < len(st.blocks); i++ {
		if b := &st.blocks[i]; b.Type == news.Paragraph && st.blocks[i-1].Type == news.Heading && isCorrectionHead(st.blocks[i-1].Text) {
			b.Type = news.Correction
		}
	}
	if !w.hasText {
		return
	}
	at, ok := w.s.at[w.roots[0]]
	if !ok {
		return
	}
	scope := w.s.spots[at].parent
	for head, known := w.s.at[w.h.headline]; known && scope > 0 && (head < scope || head >= w.s.spots[scope].end); {
		scope = w.s.spots[scope].parent
	}
	within := map[*html.Node]bool{}
	for _, n := range w.roots {
		within[n] = true
	}
	var above, below []news.Block
	for i := scope + 1; i < w.s.spots[scope].end; i++ {
		p := &w.s.spots[i]
		fix := p.name&nameFix != 0
		switch {
		case within[p.node], w.v.skip[i] && !fix:
			i = p.end - 1
		case p.letters < 20 || p.letters > 900 || 2*p.linked > p.letters || !isBlock(p.node.DataAtom):
		case fix, w.announced(i):
			notes := w.noteIn(i)
			if i < at {
				above = append(above, notes...)
			} else {
				below = append(below, notes...)
			}
			i = p.end - 1
		}
	}
	if len(above)+len(below) > 0 {
		st.blocks = append(append(above, st.blocks...), below...)
	}
}

// announced reports a box or line that begins as a correction does.
func (w *writer) announced(i int) bool {
	first := firstText(w.s.spots[i].node)
	if !isCorrection(first) && !isCorrectionHead(first) {
		return false
	}
	p := &w.s.spots[i]
	if p.blocks == 0 {
		return isCorrection(w.d.text(p.node))
	}
	for j := i + 1; j < p.end; j++ { // the heading and what it announces in one box
		if c := &w.s.spots[j]; c.blocks == 0 && isBlock(c.node.DataAtom) {
			return c.letters < p.letters && isCorrectionHead(w.d.text(c.node))
		}
	}
	return false
}

// noteIn are the paragraphs of a note, without its heading.
func (w *writer) noteIn(i int) []news.Block {
	p := &w.s.spots[i]
	var notes []news.Block
	add := func(n *html.Node) {
		if text := w.d.text(n); !isCorrectionHead(text) {
			notes = append(notes, news.Block{Type: news.Correction, Text: text})
		}
	}
	for j := i + 1; j < p.end; j++ {
		if c := &w.s.spots[j]; c.blocks == 0 && c.letters >= 20 && isBlock(c.node.DataAtom) && c.node.DataAtom != atom.Br {
			add(c.node)
			j = c.end - 1
		}
	}
	if len(notes) == 0 {
		add(p.node)
	}
	return notes
}

// firstText is the first text in n that is not white space.
func firstText(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			if s := strings.TrimSpace(c.Data); s != "" {
				return s
			}
		}
	}
	return ""
}
