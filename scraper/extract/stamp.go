package extract

import (
	"time"
	"unicode/utf8"

	"newskeep/scraper/news"
)

// stampHints is what a reader of dates has to know beside the text.
type stampHints struct {
	lang       string          // BCP 47, lower case or not; decides 03/04/2025. Empty: such a date is not understood
	zone       *time.Location  // of a date that names none; nil: UTC, and the stamp says it is assumed
	zoneSource news.ZoneSource // how zone is known; ignored when zone is nil
	home       string          // IANA name of the clocks of the page's country, for names of zones with several meanings; may be empty
	seen       time.Time       // when the page was fetched; zero: relative and year-less dates are not understood
	named      bool            // the text begins with the label of a byline, so that words may be names
	layouts    []string        // Go layouts of a profile rule, tried first
}

const (
	// A stamp of more bytes than this is a sentence with a date in it.
	longestStamp = 300
	// So is one with more words that have nothing to do with dates, labels aside.
	strangeWords = 5
	// News has been online for a few decades; the margin is for archives of print
	// and for embargoed or misdated pages.
	firstYear, lastYear = 1900, 2100
)

// readStamp reads a date as people print it, in any of the main languages, with
// or without labels around it. Three things can come back:
//
//   - an instant, and true;
//   - a stamp with only Text, and false: a date, but one that cannot be pinned to
//     an instant without guessing (no year and no seen, 03/04/2025 in no known
//     language, an abbreviated zone with several meanings, 31 February);
//   - the zero stamp, and false: no date.
//
// Text is the date itself as printed, without the label and other words around.
func readStamp(text string, h stampHints) (news.Stamp, bool) {
	text = squeeze(text)
	if text == "" || len(text) > longestStamp {
		return news.Stamp{}, false
	}
	if s, ok := byLayouts(text, h); ok {
		return s, true
	}
	found := findStamps(text, h, 1)
	if len(found) == 0 {
		return news.Stamp{}, false
	}
	return found[0].stamp, !found[0].stamp.Time.IsZero()
}

// labelledStamp is one date of a text that may hold several.
type labelledStamp struct {
	stamp    news.Stamp // as readStamp gives it; Time may be zero
	modified bool       // the words before it say it is when the text was changed
	labelled bool       // the words before it say what it is at all
}

// readStamps reads all dates of a line such as "Published: 1 Dec 2024 | Updated:
// 2 Dec 2024", in order.
func readStamps(text string, h stampHints) []labelledStamp {
	text = squeeze(text)
	if text == "" || len(text) > longestStamp {
		return nil
	}
	return findStamps(text, h, 4)
}

// byLayouts reads text by the layouts of a profile rule.
func byLayouts(text string, h stampHints) (news.Stamp, bool) {
	if len(h.layouts) == 0 {
		return news.Stamp{}, false
	}
	ascii := asciiDigits(text)
	for _, layout := range h.layouts {
		t, err := time.ParseInLocation(layout, ascii, h.location())
		if err != nil {
			continue
		}
		stated, clock := layoutSays(layout)
		if t.Year() == 0 {
			if t = h.pastYear(t.Month(), t.Day(), clockOf(t)); t.IsZero() {
				return news.Stamp{Text: text}, false
			}
		}
		if t.Year() < firstYear || t.Year() > lastYear {
			continue
		}
		return news.Stamp{Time: t, Zone: h.source(stated), Day: !clock, Text: text}, true
	}
	return news.Stamp{}, false
}

// layoutSays reports whether a layout names a zone, and whether it gives a time
// of day: it asks the layout itself, by formatting times that differ in nothing
// else.
func layoutSays(layout string) (zone, clock bool) {
	at := func(hour int, loc *time.Location) string {
		return time.Date(2006, 1, 2, hour, 4, 5, 0, loc).Format(layout)
	}
	east := time.FixedZone("EAST", 3*3600)
	return at(3, time.UTC) != at(3, east), at(3, time.UTC) != at(17, time.UTC)
}

// location is where a date without a zone is read.
func (h *stampHints) location() *time.Location {
	if h.zone == nil {
		return time.UTC
	}
	return h.zone
}

// source says how the zone of a stamp is known.
func (h *stampHints) source(stated bool) news.ZoneSource {
	switch {
	case stated:
		return news.ZoneStated
	case h.zone == nil:
		return news.ZoneAssumed
	case h.zoneSource == "":
		return news.ZoneProfile
	}
	return h.zoneSource
}

// clock is a time of day.
type clock struct{ hour, min, sec, nsec int }

func clockOf(t time.Time) clock { return clock{t.Hour(), t.Minute(), t.Second(), t.Nanosecond()} }

// pastYear is the latest day of that month and number that does not lie after
// seen, give or take the day that zones can make. The zero time means that seen
// is not known or that there is no such day.
func (h *stampHints) pastYear(m time.Month, day int, c clock) time.Time {
	if h.seen.IsZero() {
		return time.Time{}
	}
	latest := h.seen.Add(24 * time.Hour)
	for year := latest.Year(); year > latest.Year()-9; year-- { // 29 February can be eight years back
		t := instant(year, int(m), day, c, h.location())
		if !t.IsZero() && !t.After(latest) {
			return t
		}
	}
	return time.Time{}
}

// instant is a date that exists, or the zero time. A time of day that a change of
// the clocks skipped is moved as the time package moves it.
func instant(year, month, day int, c clock, loc *time.Location) time.Time {
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > 31 ||
		c.hour > 23 || c.min > 59 || c.sec > 60 {
		return time.Time{}
	}
	if d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); d.Day() != day {
		return time.Time{} // 31 February
	}
	return time.Date(year, time.Month(month), day, c.hour, c.min, c.sec, c.nsec, loc)
}

// asciiDigits writes the digits of any script as 0 to 9.
func asciiDigits(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			b := make([]byte, 0, len(s))
			for _, r := range s {
				if v, ok := digit(r); ok {
					b = append(b, byte('0'+v))
				} else {
					b = utf8.AppendRune(b, r)
				}
			}
			return string(b)
		}
	}
	return s
}
