package web

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"newskeep/cmd/newskeep/compare"
)

// piece is a span of a comparison. Of a long text that is the same on both sides only
// what stands next to a change is shown; the middle is opened when asked for.
type piece struct {
	Op   string
	Text string // all of it, or its beginning
	Same string // the middle; empty when nothing is folded
	End  string
}

const (
	foldedFrom = 900 // letters of a text that is folded, at least
	beside     = 240 // letters that are shown beside a change, about
)

// Pieces of a comparison, in their order.
func (changesPage) Pieces(spans []compare.Span) []piece {
	all := make([]piece, len(spans))
	for i, s := range spans {
		all[i] = piece{Op: s.Op, Text: s.Text}
		letters := []rune(s.Text)
		if s.Op != compare.Equal || len(letters) < foldedFrom {
			continue
		}
		begin, end := 0, len(letters)
		if i > 0 {
			begin = beside + gap(letters[beside:2*beside])
		}
		if i < len(spans)-1 {
			window := slices.Clone(letters[end-2*beside : end-beside])
			slices.Reverse(window)
			end -= beside + gap(window)
		}
		all[i] = piece{Op: s.Op, Text: string(letters[:begin]), Same: string(letters[begin:end]), End: string(letters[end:])}
	}
	return all
}

// gap is where a text is best cut: before the end of a paragraph, else of a word, else
// where it is long enough.
func gap(letters []rune) int {
	n := slices.Index(letters, '\n')
	if n < 0 {
		n = slices.IndexFunc(letters, unicode.IsSpace)
	}
	return max(n, 0)
}

// Long says how long a text is.
func (changesPage) Long(text string) string {
	if n := len(strings.Fields(text)); n > 1 {
		return plural(n, "word")
	}
	return strconv.Itoa(utf8.RuneCountInString(text)) + " letters"
}

// Nothing says why no words differ.
func (p changesPage) Nothing() string {
	switch {
	case len(p.Revisions) == 1:
		return "The archive has seen no other state of this article."
	case p.From == p.To:
		return "A revision does not differ from itself: choose another."
	case p.Class == "removed":
		return "No words differ: the site took the article down, and this revision keeps its last words."
	case p.Class == "restored":
		return "No words differ: the article came back as it was."
	}
	return "No words differ."
}
