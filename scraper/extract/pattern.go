package extract

import (
	"regexp"
	"regexp/syntax"
)

// pattern is a regular expression behind a cheap check: the words of which every
// match holds at least one are looked for first, in one pass over the text, and
// the expression is run only when one is found. What it says never differs from
// what the expression alone would say.
type pattern struct {
	re    *regexp.Regexp
	words *wordSet // nil: no word is needed
	lead  bool     // the word stands at the very beginning
}

// newPattern compiles an expression and panics on one that is none: all of ours
// are constants.
func newPattern(expr string) *pattern {
	p := &pattern{re: regexp.MustCompile(expr)}
	if words, lead := wordsNeeded(expr); len(words) > 0 {
		p.words, p.lead = newWordSet(words), lead
	}
	return p
}

// wordsNeeded are words in folded case of which every match of an expression
// holds one, or with lead begins with one; none when there are none worth looking
// for.
func wordsNeeded(expr string) (words []string, lead bool) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, false
	}
	if words = leadingWords(tree); shortest(words) > 0 {
		return words, true
	}
	if words = wordsOf(tree).best(); shortest(words) >= 2 {
		return words, false
	}
	return nil, false
}

// may reports whether s can match at all.
func (p *pattern) may(s string) bool {
	switch {
	case p.words == nil:
		return true
	case p.lead:
		return p.words.leads(s)
	}
	return p.words.in(s)
}

// MatchString is that of [regexp.Regexp].
func (p *pattern) MatchString(s string) bool { return p.may(s) && p.re.MatchString(s) }

// FindString is that of [regexp.Regexp].
func (p *pattern) FindString(s string) string {
	if !p.may(s) {
		return ""
	}
	return p.re.FindString(s)
}

// FindStringIndex is that of [regexp.Regexp].
func (p *pattern) FindStringIndex(s string) []int {
	if !p.may(s) {
		return nil
	}
	return p.re.FindStringIndex(s)
}

// FindStringSubmatch is that of [regexp.Regexp].
func (p *pattern) FindStringSubmatch(s string) []string {
	if !p.may(s) {
		return nil
	}
	return p.re.FindStringSubmatch(s)
}

// count is the number of matches in s, at most most.
func (p *pattern) count(s string, most int) int {
	if !p.may(s) {
		return 0
	}
	return len(p.re.FindAllStringIndex(s, most))
}

// needed is what is known of the text that a part of an expression matches.
type needed struct {
	whole []string // all that it can match, case aside; nil when that is not known
	words []string // every match holds one of these; nil when none is known
}

// maxWhole is how many texts are followed through an expression before it counts
// as unknown what it matches.
const maxWhole = 32

// best is the better of the two lists to look for.
func (n needed) best() []string {
	if better(n.whole, n.words) {
		return n.whole
	}
	return n.words
}

// shortest is the length in bytes of the shortest word, 0 without any: what is
// looked for is found by chance less often when it is long.
func shortest(words []string) int {
	least := 0
	for i, w := range words {
		if i == 0 || len(w) < least {
			least = len(w)
		}
	}
	return least
}

// better reports whether the words a are a better thing to look for than b.
func better(a, b []string) bool {
	x, y := shortest(a), shortest(b)
	return x > y || x == y && x > 0 && len(a) < len(b)
}

// wordsOf derives the words of an expression.
func wordsOf(re *syntax.Regexp) needed {
	switch re.Op {
	case syntax.OpLiteral:
		return needed{whole: []string{foldCase(string(re.Rune))}}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return needed{whole: []string{""}}
	case syntax.OpCharClass:
		return needed{whole: runesOf(re.Rune)}
	case syntax.OpCapture:
		return wordsOf(re.Sub[0])
	case syntax.OpQuest:
		if sub := wordsOf(re.Sub[0]); sub.whole != nil {
			return needed{whole: union(sub.whole, []string{""})}
		}
	case syntax.OpPlus:
		return needed{words: wordsOf(re.Sub[0]).best()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed{words: wordsOf(re.Sub[0]).best()}
		}
	case syntax.OpConcat:
		return wordsOfAll(re.Sub)
	case syntax.OpAlternate:
		return wordsOfAny(re.Sub)
	}
	return needed{}
}

// wordsOfAll is wordsOf for parts that follow each other.
func wordsOfAll(parts []*syntax.Regexp) needed {
	whole, known := []string{""}, true // what the parts since the last unknown one match
	var words []string
	for _, part := range parts {
		n := wordsOf(part)
		if n.whole != nil && len(whole)*len(n.whole) <= maxWhole {
			whole = product(whole, n.whole)
			continue
		}
		if better(whole, words) {
			words = whole
		}
		if b := n.best(); better(b, words) {
			words = b
		}
		whole, known = n.whole, false
		if whole == nil {
			whole = []string{""}
		}
	}
	if known {
		return needed{whole: whole}
	}
	if better(whole, words) {
		words = whole
	}
	return needed{words: words}
}

// wordsOfAny is wordsOf for alternatives.
func wordsOfAny(parts []*syntax.Regexp) needed {
	var whole, words []string
	known, needs := true, true
	for _, part := range parts {
		n := wordsOf(part)
		if known = known && n.whole != nil && len(whole)+len(n.whole) <= maxWhole; known {
			whole = union(whole, n.whole)
		}
		needs = needs && shortest(n.best()) > 0
		words = append(words, n.best()...)
	}
	if known {
		return needed{whole: whole}
	}
	if !needs {
		return needed{}
	}
	return needed{words: words}
}

// leadingWords are the texts of which one stands at the beginning of every match;
// nil when the expression may match elsewhere in a text too.
func leadingWords(re *syntax.Regexp) []string {
	if re.Op != syntax.OpConcat || re.Sub[0].Op != syntax.OpBeginText {
		return nil
	}
	whole := []string{""}
	for _, part := range re.Sub[1:] {
		n := wordsOf(part)
		for part.Op == syntax.OpCapture {
			part = part.Sub[0]
		}
		if n.whole == nil && part.Op == syntax.OpAlternate && len(whole) == 1 && whole[0] == "" {
			return leadsOfAny(part.Sub)
		}
		if n.whole == nil || len(whole)*len(n.whole) > 8*maxWhole {
			break
		}
		whole = product(whole, n.whole)
	}
	return whole
}

// leadsOfAny are the beginnings of alternatives.
func leadsOfAny(parts []*syntax.Regexp) []string {
	var all []string
	for _, part := range parts {
		anchored := &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{{Op: syntax.OpBeginText}, part}}
		if part.Op == syntax.OpConcat {
			anchored.Sub = append(anchored.Sub[:1], part.Sub...)
		}
		lead := leadingWords(anchored)
		if shortest(lead) == 0 {
			return nil
		}
		all = append(all, lead...)
	}
	return all
}

// runesOf are the runes of a class as texts; nil when they are many.
func runesOf(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > maxWhole {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = union(out, []string{foldCase(string(r))})
		}
		if len(out) > maxWhole {
			return nil
		}
	}
	return out
}

func product(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

func union(a, b []string) []string {
	out := append([]string(nil), a...)
	for _, y := range b {
		seen := false
		for _, x := range out {
			seen = seen || x == y
		}
		if !seen {
			out = append(out, y)
		}
	}
	return out
}
