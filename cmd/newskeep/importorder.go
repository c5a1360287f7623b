package main

import (
	"bytes"
	"cmp"
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
	met    int                // captures so far
	first  map[sameMoment]int // of those held of an address at a time, which was met first
	broken bool               // keep has failed
}

// sameMoment is an address at a time.
type sameMoment struct {
	url string
	at  int64
}

func momentOf(c *saved.Capture) sameMoment { return sameMoment{c.URL, c.At.UnixNano()} }

// add takes a capture, and hands on the earliest while more are held than may be.
func (b *byTime) add(c *saved.Capture) error {
	b.met++
	b.bytes += len(c.Body)
	met, ok := b.first[momentOf(c)]
	if !ok {
		if b.first == nil {
			b.first = map[sameMoment]int{}
		}
		met = b.met
		b.first[momentOf(c)] = met
	}
	heap.Push(&b.held, heldCapture{c, met})
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
	delete(b.first, momentOf(c))
	err := b.keep(c)
	b.broken = err != nil
	return err
}

// captures is a heap with the earliest on top, of one time the address that was met
// first; captures of one address at one time have an order of their own, whatever
// files they come in.
type captures []heldCapture

type heldCapture struct {
	*saved.Capture
	met int // the same for those of one address at one time
}

func (c captures) Len() int { return len(c) }
func (c captures) Less(i, j int) bool {
	return cmp.Or(c[i].At.Compare(c[j].At), c[i].met-c[j].met, kindOf(c[i])-kindOf(c[j]), bytes.Compare(c[i].Body, c[j].Body)) < 0
}

// kindOf puts what was answered before what only refers to an answer.
func kindOf(c heldCapture) int {
	if c.Revisit || c.NotModified {
		return 1
	}
	return 0
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
