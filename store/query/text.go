package query

import (
	"strconv"
	"strings"
	"unicode"
)

// writer takes the canonical text of a query.
type writer struct{ strings.Builder }

// How closely a part of a query binds.
const (
	loose = iota
	inAnd
	inNot
)

// String is the canonical text of the query: parsing it gives an equal query.
func (q Query) String() string {
	if q.Root == nil {
		return ""
	}
	var b writer
	q.Root.text(&b, loose)
	return b.String()
}

func (n And) text(b *writer, inside int) { b.join(n, " ", inside > loose) }
func (n Or) text(b *writer, inside int)  { b.join(n, " OR ", inside > loose) }

func (b *writer) join(parts []Node, sep string, brackets bool) {
	if brackets {
		b.WriteByte('(')
	}
	for i, p := range parts {
		if i > 0 {
			b.WriteString(sep)
		}
		p.text(b, inAnd)
	}
	if brackets {
		b.WriteByte(')')
	}
}

func (n Not) text(b *writer, _ int) {
	b.WriteByte('-')
	n.Part.text(b, inNot)
}

func (n Text) text(b *writer, _ int) {
	if n.In != Anywhere {
		b.WriteString(string(n.In) + ":")
	}
	n.words(b)
}

// words writes the words alone, in quotes when they are meant as written.
func (n Text) words(b *writer) {
	if n.Exact {
		b.WriteString(`"` + n.Words + `"`)
	} else {
		b.WriteString(n.Words)
	}
	b.star(n.Prefix)
}

func (n Near) text(b *writer, _ int) {
	if n.In != Anywhere {
		b.WriteString(string(n.In) + ":")
	}
	b.WriteString("NEAR(")
	for i, p := range n.Parts {
		if i > 0 {
			b.WriteByte(' ')
		}
		p.words(b)
	}
	if n.Within != nearby {
		b.WriteString(", " + strconv.Itoa(n.Within))
	}
	b.WriteByte(')')
}

func (n Name) text(b *writer, _ int) {
	b.WriteString(string(n.Of) + ":")
	if plain(n.Value) {
		b.WriteString(n.Value)
	} else {
		b.WriteString(`"` + n.Value + `"`)
	}
	b.star(n.Prefix)
}

func (n Date) text(b *writer, _ int) {
	b.WriteString(string(n.Of) + ":" + n.From)
	if n.From != n.To {
		b.WriteString(".." + n.To)
	}
}

func (b *writer) star(prefix bool) {
	if prefix {
		b.WriteByte('*')
	}
}

// plain reports whether a value is read as one without quotes.
func plain(words string) bool {
	switch words {
	case "AND", "OR", "NOT", "NEAR":
		return false
	}
	return !strings.ContainsAny(words, ` ":()*`) && strings.IndexAny(words, minuses+longDashes+"‘") != 0
}

// searchable reports whether the full-text index would find a word in s: it has
// a character of words that stands for itself.
func searchable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return inWord(r) && !unicode.IsMark(r) })
}
