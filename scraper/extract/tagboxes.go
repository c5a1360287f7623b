package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// sisterTags takes the lists that stand beside one of tags and are called so too:
// people, places, organisations.
func (f *moduleFinder) sisterTags(b moduleBox) {
	at, ok := f.s.at[b.node]
	if !ok || f.s.spots[at].name&nameTags == 0 {
		return
	}
	up := f.s.spots[at].parent
	for j := up + 1; j < f.s.spots[up].end; j = f.s.spots[j].end {
		if j != at && f.s.spots[j].name&nameTags != 0 && !f.taken[j] && f.shortItems(j, 1) && f.leadToTags(j) {
			f.keepTags(j)
		}
	}
}

// looseTags takes the links that say they lead to tags out of the smallest element
// that holds several of them beside other things, such as the line of a post that
// names its author, its day, its section and its tags.
func (f *moduleFinder) looseTags(i int) bool {
	for i < f.s.spots[i].end-1 && f.s.spots[i].node.DataAtom != atom.A {
		i++
	}
	first := f.s.spots[i].node
	for up, steps := f.s.spots[i].parent, 0; up > 0 && steps < 4; up, steps = f.s.spots[up].parent, steps+1 {
		if f.s.isProse(up) || f.s.spots[up].node.DataAtom == atom.Body {
			return false
		}
		b := moduleBox{node: first, relation: news.TagLink}
		seen := map[string]bool{}
		for _, j := range f.s.links {
			n := f.s.spots[j].node
			if j <= up || j >= f.s.spots[up].end || hasToken(attr(n, "rel"), "category") || !f.saysTag(n) || f.taken[j] || f.inProse(j) {
				continue
			}
			name := strings.Trim(f.withoutCount(j), " ,;|•·#")
			if name == "" || len([]rune(name)) > maxTag || seen[fold(name)] {
				continue
			}
			seen[fold(name)] = true
			if n != first {
				b.more = append(b.more, n)
			}
			b.links = append(b.links, news.Link{Relation: news.TagLink, Title: name, URL: f.d.resolve(attr(n, "href")), Position: len(b.links) + 1})
		}
		if len(b.links) > 1 {
			if f.isCloud(b) {
				return false
			}
			f.keep(b)
			return true
		}
	}
	return false
}

// isTagList reports a box under a heading such as "More on this" whose list is
// called one of tags and holds nothing else.
func (f *moduleFinder) isTagList(b *moduleBox) bool {
	at, ok := f.s.at[b.node]
	if !ok || len(b.links) == 0 {
		return false
	}
	if f.eachIsTag(at, len(b.links)) {
		return true
	}
	for i := at; i < f.s.spots[at].end; i++ {
		if f.s.spots[i].name&nameTags != 0 && headingLevel(f.s.spots[i].node) == 0 && f.s.spots[i].anchors >= len(b.links) {
			for _, l := range b.links {
				if len([]rune(l.Title)) > maxTag || l.Image != "" || !l.Published.IsZero() {
					return false
				}
			}
			return true
		}
	}
	return false
}

// eachIsTag reports a spot with so many links, two or more, each of which is short and called
// a tag.
func (f *moduleFinder) eachIsTag(at, links int) bool {
	n := 0
	for i := at + 1; i < f.s.spots[at].end; i++ {
		if c := &f.s.spots[i]; c.node.DataAtom == atom.A && c.anchors > 0 {
			if c.name&nameTags == 0 || c.blocks > 0 || c.letters == 0 || c.letters > maxTag {
				return false
			}
			n++
		}
	}
	return n > 1 && n >= links
}

// tagsByLabel takes the first line that prints a label and its tags together:
// "Tags: Ferry, Islands", where the tags are links.
func (f *moduleFinder) tagsByLabel() bool {
	for i := 1; i < len(f.s.spots); i++ {
		p := &f.s.spots[i]
		if p.own == 0 || p.own > lettersOfLabel || p.anchors == 0 || p.blocks > 0 || f.taken[i] || p.linked != p.letters-p.own {
			continue
		}
		label := strings.TrimRight(ownText(p.node), " ,،;|•·/")
		if moduleRelation(label) != news.TagLink || f.d.isCut(f.s, i) || f.s.inChrome(i) {
			continue
		}
		if links := f.tagItems(i, p.end, nil); len(links) > 0 {
			f.keep(moduleBox{node: p.node, name: label, relation: news.TagLink, links: links})
			return true
		}
	}
	return false
}

// inMenu reports a spot of the site's navigation. A nav element after the text that
// holds nothing but this is none.
func (f *moduleFinder) inMenu(i int) bool {
	for _, c := range f.s.chrome {
		if !f.s.inside(i, c) {
			continue
		}
		if f.s.spots[c].letters > f.s.spots[i].letters+2*lettersOfLabel {
			return true
		}
		for j := 1; j < c; j++ {
			if f.s.isProse(j) {
				return false
			}
		}
		return f.s.spots[c].name&(nameTags|nameMenu) != nameTags || !f.besideHeadline(c)
	}
	return false
}

// besideHeadline reports an element that stands together with an h1 in another one.
func (f *moduleFinder) besideHeadline(i int) bool {
	for up, steps := f.s.spots[i].parent, 0; up > 0 && steps < 4 && f.s.spots[up].node.DataAtom != atom.Body; up, steps = f.s.spots[up].parent, steps+1 {
		for j := up; j < f.s.spots[up].end; j++ {
			if f.s.spots[j].node.DataAtom == atom.H1 {
				return true
			}
		}
	}
	return false
}

// mostShownTags is the longest list of tags of one article; longer ones are those of
// the whole site, set in sizes by their number.
const mostShownTags = 30

// isCloud reports such a list.
func (f *moduleFinder) isCloud(b moduleBox) bool {
	if len(b.links) > mostShownTags {
		return true
	}
	for n, i := b.node, 0; n != nil && i < 3; n, i = n.Parent, i+1 {
		if called(n, "tagcloud") || called(n, "tag_cloud") || called(n, "tag-cloud") || called(n, "widget_categories") {
			return len(b.links) > mostShownTags/3
		}
	}
	return false
}

// inProse reports a link in running text: templates link the names they know.
func (f *moduleFinder) inProse(i int) bool {
	for range 3 {
		if i = f.s.spots[i].parent; i <= 0 {
			return false
		}
		if f.s.isProse(i) {
			return true
		}
	}
	return false
}
