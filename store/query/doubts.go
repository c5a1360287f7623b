package query

import (
	"regexp"
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
			if word := strings.TrimLeft(n.Words, minuses); n.In != Anywhere && word != n.Words && searchable(word) {
				say(`the dash in ` + Query{n}.String() + ` is no minus: what is to be left out is -` + Query{Text{In: n.In, Words: word, Prefix: n.Prefix, Exact: !plain(word)}}.String())
			}
			if !n.Prefix && strings.ContainsFunc(n.Words, Spaceless) {
				n.Prefix = true
				say(`"` + n.Words + `" is found between spaces and punctuation alone: text without spaces is not cut into words; ` +
					Query{n}.String() + ` is found at the beginning of such text, too`)
			}
		case And:
			single := false // a single quote before a word, none behind one yet
			for i, part := range n {
				look(part)
				text, _ := part.(Text)
				if i > 0 && i < len(n)-1 && text.In == Anywhere && nearLike.MatchString(text.Words) {
					say(`"` + text.Words + `" is looked for as a word: how near words stand is asked for as NEAR(ferry strike, 5)`)
				}
				opens, closes := !text.Exact && strings.HasPrefix(text.Words, "'"), strings.HasSuffix(text.Words, "'")
				if single = single || opens && !closes; single && closes {
					say("a single quote is an apostrophe: a phrase stands in double ones")
				}
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

// nearLike is how other programs are asked for words near each other.
var nearLike = regexp.MustCompile(`^(NEAR|ADJ|WITHIN|(?i:(n|w|near|adj|pre|within)/\d+|near\d+|adj\d+))$`)

// operatorLike is the word a part asks for, when it is that of an operator.
func operatorLike(n Node) string {
	if text, ok := n.(Text); ok && text.In == Anywhere && !text.Exact && !text.Prefix {
		if word := strings.ToLower(text.Words); word == "or" || word == "and" || word == "not" {
			return word
		}
	}
	return ""
}
