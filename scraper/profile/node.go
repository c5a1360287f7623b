package profile

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// node is a value of the YAML tree together with where complaints about it go.
// A nil node is a key that is not there: every reader returns its zero value.
type node struct {
	bad *mistakes
	ast ast.Node
}

// fail records a mistake at the node's place.
func (n *node) fail(format string, args ...any) {
	at := n.ast.GetToken()
	if pairs, ok := pairs(n.ast); ok && len(pairs) > 0 && at != nil && at.Value == ":" {
		at = pairs[0].Key.GetToken() // of a map in block style the parser names the first colon
	}
	line, column := place(at)
	n.bad.add(line, column, format, args...)
}

// place is where a token stands, 1:1 for a token that does not know.
func place(t *token.Token) (line, column int) {
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return max(t.Position.Line, 1), max(t.Position.Column, 1)
}

// kind names what the node is, for messages.
func (n *node) kind() string {
	switch n.ast.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a map"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which profiles do not use"
	case *ast.TagNode:
		return "a tag, which profiles do not use"
	}
	return "something else"
}

// want complains that the node is not what it should be.
func (n *node) want(what string) {
	if n.kind() == "nothing" {
		n.fail("want %s, got nothing; leave the key out or give it a value", what)
		return
	}
	n.fail("want %s, got %s", what, n.kind())
}

// mapping is a map whose keys are all known.
type mapping struct {
	*node
	values map[string]*node
}

// mapping reads the node as a map with the keys of place (see [keys]). Unknown
// keys and keys given twice are mistakes. It is nil when the node is no map.
func (n *node) mapping(place string) *mapping {
	if n == nil {
		return nil
	}
	return n.mappingOf(keys[place], place)
}

func (n *node) mappingOf(known []string, what string) *mapping {
	pairs, ok := pairs(n.ast)
	if !ok {
		n.want("a map")
		return nil
	}
	m := &mapping{node: n, values: map[string]*node{}}
	for _, pair := range pairs {
		key := &node{n.bad, pair.Key}
		name := strings.TrimSpace(keyText(pair.Key))
		switch {
		case !slices.Contains(known, name):
			key.fail("unknown key %q in %s%s", name, what, meant(name, known))
		case m.values[name] != nil:
			key.fail("key %q is given twice", name)
		default:
			m.values[name] = &node{n.bad, pair.Value}
		}
	}
	return m
}

// meant is a hint about an unknown key: the known one next to it, or the place
// where it would be right.
func meant(name string, known []string) string {
	if hint := maybe(name, known); hint != "" {
		return hint
	}
	for _, place := range []string{"profile", "schedule", "politeness", "articles", "section", "rules", "listing", "rule"} {
		if slices.Contains(keys[place], name) {
			return "; it is a key of " + place
		}
	}
	return ""
}

func pairs(a ast.Node) ([]*ast.MappingValueNode, bool) {
	switch a := a.(type) {
	case *ast.MappingNode:
		return a.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{a}, true
	}
	return nil, false
}

func keyText(k ast.MapKeyNode) string {
	if s, ok := k.(*ast.StringNode); ok {
		return s.Value
	}
	if t := k.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// at is the value of a key, nil when it is not there.
func (m *mapping) at(key string) *node {
	if m == nil {
		return nil
	}
	return m.values[key]
}

// need is at, and a mistake when the key is not there.
func (m *mapping) need(key, why string) *node {
	if m == nil {
		return nil
	}
	if m.values[key] == nil {
		m.fail("missing key %q: %s", key, why)
	}
	return m.values[key]
}

// items reads a list; a value that is no list is a list of one.
func (n *node) items() []*node {
	if n == nil {
		return nil
	}
	seq, ok := n.ast.(*ast.SequenceNode)
	if !ok {
		return []*node{n}
	}
	all := make([]*node, len(seq.Values))
	for i, v := range seq.Values {
		all[i] = &node{n.bad, v}
	}
	return all
}

// text reads text that is not empty; a number is its text. "" means a mistake was
// recorded, or the node is nil.
func (n *node) text() string {
	if n == nil {
		return ""
	}
	var s string
	switch a := n.ast.(type) {
	case *ast.StringNode:
		s = a.Value
	case *ast.LiteralNode:
		s = a.Value.Value
	case *ast.IntegerNode, *ast.FloatNode:
		s = a.GetToken().Value
	default:
		n.want("text")
		return ""
	}
	if s = strings.TrimSpace(s); s == "" {
		n.fail("want text, got an empty one")
	}
	return s
}

// texts reads a list of texts, or one.
func (n *node) texts() []string {
	var all []string
	for _, item := range n.items() {
		if s := item.text(); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (n *node) truth() bool {
	if n == nil {
		return false
	}
	b, ok := n.ast.(*ast.BoolNode)
	if !ok {
		n.want("true or false")
		return false
	}
	return b.Value
}
