package query

import (
	"slices"
	"strconv"
	"strings"
)

// most bounds the spellings one part of a query is looked for in.
const most = 64

// match writes a part as an FTS5 expression, when it asks for nothing but words
// and does not only leave out. https://www.sqlite.org/fts5.html#full_text_query_syntax
func (t *translation) match(n Node) (string, bool) {
	switch n := n.(type) {
	case Text:
		return column(n.In, either(t.spellings(n))), true
	case Near:
		return column(n.In, t.near(n)), true
	case Or:
		return t.matchAll(n, " OR ")
	case And:
		var with []Node
		var without []string
		for _, p := range n {
			not, ok := p.(Not)
			if !ok {
				with = append(with, p)
				continue
			}
			m, ok := t.match(not.Part)
			if !ok {
				return "", false
			}
			without = append(without, m)
		}
		m, ok := t.matchAll(with, " AND ")
		if !ok {
			return "", false
		}
		for _, w := range without {
			m = "(" + m + " NOT " + w + ")"
		}
		return m, true
	}
	return "", false
}

func (t *translation) matchAll(parts []Node, sep string) (string, bool) {
	all := make([]string, len(parts))
	for i, p := range parts {
		m, ok := t.match(p)
		if !ok {
			return "", false
		}
		all[i] = m
	}
	return "(" + strings.Join(all, sep) + ")", len(parts) > 0
}

// columns are the names in the index where they differ from the language's.
var columns = map[Column]string{Caption: "captions", Credit: "credits", Alt: "alts"}

func column(in Column, m string) string {
	if in == Anywhere {
		return m
	}
	name := columns[in]
	if name == "" {
		name = string(in)
	}
	return name + " : " + m
}

func either(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	return "(" + strings.Join(all, " OR ") + ")"
}

// near writes NEAR once for every combination of spellings: FTS5 takes no OR in it.
func (t *translation) near(n Near) string {
	lists := make([][]string, len(n.Parts))
	for i, p := range n.Parts {
		lists[i] = t.spellings(p)
	}
	within := ", " + strconv.Itoa(n.Within) + ")"
	var all []string
	for _, c := range combine(lists) {
		all = append(all, "NEAR("+strings.Join(c, " ")+within)
	}
	return either(all)
}

// spellings are the FTS5 strings of a text in all the ways the archive writes it,
// the way it was typed first. The words are quoted, so that FTS5 sees a string
// and its tokenizer finds the words in it as it did in the articles.
func (t *translation) spellings(n Text) []string {
	var lists [][]string
	Words(n.Words, func(w string) bool {
		lists = append(lists, []string{w})
		return true
	})
	t.words += len(lists)
	for i := range lists {
		lists[i] = t.forms(lists[i][0], n.Exact || len(lists) > 1, n.Prefix && i == len(lists)-1)
	}
	star := ""
	if n.Prefix {
		star, t.Lists = " *", true
	}
	all := []string{quoted(n.Words) + star}
	for i, c := range combine(lists) {
		if i > 0 { // the first is the text as typed
			all = append(all, quoted(strings.Join(c, " "))+star)
		}
	}
	return all
}

// forms are the ways the archive writes a word, itself first.
func (t *translation) forms(word string, exact, prefix bool) []string {
	all := []string{word}
	if t.Forms == nil {
		return all
	}
	if key := Letters(word); key != "" {
		if key != word {
			all = append(all, key)
		}
		all = append(all, t.Forms.Forms(ByLetters, key, prefix)...)
	}
	if key := Stem(word); key != "" && !exact && !prefix {
		low := strings.ToLower(word)
		for _, f := range t.Forms.Forms(ByStem, key, false) {
			if f != low && Inflected(low, f) {
				all = append(all, f)
			}
		}
	}
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(w string) bool {
		twice := seen[w]
		seen[w] = true
		return twice
	})
	return all[:min(len(all), most)]
}

// combine is every choice of one string of each list, the first of each first,
// as many as are bearable.
func combine(lists [][]string) [][]string {
	all := [][]string{nil}
	for _, list := range lists {
		var longer [][]string
		for _, c := range all {
			for _, s := range list {
				longer = append(longer, append(slices.Clip(c), s))
			}
		}
		all = longer[:min(len(longer), most)]
	}
	return all
}

func quoted(words string) string { return `"` + strings.ReplaceAll(words, `"`, `""`) + `"` }
