package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"newskeep/store/query"
)

// Line is one found place in the body of an article with the words around it.
type Line struct {
	ID        int64  `json:"id"`
	URL       string `json:"url"`
	Headline  string `json:"headline"`
	Published string `json:"published,omitempty"`
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

// Orders of lines. Sorting by context looks at the newest 5000 lines.
const (
	ByPlace KWICSort = "date"  // of the newest article first, within one as they stand
	ByLeft  KWICSort = "left"  // by the word before, and the one before that
	ByRight KWICSort = "right" // by the words behind
)

// ErrKWICSort refuses a word that is no [KWICSort].
var ErrKWICSort = errors.New(`lines are sorted by "date", "left" or "right"`)

// linesSorted is how many lines are sorted by their context at most.
const linesSorted = 5000

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
	limit := q.Limit
	switch q.Sort {
	case "", ByPlace:
	case ByLeft, ByRight:
		limit = linesSorted
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
	lines := []Line{}
	if p.Match == "" {
		return lines, nil
	}
	finder := p.Found.Finder()
	// Most articles have a line and more, but in some the words stand elsewhere.
	n := max(articlesAtOnce, limit+limit/4)
	for offset := 0; ; offset += n {
		ids, err := r.newest(ctx, p, n, offset, many)
		if err != nil {
			return nil, err
		}
		for rest := ids; len(rest) > 0; {
			some := rest[:min(len(rest), articlesAtOnce, limit-len(lines)+articlesMore)]
			rest = rest[len(some):]
			found, err := r.linesOf(ctx, some, finder, width)
			if err != nil {
				return nil, err
			}
			for _, id := range some {
				lines = append(lines, found[id]...)
			}
			if len(lines) >= limit {
				return lines[:limit], nil
			}
		}
		if len(ids) < n {
			return lines, nil
		}
	}
}

// articlesAtOnce are read for their lines by one statement at most, and a few more
// than lines are wanted: the words may stand elsewhere than in the body.
const articlesAtOnce, articlesMore = 50, 5

// linesOf finds the lines of articles, by their ids.
func (r *Reader) linesOf(ctx context.Context, ids []int64, finder *query.Finder, width int) (map[int64][]Line, error) {
	lines := map[int64][]Line{}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	texts := make([]string, len(query.IndexColumns))
	return lines, r.often(ctx, `SELECT a.id, a.url, a.published, `+indexedTexts+` FROM article a WHERE a.id IN `+places(len(ids)), args, func(scan func(...any) error) error {
		var l Line
		if err := scan(&l.ID, &l.URL, &l.Published, &texts[0], &texts[1], &texts[2], &texts[3], &texts[4], &texts[5], &texts[6]); err != nil {
			return err
		}
		l.Headline = texts[0]
		finder.Look(texts)
		for _, at := range finder.Places(query.Body) {
			lines[l.ID] = append(lines[l.ID], l.at(texts[2], at.From, at.To, width))
		}
		return nil
	})
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
		r := []rune(squeeze(strings.ToValidUTF8(s[max(0, len(s)-size):], "")))
		if len(r) > n || size >= len(s) || size > 16*n {
			return string(r[max(0, len(r)-n):])
		}
	}
}

// begin is the beginning of a text in at most n characters, on one line.
func begin(s string, n int) string {
	for size := 2 * n; ; size *= 2 {
		r := []rune(squeeze(strings.ToValidUTF8(s[:min(len(s), size)], "")))
		if len(r) > n || size >= len(s) || size > 16*n {
			return string(r[:min(n, len(r))])
		}
	}
}
