package extract

import (
	"slices"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// RuleReport says what one rule of a profile does on one page.
type RuleReport struct {
	Field   string    `json:"field"`           // JSON name of the field; "listing.items", "modules.most_read", "ticker", "remove" for the others
	Index   int       `json:"index"`           // place of the rule in its list, from 0
	Until   time.Time `json:"until,omitzero"`  // of the dated block the rule stands in; zero for the current rules
	Rule    string    `json:"rule"`            // selector, JSON path or label
	Matched int       `json:"matched"`         // elements or values it found
	Value   string    `json:"value,omitempty"` // the first value it gives, cleaned; empty for containers
	Won     bool      `json:"won"`             // it filled the field
}

// Check runs every rule of a profile on a page, those of dated blocks too, in the
// order they are tried. It returns nil for bytes that are no page.
func Check(p *profile.Profile, in Input) []RuleReport {
	if p == nil {
		return nil
	}
	won := map[string]string{}
	if a := Read(p, in).Article; a != nil {
		for field, from := range a.Provenance {
			if from.Source == news.FromProfile {
				won[field] = from.Rule
			}
		}
	}
	d, refusal := parse(p, in)
	if refusal != nil {
		return nil
	}
	var out []RuleReport
	for _, set := range p.RulesAt(in.Seen) {
		var until time.Time
		for i := range p.Older {
			if set == &p.Older[i].Rules {
				until = p.Older[i].Until
			}
		}
		c := checker{d: d, until: until, won: won}
		c.article(set)
		c.listing(&set.Listing)
		for i, m := range set.Modules {
			c.selector("modules."+m.Relation, i, m.Select)
		}
		c.rules("ticker", set.Ticker)
		for i, s := range set.Remove {
			c.selector("remove", i, s)
		}
		out = append(out, c.out...)
	}
	return out
}

type checker struct {
	d     *document
	until time.Time
	won   map[string]string // field -> rule that filled it; deleted once reported
	out   []RuleReport
}

// containers are the fields whose rules name elements, not values.
var containers = map[profile.Field]bool{profile.Body: true, profile.Images: true, profile.RelatedBox: true}

func (c *checker) article(set *profile.Rules) {
	var order []profile.Field
	for f := range set.Article {
		order = append(order, f)
	}
	slices.Sort(order)
	for _, f := range order {
		for i := range set.Article[f] {
			r := &set.Article[f][i]
			report := RuleReport{Field: string(f), Index: i, Until: c.until, Rule: r.String(), Matched: len(c.d.matches(r, c.d.root))}
			if !containers[f] {
				k, _ := c.d.byRule(r, f)
				report.Value = clip(k.show(), 300)
			}
			if rule, ok := c.won[string(f)]; ok && rule == report.Rule && report.Matched > 0 {
				report.Won = true
				delete(c.won, string(f))
			}
			c.out = append(c.out, report)
		}
	}
}

func (c *checker) listing(l *profile.Listing) {
	var cards []*html.Node
	for i, s := range l.Items {
		found := c.selector("listing.items", i, s)
		if cards == nil && len(found) > 0 {
			cards = found
			c.out[len(c.out)-1].Won = true
		}
	}
	for _, part := range []struct {
		field string
		rules []profile.Rule
	}{{"listing.title", l.Title}, {"listing.link", l.Link}, {"listing.label", l.Label}, {"listing.published", l.Published}, {"listing.image", l.Image}} {
		c.rules(part.field, part.rules, cards...)
	}
	c.rules("listing.next", l.Next)
	c.rules("listing.name", l.Name)
}

// rules reports rules that are tried inside the given elements, or on the page.
func (c *checker) rules(field string, rules []profile.Rule, inside ...*html.Node) {
	if inside == nil {
		inside = []*html.Node{c.d.root}
	}
	for i := range rules {
		report := RuleReport{Field: field, Index: i, Until: c.until, Rule: rules[i].String()}
		for _, n := range inside {
			for _, f := range c.d.matches(&rules[i], n) {
				report.Matched++
				if v := refine(&rules[i], f.value); report.Value == "" && len(v) > 0 {
					report.Value = clip(v[0], 300)
				}
			}
		}
		c.out = append(c.out, report)
	}
}

func (c *checker) selector(field string, i int, s profile.Selector) []*html.Node {
	var found []*html.Node
	if s.Sel != nil {
		found = cascadia.QueryAll(c.d.root, s.Sel)
	}
	c.out = append(c.out, RuleReport{Field: field, Index: i, Until: c.until, Rule: s.Text, Matched: len(found)})
	return found
}
