package profile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Error is one mistake in a profile and where it is.
type Error struct {
	File    string // as given to [Parse]
	Line    int    // from 1
	Column  int    // from 1, in characters
	Msg     string // what is wrong, and what would be right where that is known
	Excerpt string // the offending line and a caret under the column; empty when the file has no such line
}

// Error is "file:line:column: message", followed by the excerpt.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg)
	if e.Excerpt != "" {
		s += "\n" + e.Excerpt
	}
	return s
}

// Errors returns every [*Error] that err holds, in the order of the file. It is
// nil when there is none.
func Errors(err error) []*Error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Error
		for _, e := range joined.Unwrap() {
			all = append(all, Errors(e)...)
		}
		return all
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}

// maxErrors bounds what one Parse reports: after so many, the rest are most
// likely consequences of the first.
const maxErrors = 20

// mistakes gathers the errors of one file.
type mistakes struct {
	file  string
	lines []string
	list  []*Error
}

func (m *mistakes) add(line, column int, format string, args ...any) {
	if len(m.list) >= 1000 {
		return // far more than are shown, also after sorting
	}
	m.list = append(m.list, &Error{
		File: m.file, Line: line, Column: column,
		Msg: fmt.Sprintf(format, args...), Excerpt: excerpt(m.lines, line, column),
	})
}

// err is nil without mistakes, the [*Error] itself when there is one, and all
// joined in the order of the file when there are more.
func (m *mistakes) err() error {
	slices.SortStableFunc(m.list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(m.list) > maxErrors {
		m.list = m.list[:maxErrors]
	}
	switch len(m.list) {
	case 0:
		return nil
	case 1:
		return m.list[0]
	}
	all := make([]error, len(m.list))
	for i, e := range m.list {
		all[i] = e
	}
	return errors.Join(all...)
}

// excerptWidth is how much of a long line is shown, in characters.
const excerptWidth = 100

// excerpt shows line number n of lines with a caret under column (both from 1).
func excerpt(lines []string, n, column int) string {
	if n < 1 || n > len(lines) {
		return ""
	}
	text := []rune(strings.ToValidUTF8(strings.TrimRight(lines[n-1], "\r"), "\uFFFD"))
	at := min(max(column-1, 0), len(text))
	if from := at - excerptWidth/2; from > 0 && len(text) > excerptWidth {
		text, at = text[from:], at-from
	}
	text = text[:min(len(text), excerptWidth)]
	// Tabs before the caret are kept, so that it stands under its character
	// whatever width a terminal gives them.
	pad := make([]rune, at)
	for i := range pad {
		pad[i] = ' '
		if text[i] == '\t' {
			pad[i] = '\t'
		}
	}
	number := fmt.Sprint(n)
	return fmt.Sprintf("%5s | %s\n%5s | %s^", number, string(text), "", string(pad))
}

// nearest returns the word of choices that a person most likely meant by s, or
// "" when none is near.
func nearest(s string, choices []string) string {
	best, found := len(s)/3+2, ""
	for _, c := range choices {
		d := distance(strings.ToLower(s), strings.ToLower(c))
		if d < best && d < utf8.RuneCountInString(c) {
			best, found = d, c
		}
	}
	return found
}

// maybe is "; did you mean X?" for the choice nearest to s, or nothing.
func maybe(s string, choices []string) string {
	if c := nearest(s, choices); c != "" {
		return fmt.Sprintf("; did you mean %q?", c)
	}
	return ""
}

// distance is the Levenshtein distance in characters. Only the first 64 of each
// word count: nobody mistypes a key that long.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	ra, rb = ra[:min(len(ra), 64)], rb[:min(len(rb), 64)]
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(rb)]
}
