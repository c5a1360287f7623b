package draft

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// longestText is the most bytes of an element's text that a field can be.
const longestText = 900

// spot is an element with what a reader sees of it.
type spot struct {
	node *html.Node
	text string
	key  string // the text folded; see [key]
}

// spots lists the elements of a page with a text that can be a field, in page
// order; see [longestText].
func (s *sample) spots() []spot {
	if s.listed != nil {
		return s.listed
	}
	s.listed = []spot{}
	var walk func(n *html.Node) int
	// The length of what stands inside comes back first, so that long elements
	// are never read.
	walk = func(n *html.Node) int {
		length := 0
		at := len(s.listed)
		if n.Type == html.ElementNode {
			s.listed = append(s.listed, spot{node: n})
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				length += len(strings.TrimSpace(c.Data))
			case c.Type == html.ElementNode && !mute(c.DataAtom):
				length += walk(c)
			}
		}
		if n.Type == html.ElementNode && length > 0 && length <= longestText {
			s.listed[at].text = s.trial.Text(n)
			s.listed[at].key = key(s.listed[at].text)
		}
		return length
	}
	walk(s.trial.Root())
	kept := s.listed[:0]
	for _, p := range s.listed {
		if p.key != "" {
			kept = append(kept, p)
		}
	}
	s.listed = kept
	return kept
}

// mute are elements without text for readers.
func mute(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Head, atom.Textarea, atom.Select:
		return true
	}
	return false
}

// key makes texts comparable: letters and digits alone, lower case.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// saying are the elements whose text is value, at most extra letters and digits
// around it (a label, another name).
func (s *sample) saying(value string, extra int) []*html.Node {
	want := key(value)
	if want == "" {
		return nil
	}
	var out []*html.Node
	for _, p := range s.spots() {
		if len(p.key) >= len(want) && len(p.key) <= len(want)+extra && strings.Contains(p.key, want) {
			out = append(out, p.node)
		}
	}
	return out
}

// holding are the elements whose text holds every value and little more.
func (s *sample) holding(values []string, extra int) []*html.Node {
	sum := 0
	keys := make([]string, len(values))
	for i, v := range values {
		keys[i] = key(v)
		sum += len(keys[i])
	}
	if sum == 0 {
		return nil
	}
	var out []*html.Node
next:
	for _, p := range s.spots() {
		if len(p.key) < sum || len(p.key) > sum+extra {
			continue
		}
		for _, k := range keys {
			if !strings.Contains(p.key, k) {
				continue next
			}
		}
		out = append(out, p.node)
	}
	return out
}

// attribute is the value of an attribute, "" without it.
func attribute(n *html.Node, name string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == name {
			return strings.TrimSpace(n.Attr[i].Val)
		}
	}
	return ""
}

// inside reports whether n is ancestor or stands inside it.
func inside(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}
