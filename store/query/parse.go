package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SyntaxError says where a query cannot be understood, and what was expected.
type SyntaxError struct {
	Pos int // of the character in the query, counted in characters from 0
	Msg string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, character %d: %s", e.Pos+1, e.Msg)
}

// maxDepth bounds brackets inside brackets, and maxParts the words and fields of
// a query: SQLite refuses deeper and longer expressions with an error nobody
// could understand.
const (
	maxDepth = 50
	maxParts = 200
)

// The fields of the language, in the order messages name them.
var fields = []string{
	"headline", "standfirst", "body", "caption", "tag", "section", "byline", "site", "kind", "lang", "since", "until",
}

// The kinds of article, as in package news.
var kinds = []string{"news", "opinion", "analysis", "blog", "feature", "video", "gallery", "infographic", "liveblog"}

// Parse reads a query. Words stand for themselves, all must be there; "…" makes
// a phrase, word* a beginning; - or NOT in front leaves out; OR and brackets do
// what they say; field:value looks in one field. Punctuation between words is
// ignored. The error is a [*SyntaxError].
func Parse(text string) (Query, error) {
	p := &parser{in: []rune(clean(text))}
	root, err := p.or(0)
	if err != nil {
		return Query{}, err
	}
	if p.space(); p.pos < len(p.in) {
		return Query{}, p.fail(p.pos, `this ")" closes no "("`)
	}
	return Query{root}, nil
}

// clean makes one kind of space of all white space and control characters, and
// one kind of quotes of the typographic ones that phones and editors put in.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		case r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
			return '"'
		case unicode.Is(unicode.Bidi_Control, r):
			return ' '
		}
		return r
	}, text)
}

type parser struct {
	in    []rune
	pos   int
	parts int
}

func (p *parser) fail(pos int, format string, args ...any) error {
	return &SyntaxError{Pos: pos, Msg: fmt.Sprintf(format, args...)}
}

func (p *parser) space() {
	for p.pos < len(p.in) && p.in[p.pos] == ' ' {
		p.pos++
	}
}

// or reads parts separated by OR. Nil means there was nothing to search for.
func (p *parser) or(depth int) (Node, error) {
	var all Or
	for {
		start := p.pos
		n, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		after := p.operator("OR")
		if n == nil && (after || len(all) > 0) {
			return nil, p.fail(min(start, len(p.in)), "OR needs something to search for on both sides")
		}
		if inner, ok := n.(Or); ok {
			all = append(all, inner...)
		} else if n != nil {
			all = append(all, n)
		}
		if !after {
			return one(all), nil
		}
	}
}

// and reads parts that follow each other, with or without AND between them.
func (p *parser) and(depth int) (Node, error) {
	var all And
	for {
		and := len(all) > 0 && p.operator("AND")
		p.space()
		start := p.pos
		n, more, err := p.not(depth)
		if err != nil {
			return nil, err
		}
		if !more {
			if and {
				return nil, p.fail(start, "AND needs something to search for on both sides")
			}
			return one(all), nil
		}
		if inner, ok := n.(And); ok {
			all = append(all, inner...)
		} else if n != nil {
			all = append(all, n)
		}
	}
}

// one makes a list of parts a node: nothing, the part itself, or the list.
func one[L interface {
	~[]Node
	Node
}](all L) Node {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// operator takes a word in capitals that stands alone, if it comes next.
func (p *parser) operator(word string) bool {
	p.space()
	end := p.pos + len(word)
	if end > len(p.in) || string(p.in[p.pos:end]) != word {
		return false
	}
	if end < len(p.in) && !strings.ContainsRune(` ()"`, p.in[end]) {
		return false
	}
	p.pos = end
	return true
}

// not reads one part, turned round or not. More is false when none follows; the
// node is nil when what followed has nothing to search for, such as a dash.
func (p *parser) not(depth int) (n Node, more bool, err error) {
	p.space()
	start := p.pos
	turn, any := false, false
	for {
		if p.operator("NOT") {
			any = true
		} else if p.pos+1 < len(p.in) && p.in[p.pos] == '-' && p.in[p.pos+1] != ' ' {
			p.pos++
		} else {
			break
		}
		turn = !turn
	}
	n, more, err = p.primary(depth)
	if err != nil {
		return nil, false, err
	}
	if any && n == nil {
		return nil, false, p.fail(start, "NOT needs something to leave out")
	}
	if n == nil || !turn {
		return n, more || p.pos > start, nil
	}
	if inner, ok := n.(Not); ok {
		return inner.Part, true, nil
	}
	return Not{n}, true, nil
}

func (p *parser) primary(depth int) (Node, bool, error) {
	if p.pos >= len(p.in) || p.in[p.pos] == ')' {
		return nil, false, nil
	}
	for _, word := range []string{"OR", "AND"} {
		at := p.pos
		if p.operator(word) {
			p.pos = at
			if word == "OR" {
				return nil, false, nil
			}
			return nil, false, p.fail(at, "AND needs something to search for on both sides; in quotes it is a word")
		}
	}
	if p.in[p.pos] == '(' {
		return p.brackets(depth)
	}
	start := p.pos
	if field, ok := p.field(); ok {
		n, err := p.fielded(field, start)
		return n, true, err
	}
	words, prefix, err := p.words()
	if err != nil || !searchable(words) {
		return nil, true, err
	}
	return Text{Words: words, Prefix: prefix}, true, p.count(start)
}

func (p *parser) count(pos int) error {
	if p.parts++; p.parts > maxParts {
		return p.fail(pos, "more than %d words and fields", maxParts)
	}
	return nil
}

func (p *parser) brackets(depth int) (Node, bool, error) {
	start := p.pos
	if depth == maxDepth {
		return nil, false, p.fail(start, "more than %d brackets inside each other", maxDepth)
	}
	p.pos++
	n, err := p.or(depth + 1)
	if err != nil {
		return nil, false, err
	}
	if p.space(); p.pos >= len(p.in) {
		return nil, false, p.fail(start, `this "(" is never closed: put ")" at the end, or quotes round it`)
	}
	p.pos++
	return n, true, nil
}

// field takes "name:" if it comes next and a value follows at once. A colon
// inside a sentence, a time or an address is punctuation.
func (p *parser) field() (string, bool) {
	i := p.pos
	for i < len(p.in) && (p.in[i] >= 'a' && p.in[i] <= 'z' || p.in[i] >= 'A' && p.in[i] <= 'Z') {
		i++
	}
	if i == p.pos || i+1 >= len(p.in) || p.in[i] != ':' || strings.ContainsRune(" /:)", p.in[i+1]) {
		if i == p.pos || i >= len(p.in) || p.in[i] != ':' || !known(string(p.in[p.pos:i])) {
			return "", false
		}
	}
	name := strings.ToLower(string(p.in[p.pos:i]))
	p.pos = i + 1
	return name, true
}

func known(name string) bool { return slices.Contains(fields, strings.ToLower(name)) }

func (p *parser) fielded(field string, start int) (Node, error) {
	at := p.pos
	if !known(field) {
		return nil, p.fail(start, "there is no field %q; fields are %s. In quotes it is a phrase", field, strings.Join(fields, ", "))
	}
	if p.pos >= len(p.in) || strings.ContainsRune(" ()", p.in[p.pos]) {
		return nil, p.fail(at, "%s: needs a value right behind the colon", field)
	}
	words, prefix, err := p.words()
	if err != nil {
		return nil, err
	}
	if words == "" {
		return nil, p.fail(at, "%s: needs a value", field)
	}
	if err := p.count(start); err != nil {
		return nil, err
	}
	switch field {
	case "headline", "standfirst", "body", "caption":
		if !searchable(words) {
			return nil, p.fail(at, "%s: needs a word with a letter or a digit", field)
		}
		return Text{In: Column(field), Words: words, Prefix: prefix}, nil
	case "since", "until":
		if t, _ := dateOf(words); t.IsZero() || prefix {
			return nil, p.fail(at, "%s: needs a day, month or year, such as 2024-12-01, 2024-12 or 2024", field)
		}
		return Date{Until: field == "until", Value: words}, nil
	}
	if field == "kind" && !prefix && !slices.Contains(kinds, strings.ToLower(words)) {
		return nil, p.fail(at, "kind: is one of %s", strings.Join(kinds, ", "))
	}
	return Name{Of: Naming(field), Value: words, Prefix: prefix}, nil
}

// words takes a quoted phrase or everything up to a space or bracket, and a star
// behind it. Quotes within a word are punctuation.
func (p *parser) words() (words string, prefix bool, err error) {
	start := p.pos
	var raw string
	if p.in[p.pos] == '"' {
		p.pos++
		for p.pos < len(p.in) && p.in[p.pos] != '"' {
			p.pos++
		}
		if p.pos == len(p.in) {
			return "", false, p.fail(start, `this quote is never closed: put another at the end of the phrase`)
		}
		raw = string(p.in[start+1 : p.pos])
		p.pos++
		if prefix = p.pos < len(p.in) && p.in[p.pos] == '*'; prefix {
			p.pos++
		}
	} else {
		for p.pos < len(p.in) && !strings.ContainsRune(" ()", p.in[p.pos]) {
			p.pos++
		}
		raw = string(p.in[start:p.pos])
		trimmed := strings.TrimRight(raw, "*")
		prefix = trimmed != raw
		raw = strings.ReplaceAll(trimmed, `"`, " ")
	}
	return strings.Join(strings.Fields(raw), " "), prefix, nil
}
