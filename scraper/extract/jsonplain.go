package extract

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// plainJSON reads a JSON text (RFC 8259) as encoding/json does into an any, at a
// third of its cost: without a pass to validate, and with texts that are parts of
// s. It reports false for what is not JSON, and for some that is: nested deeper
// than [deepestJSON], with escaped surrogates or bytes that are no UTF-8.
func plainJSON(s string) (any, bool) {
	if !utf8.ValidString(s) {
		return nil, false
	}
	r := plainReader{s: s}
	v, ok := r.value(0)
	r.space()
	return v, ok && r.i == len(s)
}

type plainReader struct {
	s string
	i int
}

func (r *plainReader) space() {
	for r.i < len(r.s) && (r.s[r.i] == ' ' || r.s[r.i] == '\n' || r.s[r.i] == '\t' || r.s[r.i] == '\r') {
		r.i++
	}
}

// next passes white space and c, or reports that something else follows.
func (r *plainReader) next(c byte) bool {
	r.space()
	if r.i < len(r.s) && r.s[r.i] == c {
		r.i++
		return true
	}
	return false
}

func (r *plainReader) value(depth int) (any, bool) {
	r.space()
	if r.i >= len(r.s) || depth > deepestJSON {
		return nil, false
	}
	switch c := r.s[r.i]; c {
	case '{':
		r.i++
		return r.object(depth)
	case '[':
		r.i++
		return r.array(depth)
	case '"':
		r.i++
		return r.text()
	case 't':
		return true, r.word("true")
	case 'f':
		return false, r.word("false")
	case 'n':
		return nil, r.word("null")
	}
	return r.number()
}

func (r *plainReader) word(w string) bool {
	if !strings.HasPrefix(r.s[r.i:], w) {
		return false
	}
	r.i += len(w)
	return true
}

func (r *plainReader) object(depth int) (any, bool) {
	out := map[string]any{}
	if r.next('}') {
		return out, true
	}
	for {
		if !r.next('"') {
			return nil, false
		}
		key, ok := r.text()
		if !ok || !r.next(':') {
			return nil, false
		}
		v, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		out[key] = v
		if r.next('}') {
			return out, true
		}
		if !r.next(',') {
			return nil, false
		}
	}
}

func (r *plainReader) array(depth int) (any, bool) {
	out := []any{}
	if r.next(']') {
		return out, true
	}
	for {
		v, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		out = append(out, v)
		if r.next(']') {
			return out, true
		}
		if !r.next(',') {
			return nil, false
		}
	}
}

// text reads a string after its opening quote.
func (r *plainReader) text() (string, bool) {
	start := r.i
	for ; r.i < len(r.s); r.i++ {
		switch c := r.s[r.i]; {
		case c == '"':
			r.i++
			return r.s[start : r.i-1], true
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// escaped reads a string that begins at start and of which r.i is the first
// backslash.
func (r *plainReader) escaped(start int) (string, bool) {
	b := []byte(r.s[start:r.i])
	for r.i < len(r.s) {
		c := r.s[r.i]
		r.i++
		switch {
		case c == '"':
			return string(b), true
		case c < ' ':
			return "", false
		case c != '\\':
			b = append(b, c)
			continue
		case r.i >= len(r.s):
			return "", false
		}
		c = r.s[r.i]
		r.i++
		switch c {
		case '"', '\\', '/':
			b = append(b, c)
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			if r.i+4 > len(r.s) {
				return "", false
			}
			n, err := strconv.ParseUint(r.s[r.i:r.i+4], 16, 32)
			if err != nil || n >= 0xd800 && n < 0xe000 {
				return "", false
			}
			r.i += 4
			b = utf8.AppendRune(b, rune(n))
		default:
			return "", false
		}
	}
	return "", false
}

func (r *plainReader) number() (any, bool) {
	start := r.i
	digits := func() bool {
		from := r.i
		for r.i < len(r.s) && r.s[r.i] >= '0' && r.s[r.i] <= '9' {
			r.i++
		}
		return r.i > from
	}
	is := func(set string) bool {
		if r.i < len(r.s) && strings.IndexByte(set, r.s[r.i]) >= 0 {
			r.i++
			return true
		}
		return false
	}
	is("-")
	if !is("0") && !digits() {
		return nil, false
	}
	if is(".") && !digits() {
		return nil, false
	}
	if is("eE") {
		is("+-")
		if !digits() {
			return nil, false
		}
	}
	f, err := strconv.ParseFloat(r.s[start:r.i], 64)
	return f, err == nil
}
