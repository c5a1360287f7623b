package query

import "strings"

// more stands where a snippet leaves text out.
const more = "…"

// Snippet is the part of the article in which most of the pattern stands, of so many
// words, with signs around what was found. It is that of FTS5's function of this
// name (https://www.sqlite.org/fts5.html#the_snippet_function), by the same rules:
// made here from the texts at hand it takes a tenth of the time.
func (f *Finder) Snippet(on, off string, size int) string {
	column, start := f.best(size)
	f.cutUp(column)
	text, words := f.texts[column], f.words[column]
	spans := f.joined(column)
	for len(spans) > 0 && spans[0].from < start {
		spans = spans[1:]
	}
	var b strings.Builder
	b.Grow(10 * size)
	if start > 0 {
		b.WriteString(more)
	}
	done, marked := 0, false
	upTo := func(at int) {
		b.WriteString(text[done:at])
		done = at
	}
	mark := func(sign string) {
		b.WriteString(sign)
		marked = !marked
	}
	end := start + size - 1
	for i := start; i < len(words) && i <= end; i++ {
		w := words[i]
		if start > 0 && i == start {
			done = w.from
		}
		if marked && (len(spans) == 0 || i <= spans[0].from) && w.from >= done {
			mark(off)
		}
		if len(spans) > 0 && i == spans[0].from && !marked {
			upTo(w.from)
			mark(on)
		}
		if len(spans) > 0 && i == spans[0].to {
			if !marked {
				mark(on)
			}
			upTo(w.to)
			spans = spans[1:]
		}
		if i == end {
			if marked {
				if len(spans) > 0 && i >= spans[0].from {
					upTo(w.to)
				}
				mark(off)
			}
			upTo(w.to)
		}
	}
	if marked {
		mark(off)
	}
	if end >= len(words)-1 {
		upTo(len(text))
	} else {
		b.WriteString(more)
	}
	return b.String()
}

// What a snippet is worth that begins with the text, or with a sentence. Each
// phrase in it is worth firstMet, met again 1.
const textBegins, sentenceBegins, firstMet = 120, 100, 1000

// best is the column and the word that the best snippet begins with.
func (f *Finder) best(size int) (column, start int) {
	most := 0
	for c := range IndexColumns {
		places := f.in(c)
		if len(places) == 0 {
			continue
		}
		words := len(f.words[c])
		var sentences []int
		if words > size {
			sentences = f.sentences(c, places[len(places)-1].word)
		}
		for _, p := range places {
			score, middle := f.score(places, p.word, size, words)
			if score > most {
				most, column, start = score, c, middle
			}
			if words <= size {
				continue
			}
			n := 0
			for n < len(sentences)-1 && sentences[n+1] <= p.word {
				n++
			}
			if begin := sentences[n]; begin < p.word {
				score, _ := f.score(places, begin, size, words)
				if score += sentenceBegins; begin == 0 {
					score += textBegins - sentenceBegins
				}
				if score > most {
					most, column, start = score, c, begin
				}
			}
		}
	}
	return column, start
}

// score is what a snippet from a word on is worth, and where it would begin with
// what it holds in its middle.
func (f *Finder) score(places []place, from, size, words int) (score, middle int) {
	clear(f.seen)
	first, last := -1, 0
	for _, p := range places {
		if p.word < from || p.word >= from+size {
			continue
		}
		if f.seen[p.phrase] {
			score++
		} else {
			score += firstMet
			f.seen[p.phrase] = true
		}
		if first < 0 {
			first = p.word
		}
		last = p.word + f.size(p.phrase)
	}
	middle = first - (size-(last-first))/2
	if middle+size > words {
		middle = words - size
	}
	return score, max(middle, 0)
}

// sentences are the words of a column, up to one of them, that begin one.
func (f *Finder) sentences(column, last int) []int {
	text := f.texts[column]
	begins := []int{0}
	words := f.words[column]
	for i := 1; i <= last; i++ {
		at := words[i].from - 1
		for at >= 0 && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
			at--
		}
		if at >= 0 && at != words[i].from-1 && (text[at] == '.' || text[at] == ':') {
			begins = append(begins, i)
		}
	}
	return begins
}
