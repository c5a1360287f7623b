package tree

import "golang.org/x/net/html"

// Room is memory that the nodes of one tree need and those of the next one can use
// again. The zero value is empty. It must not be used by two trees at one time.
type Room struct {
	nodes [][]html.Node
	used  int // nodes in use

	attrs [][]html.Attribute
	taken int // of the last part of attrs in use
	part  int // the one that attributes are taken from

	pending       []html.Attribute
	open, formats []*html.Node
}

// Nodes and attributes are made so many at one time.
const (
	nodesAtOnce      = 256
	attributesAtOnce = 512
)

// node gives an empty node.
func (r *Room) node() *html.Node {
	i := r.used / nodesAtOnce
	if i == len(r.nodes) {
		r.nodes = append(r.nodes, make([]html.Node, nodesAtOnce))
	}
	n := &r.nodes[i][r.used%nodesAtOnce]
	r.used++
	return n
}

// keep copies the attributes of a tag. What is added to them later goes elsewhere.
func (r *Room) keep(attrs []html.Attribute) []html.Attribute {
	n := len(attrs)
	switch {
	case n == 0:
		return nil
	case n > attributesAtOnce:
		return append([]html.Attribute(nil), attrs...)
	case len(r.attrs) == 0:
		r.attrs = append(r.attrs, make([]html.Attribute, attributesAtOnce))
	}
	if r.taken+n > attributesAtOnce {
		r.part++
		r.taken = 0
		if r.part == len(r.attrs) {
			r.attrs = append(r.attrs, make([]html.Attribute, attributesAtOnce))
		}
	}
	kept := r.attrs[r.part][r.taken : r.taken+n : r.taken+n]
	r.taken += n
	copy(kept, attrs)
	return kept
}

// Len is how many nodes and attributes of the room are in use.
func (r *Room) Len() int { return r.used + r.part*attributesAtOnce + r.taken }

// Empty takes all nodes back.
func (r *Room) Empty() {
	for i := range r.nodes {
		if i*nodesAtOnce < r.used {
			clear(r.nodes[i])
		}
	}
	for i := range r.attrs {
		if i <= r.part {
			clear(r.attrs[i])
		}
	}
	clear(r.pending[:cap(r.pending)])
	clear(r.open[:cap(r.open)])
	clear(r.formats[:cap(r.formats)])
	r.used, r.taken, r.part = 0, 0, 0
}
