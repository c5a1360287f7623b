package profile

import (
	"slices"
	"strings"
	"unicode"
)

// Cleaner is a named clean-up of a text value. One text may become several
// (splitting names) or none.
type Cleaner struct {
	Name string
	Do   func(string) []string
}

// one makes a Cleaner's function of one that gives a single text, or "" for none.
func one(f func(string) string) func(string) []string {
	return func(s string) []string {
		if s = f(s); s == "" {
			return nil
		}
		return []string{s}
	}
}

// cleaners are the names a profile may use.
var cleaners = []Cleaner{
	{"before_dash", one(BeforeDash)},
	{"commas", Commas},
	{"digits", one(Digits)},
	{"drop_parens", one(DropParens)},
	{"lower", one(strings.ToLower)},
	{"split_names", SplitNames},
	{"squeeze", one(Squeeze)},
	{"strip_by", one(StripBy)},
	{"strip_label", one(StripLabel)},
	{"strip_site", one(StripSite)},
	{"trailing_credit", one(func(s string) string { _, credit := TrailingCredit(s); return credit })},
}

// Cleaners returns the names of the cleaners in order.
func Cleaners() []string {
	names := make([]string, len(cleaners))
	for i, c := range cleaners {
		names[i] = c.Name
	}
	return names
}

func cleaner(name string) (Cleaner, bool) {
	i := slices.IndexFunc(cleaners, func(c Cleaner) bool { return c.Name == name })
	if i < 0 {
		return Cleaner{}, false
	}
	return cleaners[i], true
}

// CleanUp runs a value through cleaners, in order; each result of one goes
// through the next. Without cleaners the value comes back alone, squeezed.
func CleanUp(value string, list []Cleaner) []string {
	values := one(Squeeze)(value)
	for _, c := range list {
		var next []string
		for _, v := range values {
			next = append(next, c.Do(v)...)
		}
		values = next
	}
	return values
}

// Squeeze makes runs of white space, no-break spaces included, one space, trims
// the ends, and drops what only steers the layout: bidi controls, zero-width
// spaces, soft hyphens.
func Squeeze(s string) string {
	if isSqueezed(s) {
		return s // as most come, from texts that were squeezed before
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u061c',
			r == '\u200e', r == '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isSqueezed reports text that Squeeze would leave as it is; false also for some
// that it would.
func isSqueezed(s string) bool {
	for i, r := range s {
		switch {
		case r > ' ' && r < 0x80:
		case r == ' ':
			if i == 0 || i == len(s)-1 || s[i-1] == ' ' {
				return false
			}
		case r > 0xa0 && r < 0x1680 && r != 0xad && r != 0x61c, r > 0x3000 && r < 0xfeff: // letters of all scripts
		default:
			return false
		}
	}
	return true
}

// Commas splits at commas of any script.
func Commas(s string) []string {
	return pieces(strings.FieldsFunc(s, isComma))
}

func isComma(r rune) bool {
	return r == ',' || r == '\u060c' || r == '\u3001' || r == '\uff0c' // Arabic, ideographic, full-width
}

// pieces squeezes each text and drops the empty ones.
func pieces(all []string) []string {
	var kept []string
	for _, s := range all {
		if s = Squeeze(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// dashes that stand free between two parts of a line.
var dashes = []string{" - ", " – ", " — ", " ― ", " -- "}

// BeforeDash returns the text before the first dash that stands free: of "name -
// city" the name.
func BeforeDash(s string) string {
	s = Squeeze(s)
	end := len(s)
	for _, d := range dashes {
		if i := strings.Index(s, d); i > 0 && i < end {
			end = i
		}
	}
	return s[:end]
}

// DropParens cuts out what stands in parentheses, nested ones included. A
// parenthesis without its partner stays.
func DropParens(s string) string {
	var kept, inside strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '\uff08':
			depth++
			inside.WriteRune(r)
		case depth == 0:
			kept.WriteRune(r)
		default:
			inside.WriteRune(r)
			if r == ')' || r == '\uff09' {
				if depth--; depth == 0 {
					inside.Reset()
				}
			}
		}
	}
	kept.WriteString(inside.String())
	return Squeeze(kept.String())
}

// StripLabel takes off the text up to the first colon: of "Source: AP", "AP". A
// colon between digits (17:37) or before // (an address) ends no label.
func StripLabel(s string) string {
	s = Squeeze(s)
	runes := []rune(s)
	for i, r := range runes {
		if r != ':' && r != '\uff1a' {
			continue
		}
		rest := runes[i+1:]
		if len(rest) > 1 && rest[0] == '/' && rest[1] == '/' {
			return s
		}
		if i > 0 && unicode.IsDigit(runes[i-1]) && len(rest) > 0 && unicode.IsDigit(rest[0]) {
			return s
		}
		return Squeeze(string(rest))
	}
	return s
}

// siteMarks stand between a headline and the name of the site in a page's title.
var siteMarks = append([]string{" | ", " » ", " :: ", " • ", " · "}, dashes...)

// StripSite takes off the name of the site at the end of a page's title: of "A
// new tram - The Gazette", "A new tram". The name is what follows the last mark;
// when that is more than six words it is no name and nothing is taken off.
func StripSite(s string) string {
	s = Squeeze(s)
	at, width := -1, 0
	for _, mark := range siteMarks {
		if i := strings.LastIndex(s, mark); i > at {
			at, width = i, len(mark)
		}
	}
	if at <= 0 || len(strings.Fields(s[at+width:])) > 6 {
		return s
	}
	return strings.TrimSpace(s[:at])
}
