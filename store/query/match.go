package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// most bounds the spellings one part of a query is looked for in.
const most = 64

// words are a part that asks for nothing but words: as an FTS5 expression, and as
// what finds them again in a text.
type words struct {
	fts string
	finder
}

// match writes a part as an FTS5 expression, when it asks for nothing but words
// and does not only leave out. https://www.sqlite.org/fts5.html#full_text_query_syntax
func (t *translation) match(n Node) (words, bool) {
	switch n := n.(type) {
	case Text:
		var all []words
		for _, s := range t.spellings(n) {
			all = append(all, words{s.fts, t.phrase(n.In, s, n.Prefix)})
		}
		return inColumn(n.In, either(all)), true
	case Near:
		return inColumn(n.In, t.near(n)), true
	case Or:
		all, ok := t.matchAll(n)
		return together(all, " OR ", oneOf(finders(all))), ok
	case And:
		var with []Node
		var without []words
		for _, p := range n {
			not, ok := p.(Not)
			if !ok {
				with = append(with, p)
				continue
			}
			m, ok := t.match(not.Part)
			if !ok {
				return words{}, false
			}
			without = append(without, m)
		}
		all, ok := t.matchAll(with)
		if !ok {
			return words{}, false
		}
		m := together(all, " AND ", allOf(finders(all)))
		for _, w := range without {
			m = words{"(" + m.fts + " NOT " + w.fts + ")", butNot{m.finder, w.finder}}
		}
		return m, true
	}
	return words{}, false
}

func (t *translation) matchAll(parts []Node) ([]words, bool) {
	all := make([]words, len(parts))
	for i, p := range parts {
		m, ok := t.match(p)
		if !ok {
			return nil, false
		}
		all[i] = m
	}
	return all, len(parts) > 0
}

func together(all []words, sep string, f finder) words {
	texts := make([]string, len(all))
	for i, w := range all {
		texts[i] = w.fts
	}
	return words{"(" + strings.Join(texts, sep) + ")", f}
}

func finders(all []words) []finder {
	list := make([]finder, len(all))
	for i, w := range all {
		list[i] = w.finder
	}
	return list
}

// columns are the names in the index where they differ from the language's.
var columns = map[Column]string{Caption: "captions", Credit: "credits", Alt: "alts"}

// indexed is the name of a column in the index; empty for Anywhere.
func indexed(in Column) string { return cmp.Or(columns[in], string(in)) }

func inColumn(in Column, w words) words {
	if in != Anywhere {
		w.fts = indexed(in) + " : " + w.fts
	}
	return w
}

func either(all []words) words {
	if len(all) == 1 {
		return all[0]
	}
	return together(all, " OR ", oneOf(finders(all)))
}

// phrase gives a text that is looked for a number.
func (t *translation) phrase(in Column, s spelling, prefix bool) aPhrase {
	t.phrases = append(t.phrases, newPhrase(indexed(in), s.text, prefix))
	return aPhrase(len(t.phrases) - 1)
}

// near writes NEAR once for every combination of spellings: FTS5 takes no OR in it.
func (t *translation) near(n Near) words {
	lists := make([][]spelling, len(n.Parts))
	for i, p := range n.Parts {
		lists[i] = t.spellings(p)
	}
	var all []words
	for _, c := range combine(lists) {
		near := nearTo{within: n.Within}
		texts := make([]string, len(c))
		for i, s := range c {
			texts[i] = s.fts
			near.phrases = append(near.phrases, int(t.phrase(n.In, s, n.Parts[i].Prefix)))
		}
		all = append(all, words{"NEAR(" + strings.Join(texts, " ") + ", " + strconv.Itoa(n.Within) + ")", near})
	}
	return either(all)
}

// spelling is one way the archive writes a text: itself, and as an FTS5 string.
type spelling struct{ text, fts string }

// spellings are all ways the archive writes a text, the way it was typed first. The
// words are quoted, so that FTS5 sees a string and its tokenizer finds the words in
// it as it did in the articles.
func (t *translation) spellings(n Text) []spelling {
	all := t.spelled(n)
	if other := t.otherApostrophes(n); other != "" {
		n.Words = other
		all = append(all, t.spelled(n)...)
	}
	return all[:min(len(all), most)]
}

// otherApostrophes is a text with letters for its signs that part words, or signs for
// such letters: пʼять is one word to the index, п'ять two. It is empty when there are
// none, and when the archive has no word with such a letter there.
func (t *translation) otherApostrophes(n Text) string {
	if strings.ContainsAny(n.Words, apostrophes) {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(apostrophes, r) {
				return '\''
			}
			return r
		}, n.Words)
	}
	in := []rune(n.Words)
	found := false
	for i := 1; i+1 < len(in); i++ {
		if strings.ContainsRune("'’`´‘", in[i]) && inWord(in[i-1]) && inWord(in[i+1]) {
			in[i], found = 'ʼ', true
		}
	}
	if !found || t.Forms == nil {
		return ""
	}
	known := true
	Words(string(in), func(w string) bool {
		if strings.Contains(w, "ʼ") {
			known = slices.ContainsFunc(t.Forms.Forms(ByLetters, Letters(w), false), func(f string) bool { return strings.ContainsAny(f, apostrophes) })
		}
		return known
	})
	if !known {
		return ""
	}
	return string(in)
}

// spelled are the spellings of a text with the apostrophes it has.
func (t *translation) spelled(n Text) []spelling {
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
		star = " *"
	}
	all := []spelling{{n.Words, quoted(n.Words) + star}}
	for i, c := range combine(lists) {
		if i > 0 { // the first is the text as typed
			text := strings.Join(c, " ")
			all = append(all, spelling{text, quoted(text) + star})
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
	alike := func(word string) {
		if key := Letters(word); key != "" {
			all = append(all, key)
			all = append(all, t.Forms.Forms(ByLetters, key, prefix)...)
		}
	}
	alike(word)
	if !exact && !prefix {
		for _, w := range behindParticles(word) {
			all = append(all, w)
			alike(w)
		}
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
		w = written(w)
		twice := seen[w] || prefix && len(seen) > 0 && strings.HasPrefix(w, written(word))
		seen[w] = true
		return twice
	})
	return all[:min(len(all), most)]
}

// combine is every choice of one of each list, the first of each first,
// as many as are bearable.
func combine[T any](lists [][]T) [][]T {
	all := [][]T{nil}
	for _, list := range lists {
		var longer [][]T
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
