package profile

import (
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// DatedList is a list that a site has for each day, month or year of its past.
type DatedList struct {
	Pattern string    // absolute address with {yyyy}, {mm}, {dd}, {m} or {d} in it
	Since   time.Time // the first day that has one, in the site's zone
	step    step
}

// step is how long the time is that one list is about.
type step struct{ years, months, days int }

// DatedPage is one list: articles of the time from From up to To are on it.
type DatedPage struct {
	URL      string // normalised
	Slash    bool   // it is written with a slash at the end, which URL leaves out
	From, To time.Time
}

var dateMark = regexp.MustCompile(`\{[^{}]*\}`)

// format writes the date of a list into its address.
func (d *DatedList) format(t time.Time) string {
	return dateMark.ReplaceAllStringFunc(d.Pattern, func(mark string) string { return t.Format(dateMarks[mark]) })
}

var dateMarks = map[string]string{"{yyyy}": "2006", "{mm}": "01", "{m}": "1", "{dd}": "02", "{d}": "2"}

// DatedPages are the lists that touch a span, newest first. A zero from is Since;
// to is not included, nor is what begins after it.
func (p *Profile) DatedPages(d *DatedList, from, to time.Time) iter.Seq[DatedPage] {
	return func(yield func(DatedPage) bool) {
		if from.Before(d.Since) {
			from = d.Since
		}
		for at := p.datedAt(d, to.Add(-1)); at.To.After(from); at = p.datedAt(d, at.From.Add(-1)) {
			if !yield(at) {
				return
			}
		}
	}
}

// datedAt is the list of a moment.
func (p *Profile) datedAt(d *DatedList, t time.Time) DatedPage {
	y, m, day := t.In(p.Zone).Date()
	switch {
	case d.step.years > 0:
		m, day = 1, 1
	case d.step.months > 0:
		day = 1
	}
	from := time.Date(y, m, day, 0, 0, 0, 0, p.Zone)
	to := time.Date(y+d.step.years, m+time.Month(d.step.months), day+d.step.days, 0, 0, 0, 0, p.Zone)
	u, err := p.Home.Parse(d.format(from))
	if err != nil { // parsed with another date when the profile was read
		return DatedPage{}
	}
	return DatedPage{p.Normalize(u), news.Slashed(u.String()), from, to}
}

// DatedPage is the list with an address that is about a moment; ok is false when
// there is none.
func (p *Profile) DatedPage(address string, t time.Time) (page DatedPage, ok bool) {
	for i := range p.DatedLists {
		if page = p.datedAt(&p.DatedLists[i], t); page.URL == address {
			return page, true
		}
	}
	return DatedPage{}, false
}

func readDatedLists(p *Profile, list *node) []DatedList {
	var all []DatedList
	for _, n := range list.items() {
		m := n.mapping("dated list")
		if m == nil {
			continue
		}
		var d DatedList
		if u := m.need("url", `the address of a list with the date in it, such as "/archive/{yyyy}/{mm}/{dd}"`); u != nil {
			d.Pattern, d.step = readDated(p, u)
		}
		if since := m.need("since", "the first day that has a list, such as 2012-03-01"); since != nil {
			if d.Since = since.day(p.Zone); !d.Since.IsZero() && d.Since.Year() < 1900 {
				since.fail("since %s: no site is as old", since.text())
			}
		}
		all = append(all, d)
	}
	return all
}

// readDated reads the address of a dated list.
func readDated(p *Profile, n *node) (pattern string, s step) {
	pattern = n.text()
	if pattern == "" {
		return "", s
	}
	marks := dateMark.FindAllString(pattern, -1)
	seen := map[byte]bool{}
	for _, mark := range marks {
		if dateMarks[mark] == "" {
			n.fail("%s in %q: want {yyyy}, {mm}, {dd}, {m} or {d}", mark, pattern)
			return "", s
		}
		seen[mark[1]] = true
	}
	switch {
	case strings.ContainsAny(dateMark.ReplaceAllString(pattern, ""), "{}"):
		n.fail("%q: a brace that is no part of {yyyy}, {mm}, {dd}, {m} or {d}", pattern)
		return "", s
	case !seen['y']:
		n.fail("%q does not name the year: want {yyyy} in it", pattern)
		return "", s
	case seen['d'] && !seen['m']:
		n.fail("%q names a day and no month: want {mm} or {m} in it", pattern)
		return "", s
	case seen['d']:
		s = step{days: 1}
	case seen['m']:
		s = step{months: 1}
	default:
		s = step{years: 1}
	}
	if p.Home == nil {
		return pattern, s
	}
	d := DatedList{Pattern: pattern}
	u, err := p.Home.Parse(d.format(time.Date(2024, 11, 22, 0, 0, 0, 0, time.UTC)))
	switch {
	case err != nil:
		n.fail("address %q: %v", pattern, fmt.Errorf("with a date in it: %w", err))
	case !p.InScope(u):
		n.fail("%s is on %s, which is not among the hosts of this profile", u, u.Host)
	}
	return pattern, s
}
