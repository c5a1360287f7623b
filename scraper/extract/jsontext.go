package extract

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// deepestJSON is how deep JSON of a page may be nested. Real pages stay under 40.
const deepestJSON = 200

var errJSON = errors.New("not JSON")

// readJSON reads JSON as strangers write it into pages. What encoding/json
// refuses is read by a tolerant reader: comments and CDATA around it, raw line
// breaks in strings, trailing and missing commas, unescaped quotes within a
// string, HTML entities for quotes, several values in a row (a list then), an
// end cut off.
func readJSON(text string) (any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errJSON
	}
	if text[0] == '{' || text[0] == '[' {
		if v, ok := plainJSON(text); ok {
			return v, nil
		}
		var v any
		if json.Unmarshal([]byte(text), &v) == nil {
			return v, nil
		}
	}
	start := strings.IndexAny(text, "{[")
	if start < 0 {
		return nil, errJSON
	}
	if c := strings.Index(text, "CDATA["); c >= 0 && c < 20 && start < c+6 {
		next := strings.IndexAny(text[c+6:], "{[")
		if next < 0 {
			return nil, errJSON
		}
		start = c + 6 + next
	}
	body := text[start:]
	if rest := strings.TrimLeft(body[1:], " \t\r\n"); strings.HasPrefix(rest, "&quot;") || strings.HasPrefix(rest, "&#34;") {
		body = strings.NewReplacer("&quot;", `"`, "&#34;", `"`, "&#x22;", `"`).Replace(body)
		var v any
		if json.Unmarshal([]byte(body), &v) == nil {
			return v, nil
		}
	}
	r := jsonReader{s: body}
	var all []any
	for r.skip(); r.i < len(r.s) && (r.s[r.i] == '{' || r.s[r.i] == '['); r.skip() {
		v, err := r.value(0)
		if err != nil {
			break
		}
		all = append(all, v)
		for r.skip(); r.i < len(r.s) && (r.s[r.i] == ',' || r.s[r.i] == ';'); r.skip() {
			r.i++
		}
	}
	switch len(all) {
	case 0:
		return nil, errJSON
	case 1:
		return all[0], nil
	}
	return all, nil
}

// jsonReader reads broken JSON. It goes forward at every step, so it ends.
type jsonReader struct {
	s string
	i int
}

// skip passes white space and comments.
func (r *jsonReader) skip() {
	for r.i < len(r.s) {
		switch c := r.s[r.i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			r.i++
		case strings.HasPrefix(r.s[r.i:], "/*"):
			end := strings.Index(r.s[r.i+2:], "*/")
			if end < 0 {
				r.i = len(r.s)
				return
			}
			r.i += end + 4
		case strings.HasPrefix(r.s[r.i:], "//"):
			end := strings.IndexByte(r.s[r.i:], '\n')
			if end < 0 {
				r.i = len(r.s)
				return
			}
			r.i += end + 1
		case strings.HasPrefix(r.s[r.i:], "\u00a0"), strings.HasPrefix(r.s[r.i:], "\ufeff"):
			_, n := utf8.DecodeRuneInString(r.s[r.i:])
			r.i += n
		default:
			return
		}
	}
}

func (r *jsonReader) value(depth int) (any, error) {
	r.skip()
	if r.i >= len(r.s) || depth > deepestJSON {
		return nil, errJSON
	}
	switch r.s[r.i] {
	case '{':
		return r.object(depth)
	case '[':
		return r.array(depth)
	case '"':
		return r.str(), nil
	}
	start := r.i
	for r.i < len(r.s) && !strings.ContainsRune(",:]}\n\r\t \"{[", rune(r.s[r.i])) {
		r.i++
	}
	word := r.s[start:r.i]
	switch word {
	case "":
		return nil, errJSON
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null", "undefined", "NaN":
		return nil, nil
	}
	if f, err := strconv.ParseFloat(word, 64); err == nil {
		return f, nil
	}
	return word, nil
}

// object reads what it can; an end cut off closes it.
func (r *jsonReader) object(depth int) (any, error) {
	r.i++
	out := map[string]any{}
	for {
		r.skip()
		if r.i >= len(r.s) {
			return out, nil
		}
		switch r.s[r.i] {
		case '}':
			r.i++
			return out, nil
		case ',':
			r.i++
			continue
		case ']':
			return out, nil // closed by the wrong bracket
		}
		var key string
		if r.s[r.i] == '"' {
			key = r.str()
		} else {
			start := r.i
			for r.i < len(r.s) && !strings.ContainsRune(":,}]{[\" \t\r\n", rune(r.s[r.i])) {
				r.i++
			}
			if key = strings.Trim(r.s[start:r.i], "'"); key == "" {
				return nil, errJSON
			}
		}
		r.skip()
		if r.i >= len(r.s) || r.s[r.i] != ':' {
			continue
		}
		r.i++
		v, err := r.value(depth + 1)
		if err != nil {
			if r.i >= len(r.s) {
				return out, nil
			}
			if depth >= deepestJSON {
				return nil, err
			}
			if c := r.s[r.i]; c == ',' || c == '}' {
				continue // a key without a value
			}
			return nil, err
		}
		out[key] = v
	}
}

func (r *jsonReader) array(depth int) (any, error) {
	r.i++
	out := []any{}
	for {
		r.skip()
		if r.i >= len(r.s) {
			return out, nil
		}
		switch r.s[r.i] {
		case ']':
			r.i++
			return out, nil
		case ',':
			r.i++
			continue
		case '}':
			return out, nil
		case ':':
			return nil, errJSON
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

// str reads a string. A quote ends it only when what follows can follow a string.
func (r *jsonReader) str() string {
	r.i++
	var b strings.Builder
	for r.i < len(r.s) {
		c := r.s[r.i]
		switch {
		case c == '"':
			if r.endsString() {
				r.i++
				return b.String()
			}
			b.WriteByte(c)
			r.i++
		case c == '\\' && r.i+1 < len(r.s):
			r.escape(&b)
		default:
			b.WriteByte(c)
			r.i++
		}
	}
	return b.String()
}

// endsString reports whether the quote at r.i closes the string.
func (r *jsonReader) endsString() bool {
	rest := strings.TrimLeft(r.s[r.i+1:min(len(r.s), r.i+200)], " \t\r\n")
	if rest == "" {
		return true
	}
	switch rest[0] {
	case '}', ']', ':':
		return true
	case ',':
		next := strings.TrimLeft(rest[1:], " \t\r\n")
		return next == "" || strings.IndexByte(`"{[]}-0123456789tfn/`, next[0]) >= 0
	case '"':
		// A missing comma: the next key begins on another line.
		return strings.ContainsAny(r.s[r.i+1:min(len(r.s), r.i+200-len(rest)+1)], "\n")
	}
	return false
}

func (r *jsonReader) escape(b *strings.Builder) {
	e := r.s[r.i+1]
	r.i += 2
	switch e {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b', 'f':
		b.WriteByte(' ')
	case 'u':
		c, ok := r.hex4()
		if !ok {
			return
		}
		if utf16.IsSurrogate(c) && strings.HasPrefix(r.s[r.i:], `\u`) {
			r.i += 2
			low, _ := r.hex4()
			c = utf16.DecodeRune(c, low)
		}
		b.WriteRune(c)
	default:
		b.WriteByte(e)
	}
}

func (r *jsonReader) hex4() (rune, bool) {
	if r.i+4 > len(r.s) {
		return 0, false
	}
	v, err := strconv.ParseUint(r.s[r.i:r.i+4], 16, 32)
	if err != nil {
		return 0, false
	}
	r.i += 4
	return rune(v), true
}

// jsonText is a JSON value as text: strings and numbers; "" for anything else.
func jsonText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// each calls do for v, or for each of its elements when it is a list.
func each(v any, do func(any)) {
	if list, ok := v.([]any); ok {
		for _, e := range list {
			each(e, do)
		}
		return
	}
	if v != nil {
		do(v)
	}
}
