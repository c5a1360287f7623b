package discover

import (
	"net/url"
	"strings"

	"github.com/jimsmart/grobotstxt"
)

// rule is one Allow or Disallow line.
type rule struct {
	allow   bool
	pattern string // as comparable gives it
}

// allows applies the rule with the longest pattern; Allow wins a tie, and no
// match means yes (RFC 9309 §2.2.2). target is the output of target.
func allows(rules []rule, target string) bool {
	best, allowed := 0, true
	for _, r := range rules {
		if len(r.pattern) < best || len(r.pattern) == best && !r.allow {
			continue
		}
		if grobotstxt.Matches(target, r.pattern) {
			best, allowed = len(r.pattern), r.allow
		}
	}
	return allowed
}

// target is the part of an address that patterns are compared with: its path and
// query, always starting with a slash, in the form of comparable. Letters that
// mean something in a pattern are encoded, so that they match themselves alone.
func target(u *url.URL) string {
	path := u.EscapedPath()
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return literal.Replace(comparable(path))
}

var literal = strings.NewReplacer("*", "%2A", "$", "%24")

// pattern prepares what stands behind Allow or Disallow. A dollar sign has its
// meaning at the end only (RFC 9309 §2.2.3); elsewhere it is a letter.
func pattern(s string) string {
	s = comparable(s)
	if n := len(s); n > 0 && strings.Contains(s[:n-1], "$") {
		s = strings.ReplaceAll(s[:n-1], "$", "%24") + s[n-1:]
	}
	return s
}

// comparable brings two spellings of one path together, as RFC 9309 §2.2.2 asks:
// octets outside the unreserved set are percent-encoded in upper case, unreserved
// ones are not encoded at all. Delimiters keep the form they were written in.
func comparable(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		encoded := false
		if c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			c, encoded = unhex(s[i+1])<<4|unhex(s[i+2]), true
			i += 2
		}
		switch {
		case isUnreserved(c), !encoded && isDelimiter(c):
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// isDelimiter reports the reserved characters of RFC 3986 §2.2, and a percent
// sign that encodes nothing.
func isDelimiter(c byte) bool {
	return strings.IndexByte(":/?#[]@!$&'()*+,;=%", c) >= 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
