package scraper

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// seeds are the pages a run starts from: the home page, the sections whose
// address is known, the feeds, and the sitemaps if the profile wants crawls to look
// there. With only, just the sections named, by name
// or path, and the home page if one of them must be found there.
//
// The error is an [*UnknownSectionError].
func seeds(p *profile.Profile, only []string) ([]news.Found, error) {
	wanted, err := chosen(p, only)
	if err != nil {
		return nil, err
	}
	var found []news.Found
	home := len(only) == 0
	for _, s := range wanted {
		if s.URL == nil {
			home = true
			continue
		}
		found = append(found, sectionPage(s, pageAt(p, s.URL, news.RoleSection)))
	}
	if len(only) == 0 {
		for _, u := range p.Feeds {
			found = append(found, pageAt(p, u, news.RoleFeed))
		}
		if p.SitemapAge > 0 {
			for _, u := range p.Sitemaps {
				found = append(found, sitemapFile(p, u))
			}
		}
	}
	if home {
		front := pageAt(p, p.Home, news.RoleHome)
		front.Depth = 1
		found = slices.Insert(found, 0, front)
	}
	return found, nil
}

// pageAt is a page by its address as somebody writes it.
func pageAt(p *profile.Profile, u *url.URL, role news.PageRole) news.Found {
	return news.Found{URL: p.Normalize(u), Slash: news.Slashed(u.String()), Role: role}
}

func sitemapFile(p *profile.Profile, u *url.URL) news.Found {
	f := pageAt(p, u, news.RoleSitemap)
	f.Depth = 1
	return f
}

// sectionPage is a page as the first of a section.
func sectionPage(s profile.Section, f news.Found) news.Found {
	f.Role, f.Section, f.Title, f.Depth, f.Revisit = news.RoleSection, s.Path, s.Name, 1, true
	return f
}

// UnknownSectionError names a section that the profile does not have.
type UnknownSectionError struct {
	Site, Name string
	Known      []string
}

func (e *UnknownSectionError) Error() string {
	return fmt.Sprintf("%s has no section %q; it has %s", e.Site, e.Name, strings.Join(e.Known, ", "))
}

// chosen are the profile's sections that only names; all of them when it is empty.
func chosen(p *profile.Profile, only []string) ([]profile.Section, error) {
	if len(only) == 0 {
		return p.Sections, nil
	}
	var out []profile.Section
	for _, name := range only {
		n := len(out)
		for _, s := range p.Sections {
			if fold(s.Name) == fold(name) || fold(strings.Join(s.Path, "/")) == fold(name) || len(s.Path) > 1 && fold(s.Path[0]) == fold(name) {
				out = append(out, s)
			}
		}
		if len(out) == n {
			e := &UnknownSectionError{Site: p.Name, Name: name}
			for _, s := range p.Sections {
				e.Known = append(e.Known, s.Name)
			}
			return nil, e
		}
	}
	return out, nil
}

// byLabel finds sections without an address among labelled links, and says which
// are not there.
func byLabel(p *profile.Profile, sections []profile.Section, nav []news.NavLink) (found []news.Found, missing []profile.Section) {
	for _, s := range sections {
		if f, ok := navPage(p, s, nav); ok {
			found = append(found, sectionPage(s, f))
		} else {
			missing = append(missing, s)
		}
	}
	return found, missing
}

// labels are the links of a page that may lead to a section: its navigation, and
// the coverage pages that its Coverage boxes name.
func labels(r *news.Reading) []news.NavLink {
	nav := slices.Clone(r.Navigation)
	coverage := func(l news.Link) {
		if l.Relation == news.Coverage {
			nav = append(nav, news.NavLink{Group: string(news.Coverage), Label: l.Title, URL: l.URL})
		}
	}
	if r.Article != nil {
		for _, l := range r.Article.Links {
			coverage(l)
		}
	}
	if r.Listing != nil {
		for _, m := range r.Listing.Modules {
			for _, l := range m.Items {
				l.Relation = m.Relation
				coverage(l)
			}
		}
	}
	return nav
}

// navPage is the page of a section's label, if it is in scope. An entry under the
// section's own menu wins over one elsewhere with the same label.
func navPage(p *profile.Profile, s profile.Section, nav []news.NavLink) (page news.Found, ok bool) {
	for _, l := range nav {
		if fold(l.Label) != fold(s.Label) {
			continue
		}
		key, inside := inScope(p, l.URL)
		if !inside || key == p.Normalize(p.Home) {
			continue
		}
		f := news.Found{URL: key, Slash: news.Slashed(l.URL)}
		if s.Group == "" || fold(l.Group) == fold(s.Group) {
			return f, true
		}
		if !ok {
			page, ok = f, true
		}
	}
	return page, ok
}

// fold makes labels comparable: letters and digits only, lower case, so that
// "Arts&Culture" and "Arts & Culture" are one.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '/' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Plan is where a run would begin.
type Plan struct {
	URLs    []string // asked for first, in order
	ByLabel []string // sections whose addresses the home page's navigation must tell
}

// PlanOf says where a run over p would begin, without asking for anything. The
// error is an [*UnknownSectionError].
func PlanOf(p *profile.Profile, only []string) (Plan, error) {
	start, err := seeds(p, only)
	if err != nil {
		return Plan{}, err
	}
	var plan Plan
	for _, f := range start {
		plan.URLs = append(plan.URLs, f.Address())
	}
	wanted, _ := chosen(p, only)
	for _, s := range wanted {
		if s.URL == nil {
			plan.ByLabel = append(plan.ByLabel, strings.Join(s.Path, " / "))
		}
	}
	return plan, nil
}
