package draft

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// proposal is a selector and what it costs to trust it: less is better.
type proposal struct {
	text string
	cost float64
}

// Costs of a selector by what it rests on.
const (
	costMeaning = 1.0 // an attribute that says what the element is, such as itemprop
	costTest    = 1.4 // an attribute made for tests, which newsrooms leave alone
	costClass   = 1.8 // a class or id a person gave
	costTag     = 2.2 // an element that means something by itself
	costStem    = 2.6 // the part of a made class that a person gave
	costLooks   = 6   // a class of looks
	costNothing = 8   // an element like any other
	costInside  = 0.6 // for each ancestor that has to be named
)

// meaningful are the attributes that say what an element is, and made for tests
// those after them.
var meaningful = []struct {
	key  string
	cost float64
}{
	{"itemprop", costMeaning}, {"property", costMeaning}, {"rel", costMeaning},
	{"data-testid", costTest}, {"data-test-id", costTest}, {"data-test", costTest}, {"data-qa", costTest},
	{"data-component", costTest}, {"data-gtm-element", costTest + 0.3}, {"data-type", costTest + 0.3}, {"data-role", costTest + 0.3},
	{"data-module", costTest + 0.3}, {"data-name", costTest + 0.3}, {"role", costTag},
}

// looking is no site: it names the attributes that selectors may rest on, so that
// they are in the trees that are looked at.
var looking = func() *profile.Profile {
	var names []string
	for _, m := range meaningful {
		names = append(names, m.key)
	}
	return &profile.Profile{Zone: time.UTC, Source: []byte(strings.Join(names, " "))}
}()

// tagCost is what an element says by its tag alone.
func tagCost(n *html.Node) float64 {
	switch n.DataAtom {
	case atom.H1, atom.Article, atom.Main, atom.Figcaption, atom.Figure:
		return costTag
	case atom.Time, atom.Header, atom.H2, atom.H3, atom.Cite, atom.Address:
		return costTag + 1
	}
	return costNothing
}

// simple proposes selectors for an element by itself, without those around it.
func simple(n *html.Node) []proposal {
	var out []proposal
	tag := n.Data
	for _, a := range n.Attr {
		switch a.Key {
		case "id":
			if trust(a.Val) == 2 {
				out = append(out, proposal{tag + "#" + a.Val, costClass})
			}
			continue
		case "class":
			out = append(out, ofClasses(tag, a.Val)...)
			continue
		}
		for _, m := range meaningful {
			if a.Key == m.key && plainValue(a.Val) {
				out = append(out, proposal{tag + "[" + a.Key + `="` + a.Val + `"]`, m.cost})
			}
		}
	}
	return append(out, proposal{tag, tagCost(n)})
}

// mostClasses is how many classes of an element are looked at.
const mostClasses = 12

func ofClasses(tag, class string) []proposal {
	var out []proposal
	names := strings.Fields(class)
	for _, name := range names[:min(len(names), mostClasses)] {
		switch trust(name) {
		case 2:
			out = append(out, proposal{tag + "." + name, costClass + float64(len(name))/100})
		case 1:
			out = append(out, proposal{tag + "." + name, costLooks})
		default:
			if s := stem(name); s != "" {
				out = append(out, proposal{tag + `[class*="` + s + `"]`, costStem})
			}
		}
	}
	return out
}

// plainValue reports the value of an attribute that a selector may hold: short,
// and no number that belongs to this page.
func plainValue(v string) bool {
	if v == "" || len(v) > 48 {
		return false
	}
	for _, c := range []byte(v) {
		if c <= 0x20 || c >= 0x7f || strings.IndexByte(`"'\[](){}<>`, c) >= 0 {
			return false
		}
	}
	for _, part := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("-_.:/", r) }) {
		if isHash(part) {
			return false
		}
	}
	return true
}

// mostAncestors is how far up an ancestor is looked for that a selector may name.
const mostAncestors = 7

// proposals are selectors for an element, by itself and inside an ancestor.
func proposals(n *html.Node) []proposal {
	own := simple(n)
	out := own
	up := 0
	for p := n.Parent; p != nil && p.Type == html.ElementNode && up < mostAncestors; p = p.Parent {
		if p.DataAtom == atom.Body || p.DataAtom == atom.Html {
			break
		}
		up++
		for _, a := range simple(p) {
			if a.cost > costTag+1 {
				continue
			}
			for _, s := range own {
				// An element like any other may stand in a good place.
				cost := a.cost + min(s.cost, 1.4+s.cost/4) + costInside + 0.1*float64(up)
				if s.cost < 2 {
					cost = s.cost + costInside + 0.1*float64(up)
				}
				between := " "
				if up == 1 && s.cost >= costLooks {
					between = " > "
				}
				out = append(out, proposal{a.text + between + s.text, cost})
			}
		}
	}
	return out
}
