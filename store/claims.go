package store

import (
	"strings"
	"time"
	"unicode"

	"newskeep/scraper/news"
)

// instant is a stamp for comparing: the moment, or what is printed when that is
// not understood.
func instant(s news.Stamp) string {
	if s.Time.IsZero() {
		return squeeze(s.Text)
	}
	return s.Time.UTC().Format(time.RFC3339)
}

// publication is the publication time for comparing; empty when it is counted
// from the moment of reading.
func publication(a *news.Article) string {
	if counted(a) {
		return ""
	}
	return instant(a.Published)
}

// counted reports whether all we know of the publication time was counted back
// from the moment of reading: "3 hours ago" is another instant every hour.
// Machine-readable sources state an instant, whatever is printed beside it.
func counted(a *news.Article) bool {
	switch a.Provenance["published"].Source {
	case news.FromSiteJSON, news.FromJSONLD, news.FromMicrodata, news.FromMeta, news.FromURL:
		return false
	}
	return relative(a.Published)
}

// relative reports whether a printed date names no day of a calendar. That is
// told from its numbers, so that it holds in every language: a calendar date has
// a year, a numeric date, or a number that is the day of the month it was
// understood as. An offset that is stated comes from an attribute, never from
// such words.
func relative(s news.Stamp) bool {
	if s.Text == "" || s.Zone == news.ZoneStated {
		return false
	}
	nums := numbers(s.Text)
	joined := strings.ContainsAny(s.Text, "/") || strings.Count(s.Text, "-") > 1 || strings.Count(s.Text, ".") > 1
	if joined && len(nums) > 1 {
		return false
	}
	for _, n := range nums {
		if n >= 1000 {
			return false // a year
		}
		if !s.Time.IsZero() && n == s.Time.Day() && (s.Day || len(nums) > 2) {
			return false // "1 Dec", "1 Dec, 17:37"
		}
	}
	return true
}

// numbers are the runs of digits of a text, in any script.
func numbers(s string) []int {
	var list []int
	within := false
	for _, r := range s {
		if !unicode.IsDigit(r) {
			within = false
			continue
		}
		if !within {
			list, within = append(list, 0), true
		}
		if last := &list[len(list)-1]; *last < 1e6 {
			*last = *last*10 + digit(r)
		}
	}
	return list
}

// digit is the value of a decimal digit. Unicode keeps the ten of a script
// together, from zero up (The Unicode Standard, 4.6).
func digit(r rune) int {
	for v := 0; v < 9; v++ {
		if !unicode.Is(unicode.Nd, r-rune(v)-1) {
			return v
		}
	}
	return 9
}

// Slack of a modification time that was counted from the moment of reading.
const (
	slackOfHours = 90 * time.Minute
	slackOfDays  = 48 * time.Hour
)

// moved reports whether a page claims another modification time than before.
func moved(before, after news.Stamp) bool {
	if !relative(before) && !relative(after) {
		return instant(before) != instant(after)
	}
	if before.Time.IsZero() || after.Time.IsZero() {
		return before.IsZero() != after.IsZero()
	}
	slack := slackOfHours
	if before.Day || after.Day {
		slack = slackOfDays
	}
	return after.Time.Sub(before.Time).Abs() > slack
}
