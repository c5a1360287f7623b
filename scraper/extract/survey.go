package extract

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// survey is what one walk over the tree notes about every visible element, so
// that body, modules, listing and navigation are found without walking again. It
// is made before anything is cut and does not know of d.cut.
type survey struct {
	spots  []spot             // every visible element in document order; spots[0] is the root
	at     map[*html.Node]int // index in spots
	links  []int              // a[href]
	images []int              // img and its kin, see showsPicture and holdsPicture
	prose  int                // letters of all unlinked paragraphs, see isProse
	chrome []int              // regions that findNavigation found
	names  *nameMemory        // what class and id values met lately say
}

// spot is one visible element.
type spot struct {
	node    *html.Node
	parent  int  // index of the nearest element above; 0 for the root itself
	end     int  // index after the last spot inside
	own     int  // letters that stand directly in the element
	letters int  // letters inside, see measure
	linked  int  // those of them inside links
	stops   int  // commas, full stops and their like inside
	anchors int  // links inside
	blocks  int  // elements inside that stand on lines of their own; br and images are not among them
	name    name // what class and id say about it
}

// survey returns the notes on the page, made once.
func (d *document) survey() *survey {
	if d.surveyed == nil {
		s := &d.room.survey
		s.walk(d.root, 0, false)
		for i := range s.spots {
			if s.isProse(i) {
				s.prose += s.spots[i].letters
			}
		}
		d.surveyed = s
	}
	return d.surveyed
}

// walk notes n and all below it and returns n's index. The parser bounds the
// depth of the tree, and with it that of the recursion.
func (s *survey) walk(n *html.Node, parent int, linked bool) int {
	i := len(s.spots)
	s.spots = append(s.spots, spot{node: n, parent: parent})
	s.at[n] = i
	var t spot
	if n.Type == html.ElementNode {
		t.name = s.nameOf(n)
		switch n.DataAtom {
		case atom.A:
			if hasAttr(n, "href") {
				s.links = append(s.links, i)
				linked = true
				t.anchors = 1
			}
		case atom.Img:
			s.images = append(s.images, i)
		case 0:
			if showsPicture(n) {
				s.images = append(s.images, i)
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			letters, stops := measure(c.Data)
			t.own += letters
			t.stops += stops
		case html.ElementNode:
			if silent(c.DataAtom) && !opensFigure(c) || hidden(c) {
				if c.DataAtom == atom.Noscript && holdsPicture(c) {
					s.at[c] = len(s.spots)
					s.images = append(s.images, len(s.spots))
					s.spots = append(s.spots, spot{node: c, parent: i, end: len(s.spots) + 1})
				}
				continue
			}
			j := s.walk(c, i, linked)
			k := &s.spots[j]
			t.letters += k.letters
			t.linked += k.linked
			t.stops += k.stops
			t.anchors += k.anchors
			t.blocks += k.blocks
			if isBlock(c.DataAtom) && !isSoft(c.DataAtom) {
				t.blocks++
			}
		}
	}
	t.letters += t.own
	if linked {
		t.linked = t.letters
	}
	p := &s.spots[i]
	t.node, t.parent, t.end = n, parent, len(s.spots)
	*p = t
	return i
}

// opensFigure reports a button around a figure, or around the image of one, which shows
// it larger.
func opensFigure(n *html.Node) bool {
	if n.DataAtom != atom.Button {
		return false
	}
	inFigure := false
	for up, steps := n.Parent, 0; up != nil && steps < 3; up, steps = up.Parent, steps+1 {
		inFigure = inFigure || up.DataAtom == atom.Figure
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Figure || inFigure && c.DataAtom == atom.Img {
			return true
		}
	}
	return false
}

// nameOf is [nameOf] for one of many elements: most values of class stand on
// several.
func (s *survey) nameOf(n *html.Node) name {
	var found name
	for i := range n.Attr {
		a := &n.Attr[i]
		if a.Key != "class" && a.Key != "id" {
			found |= nameBy(a)
			continue
		}
		found |= s.names.of(a)
	}
	return found
}

// nameMemory is what values of class and id say that were met lately: each has one
// place, and the next one with that place takes it. Pages hold a few hundred.
type nameMemory [4096]struct {
	value string
	says  name
}

var namePlaces = maphash.MakeSeed()

func (m *nameMemory) of(a *html.Attribute) name {
	at := &m[maphash.String(namePlaces, a.Val)%uint64(len(m))]
	if at.value != a.Val {
		at.value, at.says = strings.Clone(a.Val), nameBy(a) // not a part of the page
	}
	return at.says
}

// isSoft are the block elements that also stand within a paragraph.
func isSoft(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Img, atom.Picture, atom.Time, atom.Label, atom.Hr:
		return true
	}
	return false
}

// measure counts the letters and digits of s, and the marks that end or part
// sentences. A letter of a script that writes a word in one or two signs (Han,
// kana, Hangul, Thai and their neighbours) counts three.
func measure(s string) (letters, stops int) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x80 {
			l, st := measureWide(s[i:])
			return letters + l, stops + st
		}
		weight := byteWeights[c]
		letters += int(weight & 1)
		stops += int(weight >> 1)
	}
	return letters, stops
}

// byteWeights is 1 for letters and digits of ASCII, 2 for the marks that measure
// counts: a look into a table takes half the time of comparisons.
var byteWeights = func() (table [256]uint8) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
		table[c] = 1
	}
	for _, c := range []byte(".,;!?") {
		table[c] = 2
	}
	return table
}()

// weigh is how much text s is: its letters, as measure counts them.
func weigh(s string) int {
	letters, _ := measure(s)
	return letters
}

func measureWide(s string) (letters, stops int) {
	for _, r := range s {
		weight := uint8(0)
		if uint32(r) < uint32(len(runeWeights)) {
			weight = runeWeights[r]
		} else {
			weight = weightOf(r)
		}
		letters += int(weight & 3)
		stops += int(weight >> 2)
	}
	return letters, stops
}

// runeWeights is weightOf of the scripts from Latin to Thai, of punctuation and of
// kana.
var runeWeights = func() (table [0x3100]uint8) {
	for r := range table {
		table[r] = weightOf(rune(r))
	}
	return table
}()

// weightOf is how many letters measure counts for a rune, 4 for a mark that it
// counts.
func weightOf(r rune) uint8 {
	switch {
	case r >= 0x3040 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7af || r >= 0x0e00 && r <= 0x0eff || r >= 0x1780 && r <= 0x17ff:
		return 3
	case strings.ContainsRune(".,;!?،؛؟。、，।۔", r):
		return 4
	case isWordRune(r):
		return 1
	}
	return 0
}

// isWordRune reports a letter or a digit.
func isWordRune(r rune) bool {
	if uint32(r) < uint32(len(wordRunes)) {
		return wordRunes[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// wordRunes is isWordRune of the scripts from Latin to Arabic.
var wordRunes = func() (table [0x800]bool) {
	for r := range table {
		table[r] = unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r))
	}
	return table
}()

// proseLetters is the least number of letters of a paragraph that is surely
// running text and no teaser, label or caption.
const proseLetters = 80

// isProse reports an element that is one paragraph of running text.
func (s *survey) isProse(i int) bool {
	p := &s.spots[i]
	if p.letters < proseLetters || p.own*3 < p.letters || p.linked*2 > p.letters {
		return false
	}
	switch p.node.DataAtom {
	case atom.P:
		return true
	case atom.Div, atom.Section, atom.Article, atom.Td, atom.Span, atom.Blockquote, atom.Body:
		return p.own >= proseLetters && p.stops > 0
	}
	return false
}

// inside reports whether spot i lies in the subtree of spot j, or is it.
func (s *survey) inside(i, j int) bool { return i >= j && i < s.spots[j].end }

// isCut reports whether spot i or one above it was cut.
func (d *document) isCut(s *survey, i int) bool {
	if len(d.cut) == 0 {
		return false
	}
	for {
		if d.cut[s.spots[i].node] {
			return true
		}
		if i == 0 {
			return false
		}
		i = s.spots[i].parent
	}
}

// holdsImage reports an img in spot i, or being it.
func (s *survey) holdsImage(i int) bool {
	k, _ := slices.BinarySearch(s.images, i)
	return k < len(s.images) && s.images[k] < s.spots[i].end
}

// linksIn is the number of links among the spots from low to before high.
func (s *survey) linksIn(low, high int) int {
	first, _ := slices.BinarySearch(s.links, low)
	end, _ := slices.BinarySearch(s.links, high)
	return end - first
}

// inChrome reports a spot in one of the regions of the menu.
func (s *survey) inChrome(i int) bool {
	for _, c := range s.chrome {
		if s.inside(i, c) {
			return true
		}
	}
	return false
}

// under reports whether spot i stands inside an element of one of the kinds.
func (s *survey) under(i int, kinds ...atom.Atom) bool {
	for ; i > 0; i = s.spots[i].parent {
		for _, k := range kinds {
			if s.spots[i].node.DataAtom == k {
				return true
			}
		}
	}
	return false
}

// headingLevel is 1 to 6 for h1 to h6, otherwise 0.
func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}
