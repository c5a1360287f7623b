package extract

import (
	"time"

	"newskeep/scraper/news"
)

// printedDate is a date as its parts were printed, before a zone, a year or a
// decision between day and month is added.
type printedDate struct {
	year, month, day int
	yearless         bool
	jalali           bool // of the Persian calendar
	open             bool // a date, but one with two readings
	relative         bool // counted from seen
	back             time.Duration
	backDays         int
	day0             bool // a relative date that names no time of day by itself
	from, to         int  // tokens, to is exclusive
}

// printedClock is a time of day as printed, with the zone behind it.
type printedClock struct {
	clock
	zone     zone
	from, to int
	ok       bool
}

// stampFinder looks for dates in the tokens of one text.
type stampFinder struct {
	text   string
	tokens []token
	hints  stampHints
	order  numericOrder
}

// findStamps reads up to most dates of a squeezed text, in order. A text with too
// many words of its own is a sentence and has none.
func findStamps(text string, h stampHints, most int) []labelledStamp {
	if !mayHoldDate(text) {
		return nil
	}
	f := stampFinder{text: text, tokens: tokenize(text), hints: h, order: orderOf(h.lang)}
	if f.order == orderUnknown && h.home != "" && h.home != "Asia/Manila" {
		f.order = orderDayFirst // of the countries with one clock only the Philippines put the month first
	}
	strange := 0
	for i := range f.tokens {
		if t := &f.tokens[i]; t.kind == tokenWord && !t.known() {
			if _, zone := zoneNamed(t.word); !zone {
				strange++
			}
		}
	}
	if strange > strangeWords && (!h.named || strange > 3*strangeWords) {
		return nil
	}
	var found []labelledStamp
	var before printedClock // a time of day that no date has claimed yet
	start := 0              // where the words about the next date begin
	for i := 0; i < len(f.tokens) && len(found) < most; {
		d, ok := f.dateAt(i)
		if !ok {
			if c := f.clockAt(i, true); c.ok {
				before, i = c, c.to
			} else {
				i++
			}
			continue
		}
		c := f.clockAfter(d.to)
		if !c.ok && before.ok && f.between(before.to, d.from) {
			c = before
		}
		before = printedClock{}
		if c.ok && c.from >= d.to && d.yearless {
			if t := f.at(c.to); t.kind == tokenNumber && isYear(t) {
				d.year, d.yearless = t.num, false // Sun Dec 1 17:37:00 UTC 2024
				c.to++
			}
		}
		if d.day0 && !c.ok && strange > 0 {
			i = d.to // "today" in running text
			continue
		}
		s := f.stamp(d, c)
		l := labelledStamp{stamp: s}
		l.modified, l.labelled = f.label(start, d.from)
		i = max(d.to, c.to)
		if t := f.at(i); len(found) > 0 && !l.labelled && t.is(roleModify) && t.word >= "\u3000" {
			l.modified, l.labelled = true, true // 5月4日 9時10分更新
			i++
		}
		found = append(found, l)
		start = i
	}
	return found
}

// mayHoldDate is the quick test that most texts fail: a digit, or one of the few
// words that make a date without one.
func mayHoldDate(text string) bool {
	for _, r := range text {
		if _, ok := digit(r); ok {
			return true
		}
	}
	return len(text) <= 40 // "yesterday", "منذ ساعتين"
}

var noToken = &token{}

// at is the token at i; beyond either end one that is nothing.
func (f *stampFinder) at(i int) *token {
	if i < 0 || i >= len(f.tokens) {
		return noToken
	}
	return &f.tokens[i]
}

// label tells from the words before a date what it is the date of. The nearest
// such word decides.
func (f *stampFinder) label(from, to int) (modified, labelled bool) {
	for i := to - 1; i >= from && i >= to-6; i-- {
		switch t := f.at(i); {
		case t.is(roleModify):
			return true, true
		case t.is(rolePublish):
			return false, true
		}
	}
	return false, false
}

// between reports that nothing but separators, fillers and weekdays stands there.
func (f *stampFinder) between(from, to int) bool {
	for i := from; i < to; i++ {
		if !f.skippable(i) {
			return false
		}
	}
	return to-from <= 6
}

// skippable is what may stand between a date and its time of day.
func (f *stampFinder) skippable(i int) bool {
	t := f.at(i)
	switch t.kind {
	case tokenMark:
		switch t.mark {
		case ',', '-', '|', '/', '.', '@', '(', ')', '~', ';', '؛':
			return true
		}
	case tokenWord:
		return t.role&(roleFiller|roleHour) != 0 || t.weekday != 0 ||
			f.at(i-1).isMark('(') && f.at(i+1).isMark(')') // 2024年12月1日(日)
	}
	return false
}

// stamp puts a date and a time of day together.
func (f *stampFinder) stamp(d printedDate, c printedClock) news.Stamp {
	h := f.hints
	s := news.Stamp{Text: f.printed(d, c)}
	if c.zone.ambiguous != "" && h.zone == nil && h.home != "" {
		h.zone, _ = time.LoadLocation(h.home)
	}
	if d.open || c.zone.ambiguous != "" && h.zone == nil {
		return s
	}
	loc := h.location()
	if c.zone.loc != nil {
		loc = c.zone.loc
	}
	switch {
	case d.relative && h.seen.IsZero():
		return s
	case d.relative && d.backDays == 0 && !d.day0:
		s.Time = h.seen.In(loc).Add(-d.back).Truncate(time.Minute)
	case d.relative:
		y, m, day := h.seen.In(loc).AddDate(0, 0, -d.backDays).Date()
		s.Time = instant(y, int(m), day, c.clock, loc)
		s.Day = !c.ok
	case d.jalali:
		y, m, day, ok := fromJalali(d.year, d.month, d.day)
		if !ok {
			return s
		}
		s.Time, s.Day = instant(y, m, day, c.clock, loc), !c.ok
	case d.yearless:
		h.zone, s.Day = loc, !c.ok
		s.Time = h.pastYear(time.Month(d.month), d.day, c.clock)
	default:
		s.Time, s.Day = instant(d.year, d.month, d.day, c.clock, loc), !c.ok
	}
	if s.Time.IsZero() || s.Time.Year() < firstYear || s.Time.Year() > lastYear {
		return news.Stamp{Text: s.Text}
	}
	if c.zone.ambiguous != "" {
		if name, _ := s.Time.Zone(); name != c.zone.ambiguous {
			return news.Stamp{Text: s.Text}
		}
	}
	s.Zone = h.source(c.zone.stated || c.zone.ambiguous != "")
	return s
}

// printed is the part of the text that is the date: from its first token to its
// last, with the weekday before it.
func (f *stampFinder) printed(d printedDate, c printedClock) string {
	from, to := d.from, d.to
	if c.ok {
		from, to = min(from, c.from), max(to, c.to)
	}
	for from > 0 {
		k := from - 1
		for k > 0 && (f.at(k).isMark(',') || f.at(k).isMark('.') || f.at(k).is(roleFiller)) && f.at(k).weekday == 0 {
			k--
		}
		if f.at(k).weekday == 0 || f.at(k).kind != tokenWord || from-k > 3 {
			break
		}
		from = k
	}
	return f.text[f.tokens[from].start:f.tokens[to-1].end]
}

// fromJalali turns a date of the Solar Hijri calendar into a Gregorian one, by
// the 33-year cycle of 8 leap years, which is exact from 1178 to 1633 (Borkowski,
// "The Persian calendar for 3000 years", 1996).
func fromJalali(year, month, day int) (y, m, d int, ok bool) {
	if year < 1178 || year > 1633 || month < 1 || month > 12 || day < 1 {
		return 0, 0, 0, false
	}
	leap := (25*year+11)%33 < 8
	switch {
	case month <= 6 && day > 31, month > 6 && day > 30, month == 12 && day > 29 && !leap:
		return 0, 0, 0, false
	}
	days := 365*(year-1) + (8*year+21)/33 // in the years before, the first day of year 1 being 0 or 1
	if month <= 7 {
		days += 31 * (month - 1)
	} else {
		days += 6 + 30*(month-1)
	}
	t := time.Date(622, time.March, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days+day-1)
	return t.Year(), int(t.Month()), t.Day(), true
}
