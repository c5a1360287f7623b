package main

import (
	"container/heap"

	"newskeep/cmd/newskeep/saved"
)

// Crawlers that ask several pages at a time write their records a little out of
// order. So many captures, or bytes of them, are held back to be kept in the order
// of time: of lists that stand on every page of a site the archive knows when they
// changed, and not which pages showed them, so an older one comes too late.
const (
	heldCaptures = 512
	heldBytes    = 64 << 20
)

// byTime hands captures on in the order of time, as far as it holds them back.
type byTime struct {
	keep func(*saved.Capture) error

	held   captures
	bytes  int
	met    int  // captures so far
	broken bool // keep has failed
}

// add takes a capture, and hands on the earliest while more are held than may be.
func (b *byTime) add(c *saved.Capture) error {
	b.met++
	b.bytes += len(c.Body)
	heap.Push(&b.held, heldCapture{c, b.met})
	for len(b.held) > heldCaptures || b.bytes > heldBytes {
		if err := b.next(); err != nil {
			return err
		}
	}
	return nil
}

// end hands on what is left, unless that has failed before.
func (b *byTime) end() error {
	for len(b.held) > 0 && !b.broken {
		if err := b.next(); err != nil {
			return err
		}
	}
	return nil
}

func (b *byTime) next() error {
	c := heap.Pop(&b.held).(heldCapture).Capture
	b.bytes -= len(c.Body)
	err := b.keep(c)
	b.broken = err != nil
	return err
}

// captures is a heap with the earliest on top, of one time the first that was met.
type captures []heldCapture

type heldCapture struct {
	*saved.Capture
	met int
}

func (c captures) Len() int { return len(c) }
func (c captures) Less(i, j int) bool {
	return c[i].At.Before(c[j].At) || c[i].At.Equal(c[j].At) && c[i].met < c[j].met
}
func (c captures) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *captures) Push(x any)   { *c = append(*c, x.(heldCapture)) }
func (c *captures) Pop() any {
	last := len(*c) - 1
	x := (*c)[last]
	(*c)[last] = heldCapture{} // its bytes are not held any longer
	*c = (*c)[:last]
	return x
}
