package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// dateChoice decides one of the two dates. An instant whose offset is stated goes
// before one whose zone has to be assumed, whatever their places in the cascade:
// many templates print local time or UTC into meta tags without saying which.
func (d *document) dateChoice(cands []candidate) choice {
	order := make([]candidate, 0, len(cands))
	for rank := range 5 {
		for _, c := range cands {
			if dateRank(c) == rank {
				order = append(order, c)
			}
		}
	}
	if d.anyDate(cands) {
		return choose(order, func(c candidate) bool { return plausible(c.stamp.Time, d.seen) })
	}
	return choose(order, func(c candidate) bool { return c.stamp.Time.IsZero() && c.stamp.Text != "" })
}

// dateRank is the quality of a date, the best first.
func dateRank(c candidate) int {
	s := c.stamp
	switch {
	case s.Time.IsZero():
		return 4
	case c.source == news.FromProfile:
		return 0
	case s.Day:
		return 3
	case s.Zone == news.ZoneStated:
		return 1
	case c.source == news.FromLabel && s.Zone != news.ZoneAssumed:
		return 1 // printed in the zone the profile names
	}
	return 2
}

// printed gives a date taken from an attribute the text that readers see for it:
// that of a printed date which is the same instant, the same wall clock, or else
// the same day.
func printed(c choice, labels []candidate) choice {
	if !c.found || c.stamp.Text != "" || c.stamp.Time.IsZero() {
		return c
	}
	want := c.stamp.Time
	best := 0
	for _, l := range labels {
		if l.stamp.Text == "" {
			continue
		}
		got, score := l.stamp.Time, 0
		switch {
		case got.IsZero():
			continue
		case !l.stamp.Day && (got.Sub(want).Abs() < minuteOfPrint || wallClock(got) == wallClock(want) || wallClock(got) == wallClock(want.UTC())):
			score = 3
		case !l.stamp.Day && got.Sub(want).Abs() < 15*time.Hour && got.Minute() == want.Minute():
			score = 2 // another zone
		case l.stamp.Day && (sameDay(got, want) || sameDay(got, want.UTC())):
			score = 2
		case sameDay(got, want):
			score = 1
		}
		if score > best {
			best, c.stamp.Text = score, l.stamp.Text
		}
	}
	return c
}

func wallClock(t time.Time) string { return t.Format("2006-01-02 15:04") }

func sameDay(a, b time.Time) bool { return a.Format("2006-01-02") == b.Format("2006-01-02") }

// dates decides when the article was published and changed.
func (d *document) dates(r region, labels *labelReader) (published, modified choice) {
	m := d.metadata()
	var pub, mod []candidate
	pub = append(append(pub, d.byRules(profile.Published)...), m.fields[profile.Published]...)
	mod = append(append(mod, d.byRules(profile.Modified)...), m.fields[profile.Modified]...)
	times := d.timeElements(r)
	below := d.labelledDate(r, labels.fields[profile.Published], publishedLabel, false)
	near := append(append(below, labels.fields[profile.Published]...), times...)
	pub = append(append(pub, d.moreDates(r, append(near, pub...))...), near...)
	mod = append(append(mod, labels.fields[profile.Modified]...), d.labelledDate(r, labels.fields[profile.Modified], modifiedLabel, true)...)
	if s, ok := d.urlDate(); ok {
		pub = append(pub, candidate{stamp: s, source: news.FromURL, rule: "path", weak: true})
	}
	// A text printed for the publication says nothing about a change.
	pub = d.outvoted(pub, labels.fields[profile.Published])
	return printed(d.atHome(sayZone(d.dateChoice(pub), pub)), withText(labels.fields[profile.Published], pub, times)),
		printed(d.atHome(sayZone(d.dateChoice(mod), append(mod, pub...))), withText(labels.fields[profile.Modified], mod))
}

// withText are the candidates that were printed: labels first.
func withText(labels []candidate, lists ...[]candidate) []candidate {
	out := append([]candidate(nil), labels...)
	for _, list := range lists {
		for _, c := range list {
			if c.stamp.Text != "" && c.source != news.FromLabel {
				out = append(out, c)
			}
		}
	}
	return out
}

// timeElements are the time elements of the region, the instant from the
// attribute and the text as printed.
func (d *document) timeElements(r region) []candidate {
	var out []candidate
	for _, n := range d.metadata().marks.times {
		if len(out) >= 3 || !r.holds(n) {
			continue
		}
		if s, ok := d.propStamp(n); ok && !d.isCutNode(n) {
			if modifiedLabel.MatchString(attr(n, "class")) || saidModified(d.text(n.Parent), s.Text) {
				continue
			}
			out = append(out, candidate{stamp: s, source: news.FromStructure, rule: "time", node: n})
		}
	}
	return out
}

// saidModified reports a word for a change before a date, which then is that of the
// change. Behind it the word belongs to another one, and the text may be a whole
// article.
func saidModified(text, date string) bool {
	if date == "" {
		return modifiedLabel.MatchString(text)
	}
	i := strings.Index(text, date)
	if i < 0 {
		return false
	}
	at := modifiedLabel.FindStringIndex(text[:i+len(date)])
	return at != nil && at[0] <= i
}

var (
	pathDate     = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)`)
	dayFirstDate = regexp.MustCompile(`/(\d{2})[-.]?(\d{2})[-.]?((?:19|20)\d\d)(?:[/_-]|$)`)
	compactDate  = regexp.MustCompile(`[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?:[/_.-]|$)`)
)

// urlDate is the day that stands in the page's address.
func (d *document) urlDate() (news.Stamp, bool) {
	for _, re := range []*regexp.Regexp{pathDate, compactDate, dayFirstDate} {
		p := re.FindStringSubmatch(d.url.Path)
		if p == nil {
			continue
		}
		year, _ := strconv.Atoi(p[1])
		month, _ := strconv.Atoi(p[2])
		day, _ := strconv.Atoi(p[3])
		if re == dayFirstDate {
			year, day = day, year
			if orderOf(d.stampHints().lang) != orderDayFirst && day <= 12 {
				continue // or the month first
			}
		}
		h := d.stampHints()
		t := instant(year, month, day, clock{}, h.location())
		if plausible(t, d.seen) {
			return news.Stamp{Time: t, Zone: h.source(false), Day: true}, true
		}
	}
	return news.Stamp{}, false
}

// isCutNode reports whether n or an ancestor was cut.
func (d *document) isCutNode(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if d.cut[n] {
			return true
		}
	}
	return false
}
