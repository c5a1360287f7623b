package draft

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// valueFields are the fields of an article that a rule gives as a value, in the
// order of the file.
var valueFields = []profile.Field{
	profile.Headline, profile.Kicker, profile.Standfirst, profile.Bylines, profile.Source,
	profile.Published, profile.Modified, profile.SectionPath, profile.Tags,
	profile.ReadMinutes, profile.Shares,
}

const (
	mostNodes     = 14  // elements of a page that proposals for one field are made of
	mostOfNode    = 40  // proposals of one element
	mostProposals = 160 // rules tried for one field
)

// propose lists the rules that could give a field, those first that more pages
// suggest and that rest on more.
func (w *work) propose(f profile.Field) []rule {
	pages := map[string]int{}
	byText := map[string]rule{}
	for _, s := range w.articles {
		once := map[string]bool{}
		for _, r := range append(ofText(s, f), ofMetadata(s, f)...) {
			id := r.yaml()
			if known, ok := byText[id]; !ok || r.cost < known.cost {
				if !ok && !r.usable() {
					continue
				}
				byText[id] = r
			}
			if !once[id] {
				once[id] = true
				pages[id]++
			}
		}
	}
	ids := make([]string, 0, len(byText))
	for id := range byText {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(pages[b]-pages[a], cmp.Compare(byText[a].cost, byText[b].cost), strings.Compare(a, b))
	})
	out := make([]rule, 0, min(len(ids), mostProposals))
	for _, id := range ids[:min(len(ids), mostProposals)] {
		out = append(out, byText[id])
	}
	return out
}

// ofText proposes rules from the elements that show a field's value to readers.
func ofText(s *sample, f profile.Field) []rule {
	a := s.article()
	switch f {
	case profile.Headline:
		return fromNodes(s.saying(a.Headline, 0), "", nil)
	case profile.Kicker:
		return fromNodes(s.saying(a.Kicker, 0), "", nil)
	case profile.Standfirst:
		return fromNodes(s.saying(a.Standfirst, 0), "", nil)
	case profile.Source:
		return append(fromNodes(s.saying(a.Source, 0), "", nil), fromNodes(s.saying(a.Source, 20), "", []string{"strip_label"})...)
	case profile.Bylines:
		return ofNames(s, a)
	case profile.Published:
		return ofDate(s, a.Published)
	case profile.Modified:
		return ofDate(s, a.Modified)
	case profile.SectionPath:
		var out []rule
		for _, name := range a.Section {
			out = append(out, fromNodes(s.saying(name, 0), "", nil)...)
		}
		return out
	case profile.Tags:
		var out []rule
		for _, t := range a.Tags[:min(len(a.Tags), 4)] {
			out = append(out, fromNodes(s.saying(t.Name, 0), "", nil)...)
		}
		return out
	case profile.ReadMinutes:
		return ofCount(s, a.ReadMinutes, a.ReadMinutes > 0)
	case profile.Shares:
		if a.Shares != nil {
			return ofCount(s, *a.Shares, true)
		}
	}
	return nil
}

// ofNames proposes rules for bylines: one element a name, or one line for all.
func ofNames(s *sample, a *news.Article) []rule {
	var all []string
	var out []rule
	for _, b := range a.Bylines {
		all = append(all, b.Name)
		out = append(out, fromNodes(s.saying(b.Name, 0), "", nil)...)
	}
	return append(out, fromNodes(s.holding(all, 14), "", []string{"strip_by", "split_names"})...)
}

// ofDate proposes rules for a date: time elements of all kinds, and the elements
// that print it.
func ofDate(s *sample, stamp news.Stamp) []rule {
	var out []rule
	for n := range s.trial.Root().Descendants() {
		if n.DataAtom == atom.Time && attribute(n, "datetime") != "" || n.Type == html.ElementNode && n.DataAtom != atom.Meta && attribute(n, "content") != "" && attribute(n, "itemprop") != "" {
			attr := "datetime"
			if n.DataAtom != atom.Time {
				attr = "content"
			}
			for _, r := range fromNodes([]*html.Node{n}, attr, nil) {
				if r.cost += 0.2; r.sel != "time" { // those of other stories on the page too
					out = append(out, r)
				}
			}
		}
	}
	if stamp.Text != "" {
		for _, r := range fromNodes(s.saying(stamp.Text, 24), "", nil) {
			r.cost += 1
			out = append(out, r)
		}
	}
	return out
}

// longestCount is the most letters and digits of a line that prints a count.
const longestCount = 24

// ofCount proposes rules for a number that is printed: short lines that hold it.
func ofCount(s *sample, n int, there bool) []rule {
	if !there {
		return nil
	}
	var nodes []*html.Node
	for _, p := range s.spots() {
		if len(p.key) <= longestCount && profile.Digits(p.text) == strconv.Itoa(n) {
			nodes = append(nodes, p.node)
		}
	}
	return fromNodes(nodes, "", []string{"digits"})
}

// fromNodes makes rules of the selectors that fit elements.
func fromNodes(nodes []*html.Node, attr string, clean []string) []rule {
	var out []rule
	for _, n := range nodes[:min(len(nodes), mostNodes)] {
		list := proposals(n)
		slices.SortStableFunc(list, func(a, b proposal) int { return cmp.Compare(a.cost, b.cost) })
		for _, p := range list[:min(len(list), mostOfNode)] {
			if p.cost < costLooks {
				out = append(out, rule{sel: p.text, attr: attr, clean: clean, cost: p.cost + 0.1*float64(len(clean)) + float64(len(p.text))/200})
			}
		}
	}
	return out
}
