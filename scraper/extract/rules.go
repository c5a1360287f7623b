package extract

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// ruleSets are the profile's rules to try for this page, in order; none without a
// profile.
func (d *document) ruleSets() []*profile.Rules {
	if d.profile == nil {
		return nil
	}
	return d.profile.RulesAt(d.seen)
}

// found is one thing a rule gives: an element and the value read from it.
type found struct {
	node  *html.Node // nil for a value from JSON
	value string     // as read, before Split and Clean
}

// matches is everything a rule finds inside root, in page order. Elements that
// were cut are found too: a rule of the profile knows better than we do.
func (d *document) matches(r *profile.Rule, root *html.Node) []found {
	return slices.Collect(d.eachMatch(r, root))
}

// eachMatch reads what matches finds one by one: most fields need no more than the
// first.
func (d *document) eachMatch(r *profile.Rule, root *html.Node) iter.Seq[found] {
	return func(yield func(found) bool) {
		switch {
		case r.Select.Sel != nil:
			for _, n := range d.query(r.Select, root) {
				if !yield(found{n, d.ruleValue(r, n)}) {
					return
				}
			}
		case r.JSON.Sel != nil:
			for _, n := range d.query(r.JSON, root) {
				v, err := readJSON(d.script(n))
				if err != nil {
					continue
				}
				for _, s := range stepInto(v, r.Path) {
					if !yield(found{nil, plainText(s)}) {
						return
					}
				}
			}
		case r.Label != "":
			if v, n := d.labelled(r.Label); v != "" {
				yield(found{n, v})
			}
		}
	}
}

// matchingNodes are the elements that matches finds.
func (d *document) matchingNodes(r *profile.Rule, root *html.Node) []*html.Node {
	if r.Select.Sel != nil {
		return d.query(r.Select, root) // without their texts: containers hold most of a page's
	}
	var nodes []*html.Node
	for f := range d.eachMatch(r, root) {
		if f.node != nil {
			nodes = append(nodes, f.node)
		}
	}
	return nodes
}

// query is every element inside root that a selector matches, in page order.
func (d *document) query(s profile.Selector, root *html.Node) []*html.Node {
	if root == d.root {
		return d.selected(s)
	}
	return cascadia.QueryAll(root, s.Sel)
}

// ruleValue is what a rule reads from an element. Without attr it is the text,
// or what the element holds in place of text (content, datetime, alt).
func (d *document) ruleValue(r *profile.Rule, n *html.Node) string {
	if r.Attr != "" {
		return squeeze(attr(n, r.Attr))
	}
	switch n.DataAtom {
	case atom.Meta:
		return plainText(attr(n, "content"))
	case atom.Img:
		return squeeze(attr(n, "alt"))
	}
	return d.text(n)
}

// stepInto follows a path into JSON and returns the texts it ends at. A step
// "key=value" picks from a list the objects whose key is value; a number picks an
// element; any other step taken at a list is taken at each of its elements.
func stepInto(v any, path []string) []string {
	if len(path) == 0 {
		var out []string
		each(v, func(e any) {
			if s := jsonText(e); s != "" {
				out = append(out, s)
			}
		})
		return out
	}
	step := path[0]
	if list, ok := v.([]any); ok {
		if i, err := strconv.Atoi(step); err == nil {
			if i < 0 || i >= len(list) {
				return nil
			}
			return stepInto(list[i], path[1:])
		}
		var out []string
		key, want, picks := strings.Cut(step, "=")
		for _, e := range list {
			o, ok := e.(map[string]any)
			switch {
			case !ok:
			case !picks:
				out = append(out, stepInto(o, path)...)
			case strings.TrimSpace(jsonText(o[key])) == want:
				out = append(out, stepInto(o, path[1:])...)
			}
		}
		return out
	}
	if o, ok := v.(map[string]any); ok {
		if inner, ok := o[step]; ok {
			return stepInto(inner, path[1:])
		}
	}
	return nil
}

// refine applies match, split and clean to a value as read.
func refine(r *profile.Rule, value string) []string {
	if r.Match != nil {
		m := r.Match.FindStringSubmatch(value)
		switch {
		case m == nil:
			return nil
		case len(m) > 1:
			value = m[1]
		default:
			value = m[0]
		}
	}
	values := []string{value}
	if r.Split != "" {
		values = strings.Split(value, r.Split)
	}
	var out []string
	for _, v := range values {
		for _, c := range profile.CleanUp(v, r.Clean) {
			if c = squeeze(c); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// listFields hold several values; each element a rule matches gives some.
var listFields = map[profile.Field]bool{profile.Bylines: true, profile.Tags: true, profile.SectionPath: true}

// dateFields hold stamps.
var dateFields = map[profile.Field]bool{profile.Published: true, profile.Modified: true}

// byRules gives a candidate for each rule of a field that matches, in order.
func (d *document) byRules(field profile.Field) []candidate {
	var out []candidate
	for _, set := range d.ruleSets() {
		rules := set.Article[field]
		for i := range rules {
			if c, ok := d.byRule(&rules[i], field); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// byRule is the candidate a single rule gives.
func (d *document) byRule(r *profile.Rule, field profile.Field) (candidate, bool) {
	c := candidate{source: news.FromProfile, rule: r.String()}
	seen := map[string]bool{}
	for f := range d.eachMatch(r, d.root) {
		values := refine(r, f.value)
		if len(values) == 0 {
			continue
		}
		c.node = f.node
		switch {
		case listFields[field]:
			for _, v := range values {
				if !seen[v] {
					seen[v] = true
					c.list = append(c.list, named{v, d.linkOf(f.node)})
				}
			}
			continue
		case dateFields[field]:
			s, ok := d.ruleStamp(r, f, values[0])
			if !ok && s.Text == "" {
				continue
			}
			c.stamp = s
		default:
			c.value = values[0]
		}
		return c, true
	}
	return c, len(c.list) > 0
}

// ruleStamp reads a date found by a rule, in the rule's zone and layouts.
func (d *document) ruleStamp(r *profile.Rule, f found, value string) (news.Stamp, bool) {
	h := d.stampHints()
	h.layouts = r.Layouts
	if r.Zone != nil {
		h.zone, h.zoneSource = r.Zone, news.ZoneRule
	}
	printed := f.node != nil && r.Attr == "" && f.node.DataAtom != atom.Meta
	var s news.Stamp
	var ok bool
	if printed {
		if at := attr(f.node, "datetime"); at != "" && len(r.Layouts) == 0 {
			if m, okay := readInstant(at, h); okay && m.Zone == news.ZoneStated {
				if p, _ := readStamp(value, h); p.Text != "" {
					m.Text = p.Text
				} else {
					m.Text = value
				}
				return m, true
			}
		}
		s, ok = readStamp(value, h)
	} else if s, ok = readInstant(value, h); !ok {
		s, ok = readStamp(value, h)
	}
	if !printed {
		s.Text = ""
	}
	return s, ok
}

// linkOf is the address an element leads to: its own, that of the link around it
// or of the only link inside.
func (d *document) linkOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	for c := n; c != nil; c = c.Parent {
		if c.DataAtom == atom.A {
			return d.resolve(attr(c, "href"))
		}
		if isBlock(c.DataAtom) && c != n {
			break
		}
	}
	link := ""
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && hasAttr(c, "href") {
			if link != "" {
				return ""
			}
			link = d.resolve(attr(c, "href"))
		}
	}
	return link
}

// ruleNodes are the elements that the first matching rule of a field names:
// containers of the body, of images, of related boxes.
func (d *document) ruleNodes(field profile.Field) ([]*html.Node, string) {
	for _, set := range d.ruleSets() {
		rules := set.Article[field]
		for i := range rules {
			if nodes := d.matchingNodes(&rules[i], d.root); len(nodes) > 0 {
				return nodes, rules[i].String()
			}
		}
	}
	return nil, ""
}
