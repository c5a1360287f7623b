package draft

import (
	"encoding/json"
	"strings"
	"unicode"
)

// quoted is a text as a YAML scalar that is read back the same: in single quotes,
// or as JSON, which is YAML too, where it holds what those cannot.
func quoted(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		b, err := json.Marshal(s)
		if err == nil {
			return string(b)
		}
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// scalar is a text without quotes where it needs none.
func scalar(s string) string {
	if s == "" {
		return "''"
	}
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || strings.IndexByte("0123456789-_./", c) < 0) && !(i == 0 && c == '/' && len(s) > 1) {
			return quoted(s)
		}
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		return quoted(s)
	}
	return s
}

// flow is a list in brackets.
func flow(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = scalar(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// comment makes text of pages safe to stand behind a #: one line, no control
// characters, not too long.
func comment(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}
