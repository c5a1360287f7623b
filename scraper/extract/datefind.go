package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// sayZone gives an instant the offset of the place where it was printed, and
// corrects one whose offset was not stated or is a template's "+00:00" behind local
// time. It looks for the same instant or the same wall clock among what else the
// page says; a date taken from a profile rule stays as it is.
func sayZone(c choice, all []candidate) choice {
	if !c.found || c.stamp.Day || c.stamp.Time.IsZero() || c.source == news.FromProfile {
		return c
	}
	if _, offset := c.stamp.Time.Zone(); offset != 0 || c.stamp.Zone != news.ZoneStated && c.stamp.Zone != news.ZoneAssumed {
		return c
	}
	for _, k := range all {
		_, offset := k.stamp.Time.Zone()
		if k.stamp.Time.IsZero() || k.stamp.Day || k.stamp.Zone != news.ZoneStated || offset == 0 && c.stamp.Zone == news.ZoneStated {
			continue
		}
		if wallClock(k.stamp.Time) == wallClock(c.stamp.Time) || k.stamp.Time.Sub(c.stamp.Time).Abs() < minuteOfPrint {
			c.stamp.Time, c.stamp.Zone = k.stamp.Time, k.stamp.Zone
			return c
		}
	}
	if c.stamp.Zone != news.ZoneStated {
		return c
	}
	for _, k := range all {
		if offset, ok := printedOffset(c.stamp.Time, k.stamp); ok {
			c.stamp.Time = c.stamp.Time.In(time.FixedZone("", int(offset/time.Second)))
			return c
		}
	}
	return c
}

// printedOffset is the offset at which an instant is what was printed without one:
// a wall clock some quarters of an hour away, or the day that begins at that
// instant. Offsets are those in use, UTC-12:00 to UTC+14:00.
func printedOffset(t time.Time, printed news.Stamp) (time.Duration, bool) {
	if printed.Text == "" || printed.Time.IsZero() || printed.Zone == news.ZoneStated {
		return 0, false
	}
	if _, own := printed.Time.Zone(); own != 0 {
		return 0, false // read in the zone that the profile names
	}
	offset := printed.Time.Sub(t.UTC().Truncate(time.Minute))
	if offset == 0 || offset < -12*time.Hour || offset > 14*time.Hour || offset%time.Hour != 0 && !brokenHours[offset] {
		return 0, false
	}
	if printed.Day {
		return offset, offset > 0 && offset <= 3*time.Hour && t.Minute() == 0 && t.Second() == 0
	}
	return offset, true
}

// brokenHours are the offsets in use that are no whole hours (IANA tz database).
var brokenHours = map[time.Duration]bool{
	-210 * time.Minute: true, -150 * time.Minute: true, 210 * time.Minute: true, 270 * time.Minute: true, 330 * time.Minute: true,
	345 * time.Minute: true, 390 * time.Minute: true, 570 * time.Minute: true, 630 * time.Minute: true,
}

const (
	longestDateLine = 120 // bytes of a line that is a date and what belongs to it
	lettersBeside   = 45  // most letters on it beside the date
)

// notDates are elements whose dates belong to something else than the article.
const notDates = nameRelated | nameTalk | nameMenu | nameTicker | nameJunk

// farDate looks for the day of publication where no metadata and no label at the
// headline give it: a line of its own beside the headline, the date the text opens
// with, or the one day that all short lines of the page agree on, those first whose
// markup or words say that it is one. Where several days are printed nothing tells
// which is the article's.
func (d *document) farDate(r region) (candidate, bool) {
	if c, ok := d.openingDate(r); ok {
		return c, true
	}
	var named, plain []candidate
	for _, l := range d.allLines() {
		if len(l.text) > longestDateLine || !strings.ContainsAny(l.text, "0123456789") {
			continue
		}
		near := r.near(l)
		if !near && d.isBeside(l.node) {
			continue
		}
		says := publishedLabel.MatchString(l.text)
		for _, s := range readStamps(l.text, d.stampHints()) {
			beside := letters(l.text) - letters(s.stamp.Text)
			if s.modified || s.stamp.Text == "" || !plausible(s.stamp.Time, d.seen) || beside > lettersBeside && !says {
				continue
			}
			c := candidate{stamp: s.stamp, source: news.FromStructure, rule: "only date of the page", node: l.node, weak: true}
			if beside <= lettersBeside/3 && near {
				c.rule = "date beside the headline"
				return c, true
			}
			if says || isDateElement(l.node) {
				c.rule = "element or label of a date"
				named = append(named, c)
			}
			plain = append(plain, c)
		}
	}
	for _, list := range [][]candidate{named, plain} {
		if c, ok := oneDay(list); ok {
			return c, true
		}
	}
	return candidate{}, false
}

// labelledDate reads the date behind a word such as "Published:" that begins a line
// below the headline, where no date near it stands there: those above it may be
// today's, in the head of the page.
func (d *document) labelledDate(r region, near []candidate, label *pattern, modified bool) []candidate {
	if r.head < 0 {
		return nil
	}
	for i := r.head + 1; i < r.to; i++ {
		for _, c := range near {
			if c.node == r.lines[i].node {
				return nil
			}
		}
	}
	for i := r.head + 1; i < min(r.head+labelLinesAfter, len(r.lines)); i++ {
		l := r.lines[i]
		if len(l.text) > longestDateLine || !strings.ContainsAny(l.text, ":：") || d.isBeside(l.node) {
			continue
		}
		if at := label.FindStringIndex(l.text); at == nil || at[0] > 0 {
			continue
		}
		for _, s := range readStamps(l.text, d.stampHints()) {
			if s.modified == modified && s.stamp.Text != "" && plausible(s.stamp.Time, d.seen) {
				return []candidate{{stamp: s.stamp, source: news.FromLabel, rule: "label of a date", node: l.node}}
			}
		}
	}
	return nil
}

// near reports one of the two lines before the headline or the six after it, as far
// as the text does not begin.
func (r region) near(l line) bool {
	for i := max(r.from-2, 0); r.head >= 0 && i < min(r.head+7, r.to, len(r.lines)); i++ {
		if r.lines[i].from == l.from {
			return true
		}
	}
	return false
}

// oneDay is the fullest of dates that are all of one day.
func oneDay(list []candidate) (candidate, bool) {
	if len(list) == 0 {
		return candidate{}, false
	}
	best := list[0]
	for _, c := range list[1:] {
		if !sameDay(c.stamp.Time, best.stamp.Time) {
			return candidate{}, false
		}
		if best.stamp.Day && !c.stamp.Day {
			best = c
		}
	}
	return best, true
}

// openingDate is a date at the very beginning of one of the first three paragraphs
// after the headline, set off by a mark, perhaps behind the kind of text it is the
// date of: "Press release of 25 January 2022 | Portmere".
func (d *document) openingDate(r region) (candidate, bool) {
	paragraphs := 0
	for i := max(r.head+1, 0); i < len(r.lines) && i < r.to+4 && paragraphs < 3; i++ {
		l := r.lines[i]
		if letters(l.text) < proseLetters {
			continue
		}
		paragraphs++
		words := strings.Fields(clip(l.text, 80))
		opening := strings.TrimLeft(strings.Join(words[:min(len(words), 6)], " "), "(") // the date reader takes no sentences
		for _, s := range readStamps(opening, d.stampHints()) {
			kind, rest, ok := strings.Cut(opening, s.stamp.Text)
			rest = strings.TrimSpace(rest)
			if !ok || s.stamp.Text == "" || rest == "" || !plausible(s.stamp.Time, d.seen) {
				continue
			}
			mark := []rune(rest)[0]
			if kind == "" && strings.ContainsRune("-–—.:|()„“«\"", mark) || len(strings.Fields(kind)) <= 2 && !hasDigit(kind) && strings.ContainsRune("|–—", mark) {
				return candidate{stamp: s.stamp, source: news.FromLabel, rule: "opening of the text", node: l.node, weak: true}, true
			}
		}
	}
	return candidate{}, false
}

// isBeside reports a line of a menu, a box of other stories, a discussion or the
// foot of the page.
func (d *document) isBeside(n *html.Node) bool {
	for i := 0; n != nil && n.DataAtom != atom.Body && i < 12; n, i = n.Parent, i+1 {
		switch n.DataAtom {
		case atom.Form:
			if i, ok := d.survey().at[n]; !ok || !d.survey().holdsHeadline(i) {
				return true
			}
		case atom.Nav, atom.Footer, atom.Aside, atom.A, atom.Figure:
			return true
		}
		if n.Type == html.ElementNode && nameOf(n)&notDates != 0 {
			return true
		}
	}
	return false
}

// isDateElement reports an element, or one near around it or the first in it, that
// is a time or called a date.
func isDateElement(n *html.Node) bool {
	says := func(n *html.Node) bool {
		return n.Type == html.ElementNode && (n.DataAtom == atom.Time || called(n, "date") || called(n, "datum") || called(n, "time") || called(n, "publish"))
	}
	if n == nil {
		return false // text that stands in nothing
	}
	for c := range n.Descendants() {
		if says(c) {
			return true
		}
	}
	for i := 0; n != nil && n.DataAtom != atom.Body && i < 2; n, i = n.Parent, i+1 {
		if says(n) {
			return true
		}
	}
	return false
}

// farTimes are the time elements outside the region, when all are of one day.
func (d *document) farTimes() (candidate, bool) {
	var list []candidate
	for _, n := range d.metadata().marks.times {
		if s, ok := d.propStamp(n); ok && !d.isBeside(n) {
			list = append(list, candidate{stamp: s, source: news.FromStructure, rule: "time", node: n, weak: true})
		}
	}
	return oneDay(list)
}

// anyDate reports whether a candidate is an instant or day that could be taken.
func (d *document) anyDate(cands []candidate) bool {
	for _, c := range cands {
		if plausible(c.stamp.Time, d.seen) {
			return true
		}
	}
	return false
}

// moreDates are the candidates for the publication that are looked for only when
// there is no other.
func (d *document) moreDates(r region, have []candidate) []candidate {
	var out []candidate
	if c, ok := d.metadata().titleDate(d, d.metadata().fields[profile.Headline]); ok {
		out = append(out, c)
	}
	if d.anyDate(have) || d.anyDate(out) {
		return out
	}
	if c, ok := d.farTimes(); ok {
		return append(out, c)
	}
	if c := d.metadata().pageDate; !c.stamp.IsZero() {
		return append(out, c)
	}
	if c, ok := d.metadata().otherObject(); ok {
		return append(out, c)
	}
	if c, ok := d.farDate(r); ok {
		out = append(out, c)
	}
	return out
}
