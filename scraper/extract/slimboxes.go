package extract

// boxKind is an element, as far as the nesting of blocks depends on it. Headings of
// all levels have one kind, as one ends another.
type boxKind uint8

const (
	otherBox   boxKind = iota
	voidBox            // has no content
	unseenVoid         // nor anything that a reader sees
	unseenBox          // has no text that a reader sees
	textBox            // its content is text, whatever it looks like
	drawingBox         // svg and math
	formatBox          // opened anew by the parser; a and nobr too
	strangeBox         // not followed
	choiceBox          // select
	cellBox            // a part of a table
	ruleBox            // hr
	partingBox         // not followed, but that it may end a paragraph
	xmpBox             // such a one, of text

	tableBox // what is inside it or a template is ended by no end tag beyond
	templateBox
	paragraphBox // p
	verbatimBox  // its white space may mean something
	buttonBox
	looseBox // blocks that readers take for none: one of each name
)

// blockNames are the blocks from looseBox on.
var blockNames = [...]string{
	"center", "dialog", "dir", "hgroup", "menu", "search",
	"h1", "li", "dd", "div", "address", "ul", "ol", "section", "article", "aside", "header", "footer", "nav", "main",
	"figure", "figcaption", "blockquote", "fieldset", "details", "summary", "dl",
}

const (
	firstOpen  = tableBox // from here on kinds are followed from start tag to end tag
	firstSeen  = looseBox + 6
	headingBox = firstSeen
	itemBox    = firstSeen + 1
	termBox    = firstSeen + 2
	divBox     = firstSeen + 3
	addressBox = firstSeen + 4
	ulBox      = firstSeen + 5
	olBox      = firstSeen + 6
)

// boxPlaces is much more than there are names, so that few share a place.
const boxPlaces = 1024

// boxTable finds the kind of a name without a map, since every tag of a page is
// looked up. Names that share a place stand in the next free ones.
var boxTable = func() (table [boxPlaces]struct {
	name string
	kind boxKind
}) {
	enter := func(kind boxKind, names ...string) {
		for _, name := range names {
			at := boxPlace([]byte(name))
			for table[at].name != "" {
				at = (at + 1) % boxPlaces
			}
			table[at].name, table[at].kind = name, kind
		}
	}
	enter(voidBox, "area", "br", "col", "embed", "image", "img", "input", "keygen", "param", "source", "track", "wbr")
	enter(unseenVoid, "base", "bgsound", "link", "meta")
	enter(unseenBox, "script", "style", "noscript", "title", "head")
	enter(textBox, "textarea", "iframe", "noembed", "noframes")
	enter(drawingBox, "svg", "math")
	enter(formatBox, "a", "nobr")
	enter(formatBox, formatNames[1:]...)
	enter(strangeBox, "object", "applet", "marquee", "frameset")
	enter(choiceBox, "select")
	enter(cellBox, "caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr")
	enter(ruleBox, "hr")
	enter(partingBox, "form", "rb", "rtc", "rp", "rt")
	enter(xmpBox, "xmp", "plaintext")
	enter(paragraphBox, "p")
	enter(tableBox, "table")
	enter(templateBox, "template")
	enter(verbatimBox, "pre", "listing")
	enter(buttonBox, "button")
	enter(headingBox, "h2", "h3", "h4", "h5", "h6")
	enter(termBox, "dt")
	for i, name := range blockNames {
		enter(looseBox+boxKind(i), name)
	}
	return table
}()

// boxPlace is where the search for a name of small letters begins.
func boxPlace(name []byte) int {
	return (int(name[0])*31 + int(name[len(name)-1])*7 + len(name)*131) % boxPlaces
}

// boxOf is the kind of a name in any case.
func boxOf(name []byte) boxKind {
	var low [len("figcaption")]byte // the longest
	if len(name) > len(low) {
		return otherBox
	}
	for i, c := range name {
		if low[i] = c; c >= 'A' && c <= 'Z' {
			low[i] = c | 0x20
		}
	}
	name = low[:len(name)]
	for at := boxPlace(name); boxTable[at].name != ""; at = (at + 1) % boxPlaces {
		if boxTable[at].name == string(name) {
			return boxTable[at].kind
		}
	}
	return otherBox
}

// holdsNoMarkup reports an element whose content the slimmer deals with by itself.
func (k boxKind) holdsNoMarkup() bool {
	return k == unseenBox || k == textBox || k == drawingBox || k == xmpBox
}
