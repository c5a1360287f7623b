package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// moduleBox is a titled list of other pages, the tag list or the author box.
type moduleBox struct {
	node     *html.Node   // the container, or the first of its elements when there is none
	more     []*html.Node // the other elements, when no container holds heading and list alone
	name     string       // as printed; empty for a tag list without a heading
	relation news.Relation
	links    []news.Link // of tags that are no links the URL is empty
}

// findModules finds the boxes of a page by their visible headings, and the list
// of tags also by its place after the text. Boxes that profile rules name come
// first. No box is found inside another.
func findModules(d *document) []moduleBox {
	s := d.survey()
	f := &moduleFinder{d: d, s: s, taken: make([]bool, len(s.spots))}
	f.byRules()
	f.heads()
	for _, h := range f.headings {
		if !f.taken[h.spot] {
			f.byHeading(h)
		}
	}
	f.tags()
	slices.SortStableFunc(f.out, func(a, b moduleBox) int { return s.at[a.node] - s.at[b.node] })
	return f.out
}

type moduleFinder struct {
	d        *document
	s        *survey
	out      []moduleBox
	taken    []bool // by spot: part of a box already
	headings []moduleHead
	looked   int // links read for headings so far
}

// mostLooks is how often all links of a page may be read for its headings. Real
// pages need some three times.
const mostLooks = 10

// moduleHead is an element whose whole text is the heading of a module.
type moduleHead struct {
	spot     int
	text     string
	relation news.Relation
}

// maxHeads bounds the headings of one page: the work for each grows with their
// number, and real pages have some ten.
const maxHeads = 100

// heads notes every heading of a module outside of menus.
func (f *moduleFinder) heads() {
	for i := 1; i < len(f.s.spots) && len(f.headings) < maxHeads; i++ {
		p := &f.s.spots[i]
		if f.d.cut[p.node] {
			i = p.end - 1
			continue
		}
		if p.letters < 2 || p.letters > maxHeading || p.own == 0 && headingLevel(p.node) == 0 {
			continue
		}
		if p.node.DataAtom == atom.Option || f.taken[i] || f.s.under(i, atom.Nav) || f.s.inChrome(i) {
			continue
		}
		text := f.headText(i)
		rel := moduleRelation(text)
		if rel == "" || f.isText(i) || f.endsCard(i, text) {
			continue
		}
		if n := len(f.headings); n > 0 && headingLevel(f.s.spots[p.parent].node) > 0 && f.s.spots[f.headings[n-1].spot].parent == p.parent {
			continue // the second tab of a heading: the first one's list is shown
		}
		f.headings = append(f.headings, moduleHead{i, text, rel})
		i = p.end - 1
	}
}

// headText is the text of spot i, without a link to the whole list that stands in
// the same element: "Read Next" of "Read Next All".
func (f *moduleFinder) headText(i int) string {
	p := &f.s.spots[i]
	if p.own == 0 || p.own == p.letters || p.linked != p.letters-p.own || p.node.DataAtom == atom.A {
		return f.d.text(p.node)
	}
	for j := i + 1; j < p.end; j++ {
		if c := &f.s.spots[j]; c.anchors > 0 && c.node.DataAtom == atom.A && !isMoreLink(f.d.text(c.node)) {
			return f.d.text(p.node)
		}
	}
	return ownText(p.node)
}

// endsCard reports the "Read more" below the picture or title of a story: a link to
// where the link before it leads.
func (f *moduleFinder) endsCard(i int, text string) bool {
	n := f.s.spots[i].node
	if n.DataAtom != atom.A && n.Parent != nil {
		n = n.Parent
	}
	at, ok := f.s.at[n]
	if !ok || n.DataAtom != atom.A || !isMoreLink(text) {
		return false
	}
	k, ok := slices.BinarySearch(f.s.links, at)
	href := attr(n, "href")
	return ok && k > 0 && href != "" && !strings.HasPrefix(href, "#") && href == attr(f.s.spots[f.s.links[k-1]].node, "href")
}

// isText reports words that are part of a line of text: "Read more" as a link at
// the end of a paragraph, "Topics" in a sentence.
func (f *moduleFinder) isText(i int) bool {
	if f.s.spots[i].node.DataAtom == atom.A && f.followsWord(f.s.spots[i].node) {
		return true
	}
	own := f.s.spots[i].letters
	for up := f.s.spots[i].parent; up > 0; up = f.s.spots[up].parent {
		p := &f.s.spots[up]
		if p.own > 0 && p.letters > own && p.blocks == 0 {
			return true
		}
		if isBlock(p.node.DataAtom) {
			return p.node.DataAtom == atom.A
		}
		if p.node.DataAtom == atom.A && p.letters > own {
			return true
		}
	}
	return false
}

// listsTags reports an element that is called a list of tags and is one.
func (f *moduleFinder) listsTags(j int) bool {
	p := &f.s.spots[j]
	return p.name&nameTags != 0 && p.name&nameRelated == 0 && p.anchors > 1 && !linksAuthor(p.node) && f.leadToTags(j)
}

// followsWord reports a link right behind a word in an inline element, such as the section
// in "<span>in</span> <a>Top News</a>".
func (f *moduleFinder) followsWord(a *html.Node) bool {
	n := a.PrevSibling
	for n != nil && n.Type == html.TextNode && squeeze(n.Data) == "" {
		n = n.PrevSibling
	}
	if n == nil || n.DataAtom != atom.Span {
		return false
	}
	text := f.d.text(n)
	return text != "" && len(text) < 20 && !strings.ContainsAny(text, ":|/")
}

// byHeading takes what belongs to a heading: going up from it, at each level the
// elements after it, as far as they are items, until some are found.
func (f *moduleFinder) byHeading(h moduleHead) {
	branch := h.spot
	for up := f.s.spots[branch].parent; up > 0; branch, up = up, f.s.spots[up].parent {
		if f.textBefore(branch, h.spot) {
			return // its list is empty, and what follows is another one
		}
		first, last, whole := f.run(branch, up, h)
		if first < 0 {
			if f.blocked(up, h) {
				return
			}
			continue
		}
		low, high := branch, f.s.spots[last].end
		if f.looked += f.s.linksIn(low, high); f.looked > mostLooks*(len(f.s.links)+100) {
			return
		}
		links := f.items(h, low, high)
		if len(links) == 0 || len(links) == 1 && f.isBadge(h) {
			if f.blocked(up, h) {
				return
			}
			continue
		}
		if f.swallows(low, high) {
			return
		}
		box := moduleBox{name: h.text, relation: h.relation, links: links}
		if whole && !f.tooMuch(up, h) {
			box.node = f.s.spots[f.wrapping(up, h)].node
		} else {
			box.node = f.s.spots[branch].node
			for j := f.s.spots[branch].end; j < high; j = f.s.spots[j].end {
				box.more = append(box.more, f.s.spots[j].node)
			}
		}
		f.keep(box)
		return
	}
}

// textBefore reports text in spot i before the heading in it.
func (f *moduleFinder) textBefore(i, heading int) bool {
	if i == heading {
		return false
	}
	own := 0
	for j := i; j < heading; j++ {
		p := &f.s.spots[j]
		if f.s.isProse(j) || p.node.DataAtom == atom.P && p.letters >= proseLetters/2 && p.stops > 0 && 2*p.linked < p.letters {
			return true
		}
		if p.linked == 0 {
			own += p.own
		}
	}
	return own >= 2*proseLetters
}

// isBadge reports a word that marks single stories ("Trending") instead of
// standing over a list: it names a ranking, and stands in many places.
func (f *moduleFinder) isBadge(h moduleHead) bool {
	if h.relation != news.MostRead && h.relation != news.ReadNext {
		return false
	}
	times := 0
	for _, o := range f.headings {
		if o.text == h.text {
			times++
		}
	}
	return times > 2
}

// run finds the siblings after branch inside up that may be items of heading h:
// up to the next heading, text or end. whole reports that nothing else stands in
// up but the branch and these.
func (f *moduleFinder) run(branch, up int, h moduleHead) (first, last int, whole bool) {
	first, last = -1, branch
	whole = f.s.spots[up].own == 0
	for j := up + 1; j < branch; j = f.s.spots[j].end {
		if f.s.spots[j].letters > 0 {
			whole = false // something stands before the heading
		}
	}
	// What stands beside the heading within its own branch counts too.
	if f.hasItem(branch, h) {
		first = branch
	}
	for j := f.s.spots[branch].end; j < f.s.spots[up].end; j = f.s.spots[j].end {
		p := &f.s.spots[j]
		if p.letters == 0 && p.anchors == 0 {
			continue
		}
		if f.ends(j, h) {
			return first, last, false
		}
		last = j
		if first < 0 && f.hasItem(j, h) {
			first = j
		}
	}
	return first, last, whole
}

// ends reports that the list of heading h is over before spot j.
func (f *moduleFinder) ends(j int, h moduleHead) bool {
	p := &f.s.spots[j]
	if f.taken[j] || f.d.cut[p.node] || h.relation != news.TagLink && f.listsTags(j) {
		return true
	}
	switch p.node.DataAtom {
	case atom.Footer, atom.Nav, atom.H1, atom.Form:
		return true
	}
	if l := headingLevel(p.node); l > 0 && p.anchors == 0 {
		if own := headingLevel(f.s.spots[h.spot].node); own == 0 || l <= own {
			return !f.carriesLink(j)
		}
	}
	for _, o := range f.headings {
		if o.spot != h.spot && f.s.inside(o.spot, j) && o.relation != h.relation {
			return true
		}
	}
	return f.holdsText(j, h)
}

// carriesLink reports a heading that is the title of a card: the next element is
// or holds a link, or it stands in one.
func (f *moduleFinder) carriesLink(j int) bool {
	for i := j; i > 0 && isBlock(f.s.spots[i].node.DataAtom); i = f.s.spots[i].parent {
		if f.s.spots[i].node.DataAtom == atom.A {
			return true
		}
	}
	return false
}

// holdsText reports running text that is not the teaser of a card: a paragraph
// with few links, in an element that links to nothing as a whole.
func (f *moduleFinder) holdsText(j int, h moduleHead) bool {
	p := &f.s.spots[j]
	if h.relation == news.Author && !f.swallows(j, j+1) {
		return false // a few lines about a person are part of the box
	}
	if f.s.isProse(j) && 3*p.linked < p.letters {
		return true
	}
	if p.node.DataAtom == atom.P && p.linked == 0 && p.letters > 40 && p.stops > 0 && p.anchors == 0 {
		return true
	}
	prose := 0
	for k := j + 1; k < p.end; k++ {
		if f.s.isProse(k) && f.s.spots[k].linked == 0 && !f.s.under(k, atom.A, atom.Li) {
			prose += f.s.spots[k].letters
			k = f.s.spots[k].end - 1
		}
	}
	return prose > 250 && prose > 2*p.linked
}

// swallows reports a range of siblings with so much running text that the story
// must be in it.
func (f *moduleFinder) swallows(low, high int) bool {
	prose := 0
	for j, end := low, max(high, f.s.spots[low].end); j < end; j++ {
		if f.s.isProse(j) && f.s.spots[j].linked == 0 {
			prose += f.s.spots[j].letters
			j = f.s.spots[j].end - 1
		}
	}
	return prose > 500 && 3*prose > f.s.prose
}

// tooMuch guards the box: an element with the headline or the text is no box.
func (f *moduleFinder) tooMuch(up int, h moduleHead) bool {
	switch f.s.spots[up].node.DataAtom {
	case atom.Body, atom.Html, atom.Main:
		return true
	}
	for j := up; j < f.s.spots[up].end; j++ {
		if f.s.spots[j].node.DataAtom == atom.H1 {
			return true
		}
	}
	return false
}

// blocked reports that going further up would leave the box.
func (f *moduleFinder) blocked(up int, h moduleHead) bool {
	p := &f.s.spots[up]
	switch p.node.DataAtom {
	case atom.Body, atom.Html, atom.Main, atom.Article, atom.Aside, atom.Li:
		return true
	case atom.Td:
		// A heading may have a cell to itself, its list in those below.
		if p.letters > f.s.spots[h.spot].letters {
			return true
		}
	}
	if f.tooMuch(up, h) || f.s.prose > 0 && f.holdsText(up, h) {
		return true
	}
	for _, o := range f.headings {
		if o.spot != h.spot && o.relation != h.relation && f.s.inside(o.spot, up) && o.spot > h.spot {
			return true
		}
	}
	return false
}

// wrapping is the largest element around spot i that holds nothing beside it.
func (f *moduleFinder) wrapping(i int, h moduleHead) int {
	for up := f.s.spots[i].parent; up > 0; up = f.s.spots[up].parent {
		p := &f.s.spots[up]
		if p.letters != f.s.spots[i].letters || p.anchors != f.s.spots[i].anchors || f.tooMuch(up, h) {
			break
		}
		i = up
	}
	return i
}

// hasItem reports whether spot j holds a link to another page, or for tags any
// short text.
func (f *moduleFinder) hasItem(j int, h moduleHead) bool {
	p := &f.s.spots[j]
	if h.relation == news.TagLink && p.letters > 1 && !f.s.inside(h.spot, j) && p.letters < 40*max(1, p.blocks) {
		return true
	}
	if p.anchors == 0 {
		return false
	}
	return len(f.d.anchors(f.s, j, p.end, f.s.spots[h.spot].node)) > 0
}

// items reads the links of a box.
func (f *moduleFinder) items(h moduleHead, low, high int) []news.Link {
	if h.relation == news.TagLink {
		return f.tagItems(low, high, f.s.spots[h.spot].node)
	}
	cards := f.d.readCards(f.s, low, high, f.s.spots[h.spot].node, true)
	links := make([]news.Link, 0, len(cards))
	for _, c := range cards {
		l := c.Link
		if sameText(l.Title, h.text) {
			continue
		}
		l.Relation = h.relation
		links = append(links, l)
	}
	number(links)
	return links
}

// keep notes a box and marks its spots. A second box of the same name and
// relation with no new address (the same module for small screens, a tab) is cut
// without saying anything twice.
func (f *moduleFinder) keep(b moduleBox) {
	for _, n := range append([]*html.Node{b.node}, b.more...) {
		i := f.s.at[n]
		for j := i; j < f.s.spots[i].end; j++ {
			f.taken[j] = true
		}
	}
	for i := range f.out {
		o := &f.out[i]
		if o.relation != b.relation || o.name != b.name {
			continue
		}
		b.links = slices.DeleteFunc(b.links, func(l news.Link) bool {
			return slices.ContainsFunc(o.links, func(k news.Link) bool { return k.URL == l.URL && k.Title == l.Title })
		})
	}
	number(b.links)
	f.out = append(f.out, b)
}

// byRules takes the boxes that the profile names.
func (f *moduleFinder) byRules() {
	for _, rules := range f.d.ruleSets() {
		for _, m := range rules.Modules {
			for _, n := range f.d.selected(m.Select) {
				// What stands in a box that was taken is taken too.
				if i, seen := f.s.at[n]; seen && i > 0 && !f.taken[i] {
					f.keep(f.ruled(i, m.Relation, m.Items.Sel))
				}
			}
		}
	}
}
