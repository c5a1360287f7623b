package compare

import (
	"slices"
	"strings"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Span is a stretch of text that is in both texts ("equal"), only in the later
// ("insert") or only in the earlier ("delete").
type Span struct {
	Op   string `json:"op"`
	Text string `json:"text"`
}

// What a span does.
const (
	Equal  = "equal"
	Insert = "insert"
	Delete = "delete"
)

// maxWords bounds a comparison, whose time grows with the square of what differs:
// two texts without a word in common take a second. What is larger is shown as
// replaced.
const maxWords = 20_000

// Words compares two texts word by word. The texts of the equal and deleted
// spans make up before, those of the equal and inserted ones after. Words between
// two changes that are fewer than what changed are shown with them.
func Words(before, after string) []Span {
	if before == after {
		return spans{}.add(Equal, before)
	}
	a, b := Pieces(before), Pieces(after)
	if len(a)+len(b) > maxWords {
		return spans{}.add(Delete, before).add(Insert, after)
	}
	v := vocabulary{number: map[string]rune{}}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // the same answer on a slow machine
	all := dmp.DiffCleanupSemantic(dmp.DiffMainRunes(v.encode(a), v.encode(b), false))
	ops := map[diffmatchpatch.Operation]string{
		diffmatchpatch.DiffEqual: Equal, diffmatchpatch.DiffInsert: Insert, diffmatchpatch.DiffDelete: Delete,
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

// Pieces cuts a text into its words and what stands between them.
func Pieces(s string) []string {
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

type spans []Span

func (d spans) add(op, text string) spans {
	if text == "" {
		return d
	}
	if n := len(d); n > 0 && d[n-1].Op == op {
		d[n-1].Text += text
		return d
	}
	return append(d, Span{op, text})
}

// same reports whether nothing differs.
func same(d []Span) bool {
	return !slices.ContainsFunc(d, func(s Span) bool { return s.Op != Equal })
}
