package query

import (
	"slices"
	"strings"
)

// Doubts says, a sentence each, where the query may have been read otherwise than it
// was meant; none for most. Such a reading is right for some and no error.
func (q Query) Doubts() []string {
	var all []string
	var look func(n Node)
	say := func(doubt string) {
		if !slices.Contains(all, doubt) {
			all = append(all, doubt)
		}
	}
	look = func(n Node) {
		switch n := n.(type) {
		case Text:
			if word, found := strings.CutPrefix(n.Words, "!"); found && !n.Exact && searchable(word) {
				say(`"` + n.Words + `" is looked for as a word: what is to be left out has a minus, -` + word)
			}
			if !n.Prefix && strings.ContainsFunc(n.Words, Spaceless) {
				n.Prefix = true
				say(`"` + n.Words + `" is found between spaces and punctuation alone: text without spaces is not cut into words; ` +
					Query{n}.String() + ` is found at the beginning of such text, too`)
			}
		case And:
			for i, part := range n {
				look(part)
				if i == len(n)-1 {
					continue // nothing behind it
				}
				if word := operatorLike(part); word != "" && (i > 0 || word == "not") {
					say(`"` + word + `" is looked for as a word: the operator is ` + strings.ToUpper(word) + ", in capitals")
				}
			}
		case Or:
			for _, part := range n {
				look(part)
			}
		case Not:
			look(n.Part)
		case Near:
			for _, part := range n.Parts {
				look(part)
			}
		}
	}
	look(q.Root)
	return all
}

// operatorLike is the word a part asks for, when it is that of an operator.
func operatorLike(n Node) string {
	if text, ok := n.(Text); ok && text.In == Anywhere && !text.Exact && !text.Prefix {
		if word := strings.ToLower(text.Words); word == "or" || word == "and" || word == "not" {
			return word
		}
	}
	return ""
}
