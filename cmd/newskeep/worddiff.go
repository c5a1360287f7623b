package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
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

// maxWords bounds a comparison, whose time grows with the square of what differs:
// two texts without a word in common take a second. What is larger is shown as
// replaced.
const maxWords = 20_000

// wordDiff compares two texts word by word. The texts of the equal and deleted
// spans make up before, those of the equal and inserted ones after. Words between
// two changes that are fewer than what changed are shown with them.
func wordDiff(before, after string) []span {
	if before == after {
		return spans{}.add(opEqual, before)
	}
	a, b := pieces(before), pieces(after)
	if len(a)+len(b) > maxWords {
		return spans{}.add(opDelete, before).add(opInsert, after)
	}
	v := vocabulary{number: map[string]rune{}}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // the same answer on a slow machine
	all := dmp.DiffCleanupSemantic(dmp.DiffMainRunes(v.encode(a), v.encode(b), false))
	ops := map[diffmatchpatch.Operation]string{
		diffmatchpatch.DiffEqual: opEqual, diffmatchpatch.DiffInsert: opInsert, diffmatchpatch.DiffDelete: opDelete,
	}
	var d spans
	for _, one := range all {
		d = d.add(ops[one.Type], v.decode(one.Text))
	}
	return d
}

// vocabulary gives every piece a character of its own, since the library compares
// characters.
type vocabulary struct {
	number map[string]rune
	piece  []string
}

// Characters from firstPiece on stand for pieces; no surrogates are among the
// first 20,000, which a string could not hold.
const firstPiece = 1

func (v *vocabulary) encode(list []string) []rune {
	out := make([]rune, len(list))
	for i, s := range list {
		n, known := v.number[s]
		if !known {
			n = rune(len(v.piece)) + firstPiece
			v.number[s], v.piece = n, append(v.piece, s)
		}
		out[i] = n
	}
	return out
}

func (v *vocabulary) decode(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(v.piece[r-firstPiece])
	}
	return b.String()
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

func (d spans) add(op, text string) spans {
	if text == "" {
		return d
	}
	if n := len(d); n > 0 && d[n-1].Op == op {
		d[n-1].Text += text
		return d
	}
	return append(d, span{op, text})
}

// same reports whether nothing differs.
func same(d []span) bool {
	return !slices.ContainsFunc(d, func(s span) bool { return s.Op != opEqual })
}
