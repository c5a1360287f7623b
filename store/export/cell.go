package export

import (
	"strings"
	"unicode/utf8"
)

// Defused tells a reader of CSV how [Cell] changes text, and how that is undone.
const Defused = `An apostrophe stands before = + - @ and their full-width forms where nothing but spaces and quotes is before them in a cell, in a line of it, or behind a ";" or tab in it: a spreadsheet could take them for a formula. The text as it was: replace (^|[;\t\r\n])([ "']*)'([-=+@＝＋－＠]) by \1\2\3.`

const signs = "=+-@＝＋－＠"

// Cell defuses a cell of CSV: see [Defused]. Lines and what follows a semicolon count,
// too, because a spreadsheet in a language that separates lists by semicolons cuts a
// file of commas there. Different texts stay different:
// https://owasp.org/www-community/attacks/CSV_Injection.
func Cell(s string) string {
	if !strings.ContainsAny(s, signs) {
		return s
	}
	var b strings.Builder
	done := 0 // up to here s is in b
	for at := 0; ; {
		sign := len(s) - len(strings.TrimLeft(s[at:], ` "'`))
		if r, _ := utf8.DecodeRuneInString(s[sign:]); sign < len(s) && strings.ContainsRune(signs, r) {
			b.WriteString(s[done:sign])
			b.WriteByte('\'')
			done = sign
		}
		next := strings.IndexAny(s[at:], ";\t\r\n")
		if next < 0 {
			break
		}
		at += next + 1
	}
	b.WriteString(s[done:])
	return b.String()
}

// defused defuses all cells of a row, in place.
func defused(cells []string) []string {
	for i := range cells {
		cells[i] = Cell(cells[i])
	}
	return cells
}
