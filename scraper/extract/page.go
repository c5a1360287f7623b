package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// page is a document whose parts have been told apart: menu, ticker, boxes,
// headline and story.
type page struct {
	d         *document
	m         *metadata
	h         headline
	menu      []news.NavLink
	ticker    []news.TickerLine
	modules   []moduleBox
	summary   string // what was taken for the standfirst before the text was known, and left out of it
	story     *story
	container string // the rule that named the body's container; empty without one
	warnings  []string
}

// prepare tells the parts of the page apart. What is no part of the article's text
// is put into d.cut on the way: first what the profile removes, then boxes, ticker
// and menu, so that the story is looked for in what is left.
func (d *document) prepare() *page {
	g := &page{d: d, m: d.metadata()}
	for _, set := range d.ruleSets() {
		for _, s := range set.Remove {
			for _, n := range d.selected(s) {
				d.cut[n] = true
			}
		}
	}
	d.allLines() // labels of profile rules may stand in what is cut below
	g.h = d.headline()
	menu, chrome := findNavigation(d)
	g.menu = menu
	ticker, strip := findTicker(d)
	if g.ticker = d.tickerByRule(); len(g.ticker) == 0 {
		g.ticker = ticker
	}
	g.modules = findModules(d)
	g.relatedByRule()
	container, rule := d.ruleNodes(profile.Body)
	g.container = rule
	for _, n := range chrome {
		g.drop(n, container)
	}
	if strip != nil {
		g.drop(strip, container)
	}
	for _, box := range g.modules {
		g.drop(box.node, container)
		for _, n := range box.more {
			g.drop(n, container)
		}
	}
	images, _ := d.ruleNodes(profile.Images)
	before := d.region(g.h.shown, nil)
	summary := ""
	if rules := d.byRules(profile.Standfirst); len(rules) > 0 {
		summary = rules[0].value
	} else {
		summary, _, _ = d.standfirst(before, g.descriptions(), false)
	}
	hints := storyHints{
		headline: g.h.shown, headlineText: g.h.value, versions: g.m.headlines(), standfirst: summary,
		container: container, images: images, structured: g.m.story, markup: g.m.markup, described: g.m.described,
		people: g.m.people(), leadURL: g.m.lead.URL, leadCaption: g.m.lead.Caption, leadCredit: g.m.lead.Credit,
	}
	g.summary = summary
	g.story = findStory(d, hints)
	if summary != "" && (g.story == nil || g.story.score < leastBrief) {
		hints.standfirst = "" // what seemed the standfirst is all of the text
		if st := findStory(d, hints); st != nil && st.score >= leastBrief {
			g.story = st
		}
	}
	if d.cutoff {
		g.warnings = append(g.warnings, "the page ends in the middle")
	}
	return g
}

// tickerByRule reads the lines that the profile's ticker rules match.
func (d *document) tickerByRule() []news.TickerLine {
	var out []news.TickerLine
	for _, set := range d.ruleSets() {
		for i := range set.Ticker {
			for _, f := range d.matches(&set.Ticker[i], d.root) {
				for _, text := range refine(&set.Ticker[i], f.value) {
					out = append(out, news.TickerLine{Text: text, URL: d.linkOf(f.node)})
				}
			}
			if len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

// relatedByRule adds the in-body boxes that the profile names and that were not
// found by their headings.
func (g *page) relatedByRule() {
	nodes, _ := g.d.ruleNodes(profile.RelatedBox)
	s := g.d.survey()
	for _, n := range nodes {
		at, seen := s.at[n]
		if !seen || slices.ContainsFunc(g.modules, func(b moduleBox) bool { return standsIn(n, b.node) || standsIn(b.node, n) }) {
			continue
		}
		f := &moduleFinder{d: g.d, s: s, taken: make([]bool, len(s.spots))}
		if box := f.ruled(at, string(news.Related), nil); box.node != nil {
			g.modules = append(g.modules, box)
		}
	}
	slices.SortStableFunc(g.modules, func(a, b moduleBox) int { return s.at[a.node] - s.at[b.node] })
}

// drop cuts an element, unless the headline or a container of the body that the
// profile names lies inside.
func (g *page) drop(n *html.Node, container []*html.Node) {
	if n == nil || g.h.shown != nil && standsIn(g.h.shown, n) {
		return
	}
	for _, c := range container {
		if standsIn(c, n) {
			return
		}
	}
	g.d.cut[n] = true
}

// descriptions are the summaries that metadata give.
func (g *page) descriptions() []string {
	var out []string
	for _, c := range g.m.fields[profile.Standfirst] {
		out = append(out, c.value)
	}
	return out
}

// sort decides what the page is.
func (g *page) sort(in Input) *news.Reading {
	d := g.d
	if r := d.softMissing(g.story, g.m); r != nil {
		return r
	}
	expected := in.Expect == news.RoleSection || in.Expect == news.RoleHome
	if expected {
		if l, _ := d.listing(); l != nil && len(l.Items) > 0 {
			return &news.Reading{Kind: news.PageSection, Listing: g.complete(l)}
		}
	}
	if r := d.walled(g.story, g.h); r != nil {
		// A section page has little text of its own; its banner is no wall.
		if l, _ := d.listing(); l == nil || len(l.Items) < 6 {
			return r
		}
	}
	if expected {
		return refuse(news.ReasonNoArticle, "a section page without items")
	}
	letters := 0.0
	if g.story != nil {
		letters = g.story.score
	}
	forIt, againstIt := g.evidence(in)
	if againstIt > 0 || forIt < 3 || letters < leastBrief { // otherwise it is one, signed or not
		forIt += g.signed()
	}
	if againstIt > 0 || forIt < 3 || letters < leastBrief {
		if l, score := d.listing(); l != nil && g.lists(l, score, forIt-againstIt, letters) {
			return &news.Reading{Kind: news.PageSection, Listing: g.complete(l)}
		}
	}
	if r := g.refuse(letters, forIt); r != nil {
		return r
	}
	a := g.article()
	if r := d.foreign(a); r != nil {
		return r
	}
	return &news.Reading{Kind: news.PageArticle, Article: a, AMP: g.m.amp}
}

// refuse says why the page is no article; nil: it is one.
func (g *page) refuse(letters float64, forIt int) *news.Reading {
	d := g.d
	all := d.survey().spots[0].letters
	// A video, a gallery or an infographic may have no text of its own.
	visual := forIt >= 2 && g.story != nil && (len(g.story.images) > 0 || g.hasEmbed())
	thin := letters < leastBrief && !visual
	switch {
	case thin && d.cutoff:
		return refuse(news.ReasonTruncated, "the page ends before its text begins")
	case thin && all < 200:
		return refuse(news.ReasonEmpty, emptyPage(int(all)))
	case !g.h.found:
		return refuse(news.ReasonNoArticle, "no headline")
	case thin:
		return refuse(news.ReasonNoArticle, "no text")
	case d.aboutItself(g.h) && len(g.m.fields[profile.Published]) == 0:
		return refuse(news.ReasonNoArticle, "a page of the site about itself")
	}
	return nil
}

func (g *page) hasEmbed() bool {
	return slices.ContainsFunc(g.story.blocks, func(b news.Block) bool { return b.Type == news.Embed })
}

// evidence weighs what speaks for and against an article, apart from its text and
// from who signed it.
func (g *page) evidence(in Input) (forIt, againstIt int) {
	d := g.d
	if g.m.article {
		forIt += 2
	}
	if len(g.m.fields[profile.Published]) > 0 {
		forIt += 2
	}
	if in.Expect == news.RoleOfArticle {
		forIt++
	}
	if d.profile != nil && len(d.profile.Articles.Include) > 0 {
		if d.profile.IsArticle(d.url) {
			forIt += 2
		} else {
			againstIt += 2
		}
	}
	if strings.Trim(d.url.Path, "/") == "" && d.url.RawQuery == "" && d.url.Host != "" {
		againstIt += 4
	}
	if g.m.listing && !g.m.article {
		againstIt++
	}
	if d.slugRepeats(g.h.value) {
		forIt += 2
	}
	if _, id, ok := strings.Cut(pageID(d.url.RawQuery), "="); ok && len(id) > 3 && hasDigit(id) {
		forIt++ // numbers of sections are shorter
	}
	if g.story != nil && g.h.shown != nil {
		switch {
		case g.story.score >= surelyProse:
			forIt += 2
		case g.story.score >= surelyProse/3:
			forIt++
		}
	}
	return forIt, againstIt
}

// signed is 2 for a date and 1 for a byline among the lines next to the headline,
// before the first linked title: on a section page that is the first card.
func (g *page) signed() int {
	r := g.d.region(g.h.shown, nil)
	if r.head < 0 {
		return 0
	}
	end := r.head + 1
	for end < r.to && end < r.head+10 {
		l := r.lines[end]
		if l.level > 0 && len(l.links) > 0 || len(l.links) == 1 && letters(l.text) > 25 {
			break
		}
		end++
	}
	labels := g.d.readLabels(r.lines, r.head, r.head, end)
	n := 0
	if len(labels.fields[profile.Published])+len(labels.fields[profile.Modified]) > 0 {
		n += 2
	}
	if len(labels.fields[profile.Bylines]) > 0 {
		n++
	}
	return n
}

// lists decides between a listing and an article.
func (g *page) lists(l *news.Listing, score float64, forIt int, letters float64) bool {
	if len(l.Items) < 3 {
		return false
	}
	if letters < leastBrief {
		return forIt < 4 || score > 0.5
	}
	titles, pictured := 0, 0
	for _, i := range l.Items {
		titles += weigh(i.Title)
		if i.Image != "" {
			pictured++
		}
	}
	if forIt == 0 && score > 0.9 && 3*pictured >= 2*len(l.Items) {
		return true // all the text is teasers of cards with pictures
	}
	if forIt >= 4 || forIt >= 0 && letters >= 400 && letters > 1.5*float64(titles) {
		return false
	}
	return score >= 0.35+0.15*float64(forIt)
}

// listing reads the page as a section page, by the profile's rules or without.
func (d *document) listing() (*news.Listing, float64) {
	for _, set := range d.ruleSets() {
		if len(set.Listing.Items) == 0 && len(set.Listing.Next) == 0 && len(set.Listing.Name) == 0 {
			continue
		}
		if l, score := findListing(d, &set.Listing); l != nil && len(l.Items) > 0 {
			return l, score
		}
	}
	return findListing(d, nil)
}

// complete adds the modules of a section page to its listing.
func (g *page) complete(l *news.Listing) *news.Listing {
	if len(l.Modules) == 0 {
		for _, box := range g.modules {
			if box.relation != news.TagLink && box.relation != news.Author {
				l.Modules = append(l.Modules, news.Module{Name: box.name, Relation: box.relation, Items: numbered(box.links)})
			}
		}
	}
	l.Items = numbered(l.Items)
	return l
}

// numbered gives links their rank.
func numbered(links []news.Link) []news.Link {
	for i := range links {
		links[i].Position = i + 1
	}
	return links
}
