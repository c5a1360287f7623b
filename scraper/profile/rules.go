package profile

import (
	"regexp"
	"slices"
	"strings"
)

// readRules reads a whole set of rules.
func readRules(n *node) Rules {
	r := Rules{Article: map[Field][]Rule{}}
	m := n.mapping("rules")
	if m == nil {
		return r
	}
	for _, f := range fields {
		if list := readRuleList(m.at(string(f)), use(f)); len(list) > 0 {
			r.Article[f] = list
		}
	}
	r.Listing = readListing(m.at("listing").mapping("listing"))
	r.Modules = readModules(m.at("modules"))
	r.Ticker = readRuleList(m.at("ticker"), forElements)
	r.Remove = m.at("remove").selectors()
	return r
}

// usage says what the values of a rule are for, and so which keys make sense.
type usage int

const (
	forText     usage = iota
	forDate           // may name layouts and a zone
	forElements       // the element itself is wanted: a selector and nothing else
	forPart           // a text inside a card or figure: no JSON, no visible label
	forPartDate       // a date inside a card
	forLink           // an address: href unless another attribute is named
	forPartLink       // an address inside a card
)

func use(f Field) usage {
	switch f {
	case Published, Modified:
		return forDate
	case Body, Images, RelatedBox:
		return forElements
	case Caption, Credit:
		return forPart
	}
	return forText
}

func readListing(m *mapping) Listing {
	return Listing{
		Items:     m.at("items").selectors(),
		Title:     readRuleList(m.at("title"), forPart),
		Link:      readRuleList(m.at("link"), forPartLink),
		Label:     readRuleList(m.at("label"), forPart),
		Published: readRuleList(m.at("published"), forPartDate),
		Image:     readRuleList(m.at("image"), forPart),
		Next:      readRuleList(m.at("next"), forLink),
		Name:      readRuleList(m.at("name"), forText),
	}
}

func readModules(list *node) []Module {
	var all []Module
	for _, n := range list.items() {
		m := n.mapping("module")
		if m == nil {
			continue
		}
		var mod Module
		if rel := m.need("relation", "one of "+strings.Join(relations, ", ")); rel != nil {
			mod.Relation = rel.text()
			if mod.Relation != "" && !slices.Contains(relations, mod.Relation) {
				rel.fail("unknown relation %q; want one of %s", mod.Relation, strings.Join(relations, ", "))
			}
		}
		if sel := m.need("select", "where the module stands"); sel != nil {
			mod.Select = sel.selector()
		}
		if items := m.at("items"); items != nil {
			mod.Items = items.selector()
		}
		all = append(all, mod)
	}
	return all
}

func readRuleList(list *node, u usage) []Rule {
	var all []Rule
	for i, n := range list.items() {
		r, ok := readRule(n, u)
		if !ok {
			continue
		}
		r.Index = i
		if (u == forLink || u == forPartLink) && r.Select.Sel != nil && r.Attr == "" {
			r.Attr = "href"
		}
		all = append(all, r)
	}
	return all
}

// attrForm finds the attribute of a rule in its short form, "SELECTOR @ATTR".
// No selector ends like that: @ only stands inside quotes there.
var attrForm = regexp.MustCompile(`^(.*\S)\s+@([A-Za-z_:][\w:.-]*)$`)

// readRule reads a rule in its short form, a selector, or its long one, a map.
func readRule(n *node, u usage) (r Rule, ok bool) {
	if _, isMap := pairs(n.ast); !isMap {
		switch n.kind() {
		case "text":
		default:
			n.want("a rule: a selector or a map with select, json or label")
			return r, false
		}
		text := n.text()
		if parts := attrForm.FindStringSubmatch(text); parts != nil {
			text, r.Attr = parts[1], parts[2]
		}
		if r.Attr != "" && u == forElements {
			n.fail("this rule wants the element itself, not its attribute %q", r.Attr)
			return r, false
		}
		r.Select = n.compile(text)
		return r, r.Select.Sel != nil
	}
	m := n.mapping("rule")
	before := len(n.bad.list)
	readSource(&r, m, u)
	readTreatment(&r, m, u)
	return r, len(n.bad.list) == before
}

// readSource reads where the value of a rule comes from.
func readSource(r *Rule, m *mapping, u usage) {
	var sources []string
	for _, key := range []string{"select", "json", "label"} {
		if m.at(key) != nil {
			sources = append(sources, key)
		}
	}
	switch len(sources) {
	case 0:
		m.fail("rule without a source: give it select, json or label")
		return
	case 1:
	default:
		m.at(sources[1]).fail("rule with two sources: %s; make it two rules", strings.Join(sources, " and "))
		return
	}
	source := sources[0]
	switch inside := u == forPart || u == forPartDate || u == forPartLink; {
	case source != "select" && (u == forElements || inside):
		m.at(source).fail("this rule looks for an element: only select makes sense")
		return
	}
	allow(m, source == "select" && u != forElements, "attr", "it goes with select, where a text is wanted")
	allow(m, source == "json", "path", "it goes with json")
	switch source {
	case "select":
		r.Select = m.at("select").selector()
		r.Attr = m.at("attr").text()
	case "json":
		r.JSON = m.at("json").selector()
		r.Path = m.need("path", "the keys that lead to the value").texts()
		for i, step := range r.Path {
			if key, _, picks := strings.Cut(step, "="); picks && key == "" {
				m.at("path").fail("step %d, %q: want a key, or key=value to pick from a list", i+1, step)
			}
		}
	case "label":
		r.Label = m.at("label").text()
	}
}

// readTreatment reads what is done with the value of a rule.
func readTreatment(r *Rule, m *mapping, u usage) {
	date := u == forDate || u == forPartDate
	for _, key := range []string{"layouts", "zone"} {
		allow(m, date, key, "it is for dates")
	}
	for _, key := range []string{"split", "match", "clean"} {
		allow(m, u != forElements, key, "this rule wants the element itself")
	}
	for _, n := range m.at("layouts").items() {
		if s := n.text(); s != "" && !isLayout(s) {
			n.fail("layout %q: write Go's reference time, such as \"2 Jan 2006 15:04\"", s)
		} else if s != "" {
			r.Layouts = append(r.Layouts, s)
		}
	}
	r.Zone = m.at("zone").zone()
	if n := m.at("split"); n != nil {
		r.Split = n.separator()
	}
	if n := m.at("match"); n != nil {
		r.Match = n.pattern()
	}
	for _, n := range m.at("clean").items() {
		name := n.text()
		if name == "" {
			continue
		}
		c, ok := cleaner(name)
		if !ok {
			n.fail("unknown cleaner %q%s", name, maybe(name, Cleaners()))
			continue
		}
		r.Clean = append(r.Clean, c)
	}
}

// allow complains about a key that makes no sense where it stands.
func allow(m *mapping, ok bool, key, why string) {
	if n := m.at(key); n != nil && !ok {
		n.fail("%s makes no sense here: %s", key, why)
	}
}
