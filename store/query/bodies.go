package query

// InBodies reports whether words of the query are looked for in bodies, so that
// they can be counted and shown there. What is left out does not count.
func (q Query) InBodies() bool { return inBodies(q.Root) }

func inBodies(n Node) bool {
	switch n := n.(type) {
	case And:
		return anyInBodies(n)
	case Or:
		return anyInBodies(n)
	case Text:
		return n.In == Anywhere || n.In == Body
	case Near:
		return n.In == Anywhere || n.In == Body
	}
	return false
}

func anyInBodies(parts []Node) bool {
	for _, p := range parts {
		if inBodies(p) {
			return true
		}
	}
	return false
}
