package extract

import (
	"slices"
	"sort"
	"strings"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// article reads every field of the page as an article.
func (g *page) article() *news.Article {
	d := g.d
	opening := foldSet{}
	if g.story != nil {
		for _, b := range g.story.blocks {
			if b.Type == news.Paragraph && letters(b.Text) >= 40 {
				opening.add(b.Text)
			}
		}
	}
	w := &articleReader{
		d: d, m: g.m, h: g.h, st: g.story, modules: g.modules, menu: g.menu,
		a: &news.Article{URL: d.url.String(), Provenance: map[string]news.Provenance{}},
		r: d.region(g.h.shown, opening),
	}
	w.labels = d.readLabels(w.r.lines, max(w.r.from, 0), w.r.head, w.r.to)
	a := w.a
	a.CanonicalURL = g.m.canonical
	a.Headline = g.h.value
	w.take(profile.Headline, g.h.choice)
	if g.story != nil {
		a.Body, a.Images = g.story.blocks, g.story.images
	}
	w.dropLabels()
	w.standfirst(g)
	w.keepSummary(g.summary)
	w.bylines()
	w.dropBios()
	published, modified := d.dates(w.r, w.labels)
	if w.take(profile.Published, published) {
		a.Published = published.stamp
	}
	if w.take(profile.Modified, modified) {
		a.Modified = modified.stamp
	}
	w.section()
	w.kicker()
	w.tags()
	w.language()
	w.dateline()
	sources := append(d.byRules(profile.Source), w.labels.fields[profile.Source]...)
	if len(sources) == 0 {
		sources = w.sourceBelow()
	}
	a.Source = w.text(profile.Source, sources, func(c candidate) bool { return len(c.value) < 200 })
	w.counts()
	a.Paywalled = w.paywalled()
	w.hiddenGallery()
	w.captions()
	kind := d.kindOf(a, g.story)
	a.Kind = news.KindNews
	if w.take(profile.KindField, kind) {
		a.Kind = news.ArticleKind(kind.value)
	}
	if len(a.Body) > 0 {
		c := choice{found: true, candidate: candidate{source: news.FromStructure, rule: "running text"}}
		if g.container != "" {
			c.candidate = candidate{source: news.FromProfile, rule: g.container}
		}
		w.take(profile.Body, c)
	}
	w.links()
	return a
}

// dropLabels takes lines that were read as labels out of the body: on a page with
// next to no text the finder of the body takes them for it.
func (w *articleReader) dropLabels() {
	if len(w.labels.used) == 0 || w.st == nil {
		return
	}
	label := foldSet{}
	var links []string
	for i := range w.labels.used {
		l := w.r.lines[i]
		label.add(l.text)
		for _, a := range l.links {
			links = append(links, w.d.resolve(attr(a, "href")))
		}
	}
	isLabel := func(b news.Block) bool {
		if b.Text == "" {
			return false
		}
		for line := range strings.SplitSeq(b.Text, "\n") {
			if !label.has(line) {
				return false
			}
		}
		return true
	}
	kept := slices.DeleteFunc(slices.Clone(w.a.Body), isLabel)
	if len(kept) < len(w.a.Body) {
		w.a.Body = kept
		w.st.inline = slices.DeleteFunc(slices.Clone(w.st.inline), func(l news.Link) bool { return slices.Contains(links, l.URL) })
	}
}

// counts reads reading time and shares.
func (w *articleReader) counts() {
	var minutes, shares candidate
	if w.labels.minutes > 0 {
		minutes = candidate{value: w.labels.readRule, source: news.FromLabel, rule: w.labels.readRule, count: true}
	}
	if n, ok := w.number(profile.ReadMinutes, minutes); ok && n < 600 {
		w.a.ReadMinutes = n
	}
	if w.labels.shares != nil {
		shares = candidate{value: w.labels.sharesText, source: news.FromLabel, rule: w.labels.sharesText, count: true}
	}
	if n, ok := w.number(profile.Shares, shares); ok {
		w.a.Shares = &n
	}
}

// repeats reports a description that is the beginning of the text, or of one of
// its first paragraphs, perhaps cut off.
func repeats(body, description string) bool {
	v := fold(description)
	r := []rune(v)
	// The last word may be cut in two, and a dateline may stand before it.
	start := string(r[:max(len(r)*8/10, min(len(r), 20))])
	return start != "" && indexWithin(body, start, 600) >= 0
}

// indexWithin is the index of sub in the first most bytes of s, -1 when it is not
// there.
func indexWithin(s, sub string, most int) int {
	for i := 0; i <= most && i+len(sub) <= len(s); i++ {
		if s[i] == sub[0] && s[i:i+len(sub)] == sub {
			return i
		}
	}
	return -1
}

// captions applies the profile's rules for captions and credits to the images
// that stand in the containers the profile names.
func (w *articleReader) captions() {
	nodes, _ := w.d.ruleNodes(profile.Images)
	for _, n := range nodes {
		caption, credit := w.d.inside(n, profile.Caption), w.d.inside(n, profile.Credit)
		if caption == "" && credit == "" {
			continue
		}
		own := w.d.imageAddresses(n)
		for i := range w.a.Images {
			if img := &w.a.Images[i]; own[img.URL] {
				said := captionText{caption: img.Caption, credit: credit, printed: img.Printed}
				if credit == "" {
					said.credit = img.Credit
				}
				if caption != "" {
					said.caption, said.printed = caption, ""
				}
				said.part()
				img.Caption, img.Credit, img.Printed = said.caption, said.credit, said.printed
			}
		}
	}
}

// inside is the first value that rules of a field give inside an element.
func (d *document) inside(n *html.Node, field profile.Field) string {
	for _, set := range d.ruleSets() {
		rules := set.Article[field]
		for i := range rules {
			for f := range d.eachMatch(&rules[i], n) {
				if v := refine(&rules[i], f.value); len(v) > 0 {
					return v[0]
				}
			}
		}
	}
	return ""
}

// imageAddresses are all addresses that images inside n give, of any rendition.
func (d *document) imageAddresses(n *html.Node) map[string]bool {
	out := map[string]bool{}
	for c := range n.Descendants() {
		for i := range c.Attr {
			if a := &c.Attr[i]; strings.Contains(a.Key, "src") || a.Key == "href" {
				for part := range strings.FieldsSeq(a.Val) {
					if u := d.resolve(strings.TrimRight(part, ",")); u != "" {
						out[u] = true
					}
				}
			}
		}
	}
	return out
}

// links puts all links of the article in page order and numbers them by relation.
func (w *articleReader) links() {
	type placed struct {
		link news.Link
		at   int
	}
	s := w.d.survey()
	var all []placed
	for _, b := range w.a.Bylines {
		if b.URL != "" {
			all = append(all, placed{news.Link{Relation: news.Author, URL: b.URL, Title: b.Name}, -1})
		}
	}
	if w.st != nil {
		at := 0
		if w.st.node != nil {
			at = s.at[w.st.node]
		}
		for _, l := range w.st.inline {
			all = append(all, placed{l, at})
		}
	}
	tagged := false
	for _, box := range w.modules {
		for _, l := range box.links {
			if l.URL == "" {
				continue // a tag that leads nowhere
			}
			l.Relation = box.relation
			tagged = tagged || box.relation == news.TagLink
			all = append(all, placed{l, s.at[box.node]})
		}
	}
	for _, t := range w.a.Tags {
		if !tagged && t.URL != "" {
			all = append(all, placed{news.Link{Relation: news.TagLink, URL: t.URL, Title: t.Name}, len(s.spots)})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].at < all[j].at })
	rank := map[news.Relation]int{}
	seen := map[string]bool{}
	for _, p := range all {
		key := string(p.link.Relation) + " " + p.link.URL
		if seen[key] {
			continue
		}
		seen[key] = true
		rank[p.link.Relation]++
		p.link.Position = rank[p.link.Relation]
		w.a.Links = append(w.a.Links, p.link)
	}
}
