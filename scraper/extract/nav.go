package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// findNavigation reads the menus of the site, each entry once, and returns the
// regions they stand in: top and bottom of the page, menus, runs of short links
// before the text. Nothing in them is text of the page.
//
// An entry stands under the label of the entry or line above its list, so that
// "Video Features" is found in the group "Videos".
func findNavigation(d *document) ([]news.NavLink, []*html.Node) {
	s := d.survey()
	s.chrome = nil
	m := &menus{d: d, s: s, last: make(map[string]int)}
	var nodes []*html.Node
	for i := 1; i < len(s.spots); i++ {
		if !m.isRegion(i) {
			continue
		}
		p := &s.spots[i]
		nodes = append(nodes, p.node)
		s.chrome = append(s.chrome, i)
		m.read(p.node, "")
		i = p.end - 1
	}
	return m.out, nodes
}

type menus struct {
	d    *document
	s    *survey
	out  []news.NavLink
	last map[string]int // number of the last entry in out with an address, from 1
	same []int          // by entry of out: number of the one before it with its address

	first int // spot of the first headline or paragraph; 0 until looked for
}

// isRegion reports an element that is all navigation.
func (m *menus) isRegion(i int) bool {
	p := &m.s.spots[i]
	switch p.node.DataAtom {
	case atom.Nav:
		return !m.holdsStory(i)
	case atom.Header, atom.Footer:
		return !m.s.under(p.parent, atom.Article, atom.Main, atom.Figure, atom.Blockquote) && !m.holdsStory(i)
	case atom.Body, atom.Html, atom.Main, atom.Article, atom.Head, atom.P, atom.A:
		return false
	}
	switch attr(p.node, "role") {
	case "navigation", "banner", "contentinfo", "menubar", "menu":
		return !m.holdsStory(i)
	}
	short := p.anchors >= 3 && 4*p.linked >= 3*p.letters && p.letters <= 30*p.anchors
	if p.name&nameMenu != 0 && short && !m.holdsStory(i) {
		return true
	}
	if p.anchors >= 2 && p.letters < 3000 && called(p.node, "footer") && !m.holdsStory(i) && !m.s.under(p.parent, atom.Article, atom.Main) && !m.beforeText(i) && !(p.letters <= lettersOfFoot && m.filesStory(i)) {
		return true
	}
	// A list of short links that nothing names, or nothing but links side by side: a
	// menu when it stands before the text, and none of its items shows a picture or
	// heading.
	switch p.node.DataAtom {
	case atom.Ul:
	case atom.Div, atom.Section, atom.Table, atom.Tr, atom.Td, atom.Center:
		if !short || p.linked < p.letters || m.s.under(p.parent, atom.Article, atom.Main) || m.ofStory(i) {
			return false
		}
	default:
		return false
	}
	return short && p.anchors >= 4 && p.letters <= 18*p.anchors && m.before(i) && !m.showsStories(i)
}

// holdsStory guards regions: one with running text, or with a long headline that
// is no link, holds the page's own story.
func (m *menus) holdsStory(i int) bool {
	prose := 0
	for j := i; j < m.s.spots[i].end; j++ {
		p := &m.s.spots[j]
		if p.node.DataAtom == atom.H1 && p.letters >= 20 && 2*p.linked < p.letters {
			return true
		}
		if m.s.isProse(j) && !m.s.under(j, atom.A) {
			prose += p.letters
		}
	}
	return prose > 600 && 3*prose > m.s.prose
}

// before reports that neither headline nor text stands before spot i.
func (m *menus) before(i int) bool {
	if m.first == 0 {
		for m.first = 1; m.first < len(m.s.spots); m.first++ {
			if p := &m.s.spots[m.first]; p.node.DataAtom == atom.H1 && p.letters >= 20 || m.s.isProse(m.first) {
				break
			}
		}
	}
	return i < m.first
}

// ofStory reports links in spot i that say of themselves what they are of a story: its
// keywords, sections or authors.
func (m *menus) ofStory(i int) bool {
	for j := i; j < m.s.spots[i].end; j++ {
		if m.s.spots[j].name&(nameTags|nameAuthor|nameRelated) != 0 {
			return true
		}
	}
	return m.filesStory(i)
}

// lettersOfFoot is the most letters of the foot of a post.
const lettersOfFoot = 400

// filesStory reports a link in spot i that says by its rel that it leads to a keyword of
// a story or to its author: the foot of a post, not of the page.
func (m *menus) filesStory(i int) bool {
	for j := i; j < m.s.spots[i].end; j++ {
		if n := m.s.spots[j].node; n.DataAtom == atom.A {
			if rel := attr(n, "rel"); rel != "" && (hasToken(rel, "tag") || hasToken(rel, "author")) {
				return true
			}
		}
	}
	return false
}

// beforeText reports that more than half of the page's running text stands behind spot
// i: it is no foot of the page, but perhaps that of the headline.
func (m *menus) beforeText(i int) bool {
	behind := 0
	for j := m.s.spots[i].end; j < len(m.s.spots); j++ {
		if m.s.isProse(j) {
			behind += m.s.spots[j].letters
			j = m.s.spots[j].end - 1
		}
	}
	return behind > proseLetters && 2*behind > m.s.prose
}

// showsStories reports a picture or heading inside spot i.
func (m *menus) showsStories(i int) bool {
	for j := i; j < m.s.spots[i].end; j++ {
		if n := m.s.spots[j].node; headingLevel(n) > 0 || n.DataAtom == atom.Img && !tiny(n) {
			return true
		}
	}
	return false
}

// read reads the entries inside n. group is the label of what n stands under.
// It returns the last label it met, under which a list that follows n stands.
func (m *menus) read(n *html.Node, group string) string {
	label := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			if t := squeeze(c.Data); t != "" && weigh(t) > 1 {
				label = t
			}
			continue
		case c.Type != html.ElementNode || c.DataAtom == atom.Script || c.DataAtom == atom.Style || c.DataAtom == atom.Svg || c.DataAtom == atom.Template:
			continue
		}
		switch c.DataAtom {
		case atom.A:
			// The site's name beside its menu names no group of it.
			if t := m.entry(c, group); t != "" && !m.leadsHome(c) {
				label = t
			}
		case atom.Ul, atom.Ol:
			under := label
			if under == "" || holdsMenus(c) {
				under = group
			}
			m.read(c, under)
			label = ""
		case atom.Li:
			m.read(c, group)
		case atom.Button, atom.Summary, atom.Label:
			if t := m.d.text(c); t != "" && len(t) < 60 {
				label = t
			}
		default:
			if i, ok := m.s.at[c]; ok && m.s.spots[i].anchors == 0 {
				if t := m.d.text(c); t != "" && len(t) < 60 {
					label = t
				}
				continue
			}
			under := group
			switch {
			case holdsMenus(c):
				label = ""
			case label != "" && holdsList(c):
				under = label // a drop-down beside its label
			}
			if last := m.read(c, under); last != "" {
				label = last
			}
		}
	}
	return label
}

// leadsHome reports a link to the site's front page; "#" leads nowhere.
func (m *menus) leadsHome(a *html.Node) bool {
	href := attr(a, "href")
	return href != "" && href[0] != '#' && isRoot(m.d.resolve(href))
}

// holdsMenus reports lists whose entries open lists of their own: the whole menu,
// which what stands above it, such as a slogan, does not name.
func holdsMenus(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom != atom.Ul && c.DataAtom != atom.Ol {
			continue
		}
		for up := c.Parent; up != nil && up != n.Parent; up = up.Parent {
			if up.DataAtom == atom.Ul || up.DataAtom == atom.Ol {
				return true
			}
		}
	}
	return false
}

// holdsList reports an element with a list in it, or with several links.
func holdsList(n *html.Node) bool {
	links := 0
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.Ul, atom.Ol:
			return true
		case atom.A:
			links++
		}
	}
	return links > 1
}

// entry notes a link and returns its label.
func (m *menus) entry(a *html.Node, group string) string {
	label := m.d.text(a)
	if label == "" {
		if label = squeeze(attr(a, "aria-label")); label == "" {
			label = squeeze(attr(a, "title"))
		}
	}
	if label == "" || len(label) > 120 {
		return ""
	}
	u := m.d.resolve(attr(a, "href"))
	if u == "" || isShareAddress(u) {
		return label // "#" opens the list that follows
	}
	if group == label {
		group = ""
	}
	l := news.NavLink{Group: group, Label: label, URL: u}
	for k := m.last[u]; k > 0; k = m.same[k-1] {
		if m.out[k-1] == l {
			return label
		}
	}
	m.out, m.same = append(m.out, l), append(m.same, m.last[u])
	m.last[u] = len(m.out)
	return label
}
