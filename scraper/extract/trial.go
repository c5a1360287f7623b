package extract

import (
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Trial is a page parsed once, on which the rules of a profile are tried one by
// one. It is not safe for concurrent use.
type Trial struct{ d *document }

// Try parses a page to try the rules of a profile on; p may be nil. It returns
// nil for bytes that are no page.
func Try(p *profile.Profile, in Input) *Trial {
	d, refusal := parse(p, in)
	if refusal != nil {
		return nil
	}
	return &Trial{d}
}

// Script is the source of a script element; the tree itself does not hold it.
func (t *Trial) Script(n *html.Node) string { return t.d.script(n) }

// Root is the parsed page, without the sources of scripts and without attributes
// that neither the reader nor the profile's source names. It must not be changed.
func (t *Trial) Root() *html.Node { return t.d.root }

// Text is what a reader sees of an element, in one line.
func (t *Trial) Text(n *html.Node) string { return t.d.text(n) }

// Resolve makes an address of the page absolute, "" for one that is no page's.
func (t *Trial) Resolve(href string) string { return t.d.resolve(href) }

// Language is the language that the page states for itself, as BCP 47 in lower
// case; "" when it states none.
func (t *Trial) Language() string { return t.d.lang }

// Address is what the page calls its own address (rel=canonical, og:url): "" when
// it does not say.
func (t *Trial) Address() string {
	m := t.d.metadata()
	if m.canonical != "" {
		return m.canonical
	}
	return m.ownURL
}

// Given is what a rule gives on one page.
type Given struct {
	Matched int        // elements or values it found
	Value   string     // in one line, "" when it gives none
	Stamp   news.Stamp // of dates
	Agrees  bool       // with the article it was compared to
}

// Give is what a rule for a field that is a value (not a container) gives, and
// whether that is what the article says.
func (t *Trial) Give(f profile.Field, r *profile.Rule, a *news.Article) Given {
	g := Given{Matched: len(t.d.matches(r, t.d.root))}
	c, ok := t.d.byRule(r, f)
	if !ok {
		return g
	}
	if f == profile.Bylines {
		var people []named
		for _, n := range c.list {
			for _, name := range authorNames(n.name) {
				people = append(people, named{name: name})
			}
		}
		c.list = people
	}
	want := claim(a, f)
	c.count = want.count
	g.Value, g.Stamp = clip(c.show(), 300), c.stamp
	g.Agrees = sameClaim(want, c, f)
	return g
}

// Matches are the elements that a rule finds, in page order.
func (t *Trial) Matches(r *profile.Rule) []*html.Node {
	return t.d.matchingNodes(r, t.d.root)
}

// Date reads a date as a page prints it, in zone when it names none itself; false
// when it is none that can be understood.
func (t *Trial) Date(text string, zone *time.Location) (news.Stamp, bool) {
	h := t.d.stampHints()
	h.zone, h.zoneSource = zone, news.ZoneRule
	return readStamp(text, h)
}
