package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"newskeep/store/query"
)

// Line is one found place in the body of an article with the words around it.
type Line struct {
	ID        int64  `json:"id"`
	URL       string `json:"url"`
	Headline  string `json:"headline"`
	Published string `json:"published,omitempty"`
	Revision  int    `json:"revision"` // the state it is in
	Left      string `json:"left"`
	Match     string `json:"match"`
	Right     string `json:"right"`
}

// KWICRequest asks for the words of a query in their context.
type KWICRequest struct {
	Query string
	Limit int      // lines; 0: 100
	Width int      // characters on both sides; 0: 40
	Sort  KWICSort // zero: ByPlace
}

// KWICSort is the order of lines.
type KWICSort string

// Orders of lines. Sorting by context looks at the newest [LinesSorted] lines.
const (
	ByPlace KWICSort = "date"  // of the newest article first, within one as they stand
	ByLeft  KWICSort = "left"  // by the word before, and the one before that
	ByRight KWICSort = "right" // by the words behind
)

// ErrKWICSort refuses a word that is no [KWICSort].
var ErrKWICSort = errors.New(`lines are sorted by "date", "left" or "right"`)

// LinesSorted is how many lines are sorted by their context at most, the newest.
const LinesSorted = 5000

// KWIC lists the found words in the bodies of hits. A query without words has
// none. The error is a [*query.SyntaxError], [ErrKWICSort], or what SQLite
// returned.
func (r *Reader) KWIC(ctx context.Context, q KWICRequest) ([]Line, error) {
	if q.Limit <= 0 {
		q.Limit = 100
	}
	if q.Width <= 0 {
		q.Width = 40
	}
	limit := min(q.Limit, mostHits)
	switch q.Sort {
	case "", ByPlace:
	case ByLeft, ByRight:
		limit = LinesSorted
	default:
		return nil, fmt.Errorf("kwic: %q: %w", q.Sort, ErrKWICSort)
	}
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	lines, err := r.kwic(ctx, p, limit, q.Width)
	if err != nil {
		return nil, fmt.Errorf("kwic %q: %w", p.text, err)
	}
	sortLines(lines, q.Sort)
	return lines[:min(q.Limit, len(lines))], nil
}

func sortLines(lines []Line, by KWICSort) {
	context := func(l Line) []string {
		w := []string{}
		side := l.Right
		if by == ByLeft {
			side = l.Left
		}
		query.Words(side, func(word string) bool {
			w = append(w, query.Fold(word))
			return true
		})
		if by == ByLeft {
			slices.Reverse(w)
		}
		return w
	}
	if by != ByLeft && by != ByRight {
		return
	}
	keys := map[Line][]string{}
	for _, l := range lines {
		keys[l] = context(l)
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return slices.Compare(keys[a], keys[b]) })
}

func (r *Reader) kwic(ctx context.Context, p plan, limit, width int) ([]Line, error) {
	lines := make([]Line, 0, min(limit, 100))
	if p.Match == "" {
		return lines, nil
	}
	if p.brief() {
		ctx = unwatched{ctx}
	}
	look := lookAtAll
	if p.Found.Apart() {
		look = lookAtBody
	}
	finder := p.Found.Finder()
	// Most articles have a line and more, but in some the words stand elsewhere.
	n := max(articlesAtOnce, limit+limit/4)
	if p.loose = p.brief() && p.Found.Apart(); p.loose {
		n += costs.manyStrays
	}
	var read map[int64]bool // articles of the first page
	for offset := 0; ; offset += n {
		ids, _, err := r.newest(ctx, p, n, offset, 0)
		if err != nil {
			return nil, err
		}
		last := len(ids) < n
		ids = slices.DeleteFunc(ids, func(id int64) bool { return read[id] })
		if p.loose && !last { // those among them that are no hits would be counted as such before the next page
			p.loose, offset, read = false, -n, make(map[int64]bool, n)
			for _, id := range ids {
				read[id] = true
			}
		}
		for rest := ids; len(rest) > 0; {
			some := rest[:min(len(rest), articlesAtOnce, limit-len(lines)+articlesMore)]
			rest = rest[len(some):]
			found, of, err := r.linesOf(ctx, some, look(finder), width)
			if err != nil {
				return nil, err
			}
			for _, id := range some {
				lines = append(lines, found[of[id].From:of[id].To]...)
			}
			if len(lines) >= limit {
				return lines[:limit], nil
			}
		}
		if last {
			return lines, nil
		}
	}
}

// articlesAtOnce are read for their lines by one statement at most, and a few more
// than lines are wanted: the words may stand elsewhere than in the body.
const articlesAtOnce, articlesMore = 50, 5

// looking is how the found places of bodies are looked for: in the texts of some
// columns, the body first.
type looking struct {
	columns string
	texts   []string
	find    func(texts []string) []query.Span
}

// lookAtBody reads nothing else: where it is enough.
func lookAtBody(f *query.Finder) looking {
	return looking{"a.body", make([]string, 1), func(texts []string) []query.Span { return f.LookIn(query.Body, texts[0]) }}
}

func lookAtAll(f *query.Finder) looking {
	return looking{"a.body, " + indexedTexts, make([]string, 1+len(query.IndexColumns)), func(texts []string) []query.Span {
		f.Look(texts[1:])
		return f.Places(query.Body)
	}}
}

// linesOf finds the lines of articles, and which of them are those of each.
func (r *Reader) linesOf(ctx context.Context, ids []int64, look looking, width int) (lines []Line, of map[int64]query.Span, err error) {
	lines, of = make([]Line, 0, 2*len(ids)), make(map[int64]query.Span, len(ids))
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	var l Line
	into := []any{&l.ID, &l.URL, &l.Published, &l.Headline, &l.Revision}
	for i := range look.texts {
		into = append(into, &look.texts[i])
	}
	err = r.often(unwatched{ctx}, `SELECT a.id, a.url, a.published, a.headline, a.revision, `+look.columns+` FROM article a WHERE a.id IN `+places(len(ids)), args, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		from := len(lines)
		for _, at := range look.find(look.texts) {
			lines = append(lines, l.at(look.texts[0], at.From, at.To, width))
		}
		of[l.ID] = query.Span{From: from, To: len(lines)}
		return nil
	})
	return lines, of, err
}

// at is the line of one place of a body.
func (l Line) at(body string, from, to, width int) Line {
	l.Left, l.Match, l.Right = last(body[:from], width), squeeze(body[from:to]), begin(body[to:], width)
	return l
}

// last is the end of a text in at most n characters, on one line.
func last(s string, n int) string {
	// Most of what is cut off is needed: it is taken twice as long until it is enough.
	for size := 2 * n; ; size *= 2 {
		line := onOneLine(s[max(0, len(s)-size):])
		if more := utf8.RuneCountInString(line) - n; more > 0 || size >= len(s) || size > 16*n {
			return line[characters(line, more):]
		}
	}
}

// begin is the beginning of a text in at most n characters, on one line.
func begin(s string, n int) string {
	for size := 2 * n; ; size *= 2 {
		line := onOneLine(s[:min(len(s), size)])
		if utf8.RuneCountInString(line) > n || size >= len(s) || size > 16*n {
			return line[:characters(line, n)]
		}
	}
}

func onOneLine(s string) string {
	return squeeze(strings.TrimSpace(strings.ToValidUTF8(s, "")))
}

// characters is how many bytes the first n characters of a text have.
func characters(s string, n int) int {
	for i := range s {
		if n--; n < 0 {
			return i
		}
	}
	return len(s)
}
