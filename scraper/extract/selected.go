package extract

import (
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// selected are the elements of the page that a selector of the profile matches,
// in page order. All selectors are matched in one walk on first use: one walk for
// each would take longer than parsing the page.
func (d *document) selected(s profile.Selector) []*html.Node {
	if s.Sel == nil {
		return nil
	}
	if d.walked == nil {
		sets := d.ruleSets()
		w := d.room.selectors
		if w == nil || !slices.Equal(w.sets, sets) {
			w = newSelectorWalk(sets)
			d.room.selectors = w
		}
		w.walk(d.root)
		d.walked = w
	}
	if i, known := d.walked.at[s.Text]; known {
		return d.walked.found[i]
	}
	nodes, known := d.matched[s.Text]
	if !known {
		nodes = cascadia.QueryAll(d.root, s.Sel)
		if d.matched == nil {
			d.matched = make(map[string][]*html.Node)
		}
		d.matched[s.Text] = nodes
	}
	return nodes
}

// selectorWalk matches many selectors at once. Each stands in the one bucket that
// its last part names (the id, class, tag or attribute an element must have), so
// that an element is tried against few of them, and is only tried where an element
// is open that the part before may mean. It serves one page after the other.
type selectorWalk struct {
	sets    []*profile.Rules
	at      map[string]int // index in found, by the text of the selector
	found   [][]*html.Node
	any     []selectorPart
	tags    map[atom.Atom]*bucket
	mayTags [256]bool          // by a part of the number of a tag: whether one of tags has it
	others  map[string]*bucket // by tag that has no atom
	ids     map[string]*bucket
	class   map[string]*bucket
	attrs   []attributeBucket
	starts  [256]uint64 // lengths of the classes that begin with a byte, as bits; the longest share one
	inside  []*bucket   // of elements open in the walk
}

// bucket is what is known of elements with one id, class, tag or attribute.
type bucket struct {
	parts []selectorPart // to try on such elements
	open  int            // such elements open in the walk
}

// attributeBucket is that of elements with an attribute of the name. Few names are
// in rules: going through them is faster than looking each attribute up.
type attributeBucket struct {
	name string
	*bucket
}

// selectorPart is one selector of a comma list.
type selectorPart struct {
	list  int // index of the whole list in selectorWalk.found
	sel   cascadia.Matcher
	above *bucket // one of these must be open; nil when nothing is known
}

func newSelectorWalk(sets []*profile.Rules) *selectorWalk {
	w := &selectorWalk{
		sets: sets, at: map[string]int{}, tags: map[atom.Atom]*bucket{}, others: map[string]*bucket{},
		ids: map[string]*bucket{}, class: map[string]*bucket{},
	}
	for _, set := range sets {
		w.addRules(set)
	}
	return w
}

// empty forgets what was found on a page.
func (w *selectorWalk) empty() {
	for i := range w.found {
		clear(w.found[i])
		w.found[i] = w.found[i][:0]
	}
}

// bucket is that of a key, made when there is none.
func (w *selectorWalk) bucket(key selectorKey) *bucket {
	switch key.kind {
	case '[':
		for _, b := range w.attrs {
			if b.name == key.name {
				return b.bucket
			}
		}
		w.attrs = append(w.attrs, attributeBucket{key.name, &bucket{}})
		return w.attrs[len(w.attrs)-1].bucket
	case 't':
		if a := atom.Lookup([]byte(key.name)); a != 0 {
			w.mayTags[uint8(a>>8)] = true
			return bucketIn(w.tags, a)
		}
		return bucketIn(w.others, key.name)
	case '#':
		return bucketIn(w.ids, key.name)
	}
	w.starts[key.name[0]] |= lengthBit(key.name)
	return bucketIn(w.class, key.name)
}

func lengthBit(s string) uint64 { return 1 << min(len(s), 63) }

func bucketIn[K comparable](m map[K]*bucket, key K) *bucket {
	b := m[key]
	if b == nil {
		b = &bucket{}
		m[key] = b
	}
	return b
}

// addRules adds the selectors that are asked of the whole page.
func (w *selectorWalk) addRules(set *profile.Rules) {
	for field, rules := range set.Article {
		if field != profile.Caption && field != profile.Credit { // these stand inside others
			w.addAll(rules)
		}
	}
	w.addAll(set.Ticker)
	w.addAll(set.Listing.Next)
	w.addAll(set.Listing.Name)
	for _, s := range set.Listing.Items {
		w.add(s)
	}
	for _, m := range set.Modules {
		w.add(m.Select)
	}
	for _, s := range set.Remove {
		w.add(s)
	}
}

func (w *selectorWalk) addAll(rules []profile.Rule) {
	for i := range rules {
		w.add(rules[i].Select)
		w.add(rules[i].JSON)
	}
}

func (w *selectorWalk) add(s profile.Selector) {
	if s.Sel == nil {
		return
	}
	if _, known := w.at[s.Text]; known {
		return
	}
	list := len(w.found)
	w.at[s.Text], w.found = list, append(w.found, nil)
	group, ok := s.Sel.(cascadia.SelectorGroup)
	if !ok {
		w.any = append(w.any, selectorPart{list: list, sel: s.Sel})
		return
	}
	for _, sel := range group {
		part := selectorPart{list: list, sel: sel}
		own, above := keysOf(sel.String())
		if above.kind != 0 && above.kind != '[' {
			part.above = w.bucket(above)
		}
		if own.kind == 0 {
			w.any = append(w.any, part)
			continue
		}
		b := w.bucket(own)
		b.parts = append(b.parts, part)
	}
}

// walk tries the elements below n. The parser bounds the depth of the tree.
func (w *selectorWalk) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.try(c, w.any) // texts too: some pseudo-classes match them
		if c.Type != html.ElementNode {
			continue
		}
		first := len(w.inside)
		switch {
		case c.DataAtom == 0:
			w.meet(c, w.others[c.Data])
		case w.mayTags[uint8(c.DataAtom>>8)]:
			w.meet(c, w.tags[c.DataAtom])
		}
		for i := range c.Attr {
			a := &c.Attr[i]
			switch a.Key {
			case "id":
				w.meet(c, w.ids[a.Val])
			case "class":
				w.classes(c, a.Val)
			}
			for _, b := range w.attrs {
				if b.name == a.Key {
					w.try(c, b.parts)
				}
			}
		}
		for _, b := range w.inside[first:] {
			b.open++
		}
		if c.FirstChild != nil {
			w.walk(c)
		}
		for _, b := range w.inside[first:] {
			b.open--
		}
		w.inside = w.inside[:first]
	}
}

// classes meets the buckets of an element with a value of class.
func (w *selectorWalk) classes(n *html.Node, val string) {
	for i := 0; i < len(val); {
		if isSpace(val[i]) {
			i++
			continue
		}
		from := i
		for i++; i < len(val) && !isSpace(val[i]); i++ {
		}
		if token := val[from:i]; w.starts[token[0]]&lengthBit(token) != 0 {
			w.meet(n, w.class[token])
		}
	}
}

// meet tries a bucket on an element of its kind, and notes that one is open.
func (w *selectorWalk) meet(n *html.Node, b *bucket) {
	if b != nil {
		w.try(n, b.parts)
		w.inside = append(w.inside, b)
	}
}

func (w *selectorWalk) try(n *html.Node, parts []selectorPart) {
	for _, p := range parts {
		if p.above != nil && p.above.open == 0 {
			continue
		}
		have := w.found[p.list]
		if len(have) > 0 && have[len(have)-1] == n || !p.sel.Match(n) {
			continue // found by another selector of its list, or not at all
		}
		w.found[p.list] = append(have, n)
	}
}

// selectorKey is what an element must have for a selector to match it: an id '#',
// a class '.', a tag 't' or an attribute '['; kind 0 when nothing is known.
type selectorKey struct {
	kind byte
	name string
}

// keysOf finds the key in the last compound of a selector, as cascadia writes it,
// and in the one before it when that stands for an element above.
func keysOf(sel string) (own, above selectorKey) {
	// Dashes are escaped without need.
	if sel = strings.ReplaceAll(sel, `\-`, "-"); strings.Contains(sel, `\`) {
		return selectorKey{}, selectorKey{}
	}
	best, within := selectorKey{}, false // within a compound
	rank := map[byte]int{0: 0, '[': 1, 't': 2, '.': 3, '#': 4}
	take := func(kind byte, name string) {
		if name != "" && rank[kind] > rank[best.kind] {
			best = selectorKey{kind, name}
		}
	}
	for i := 0; i < len(sel); {
		switch c := sel[i]; {
		case c == ' ' || c == '>' || c == '+' || c == '~':
			if within {
				above, best, within = best, selectorKey{}, false // another compound follows
			}
			if c == '+' || c == '~' {
				above = selectorKey{}
			}
			i++
			continue
		case c == '.' || c == '#':
			name := identifier(sel[i+1:])
			if name == "" {
				return selectorKey{}, selectorKey{}
			}
			take(c, name)
			i += 1 + len(name)
		case c == '[':
			end := closing(sel, i)
			if end < 0 {
				return selectorKey{}, selectorKey{}
			}
			// A value that must not be there is also missed by elements without the
			// attribute.
			if name := identifier(sel[i+1:]); !strings.HasPrefix(sel[i+1+len(name):], "!") {
				take('[', name)
			}
			i = end + 1
		case c == ':':
			for i < len(sel) && sel[i] == ':' {
				i++
			}
			i += len(identifier(sel[i:]))
			if i < len(sel) && sel[i] == '(' {
				end := closing(sel, i)
				if end < 0 {
					return selectorKey{}, selectorKey{}
				}
				i = end + 1
			}
		case c == '*':
			i++
		default:
			name := identifier(sel[i:])
			if name == "" {
				return selectorKey{}, selectorKey{}
			}
			take('t', name)
			i += len(name)
		}
		within = true
	}
	return best, above
}

// identifier is the name that s begins with, of plain letters, digits, - and _.
func identifier(s string) string {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if (c < '0' || c > '9') && c != '-' && c != '_' {
				return s[:i]
			}
		}
	}
	return s
}

// closing is where the bracket at s[at] is closed; -1 when it is not. Quoted
// values may hold brackets.
func closing(s string, at int) int {
	depth := 0
	quote := byte(0)
	for i := at; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
