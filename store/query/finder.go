package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Finder finds a pattern in one article after the other, in the same memory. It is
// for one goroutine.
type Finder struct {
	pattern Pattern
	first   map[string][]int // phrases by their first word
	begins  []int            // phrases of one word that may go on
	letters [256]bool        // first bytes of the first words
	alike   *alike           // nil: the words are not
	anyone  bool             // it is enough that one of them stands in a text

	texts []string // by column
	cut   []bool   // columns whose words are known
	words [][]span // by column
	at    [][]place
	found []place // in order
	open  []started
	word  []byte
	seen  []bool // phrases, while a snippet is judged
}

// span is a part of a text, in bytes or in words.
type span struct{ from, to int }

// started is a phrase whose first words were met.
type started struct{ phrase, from, met int }

// Finder makes one.
func (p Pattern) Finder() *Finder {
	f := &Finder{
		pattern: p, first: map[string][]int{},
		cut: make([]bool, len(IndexColumns)), words: make([][]span, len(IndexColumns)), at: make([][]place, len(p.phrases)),
		seen: make([]bool, len(p.phrases)), alike: p.alike(), anyone: anyone(p.root),
	}
	for i, ph := range p.phrases {
		switch {
		case len(ph.words) == 0:
			continue
		case ph.prefix && len(ph.words) == 1:
			f.begins = append(f.begins, i)
		default:
			f.first[ph.words[0]] = append(f.first[ph.words[0]], i)
		}
		if ph.words[0] == "" {
			for b := range f.letters { // a word of nothing but marks
				f.letters[b] = true
			}
			continue
		}
		f.letters[ph.words[0][0]] = true
	}
	return f
}

// Look finds the pattern in an article: its texts stand in the order of
// [IndexColumns]. It reports whether the index would give the article; what was
// found before is forgotten.
func (f *Finder) Look(texts []string) bool {
	f.forget(texts)
	if f.pattern.root == nil {
		return false
	}
	for c := range IndexColumns {
		if slices.ContainsFunc(f.pattern.phrases, func(p phrase) bool { return p.column == everywhere || p.column == c }) {
			f.lookIn(c)
		}
	}
	found, ok := f.pattern.root.find(f.at, f.pattern.phrases)
	if ok {
		f.keep(found)
	}
	return ok
}

// LookIn finds, of a pattern that is [Pattern.Apart], the places in one column of an
// article that the index gave; the other texts need not be there.
func (f *Finder) LookIn(in Column, text string) []Span {
	column := slices.Index(IndexColumns, indexed(in))
	if f.alike != nil && f.anyone && !slices.ContainsFunc(f.pattern.phrases, func(p phrase) bool { return p.column != everywhere && p.column != column }) {
		return f.alike.in(text, -1)
	}
	texts := make([]string, len(IndexColumns))
	texts[column] = text
	f.forget(texts)
	f.lookIn(column)
	f.keep(there(f.pattern.root, f.at, f.pattern.phrases))
	return f.Places(in)
}

func (f *Finder) forget(texts []string) {
	f.texts = texts
	for i := range f.at {
		f.at[i] = f.at[i][:0]
	}
	for c := range f.cut {
		f.cut[c] = false
	}
	f.found = f.found[:0]
}

func (f *Finder) keep(found []place) {
	f.found = append(f.found, found...)
	slices.SortFunc(f.found, place.compare)
	f.found = slices.Compact(f.found)
}

// lookIn cuts a column into words and notes where phrases stand, if they do.
func (f *Finder) lookIn(column int) {
	text := f.texts[column]
	var there []Span
	if f.alike != nil {
		if there = f.alike.in(text, -1); there == nil {
			return
		}
	}
	f.cutUp(column)
	words := f.words[column]
	f.open = f.open[:0]
	for n, w := range words {
		if f.alike != nil {
			if len(there) == 0 {
				break
			}
			if w.from != there[0].From {
				continue
			}
			there = there[1:]
		} else if c := text[w.from]; c < utf8.RuneSelf && !f.letters[ascii[c]] && len(f.open) == 0 {
			continue // no phrase begins so
		}
		f.word = f.word[:0]
		for i := w.from; i < w.to; {
			if c := text[i]; c < utf8.RuneSelf {
				f.word = append(f.word, ascii[c])
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(text[i:])
			if r = folded(r); r != 0 {
				f.word = utf8.AppendRune(f.word, r)
			}
			i += size
		}
		if len(f.open) > 0 || len(f.word) == 0 || f.letters[f.word[0]] {
			f.meet(column, n)
		}
	}
}

// cutUp cuts a column into words, when it is not.
func (f *Finder) cutUp(column int) {
	if !f.cut[column] {
		words := slices.Grow(f.words[column][:0], len(f.texts[column])/6)
		f.words[column], f.cut[column] = cut(f.texts[column], words), true
	}
}

// ascii are the characters of words of ASCII as the index writes them, 0 for others.
var ascii = func() (low [utf8.RuneSelf]byte) {
	for r := range rune(utf8.RuneSelf) {
		if inWord(r) {
			low[r] = byte(folded(r))
		}
	}
	return low
}()

// meet notes that the n-th word of a column is f.word.
func (f *Finder) meet(column, n int) {
	goOn := f.open[:0]
	for _, s := range f.open {
		if f.step(&s, column) {
			goOn = append(goOn, s)
		}
	}
	f.open = goOn
	begin := func(phrase int) {
		if in := f.pattern.phrases[phrase].column; in != everywhere && in != column {
			return
		}
		s := started{phrase: phrase, from: n}
		if f.step(&s, column) {
			f.open = append(f.open, s)
		}
	}
	for _, p := range f.first[string(f.word)] {
		begin(p)
	}
	for _, p := range f.begins {
		begin(p)
	}
}

// step goes on with a phrase and reports whether more of its words are to come.
func (f *Finder) step(s *started, column int) bool {
	p := &f.pattern.phrases[s.phrase]
	want, last := p.words[s.met], s.met == len(p.words)-1
	if string(f.word) != want && !(last && p.prefix && strings.HasPrefix(string(f.word), want)) {
		return false
	}
	if s.met++; last {
		f.at[s.phrase] = append(f.at[s.phrase], place{column, s.from, s.phrase})
	}
	return !last
}

// in are the places in one column.
func (f *Finder) in(column int) []place {
	from, _ := slices.BinarySearchFunc(f.found, column, func(p place, c int) int { return p.column - c })
	to, _ := slices.BinarySearchFunc(f.found, column+1, func(p place, c int) int { return p.column - c })
	return f.found[from:to]
}

func (f *Finder) size(phrase int) int { return len(f.pattern.phrases[phrase].words) }

// joined are the words, from the first to the last, that places in a column cover;
// those that overlap are one.
func (f *Finder) joined(column int) (all []span) {
	for _, p := range f.in(column) {
		last := p.word + f.size(p.phrase) - 1
		if n := len(all); n > 0 && p.word <= all[n-1].to {
			all[n-1].to = max(all[n-1].to, last)
			continue
		}
		all = append(all, span{p.word, last})
	}
	return all
}

// Span is a part of a text, by its bytes: From the first up to before To.
type Span struct{ From, To int }

// Places are the parts of a column's text that were found.
func (f *Finder) Places(in Column) []Span {
	column := slices.Index(IndexColumns, indexed(in))
	var all []Span
	for _, s := range f.joined(column) {
		words := f.words[column]
		all = append(all, Span{words[s.from].from, words[s.to].to})
	}
	return all
}
