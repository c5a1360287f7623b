package extract

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// microdata adds the candidates of microdata (HTML standard, §5) and RDFa Lite.
// Properties count that belong to the object of the page's article: the first of
// an article type that holds an h1 or an articleBody, else the first of them;
// without any typed object, properties with the names that articles alone have.
func (m *metadata) microdata(d *document) {
	scope := m.articleScope()
	if scope != nil {
		m.article = true
		m.types = append(m.types, strings.ToLower(typeName(scope)))
	}
	var authors, tags, sections []named
	var firstAuthor *html.Node // without an object of an article, those beside it are its co-authors, others wrote other stories
	for _, n := range m.marks.props {
		own := itemScope(n.Parent)
		name := propName(n)
		inAuthor := own != nil && own != scope && propName(own) == "author" && itemScope(own.Parent) == scope
		if own != scope && !(inAuthor && name == "name") {
			continue
		}
		switch name {
		case "headline":
			m.fields.add(profile.Headline, candidate{value: d.propValue(n), source: news.FromMicrodata, rule: name, node: n})
		case "alternativeHeadline":
			m.fields.add(profile.Kicker, candidate{value: d.propValue(n), source: news.FromMicrodata, rule: name, node: n, weak: true})
		case "description":
			// Some templates call the whole text so.
			if scope != nil && !hasWord(attr(n, "itemprop"), "articleBody") {
				m.fields.add(profile.Standfirst, candidate{value: d.propValue(n), source: news.FromMicrodata, rule: name, node: n})
			}
		case "datePublished", "dateModified":
			field := profile.Published
			if name == "dateModified" {
				field = profile.Modified
			}
			if s, ok := d.propStamp(n); ok {
				m.fields.add(field, candidate{stamp: s, source: news.FromMicrodata, rule: name, node: n})
			}
		case "author", "creator":
			if hasAttr(n, "itemscope") || hasAttr(n, "typeof") {
				continue // its name follows
			}
			if scope != nil || firstAuthor == nil || beside(firstAuthor, n) {
				authors = append(authors, d.propPeople(n)...)
				firstAuthor = cmp.Or(firstAuthor, n)
			}
		case "name":
			if inAuthor && (scope != nil || firstAuthor == nil || beside(firstAuthor, own)) {
				authors = append(authors, d.propPeople(n)...)
				firstAuthor = cmp.Or(firstAuthor, own)
			}
		case "articleSection":
			sections = append(sections, named{name: d.propValue(n)})
		case "keywords":
			tags = append(tags, keywordList([]string{d.propValue(n)})...)
		case "inLanguage":
			m.addLanguage(d.propValue(n))
		case "isAccessibleForFree":
			m.paywalled = m.paywalled || strings.EqualFold(d.propValue(n), "false")
		}
	}
	m.fields.add(profile.Bylines, candidate{list: authors, source: news.FromMicrodata, rule: "author", weak: m.isSite(authors)})
	m.fields.add(profile.SectionPath, candidate{list: sections, source: news.FromMicrodata, rule: "articleSection"})
	m.fields.add(profile.Tags, candidate{list: tags, source: news.FromMicrodata, rule: "keywords"})
}

// beside reports two elements with a near ancestor in common.
func beside(a, b *html.Node) bool {
	for range 2 {
		if a = a.Parent; a == nil {
			return false
		}
		if standsIn(b, a) {
			return true
		}
	}
	return false
}

// otherObject is the day that the objects of the page which are no article agree on,
// such as the recording that the page is about.
func (m *metadata) otherObject() (candidate, bool) {
	var list []candidate
	for _, n := range m.marks.props {
		if name := propName(n); name == "datePublished" || name == "uploadDate" {
			if s, ok := m.d.propStamp(n); ok {
				list = append(list, candidate{stamp: s, source: news.FromMicrodata, rule: name + " of another object", node: n, weak: true})
			}
		}
	}
	return oneDay(list)
}

// articleScope is the element of the page's article object, nil when none.
func (m *metadata) articleScope() *html.Node {
	var first *html.Node
	for _, n := range m.marks.props {
		own := itemScope(n.Parent)
		if own == nil || !articleTypes[strings.ToLower(typeName(own))] {
			continue
		}
		if first == nil {
			first = own
		}
		if propName(n) == "articleBody" {
			return own
		}
		for _, h := range m.marks.headings {
			if standsIn(h, own) {
				return own
			}
		}
	}
	return first
}

// itemScope is the nearest object n or an ancestor of it is.
func itemScope(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && (hasAttr(n, "itemscope") || hasAttr(n, "itemtype") || hasAttr(n, "typeof")) {
			return n
		}
	}
	return nil
}

// typeName is the object's schema.org type without its prefix.
func typeName(n *html.Node) string {
	t := attr(n, "itemtype")
	if t == "" {
		t = attr(n, "typeof")
	}
	t, _, _ = strings.Cut(t, " ")
	return t[strings.LastIndexAny(t, "/#:")+1:]
}

// propName is the property an element gives, without prefix.
func propName(n *html.Node) string {
	p := attr(n, "itemprop")
	if p == "" {
		p = attr(n, "property")
	}
	p, _, _ = strings.Cut(p, " ")
	return p[strings.LastIndexAny(p, "/#:")+1:]
}

// propValue is the value of a property: content, datetime or the text.
func (d *document) propValue(n *html.Node) string {
	if c := attr(n, "content"); c != "" {
		return plainText(c)
	}
	if n.DataAtom == atom.Meta || n.DataAtom == atom.Link {
		return ""
	}
	return d.text(n)
}

// propStamp reads a date property: the attribute for the instant, the text beside
// it as printed.
func (d *document) propStamp(n *html.Node) (news.Stamp, bool) {
	machine := attr(n, "content")
	if machine == "" {
		machine = attr(n, "datetime")
	}
	if machine == "" && n.DataAtom == atom.Abbr {
		machine = attr(n, "title") // microformats, "datetime-design-pattern"
	}
	if s, ok := d.instant(machine); ok {
		if n.DataAtom != atom.Meta {
			if printed, _ := readStamp(d.text(n), d.stampHints()); printed.Text != "" {
				s.Text = printed.Text
			}
		}
		return s, true
	}
	s, ok := readStamp(d.text(n), d.stampHints())
	return s, ok && plausible(s.Time, d.seen)
}

// propPeople reads names with the address they are linked to.
func (d *document) propPeople(n *html.Node) []named {
	address := d.resolve(attr(n, "href"))
	for c := n; c != nil && address == ""; c = c.Parent {
		if c.DataAtom == atom.A {
			address = d.resolve(attr(c, "href"))
		}
		if c != n && propName(c) != "" {
			break
		}
	}
	var out []named
	for _, name := range authorNames(d.propValue(n)) {
		out = append(out, named{name, address})
	}
	return out
}
