package extract

import (
	"strings"
	"time"
)

// numericOrder is how a language writes a date in numbers alone.
type numericOrder uint8

const (
	orderUnknown    numericOrder = iota
	orderDayFirst                // 31/12/2024
	orderMonthFirst              // 12/31/2024
	orderYearFirst               // 24/12/31
)

// Orders by language (Unicode CLDR, short date formats). English alone says
// nothing: only its regions do. Canadian French writes the year first, Canadian
// English all ways.
const (
	dayFirstLanguages = " es fr de it pt nl tr ar ru uk pl cs sk da no nb nn fi id ms el ro bg sr he vi th hi bn ur ca gl " +
		"en-gb en-au en-nz en-ie en-in en-ng en-ke en-pk en-sg en-my "
	yearFirstLanguages = " ja zh ko hu sv lt fa mn "
)

// orderOf is the order of a BCP 47 tag.
func orderOf(lang string) numericOrder {
	lang = strings.ToLower(strings.ReplaceAll(lang, "_", "-"))
	base, _, _ := strings.Cut(lang, "-")
	switch {
	case lang == "":
		return orderUnknown
	case lang == "en-us":
		return orderMonthFirst
	case lang == "fr-ca":
		return orderUnknown
	case strings.Contains(dayFirstLanguages, " "+lang+" "), base != "en" && strings.Contains(dayFirstLanguages, " "+base+" "):
		return orderDayFirst
	case strings.Contains(yearFirstLanguages, " "+base+" "):
		return orderYearFirst
	}
	return orderUnknown
}

// dateAt reads a date that begins at token i.
func (f *stampFinder) dateAt(i int) (printedDate, bool) {
	switch t := f.at(i); t.kind {
	case tokenNumber:
		if d, ok := f.marked(i); ok {
			return d, true
		}
		if d, ok := f.numeric(i); ok {
			return d, true
		}
		if d, ok := f.dayMonth(i); ok {
			return d, true
		}
		if d, ok := f.yearMonth(i); ok {
			return d, true
		}
		return f.ago(i)
	case tokenWord:
		if t.month != 0 || t.jalali != 0 {
			if d, ok := f.monthDay(i); ok {
				return d, true
			}
		}
		if t.relDay {
			return printedDate{relative: true, day0: true, backDays: -int(t.day), from: i, to: i + 1}, true
		}
		return f.ago(i)
	}
	return printedDate{}, false
}

func isYear(t *token) bool {
	return t.kind == tokenNumber && t.digits == 4 && t.num >= firstYear && t.num <= lastYear
}

func isJalaliYear(t *token) bool {
	return t.kind == tokenNumber && t.digits == 4 && t.num >= 1300 && t.num <= 1499
}

// buddhistEra is how many years the calendar of Thailand is ahead.
const buddhistEra = 543

// isBuddhistYear reports a year of the calendar of Thailand, on a page in Thai.
func (f *stampFinder) isBuddhistYear(t *token) bool {
	return t.kind == tokenNumber && t.digits == 4 && t.num >= firstYear+buddhistEra && t.num <= lastYear+buddhistEra && strings.HasPrefix(f.hints.lang, "th")
}

func isDay(t *token) bool {
	return t.kind == tokenNumber && t.digits <= 2 && t.num >= 1 && t.num <= 31
}

// marked reads 2024年12月1日, 12月1日 and 2024년 12월 1일.
func (f *stampFinder) marked(i int) (printedDate, bool) {
	d := printedDate{from: i, yearless: true}
	if f.at(i + 1).is(roleYearMark) {
		if !isYear(f.at(i)) {
			return d, false
		}
		d.year, d.yearless = f.at(i).num, false
		i += 2
	} else if f.at(d.from - 1).is(roleYearMark) {
		return d, false // the year of an era: 令和6年12月1日
	}
	month, day := f.at(i), f.at(i+2)
	if month.kind != tokenNumber || !f.at(i+1).is(roleMonMark) || day.kind != tokenNumber || !f.at(i+3).is(roleDayMark) {
		return d, false
	}
	d.month, d.day, d.to = month.num, day.num, i+4
	return d, month.num >= 1 && month.num <= 12
}

// numeric reads three numbers with the same mark between them.
func (f *stampFinder) numeric(i int) (printedDate, bool) {
	a, b, c := f.at(i), f.at(i+2), f.at(i+4)
	sep := f.at(i + 1)
	d := printedDate{from: i, to: i + 5}
	if b.kind != tokenNumber || c.kind != tokenNumber || sep.kind != tokenMark || !f.at(i+3).isMark(sep.mark) ||
		sep.mark != '/' && sep.mark != '-' && sep.mark != '.' || b.digits > 2 {
		return d, false
	}
	// 1.2.3.4 and 1-2-3-4 are no dates.
	if next := f.at(i + 5); next.isMark(sep.mark) && !next.gap && f.at(i+6).kind == tokenNumber && !f.at(i+6).gap {
		return d, false
	}
	if prev := f.at(i - 1); prev.isMark(sep.mark) && !a.gap && f.at(i-2).kind == tokenNumber {
		return d, false
	}
	switch {
	case isYear(a) && c.digits <= 2:
		d.year, d.month, d.day = a.num, b.num, c.num
	case isJalaliYear(a) && c.digits <= 2 && strings.HasPrefix(f.hints.lang, "fa"):
		d.year, d.month, d.day, d.jalali = a.num, b.num, c.num, true
		return d, true
	case f.isBuddhistYear(c) && a.digits <= 2:
		d.year = c.num - buddhistEra
		return f.dayOrMonthFirst(d, a.num, b.num, sep.mark)
	case isYear(c) && a.digits <= 2:
		d.year = c.num
		return f.dayOrMonthFirst(d, a.num, b.num, sep.mark)
	case a.digits == 2 && b.digits == 2 && c.digits == 2 && sep.mark != '-':
		return f.shortYear(d, a.num, b.num, c.num)
	case sep.mark == '.' && f.order == orderDayFirst && a.digits+b.digits == 3 && a.digits <= 2 && b.digits <= 2 && c.digits == 2:
		return f.shortYear(d, a.num, b.num, c.num) // 2.11.22
	default:
		return d, false
	}
	return d, d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

// dayOrMonthFirst decides between 3 April and 4 March, or leaves it open.
func (f *stampFinder) dayOrMonthFirst(d printedDate, a, b int, sep rune) (printedDate, bool) {
	switch {
	case a < 1 || b < 1 || a > 31 || b > 31 || a > 12 && b > 12:
		return d, false
	// No language puts a point behind the month when it comes first.
	case sep == '.', a > 12, a == b, f.order == orderDayFirst && b <= 12:
		d.day, d.month = a, b
	case b > 12, f.order == orderMonthFirst:
		d.month, d.day = a, b
	default:
		d.open = true
	}
	return d, d.open || d.month <= 12
}

// shortYear reads three numbers of two digits each: only the language can tell.
func (f *stampFinder) shortYear(d printedDate, a, b, c int) (printedDate, bool) {
	switch f.order {
	case orderDayFirst:
		d.day, d.month, d.year = a, b, century(c)
	case orderMonthFirst:
		d.month, d.day, d.year = a, b, century(c)
	case orderYearFirst:
		d.year, d.month, d.day = century(a), b, c
	default:
		d.open = true
		return d, a <= 31 && b <= 31 && a > 0 && b > 0
	}
	return d, d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31
}

// century completes a year of two digits as POSIX strptime does for %y.
func century(y int) int {
	if y >= 69 {
		return 1900 + y
	}
	return 2000 + y
}

// dayMonth reads 1 Dec 2024, 1er décembre 2024, 1. Dezember, 1 de diciembre de
// 2024, ١ كانون الأول/ديسمبر ٢٠٢٤.
func (f *stampFinder) dayMonth(i int) (printedDate, bool) {
	d := printedDate{from: i, day: f.at(i).num}
	if !isDay(f.at(i)) {
		return d, false
	}
	j := f.skip(i+1, 3, ".-/,ºª°")
	if month := f.at(j + 1); f.at(j).is(roleMonthOf) && month.kind == tokenNumber && month.num >= 1 && month.num <= 12 {
		d.month = month.num
		return f.withYear(d, j+2), true
	}
	if !d.setMonth(f.at(j)) {
		return d, false
	}
	return f.withYear(d, f.afterMonth(j)), true
}

// monthDay reads Dec 1, 2024 and December 1st.
func (f *stampFinder) monthDay(i int) (printedDate, bool) {
	d := printedDate{from: i}
	d.setMonth(f.at(i))
	j := f.skip(f.afterMonth(i), 2, ".-/,")
	day := f.at(j)
	if !isDay(day) || f.isClock(j) {
		return d, false
	}
	// "mar. 3 déc. 2024": the first word was a weekday.
	if k := f.skip(j+1, 2, ".-"); f.at(k).month != 0 && !f.at(k).is(roleFiller) {
		return d, false
	}
	d.day = day.num
	j++
	if t := f.at(j); t.kind == tokenWord && !t.gap && t.is(roleFiller) {
		j++ // 1st
	}
	return f.withYear(d, j), true
}

// yearMonth reads 2024. december 1., 2024 Dec 1 and 2024. gada 1. decembrī.
func (f *stampFinder) yearMonth(i int) (printedDate, bool) {
	year := f.at(i)
	d := printedDate{from: i, year: year.num, jalali: isJalaliYear(year)}
	if !isYear(year) && !d.jalali {
		return d, false
	}
	j := f.skip(i+1, 2, ".-/,")
	if f.at(j).word == "m" { // 2025 m. gegužės 3 d.
		j = f.skip(j+1, 1, ".")
	}
	if k := f.skip(j+1, 1, "."); isDay(f.at(j)) && f.at(k).month != 0 && !d.jalali { // 2025. gada 3. maijā
		d.setMonth(f.at(k))
		d.day, d.to = f.at(j).num, k+1
		return d, true
	}
	if !d.setMonth(f.at(j)) || d.jalali != (f.at(j).jalali != 0) {
		return d, false
	}
	j = f.skip(f.afterMonth(j), 1, ".-/,")
	if !isDay(f.at(j)) || f.isClock(j) {
		return d, false
	}
	d.day, d.to = f.at(j).num, j+1
	if f.at(d.to).isMark('.') && !f.at(d.to).gap {
		d.to++
	}
	return d, true
}

// setMonth takes the month a word names.
func (d *printedDate) setMonth(t *token) bool {
	switch {
	case t.kind != tokenWord:
		return false
	case t.jalali != 0 && t.month == 0:
		d.month, d.jalali = int(t.jalali), true
	case t.month != 0:
		d.month = int(t.month)
	default:
		return false
	}
	return true
}

// afterMonth is the token after the name of a month and, where both are printed,
// its other name: تشرين الثاني/نوفمبر, كانون الأول (ديسمبر).
func (f *stampFinder) afterMonth(i int) int {
	month := f.at(i).month
	j := i + 1
	if f.at(j).isMark('/') || f.at(j).isMark('(') || f.at(j).isMark('-') {
		if next := f.at(j + 1); next.kind == tokenWord && next.month == month && month != 0 {
			j += 2
			if f.at(j).isMark(')') {
				j++
			}
			return j
		}
	}
	return i + 1
}

// withYear looks behind day and month for the year.
func (f *stampFinder) withYear(d printedDate, j int) printedDate {
	d.to = j
	k := f.skip(j, 3, ".,-/'")
	switch t := f.at(k); {
	case f.isBuddhistYear(t):
		d.year, d.to = t.num-buddhistEra, k+1
	case isYear(t) && !d.jalali, isJalaliYear(t) && d.jalali:
		d.year, d.to = t.num, k+1
	case t.kind == tokenNumber && t.digits == 2 && !d.jalali &&
		(f.at(k-1).isMark('\'') || (f.at(k-1).isMark('-') || f.at(k-1).isMark('.') && k == j+1 && !f.at(k+1).isMark('.')) && !t.gap || k == j && !f.isClock(k)):
		d.year, d.to = century(t.num), k+1
	case t.kind == tokenNumber && t.digits == 4 && !f.at(k+1).is(roleHour) && !f.isClock(k):
		d.open = true // of a calendar or an age we do not read
		d.to = k + 1
	default:
		d.yearless = true
		d.open = d.jalali
	}
	if f.at(d.to).is(roleYearMark) {
		d.to++
	}
	return d
}

// skip passes up to most fillers and marks from i on.
func (f *stampFinder) skip(i, most int, marks string) int {
	for ; most > 0; most-- {
		t := f.at(i)
		switch {
		case t.kind == tokenMark && strings.ContainsRune(marks, t.mark):
		case t.is(roleFiller) && t.month == 0 && t.unit == 0:
		default:
			return i
		}
		i++
	}
	return i
}

// ago reads "3 hours ago", "il y a une heure", "منذ ساعتين", "just now".
func (f *stampFinder) ago(i int) (printedDate, bool) {
	d := printedDate{relative: true, from: i}
	if f.at(i).is(roleNow) && len(f.tokens) <= 2 {
		d.to = i + 1
		return d, true
	}
	if unit := f.at(i); unit.unit != 0 && strings.HasSuffix(f.at(i+2).word, "opita") && f.at(i+1).kind == tokenNumber {
		// Swahili has the number behind: "saa 3 zilizopita".
		d.to = i + 3
		switch n := f.at(i + 1).num; unit.unit {
		case unitMinute:
			d.back = time.Duration(min(n, 10_000)) * time.Minute
		case unitHour:
			d.back = time.Duration(min(n, 10_000)) * time.Hour
		case unitDay:
			d.backDays = min(n, 10_000)
		default:
			d.open = true
		}
		return d, true
	}
	j, ago := i, false
	if f.at(j).is(roleAgo) && f.at(j).kind == tokenWord {
		ago = true
		j = f.skip(j+1, 2, "~")
		if f.at(j-1).is(roleOne) && f.at(j).unit != 0 {
			j-- // "hace una hora": the filler was the number
		}
	}
	lengths := 0
	for {
		n, next := f.length(j)
		if next == j {
			break
		}
		switch unit := f.at(next - 1).unit; unit {
		case unitSecond:
			d.back += time.Duration(n) * time.Second
		case unitMinute:
			d.back += time.Duration(n) * time.Minute
		case unitHour:
			d.back += time.Duration(n) * time.Hour
		case unitDay:
			d.backDays += n
		default:
			d.open = true
		}
		if f.at(next - 1).is(roleAgo) {
			ago = true // the unit says it itself: "3 órája", "3 ชั่วโมงที่แล้ว"
		}
		lengths++
		j = f.skip(next, 1, ",")
	}
	if lengths == 0 {
		return d, false
	}
	d.to = j
	if !ago {
		for ; j <= d.to+1; j++ {
			if f.at(j).is(roleAgo) {
				ago, d.to = true, j+1
				break
			}
		}
	}
	for d.to > i && !f.at(d.to-1).is(roleAgo) && f.at(d.to-1).unit == 0 {
		d.to-- // the filler behind the last length is not part of it
	}
	return d, ago
}

// length reads a number and its unit, and returns the token behind both; i itself
// when there is none. More than ten thousand of anything is no length of time.
func (f *stampFinder) length(i int) (n, next int) {
	t := f.at(i)
	switch {
	case t.kind == tokenNumber && t.num < 10000 && f.at(i+1).unit != 0:
		return t.num, i + 2
	case t.is(roleOne) && f.at(i+1).unit != 0:
		return 1, i + 2
	case t.kind == tokenWord && t.unit != 0 && t.dual:
		return 2, i + 1
	// Arabic says "منذ ساعة" for one hour.
	case t.kind == tokenWord && t.unit != 0 && f.at(i-1).is(roleAgo) && t.word[0] >= 0xd8 && t.word[0] <= 0xdb:
		return 1, i + 1
	}
	return 0, i
}
