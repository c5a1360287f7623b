package query

import (
	"fmt"
	"strings"
)

// SyntaxError says where a query cannot be understood, and what was expected.
type SyntaxError struct {
	Pos     int    // of the character in the query, counted in characters from 0
	Query   string // as typed
	Msg     string
	Unsaved string // name behind saved: that is none of a saved query; empty for other errors
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

// Parse reads a query. Words stand for themselves, all must be there; "…" makes
// a phrase, word* a beginning; - or NOT in front leaves out; OR and brackets do
// what they say; field:value looks in one field; an address is looked for as url:.
// Punctuation between words is ignored; nothing at all, and a star alone, is every
// article. No query is saved: see [Saved.Parse]. The error is a [*SyntaxError].
func Parse(text string) (Query, error) { return Saved(nil).Parse(text) }

type parser struct {
	in     []rune
	pos    int
	field  string // the one before the brackets at hand, whose values are in them
	parts  *int   // read so far, of all texts of the query
	saved  Saved
	inside []string // names of the saved queries this one stands in, the outermost first
}

// whole reads all there is.
func (p *parser) whole(depth int) (Node, error) {
	root, err := p.or(depth)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(p.in) {
		return nil, p.fail(p.pos, `this ")" closes no "("`)
	}
	return root, nil
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

// signsOf are how programmers write operators.
var signsOf = map[string]string{"OR": "||", "AND": "&&"}

// operator takes a word in capitals that stands alone, or its sign, if it comes next.
func (p *parser) operator(word string) bool {
	if p.space(); signsOf[word] != "" && p.ahead(signsOf[word]) {
		word = signsOf[word]
	}
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
		} else if p.glued(minuses) {
			p.pos++
		} else {
			break
		}
		turn = !turn
	}
	if p.glued(longDashes) {
		return nil, false, p.fail(p.pos, "is this dash a minus? Write - to leave out what follows, or put a space behind the dash")
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
	if field, ok := p.fieldName(); ok {
		if p.field != "" {
			return nil, false, p.fail(start, "%s: stands inside the brackets of %s: and would have to stand outside; in quotes it is a word", field, p.field)
		}
		n, err := p.fielded(field, start, depth)
		return n, true, err
	}
	in := Anywhere
	if p.field != "" {
		if in = Column(p.field); !ofWords(in) {
			n, err := p.fielded(p.field, start, depth)
			return n, true, err
		}
	}
	n, err := p.wording(in)
	if n == nil || err != nil {
		return nil, true, err
	}
	return n, true, p.count(start)
}

func (p *parser) count(pos int) error {
	if *p.parts++; *p.parts > maxParts {
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
