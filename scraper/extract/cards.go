package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// card is one item of a list: all that stands around the links to one address.
type card struct {
	news.Link
	box   *html.Node // the largest element that is about this address alone
	title *html.Node // the anchor or heading the title was read from
}

// anchorOf is a link as the card reader sees it.
type anchorOf struct {
	spot   int
	url    string
	text   string
	strong bool // shows by its looks that it leads to a story
}

// maxLinksOfCard is how many links of one card are looked at: picture, title,
// teaser, "read more". More to one address are not one card.
const maxLinksOfCard = 6

// maxLabel is the longest section label of a card, in characters.
const maxLabel = 32

// anchors are the links in the range of spots that may be items: to other pages,
// not for sharing, not to the whole list. except is left out with all inside.
func (d *document) anchors(s *survey, low, high int, except *html.Node) []anchorOf {
	var out []anchorOf
	own, query := samePageKey(d.url.String()), pageID(d.url.RawQuery)
	first, _ := slices.BinarySearch(s.links, low)
	for _, i := range s.links[first:] {
		if i >= high {
			break
		}
		n := s.spots[i].node
		if except != nil {
			if e, ok := s.at[except]; ok && s.inside(i, e) {
				continue
			}
		}
		u := d.resolve(attr(n, "href"))
		if u == "" || samePageKey(u) == own && !otherID(u, query) || isShareAddress(u) {
			continue
		}
		a := anchorOf{spot: i, url: u, text: d.text(n)}
		if isMoreLink(a.text) || isShareLink(a.text) {
			continue
		}
		a.strong = isStrong(s, i, a.text)
		out = append(out, a)
	}
	return out
}

// samePageKey is an address without its query, to tell links to the page itself.
func samePageKey(u string) string {
	key, _, _ := strings.Cut(u, "?")
	return strings.TrimSuffix(key, "/")
}

// otherID reports an address whose query names another page than that id.
func otherID(u, id string) bool {
	_, query, ok := strings.Cut(u, "?")
	if !ok {
		return false
	}
	query, _, _ = strings.Cut(query, "#")
	other := pageID(query)
	return other != "" && other != id
}

// pageID is what a query names a page by where all pages of a site have one path, such
// as "/view.php?no=4711": the first parameter that is called so, or "".
func pageID(query string) string {
	for pair := range strings.SplitSeq(query, "&") {
		name, value, ok := strings.Cut(pair, "=")
		if ok && value != "" && idNames[strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))] {
			return pair
		}
	}
	return ""
}

// idNames are such parameters, without dashes and underscores.
var idNames = map[string]bool{
	"p": true, "id": true, "idx": true, "idxno": true, "no": true, "num": true, "seq": true, "aid": true, "nid": true, "sid": true, "oid": true, "artid": true, "articleid": true, "articleno": true,
	"article": true, "newsid": true, "news": true, "newsno": true, "storyid": true, "story": true, "postid": true, "contentid": true, "contentsid": true, "docid": true, "itemid": true, "key": true, "nkey": true, "newscd": true, "nnewsnumb": true, "ud": true,
}

// isShareAddress reports addresses that hand a page on instead of showing one.
func isShareAddress(u string) bool {
	if !shareParts.set.in(u) {
		return false
	}
	for _, part := range shareParts.words {
		if strings.Contains(u, part) {
			return true
		}
	}
	return false
}

// shareParts are found in such addresses.
var shareParts = listOf("facebook.com/sharer", "facebook.com/share", "twitter.com/intent", "twitter.com/share", "x.com/intent", "x.com/share", "wa.me/", "api.whatsapp.com", "t.me/share", "telegram.me/share",
	"linkedin.com/share", "linkedin.com/cws", "reddit.com/submit", "pinterest.com/pin/create", "bsky.app/intent", "flipboard.com/bookmarklet", "news.google.com/publications", "getpocket.com")

// isStrong reports a link that looks like the title or picture of a story: it
// holds or stands in a heading, holds an image, or is as long as a headline.
func isStrong(s *survey, i int, text string) bool {
	if letters := s.spots[i].letters; letters >= 25 || letters >= 16 && strings.Count(text, " ") >= 3 {
		return true
	}
	for j := i + 1; j < s.spots[i].end; j++ {
		if n := s.spots[j].node; headingLevel(n) > 0 || n.DataAtom == atom.Img && !tiny(n) {
			return true
		}
	}
	return s.under(i, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5)
}

// readCards reads the items among the spots of a range, in page order, each
// address once. Where any link looks like a story, the others are labels.
// except is the heading of the list; lenient takes short links too.
func (d *document) readCards(s *survey, low, high int, except *html.Node, lenient bool) []card {
	all := d.anchors(s, low, high, except)
	anyStrong := false
	strong := make(map[string]bool)
	for _, a := range all {
		anyStrong = anyStrong || a.strong
		strong[a.url] = strong[a.url] || a.strong
	}
	if !anyStrong && !lenient {
		return nil
	}
	if anyStrong && lenient {
		strengthen(s, all, strong)
	}
	var order []string
	first := make(map[string][]anchorOf)
	for _, a := range all {
		if anyStrong && !strong[a.url] {
			continue
		}
		if len(first[a.url]) == 0 {
			order = append(order, a.url)
		}
		if len(first[a.url]) < maxLinksOfCard {
			first[a.url] = append(first[a.url], a)
		}
	}
	story := newStoryLinks(slices.DeleteFunc(all, func(a anchorOf) bool { return len(first[a.url]) == 0 }))
	var out []card
	for _, u := range order {
		if c, ok := d.readCard(s, first[u], story, low, high, except); ok {
			c.Position = len(out) + 1
			out = append(out, c)
		}
	}
	return out
}

// strengthen makes links of short titles in the list of a box strong that stand alone
// in an element like that of a strong link near by: "Floods" among longer headlines.
func strengthen(s *survey, all []anchorOf, strong map[string]bool) {
	const around = 12
	for k, a := range all {
		if strong[a.url] || weigh(a.text) < 2 {
			continue
		}
		up := s.spots[a.spot].parent
		if k > 0 && all[k-1].spot >= up && all[k-1].url != a.url || k+1 < len(all) && all[k+1].spot < s.spots[up].end && all[k+1].url != a.url {
			continue
		}
		for j := max(k-around, 0); j <= min(k+around, len(all)-1); j++ {
			if all[j].strong && sameShape(s.spots[a.spot].node, s.spots[all[j].spot].node) {
				strong[a.url] = true
				break
			}
		}
	}
}

// sameShape reports elements of one kind in parents and grandparents of one kind.
func sameShape(a, b *html.Node) bool {
	for range 3 {
		if a == nil || b == nil || a.DataAtom != b.DataAtom || a.Data != b.Data || attr(a, "class") != attr(b, "class") {
			return false
		}
		a, b = a.Parent, b.Parent
	}
	return true
}

// storyLinks are the links of all items of a list, in page order.
type storyLinks struct {
	links []anchorOf
	other []int // for each link the place of the next one to another address
}

func newStoryLinks(links []anchorOf) storyLinks {
	l := storyLinks{links, make([]int, len(links))}
	for k := len(links) - 1; k >= 0; k-- {
		l.other[k] = k + 1
		if k+1 < len(links) && links[k+1].url == links[k].url {
			l.other[k] = l.other[k+1]
		}
	}
	return l
}

// foreign reports a link to another item than own in a range of spots.
func (l storyLinks) foreign(own string, low, high int) bool {
	k, _ := slices.BinarySearchFunc(l.links, low, func(a anchorOf, spot int) int { return a.spot - spot })
	if k < len(l.links) && l.links[k].url == own {
		k = l.other[k]
	}
	return k < len(l.links) && l.links[k].spot < high
}

// readCard reads one card around its links.
func (d *document) readCard(s *survey, links []anchorOf, story storyLinks, low, high int, except *html.Node) (card, bool) {
	main := links[0]
	for _, a := range links[1:] { // the link with the title, not that of the picture
		if s.spots[a.spot].letters > s.spots[main.spot].letters {
			main = a
		}
	}
	box := d.cardBox(s, main, story, low, high, except)
	from, to := box, s.spots[box].end
	for _, a := range links { // picture and title may stand side by side
		b := d.cardBox(s, a, story, low, high, except)
		if lo, hi := min(from, b), max(to, s.spots[b].end); (b != box) && !story.foreign(main.url, lo, hi) {
			from, to = lo, hi
		}
	}
	to = d.cardTail(s, to, box, high, story)
	c := card{box: s.spots[box].node}
	c.URL = main.url
	d.fillCard(s, &c, from, to, main)
	return c, c.Title != ""
}

// maxTail is the most letters of a line after a bare link that belongs to it.
const maxTail = 60

// cardTail takes in the short lines, label and date, that follow a link without a
// box of its own, up to the next item. It returns the end of the card.
func (d *document) cardTail(s *survey, to, box, high int, story storyLinks) int {
	up := s.spots[box].parent
	if s.spots[box].node.DataAtom != atom.A && headingLevel(s.spots[box].node) == 0 {
		return to
	}
	for j := to; j < min(high, s.spots[up].end); j = s.spots[j].end {
		p := &s.spots[j]
		if p.letters > maxTail || headingLevel(p.node) > 0 || story.foreign("", j, p.end) || p.parent != up && !s.inside(j, up) {
			break
		}
		to = p.end
	}
	return to
}

// cardBox is the largest element around a link that holds no link of another
// item and not the heading of the list.
func (d *document) cardBox(s *survey, a anchorOf, story storyLinks, low, high int, except *html.Node) int {
	box := a.spot
	for up := s.spots[box].parent; up > 0 && up >= low && s.spots[up].end <= high; up = s.spots[up].parent {
		switch s.spots[up].node.DataAtom {
		case atom.Body, atom.Main, atom.Html:
			return box
		}
		if except != nil {
			if e, ok := s.at[except]; ok && s.inside(e, up) {
				return box
			}
		}
		if story.foreign(a.url, up, s.spots[up].end) {
			return box
		}
		box = up
	}
	return box
}

// fillCard reads title, label, date and image of a card.
func (d *document) fillCard(s *survey, c *card, from, to int, main anchorOf) {
	for j := from; j < to; j++ {
		if n := s.spots[j].node; n.DataAtom == atom.Img && !tiny(n) && s.spots[j].name&nameAvatar == 0 {
			if u := d.imageURL(n); u != "" && !isOrnament(u) {
				c.Image, c.ImageAlt = u, squeeze(attr(n, "alt"))
				break
			}
		}
	}
	lines := d.cardLines(s, from, to)
	title := d.titleLine(s, lines, main, c.ImageAlt)
	if title >= 0 {
		c.Title, c.title = lines[title].text, s.spots[lines[title].spot].node
	}
	for k, l := range lines {
		switch {
		case k == title || l.text == "" || l.text == c.Title:
		case c.Published.IsZero() && d.cardDate(l, c):
			if label := besides(l.text, c.Published.Text); c.Section == "" && isCardLabel(label) {
				c.Section = label
			}
		case c.Section == "" && isCardLabel(l.text):
			c.Section = l.text
		}
	}
	if c.Title == "" {
		c.Title = squeeze(attr(s.spots[main.spot].node, "title"))
	}
	if c.Title == "" {
		c.Title = c.ImageAlt
	}
}

// besides is what a line says besides a date: "Politics" of "Politics - 20 Oct".
func besides(text, date string) string {
	before, after, ok := strings.Cut(text, date)
	if !ok || date == "" {
		return ""
	}
	return strings.Trim(before+after, " -–—,;|•·/")
}

// cardLine is a piece of text of a card that stands on its own.
type cardLine struct {
	spot    int
	text    string
	letters int
	level   int
	machine string // datetime of a time element
}

// cardLines are the texts of a card: headings, links and other elements that
// hold text themselves.
func (d *document) cardLines(s *survey, from, to int) []cardLine {
	var out []cardLine
	for j := from; j < to; {
		p := &s.spots[j]
		if d.cut[p.node] && j != from {
			j = p.end
			continue
		}
		level := headingLevel(p.node)
		// A label that a break parts from the link of a card is a line of its own.
		bare := p.own > 0 && p.anchors > 0 && p.linked == p.letters-p.own && p.node.DataAtom != atom.A && breaksLines(p.node)
		whole := level > 0 || p.own > 0 && p.blocks == 0 && !bare || p.node.DataAtom == atom.Time
		if p.letters == 0 {
			j = p.end
			continue
		}
		if !whole {
			if p.own > 0 { // text between blocks
				out = append(out, cardLine{spot: j, text: ownText(p.node), letters: p.own})
			}
			j++
			continue
		}
		l := cardLine{spot: j, text: d.text(p.node), letters: p.letters, level: level}
		if p.node.DataAtom == atom.Time {
			l.machine = attr(p.node, "datetime")
		} else {
			for k := j + 1; k < p.end; k++ {
				if s.spots[k].node.DataAtom == atom.Time {
					l.machine = attr(s.spots[k].node, "datetime")
				}
			}
		}
		out = append(out, l)
		j = p.end
	}
	return out
}

// breaksLines reports a br right in n.
func breaksLines(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Br {
			return true
		}
	}
	return false
}

// ownText is the text that stands directly in n.
func ownText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return squeeze(b.String())
}

// isDateText reports a line that is only a date.
func (d *document) isDateText(l cardLine) bool {
	var c card
	return l.letters < 40 && d.cardDate(l, &c)
}

// isMostlyDate reports a line that says when, and not what happened then.
func (d *document) isMostlyDate(text string) bool {
	st, ok := readStamp(text, d.stampHints())
	return (ok || st.Text != "") && 2*len(st.Text) >= len(text)
}

// cardDate reads a line as the date of a card.
func (d *document) cardDate(l cardLine, c *card) bool {
	if l.machine == "" && (l.letters > 40 || utf8.RuneCountInString(l.text) > 60) {
		return false
	}
	if l.machine != "" && l.letters < 60 {
		if st, ok := readInstant(l.machine, d.stampHints()); ok {
			st.Text = l.text
			c.Published = st
			return true
		}
	}
	st, ok := readStamp(l.text, d.stampHints())
	if !ok && st.Text == "" {
		return false
	}
	c.Published = st
	return true
}

// isCardLabel reports a line that names a section: short, no number, no sentence.
func isCardLabel(s string) bool {
	return utf8.RuneCountInString(s) <= maxLabel && !hasDigit(s) && strings.Count(s, " ") <= 3 && !endsSentence(s) && weigh(s) > 1 &&
		!isMoreLink(s) && !isShareLink(s) && !isFurniture(s) && !startsWithAny(s, bylineStarts)
}

// bylineStarts begin the byline of a card.
var bylineStarts = listOf("By", "Von", "Por", "Par", "بقلم", "Door", "Di", "Av")
