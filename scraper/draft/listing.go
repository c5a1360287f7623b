package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// draftLists drafts the rules of front and section pages: what a card is, and
// what in it is the title, the label and the date; where the list goes on; what
// it is called.
func (w *work) draftLists() {
	if len(w.lists) == 0 {
		return
	}
	var cards []listCard
	total := 0
	for _, s := range w.lists {
		total += len(s.reading.Listing.Items)
		cards = append(cards, cardsOf(s)...)
	}
	items := w.itemRules(cards, total)
	w.fields = append(w.fields, items)
	if len(items.rules) > 0 {
		w.fields = append(w.fields,
			inCards("listing.title", cards, func(c listCard) string { return c.link.Title }),
			inCards("listing.label", cards, func(c listCard) string { return c.link.Section }),
			inCards("listing.published", cards, func(c listCard) string { return c.link.Published.Text }),
		)
	}
	w.fields = append(w.fields, w.nextRule(), w.listNameRule())
}

// listCard is an item of a list and the element that holds it and no other item.
type listCard struct {
	sample *sample
	node   *html.Node
	link   news.Link
}

// cardsOf finds the elements around the items of a list.
func cardsOf(s *sample) []listCard {
	items := map[string]news.Link{}
	for _, l := range s.reading.Listing.Items {
		items[l.URL] = l
	}
	at := map[*html.Node]string{}
	anchors := map[string][]*html.Node{}
	for n := range s.trial.Root().Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		u := s.trial.Resolve(attribute(n, "href"))
		if _, ok := items[u]; ok {
			at[n] = u
			anchors[u] = append(anchors[u], n)
		}
	}
	var out []listCard
	for _, l := range s.reading.Listing.Items {
		for _, a := range anchors[l.URL] {
			if key(s.trial.Text(a)) == "" && len(anchors[l.URL]) > 1 || !strings.Contains(key(s.trial.Text(a)), key(l.Title)) && len(anchors[l.URL]) > 1 {
				continue // the picture, or a mention elsewhere
			}
			card := a
			for p := a.Parent; p != nil && p.Type == html.ElementNode && p.DataAtom != atom.Body && p.DataAtom != atom.Main && holdsOnly(p, l.URL, at); p = p.Parent {
				card = p
			}
			out = append(out, listCard{s, card, l})
			break
		}
	}
	return out
}

// holdsOnly reports that of all items only one stands inside an element.
func holdsOnly(n *html.Node, url string, at map[*html.Node]string) bool {
	for c := range n.Descendants() {
		if u, ok := at[c]; ok && u != url {
			return false
		}
	}
	return true
}

// mostItemSelectors stand in one rule for the items: front pages have cards of
// several kinds.
const mostItemSelectors = 4

// itemRules finds the selectors that name the cards and nothing else that holds
// an address.
func (w *work) itemRules(cards []listCard, total int) fieldRules {
	out := fieldRules{name: "listing.items", have: total}
	byNode := map[*html.Node]bool{}
	var seen options
	for _, c := range cards {
		byNode[c.node] = true
		seen.add(proposals(c.node))
	}
	type choice struct {
		text   string
		cost   float64
		covers map[*html.Node]bool
		stray  int // elements with an address that are no card
	}
	var choices []choice
	for _, p := range seen.best() {
		sel, err := cascadia.ParseGroup(p.text)
		if err != nil {
			continue
		}
		o := choice{text: p.text, cost: p.cost, covers: map[*html.Node]bool{}}
		for _, s := range w.lists {
			for _, n := range cascadia.QueryAll(s.trial.Root(), sel) {
				if byNode[n] {
					o.covers[n] = true
				} else if linksAway(n) {
					o.stray++
				}
			}
		}
		if 10*o.stray <= len(o.covers) {
			choices = append(choices, o)
		}
	}
	var texts []string
	left := len(byNode)
	covered := map[*html.Node]bool{}
	for len(texts) < mostItemSelectors && left > 0 {
		best, gain := -1, 0
		for i, o := range choices {
			fresh := 0
			for n := range o.covers {
				if !covered[n] {
					fresh++
				}
			}
			if fresh > gain || fresh == gain && best >= 0 && fresh > 0 && o.cost < choices[best].cost {
				best, gain = i, fresh
			}
		}
		if best < 0 || gain < 2 || 12*gain < len(byNode) {
			break
		}
		for n := range choices[best].covers {
			if !covered[n] {
				covered[n] = true
				left--
			}
		}
		texts = append(texts, choices[best].text)
	}
	if out.right = len(covered); len(texts) > 0 && 10*out.right >= 9*total && len(covered) >= 3 {
		r := rule{sel: strings.Join(texts, ", "), right: out.right}
		if r.usable() && w.sameLists(r) {
			out.rules = []rule{r}
		}
	} else if len(texts) > 0 {
		out.near, out.why = &rule{sel: strings.Join(texts, ", ")}, fmt.Sprintf("names %d of %d items", out.right, total)
	}
	return out
}

// linksAway reports an element with a link inside, or being one.
func linksAway(n *html.Node) bool {
	if n.DataAtom == atom.A {
		return true
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && attribute(c, "href") != "" {
			return true
		}
	}
	return false
}

// sameLists reports that lists read with a rule for their items have the items
// they have without, in their order, all but a few.
func (w *work) sameLists(r rule) bool {
	p, err := profile.Parse("trial.yaml", fmt.Appendf(nil, "%srules: {listing: {items: %s}}\n", w.head(), r.yaml()))
	if err != nil {
		return false
	}
	for _, s := range w.lists {
		if !sameItems(s.reading.Listing, extract.Read(p, w.asList(s)).Listing) {
			return false
		}
	}
	return true
}

// asList is a page that is known to be a list.
func (w *work) asList(s *sample) extract.Input {
	in := s.page.Input
	if in.Expect == "" {
		in.Expect = news.RoleSection
	}
	return in
}

// sameItems reports lists with the same addresses in the same order, one in ten
// aside.
func sameItems(want, got *news.Listing) bool {
	if got == nil {
		return false
	}
	at := map[string]int{}
	for i, l := range got.Items {
		at[l.URL] = i + 1
	}
	kept, last := 0, 0
	for _, l := range want.Items {
		if i := at[l.URL]; i > last {
			kept, last = kept+1, i
		}
	}
	return 10*kept >= 9*len(want.Items) && 10*kept >= 9*len(got.Items)
}

// inCards drafts a rule for a part of the cards: the selector that gives, in
// every card in which it finds something, what reading without rules gives.
func inCards(name string, cards []listCard, value func(listCard) string) fieldRules {
	out := fieldRules{name: name}
	var seen options
	for _, c := range cards {
		want := key(value(c))
		if want == "" {
			continue
		}
		out.have++
		for n := range c.node.Descendants() {
			if n.Type != html.ElementNode || mute(n.DataAtom) || key(c.sample.trial.Text(n)) != want {
				continue
			}
			seen.add(simple(n))
		}
	}
	var good []rule
	for _, p := range seen.best() {
		sel, err := cascadia.ParseGroup(p.text)
		if err != nil {
			continue
		}
		r := rule{sel: p.text, cost: p.cost}
		for _, c := range cards {
			n := cascadia.Query(c.node, sel)
			if n == nil {
				continue
			}
			if key(c.sample.trial.Text(n)) == key(value(c)) {
				r.right++
			} else {
				r.wrong++
			}
		}
		if r.wrong == 0 && r.right > 1 {
			good = append(good, r)
		}
	}
	slices.SortStableFunc(good, func(a, b rule) int { return cmp.Or(b.right-a.right, cmp.Compare(a.cost, b.cost)) })
	if len(good) > 0 && 2*good[0].right >= out.have {
		out.rules, out.right = good[:1:1], good[0].right
	}
	return out
}
