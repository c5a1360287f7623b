package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// frontPage is what stood on a front page or a section page.
type frontPage struct {
	Site     string      `json:"site"`
	Section  string      `json:"section"` // empty: the front page
	AsOf     time.Time   `json:"as_of"`
	Modules  []moduleAt  `json:"modules"`
	Moments  []time.Time `json:"moments"`          // at which something changed, oldest first; every few where there are many
	Earlier  time.Time   `json:"earlier,omitzero"` // moment before the one that is shown, none left out
	Later    time.Time   `json:"later,omitzero"`   // and after it
	Known    int         `json:"known_moments"`    // how many there are
	Gone     []placed    `json:"gone"`             // what stood in the page's own list at the moment before, and does not now
	Sections []string    `json:"sections"`         // of the site
	Sites    []news.Site `json:"-"`
	path     string
}

// moduleAt is a module as it stood.
type moduleAt struct {
	Module  string   `json:"module"`
	Section string   `json:"section"`
	Page    string   `json:"page"`
	Items   []placed `json:"items"`
}

// placed is one item of it.
type placed struct {
	store.Placement
	ID  int64  `json:"id"`                  // article in the archive; 0: not there
	New bool   `json:"new,omitempty"`       // it did not stand in this list at the moment before
	Was int    `json:"was_slot,omitempty"`  // slot it held then, when it was another
	Old string `json:"was_title,omitempty"` // title it had then, when it was another
}

func (p frontPage) head() head {
	title := "Front page of " + p.Site
	nav := "/front"
	if p.Section != "" {
		title = p.Section + " of " + p.Site
	}
	if p.AsOf.IsZero() {
		return head{Title: title, Nav: nav}
	}
	return head{Title: title + ", " + stamp(p.AsOf) + " UTC", Nav: nav}
}

// Path of the page without its moment.
func (p frontPage) Path() string { return p.path }

// Step is the number of the moment that is shown.
func (p frontPage) Step() int {
	n, found := slices.BinarySearchFunc(p.Moments, p.AsOf, time.Time.Compare)
	if !found {
		n--
	}
	return max(n, 0)
}

// Last is the number of the last moment.
func (p frontPage) Last() int { return max(len(p.Moments)-1, 0) }

// At is the address of a moment; empty for none.
func (p frontPage) At(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return p.path + "?" + url.Values{"site": {p.Site}, "as_of": {moment.Format(time.RFC3339Nano)}}.Encode()
}

// Through says what the slider goes through.
func (p frontPage) Through() string {
	if p.Known > len(p.Moments) {
		return strconv.Itoa(len(p.Moments)) + " of its " + plural(p.Known, "moment")
	}
	return "its " + plural(p.Known, "moment")
}

// Title of the site, as its profile has it.
func (p frontPage) Title() string {
	if i := slices.IndexFunc(p.Sites, func(s news.Site) bool { return s.Name == p.Site }); i >= 0 && p.Sites[i].Title != "" {
		return p.Sites[i].Title
	}
	return p.Site
}

// SectionPath is the address of a section at the same moment.
func (p frontPage) SectionPath(name string) string {
	path := "/front"
	if name != "" {
		path = "/section/" + url.PathEscape(name)
	}
	return path + "?" + url.Values{"site": {p.Site}, "as_of": {p.AsOf.Format(time.RFC3339Nano)}}.Encode()
}

func (r *room) front(q *http.Request) (shown, error) { return r.asOf(q, "", "home") }

func (r *room) section(q *http.Request) (shown, error) {
	name := q.PathValue("name")
	if wantsTwin(q) {
		name = strings.TrimSuffix(name, ".json")
	}
	return r.asOf(q, name, "section")
}

// mostMoments is how many a slider has; more could not be told apart.
const mostMoments = 240

func (r *room) asOf(q *http.Request, section, module string) (shown, error) {
	ctx := q.Context()
	p := frontPage{Site: q.FormValue("site"), Section: section, path: "/front", Modules: []moduleAt{}, Gone: []placed{}, Sections: []string{}}
	if section != "" {
		p.path = "/section/" + url.PathEscape(section)
	}
	var err error
	if p.Sites, err = r.sitesWith(q, p.Site); err != nil {
		return nil, err
	}
	if p.Site == "" && len(p.Sites) > 0 {
		p.Site = p.Sites[0].Name
	}
	own := store.PlacementRequest{Site: p.Site, Section: section, Module: module}
	all, err := r.archive.Moments(ctx, own)
	if err != nil {
		return nil, err
	}
	p.Moments, p.Known = thin(all, mostMoments), len(all)
	if p.AsOf, err = moment(q.FormValue("as_of")); err != nil {
		return nil, err
	}
	if len(p.Moments) == 0 {
		if section == "" {
			return p, nil
		}
		if p.Site == "" {
			return nil, notFound("The archive has no section pages yet.")
		}
		return nil, notFound("The archive has no section page %q of %s.", section, p.Site)
	}
	if q.FormValue("step") != "" && q.FormValue("as_of") == "" {
		n, err := number(q, "step", 0, 0, len(p.Moments)-1)
		if err != nil {
			return nil, err
		}
		return nil, &moved{twinned(q, p.path) + "?" + url.Values{"site": {p.Site}, "as_of": {p.Moments[n].Format(time.RFC3339Nano)}}.Encode()}
	}
	if p.AsOf.IsZero() {
		p.AsOf = p.Moments[len(p.Moments)-1]
	}
	p.Earlier, p.Later = around(all, p.AsOf)
	modules, err := r.archive.Modules(ctx, p.Site)
	if err != nil {
		return nil, err
	}
	for _, m := range modules {
		if m.Section != "" && m.Module == "section" && !slices.Contains(p.Sections, m.Section) {
			p.Sections = append(p.Sections, m.Section)
		}
	}
	return p, cmp.Or(r.fill(q, &p, own), r.compare(q, &p, own))
}

// fill puts what stood then into p: the page's own list first, then the lists that
// are the same on all pages.
func (r *room) fill(q *http.Request, p *frontPage, own store.PlacementRequest) error {
	ask := []store.PlacementRequest{own, {Site: p.Site, Module: "most_read"}, {Site: p.Site, Module: "ticker"}}
	var urls []string
	for _, req := range ask {
		req.AsOf = p.AsOf
		list, err := r.archive.Placements(q.Context(), req)
		if err != nil {
			return err
		}
		for _, one := range list {
			n := len(p.Modules) - 1
			if n < 0 || p.Modules[n].Module != one.Module || p.Modules[n].Page != one.Page || p.Modules[n].Section != one.Section {
				p.Modules = append(p.Modules, moduleAt{Module: one.Module, Section: one.Section, Page: one.Page})
				n++
			}
			p.Modules[n].Items = append(p.Modules[n].Items, placed{Placement: one})
			urls = append(urls, one.URL)
		}
	}
	ids, err := r.archive.ArticlesAt(q.Context(), urls)
	for _, m := range p.Modules {
		slices.SortStableFunc(m.Items, func(a, b placed) int { return a.Slot - b.Slot })
		for i := range m.Items {
			m.Items[i].ID = ids[m.Items[i].URL]
		}
	}
	return err
}

// compare says of each item of the page's own list what became of it since the moment
// before.
func (r *room) compare(q *http.Request, p *frontPage, own store.PlacementRequest) error {
	if p.Earlier.IsZero() {
		return nil
	}
	own.AsOf = p.Earlier
	before, err := r.archive.Placements(q.Context(), own)
	if err != nil {
		return err
	}
	type item struct{ page, url string }
	was := map[item]store.Placement{} // in its best slot: an item can stand twice
	for _, b := range before {
		at := item{b.Page, b.URL}
		if had, twice := was[at]; !twice || b.Slot < had.Slot {
			was[at] = b
		}
	}
	there := map[item]bool{}
	for _, m := range p.Modules {
		for i := range m.Items {
			if one := &m.Items[i]; one.Module == own.Module {
				at := item{one.Page, one.URL}
				had, stood := was[at]
				one.New = !stood
				if stood && !there[at] {
					if had.Slot != one.Slot {
						one.Was = had.Slot
					}
					if had.Title != one.Title {
						one.Old = had.Title
					}
				}
				there[at] = true
			}
		}
	}
	var urls []string
	for _, b := range before {
		if at := (item{b.Page, b.URL}); !there[at] {
			there[at] = true
			p.Gone, urls = append(p.Gone, placed{Placement: b}), append(urls, b.URL)
		}
	}
	ids, err := r.archive.ArticlesAt(q.Context(), urls)
	for i := range p.Gone {
		p.Gone[i].ID = ids[p.Gone[i].URL]
	}
	return err
}

// Moved says what became of an item since the moment before; empty when nothing did.
func (p placed) Moved() string {
	switch {
	case p.New:
		return "new"
	case p.Was > p.Slot:
		return "up from " + strconv.Itoa(p.Was)
	case p.Was > 0:
		return "down from " + strconv.Itoa(p.Was)
	}
	return ""
}

// twinned keeps a redirect among the twins.
func twinned(q *http.Request, path string) string {
	if wantsTwin(q) {
		return path + ".json"
	}
	return path
}

// around are the moments before the one at which what stood at a time came to stand,
// and after it; zero where there is none.
func around(all []time.Time, at time.Time) (earlier, later time.Time) {
	n, found := slices.BinarySearchFunc(all, at, time.Time.Compare)
	if !found {
		n--
	}
	if n > 0 {
		earlier = all[n-1]
	}
	if n+1 < len(all) {
		later = all[n+1]
	}
	return earlier, later
}

// thin leaves at most n moments, evenly, the first and the last among them.
func thin(all []time.Time, n int) []time.Time {
	if len(all) <= n {
		return all
	}
	some := make([]time.Time, n)
	for i := range some {
		some[i] = all[i*(len(all)-1)/(n-1)]
	}
	return some
}
