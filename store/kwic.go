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

// Signs that no text holds: news fields have no control characters.
const markOn, markOff = "\x02", "\x03"

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
	// Most articles have a line and more.
	n := max(articlesAtOnce, limit)
	for offset := 0; ; offset += n {
		hits, err := r.newest(ctx, p, n, offset)
		if err != nil {
			return nil, err
		}
		for rest := hits; len(rest) > 0; {
			some := rest[:min(len(rest), articlesAtOnce, limit-len(lines)+articlesMore)]
			rest = rest[len(some):]
			found, err := r.linesOf(ctx, some, p.Match, width)
			if err != nil {
				return nil, err
			}
			for _, h := range some {
				lines = append(lines, found[h.id]...)
			}
			if len(lines) >= limit {
				return lines[:limit], nil
			}
		}
		if len(hits) < n {
			return lines, nil
		}
	}
}

// articlesAtOnce are read for their lines by one statement at most, and a few more
// than lines are wanted: the words may stand elsewhere than in the body.
const articlesAtOnce, articlesMore = 50, 5

// linesOf finds the lines of articles, by their ids.
func (r *Reader) linesOf(ctx context.Context, hits []dated, match string, width int) (map[int64][]Line, error) {
	lines := map[int64][]Line{}
	if len(hits) == 0 {
		return lines, nil
	}
	again, args := r.findAgain("rowid AS id, highlight(article_fts, 2, ?, ?) AS body", []any{markOn, markOff}, match, hits)
	return lines, r.often(ctx, "WITH h AS ("+again+`)
		SELECT a.id, a.url, a.headline, a.published, h.body FROM h CROSS JOIN article a ON a.id = h.id`, args, func(scan func(...any) error) error {
		var l Line
		var body string
		if err := scan(&l.ID, &l.URL, &l.Headline, &l.Published, &body); err != nil {
			return err
		}
		lines[l.ID] = l.each(body, width)
		return nil
	})
}

var plain = strings.NewReplacer(markOn, "", markOff, "")

// each is the line for every place that is marked in a body.
func (l Line) each(body string, width int) (lines []Line) {
	for at := 0; ; {
		on := strings.Index(body[at:], markOn)
		if on < 0 {
			return lines
		}
		on += at
		off := on + strings.Index(body[on:], markOff)
		l.Left = last(plain.Replace(tail(body[:on], 16*width)), width)
		l.Match = squeeze(plain.Replace(body[on:off]))
		l.Right = begin(plain.Replace(body[off:min(len(body), off+16*width)]), width)
		lines = append(lines, l)
		at = off + len(markOff)
	}
}

// last is the end of a text in at most n characters, on one line.
func last(s string, n int) string {
	r := []rune(squeeze(tail(s, 8*n)))
	return string(r[max(0, len(r)-n):])
}

// begin is the beginning of a text in at most n characters, on one line.
func begin(s string, n int) string {
	r := []rune(squeeze(s[:min(len(s), 8*n)]))
	return strings.ToValidUTF8(string(r[:min(n, len(r))]), "")
}

func tail(s string, n int) string { return strings.ToValidUTF8(s[max(0, len(s)-n):], "") }
