package tree

import "golang.org/x/net/html/atom"

// withinTemplate reports that a template is open.
func (b *builder) withinTemplate() bool {
	if len(b.templates) > 0 {
		for _, n := range b.open {
			if n.DataAtom == atom.Template {
				return true
			}
		}
	}
	return false
}

func (b *builder) startTemplate() {
	b.addElement()
	b.mark()
	b.mode = inTemplate
	b.templates = append(b.templates, inTemplate)
}

// endTemplate closes the innermost template; an end tag without one is passed over.
func (b *builder) endTemplate() bool {
	if b.withinTemplate() {
		b.leaveTemplate()
	}
	return true
}

func (b *builder) leaveTemplate() {
	b.closeImplied(0)
	i := len(b.open) - 1
	for b.open[i].DataAtom != atom.Template {
		i--
	}
	b.popTo(i)
	b.clearFormats()
	b.templates = b.templates[:len(b.templates)-1]
	b.resetMode()
}

// takeInTemplate reads what a template begins with, which says what is in it: parts
// of a table may stand in one without the table (HTML, 13.2.6.4.22).
func (b *builder) takeInTemplate(kind tokenKind) bool {
	switch kind {
	case startTag:
		next := inBody
		switch b.tag {
		case atom.Base, atom.Basefont, atom.Bgsound, atom.Link, atom.Meta, atom.Noframes, atom.Script, atom.Style, atom.Template, atom.Title:
			return b.ofHead()
		case atom.Caption, atom.Colgroup, atom.Tbody, atom.Tfoot, atom.Thead:
			next = inTable
		case atom.Col:
			next = inColumnGroup
		case atom.Tr:
			next = inTableBody
		case atom.Td, atom.Th:
			next = inRow
		}
		b.templates[len(b.templates)-1] = next
		b.mode = next
		return false
	case endTag:
		if b.tag == atom.Template {
			return b.endTemplate()
		}
		return true
	case endOfPage:
		if !b.withinTemplate() {
			return true
		}
		b.leaveTemplate()
		return false
	}
	return b.takeInBody(kind)
}
