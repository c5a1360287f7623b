package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// kin is one row of word_form.
type kin struct {
	of        query.Kinship
	key, form string
	capital   bool
}

// stems remembers the stems of words: stemming is a tenth of what keeping an
// article costs, and the words of a language come again in every article.
type stems map[string]string

func (s stems) of(low string) string {
	key, ok := s[low]
	if !ok {
		if len(s) >= mostKin {
			clear(s)
		}
		key = query.Stem(low)
		s[low] = key
	}
	return key
}

// kinOf finds the words of an article that a search for another form should find.
func kinOf(a *news.Article, known stems) map[kin]bool {
	found := map[kin]bool{}
	w := widen(a)
	texts := []string{a.Headline, a.Standfirst, w.body, w.captions, w.credits, w.alts, w.tags}
	if language, _, _ := strings.Cut(strings.ToLower(a.Language), "-"); language == "en" {
		for _, text := range texts {
			query.Words(text, func(word string) bool {
				low := strings.ToLower(word)
				if key := known.of(low); key != "" {
					found[kin{query.ByStem, key, low, low != word}] = true
				}
				return true
			})
		}
	}
	for _, text := range texts {
		query.Words(text, func(word string) bool {
			if key := query.Letters(word); key != "" && key != word {
				found[kin{query.ByLetters, key, word, false}] = true
			}
			return true
		})
	}
	return found
}

// mostKin bounds the words remembered as written, so that a crawl of years stays
// small: some twenty megabytes.
const mostKin = 100_000

// addWord adds a row of word_form; a word that occurs without a capital is so
// from then on.
const addWord = `INSERT INTO word_form (kinship, key, form, capital) VALUES (?, ?, ?, ?)
	ON CONFLICT DO UPDATE SET capital = 0 WHERE capital > excluded.capital`

// putWords writes the word forms of an article that are not there yet.
func (k *keeping) putWords(a *news.Article) error {
	for w := range kinOf(a, k.s.stems) {
		if k.s.kin[w] {
			continue
		}
		if err := k.exec(addWord, w.of, w.key, w.form, w.capital); err != nil {
			return fmt.Errorf("word %q: %w", w.form, err)
		}
		k.written = append(k.written, w)
	}
	return nil
}

// remember notes words whose transaction has been committed.
func (s *Store) remember(words []kin) {
	if len(s.kin)+len(words) > mostKin || s.kin == nil {
		s.kin = map[kin]bool{}
	}
	for _, w := range words[:min(len(words), mostKin)] {
		s.kin[w] = true
	}
}

// formsOf reads word_form for one query; err is the first error met.
type formsOf struct {
	ctx context.Context
	r   *Reader
	err error
}

// mostForms bounds the forms of one word.
const mostForms = 64

func (f *formsOf) Forms(of query.Kinship, key string, prefix bool) []string {
	var forms []string
	// Adams is no form of Adam, as neither is ever written without its capital.
	where, args := `key = ? AND (capital = 0 OR EXISTS (SELECT 1 FROM word_form l
		WHERE l.kinship = word_form.kinship AND l.key = word_form.key AND l.capital = 0))`, []any{of, key}
	if prefix {
		where, args = "key >= ? AND key < ?", []any{of, key, key + "\U0010FFFF"}
	}
	err := f.r.each(f.ctx, `SELECT form FROM word_form WHERE kinship = ? AND `+where+` ORDER BY key, form LIMIT `+fmt.Sprint(mostForms), args,
		func(scan func(...any) error) error {
			var s string
			err := scan(&s)
			forms = append(forms, s)
			return err
		})
	if err != nil && f.err == nil {
		f.err = err
	}
	return forms
}

// facts are the columns of article_facet that say what an article has.
type facts struct {
	source            string
	words, images     int
	video, correction bool
}

func factsOf(a *news.Article) facts {
	f := facts{words: widen(a).words, images: len(a.Images), video: a.Kind == news.KindVideo}
	if a.Source != "" {
		f.source = query.Fold(a.Source)
	}
	for _, b := range a.Body {
		f.correction = f.correction || b.Type == news.Correction
		f.video = f.video || b.Type == news.Embed && showsVideo(b.URL)
	}
	return f
}

// showsVideo tells an embedded video from a map, a post or a chart by the words
// its address uses.
func showsVideo(address string) bool {
	address = strings.ToLower(address)
	for _, word := range []string{"video", "youtu", "vimeo", "dailymotion", "player", ".mp4", ".m3u8"} {
		if strings.Contains(address, word) {
			return true
		}
	}
	return false
}

// fillWords brings the articles of an older archive to version 6: what SQL alone
// cannot make of their text.
func fillWords(ctx context.Context, c *sql.Conn) error {
	var last int64
	known := stems{}
	for {
		ids, articles, err := articlesAfter(ctx, c, last)
		if err != nil || len(ids) == 0 {
			return err
		}
		for i, a := range articles {
			f := factsOf(a)
			if _, err := c.ExecContext(ctx, `UPDATE article_facet SET source = ?, words = ?, images = ?, video = ?, correction = ? WHERE id = ?`,
				f.source, f.words, f.images, f.video, f.correction, ids[i]); err != nil {
				return err
			}
			for w := range kinOf(a, known) {
				if _, err := c.ExecContext(ctx, addWord, w.of, w.key, w.form, w.capital); err != nil {
					return err
				}
			}
		}
		last = ids[len(ids)-1]
	}
}

// articlesAfter reads some articles as their current revisions have them.
func articlesAfter(ctx context.Context, c querier, last int64) (ids []int64, articles []*news.Article, err error) {
	rows, err := c.QueryContext(ctx, `SELECT a.id, r.content FROM article a
		JOIN revision r ON r.article_id = a.id AND r.number = a.revision WHERE a.id > ? ORDER BY a.id LIMIT 500`, last)
	if err != nil {
		return nil, nil, err
	}
	err = eachRow(rows, func(scan func(...any) error) error {
		var id int64
		var content string
		if err := scan(&id, &content); err != nil {
			return err
		}
		a := &news.Article{}
		if err := json.Unmarshal([]byte(content), a); err != nil {
			return fmt.Errorf("article %d: %w", id, err)
		}
		ids, articles = append(ids, id), append(articles, a)
		return nil
	})
	return ids, articles, err
}
