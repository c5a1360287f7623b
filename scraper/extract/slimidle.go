package extract

import "bytes"

// idle is where an element ends that says nothing to the reader: a script without a
// source of its own, a link to a stylesheet or the like. name is that of a start tag
// and ends before nameTo. It is -1 for all others, and for those that rules may ask
// for or that a bot wall is known by.
func (s *slimmer) idle(kind boxKind, name []byte, nameTo int) int {
	if kind != unseenBox && kind != unseenVoid {
		return -1
	}
	switch {
	case kind == unseenVoid && equalFold(name, "link") && !s.keep.links:
		return s.idleLink(nameTo)
	case kind == unseenBox && equalFold(name, "script") && !s.keep.scripts:
		return s.idleScript(nameTo)
	}
	return -1
}

// idleLink passes a link element all of whose relations are idle.
func (s *slimmer) idleLink(i int) int {
	idle := false
	for {
		a, next, more := nextAttribute(s.in, i)
		switch {
		case next < 0 || !more && !idle:
			return -1
		case !more:
			return next
		}
		value := s.in[a.value:a.valueEnd]
		switch key := s.in[a.key:a.keyEnd]; {
		case equalFold(key, "rel"):
			if idle || len(bytes.Trim(value, "\"' ")) == 0 || !saysNothing(relName, value) {
				return -1
			}
			idle = true
		case equalFold(key, "itemprop"), equalFold(key, "property"), challengeWords.in(string(value)):
			return -1
		}
		i = next
	}
}

// idleScript passes a script that is somewhere else.
func (s *slimmer) idleScript(i int) int {
	for {
		a, next, more := nextAttribute(s.in, i)
		if next < 0 || more && challengeWords.in(string(s.in[a.value:a.valueEnd])) {
			return -1
		}
		if i = next; more {
			continue
		}
		end := i + len("</script")
		if i < 2 || s.in[i-2] == '/' || end >= len(s.in) || s.in[i] != '<' || s.in[i+1] != '/' || !endsName(s.in[end]) || !equalFold(s.in[i+2:end], "script") {
			return -1
		}
		end, _ = tagEnd(s.in, end)
		return end
	}
}
