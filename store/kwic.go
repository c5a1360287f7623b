package store

import (
	"context"
	"fmt"
	"strings"
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

// KWIC lists the found words in the bodies of the newest hits, each with at most
// width characters on both sides; 0 stands for 40. It returns at most limit
// lines; 0 stands for 100. A query without words has none.
func (r *Reader) KWIC(ctx context.Context, text string, limit, width int) ([]Line, error) {
	p, err := r.plan(ctx, text)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 100
	}
	if width <= 0 {
		width = 40
	}
	lines := []Line{}
	if p.Match == "" {
		return lines, nil
	}
	for offset := 0; len(lines) < limit; offset += pageOfHits {
		res := &SearchResult{}
		if err := r.newest(ctx, p, pageOfHits, offset, res); err != nil {
			return nil, fmt.Errorf("kwic %q: %w", p.text, err)
		}
		for _, h := range res.Hits {
			more, err := r.linesOf(ctx, h.ID, p.Match, width)
			if err != nil {
				return nil, fmt.Errorf("kwic %q: %w", p.text, err)
			}
			lines = append(lines, more...)
		}
		if len(res.Hits) < pageOfHits {
			break
		}
	}
	return lines[:min(limit, len(lines))], nil
}

func (r *Reader) linesOf(ctx context.Context, id int64, match string, width int) ([]Line, error) {
	var l Line
	var body string
	err := r.db.QueryRowContext(ctx, `SELECT a.id, a.url, a.headline, a.published, highlight(article_fts, 2, ?, ?)
		FROM article_fts JOIN article a ON a.id = article_fts.rowid WHERE article_fts MATCH ? AND article_fts.rowid = ?`,
		markOn, markOff, match, id).Scan(&l.ID, &l.URL, &l.Headline, &l.Published, &body)
	if err != nil {
		return nil, err
	}
	plain := strings.NewReplacer(markOn, "", markOff, "")
	var lines []Line
	for rest, at := body, 0; ; {
		on := strings.Index(rest, markOn)
		if on < 0 {
			return lines, nil
		}
		off := on + strings.Index(rest[on:], markOff)
		l.Left = last(plain.Replace(body[:at+on]), width)
		l.Match = squeeze(plain.Replace(rest[on:off]))
		l.Right = begin(plain.Replace(rest[off:]), width)
		lines = append(lines, l)
		at += off + len(markOff)
		rest = rest[off+len(markOff):]
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
