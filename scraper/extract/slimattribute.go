package extract

import "bytes"

// tagEnd is tag where nothing is left out.
func tagEnd(b []byte, i int) (end int, closed bool) {
	last := -1
	for {
		a, next, more := nextAttribute(b, i)
		if next < 0 || !more {
			return next, next > 1 && b[next-2] == '/' && last != next-1
		}
		i, last = next, a.valueEnd
	}
}

// nameEnd is where the name of a tag ends that begins at i.
func nameEnd(b []byte, i int) int {
	for i < len(b) && !endsName(b[i]) {
		i++
	}
	return i
}

// attribute is where an attribute stands.
type attribute struct {
	key, keyEnd     int
	value, valueEnd int // with its quotes
}

// nextAttribute reads the attribute at i or after it, as the tokenizer of x/net
// does. next is where to go on, after white space, and -1 when the page ends
// first; more is false at the end of the tag.
func nextAttribute(b []byte, i int) (a attribute, next int, more bool) {
	if i = skipSpace(b, i); i >= len(b) {
		return a, -1, false
	}
	if b[i] == '>' {
		return a, i + 1, false
	}
	a.key = i
	for ; ; i++ {
		if i >= len(b) {
			return a, -1, false
		}
		if c := b[i]; endsName(c) || c == '=' && i > a.key {
			break
		}
	}
	a.keyEnd, a.value, a.valueEnd = i, i, i
	if i = skipSpace(b, i); i >= len(b) {
		return a, -1, false
	}
	switch b[i] {
	case '/':
		if i++; i == len(b) {
			return a, -1, false
		}
		return a, i, true
	case '=':
	default:
		return a, i, true
	}
	if i = skipSpace(b, i+1); i >= len(b) {
		return a, -1, false
	}
	a.value = i
	switch quote := b[i]; quote {
	case '>':
		a.valueEnd = i
		return a, i, true
	case '"', '\'':
		end := bytes.IndexByte(b[i+1:], quote)
		if end < 0 {
			return a, -1, false
		}
		i += end + 2
	default:
		for ; ; i++ {
			if i >= len(b) {
				return a, -1, false
			}
			if c := b[i]; isSpace(c) || c == '>' {
				break
			}
		}
	}
	a.valueEnd = i
	if i = skipSpace(b, i); i >= len(b) {
		return a, -1, false
	}
	return a, i, true
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}
