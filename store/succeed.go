package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// A newsroom that rewrites a headline often gives the article another address, to
// which the old one leads. Lists show the new address at once, so that it is read
// as a new article before the old address is asked for and tells. Then the old
// article goes on under the new address, and what was taken for another one is its
// next state.

// youngest bounds the time in which an article that proves to be the next state of
// another is made part of it. Older ones may be cited by their id, and keep it.
const youngest = 48 * time.Hour

// heir is an article that was the next state of another.
type heir struct {
	article int64 // the other one
	page    int64 // where it was read
	first   clock // when
}

// succeed makes room for the article of page a on page b, to which a leads, when
// what b holds is the same article as it was first seen after a was last seen.
func (k *keeping) succeed(a, b int64) error {
	r := k.v.Reading
	if !k.v.Via.Live() || r == nil || r.Article == nil {
		return nil
	}
	var old, young int64
	var number int
	var first clock
	err := k.get(`SELECT o.id, o.revision, y.id, y.first_seen FROM article o JOIN article y ON y.page_id = ?2
		WHERE o.page_id = ?1 AND o.site = y.site AND y.revision = 1 AND y.first_seen >= o.last_seen AND o.first_seen < y.first_seen AND y.first_seen >= ?3
			AND NOT EXISTS (SELECT 1 FROM article WHERE same_as = y.id)`,
		[]any{a, b, clock{k.v.At.Add(-youngest)}}, &old, &number, &young, &first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := k.content(current{article: old, state: number})
	if err != nil {
		return err
	}
	if !akin(before, r.Article) {
		return nil
	}
	if err := k.exec(`UPDATE visit SET article_id = ?, change = 'unchanged', revision = ? WHERE article_id = ?`, old, number, young); err != nil {
		return err
	}
	// The indexes of the text follow the rows, unless they do not have them yet.
	for _, q := range []string{
		`DELETE FROM article_image WHERE article_id = ?`,
		`DELETE FROM article_link WHERE article_id = ?`,
		`DELETE FROM article_byline WHERE article_id = ?`,
		`DELETE FROM article_tag WHERE article_id = ?`,
		`DELETE FROM article_section WHERE article_id = ?`,
		`DELETE FROM article_facet WHERE id = ?`,
		`DELETE FROM revision WHERE article_id = ?`,
		`DELETE FROM article WHERE id = ?`,
		`DELETE FROM unindexed WHERE article_id = ?`,
	} {
		if err := k.exec(q, young); err != nil {
			return fmt.Errorf("article %d, the next state of article %d: %w", young, old, err)
		}
	}
	k.heir = &heir{article: old, page: b, first: first}
	return nil
}

// putHeir dates the state that was taken for another article back to when it was
// first seen, and gives it the visits that saw it.
func (k *keeping) putHeir() error {
	h := k.heir
	if h == nil || k.verdict.Change != news.ChangeEdited || k.verdict.Article != h.article {
		return nil
	}
	if err := k.exec(`UPDATE revision SET first_seen = ? WHERE article_id = ? AND number = ?`, h.first, h.article, k.verdict.Revision); err != nil {
		return err
	}
	return k.exec(`UPDATE visit SET revision = ? WHERE article_id = ? AND at >= ?
		AND page_id IN (SELECT id FROM page WHERE id = ?4 OR same_as = ?4)`, k.verdict.Revision, h.article, h.first, h.page)
}

// akin reports whether two states are of one article: the same headline, or at
// least half of the text.
func akin(before, after *news.Article) bool {
	if sameHeadline(before.Headline, after.Headline) {
		return true
	}
	var text strings.Builder
	for _, b := range after.Body {
		text.WriteString(letters(b.Text))
	}
	all, kept := 0, 0
	for _, b := range before.Body {
		for s := range sentences(b.Text) {
			if wordsIn(s) < sentenceWords {
				continue
			}
			all++
			if strings.Contains(text.String(), letters(s)) {
				kept++
			}
		}
	}
	return all > 0 && 2*kept >= all
}
