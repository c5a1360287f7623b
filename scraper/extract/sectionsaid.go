package extract

import (
	"slices"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// otherSection is a section of the profile that the page says it is filed in, other
// than that under whose address it lies: an article keeps its address when it is
// moved to another section. Own is the path of the section of the address.
func (w *articleReader) otherSection(own candidate, said []candidate) (candidate, bool) {
	for _, c := range said {
		if len(c.list) == 0 || c.source == news.FromLabel && c.rule != ruleOfBreadcrumb {
			continue
		}
		name := c.list[len(c.list)-1].name
		if slices.ContainsFunc(own.list, func(n named) bool { return foldEqual(n.name, name) }) {
			return candidate{}, false
		}
		i := slices.IndexFunc(w.d.profile.Sections, func(s profile.Section) bool { return foldEqual(s.Path[len(s.Path)-1], name) })
		if i < 0 {
			continue
		}
		c.list = nil
		for _, step := range w.d.profile.Sections[i].Path {
			c.list = append(c.list, named{name: step})
		}
		return c, true
	}
	return candidate{}, false
}

// ruleOfBreadcrumb is the rule of a section that was read from the steps to it.
const ruleOfBreadcrumb = "breadcrumb"

// crumbsOf are the steps after the home page that are printed on one line, as links:
// "Home > News > Town".
func (d *document) crumbsOf(l line) []named {
	const longest = 120
	if len(l.links) < 2 || len(l.text) > longest || !isHome(d.text(l.links[0])) || d.within(l.node, nameMenu) {
		return nil
	}
	var crumbs []named
	for _, a := range l.links[1:] {
		if t := withoutNumber(d.text(a)); t != "" {
			crumbs = append(crumbs, named{name: t})
		}
	}
	return crumbs
}
