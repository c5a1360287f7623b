package extract

import (
	"bytes"
	"strings"
)

// A page of another template has hardly a class name in common with the one before:
// at most 1 in alikeClasses of all that either has. Pages with fewer than fewClasses
// say nothing with them; then what follows what on the page does, if there are at
// least fewTurns of such turns and at most 1 in alikeTurns of them is common: the
// text brings tags of its own, so that more must differ than between class names.
const (
	alikeClasses = 3
	fewClasses   = 6
	alikeTurns   = 2
	fewTurns     = 16
)

// SameTemplate reports whether two versions of a page are, as far as their class
// names tell, of one template. What a build puts into the names is no part of them:
// it is new with every one. It reads the bytes as they are: that is cheap, and
// what stands in scripts stands there in both.
func SameTemplate(before, after []byte) bool {
	a, b := classNames(before), classNames(after)
	shared, all := inCommon(a, b)
	if all >= fewClasses {
		return alikeClasses*shared > all
	}
	a, b = turns(before), turns(after)
	shared, all = inCommon(a, b)
	return min(len(a), len(b)) < fewTurns || alikeTurns*shared > all
}

// inCommon counts what two sets have in common, and all that they have.
func inCommon(a, b map[string]bool) (shared, all int) {
	for name := range a {
		if b[name] {
			shared++
		}
	}
	return shared, len(a) + len(b) - shared
}

// classNames are all names in attributes called class, without what a build put into
// them.
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
			if name = withoutBuild(name); len(name) > 0 {
				names[string(name)] = true
			}
		}
	}
}

// withoutBuild is what people wrote of a class name: "Story_lead__x7Kp2" is
// "Story_lead", "css-1q8vz" is "css", and nothing is left of "kPqWcE".
func withoutBuild(name []byte) []byte {
	for len(name) > 0 {
		i := bytes.LastIndexAny(name, "_-")
		if !isBuilt(name[i+1:]) {
			return name
		}
		name = bytes.TrimRight(name[:i+1], "_-")
	}
	return name
}

// isBuilt reports a part of a name that a program made: letters among digits, or
// capitals where no word begins. "col2", "h1" and "navBar" are written by people.
func isBuilt(part []byte) bool {
	const shortest, longest = 4, 40
	if len(part) < shortest || len(part) > longest {
		return false
	}
	turns, digits, capitals := 0, 0, 0
	for i, c := range part {
		digit, capital := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
		switch {
		case !digit && !capital && (c < 'a' || c > 'z'):
			return false
		case digit:
			digits++
		case capital:
			capitals++
		}
		if i > 0 {
			last := part[i-1]
			wasDigit, wasCapital := last >= '0' && last <= '9', last >= 'A' && last <= 'Z'
			if digit != wasDigit || capital != wasCapital {
				turns++
			}
		}
	}
	switch {
	case digits == len(part): // a number: of a post, or a hash that happens to have no letter
		return true
	case digits > 0:
		first, last := part[0], part[len(part)-1]
		ends := turns == 1 && first > '9' && last <= '9' // "article24"
		return !ends || digits > 3
	}
	return capitals > 0 && 2*turns > len(part)-1 // "storyHead" turns twice in nine letters
}

// turns are which start tags, with the names of their attributes, follow each other.
func turns(page []byte) map[string]bool {
	set := map[string]bool{}
	last := ""
	for {
		i := bytes.IndexByte(page, '<')
		if i < 0 || i+1 >= len(page) {
			return set
		}
		page = page[i+1:]
		if bytes.HasPrefix(page, []byte("!--")) {
			_, page, _ = bytes.Cut(page, []byte("-->"))
			continue
		}
		if c := page[0] | 0x20; c < 'a' || c > 'z' {
			continue
		}
		var tag string
		tag, page = startTag(page)
		if name, _, _ := strings.Cut(tag, " "); name == "script" || name == "style" {
			_, page, _ = bytes.Cut(page, []byte("</"))
		}
		set[last+">"+tag] = true
		last = tag
	}
}

// startTag reads a start tag behind its "<": its name and the names of its
// attributes, in lower case, and what follows it.
func startTag(page []byte) (tag string, rest []byte) {
	var names []byte
	quote, value := byte(0), false
	for i, c := range page {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return string(bytes.TrimRight(names, " /")), page[i+1:]
		case c == '"' || c == '\'':
			quote = c
		case c == '=':
			value = true
		case isSpace(c):
			if value = false; len(names) > 0 && names[len(names)-1] != ' ' {
				names = append(names, ' ')
			}
		case !value:
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			names = append(names, c)
		}
	}
	return string(names), nil
}
