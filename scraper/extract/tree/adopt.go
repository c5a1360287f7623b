package tree

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropFormat takes an element out of the active formatting elements.
func (b *builder) dropFormat(n *html.Node) {
	if i := index(b.formats, n); i >= 0 {
		b.formats = slices.Delete(b.formats, i, i+1)
	}
}

// endFormat closes a formatting element by the "adoption agency algorithm" (HTML,
// 13.2.6.4.7): where a block was opened in it that is still open, the block is put
// beside it and what is in the block gets a copy of the element around it.
func (b *builder) endFormat(a atom.Atom) {
	if top := b.top(); top.DataAtom == a && index(b.formats, top) < 0 {
		b.pop()
		return
	}
	for range 8 { // for as many blocks within blocks
		var format *html.Node
		for i := len(b.formats) - 1; i >= 0 && b.formats[i] != nil && format == nil; i-- {
			if b.formats[i].DataAtom == a {
				format = b.formats[i]
			}
		}
		if format == nil {
			b.endOther()
			return
		}
		at := index(b.open, format)
		if at < 0 {
			b.dropFormat(format)
			return
		}
		if b.find(anyScope, a) < 0 {
			return
		}
		block := slices.IndexFunc(b.open[at:], func(n *html.Node) bool { return special(n.DataAtom) })
		if block < 0 {
			b.popTo(at)
			b.dropFormat(format)
			return
		}
		if isTable(b.open[at-1].DataAtom) {
			b.giveUp() // the block comes before the table
			return
		}
		b.adopt(format, b.open[at-1], b.open[at+block])
	}
}

// adopt puts a block that is open within a formatting element below above, the
// element around that one.
func (b *builder) adopt(format, above, block *html.Node) {
	place := index(b.formats, format) // of the copy of format among the formatting elements
	last := block
	for i, steps := index(b.open, block)-1, 1; b.open[i] != format; i, steps = i-1, steps+1 {
		n := b.open[i]
		at := index(b.formats, n)
		if at >= 0 && steps > 3 {
			b.formats = slices.Delete(b.formats, at, at+1)
			if at <= place {
				place--
			}
			continue // and stays open, as html.Parse has it
		}
		if at < 0 {
			b.remove(n)
			continue
		}
		c := b.again(n)
		b.formats[at], b.open[i] = c, c
		if last == block {
			place = at + 1
		}
		move(last, c)
		last = c
	}
	move(last, above)
	c := b.again(format)
	for block.FirstChild != nil {
		move(block.FirstChild, c)
	}
	addChild(block, c)
	if at := index(b.formats, format); at >= 0 && at < place {
		place--
	}
	b.dropFormat(format)
	b.formats = slices.Insert(b.formats, place, c)
	b.remove(format)
	b.open = slices.Insert(b.open, index(b.open, block)+1, c)
}

// move puts a node below another parent.
func move(n, parent *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
	addChild(parent, n)
}
