package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// headline decides the headline and finds the element that shows it. What readers
// see goes before what metadata say wherever the two are about the same: metadata
// often carry a version for search engines, or the site's name behind it.
type headline struct {
	choice
	kicker string
	shown  *html.Node // nil when no element shows it
}

func (d *document) headline() headline {
	m := d.metadata()
	cands := d.byRules(profile.Headline)
	ruled := len(cands) > 0
	meta := m.fields[profile.Headline]
	shown, text, kicker := d.shownHeadline(meta)

	visible := candidate{value: text, source: news.FromStructure, node: shown}
	if shown != nil {
		visible.rule = shown.Data
	}
	known := []string{text, ofRule(meta, "og:title").value}
	for _, c := range meta {
		if c.source == news.FromSiteJSON {
			known = append(known, c.value)
		}
	}
	for i := range meta {
		c := &meta[i]
		c.value = stripSite(c.value, known, m, d)
		if text != "" && foldEqual(c.value, text) {
			c.node = shown
			if !inParts(shown) {
				c.value = text // as printed
			}
		}
	}
	if head := beforeLabel(text, meta, m, d); head != "" {
		visible.value, text = head, head
	} else if shown != nil && inParts(shown) {
		// Parts of a headline in elements of their own lose the mark between them.
		if v := commonSpelling(meta, text); v != "" {
			visible.value = v
		}
	}
	first := choose(meta, func(c candidate) bool { return isHeadline(c.value, m) })
	given, passed := d.passedOn(meta, text)
	if passed && isHeadline(given.value, m) {
		if label, head, ok := d.parted(given.value); ok {
			given.value, kicker = head, label
		}
		if kicker == "" {
			kicker = kickerBetween(text, given.value)
		}
		cands = append(append(append(cands, given), visible), meta...)
	} else if passed = false; text != "" && !foldEqual(first.value, text) {
		cands = append(append(cands, visible), meta...)
	} else {
		cands = append(cands, meta...)
		if text != "" {
			cands = append(cands, visible)
		}
	}
	h := headline{choice: choose(cands, func(c candidate) bool { return isHeadline(c.value, m) }), shown: shown}
	if ruled && h.node != nil {
		h.shown = h.node
	} else if h.found && shown != nil && h.node == nil && !passed && kinship(h.value, text) < 0.5 {
		h.shown = nil
	}
	if h.shown == shown {
		h.kicker = kicker
	}
	return h
}

// isHeadline refuses what is no headline.
func isHeadline(s string, m *metadata) bool {
	n := len([]rune(s))
	return n >= 3 && n <= 400 && (!m.isSiteName(s) || m.namesItself(s)) && !isAddressLike(s) && !isHome(s)
}

// shownHeadline finds the element that shows the headline: of the h1 the one most
// like what metadata say; else any heading or line that says the same as they do.
// A label inside the element, before the headline itself, is its kicker.
func (d *document) shownHeadline(meta []candidate) (n *html.Node, text, kicker string) {
	m := d.metadata()
	var best float64
	for _, h := range m.marks.headings {
		t := d.text(h)
		if !isHeadline(t, m) || d.within(h, nameMenu) || d.leadsHome(h) {
			continue
		}
		score := 0.15
		for _, c := range meta {
			score = max(score, kinship(t, c.value))
		}
		if m.isWhole(t, meta) {
			score += 0.2 // not the site's name, which titles have behind the headline
		}
		if h.Parent != nil && d.isInside(h, atom.Article, atom.Main) {
			score += 0.1
		}
		if score > best+0.01 {
			n, text, best = h, t, score
		}
	}
	if l, ok := d.besideSiteName(text, meta); ok {
		return l.node, l.text, ""
	}
	if n != nil && (best >= 0.45 || len(meta) == 0 || len(m.marks.headings) == 1 && best >= 0.3 || !m.anyKin(meta, d)) {
		text, kicker = d.splitKicker(n, text, meta)
		return n, text, kicker
	}
	if l, ok := d.lineLike(meta); ok {
		if slices.ContainsFunc(meta, func(c candidate) bool { return foldEqual(c.value, l.text) }) {
			return l.node, l.text, ""
		}
		text, kicker = d.splitKicker(l.node, l.text, meta)
		return l.node, text, kicker
	}
	if n != nil {
		text, kicker = d.splitKicker(n, text, meta)
		return n, text, kicker
	}
	// No h1 at all: the first h2 that is no title of a list.
	for _, l := range d.allLines() {
		if l.level == 2 && isHeadline(l.text, m) && len(strings.Fields(l.text)) >= 4 && len(meta) == 0 {
			return l.node, l.text, ""
		}
	}
	return nil, "", ""
}

// anyKin reports a line of the page that says what metadata say.
func (m *metadata) anyKin(meta []candidate, d *document) bool {
	_, ok := d.lineLike(meta)
	return ok
}

// lineLike is the first line of the page that is a headline of the metadata, site
// name aside.
func (d *document) lineLike(meta []candidate) (line, bool) {
	want, parts := map[string]bool{}, map[string]bool{}
	for _, c := range meta {
		want[fold(c.value)] = true
		if c.source == news.FromMeta {
			want[fold(profile.StripSite(c.value))] = true
		}
		if c.rule == "title" {
			for _, part := range titleParts(c.value) {
				parts[fold(part)] = !d.metadata().isSiteName(part) && !hostNames(d, part)
			}
		}
	}
	delete(want, "")
	var hit, kicked, part line
	for _, l := range d.allLines() {
		if len(l.text) <= 12 || len(l.text) >= 400 {
			continue
		}
		switch f := fold(l.text); {
		case want[f] && !d.within(l.node, nameMenu):
			if hit.node == nil || hit.level == 0 && l.level > 0 && l.level < 4 {
				hit = l
			}
		case kicked.node == nil && (l.level == 2 || l.level == 3) && len(l.parts) > 1 && endsAsOneOf(want, f):
			kicked = l
		case part.node == nil && l.level > 0 && l.level < 5 && parts[f] && !d.within(l.node, nameMenu) && !d.leadsHome(l.node):
			part = l
		}
	}
	if hit.node == nil {
		hit = kicked
	}
	if hit.node == nil {
		hit = part
	}
	return hit, hit.node != nil
}

// endsAsOneOf reports a folded line that is a headline with a kicker before it.
func endsAsOneOf(headlines map[string]bool, f string) bool {
	for head := range headlines {
		if rest, ok := strings.CutSuffix(f, head); ok && len(head) > 20 && strings.HasSuffix(rest, " ") && len(rest) < 80 {
			return true
		}
	}
	return false
}

// inParts reports an element that has more than one child, or whose only one does.
func inParts(n *html.Node) bool {
	for n.FirstChild != nil && n.FirstChild == n.LastChild {
		n = n.FirstChild
	}
	return n.FirstChild != nil
}

// splitKicker takes a label inside a headline element off, when metadata give the
// headline without it.
func (d *document) splitKicker(h *html.Node, text string, meta []candidate) (headline, kicker string) {
	for c := h.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			if strings.TrimSpace(c.Data) != "" {
				break
			}
			continue
		}
		label := d.text(c)
		rest, ok := strings.CutPrefix(text, label)
		rest = strings.Trim(rest, " :–—-|")
		if !ok || label == "" || rest == "" {
			break
		}
		for _, m := range meta {
			if f := fold(m.value); f == fold(rest) || strings.HasPrefix(f, fold(rest)) {
				return rest, strings.Trim(label, " :–—-|")
			}
		}
		if nameOf(c)&nameLabel != 0 && !linksWhole(meta, text) {
			return rest, strings.Trim(label, " :–—-|")
		}
		break
	}
	return text, ""
}

// linksWhole reports JSON-LD that gives the whole of a text as the headline, label and
// all.
func linksWhole(meta []candidate, text string) bool {
	return slices.ContainsFunc(meta, func(c candidate) bool {
		return c.source == news.FromJSONLD && c.rule == "headline" && unmarked(c.value) == unmarked(text)
	})
}

// unmarked is a text folded, without the marks that templates set between its parts.
func unmarked(s string) string {
	return strings.Join(strings.FieldsFunc(fold(s), func(r rune) bool { return strings.ContainsRune(" :–—-|/", r) }), " ")
}

// within reports whether n stands in an element of that name, not too far up.
func (d *document) within(n *html.Node, names name) bool {
	for i := 0; n != nil && i < 8; n, i = n.Parent, i+1 {
		if n.Type == html.ElementNode && (nameOf(n)&names != 0 || names&nameMenu != 0 && n.DataAtom == atom.Nav) {
			return true
		}
		if names == nameMenu && n.DataAtom == atom.Article {
			return false // what is called a menu around it is the layout of the page
		}
	}
	return false
}

// isInside reports whether an ancestor is one of the elements.
func (d *document) isInside(n *html.Node, kinds ...atom.Atom) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		for _, k := range kinds {
			if n.DataAtom == k {
				return true
			}
		}
	}
	return false
}
