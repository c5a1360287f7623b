package query

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Saved are queries under the names that people gave them, for saved:NAME. Capitals
// in names do not matter. Nil: there are none.
type Saved map[string]string

// Parse reads a query in which saved:NAME stands for a query of s, as if it stood there
// in brackets: what comes back knows nothing of the name. It fails as [Parse] does,
// also for what is wrong with a saved query.
func (s Saved) Parse(text string) (Query, error) {
	q, err := s.parse(text)
	if wrong, ok := err.(*SyntaxError); ok {
		wrong.Query = text
	}
	return q, err
}

func (s Saved) parse(text string) (Query, error) {
	p := &parser{in: clean(text), parts: new(int), saved: s}
	root, err := p.whole(0)
	if err != nil {
		return Query{}, err
	}
	if rest := strings.TrimLeft(string(p.in), " "); root == nil && strings.Trim(rest, " *") != "" {
		return Query{}, p.fail(len(p.in)-len([]rune(rest)), "there is no word in this with a letter or a digit; nothing at all, or a star, is every article")
	}
	if nested(root) > maxDepth {
		return Query{}, p.fail(0, "more than %d brackets inside each other, those of saved searches among them", maxDepth)
	}
	return Query{root}, nil
}

// nested is how many brackets stand inside each other in the text of a part.
func nested(n Node) int { return nestedIn(n, loose) }

func nestedIn(n Node, inside int) (most int) {
	parts := func(all []Node) int {
		for _, part := range all {
			most = max(most, nestedIn(part, inAnd))
		}
		if inside > loose {
			most++
		}
		return most
	}
	switch n := n.(type) {
	case And:
		return parts(n)
	case Or:
		return parts(n)
	case Not:
		return nestedIn(n.Part, inNot)
	}
	return 0
}

// longestName of a saved query, in characters.
const longestName = 64

// CanName reports whether a query can be saved under a name: letters, digits, and
// within it "-", "_" and ".".
func CanName(name string) bool {
	n := 0
	for i, r := range name {
		if n++; n > longestName || !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !unicode.IsMark(r) && !strings.ContainsRune("-_.", r)) {
			return false
		}
	}
	return n > 0
}

// SameName reports whether two names are of one saved query.
func SameName(a, b string) bool { return strings.EqualFold(a, b) }

// find is the name and text of a saved query.
func (s Saved) find(name string) (string, string, bool) {
	if text, ok := s[name]; ok {
		return name, text, true
	}
	for _, known := range s.names() { // in order: the same one each time
		if SameName(known, name) {
			return known, s[known], true
		}
	}
	return "", "", false
}

func (s Saved) names() []string { return slices.Sorted(maps.Keys(s)) }

// known lists the names there are, for those who look for one that is not there.
func (s Saved) known() string {
	const most = 20
	names := s.names()
	switch {
	case len(names) == 0:
		return "no search is saved"
	case len(names) > most:
		return fmt.Sprintf("saved are %s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	case len(names) == 1:
		return "saved is " + names[0]
	}
	return "saved are " + strings.Join(names, ", ")
}

// expand reads the query that a value of saved: names; at is where the name stands.
func (p *parser) expand(v value, at, depth int) (Node, error) {
	name, text, ok := p.saved.find(v.words)
	switch {
	case v.prefix:
		return nil, p.fail(at, "saved: needs the whole name of a saved search, without a star")
	case !ok:
		return nil, &SyntaxError{Pos: at, Msg: fmt.Sprintf("there is no saved search %q; %s", v.words, p.saved.known()), Unsaved: v.words}
	case depth == maxDepth:
		return nil, p.fail(at, "more than %d brackets and saved searches inside each other", maxDepth)
	}
	inside := append(slices.Clip(p.inside), name)
	if from := slices.Index(p.inside, name); from >= 0 {
		return nil, p.fail(at, "the saved search %s names itself: %s", name, strings.Join(inside[from:], " -> "))
	}
	inner := &parser{in: clean(text), parts: p.parts, saved: p.saved, inside: inside}
	root, err := inner.whole(depth + 1)
	if err == nil && root == nil {
		err = inner.fail(0, "there is nothing to search for")
	}
	if wrong, ok := err.(*SyntaxError); ok {
		return nil, p.fail(at, "the saved search %s, character %d: %s", name, wrong.Pos+1, wrong.Msg)
	}
	return root, err
}
