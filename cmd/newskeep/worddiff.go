package main

import (
	"slices"
	"strings"
	"unicode"
)

// span is a stretch of text that is in both texts ("equal"), only in the later
// ("insert") or only in the earlier ("delete").
type span struct {
	Op   string `json:"op"`
	Text string `json:"text"`
}

const (
	opEqual  = "equal"
	opInsert = "insert"
	opDelete = "delete"
)

// maxCells bounds the table of a comparison: 2,000 words against as many, in
// 32 MB. What is larger is shown as replaced.
const maxCells = 16 << 20

// wordDiff compares two texts word by word. The texts of the equal and deleted
// spans make up before, those of the equal and inserted ones after.
func wordDiff(before, after string) []span {
	a, b := pieces(before), pieces(after)
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d spans
	d.add(opEqual, a[:head]...)
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(opEqual, a[len(a)-tail:]...)
	return d
}

// pieces cuts a text into its words and what stands between them.
func pieces(s string) []string {
	var list []string
	start, was := 0, false
	for i, r := range s {
		is := unicode.IsSpace(r)
		if i > 0 && is != was {
			list, start = append(list, s[start:i]), i
		}
		was = is
	}
	if start < len(s) {
		list = append(list, s[start:])
	}
	return list
}

type spans []span

func (d *spans) add(op string, words ...string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "")
	if n := len(*d); n > 0 && (*d)[n-1].Op == op {
		(*d)[n-1].Text += text
		return
	}
	*d = append(*d, span{op, text})
}

// middle compares what is left by a longest common subsequence.
func (d *spans) middle(a, b []string) {
	if len(a)*len(b) > maxCells {
		d.add(opDelete, a...)
		d.add(opInsert, b...)
		return
	}
	width := len(b) + 1
	common := make([]uint16, (len(a)+1)*width) // length of the subsequence of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = min(common[(i+1)*width+j+1], 1<<16-2) + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var gone, new []string // held back, so that a change reads as one deletion and one insertion
	flush := func() {
		d.add(opDelete, gone...)
		d.add(opInsert, new...)
		gone, new = nil, nil
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			flush()
			d.add(opEqual, a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			gone = append(gone, a[i])
			i++
		default:
			new = append(new, b[j])
			j++
		}
	}
	flush()
}

// same reports whether nothing differs.
func same(d []span) bool {
	return !slices.ContainsFunc(d, func(s span) bool { return s.Op != opEqual })
}
