package tree

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// unescape is text with what its character references stand for.
func unescape(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	return html.UnescapeString(text)
}

// unescapeValue is unescape for the value of an attribute, in which a name counts
// only as a whole, and without its semicolon not before an equals sign: addresses
// hold what looks like references.
func unescapeValue(val string) string {
	at := strings.IndexByte(val, '&')
	if at < 0 {
		return val
	}
	b := make([]byte, 0, len(val))
	for rest := val; ; at = strings.IndexByte(rest, '&') {
		if at < 0 {
			return string(append(b, rest...))
		}
		b, rest = append(b, rest[:at]...), rest[at:]
		n := referenceLen(rest)
		b = append(b, stoodFor(rest[:n], n < len(rest) && rest[n] == '=')...)
		rest = rest[n:]
	}
}

// referenceLen is how far the reference goes that s begins with.
func referenceLen(s string) int {
	i := 1
	if i < len(s) && s[i] == '#' {
		i++
	}
	for i < len(s) && (isLetter(s[i]) || s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}

// stoodFor is what a reference in an attribute stands for, itself when it stands
// for nothing.
func stoodFor(ref string, beforeEquals bool) string {
	switch ref {
	case "&", "&#":
		return ref
	case "&amp;":
		return "&"
	case "&quot;":
		return `"`
	}
	plain := html.UnescapeString(ref)
	named, closed := ref[1] != '#', strings.HasSuffix(ref, ";")
	switch {
	case !named:
	case closed && len(plain) > 1 && strings.HasSuffix(plain, ";"): // of the name's beginning
		return ref
	case !closed && (beforeEquals || utf8.RuneCountInString(plain) > 1):
		return ref
	}
	return plain
}
