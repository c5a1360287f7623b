package draft

import (
	"cmp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// nextRule drafts where a list goes on.
func (w *work) nextRule() fieldRules {
	return w.onLists("listing.next",
		func(s *sample) string { return s.reading.Listing.Next },
		func(s *sample, n *html.Node) string {
			if n.DataAtom != atom.A && n.DataAtom != atom.Link {
				return ""
			}
			return s.trial.Resolve(attribute(n, "href"))
		})
}

// listNameRule drafts what section pages are called.
func (w *work) listNameRule() fieldRules {
	return w.onLists("listing.name",
		func(s *sample) string { return key(s.reading.Listing.Name) },
		func(s *sample, n *html.Node) string { return key(s.trial.Text(n)) })
}

// onLists drafts a rule for a value that each list has once: the selector whose
// first element gives it, on all lists on which there is one. said is what an
// element gives.
func (w *work) onLists(name string, value func(*sample) string, said func(*sample, *html.Node) string) fieldRules {
	out := fieldRules{name: name}
	var seen options
	for _, s := range w.lists {
		want := value(s)
		if want == "" {
			continue
		}
		out.have++
		for n := range s.trial.Root().Descendants() {
			// Of what stands around the value, only the innermost says no more.
			if n.Type == html.ElementNode && short(n) && said(s, n) == want {
				seen.add(proposals(n))
			}
		}
	}
	best := rule{cost: costLooks}
	for _, p := range seen.best() {
		sel, err := cascadia.ParseGroup(p.text)
		if err != nil {
			continue
		}
		r := rule{sel: p.text, cost: p.cost}
		for _, s := range w.lists {
			if n := cascadia.Query(s.trial.Root(), sel); n == nil {
				continue
			} else if said(s, n) == value(s) {
				r.right++
			} else {
				r.wrong++
			}
		}
		if r.wrong == 0 && (r.right > best.right || r.right == best.right && r.cost < best.cost) {
			best = r
		}
	}
	if best.right > 0 {
		out.rules, out.right = []rule{best}, best.right
	}
	return out
}

// short reports an element with few children: one that holds a value, not a part
// of the page.
func short(n *html.Node) bool {
	k := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if k++; k > 8 {
			return false
		}
	}
	return !mute(n.DataAtom) || n.DataAtom == atom.Link
}

// options are selectors that elements suggested, each with its lowest cost and how
// many elements it would name.
type options struct {
	costs map[string]float64
	count map[string]int
}

func (o *options) add(list []proposal) {
	if o.costs == nil {
		o.costs, o.count = map[string]float64{}, map[string]int{}
	}
	for _, p := range list {
		if p.cost >= costLooks {
			continue
		}
		if known, ok := o.costs[p.text]; !ok || p.cost < known {
			o.costs[p.text] = p.cost
		}
		o.count[p.text]++
	}
}

// best are the selectors worth trying, those that name most first; at most
// mostProposals.
func (o *options) best() []proposal {
	var out []proposal
	for text, cost := range o.costs {
		out = append(out, proposal{text, cost})
	}
	slices.SortFunc(out, func(a, b proposal) int {
		return cmp.Or(o.count[b.text]-o.count[a.text], cmp.Compare(a.cost, b.cost), strings.Compare(a.text, b.text))
	})
	return out[:min(len(out), mostProposals)]
}
