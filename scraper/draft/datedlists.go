package draft

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"golang.org/x/net/html/atom"
)

// datedList is a list that pages link to for several days, months or years.
type datedList struct {
	pattern string // as in a profile, relative to home
	since   string // first day of the oldest that is linked
	dates   int    // different ones that are linked
}

// datedForm is an address that ends in a date: in its path, or as the value of its
// only parameter. The groups are what stands before, year, sign, month, sign, day and
// what stands behind.
var datedForm = regexp.MustCompile(`^([^?]*?/(?:[a-z-]+[-_])?|[^?]*\?[a-z_]+=)((?:19|20)[0-9]{2})(?:([-/_.]?)([0-9]{1,2})(?:([-/_.]?)([0-9]{1,2}))?)?(/?|\.html?|\.php)$`)

// datedLeast is how many dates must be linked.
const datedLeast = 2

// archiveWords stand in addresses of lists by year: a year at the end of another is
// most often the name of something, such as an election.
var archiveWords = regexp.MustCompile(`(?i)archi[vefo]|arkiv|arquivo|hemeroteca|sitemap|chronolog|أرشيف|%D8%A3%D8%B1%D8%B4%D9%8A%D9%81`)

// dated is one address that ends in a date.
type dated struct {
	before, behind   string
	year, month, day string // as written; "" when not
	first, second    string // signs between them
}

// findDatedLists takes the lists by date from what pages link to, without the
// addresses of articles. Of those under one address the finest are taken: they leave
// nothing out.
func (w *work) findDatedLists() []datedList {
	groups := map[string]map[string]dated{} // by before, behind and fineness; by date
	for address := range w.linked() {
		if d, ok := datedIn(address); ok {
			key := fmt.Sprintf("%s\x00%s\x00%d", d.before, d.behind, d.fineness())
			if groups[key] == nil {
				groups[key] = map[string]dated{}
			}
			groups[key][d.date()] = d
		}
	}
	finest := map[string]datedList{} // by before
	fineness := map[string]int{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		group := groups[key]
		if len(group) < datedLeast {
			continue
		}
		oldest := group[slices.Min(slices.Collect(maps.Keys(group)))]
		if had, ok := fineness[oldest.before]; ok && had >= oldest.fineness() {
			continue
		}
		fineness[oldest.before] = oldest.fineness()
		finest[oldest.before] = datedList{pattern: datedPattern(slices.Collect(maps.Values(group))), since: oldest.date(), dates: len(group)}
	}
	list := slices.SortedFunc(maps.Values(finest), func(a, b datedList) int {
		return cmp.Or(b.dates-a.dates, cmp.Compare(a.pattern, b.pattern))
	})
	return list[:min(len(list), 5)]
}

// linked are the addresses on home's host that pages lead to and that are no
// articles, from the root on.
func (w *work) linked() map[string]bool {
	articles := map[string]bool{}
	for _, s := range w.articles {
		articles[s.url.RequestURI()] = true
	}
	var stories []*regexp.Regexp
	for _, p := range w.patterns.include {
		if re, err := regexp.Compile(p.text); err == nil {
			stories = append(stories, re)
		}
	}
	found := map[string]bool{}
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		for n := range s.trial.Root().Descendants() {
			href := ""
			switch n.DataAtom {
			case atom.A:
				href = attribute(n, "href")
			case atom.Option: // a choice of months
				href = attribute(n, "value")
			}
			u, err := url.Parse(s.trial.Resolve(href))
			if err != nil || href == "" || u.Host != w.home.Host || articles[u.RequestURI()] {
				continue
			}
			at := u.RequestURI()
			if !slices.ContainsFunc(stories, func(re *regexp.Regexp) bool { return re.MatchString(at) }) {
				found[at] = true
			}
		}
	}
	return found
}

func datedIn(address string) (d dated, ok bool) {
	m := datedForm.FindStringSubmatch(address)
	if m == nil {
		return d, false
	}
	d = dated{before: m[1], year: m[2], first: m[3], month: m[4], second: m[5], day: m[6], behind: m[7]}
	month, day := numberOr(d.month, 1), numberOr(d.day, 1)
	at := time.Date(numberOr(d.year, 0), time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if int(at.Month()) != month || at.Day() != day {
		return d, false
	}
	// 202403 and 20240305 have no signs, and only two digits each.
	if d.month == "" {
		return d, archiveWords.MatchString(d.before)
	}
	return d, (d.first != "" || len(d.month) == 2) && (d.day == "" || d.second == d.first && (d.second != "" || len(d.day) == 2))
}

func numberOr(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}

// fineness is 1 for a year, 2 for a month and 3 for a day.
func (d dated) fineness() int {
	switch {
	case d.day != "":
		return 3
	case d.month != "":
		return 2
	}
	return 1
}

func (d dated) date() string {
	return fmt.Sprintf("%s-%02d-%02d", d.year, numberOr(d.month, 1), numberOr(d.day, 1))
}

// datedPattern writes addresses of one form with marks for the date. A month or a day is
// written with two digits unless one address shows a single one.
func datedPattern(all []dated) string {
	d := all[0]
	mark := func(letter string, of func(dated) string) string {
		if slices.ContainsFunc(all, func(d dated) bool { return len(of(d)) == 1 }) {
			return "{" + letter + "}"
		}
		return "{" + letter + letter + "}"
	}
	text := d.before + "{yyyy}"
	if d.month != "" {
		text += d.first + mark("m", func(d dated) string { return d.month })
	}
	if d.day != "" {
		text += d.second + mark("d", func(d dated) string { return d.day })
	}
	return text + d.behind
}

// datedFolder is the form of addresses of articles that stand in the folder of a day
// or month.
var datedFolder = regexp.MustCompile(`^(.*?/)((?:19|20)[0-9]{2})/([0-9]{2})/(?:([0-9]{2})/)?[^/]+/?$`)

// folderOfArticles is the folder by date that all articles stand in, as the address of
// a dated list; "" when they do not. Whether it is a list nobody has said.
func (w *work) folderOfArticles() string {
	pattern := ""
	for _, s := range w.articles {
		m := datedFolder.FindStringSubmatch(s.url.Path)
		if m == nil {
			return ""
		}
		this := m[1] + "{yyyy}/{mm}/"
		if m[4] != "" {
			this += "{dd}/"
		}
		if pattern != "" && this != pattern {
			return ""
		}
		pattern = this
	}
	return pattern
}

func (w *work) writeDatedLists(o *writer) {
	switch folder := w.folderOfArticles(); {
	case len(w.datedLists) > 0:
		o.noted("dated_lists:", "for backfill --source dated; since is the oldest that a page links to")
		for _, d := range w.datedLists {
			o.line("  - url: %s", quoted(d.pattern))
			o.line("    since: %s", d.since)
		}
	case folder != "":
		o.line("# dated_lists: articles stand under %s; if that is a list, name it with the first day that has one", comment(folder, 200))
	}
}
