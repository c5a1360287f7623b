package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// findListing reads a page as a list of links to stories: by the rules when they
// match, otherwise by its looks. What the caller has cut (menus, modules, the
// ticker) is left out; the modules are not filled in.
//
// The score, from 0 to 1, tells lists from articles: the share of the titles of
// the items in all that is said outside of links, 0 with fewer than three items.
// The listing is never nil.
func findListing(d *document, rules *profile.Listing) (*news.Listing, float64) {
	s := d.survey()
	l := &news.Listing{}
	var cards []card
	if rules != nil {
		cards = d.ruledCards(s, rules)
		l.Name = d.firstValue(rules.Name, d.root)
		l.Next = d.firstAddress(rules.Next, d.root)
	}
	ruled := len(cards) > 0
	if !ruled {
		cards = d.looseCards(s)
	}
	seen := make(map[string]bool, len(cards))
	for _, c := range cards {
		if seen[c.URL] {
			continue
		}
		seen[c.URL] = true
		c.Position = len(l.Items) + 1
		l.Items = append(l.Items, c.Link)
	}
	if l.Name == "" {
		l.Name = d.listName(s)
	}
	if l.Next == "" {
		l.Next = d.nextPage(s)
	}
	if ruled {
		return l, 1
	}
	return l, d.listScore(s, cards)
}

// looseCards are the items of a page without rules: the cards of its main part,
// outside of all that was cut and of boxes beside.
func (d *document) looseCards(s *survey) []card {
	low, high := 0, len(s.spots)
	for i := range s.spots {
		p := &s.spots[i]
		if p.node.DataAtom == atom.Main || attr(p.node, "role") == "main" {
			if 3*p.anchors >= s.spots[0].anchors || p.anchors >= 10 {
				low, high = i, p.end
			}
			break
		}
	}
	var out []card
	cards := d.readCards(s, low, high, nil, false)
	for k := range cards {
		c := &cards[k]
		if d.isStory(s, c) && (d.isKnown(c) || isTitled(c) || besideTitled(cards, k)) {
			out = append(out, *c)
		}
	}
	return dropMenus(dropForeign(d, out))
}

// dropMenus leaves out the bare links of a menu that nothing names so: to sections,
// with paths of one part, where most items lead deeper and are set otherwise.
func dropMenus(cards []card) []card {
	flat := func(c *card) bool {
		u, err := url.Parse(c.URL)
		return err == nil && u.RawQuery == "" && strings.Count(strings.TrimSuffix(u.Path, "/"), "/") == 1 && !strings.ContainsAny(u.Path, ".0123456789")
	}
	deep := 0
	for k := range cards {
		if !flat(&cards[k]) {
			deep++
		}
	}
	if deep < 3 || 2*deep < len(cards) {
		return cards
	}
	return slices.DeleteFunc(cards, func(c card) bool {
		return flat(&c) && c.Image == "" && c.Published.IsZero() && c.box.DataAtom == atom.Li && (c.title == nil || headingLevel(c.title) == 0)
	})
}

// isKnown reports a card whose address the profile says is an article's.
func (d *document) isKnown(c *card) bool {
	if d.profile == nil || len(d.profile.Articles.Include) == 0 {
		return false
	}
	u, err := url.Parse(c.URL)
	return err == nil && d.profile.IsArticle(u)
}

// isTitled reports a card whose title is long enough to tell of a story by itself.
func isTitled(c *card) bool {
	_, rest, _ := strings.Cut(c.URL, "://")
	letters := weigh(c.Title)
	return letters >= 8 && (strings.Count(rest, "/") > 1 || letters >= 16 || c.Image != "")
}

// besideTitled reports a card of a short title, "Floods", in an element like that of
// the title of a card beside it that is long enough.
func besideTitled(cards []card, k int) bool {
	for _, j := range []int{k - 1, k + 1, k - 2, k + 2} {
		if j >= 0 && j < len(cards) && isTitled(&cards[j]) && sameShape(cards[k].title, cards[j].title) {
			return weigh(cards[k].Title) > 1
		}
	}
	return false
}

var numberPath = regexp.MustCompile(`(?i)(^|/)(page|seite|pagina|página|p)[/=-]?\d+/?$|[?&](page|p|pg|paged|seite|pagina|start|offset)=\d+`)

// notStories are parts of paths that lead to people, keywords and services.
var notStories = []string{"/author/", "/authors/", "/autor/", "/auteur/", "/tag/", "/tags/", "/topic/", "/topics/", "/tema/", "/temas/", "/etiqueta/", "/category/", "/login", "/signin", "/subscribe", "/newsletter", "/privacy", "/about", "/contact", "/search"}

// isStory keeps the links of a list that lead to stories apart from those to
// authors, keywords, further pages and services.
func (d *document) isStory(s *survey, c *card) bool {
	i := s.at[c.box]
	if d.isCut(s, i) {
		return false
	}
	for j := i; j > 0; j = s.spots[j].parent {
		p := &s.spots[j]
		switch p.node.DataAtom {
		case atom.Nav, atom.Footer:
			return false
		case atom.Aside:
			return false
		}
		if p.name&(namePage|nameMenu|nameTags) != 0 && p.letters < 2000 {
			return false
		}
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Path == "" || u.Path == "/" || numberPath.MatchString(u.RequestURI()) || isImageAddress(c.URL) {
		return false
	}
	path := strings.ToLower(u.Path) + "/"
	for _, part := range notStories {
		if strings.Contains(path, part) && strings.Count(path, "/") <= 4 {
			return false
		}
	}
	if p := d.profile; p != nil && len(p.Articles.Include) > 0 && p.IsArticle(u) {
		return weigh(c.Title) > 1
	}
	return !isModuleHeading(c.Title)
}

// dropForeign leaves out links to other sites, unless most lead there.
func dropForeign(d *document, cards []card) []card {
	own := site(d.url.Hostname())
	in := 0
	for _, c := range cards {
		if sameSite(c.URL, own) {
			in++
		}
	}
	if 2*in < len(cards) {
		return cards
	}
	return slices.DeleteFunc(cards, func(c card) bool { return !sameSite(c.URL, own) })
}

// site is a host without its first label when that leaves two or more.
func site(host string) string {
	if _, rest, ok := strings.Cut(host, "."); ok && strings.Contains(rest, ".") {
		return rest
	}
	return host
}

func sameSite(u, own string) bool {
	t, err := url.Parse(u)
	return err == nil && (t.Hostname() == own || site(t.Hostname()) == own || strings.HasSuffix(t.Hostname(), "."+own))
}

// listScore is how much the page looks like a list of links to stories.
func (d *document) listScore(s *survey, cards []card) float64 {
	if len(cards) < 3 {
		return 0
	}
	in := make([]bool, len(s.spots))
	titles := 0
	for _, c := range cards {
		titles += weigh(c.Title)
		i := s.at[c.box]
		for j := i; j < s.spots[i].end; j++ {
			in[j] = true
		}
	}
	other := 0
	for i := 1; i < len(s.spots); i++ {
		p := &s.spots[i]
		if d.cut[p.node] {
			i = p.end - 1
			continue
		}
		if in[i] || s.under(i, atom.Aside, atom.Footer, atom.Nav) {
			continue
		}
		if s.isProse(i) || p.node.DataAtom == atom.P && p.letters > 30 && 2*p.linked < p.letters && p.stops > 0 {
			other += p.letters - p.linked
			i = p.end - 1
		}
	}
	return float64(titles) / float64(titles+other)
}

// listName is what a section page calls itself: its first h1 that says something,
// or the first part of its title.
func (d *document) listName(s *survey) string {
	for i := range s.spots {
		if s.spots[i].node.DataAtom == atom.H1 && s.spots[i].letters > 0 {
			if t := d.text(s.spots[i].node); t != "" && len(t) < 200 {
				return t
			}
		}
	}
	for n := range d.root.Descendants() {
		if n.DataAtom == atom.Title && n.FirstChild != nil && n.Namespace == "" {
			return profile.StripSite(squeeze(n.FirstChild.Data))
		}
	}
	return ""
}

// ruledCards are the items that the rules of a profile find.
func (d *document) ruledCards(s *survey, rules *profile.Listing) []card {
	for _, sel := range rules.Items {
		var out []card
		for _, n := range d.selected(sel) {
			if i, seen := s.at[n]; seen && i > 0 {
				if c, ok := d.ruledCard(s, i, rules); ok {
					out = append(out, c)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// ruledCard reads one card: by structure, and then by every rule that gives
// something.
func (d *document) ruledCard(s *survey, i int, rules *profile.Listing) (card, bool) {
	n := s.spots[i].node
	c := card{box: n}
	if cards := d.readCards(s, i, s.spots[i].end, nil, true); len(cards) > 0 {
		c = cards[0]
		// The card is the element the rule names, not less.
		d.fillCard(s, &c, i, s.spots[i].end, anchorOf{spot: i, url: c.URL})
	} else if u := d.resolve(attr(n, "href")); u != "" {
		c.URL = u
		d.fillCard(s, &c, i, s.spots[i].end, anchorOf{spot: i, url: u})
	}
	if u := d.firstAddress(rules.Link, n); u != "" {
		c.URL = u
	}
	if t := d.firstValue(rules.Title, n); t != "" {
		c.Title = t
	}
	if t := d.firstValue(rules.Label, n); t != "" {
		c.Section = t
	}
	if t := d.firstValue(rules.Published, n); t != "" {
		c.Published = news.Stamp{Text: t}
		for _, r := range rules.Published {
			h := d.stampHints()
			h.layouts = r.Layouts
			if r.Zone != nil {
				h.zone, h.zoneSource = r.Zone, news.ZoneRule
			}
			if st, ok := readStamp(t, h); ok {
				c.Published = st
				break
			}
		}
	}
	if u := d.firstAddress(rules.Image, n); u != "" {
		c.Image = u
	}
	return c, c.URL != "" && c.Title != ""
}

// firstValue is the first value that a list of rules gives inside root.
func (d *document) firstValue(rules []profile.Rule, root *html.Node) string {
	for k := range rules {
		for _, f := range d.matches(&rules[k], root) {
			for _, v := range refine(&rules[k], f.value) {
				return v
			}
		}
	}
	return ""
}

// firstAddress is the first address that a list of rules gives inside root: the
// attribute it names, otherwise href or the image's own.
func (d *document) firstAddress(rules []profile.Rule, root *html.Node) string {
	for k := range rules {
		r := &rules[k]
		for _, f := range d.matches(r, root) {
			var u string
			switch {
			case r.Attr != "" || f.node == nil:
				u = d.resolve(f.value)
			case f.node.DataAtom == atom.Img:
				u = d.imageURL(f.node)
			default:
				u = d.resolve(attr(f.node, "href"))
				if a := firstLink(f.node); u == "" && a != nil {
					u = d.resolve(attr(a, "href"))
				}
			}
			if u != "" {
				return u
			}
		}
	}
	return ""
}
