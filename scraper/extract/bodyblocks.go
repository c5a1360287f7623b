package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// piece is one line of a body as found, before boilerplate is told from text.
type piece struct {
	news.Block
	from    atom.Atom // P, or Div for text that stands in no paragraph
	letters int
	stops   int
	linked  int  // letters inside links
	strong  bool // all of it is bold
	cite    bool // who is quoted, below the quotation
	links   []news.Link
	image   int // index in writer.pictures of an ImageBlock
}

// writer turns the containers of a story into pieces, in reading order.
type writer struct {
	d     *document
	s     *survey
	v     *values
	h     storyHints
	roots []*html.Node

	pictures []picture
	low      int // spot before which only openers of the article stand

	proseSought bool
	proseAbove  int                  // see lastProse
	unitOf      map[*html.Node][]int // elements that are an image with its caption -> pictures

	pieces  []piece
	kept    []piece     // pieces without boilerplate
	related []news.Link // of cards between the paragraphs
	line    strings.Builder
	links   []news.Link
	linked  int
	plain   int // letters of the line outside bold
	bold    int // depth of bold elements
	from    atom.Atom
	quote   bool
	breaks  bool // a single br parts paragraphs here
	prose   int  // letters of text so far
	done    bool // another article begins
	hasText bool
}

func newWriter(d *document, s *survey, v *values, h storyHints, roots []*html.Node) *writer {
	w := &writer{d: d, s: s, v: v, h: h, roots: roots, from: atom.Div}
	w.findPictures()
	return w
}

// write makes the story.
func (w *writer) write() *story {
	st := &story{node: w.main()}
	for _, n := range w.roots {
		if len(w.unitOf[n]) > 0 {
			w.units(n)
			continue
		}
		if n.DataAtom == atom.Ul || n.DataAtom == atom.Ol {
			w.element(n)
			continue
		}
		w.block(n)
		w.flush()
	}
	w.clean(st)
	w.corrected(st)
	st.dropLinkNotes()
	st.images = w.images(st)
	w.d.nameImages(st.images)
	st.dropLead()
	return st
}

// dropLead takes the lead image out of the blocks when it opens them and text
// follows: it stands above the text, whether or not one element holds both.
func (st *story) dropLead() {
	if len(st.blocks) < 2 || st.blocks[0].Type != news.ImageBlock || st.blocks[1].Type == news.ImageBlock {
		return
	}
	for _, p := range st.images {
		if p.Role == news.RoleLead && p.URL == st.blocks[0].URL {
			st.blocks = st.blocks[1:]
			return
		}
	}
}

// main is the container with most of the text.
func (w *writer) main() *html.Node {
	best, most := w.roots[0], -1
	for _, n := range w.roots {
		if i, ok := w.s.at[n]; ok && w.v.text[i] > most {
			best, most = n, w.v.text[i]
		}
	}
	return best
}

// block writes the children of a block element that holds text of the story.
func (w *writer) block(n *html.Node) {
	from, breaks := w.from, w.breaks
	switch n.DataAtom {
	case atom.P, atom.Pre, atom.Blockquote:
		w.from = atom.P
	case atom.Li:
	default:
		w.from = atom.Div
	}
	w.breaks = w.from == atom.Div && singleBreaks(n)
	w.inline(n)
	w.flush() // the last line is of this element, too
	w.from, w.breaks = from, breaks
}

// inline writes the children of n into the current line; blocks among them end it.
func (w *writer) inline(n *html.Node) {
	for c := n.FirstChild; c != nil && !w.done; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.text(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

func (w *writer) text(s string) {
	w.line.WriteString(s)
	if w.bold == 0 {
		letters := weigh(s)
		w.plain += letters
	}
}

func (w *writer) element(c *html.Node) {
	if w.d.cut[c] || hidden(c) {
		return
	}
	if len(w.unitOf[c]) > 0 {
		w.flush()
		w.units(c)
		return
	}
	switch c.DataAtom {
	case atom.Iframe, atom.Video, atom.Audio, atom.Object, atom.Embed:
		w.embed(c)
		return
	case atom.Br:
		w.br(c)
		return
	case atom.Figure:
		w.figure(c)
		return
	}
	i, ok := w.s.at[c]
	if !ok { // silent
		return
	}
	if w.v.skip[i] {
		w.skipped(c, i)
		return
	}
	if w.s.spots[i].name&nameAuthor != 0 && w.d.signs(c) {
		return
	}
	switch c.DataAtom {
	case atom.A:
		w.anchor(c)
	case atom.Sup:
		if a := firstLink(c); a == nil || !isNoteMark(a, w.d.text(c)) {
			w.inline(c)
		}
	case atom.B, atom.Strong:
		w.bold++
		w.inline(c)
		w.bold--
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush()
		if w.isQuoteBox(i) {
			w.quoted(c)
			return
		}
		w.heading(c, i)
	case atom.Blockquote:
		w.flush()
		w.blockquote(c, i)
	case atom.Ul, atom.Ol, atom.Dl:
		w.flush()
		w.list(c, i)
	case atom.Table:
		w.flush()
		w.table(c, i)
	case atom.Cite:
		if !w.quote || squeeze(w.line.String()) != "" {
			w.inline(c)
			return
		}
		// Who is quoted stands below the quotation, as short as a name may be.
		from, at := w.from, len(w.pieces)
		w.from = atom.P
		w.inline(c)
		w.flush()
		w.from = from
		for k := at; k < len(w.pieces); k++ {
			w.pieces[k].cite = true
		}
	default:
		if attr(c, "role") == "heading" && w.s.spots[i].letters <= maxHeading && !endsSentence(w.d.text(c)) {
			w.flush()
			w.heading(c, i)
			return
		}
		if c.DataAtom == atom.Aside && w.s.spots[i].name&nameFix == 0 || w.s.spots[i].name&nameQuote != 0 && w.s.spots[i].letters < 800 && isBlock(c.DataAtom) {
			w.flush()
			w.quoted(c)
			return
		}
		if isBlock(c.DataAtom) && !isSoft(c.DataAtom) || c.Data == "center" {
			w.flush()
			if w.isOffer(c, i) {
				return
			}
			at := len(w.pieces)
			w.block(c)
			w.flush()
			if p := &w.s.spots[i]; p.name&nameFix != 0 && p.letters < 900 {
				w.corrections(at)
			}
			return
		}
		w.line.WriteString(softSpace(c))
		w.inline(c)
		w.line.WriteString(softSpace(c))
	}
}

// corrections turns the paragraphs from a piece on into correction notes.
func (w *writer) corrections(from int) {
	for k := from; k < len(w.pieces); k++ {
		if w.pieces[k].Type == news.Paragraph {
			w.pieces[k].Type = news.Correction
		}
	}
}

// isOffer reports a box that asks the reader to subscribe, to sign in or to agree
// to something, instead of telling the story.
func (w *writer) isOffer(c *html.Node, i int) bool {
	p := &w.s.spots[i]
	if p.letters < 20 || p.letters > 2500 || c.DataAtom == atom.P || p.blocks == 0 || 3*w.v.unlinkedProse(i) > 2*w.s.prose {
		return false
	}
	n, kinds := countOffers(w.d.text(c))
	return n >= max(2, p.letters/150) && (kinds > 1 || w.acts(i)) // "registered" twice is a story of ships
}

// acts reports a part of the page with something to click, as every offer has.
func (w *writer) acts(i int) bool {
	if w.s.spots[i].anchors > 0 {
		return true
	}
	for c := range w.s.spots[i].node.Descendants() {
		switch c.DataAtom {
		case atom.Button, atom.Input, atom.Form:
			return true
		}
	}
	return false
}

// softSpace keeps words apart that time and label elements part on the screen.
func softSpace(n *html.Node) string {
	if isSoft(n.DataAtom) {
		return " "
	}
	return ""
}

// isNoteMark reports the number or sign in a text that leads to a note below it.
func isNoteMark(a *html.Node, text string) bool {
	return text != "" && len(text) < 8 && strings.HasPrefix(attr(a, "href"), "#") && strings.Trim(text, "0123456789[]()*†‡§^↩") == ""
}

// skipped writes what a part that is no text still gives: its embeds and the stories it
// points to.
func (w *writer) skipped(c *html.Node, i int) {
	w.related = append(w.related, w.cards(c, i)...)
	if w.s.spots[i].name&nameEmbed != 0 && c.DataAtom != atom.Form {
		w.flush()
		w.embedded(c)
	}
}

// anchor writes a link and notes where it leads.
func (w *writer) anchor(c *html.Node) {
	if isNoteMark(c, w.d.text(c)) {
		return
	}
	start := w.line.Len()
	at := len(w.pieces)
	w.inline(c)
	if len(w.pieces) != at || w.line.Len() < start {
		w.card(c, at)
		return
	}
	title := squeeze(w.line.String()[start:])
	if title == "" {
		return
	}
	letters := weigh(title)
	w.linked += letters
	if u := w.d.resolve(attr(c, "href")); u != "" {
		w.links = append(w.links, news.Link{Relation: news.Inline, URL: u, Title: title})
	}
}

// card takes the pieces from at on out again when the link around them is a card: it
// leads to another page and holds a title with a picture or some words.
func (w *writer) card(c *html.Node, at int) {
	i, ok := w.s.at[c]
	if !ok || w.s.spots[i].letters > lettersOfCards || !w.d.leadsAway(c) {
		return
	}
	titled := false
	for j := i + 1; j < w.s.spots[i].end; j++ {
		titled = titled || headingLevel(w.s.spots[j].node) > 0
	}
	if !titled || slices.ContainsFunc(w.pieces[at:], func(p piece) bool { return p.Type == news.ImageBlock }) {
		return
	}
	w.flush()
	w.pieces = w.pieces[:at]
	w.related = append(w.related, w.cards(c.Parent, w.s.spots[i].parent)...)
}

// flush ends the current line.
func (w *writer) flush() {
	if w.line.Len() == 0 {
		return
	}
	text := squeeze(w.line.String())
	p := piece{Block: news.Block{Type: news.Paragraph, Text: text}, from: w.from, linked: w.linked, links: w.links}
	p.letters, p.stops = measure(text)
	p.strong = w.plain == 0 && p.letters > 0
	if w.quote {
		p.Type = news.Quote
	}
	w.line.Reset()
	w.links, w.linked, w.plain = nil, 0, 0
	if text == "" {
		return
	}
	w.add(p)
}

func (w *writer) add(p piece) {
	if p.letters >= 40 && 2*p.linked < p.letters {
		w.prose += p.letters
	}
	w.pieces = append(w.pieces, p)
}

// heading writes a heading. One of the first level that is not the article's
// own, after some text, begins another article.
func (w *writer) heading(c *html.Node, i int) {
	if c == w.h.headline {
		return
	}
	text := w.d.text(c)
	if text == "" || sameText(text, w.h.headlineText) {
		return
	}
	level := headingLevel(c)
	if level == 1 && w.prose > 5*proseLetters && w.begins(i) {
		w.done = true
		return
	}
	p := piece{Block: news.Block{Type: news.Heading, Text: text, Level: level}, from: c.DataAtom}
	p.letters, p.stops = measure(text)
	p.linked = w.s.spots[i].linked
	if w.s.isLoud(i) && endsSentence(text) {
		p.Type, p.Level = news.Paragraph, 0
	}
	if a := firstLink(c); a != nil {
		if u := w.d.resolve(attr(a, "href")); u != "" {
			p.links = []news.Link{{Relation: news.Inline, URL: u, Title: text}}
		}
	}
	w.add(p)
}

// begins reports a heading that opens an article of its own: in an article
// element that the page's headline does not stand in.
func (w *writer) begins(i int) bool {
	head, ok := w.s.at[w.h.headline]
	if w.h.headline == nil || !ok {
		return false
	}
	for ; i > 0; i = w.s.spots[i].parent {
		if w.s.spots[i].node.DataAtom == atom.Article {
			return !w.s.inside(head, i)
		}
	}
	return false
}

// blockquote writes a quotation, or the embed of a post elsewhere.
func (w *writer) blockquote(c *html.Node, i int) {
	if w.s.spots[i].name&nameEmbed != 0 || hasAttr(c, "cite") && hasAttr(c, "data-video-id") || hasAttr(c, "data-instgrm-permalink") {
		w.embedded(c)
		return
	}
	if 2*w.s.spots[i].letters > w.s.spots[w.s.at[w.roots[0]]].letters && w.s.spots[i].letters > 800 {
		w.block(c) // a layout's indentation, not a quotation
		return
	}
	w.quoted(c)
}

func (w *writer) quoted(c *html.Node) {
	quote := w.quote
	w.quote = true
	w.block(c)
	w.flush()
	w.quote = quote
}

// isQuoteBox reports an element that is called a quotation, or is all that stands in one
// that is.
func (w *writer) isQuoteBox(i int) bool {
	p := &w.s.spots[i]
	up := &w.s.spots[p.parent]
	return p.letters < 800 && (p.name&nameQuote != 0 || up.name&nameQuote != 0 && up.letters == p.letters)
}

// holdsUnit reports whether an image of the story stands inside spot i.
func (w *writer) holdsUnit(i int) bool {
	for j := i; j < w.s.spots[i].end; j++ {
		if len(w.unitOf[w.s.spots[j].node]) > 0 {
			return true
		}
	}
	return false
}

// units writes the images of one element.
func (w *writer) units(n *html.Node) {
	for _, k := range w.unitOf[n] {
		w.pieces = append(w.pieces, piece{Block: news.Block{Type: news.ImageBlock, URL: w.pictures[k].URL}, image: k})
	}
}
