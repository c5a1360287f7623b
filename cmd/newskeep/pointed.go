package main

import (
	"strings"
	"unicode"

	"newskeep/store/query"
)

// around is how much of a long query is shown on each side of a mistake, in characters.
const around = 60

// pointed is a query with a sign below the character that is wrong, on lines of their
// own; empty where nobody can say on which column of a terminal it stands: in scripts
// from right to left, with wide letters or marks.
func pointed(wrong *query.SyntaxError) string {
	in := []rune(wrong.Query)
	if wrong.Pos > len(in) || strings.ContainsFunc(wrong.Query, func(r rune) bool {
		return r >= 0x300 && !unicode.In(r, unicode.Greek, unicode.Cyrillic) || !unicode.IsPrint(r) || unicode.Is(unicode.Mn, r)
	}) {
		return ""
	}
	from, to := max(wrong.Pos-around, 0), min(wrong.Pos+around, len(in))
	before, behind := string(in[from:wrong.Pos]), string(in[wrong.Pos:to])
	if from > 0 {
		before = "..." + before
	}
	if to < len(in) {
		behind += "..."
	}
	return "\n  " + before + behind + "\n  " + strings.Repeat(" ", len([]rune(before))) + "^"
}
