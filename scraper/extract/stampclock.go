package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clockAfter reads the time of day that follows a date.
func (f *stampFinder) clockAfter(i int) printedClock {
	for j := i; j <= i+5; j++ {
		if c := f.clockAt(j, false); c.ok {
			return c
		}
		if !f.skippable(j) {
			break
		}
	}
	return printedClock{}
}

// isClock reports that the number at i is an hour and not a day.
func (f *stampFinder) isClock(i int) bool { return f.clockAt(i, true).ok }

// clockAt reads a time of day that begins at token i: 17:37, 17.37, 17h37,
// 5:37 p.m., 17 Uhr, 午後5時37分, 오후 5:37, 1737 GMT. With strict only forms that
// cannot be anything else: 17.37 may be a number.
func (f *stampFinder) clockAt(i int, strict bool) printedClock {
	c := printedClock{from: i}
	var half role
	if t := f.at(i); t.kind == tokenWord && t.role&(roleAM|rolePM) != 0 && t.word[0] >= utf8.RuneSelf {
		half = t.role // only where it comes first: 午後5時37分; "am 5." is German
		i++
	}
	hour := f.at(i)
	if hour.kind != tokenNumber || hour.digits > 2 || hour.num > 24 {
		return f.militaryAt(i)
	}
	c.hour = hour.num
	next, min := f.at(i+1), f.at(i+2)
	j := i + 1
	switch {
	case next.isMark(':') && isMinute(min):
		c.min, j = min.num, i+3
		if f.at(j).isMark(':') && isMinute(f.at(j+1)) {
			c.sec, j = f.at(j+1).num, j+2
			if f.at(j).isMark('.') && !f.at(j).gap && f.at(j+1).kind == tokenNumber && !f.at(j+1).gap {
				j += 2 // a fraction of a second, which nobody prints on purpose
			}
		}
	case next.is(roleHour) && !next.is(roleFiller), next.is(roleHour) && (!next.gap || next.word != "h"), next.is(roleHour) && isMinute(min):
		j = i + 2
		if isMinute(min) && !min.gap || isMinute(min) && next.word != "uhr" && !f.at(i+3).isMark('.') && f.at(i+3).month == 0 {
			c.min, j = min.num, i+3
			if f.at(j).is(roleMinMark) {
				j++
			}
		}
	case !strict && next.isMark('.') && !next.gap && isMinute(min) && !min.gap && !f.at(i+3).isMark('.'):
		c.min, j = min.num, i+3
	case half != 0, next.is(roleAM), next.is(rolePM):
	default:
		return printedClock{}
	}
	if half == 0 {
		if t := f.at(j); t.kind == tokenWord && t.role&(roleAM|rolePM) != 0 && t.month == 0 && !f.beginsDate(j) {
			half = t.role
			j++
		}
	}
	if !c.setHalf(half) {
		return printedClock{}
	}
	if t := f.at(j); t.is(roleHour) {
		j++ // 17:37 Uhr, 17:37 hs
	}
	c.ok = true
	c.zone, c.to = f.zoneAt(j, c.sec != 0 || j-i >= 5)
	return c
}

// beginsDate guards German "am", which is "on the" before a date and half a day
// after a time: "17:37 am 1. Dezember".
func (f *stampFinder) beginsDate(i int) bool {
	return f.at(i).word == "am" && f.at(i+1).kind == tokenNumber
}

// setHalf applies a.m. or p.m. and reports whether the hour exists.
func (c *printedClock) setHalf(half role) bool {
	switch {
	case half&rolePM != 0 && c.hour < 12:
		c.hour += 12
	case half&roleAM != 0 && c.hour == 12:
		c.hour = 0
	}
	return c.hour <= 23
}

// militaryAt reads 1737 GMT: four digits are a time only before a zone.
func (f *stampFinder) militaryAt(i int) printedClock {
	t := f.at(i)
	c := printedClock{from: i}
	if t.kind != tokenNumber || t.digits != 4 || t.num/100 > 23 || t.num%100 > 59 {
		return c
	}
	z, to := f.zoneAt(i+1, false)
	if !z.stated || f.at(i+1).kind != tokenWord {
		return c
	}
	c.hour, c.min, c.zone, c.to, c.ok = t.num/100, t.num%100, z, to, true
	return c
}

func isMinute(t *token) bool { return t.kind == tokenNumber && t.digits == 2 && t.num <= 59 }

// zoneAt reads a zone behind a time of day and returns the token after it, i
// itself when there is none. A minus sign may also be the dash of a range, so it
// is an offset only behind a time that is precise enough for a machine.
func (f *stampFinder) zoneAt(i int, precise bool) (zone, int) {
	j := i
	open := f.at(j).isMark('(')
	if open {
		j++
	}
	if w := f.at(j).word; w == "بتوقيت" || w == "توقيت" {
		j++
	}
	t := f.at(j)
	var z zone
	end := i
	switch {
	case t.kind == tokenWord && f.isZoneName(t):
		z, _ = zoneNamed(t.word)
		end = j + 1
		if t.word == "utc" || t.word == "gmt" {
			if off, to := f.offsetAt(end, true); off.stated {
				z, end = off, to
			}
		}
	case t.kind == tokenMark:
		z, end = f.offsetAt(j, precise)
		if !z.stated {
			return zone{}, i
		}
	default:
		return zone{}, i
	}
	if open && f.at(end).isMark(')') {
		end++
	}
	return z, end
}

// isZoneName reports a word that names a zone. Latin abbreviations count in
// capitals only: "est" is also "is", "art" is art.
func (f *stampFinder) isZoneName(t *token) bool {
	if _, ok := zoneNamed(t.word); !ok {
		return false
	}
	printed := f.text[t.start:t.end]
	return strings.IndexFunc(printed, unicode.IsLower) < 0
}

// offsetAt reads +02:00, +0200, +02 and +2.
func (f *stampFinder) offsetAt(i int, minus bool) (zone, int) {
	sign, n := f.at(i), f.at(i+1)
	negative := sign.isMark('-')
	if !sign.isMark('+') && !(negative && minus) || n.kind != tokenNumber || n.gap {
		return zone{}, i
	}
	hours, minutes, end := n.num, 0, i+2
	switch {
	case n.digits == 4:
		hours, minutes = n.num/100, n.num%100
	case n.digits > 2:
		return zone{}, i
	case f.at(end).isMark(':') && isMinute(f.at(end+1)):
		minutes, end = f.at(end+1).num, end+2
	}
	z, ok := offset(negative, hours, minutes)
	if !ok {
		return zone{}, i
	}
	return z, end
}
