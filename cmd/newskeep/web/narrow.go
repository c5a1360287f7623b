package web

import (
	"strconv"
	"strings"
	"time"

	"newskeep/store"
	"newskeep/store/query"
)

// namings are the fields of the query language that ask for what hits are counted by.
var namings = map[store.CountBy]query.Naming{
	store.CountSite: query.Site, store.CountSection: query.Section, store.CountKind: query.Kind, store.CountTag: query.Tag,
	store.CountByline: query.Byline, store.CountSource: query.Source,
}

// narrow is this search narrowed to a key that it was counted under; ok is false
// where the query language cannot ask for it. It may find more than were counted: a
// section is asked for by any step of its path, a source by words of its name.
func (a asking) narrow(by store.CountBy, key string) (narrowed asking, ok bool) {
	if key == "" || strings.Contains(key, `"`) { // which ends what is quoted
		return a, false
	}
	if of, known := namings[by]; known {
		return a.and(query.Name{Of: of, Value: key}), true
	}
	switch by {
	case store.CountDay, store.CountWeek, store.CountMonth, store.CountYear:
		return a.over(span(key)), true
	case store.CountCaptioned:
		return a.and(query.Text{In: query.Caption, Words: key, Exact: true}), true
	case store.CountTagPair:
		one, two, _ := strings.Cut(key, tagPair)
		if two == "" || strings.Contains(two, tagPair) { // a tag may be written so itself
			return a, false
		}
		return a.and(query.Name{Of: query.Tag, Value: one}).and(query.Name{Of: query.Tag, Value: two}), true
	}
	return a, false
}

// tagPair stands between the tags of a key of [store.CountTagPair].
const tagPair = " + "

// span is the first and the last date of a period, as the fields for dates take them:
// itself, but for a week, which no date names.
func span(key string) (from, to string) {
	year, week, ok := strings.Cut(key, "-W")
	if !ok {
		return key, key
	}
	// The fourth of January is in the first week: ISO 8601.
	fourth, err := time.Parse(time.DateOnly, year+"-01-04")
	n, err2 := strconv.Atoi(week)
	if err != nil || err2 != nil {
		return key, key // the store writes no other
	}
	monday := fourth.AddDate(0, 0, 7*(n-1)-(int(fourth.Weekday())+6)%7)
	return monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly)
}
