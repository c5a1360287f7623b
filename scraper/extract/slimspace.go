package extract

import "slices"

// spacing follows which elements are open while a page is slimmed, as far as it
// must be known to tell white space that no reader sees: at the beginning of a
// block, at its end, and between two blocks. (White space beside a single block is
// kept: a reader that passes over the block needs it between the words around.)
// The parser makes a node of each piece, a third of all nodes of a page.
//
// Two things forbid to leave one out. Before text, even white space, the parser
// opens the formatting elements anew that were not closed (HTML, 13.2.4.3); so
// nothing is left out while one may be open. And end tags of what is not open are
// ignored; so blocks are followed as the parser follows them, and an end tag that
// may be ignored is no end of a block.
type spacing struct {
	open     []boxKind // blocks, from the outermost
	formats  int       // formatting elements, a and nobr that may be open
	inside   int       // other elements open within them
	lost     bool      // tags overlap, or are of elements that are not followed: what is open is not known
	verbatim int       // pre elements that may be open
	choices  bool      // inside select, where most tags are ignored
	last     edge      // of the tag before, and of those before it that no reader sees
}

// edge is what a tag means for the white space beside it.
type edge uint8

const (
	noEdge edge = iota
	opensBlock
	endsBlock
)

// start takes in a start tag; closed: it is of a drawing and closes itself.
func (t *spacing) start(kind boxKind, closed bool) {
	switch {
	case kind == formatBox:
		t.formats++
	case t.formats > 0 && kind != voidBox && kind != unseenVoid && kind != ruleBox && !closed:
		t.inside++
	}
	if kind == unseenBox || kind == unseenVoid {
		return
	}
	t.last = noEdge
	if kind == choiceBox {
		t.choices = true
	}
	if t.choices {
		return
	}
	if t.last = startEdge(kind); kind == ruleBox {
		t.last = endsBlock
	}
	if kind >= firstOpen && kind != buttonBox || kind == ruleBox || kind == partingBox || kind == xmpBox {
		t.endParagraph()
	}
	top := len(t.open) - 1
	switch kind {
	case itemBox, termBox:
		// It ends the one before when only div and address are open within that.
		i := top
		for i >= 0 && (t.open[i] == divBox || t.open[i] == addressBox) {
			i--
		}
		if i >= 0 && t.open[i] == kind {
			t.open = t.open[:i]
		}
	case headingBox:
		if top >= 0 && t.open[top] == kind {
			t.open = t.open[:top]
		}
	case buttonBox:
		t.close(kind)
	case cellBox:
		t.closeTo(tableBox, 1)
	case strangeBox:
		t.lost = true
	case verbatimBox:
		t.verbatim++
	}
	if kind >= firstOpen {
		t.open = append(t.open, kind)
	}
}

// end takes in an end tag.
func (t *spacing) end(kind boxKind) {
	switch {
	case kind == formatBox && t.formats > 0:
		t.lost = t.lost || t.inside != 0
		t.formats--
	case t.formats > 0 && kind != voidBox && kind != unseenVoid && kind != formatBox:
		t.inside--
		t.lost = t.lost || t.inside < 0
	}
	if kind == unseenBox || kind == unseenVoid {
		return
	}
	t.last = noEdge
	if kind == choiceBox {
		t.choices = false
	}
	if t.choices {
		return
	}
	t.last = t.endEdge(kind)
	switch kind {
	case paragraphBox:
		t.endParagraph()
		t.last = endsBlock // the parser makes one that ends here when none is open
	case partingBox:
		t.endParagraph()
	case tableBox, templateBox:
		t.closeTo(kind, 0)
	case cellBox:
		t.closeTo(tableBox, 1)
	case verbatimBox:
		t.verbatim = max(0, t.verbatim-1)
		t.close(kind)
	default:
		if kind >= firstOpen {
			t.close(kind)
		}
	}
}

// startEdge is what a start tag means for the white space before it.
func startEdge(kind boxKind) edge {
	if kind >= firstSeen || kind == paragraphBox || kind == ruleBox {
		return opensBlock
	}
	return noEdge
}

// endEdge is the same of an end tag, before it is taken in.
func (t *spacing) endEdge(kind boxKind) edge {
	switch {
	case t.choices || kind == termBox: // that of dd does not end dt
	case kind == paragraphBox && t.inParagraph(), kind >= firstSeen && t.find(kind) >= 0:
		return endsBlock
	}
	return noEdge
}

// inParagraph reports a p that is surely open: no other block is open within it.
func (t *spacing) inParagraph() bool {
	return len(t.open) > 0 && t.open[len(t.open)-1] == paragraphBox
}

func (t *spacing) endParagraph() {
	if t.inParagraph() {
		t.open = t.open[:len(t.open)-1]
	}
}

// find is the place of the innermost open element of a kind that an end tag here
// would end; -1 when there is none.
func (t *spacing) find(kind boxKind) int {
	for i := len(t.open) - 1; i >= 0; i-- {
		switch k := t.open[i]; {
		case k == kind:
			return i
		case k == tableBox || k == templateBox || kind == itemBox && (k == ulBox || k == olBox):
			return -1
		}
	}
	return -1
}

func (t *spacing) close(kind boxKind) {
	if i := t.find(kind); i >= 0 {
		t.open = t.open[:i]
	}
}

// closeTo closes the innermost element of a kind whatever is open within it, or
// with kept 1 only the latter.
func (t *spacing) closeTo(kind boxKind, kept int) {
	for i := len(t.open) - 1; i >= 0; i-- {
		if t.open[i] == kind {
			t.open = t.open[:i+kept]
			return
		}
	}
}

// unseen reports white space between the tag before and one that means next which
// no reader sees.
func (t *spacing) unseen(next edge) bool {
	if t.formats > 0 || t.lost {
		return false
	}
	return t.last == opensBlock || next == endsBlock || t.last == endsBlock && next == opensBlock
}

// blank reports white space alone between two tags; other text is noted.
func (s *slimmer) blank(from, to int) bool {
	for _, c := range s.in[from:to] {
		if !isSpace(c) {
			s.spacing.last = noEdge
			return false
		}
	}
	return from < to
}

// space leaves white space out that stands before a tag, or all of it but one
// byte.
func (s *slimmer) space(from, to int, next edge) {
	switch {
	case s.spacing.verbatim > 0 || s.spacing.choices:
	case s.spacing.unseen(next) && !s.keep.spaces:
		s.leaveOut(from, to)
	case to-from > 1:
		s.leaveOut(from+1, to)
	}
}

// partsNothing reports a comment or an element without which the text before it and
// that after it mean the same: no reference, tag or line end comes about.
func (s *slimmer) partsNothing(from, to int) bool {
	if s.spacing.verbatim > 0 || s.spacing.choices || slices.Contains(s.spacing.open, tableBox) {
		return false // text right in a table is put before it, white space is not
	}
	switch c := s.in[max(from-1, 0)]; {
	case from == 0 || c == '>' || c >= 0x80 || isSpace(c) && c != '\r':
		return true
	case c == '<' || c == '/' || c == '!' || c == '?' || c == '\r':
		return false
	}
	return to < len(s.in) && (s.in[to] == '<' || isSpace(s.in[to]))
}
