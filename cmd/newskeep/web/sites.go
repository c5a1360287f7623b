package web

import (
	"net/http"
	"slices"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// sitesPage is what the archive knows of its sites.
type sitesPage struct {
	Site     string               `json:"site"`
	From     time.Time            `json:"from"`
	To       time.Time            `json:"to"`
	Sites    []store.SiteStatus   `json:"sites"`
	Lines    []store.CoverageLine `json:"coverage"` // by site, section and day
	Findings []news.Finding       `json:"findings"`

	calendars []calendar
	days      int
}

func (p sitesPage) head() head { return head{Title: "Sites", Nav: "/sites"} }

// calendar is the coverage of one site, a month a table.
type calendar struct {
	store.SiteStatus
	Months   []month
	Findings []news.Finding
}

// month has its days in weeks that begin on Monday.
type month struct {
	Name  string
	Weeks [][7]*dayOf
}

// dayOf is one day of a site.
type dayOf struct {
	Day, Number            string
	Ran, Gap               bool
	New, Changed, Due, Got int
	Failed                 int
	Why                    string
}

// Says is how a day is told to those who do not see its colour.
func (d dayOf) Says() string {
	switch {
	case d.Gap:
		return "gap: " + d.Why
	case !d.Ran:
		return "no run"
	}
	return ""
}

// Class of the day's cell.
func (d dayOf) Class() string {
	switch {
	case d.Gap:
		return "gap"
	case !d.Ran:
		return "idle"
	case d.New == 0:
		return "ran"
	case d.New < 10:
		return "some"
	}
	return "many"
}

func (r *room) sites(q *http.Request) (shown, error) {
	ctx := q.Context()
	p := sitesPage{Site: q.FormValue("site"), To: r.Now(), Lines: []store.CoverageLine{}, Findings: []news.Finding{}}
	var err error
	if p.days, err = number(q, "days", 62, 1, 366); err != nil {
		return nil, err
	}
	if p.Sites, err = r.archive.SiteStatuses(ctx); err != nil {
		return nil, err
	}
	if _, err := r.sitesWith(q, p.Site); err != nil {
		return nil, err
	}
	switch s := q.FormValue("to"); s {
	case "":
		if last := lastRun(p.Sites, p.Site); !last.IsZero() && r.Now().Sub(last) > time.Duration(p.days)*24*time.Hour {
			p.To = last // an archive that is not crawled any more is shown where it has something
		}
	default:
		if p.To, err = time.Parse(time.DateOnly, s); err != nil {
			return nil, badRequest("%q is no day, such as 2024-12-01.", s)
		}
	}
	p.From = p.To.AddDate(0, 0, 1-p.days)
	c, err := r.archive.Coverage(ctx, store.CoverageRequest{Site: p.Site, From: p.From, To: p.To, Now: r.Now(), Wanted: r.Wanted})
	if err != nil {
		return nil, err
	}
	p.Lines, p.Findings = append(p.Lines, c.Lines...), append(p.Findings, c.Findings...)
	for _, s := range c.Sites {
		i := slices.IndexFunc(p.Sites, func(one store.SiteStatus) bool { return one.Name == s.Name })
		if i < 0 {
			continue
		}
		cal := calendar{SiteStatus: p.Sites[i], Months: months(s, c.Lines)}
		for _, f := range c.Findings {
			if f.Site == s.Name {
				cal.Findings = append(cal.Findings, f)
			}
		}
		p.calendars = append(p.calendars, cal)
	}
	return p, nil
}

// sitesWith are the sites of the archive, among which one that is asked for must be.
func (r *room) sitesWith(q *http.Request, name string) ([]news.Site, error) {
	list, err := r.archive.Sites(q.Context())
	if err == nil && name != "" && !slices.ContainsFunc(list, func(s news.Site) bool { return s.Name == name }) {
		err = notFound("The archive has no site %q; those it has are listed under Sites.", name)
	}
	return list, err
}

func lastRun(sites []store.SiteStatus, name string) time.Time {
	var last time.Time
	for _, s := range sites {
		if (name == "" || s.Name == name) && s.LastRun != nil && s.LastRun.Started.After(last) {
			last = s.LastRun.Started
		}
	}
	return last
}

// Calendars of the sites.
func (p sitesPage) Calendars() []calendar { return p.calendars }

// Days that are shown.
func (p sitesPage) Days() int { return p.days }

func months(s store.CoverageSite, lines []store.CoverageLine) []month {
	days := map[string]*dayOf{}
	for _, d := range s.Days {
		days[d] = &dayOf{Day: d, Number: d[len(d)-2:], Ran: s.Ran[d]}
	}
	for _, l := range lines {
		d := days[l.Day]
		if l.Site != s.Name || d == nil {
			continue
		}
		d.New += l.New
		d.Changed += l.Changed
		d.Due += l.Due
		d.Got += l.Fetched + l.NotModified
		d.Failed += l.Failed + l.Blocked
		if l.Gap {
			d.Gap, d.Why = true, l.Why
		}
	}
	var list []month
	for _, key := range s.Days {
		at, err := time.Parse(time.DateOnly, key)
		if err != nil {
			continue // the store writes no other
		}
		name := at.Format("January 2006")
		weekday := (int(at.Weekday()) + 6) % 7
		if n := len(list); n == 0 || list[n-1].Name != name {
			list = append(list, month{Name: name, Weeks: make([][7]*dayOf, 1)})
		} else if weekday == 0 {
			list[n-1].Weeks = append(list[n-1].Weeks, [7]*dayOf{})
		}
		m := &list[len(list)-1]
		m.Weeks[len(m.Weeks)-1][weekday] = days[key]
	}
	return list
}
