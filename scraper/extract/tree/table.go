package tree

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// takeInTable reads a token right in a table (HTML, 13.2.6.4.9). What belongs in a
// cell and stands in none is put before the table; that is left to html.Parse.
func (b *builder) takeInTable(kind tokenKind) bool {
	switch kind {
	case textToken:
		if isTable(b.top().DataAtom) && strings.Trim(b.text, whitespace) == "" {
			b.addText(b.text)
			return true
		}
	case startTag:
		switch b.tag {
		case atom.Caption:
			b.clearTo(atom.Table)
			b.mark()
			b.addElement()
			b.mode = inCaption
			return true
		case atom.Colgroup:
			b.clearTo(atom.Table)
			b.addElement()
			b.mode = inColumnGroup
			return true
		case atom.Col:
			b.clearTo(atom.Table)
			b.addImplied(atom.Colgroup)
			b.mode = inColumnGroup
			return false
		case atom.Tbody, atom.Tfoot, atom.Thead:
			b.clearTo(atom.Table)
			b.addElement()
			b.mode = inTableBody
			return true
		case atom.Td, atom.Th, atom.Tr:
			b.clearTo(atom.Table)
			b.addImplied(atom.Tbody)
			b.mode = inTableBody
			return false
		case atom.Table:
			if b.close(tableScope, atom.Table) {
				b.resetMode()
				return false
			}
			return true
		case atom.Style, atom.Script, atom.Template:
			return b.ofHead()
		case atom.Input:
			if b.isHidden() {
				b.addVoid()
				return true
			}
		case atom.Form:
			if b.form == nil && !b.withinTemplate() {
				b.form = b.addElement()
				b.pop()
			}
			return true
		}
	case endTag:
		switch b.tag {
		case atom.Table:
			if b.close(tableScope, atom.Table) {
				b.resetMode()
			}
			return true
		case atom.Body, atom.Caption, atom.Col, atom.Colgroup, atom.Html, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
			return true
		case atom.Template:
			return b.endTemplate()
		}
	case commentToken:
		return b.addComment(b.top())
	case doctypeToken:
		return true
	}
	b.foster = true
	done := b.takeInBody(kind)
	b.foster = false
	return done
}

// isTable reports an element that holds no text itself.
func isTable(a atom.Atom) bool {
	switch a {
	case atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr:
		return true
	}
	return false
}

// isHidden reports the tag of an input that nobody sees.
func (b *builder) isHidden() bool {
	return slices.ContainsFunc(b.attrs, func(a html.Attribute) bool {
		return a.Key == "type" && strings.EqualFold(a.Val, "hidden")
	})
}

// resetMode is the mode by what is open (HTML, 13.2.4.1, "reset the insertion mode
// appropriately").
func (b *builder) resetMode() {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch b.open[i].DataAtom {
		case atom.Td, atom.Th:
			b.mode = inCell
		case atom.Tr:
			b.mode = inRow
		case atom.Tbody, atom.Thead, atom.Tfoot:
			b.mode = inTableBody
		case atom.Caption:
			b.mode = inCaption
		case atom.Colgroup:
			b.mode = inColumnGroup
		case atom.Table:
			b.mode = inTable
		case atom.Body:
			b.mode = inBody
		case atom.Template:
			b.mode = b.templates[len(b.templates)-1]
		case atom.Head:
			b.mode = inHead
		case atom.Html:
			b.mode = afterHead
		default:
			continue
		}
		return
	}
}

// isPart reports a tag of a part of a table.
func (b *builder) isPart() bool {
	switch b.tag {
	case atom.Caption, atom.Col, atom.Colgroup, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
		return true
	}
	return false
}

func (b *builder) takeInCaption(kind tokenKind) bool {
	switch {
	case kind == startTag && b.isPart() && b.tag != atom.Th, kind == endTag && b.tag == atom.Table:
		if !b.close(tableScope, atom.Caption) {
			return true
		}
		b.clearFormats()
		b.mode = inTable
		return false
	case kind == endTag && b.tag == atom.Caption:
		if b.close(tableScope, atom.Caption) {
			b.clearFormats()
			b.mode = inTable
		}
		return true
	case kind == endTag && (b.isPart() || b.tag == atom.Body || b.tag == atom.Html):
		return true
	}
	return b.takeInBody(kind)
}

func (b *builder) takeInColumnGroup(kind tokenKind) bool {
	if b.takeLoose(kind) {
		return true
	}
	switch kind {
	case endOfPage:
		return b.takeInBody(kind)
	case startTag:
		switch b.tag {
		case atom.Html:
			return b.takeInBody(kind)
		case atom.Col:
			b.addVoid()
			return true
		case atom.Template:
			return b.ofHead()
		}
	case endTag:
		switch b.tag {
		case atom.Colgroup:
			if b.top().DataAtom == atom.Colgroup {
				b.pop()
				b.mode = inTable
			}
			return true
		case atom.Col:
			return true
		case atom.Template:
			return b.endTemplate()
		}
	}
	if b.top().DataAtom != atom.Colgroup {
		return true
	}
	b.pop()
	b.mode = inTable
	return false
}

// closeBody closes the body, head or foot of a table that is open.
func (b *builder) closeBody() bool {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch a := b.open[i].DataAtom; {
		case a == atom.Tbody || a == atom.Thead || a == atom.Tfoot:
			b.popTo(i)
			b.mode = inTable
			return true
		case stops(tableScope, a):
			return false
		}
	}
	return false
}

func (b *builder) takeInTableBody(kind tokenKind) bool {
	switch kind {
	case startTag:
		switch b.tag {
		case atom.Tr:
			b.clearTo(atom.Tbody, atom.Tfoot, atom.Thead)
			b.addElement()
			b.mode = inRow
			return true
		case atom.Td, atom.Th:
			b.clearTo(atom.Tbody, atom.Tfoot, atom.Thead)
			b.addImplied(atom.Tr)
			b.mode = inRow
			return false
		case atom.Caption, atom.Col, atom.Colgroup, atom.Tbody, atom.Tfoot, atom.Thead:
			return !b.closeBody()
		}
	case endTag:
		switch b.tag {
		case atom.Tbody, atom.Tfoot, atom.Thead:
			if b.find(tableScope, b.tag) >= 0 {
				b.clearTo(atom.Tbody, atom.Tfoot, atom.Thead)
				b.pop()
				b.mode = inTable
			}
			return true
		case atom.Table:
			return !b.closeBody()
		case atom.Body, atom.Caption, atom.Col, atom.Colgroup, atom.Html, atom.Td, atom.Th, atom.Tr:
			return true
		}
	}
	return b.takeInTable(kind)
}

// closeRow closes the row that is open.
func (b *builder) closeRow() bool {
	if b.find(tableScope, atom.Tr) < 0 {
		return false
	}
	b.clearTo(atom.Tr)
	b.pop()
	b.mode = inTableBody
	return true
}

func (b *builder) takeInRow(kind tokenKind) bool {
	switch kind {
	case startTag:
		switch b.tag {
		case atom.Td, atom.Th:
			b.clearTo(atom.Tr)
			b.addElement()
			b.mark()
			b.mode = inCell
			return true
		}
		if b.isPart() {
			return !b.closeRow()
		}
	case endTag:
		switch b.tag {
		case atom.Tr:
			b.closeRow()
			return true
		case atom.Table:
			return !b.closeRow()
		case atom.Tbody, atom.Tfoot, atom.Thead:
			return b.find(tableScope, b.tag) < 0 || !b.closeRow()
		case atom.Body, atom.Caption, atom.Col, atom.Colgroup, atom.Html, atom.Td, atom.Th:
			return true
		}
	}
	return b.takeInTable(kind)
}

// closeCell closes the cell that is open.
func (b *builder) closeCell() bool {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch a := b.open[i].DataAtom; {
		case a == atom.Td || a == atom.Th:
			b.popTo(i)
			b.clearFormats()
			b.mode = inRow
			return true
		case stops(tableScope, a):
			return false
		}
	}
	return false
}

func (b *builder) takeInCell(kind tokenKind) bool {
	switch {
	case kind == startTag && b.isPart():
		return !b.closeCell()
	case kind == endTag:
		switch b.tag {
		case atom.Td, atom.Th:
			if b.close(tableScope, b.tag) {
				b.clearFormats()
				b.mode = inRow
			}
			return true
		case atom.Body, atom.Caption, atom.Col, atom.Colgroup, atom.Html:
			return true
		case atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr:
			if b.find(tableScope, b.tag) < 0 {
				return true
			}
			b.closeCell()
			b.mode = inRow
			return false
		}
	}
	return b.takeInBody(kind)
}
