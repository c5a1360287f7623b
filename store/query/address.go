package query

import (
	"regexp"
	"slices"
	"strings"
)

// address finds an address as people write and copy it: without its scheme, with or
// without "www.", a slash at its end and a fragment, with its letters or encoded. RFC 3986
// §6.2.2.1: host, scheme and codes know no case.
func (t *translation) address(column string, n Name) string {
	given := []string{n.Value}
	if t.Address != nil && !n.Prefix {
		full := n.Value
		if !strings.Contains(full, "://") {
			full = "https://" + strings.TrimPrefix(full, "//")
		}
		given = append(given, t.Address(full))
	}
	var ways []string
	for _, a := range given {
		for _, way := range waysToWrite(a, n.Prefix) {
			for _, start := range []string{"https://", "https://www.", "http://", "http://www."} {
				if !slices.Contains(ways, start+way) {
					ways = append(ways, start+way)
				}
			}
		}
	}
	if !n.Prefix {
		for _, way := range ways {
			t.Args = append(t.Args, way)
		}
		return column + " IN (" + strings.TrimSuffix(strings.Repeat("?,", len(ways)), ",") + ")"
	}
	var all []string
	for _, way := range ways {
		all = append(all, "("+t.is(column, way, true)+")")
	}
	return "(" + strings.Join(all, " OR ") + ")"
}

// waysToWrite are those an archive may have of an address, without scheme and "www.".
func waysToWrite(address string, begun bool) (ways []string) {
	if i := strings.Index(address, "://"); i >= 0 {
		address = address[i+3:]
	}
	if !begun {
		address, _, _ = strings.Cut(address, "#")
	}
	host, path, slash := strings.Cut(strings.TrimPrefix(address, "//"), "/")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	if slash {
		path = "/" + path
	} else if !begun {
		path = "/"
	}
	add := func(path string) {
		if !slices.Contains(ways, host+path) {
			ways = append(ways, host+path)
		}
	}
	for _, path := range []string{path, encoded(path, strings.ToUpper), encoded(path, strings.ToLower)} {
		add(path)
		if bare := strings.TrimRight(path, "/"); !begun && bare != "" && !strings.Contains(path, "?") {
			add(bare)
			add(bare + "/")
		}
	}
	return ways
}

var percent = regexp.MustCompile(`%[0-9A-Fa-f]{2}|[^\x00-\x7f]`)

// encoded writes letters beyond ASCII as their bytes, and all codes in one case.
func encoded(path string, inCase func(string) string) string {
	const hex = "0123456789ABCDEF"
	return percent.ReplaceAllStringFunc(path, func(s string) string {
		if s[0] != '%' {
			var b strings.Builder
			for i := range len(s) {
				b.WriteByte('%')
				b.WriteByte(hex[s[i]>>4])
				b.WriteByte(hex[s[i]&15])
			}
			s = b.String()
		}
		return inCase(s)
	})
}
