package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"newskeep/store"
)

// concordancePage is each place where the words of a query stand in a body, with the
// words around it: key words in context.
type concordancePage struct {
	asking
	Query  string         `json:"query"`          // canonical text
	AsOf   time.Time      `json:"as_of,omitzero"` // moment of which the answer is; zero: today
	Sort   store.KWICSort `json:"sort"`
	Width  int            `json:"width"` // characters on both sides
	Number int            `json:"page"`
	Limit  int            `json:"limit"`  // lines of a page
	Sorted int            `json:"sorted"` // lines that were put in order by their context, the newest; 0 in order of date
	Lines  []store.Line   `json:"lines"`
	More   bool           `json:"more"` // a next page has lines

	Hint string `json:"-"` // why there are none
}

func (p concordancePage) head() head { return viewOf("Concordance", p.Query) }

const (
	linesOfPage = 100
	widthOfLine = 45                // characters on both sides that fit on a screen
	mostLines   = store.LinesSorted // over all pages
)

// noLines says why a query has no concordance.
const noLines = "A concordance shows words in bodies, and this query looks for none there: add one, such as tram tag:budget or body:tram."

func (r *room) concordance(q *http.Request) (_ shown, err error) {
	p := concordancePage{Sort: store.KWICSort(q.FormValue("sort")), Lines: []store.Line{}}
	if p.asking, err = r.ask(q); err != nil {
		return nil, err
	}
	if p.Sort == "" {
		p.Sort = store.ByPlace
	}
	if p.Width, err = number(q, "width", widthOfLine, 10, 200); err != nil {
		return nil, err
	}
	if p.Limit, err = number(q, "limit", linesOfPage, 1, mostLines); err != nil {
		return nil, err
	}
	if p.Number, err = number(q, "page", 1, 1, (mostLines+p.Limit-1)/p.Limit); err != nil {
		return nil, err
	}
	if p.Query = p.text(); p.Query == "" {
		return p, nil
	}
	if !p.parsed.InBodies() {
		p.Hint, err = cannot(q, noLines)
		return p, err
	}
	archive, done, err := r.archiveOf(q, p.asking)
	if err != nil {
		return nil, err
	}
	defer func() { done(err) }()
	p.AsOf = archive.Past()
	most := min(p.Number*p.Limit+1, mostLines)
	if p.Sort != store.ByPlace {
		most = mostLines // which are read anyhow
	}
	lines, err := archive.KWIC(q.Context(), store.KWICRequest{Query: p.Query, Limit: most, Width: p.Width, Sort: p.Sort})
	if err != nil {
		return nil, err
	}
	if p.Sort != store.ByPlace {
		p.Sorted = len(lines)
	}
	from, to := min((p.Number-1)*p.Limit, len(lines)), min(p.Number*p.Limit, len(lines))
	p.More = to < len(lines)
	p.Lines = append(p.Lines, lines[from:to]...)
	return p, nil
}

// lineShown is a line on the page.
type lineShown struct {
	store.Line
	Dir, Address string
	Joined       bool // what stands behind is no word of its own
}

// Day of publication by the site's own clock; empty when there is none.
func (l lineShown) Day() string { return l.Published[:min(len(l.Published), len("2024-12-01"))] }

// Shown are the lines of the page.
func (p concordancePage) Shown() []lineShown {
	all := make([]lineShown, len(p.Lines))
	for i, l := range p.Lines {
		all[i] = lineShown{Line: l, Dir: "ltr", Address: p.article(l.ID, l.Revision), Joined: joined(l.Right)}
		if rightToLeft(l.Left + l.Match + l.Right) {
			all[i].Dir = "rtl"
		}
	}
	return all
}

// joined reports whether a text goes on with a mark that follows a word without a space.
func joined(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(".,;:!?…%)]}’”»،؛؟", first)
}

// rightToLeft reports whether most letters of a text are written from the right. The
// first one, by which dir=auto goes, may be that of a name in another script.
func rightToLeft(s string) bool {
	balance := 0
	for _, c := range s {
		switch {
		case unicode.In(c, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko):
			balance++
		case unicode.IsLetter(c):
			balance--
		}
	}
	return balance > 0
}

// Range is which lines are shown.
func (p concordancePage) Range() string {
	if len(p.Lines) == 0 {
		return "no lines"
	}
	from := (p.Number-1)*p.Limit + 1
	shown := fmt.Sprintf("lines %d–%d", from, from+len(p.Lines)-1)
	switch {
	case p.Sorted > 0:
		return shown + " of " + strconv.Itoa(p.Sorted)
	case p.More:
		return shown + ", and there are more"
	}
	return shown + ", the last"
}

// LeftOut says which lines no page shows; empty when there are none, as far as is known.
func (p concordancePage) LeftOut() string {
	switch {
	case p.Sorted == mostLines:
		return fmt.Sprintf("Sorted are the newest %d lines; older ones are left out. Narrow the search by dates to see them.", mostLines)
	case p.Sorted == 0 && !p.More && (p.Number-1)*p.Limit+len(p.Lines) == mostLines:
		return fmt.Sprintf("These are the newest %d lines; older ones are left out. Narrow the search by dates to see them.", mostLines)
	}
	return ""
}

// Turn is the address of a page before or after; empty when there is none.
func (p concordancePage) Turn(by int) string {
	n := p.Number + by
	if n < 1 || by > 0 && !p.More {
		return ""
	}
	return p.view(p.asking, [2]string{"page", strconv.Itoa(n)})
}

// Today is this concordance in the archive as it is.
func (p concordancePage) Today() string { return p.view(p.today()) }

// view is the address of a concordance like this one.
func (p concordancePage) view(a asking, own ...[2]string) string {
	for _, one := range []struct {
		name     string
		is, mute any
	}{{"sort", p.Sort, store.ByPlace}, {"limit", p.Limit, linesOfPage}, {"width", p.Width, widthOfLine}} {
		if one.is != one.mute {
			own = append(own, [2]string{one.name, fmt.Sprint(one.is)})
		}
	}
	return a.address("/concordance", own...)
}

// Limits are numbers of lines to choose from.
func (concordancePage) Limits() []int { return []int{linesOfPage, 500, 2000} }
