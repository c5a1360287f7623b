package query

import (
	"cmp"
	"slices"
	"strings"
)

// Pattern is what the words of a query ask of a text. Its [Finder] finds them again
// in an article that the index gave, at the places the index means. The zero
// Pattern asks for nothing and finds nothing.
type Pattern struct {
	root    finder // nil: nothing
	phrases []phrase
}

// phrase is words that follow each other.
type phrase struct {
	column int      // of [IndexColumns], or everywhere
	words  []string // as the index writes them
	prefix bool     // the last one may go on
}

// IndexColumns are those of the full-text index, in its order.
var IndexColumns = []string{"headline", "standfirst", "body", "captions", "credits", "alts", "tags"}

const everywhere = -1

// newPhrase cuts words as the index does.
func newPhrase(column, text string, prefix bool) phrase {
	p := phrase{column: slices.Index(IndexColumns, column), prefix: prefix}
	Words(text, func(w string) bool {
		p.words = append(p.words, written(w))
		return true
	})
	return p
}

// written is a word as the index writes it.
func written(word string) string {
	return strings.Map(func(r rune) rune {
		if r = folded(r); r == 0 {
			return -1
		}
		return r
	}, word)
}

// place is where a phrase stands: the column, how many words stand before it there,
// and its number.
type place struct{ column, word, phrase int }

// compare orders places as FTS5 does: of two phrases at one place the first of the query.
func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.column, o.column), cmp.Compare(p.word, o.word), cmp.Compare(p.phrase, o.phrase))
}

// finder is a part of a pattern. Of the places of all phrases, by their numbers, it
// gives those it asks for; false when what it asks for is not there.
type finder interface {
	find(at [][]place, phrases []phrase) ([]place, bool)
}

type (
	aPhrase int // by its number
	nearTo  struct {
		phrases []int // by their numbers
		within  int   // words between them
	}
	allOf  []finder
	oneOf  []finder
	butNot struct{ part, without finder }
)

func (p aPhrase) find(at [][]place, _ []phrase) ([]place, bool) { return at[p], len(at[p]) > 0 }

func (a allOf) find(at [][]place, phrases []phrase) (all []place, ok bool) {
	for _, part := range a {
		found, ok := part.find(at, phrases)
		if !ok {
			return nil, false
		}
		all = append(all, found...)
	}
	return all, true
}

func (o oneOf) find(at [][]place, phrases []phrase) (all []place, ok bool) {
	for _, part := range o {
		if found, there := part.find(at, phrases); there {
			all, ok = append(all, found...), true
		}
	}
	return all, ok
}

func (b butNot) find(at [][]place, phrases []phrase) ([]place, bool) {
	if _, there := b.without.find(at, phrases); there {
		return nil, false
	}
	return b.part.find(at, phrases)
}

// find gives, of the places of its phrases, those with one of each other phrase near
// enough: as fts5ExprNearIsMatch of SQLite does, which goes through them in order.
func (n nearTo) find(at [][]place, phrases []phrase) (all []place, ok bool) {
	rest := make([][]place, len(n.phrases)) // what is still to be looked at; the first of each is looked at
	for i, p := range n.phrases {
		if rest[i] = at[p]; len(rest[i]) == 0 {
			return nil, false
		}
	}
	taken := make([]place, len(n.phrases))
	for i := range taken {
		taken[i].word = -1
	}
	for {
		last := rest[0][0]
		for together := false; !together; {
			together = true
			for i, p := range n.phrases {
				first := place{last.column, last.word - len(phrases[p].words) - n.within, 0}
				if !earlier(rest[i][0], first) && !earlier(last, rest[i][0]) {
					continue
				}
				together = false
				for earlier(rest[i][0], first) {
					if rest[i] = rest[i][1:]; len(rest[i]) == 0 {
						return all, len(all) > 0
					}
				}
				if earlier(last, rest[i][0]) {
					last = rest[i][0]
				}
			}
		}
		next := 0 // the phrase whose next place comes first
		for i := range rest {
			if taken[i] != rest[i][0] {
				taken[i] = rest[i][0]
				all = append(all, taken[i])
			}
			if len(rest[i]) > 1 && (len(rest[next]) == 1 || earlier(rest[i][1], rest[next][1])) {
				next = i
			}
		}
		if rest[next] = rest[next][1:]; len(rest[next]) == 0 {
			return all, true
		}
	}
}

// Apart reports whether the places in one column of an article that the index gave
// do not depend on what stands in its other columns.
func (p Pattern) Apart() bool { return apart(p.root) }

func apart(part finder) bool {
	switch part := part.(type) {
	case allOf:
		return !slices.ContainsFunc(part, func(part finder) bool { return !apart(part) })
	case butNot:
		return apart(part.part)
	case oneOf: // of two parts that must both be there, one may be elsewhere
		return !slices.ContainsFunc(part, func(part finder) bool { return !simple(part) })
	}
	return simple(part)
}

func simple(part finder) bool {
	switch part.(type) {
	case aPhrase, nearTo:
		return true
	}
	return false
}

// anyone reports whether a part asks for one of its phrases, whichever.
func anyone(part finder) bool {
	switch part := part.(type) {
	case aPhrase:
		return true
	case allOf:
		return len(part) == 1 && anyone(part[0])
	case oneOf:
		return !slices.ContainsFunc(part, func(part finder) bool { return !anyone(part) })
	}
	return false
}

// there gives the places of a part of an article that the index gave for it, in the
// columns that were looked in.
func there(part finder, at [][]place, phrases []phrase) (all []place) {
	switch part := part.(type) {
	case allOf:
		for _, one := range part {
			all = append(all, there(one, at, phrases)...)
		}
		return all
	case butNot:
		return there(part.part, at, phrases)
	}
	all, _ = part.find(at, phrases)
	return all
}

// earlier compares where two phrases stand.
func earlier(a, b place) bool {
	return a.column < b.column || a.column == b.column && a.word < b.word
}
