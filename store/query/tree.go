package query

import (
	"strings"
	"time"
	"unicode"
)

// Query is a parsed search. The zero Query asks for every article.
type Query struct {
	Root Node // nil: every article
}

// Node is one part of a query: [And], [Or], [Not], [Text], [Name] or [Date].
type Node interface {
	text(b *strings.Builder, inside int)
}

// And holds parts that must all be true; at least two, none of them an And.
type And []Node

// Or holds parts of which one must be true; at least two, none of them an Or.
type Or []Node

// Not turns one part round; never a Not itself.
type Not struct{ Part Node }

// Text asks for words in the text of an article, next to each other and in this
// order.
type Text struct {
	In     Column
	Words  string // as typed, white space squeezed, without quotes
	Prefix bool   // the last word may go on
}

// Column is where words are looked for; the words are those of the language.
type Column string

// Columns of the full-text index.
const (
	Anywhere   Column = ""
	Headline   Column = "headline"
	Standfirst Column = "standfirst"
	Body       Column = "body"
	Caption    Column = "caption"
)

// Name asks for a name an article bears: a tag, a section, a byline, a site, a
// kind or a language.
type Name struct {
	Of     Naming
	Value  string // as typed, white space squeezed, without quotes
	Prefix bool   // the name may go on
}

// Naming is a field that names are looked for in; the words are those of the
// language.
type Naming string

// What articles bear names of.
const (
	Tag      Naming = "tag"     // the whole tag, case and accents aside
	Section  Naming = "section" // one step of the section's path, or the path joined by "/"
	Byline   Naming = "byline"  // words of the name in their order: a last name will do
	Site     Naming = "site"    // the name of its profile
	Kind     Naming = "kind"    // a news.ArticleKind
	Language Naming = "lang"    // a BCP 47 tag; "ar" finds "ar-LB" too
)

// Date asks for articles published since or until a day, month or year.
type Date struct {
	Until bool   // false: since its first moment; true: until its last
	Value string // "2024", "2024-12" or "2024-12-01", as understood: UTC
}

// Bound is the moment a date means: the first of the period for since, the first
// after it for until. Until a day includes that day.
func (d Date) Bound() time.Time {
	t, step := dateOf(d.Value)
	if !d.Until {
		return t
	}
	return t.AddDate(step[0], step[1], step[2])
}

// dateOf reads a day, month or year and its length in years, months and days;
// the zero time when it is none.
func dateOf(s string) (time.Time, [3]int) {
	for _, l := range []struct {
		layout string
		step   [3]int
	}{
		{"2006-01-02", [3]int{0, 0, 1}},
		{"2006-01", [3]int{0, 1, 0}},
		{"2006", [3]int{1, 0, 0}},
	} {
		if t, err := time.Parse(l.layout, s); err == nil && len(s) == len(l.layout) && t.Year() > 0 {
			return t, l.step
		}
	}
	return time.Time{}, [3]int{}
}

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
	var b strings.Builder
	q.Root.text(&b, loose)
	return b.String()
}

func (n And) text(b *strings.Builder, inside int) { join(b, n, " ", inAnd, inside > loose) }
func (n Or) text(b *strings.Builder, inside int)  { join(b, n, " OR ", inAnd, inside > loose) }

func join(b *strings.Builder, parts []Node, sep string, each int, brackets bool) {
	if brackets {
		b.WriteByte('(')
	}
	for i, p := range parts {
		if i > 0 {
			b.WriteString(sep)
		}
		p.text(b, each)
	}
	if brackets {
		b.WriteByte(')')
	}
}

func (n Not) text(b *strings.Builder, _ int) {
	b.WriteByte('-')
	n.Part.text(b, inNot)
}

func (n Text) text(b *strings.Builder, _ int) {
	if n.In != Anywhere {
		b.WriteString(string(n.In) + ":")
	}
	value(b, n.Words, n.Prefix)
}

func (n Name) text(b *strings.Builder, _ int) {
	b.WriteString(string(n.Of) + ":")
	value(b, n.Value, n.Prefix)
}

func (n Date) text(b *strings.Builder, _ int) {
	if n.Until {
		b.WriteString("until:" + n.Value)
	} else {
		b.WriteString("since:" + n.Value)
	}
}

// value writes words, in quotes when they would be read otherwise without.
func value(b *strings.Builder, words string, prefix bool) {
	plain := !strings.ContainsAny(words, ` ":()*`) && !strings.HasPrefix(words, "-")
	switch words {
	case "AND", "OR", "NOT":
		plain = false
	}
	if plain {
		b.WriteString(words)
	} else {
		b.WriteString(`"` + words + `"`)
	}
	if prefix {
		b.WriteByte('*')
	}
}

// searchable reports whether the full-text index would find a word in s: it has
// a letter or a digit.
func searchable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}
