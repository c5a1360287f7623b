package extract

import (
	"strings"
	"time"

	"newskeep/scraper/news"
)

// readInstant reads a date that was written for machines: ISO 8601 (RFC 3339) in
// the shapes that are really found, RFC 822 and 1123, the dates of JavaScript and
// of Unix, seconds or milliseconds since 1970, .NET's /Date(…)/. What a person
// would print is read too, since people fill in attributes.
//
// Text of the stamp is empty: nobody sees such a value. It reports false, with
// the zero stamp, for anything that cannot be understood without guessing, and
// for 1970-01-01T00:00Z, which is how software writes that it knows no date.
func readInstant(value string, h stampHints) (news.Stamp, bool) {
	value = squeeze(value)
	if value == "" || len(value) > longestStamp {
		return news.Stamp{}, false
	}
	value = asciiDigits(value)
	s, ok := byLayouts(value, h)
	if !ok {
		s, ok = readISO(value, h)
	}
	if !ok {
		s, ok = readEpoch(value)
	}
	if !ok && startsAsISO(value) {
		return news.Stamp{}, false
	}
	if !ok {
		s, ok = isoPart(value, h)
	}
	if !ok {
		s, ok = readStamp(value, h)
	}
	if !ok || s.Time.Unix() == 0 {
		return news.Stamp{}, false
	}
	s.Text = ""
	return s, true
}

// isoPart reads a value that begins or ends with an ISO date, such as
// "Date: 2024-12-01T17:37:00Z".
func isoPart(value string, h stampHints) (news.Stamp, bool) {
	for _, word := range strings.Fields(value) {
		if strings.Contains(word, "T") {
			if s, ok := readISO(word, h); ok {
				return s, true
			}
		}
	}
	return news.Stamp{}, false
}

// startsAsISO reports a value with the T of ISO 8601 in its place. If it could not
// be read as such, reading a part of it would be a guess.
func startsAsISO(value string) bool {
	return len(value) > 11 && value[10] == 'T' && value[4] == '-' && value[7] == '-'
}

// scan reads fixed shapes from the front of a string.
type scan struct{ rest string }

// digits takes exactly n digits, -1 when there are fewer.
func (s *scan) digits(n int) int {
	if len(s.rest) < n {
		return -1
	}
	v := 0
	for i := 0; i < n; i++ {
		c := s.rest[i]
		if c < '0' || c > '9' {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	s.rest = s.rest[n:]
	return v
}

// upTo2 takes one or two digits, -1 when there is none.
func (s *scan) upTo2() int {
	if v := s.digits(2); v >= 0 {
		return v
	}
	return s.digits(1)
}

// one takes the first byte if it is one of set, and returns it, 0 otherwise.
func (s *scan) one(set string) byte {
	if s.rest == "" || strings.IndexByte(set, s.rest[0]) < 0 {
		return 0
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	return c
}

// readISO reads ISO 8601 and what passes for it: 2024-12-01T17:37:00+02:00, a
// space for the T, any number of fraction digits, 20241201T173700Z, +0200, +02,
// "+02:00[Asia/Beirut]", a named zone behind a space, and the offset whose plus
// sign a form decoder turned into a space.
func readISO(value string, h stampHints) (news.Stamp, bool) {
	s := scan{rest: value}
	year := s.digits(4)
	if year < 0 {
		return news.Stamp{}, false
	}
	sep := s.one("-/.")
	month := s.digits(2)
	if month < 0 && sep != 0 {
		month = s.upTo2()
	}
	if sep != 0 && s.one(string(sep)) == 0 {
		return news.Stamp{}, false
	}
	day := s.digits(2)
	if day < 0 && sep != 0 {
		day = s.upTo2()
	}
	if month < 0 || day < 0 {
		return news.Stamp{}, false
	}
	if s.rest == "" {
		t := instant(year, month, day, clock{}, h.location())
		return news.Stamp{Time: t, Zone: h.source(false), Day: true}, !t.IsZero()
	}
	rest := s.rest
	for s.one("Tt ,_-") != 0 {
	}
	c, ok := s.clock()
	if !ok {
		return dayWithZone(year, month, day, rest, h)
	}
	loc, stated, ok := s.zone()
	if !ok {
		return news.Stamp{}, false
	}
	if !stated {
		loc = h.location()
	}
	addDay := 0
	if c.hour == 24 && c.min == 0 && c.sec == 0 { // ISO 8601:2004, 4.2.3: midnight at the end of the day
		c.hour, addDay = 0, 1
	}
	t := instant(year, month, day, c, loc)
	if t = t.AddDate(0, 0, addDay); t.Year() < firstYear || t.Year() > lastYear {
		return news.Stamp{}, false
	}
	return news.Stamp{Time: t, Zone: h.source(stated)}, true
}

// dayWithZone reads what follows a date without a time of day: an offset, as XML
// Schema dates may have (2024-12-01+02:00), or Z.
func dayWithZone(year, month, day int, rest string, h stampHints) (news.Stamp, bool) {
	s := scan{rest: rest}
	loc, stated, ok := s.zone()
	if !ok || !stated {
		return news.Stamp{}, false
	}
	t := instant(year, month, day, clock{}, loc)
	return news.Stamp{Time: t, Zone: h.source(true), Day: true}, !t.IsZero()
}

// clock takes HH:MM[:SS[.fraction]] and, without colons, HHMM[SS].
func (s *scan) clock() (clock, bool) {
	var c clock
	start := s.rest
	if c.hour = s.upTo2(); c.hour < 0 {
		return c, false
	}
	colon := s.one(":") != 0
	if c.min = s.digits(2); c.min < 0 {
		s.rest = start
		return c, false
	}
	if !colon || s.one(":") != 0 {
		if v := s.digits(2); v >= 0 {
			c.sec = v
		} else if colon {
			return c, false
		}
	}
	if s.one(".,") != 0 {
		scale := 100_000_000
		for {
			v := s.digits(1)
			if v < 0 {
				break
			}
			c.nsec += v * scale // beyond nanoseconds scale is 0
			scale /= 10
		}
	}
	return c, true
}

// zone takes what follows a time of day. It reports ok with nothing stated at the
// end of the value, and false for a rest that means nothing.
func (s *scan) zone() (loc *time.Location, stated, ok bool) {
	spaced := s.one(" ") != 0
	if i := strings.IndexByte(s.rest, '['); i > 0 { // RFC 9557
		s.rest = s.rest[:i]
	}
	rest := strings.TrimSpace(s.rest)
	if rest == "" {
		return nil, false, true
	}
	if i := strings.IndexAny(rest, "+-"); i == 3 && (strings.HasPrefix(rest, "GMT") || strings.HasPrefix(rest, "UTC")) {
		rest = rest[3:]
	}
	if rest[0] == '+' || rest[0] == '-' || spaced && rest[0] >= '0' && rest[0] <= '9' {
		o := scan{rest: rest}
		sign := o.one("+-")
		hours := o.digits(2)
		colon := o.one(":") != 0
		minutes := o.digits(2)
		if hours < 0 || o.rest != "" || sign == 0 && !colon || colon && minutes < 0 {
			return nil, false, false
		}
		z, ok := offset(sign == '-', hours, max(minutes, 0))
		return z.loc, ok, ok
	}
	z, ok := zoneNamed(strings.ToLower(rest))
	if !ok || !z.stated {
		return nil, false, false
	}
	return z.loc, true, true
}

// readEpoch reads time since 1970: seconds (9 or 10 digits, with or without a
// fraction), milliseconds (12 or 13), microseconds (15 or 16), .NET's
// "/Date(1733067420000+0200)/", and dates written as one number.
func readEpoch(value string) (news.Stamp, bool) {
	if inner, ok := strings.CutPrefix(value, "/Date("); ok {
		value, _, _ = strings.Cut(inner, ")")
		if i := strings.LastIndexAny(value, "+-"); i > 0 {
			value = value[:i] // the offset is for display; the number is UTC
		}
	}
	if i := strings.IndexByte(value, '.'); i >= 9 && i <= 10 {
		value = value[:i]
	}
	s := scan{rest: value}
	n := len(value)
	if n < 9 || n > 16 {
		return news.Stamp{}, false
	}
	v := s.digits(n)
	if v < 0 || value[0] == '0' {
		return news.Stamp{}, false
	}
	var t time.Time
	switch n {
	case 9, 10:
		t = time.Unix(int64(v), 0)
	case 12, 13:
		t = time.UnixMilli(int64(v))
	case 15, 16:
		t = time.UnixMicro(int64(v))
	default:
		return news.Stamp{}, false
	}
	if t = t.UTC(); t.Year() < firstYear || t.Year() > lastYear {
		return news.Stamp{}, false
	}
	return news.Stamp{Time: t, Zone: news.ZoneStated}, true
}
