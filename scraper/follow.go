package scraper

import (
	"net/url"
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Why a link was not followed, as counted in the run's ledger.
const (
	skipForeign    = "foreign_host"
	skipNotArticle = "not_an_article" // its address does not look like one to the profile
	skipDepth      = "page_limit"     // a further section page beyond max_pages
)

// links collects the pages a reading points to: each once, those out of scope
// counted.
type links struct {
	p          *profile.Profile
	section    []string
	seen       map[string]bool
	found      []news.Found
	at         map[string]int // place in found, by address
	skipped    map[string]int
	deepest    int  // pages of a list that are followed
	firstPages bool // further pages are not asked for
	dueOnly    bool // known articles wait for their time even when they are listed
}

func newLinks(p *profile.Profile, t news.Target) *links {
	// The home page and the sections are asked for anyway, and are no stories.
	seen := map[string]bool{t.URL: true, p.Normalize(p.Home): true}
	for _, s := range p.Sections {
		if s.URL != nil {
			seen[p.Normalize(s.URL)] = true
		}
	}
	return &links{p: p, section: t.Section, seen: seen, at: map[string]int{}, skipped: map[string]int{}, deepest: max(p.MaxPages, 1)}
}

// follow turns the reading of a home or section page into the pages wanted: the
// stories of its list and of its modules, its ticker, and its next page.
func (c *links) follow(t news.Target, r *news.Reading) {
	if r.Listing != nil {
		for _, l := range r.Listing.Items {
			c.article(l, c.section, true)
		}
		for _, m := range r.Listing.Modules {
			for _, l := range m.Items {
				c.article(l, nil, true)
			}
		}
		c.next(t, r.Listing.Next)
	}
	// What structure missed, the profile's patterns still know for an article.
	if len(c.p.Articles.Include) > 0 {
		for _, l := range r.Ticker {
			c.article(news.Link{URL: l.URL}, nil, false)
		}
		for _, h := range r.Hrefs {
			c.article(news.Link{URL: h}, c.section, false)
		}
	}
}

// followText wants the stories that the text of an article and its box of related
// ones link to, as far from a list as the profile goes.
func (c *links) followText(t news.Target, a *news.Article) {
	if a == nil || t.Depth >= c.p.FollowLinks {
		return
	}
	for _, l := range a.Links {
		if l.Relation != news.Inline && l.Relation != news.Related {
			continue
		}
		if f := c.article(news.Link{URL: l.URL}, nil, false); f != nil {
			f.Depth = t.Depth + 1
		}
	}
}

// article wants a story. A listed one is looked at again even when it is known,
// unless the run is about due pages only: what stands in a list now is what a
// newsroom still works on. Refusals of links that no list shows are not counted.
// It returns what was added, nil when nothing was.
func (c *links) article(l news.Link, section []string, listed bool) *news.Found {
	if l.URL == "" {
		return nil
	}
	u, err := url.Parse(l.URL)
	if err != nil {
		return nil
	}
	key := c.p.Normalize(u)
	if c.seen[key] {
		c.written(key, l.URL, listed)
		return nil
	}
	c.seen[key] = true
	// The patterns are about addresses as they are kept, without the parameters
	// that only say where the link stood.
	if u, err = url.Parse(key); err != nil {
		return nil
	}
	switch {
	case !c.p.InScope(u):
		if listed {
			c.skipped[skipForeign]++
		}
	case !c.p.IsArticle(u):
		if listed {
			c.skipped[skipNotArticle]++
		}
	default:
		c.found = append(c.found, news.Found{
			URL: key, Slash: news.Slashed(l.URL), Role: news.RoleOfArticle, Section: section,
			Title:     strings.Clone(l.Title), // not a part of the page, which would be kept with it
			Published: l.Published.Time, Listed: listed, Revisit: listed && !c.dueOnly,
		})
		c.at[key] = len(c.found) - 1
		c.written(key, l.URL, listed)
		return &c.found[c.at[key]]
	}
	return nil
}

// written notes how a list writes the address of a story that is wanted: what
// stood there is known by it.
func (c *links) written(key, address string, listed bool) {
	i, wanted := c.at[key]
	if wanted && listed && address != key && !slices.Contains(c.found[i].Written, address) {
		c.found[i].Written = append(c.found[i].Written, strings.Clone(address))
	}
}

// next wants the section's next page, up to the profile's limit.
func (c *links) next(t news.Target, address string) {
	if address == "" || c.firstPages {
		return
	}
	key, ok := inScope(c.p, address)
	switch {
	case !ok:
		c.skipped[skipForeign]++
	case c.seen[key]:
	case t.Depth >= c.deepest:
		c.skipped[skipDepth]++
	default:
		c.seen[key] = true
		c.found = append(c.found, news.Found{
			URL: key, Slash: news.Slashed(address), Role: t.Role, Section: c.section, Depth: t.Depth + 1, Revisit: true,
		})
	}
}

// inScope normalises an address and says whether the profile covers its host.
func inScope(p *profile.Profile, address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || !p.InScope(u) {
		return "", false
	}
	return p.Normalize(u), true
}
