package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// CoverageRequest asks what was due and what became of it. The zero request is
// about every site and the 28 days up to now.
type CoverageRequest struct {
	Site string    // empty: all
	From time.Time // first day; zero: 27 days before To. Days are those of the site's zone
	To   time.Time // last day, included; zero: today
	Now  time.Time // zero: time.Now

	Wanted Wanted
}

// Wanted are the moments from one to another at which a site's schedule wants a
// run; ok is false when the site has no schedule. Nil: no site has one. A site
// without one is held to its own habit; see [Coverage].
type Wanted func(site string, from, to time.Time) (at []time.Time, ok bool)

// CoverageLine is the ledger of one section on one day. Due is Fetched +
// NotModified + Blocked + Failed + Left; a page that came round in three runs of
// a day counts three times, and one that was asked for again after a failure
// counts once, as it was at last.
type CoverageLine struct {
	Site        string         `json:"site"`
	Section     string         `json:"section"` // path joined by " / "; empty: front page, feeds and what was found there
	Day         string         `json:"day"`     // "2024-12-01", in the site's zone
	Due         int            `json:"due"`
	Fetched     int            `json:"fetched"`      // answered with a body that was read
	NotModified int            `json:"not_modified"` // answered with "not modified"
	Unchanged   int            `json:"unchanged"`    // articles found as they were, "not modified" included
	New         int            `json:"new"`          // articles first seen
	Changed     int            `json:"changed"`      // articles with a new revision
	Blocked     int            `json:"blocked"`
	Failed      int            `json:"failed"`  // no usable answer, missing pages included
	Left        int            `json:"left"`    // still due when the run ended
	Dropped     int            `json:"dropped"` // addresses not asked for: by robots.txt, out of scope, no article; no part of Due
	Reasons     map[string]int `json:"reasons"` // what was blocked, failed, left or dropped, by its word
	Gap         bool           `json:"gap"`     // a finding is about this day; lines of no section stand for the whole site
	Why         string         `json:"why"`     // the kinds of the findings, joined by ", "
}

// Coverage is the ledger of some days and what is wrong with it.
type Coverage struct {
	Lines    []CoverageLine // by site, section and day; without those on which nothing was due
	Findings []news.Finding // see [news.SortFindings]
	Sites    []CoverageSite // by name
}

// CoverageSite is a site with the days the lines are about.
type CoverageSite struct {
	Name string
	Days []string        // each day from the first to the last, in the site's zone
	Ran  map[string]bool // days on which a run was under way
	From time.Time       // when the archive first knew the site

	// Missing are the times of which articles are missing, by what the findings say:
	// nobody looked, or saw less than usual. Whole days, in order, apart from each other.
	Missing []news.Span
}

// usualDays is how many days a usual band is taken from.
const usualDays = 28

// Coverage counts what was due, section by section and day by day, from the
// visits of live runs, and looks for gaps:
//
//   - a day on which the schedule wanted a run and none began before the next
//     day's first, or, where its runs were made under an earlier profile, which may
//     have had another schedule, on the day itself; a site without a schedule is expected to run on every day once
//     it ran on 12 of the 14 days before;
//   - a day whose runs were all refused, or reached nothing;
//   - a run that ended with pages left over, until a later one is complete;
//   - a section whose page cannot be had, gives no items any more, or has had no
//     new article for longer than chance explains;
//   - new articles outside the usual band of the 28 days before.
//
// The error is [ErrNotFound] when there is no such site.
func (r *Reader) Coverage(ctx context.Context, req CoverageRequest) (*Coverage, error) {
	if req.Now.IsZero() {
		req.Now = time.Now()
	}
	if req.To.IsZero() {
		req.To = req.Now
	}
	if req.From.IsZero() {
		req.From = req.To.AddDate(0, 0, 1-usualDays)
	}
	c := &Coverage{Lines: []CoverageLine{}, Findings: []news.Finding{}, Sites: []CoverageSite{}}
	sites, err := r.zones(ctx, req.Site)
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	for _, s := range sites {
		if err := r.cover(ctx, c, s, req); err != nil {
			return nil, fmt.Errorf("coverage of %s: %w", s.name, err)
		}
	}
	news.SortFindings(c.Findings)
	return c, nil
}

// zoned is a site and the zone its days are counted in.
type zoned struct {
	name  string
	zone  *time.Location
	known clock // since when
}

// day is the calendar day of a moment.
func (z *zoned) day(t time.Time) string { return t.In(z.zone).Format(time.DateOnly) }

// start is the first moment of a day.
func (z *zoned) start(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, z.zone)
	if err != nil {
		return time.Time{} // no day of ours
	}
	return t
}

// next is the calendar day some days after another.
func (z *zoned) next(day string, days int) string {
	t := z.start(day)
	return time.Date(t.Year(), t.Month(), t.Day()+days, 12, 0, 0, 0, z.zone).Format(time.DateOnly)
}

// days are all days from one to another.
func (z *zoned) days(from, to string) []string {
	var list []string
	for d := from; d <= to; d = z.next(d, 1) {
		list = append(list, d)
	}
	return list
}

// zones are the sites that were ever crawled, by name; one when it is named.
func (r *Reader) zones(ctx context.Context, site string) ([]*zoned, error) {
	var list []*zoned
	err := r.each(ctx, `SELECT s.name, s.zone, (SELECT min(started_at) FROM run WHERE site = s.name AND via = 'live')
		FROM site s WHERE ?1 = '' OR s.name = ?1 ORDER BY s.name`, []any{site},
		func(scan func(...any) error) error {
			z := &zoned{}
			var zone string
			if err := scan(&z.name, &zone, &z.known); err != nil {
				return err
			}
			var err error
			if z.zone, err = time.LoadLocation(zone); err != nil {
				z.zone = time.UTC // the zone of a site was valid when it was crawled
			}
			list = append(list, z)
			return nil
		})
	if err == nil && site != "" && len(list) == 0 {
		err = fmt.Errorf("site %q: %w: newskeep status lists the sites that are", site, ErrNotFound)
	}
	return list, err
}

// cover adds a site to c.
func (r *Reader) cover(ctx context.Context, c *Coverage, z *zoned, req CoverageRequest) error {
	if z.known.IsZero() {
		return nil // only imported
	}
	today := z.day(req.Now)
	from, to := max(z.day(req.From), z.day(z.known.Time)), min(z.day(req.To), today)
	site := CoverageSite{Name: z.name, Days: z.days(from, to), Ran: map[string]bool{}, From: z.known.Time}
	// The band of the first day needs the days before it.
	history := z.start(z.next(from, -usualDays-1))
	runs, err := r.coveredRuns(ctx, z, history)
	if err != nil {
		return err
	}
	lines, err := r.ledger(ctx, z, history, runs)
	if err != nil {
		return err
	}
	g := &gaps{zoned: z, CoverageRequest: req, today: today, from: from, to: to, runs: runs, lines: lines}
	if g.refused, err = r.refusals(ctx, z.name, history); err != nil {
		return err
	}
	g.nights()
	g.cutShort()
	if err := r.sectionPages(ctx, g); err != nil {
		return err
	}
	g.silent()
	g.volume()
	for _, run := range runs {
		for _, d := range z.days(z.day(run.started), z.day(run.until)) {
			site.Ran[d] = true
		}
	}
	g.mark()
	site.Missing = g.joined()
	for _, key := range slices.SortedFunc(maps.Keys(g.lines), compareKeys) {
		if l := g.lines[key]; l.Day >= from && l.Day <= to {
			c.Lines = append(c.Lines, *l)
		}
	}
	c.Findings = append(c.Findings, g.found...)
	c.Sites = append(c.Sites, site)
	return nil
}

// ledgerKey names a line of one site.
type ledgerKey struct{ section, day string }

func compareKeys(a, b ledgerKey) int {
	return cmp.Or(cmp.Compare(a.section, b.section), cmp.Compare(a.day, b.day))
}

// ledger counts the lines of a site since a moment, and what its runs got.
func (r *Reader) ledger(ctx context.Context, z *zoned, since time.Time, runs []*coveredRun) (map[ledgerKey]*CoverageLine, error) {
	lines := map[ledgerKey]*CoverageLine{}
	line := func(section, day string) *CoverageLine {
		key := ledgerKey{section, day}
		if lines[key] == nil {
			lines[key] = &CoverageLine{Site: z.name, Section: section, Day: day, Reasons: map[string]int{}}
		}
		return lines[key]
	}
	known, paths := sectionsOfPages{}, map[string]string{}
	for _, run := range runs {
		ended, err := r.endedAs(ctx, run, known)
		if err != nil {
			return nil, err
		}
		run.got = 0
		for e, n := range ended {
			at, err := time.Parse("2006-01-02T15:04", e.quarter)
			if err != nil {
				return nil, err
			}
			path, ok := paths[e.section]
			if !ok {
				if path, err = sectionPath(e.section); err != nil {
					return nil, err
				}
				paths[e.section] = path
			}
			line(path, z.day(at)).add(e.outcome, e.change, e.class, n)
			if e.outcome == news.Fetched || e.outcome == news.NotModified {
				run.got += n
			}
		}
	}
	for _, run := range runs {
		for section, n := range run.left {
			l := line(section, z.day(run.until))
			l.Due += n
			l.Left += n
			l.Reasons["left"] += n
		}
		for key, n := range run.skipped {
			l := line(key.section, z.day(run.started))
			l.Dropped += n
			l.Reasons[key.reason] += n
		}
	}
	return lines, nil
}

// add counts n pages whose visits ended alike.
func (l *CoverageLine) add(outcome news.Outcome, change news.Change, class string, n int) {
	if outcome != news.Dropped {
		l.Due += n
	}
	switch outcome {
	case news.Fetched:
		l.Fetched += n
	case news.NotModified:
		l.NotModified += n
	case news.Blocked:
		l.Blocked += n
	case news.Dropped:
		l.Dropped += n
	default:
		l.Failed += n
	}
	switch outcome {
	case news.Fetched, news.NotModified:
	default:
		if class == "" {
			class = string(outcome)
		}
		l.Reasons[class] += n
	}
	switch change {
	case news.ChangeNew:
		l.New += n
	case news.ChangeEdited:
		l.Changed += n
	case news.ChangeUnchanged:
		l.Unchanged += n
	}
}

// sectionPath reads a section as a column holds it and joins its path.
func sectionPath(column string) (string, error) {
	if column == "" || column == "[]" {
		return "", nil
	}
	path, err := textList(column)
	return strings.Join(path, " / "), err
}
