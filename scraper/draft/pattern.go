package draft

import (
	"regexp"
	"slices"
	"strings"
)

// patternOf is the widest pattern of addresses of one shape that fits no other
// address; the narrowest when all do.
func patternOf(group, others []address) string {
	var text string
	for narrow := range 3 {
		text = writePattern(group, narrow)
		re, err := regexp.Compile(text)
		if err == nil && !slices.ContainsFunc(others, func(o address) bool { return re.MatchString(o.path) }) {
			return text
		}
	}
	return text
}

// writePattern writes the pattern of a group: wide (0), with words in the last
// part (1), or with the words of the other parts as well (2).
func writePattern(group []address, narrow int) string {
	var b strings.Builder
	b.WriteByte('^')
	last := len(group[0].parts) - 1
	shape := group[0].shape()
	for i := range last {
		values := map[string]bool{}
		digits := 0
		for _, a := range group {
			values[a.parts[i]] = true
			digits = max(digits, len(a.parts[i]))
		}
		b.WriteByte('/')
		switch shape[i : i+1] {
		case partYear:
			b.WriteString(`\d{4}`)
		case partNumber:
			if digits <= 2 {
				b.WriteString(`\d{1,2}`)
			} else {
				b.WriteString(`\d+`)
			}
		default:
			switch {
			case len(values) == 1 && len(group) >= 3:
				b.WriteString(regexp.QuoteMeta(group[0].parts[i]))
			case narrow >= 2 && len(values) <= 20:
				var names []string
				for v := range values {
					names = append(names, regexp.QuoteMeta(v))
				}
				slices.Sort(names)
				b.WriteString("(?:" + strings.Join(names, "|") + ")")
			default:
				b.WriteString(`[^/]+`)
			}
		}
	}
	b.WriteByte('/')
	b.WriteString(lastPattern(group, narrow))
	_, ext := group[0].last()
	b.WriteString(regexp.QuoteMeta(ext))
	if ext == "" {
		b.WriteString("/?")
	}
	b.WriteByte('$')
	return b.String()
}

// lastPattern is the pattern of the last part of the path, its ending aside.
func lastPattern(group []address, narrow int) string {
	hyphens := -1
	for _, a := range group {
		name, _ := a.last()
		if n := strings.Count(name, "-"); hyphens < 0 || n < hyphens {
			hyphens = n
		}
	}
	shape := group[0].shape()
	switch {
	case strings.Contains(shape, partSlugID+"$"):
		return `[^/]*\d{4,}`
	case strings.Contains(shape, partSlugID+"^"):
		return `\d{4,}[^/]*`
	case shape[len(group[0].parts)-1:][:1] == partID:
		return `\d+`
	case strings.Contains(group[0].path, "?"):
		return `[^/]+`
	case narrow >= 1 && hyphens >= 2:
		return `[^/-]*-[^/-]*-[^/]+`
	case narrow >= 1 && hyphens == 1:
		return `[^/]*-[^/]+`
	}
	return `[^/?]+`
}
