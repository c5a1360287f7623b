package store

import (
	"encoding/json"
	"strings"
)

// headerOf reads the headers of an answer as a visit has them, by hand: what
// encoding/json takes for them is a twentieth of what reading the page does.
func headerOf(text string) (map[string][]string, error) {
	if h, ok := plainHeader(text); ok {
		return h, nil
	}
	var h map[string][]string
	err := json.Unmarshal([]byte(text), &h)
	return h, err
}

// plainHeader reads them where they stand as they are written, without white space
// and as lists of strings.
func plainHeader(text string) (map[string][]string, bool) {
	h := map[string][]string{}
	rest, ok := strings.CutPrefix(text, "{")
	if !ok || rest == "}" {
		return h, ok
	}
	for {
		var name string
		if name, rest, ok = plainString(rest); !ok || !strings.HasPrefix(rest, ":[") {
			return nil, false
		}
		rest = rest[1:]
		var values []string
		for more := true; more; more = rest[0] == ',' {
			var value string
			if value, rest, ok = plainString(rest[1:]); !ok || rest == "" {
				return nil, false
			}
			values = append(values, value)
		}
		h[name] = values
		switch {
		case rest == "]}":
			return h, true
		case !strings.HasPrefix(rest, "],"):
			return nil, false
		}
		rest = rest[2:]
	}
}

// plainString reads the JSON string that a text begins with.
func plainString(text string) (s, rest string, ok bool) {
	if text == "" || text[0] != '"' {
		return "", "", false
	}
	escaped := false
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && !escaped:
			return text[1:i], text[i+1:], true
		case c == '"':
			err := json.Unmarshal([]byte(text[:i+1]), &s)
			return s, text[i+1:], err == nil
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return "", "", false
		}
	}
	return "", "", false
}
