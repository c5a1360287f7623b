package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// ruled reads a box that a profile names. Its name is its first short line, when
// that is no item itself.
func (f *moduleFinder) ruled(i int, relation string, items cascadia.Matcher) moduleBox {
	p := &f.s.spots[i]
	b := moduleBox{node: p.node, relation: news.Relation(relation)}
	head := -1
	for j := i; j < p.end; j++ {
		c := &f.s.spots[j]
		if c.letters > 0 && (c.own > 0 || headingLevel(c.node) > 0) {
			if c.letters <= maxHeading && (headingLevel(c.node) > 0 && c.anchors == 0 || moduleRelation(f.d.text(c.node)) != "") {
				head = j
				b.name = f.d.text(c.node)
			}
			break
		}
	}
	var heading *html.Node
	if head >= 0 {
		heading = f.s.spots[head].node
	}
	switch {
	case items != nil:
		for j := i + 1; j < p.end; j++ {
			c := &f.s.spots[j]
			if !items.Match(c.node) {
				continue
			}
			if b.relation == news.TagLink {
				b.links = append(b.links, f.tagItems(j, c.end, nil)...)
			} else if cards := f.d.readCards(f.s, j, c.end, nil, true); len(cards) > 0 {
				b.links = append(b.links, cards[0].Link)
			}
			j = c.end - 1
		}
	case b.relation == news.TagLink:
		b.links = f.tagItems(i, p.end, heading)
	default:
		for _, c := range f.d.readCards(f.s, i, p.end, heading, true) {
			b.links = append(b.links, c.Link)
		}
	}
	for k := range b.links {
		b.links[k].Relation = b.relation
	}
	number(b.links)
	return b
}

// maxTag is the longest tag, in characters.
const maxTag = 60

// tagItems reads the tags in a range of spots: links, or lines without one.
func (f *moduleFinder) tagItems(low, high int, except *html.Node) []news.Link {
	var out []news.Link
	seen := make(map[string]bool)
	linked := false
	for j := low; j < high && !linked; j++ {
		p := &f.s.spots[j]
		linked = p.node.DataAtom == atom.A && p.anchors > 0 && p.letters > 0
	}
	add := func(text, url string, sure bool) {
		text = strings.Trim(text, " ,;|•·#")
		if text == "" || len([]rune(text)) > maxTag || strings.Count(text, " ") > 5 || seen[fold(text)] || !sure && (isMoreLink(text) || isShareLink(text)) || url == "" && isModuleHeading(text) {
			return
		}
		seen[fold(text)] = true
		out = append(out, news.Link{Relation: news.TagLink, Title: text, URL: url, Position: len(out) + 1})
	}
	for j := low; j < high; {
		p := &f.s.spots[j]
		switch {
		case p.node == except || p.letters == 0:
			j = p.end
			if p.letters == 0 && p.end > j {
				j++
			}
		case p.node.DataAtom == atom.A && p.anchors > 0:
			if u := f.d.resolve(attr(p.node, "href")); u != "" && !isShareAddress(u) {
				add(f.withoutCount(j), u, f.saysTag(p.node))
			}
			j = p.end
		case p.anchors == 0 && p.blocks == 0 && (p.own > 0 || p.node.DataAtom == atom.Li):
			text := f.d.text(p.node)
			if linked && p.node.DataAtom != atom.Li {
				j = p.end // a label before the links
				continue
			}
			if (p.node.DataAtom == atom.P || p.node.DataAtom == atom.Div) && strings.Count(text, ",")+strings.Count(text, "،") > 0 {
				for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == '،' }) {
					add(part, "", false)
				}
			} else {
				add(text, "", false)
			}
			j = p.end
		default:
			j++
		}
	}
	return out
}

// withoutCount is the text of a link without a number in an element of its own:
// how many stories carry the tag.
func (f *moduleFinder) withoutCount(i int) string {
	text := f.d.text(f.s.spots[i].node)
	if last := f.s.spots[i].end - 1; last > i {
		if n := f.d.text(f.s.spots[last].node); n != "" && strings.Trim(n, "0123456789().") == "" {
			return squeeze(strings.TrimSuffix(text, n))
		}
	}
	return text
}

// tagParts are parts of addresses that lead to a keyword.
var tagParts = listOf("tag", "topic", "thema", "theme", "tema", "keyword", "etiqueta", "subject", "sujet", "dossier", "search", "query", "stichwort", "schlagwort", "coverage", "argomenti", "onderwerp", "konu", "label", "person", "/t/")

// leadToTags reports a list whose links lead to keywords as far as their addresses
// tell: they say so, or all stand in one folder of this site. A list without
// links is one too.
func (f *moduleFinder) leadToTags(i int) bool {
	folder := ""
	for j := i; j < f.s.spots[i].end; j++ {
		n := f.s.spots[j].node
		if n.DataAtom != atom.A || f.s.spots[j].anchors == 0 {
			continue
		}
		u := f.d.resolve(attr(n, "href"))
		t, err := url.Parse(u)
		if u == "" || err != nil || !sameSite(u, site(f.d.url.Hostname())) {
			return false
		}
		if hasAny(t.RequestURI(), tagParts) {
			continue
		}
		dir := t.Path[:strings.LastIndexByte(strings.TrimSuffix(t.Path, "/"), '/')+1]
		if folder != "" && dir != folder || dir == "" || dir == "/" {
			return false
		}
		folder = dir
	}
	return true
}

// tags finds the list of tags where no heading names it: an element that is
// called so, links with rel=tag, or a list of short items right after the text.
func (f *moduleFinder) tags() {
	for i := range f.out {
		if b := &f.out[i]; b.relation == news.Related && f.isTagList(b) {
			b.relation = news.TagLink
		}
	}
	f.out = slices.DeleteFunc(f.out, func(b moduleBox) bool { return b.relation == news.TagLink && f.isCloud(b) })
	for _, b := range f.out {
		if b.relation == news.TagLink && len(b.links) > 0 {
			f.sisterTags(b)
			return
		}
	}
	if f.tagsByLabel() || f.tagsByName() || f.tagsByRel() {
		return
	}
	f.tagsByPlace()
}

// tagsByName takes the first element that is called a tag list and reads as one.
func (f *moduleFinder) tagsByName() bool {
	for i := 1; i < len(f.s.spots); i++ {
		p := &f.s.spots[i]
		if p.name&(nameTags|nameMenu) != nameTags || f.taken[i] || f.d.isCut(f.s, i) || f.inMenu(i) || f.inProse(i) || !f.shortItems(i, 1) {
			continue
		}
		up := i
		// One tag of several: the list is around it.
		for q := p.parent; q > 0 && (f.s.spots[q].name&nameTags != 0 || p.anchors < 2) && f.shortItems(q, 2); q = f.s.spots[q].parent {
			up = q
		}
		if f.s.spots[up].anchors == 1 && f.looseTags(up) || f.keepTags(up) {
			return true
		}
	}
	return false
}

// tagsByRel takes the element around the links that say rel=tag.
func (f *moduleFinder) tagsByRel() bool {
	for _, i := range f.s.links {
		n := f.s.spots[i].node
		if f.taken[i] || f.d.isCut(f.s, i) || f.s.inChrome(i) || f.inProse(i) || !hasToken(attr(n, "rel"), "tag") || f.s.spots[i].letters > maxTag {
			continue
		}
		up := i
		for q := f.s.spots[i].parent; q > 0 && f.shortItems(q, 1); q = f.s.spots[q].parent {
			up = q
		}
		if f.s.spots[up].anchors == 1 && f.looseTags(i) || f.keepTags(up) {
			return true
		}
	}
	return false
}

// tagsByPlace takes the first list of short items right after running text that
// goes no further.
func (f *moduleFinder) tagsByPlace() {
	last := -1 // the last paragraph before
	for i := 1; i < len(f.s.spots); i++ {
		p := &f.s.spots[i]
		if f.d.cut[p.node] || f.taken[i] || f.s.inChrome(i) {
			i = p.end - 1
			continue
		}
		if f.s.isProse(i) {
			last = i
			i = p.end - 1
			continue
		}
		if last < 0 || p.letters == 0 {
			continue
		}
		if headingLevel(p.node) > 0 && p.anchors == 0 {
			last = -1 // what follows a heading is under it
			continue
		}
		if (p.node.DataAtom == atom.Ul || p.node.DataAtom == atom.Ol || p.node.DataAtom == atom.Div) && (f.shortItems(i, 2) || p.anchors == 1 && f.saysTag(p.node) && f.shortItems(i, 1)) {
			if !f.goesOn(last, i) && f.leadToTags(i) && f.keepTags(i) {
				return
			}
			i = p.end - 1
		}
	}
}

// goesOn reports that the text before spot i is continued after it: another
// paragraph among the siblings of the last one.
func (f *moduleFinder) goesOn(last, i int) bool {
	up := f.s.spots[last].parent
	for j := f.s.spots[i].end; j < f.s.spots[up].end; j++ {
		if f.taken[j] {
			return false
		}
		if f.s.isProse(j) {
			return true
		}
	}
	return false
}

// shortItems reports an element that holds at least n items, each a few words,
// and nothing else.
func (f *moduleFinder) shortItems(i, n int) bool {
	p := &f.s.spots[i]
	if p.letters == 0 || p.letters > 40*30 || p.stops > 3+p.anchors/2 {
		return false
	}
	switch p.node.DataAtom {
	case atom.Body, atom.Html, atom.Main, atom.Article, atom.P, atom.H1, atom.H2, atom.H3, atom.Table, atom.Form, atom.Nav, atom.Footer:
		return false
	}
	items, share, loose, said, sure := 0, 0, 0, 0, 0
	for j := i; j < p.end; {
		c := &f.s.spots[j]
		if f.taken[j] || c.node.DataAtom == atom.Img || c.node.DataAtom == atom.Time || headingLevel(c.node) == 1 || c.anchors == 1 && c.blocks == 0 && linksAuthor(c.node) {
			return false // authors and days stand in the line of a byline, also of one that lists sections
		}
		if c.own > lettersOfLabel && c.anchors > 1 {
			return false // a sentence with links
		}
		leaf := c.letters > 0 && c.blocks == 0 && (c.own > 0 || c.node.DataAtom == atom.Li || c.node.DataAtom == atom.A)
		if !leaf || c.anchors > 1 {
			j++
			continue
		}
		text := f.d.text(c.node)
		saysTag := f.saysTag(c.node)
		if saysTag {
			said++
		}
		switch {
		case len([]rune(text)) > maxTag || strings.Count(text, " ") > 5 || endsSentence(text) && items > 0:
			return false
		case (isShareLink(text) || isFurniture(text)) && !saysTag:
			share++
		case isShareLink(text) || isFurniture(text):
			sure++
			items++
		case c.anchors == 0 && c.node.DataAtom != atom.Li && p.name&nameTags == 0:
			loose++
		default:
			items++
		}
		j = c.end
	}
	if sure > 0 && said < items {
		return false // only a list of nothing but tags makes a keyword of a button's word
	}
	return items >= n && share == 0 && loose <= 1
}

// saysTag reports that the first link in n says of itself that it leads to a tag,
// with rel=tag or a folder of its address, whatever its text: "Video" is both the
// word of a button and a keyword.
func (f *moduleFinder) saysTag(n *html.Node) bool {
	if n.DataAtom != atom.A {
		if n = firstLink(n); n == nil {
			return false
		}
	}
	if hasToken(attr(n, "rel"), "tag") {
		return true
	}
	u := f.d.resolve(attr(n, "href"))
	return sameSite(u, site(f.d.url.Hostname())) && tagFolder.MatchString(u)
}

// tagFolder is the folder of tags in an address.
var tagFolder = regexp.MustCompile(`(?i)^https?://[^/]+(?:/[^/?#]+)?/(?:tags?|topics?|keywords?|etiquetas?)/[^/?#]+/?$`)

// lettersOfLabel is the most letters of what stands before tags on their line.
const lettersOfLabel = 25

func (f *moduleFinder) keepTags(i int) bool {
	p := &f.s.spots[i]
	links := f.tagItems(i, p.end, nil)
	if len(links) == 0 || f.isCloud(moduleBox{node: p.node, links: links}) {
		return false
	}
	f.keep(moduleBox{node: p.node, relation: news.TagLink, links: links})
	return true
}

// hasToken reports a word in a list parted by spaces.
func hasToken(list, token string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, token) {
			return true
		}
	}
	return false
}
