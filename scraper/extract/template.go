package extract

import "bytes"

// A page of another template has hardly a class name in common with the one before:
// at most 1 in alikeClasses of all that either has. Pages with fewer than fewClasses
// say nothing.
const (
	alikeClasses = 3
	fewClasses   = 6
)

// SameTemplate reports whether two versions of a page are, as far as their class
// names tell, of one template. It reads the bytes as they are: that is cheap, and
// what stands in scripts stands there in both.
func SameTemplate(before, after []byte) bool {
	a, b := classNames(before), classNames(after)
	shared := 0
	for name := range a {
		if b[name] {
			shared++
		}
	}
	all := len(a) + len(b) - shared
	return all < fewClasses || alikeClasses*shared > all
}

// classNames are all names in attributes called class.
func classNames(page []byte) map[string]bool {
	names := map[string]bool{}
	for {
		i := bytes.Index(page, []byte("class="))
		if i < 0 {
			return names
		}
		attribute := i > 0 && isSpace(page[i-1])
		page = page[i+len("class="):]
		if !attribute || len(page) == 0 {
			continue
		}
		var value []byte
		if quote := page[0]; quote == '"' || quote == '\'' {
			value, page, _ = bytes.Cut(page[1:], page[:1])
		} else {
			value = page[:max(0, bytes.IndexAny(page, " \t\r\n>"))]
		}
		for name := range bytes.FieldsSeq(value) {
			names[string(name)] = true
		}
	}
}
