package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"slices"
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

// lexicon remembers words whose rows of word_form are written: the words of a
// language come again in every article, and stemming and writing them is a third of
// what keeping one costs. It is a table of hashes of a fixed size; a word that has
// lost its place to others is written again, which changes nothing. The zero value
// is empty.
type lexicon struct {
	seed  maphash.Seed
	words [][lexiconWays]uint64 // the latest first
}

const (
	lexiconSize = 1 << 18 // words: two megabytes
	lexiconWays = 4       // places a word may have; with one, a third of 60,000 words push each other out
)

// hash is that of a word of a text in English or another language: an English one
// has more rows. It is never 0.
func (l *lexicon) hash(word string, english bool) uint64 {
	h := maphash.String(l.seed, word) &^ 3
	if english {
		return h | 2
	}
	return h | 1
}

func (l *lexicon) places(hash uint64) *[lexiconWays]uint64 {
	return &l.words[hash>>32%(lexiconSize/lexiconWays)]
}

func (l *lexicon) has(hash uint64) bool { return slices.Contains(l.places(hash)[:], hash) }

// add notes the words of an article whose transaction has been committed.
func (l *lexicon) add(n novel) {
	for _, h := range n.words {
		p := l.places(h)
		copy(p[1:], p[:])
		p[0] = h
	}
}

// novel are words of an article that the lexicon does not know, and the rows that
// make a search for another form find them.
type novel struct {
	words []uint64
	rows  []kin
}

// novelIn finds the new words of texts in a language.
func (l *lexicon) novelIn(language string, texts []string) novel {
	if l.words == nil {
		l.seed, l.words = maphash.MakeSeed(), make([][lexiconWays]uint64, lexiconSize/lexiconWays)
	}
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	english := primary == "en"
	var n novel
	met := map[uint64]bool{}
	for _, text := range texts {
		query.Words(text, func(word string) bool {
			h := l.hash(word, english)
			if l.has(h) || met[h] {
				return true
			}
			met[h] = true
			n.words = append(n.words, h)
			if english {
				low := strings.ToLower(word)
				if key := query.Stem(low); key != "" {
					n.rows = append(n.rows, kin{query.ByStem, key, low, low != word})
				}
			}
			if key, form, ok := query.Spelled(word); ok {
				n.rows = append(n.rows, kin{query.ByLetters, key, form, false})
			}
			return true
		})
	}
	return n
}

// addWord adds a row of word_form; a word that occurs without a capital is so
// from then on.
const addWord = `INSERT INTO word_form (kinship, key, form, capital) VALUES (?, ?, ?, ?)
	ON CONFLICT DO UPDATE SET capital = 0 WHERE capital > excluded.capital`

// putWords writes the word forms of texts that are not there yet.
func (t *tx) putWords(language string, texts []string) error {
	n := t.s.words.novelIn(language, texts)
	for _, r := range n.rows {
		if err := t.exec(addWord, r.of, r.key, r.form, r.capital); err != nil {
			return fmt.Errorf("word %q: %w", r.form, err)
		}
	}
	t.novel = append(t.novel, n)
	return nil
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
	err := f.r.often(unwatched{f.ctx}, `SELECT form FROM word_form WHERE kinship = ? AND `+where+` ORDER BY key, form LIMIT `+fmt.Sprint(mostForms), args,
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

func factsOf(a *news.Article, w wide) facts {
	f := facts{words: w.words, images: len(a.Images), video: a.Kind == news.KindVideo}
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
	var known lexicon
	for {
		ids, articles, err := articlesAfter(ctx, c, last)
		if err != nil || len(ids) == 0 {
			return err
		}
		for i, a := range articles {
			w := widen(a)
			f := factsOf(a, w)
			if _, err := c.ExecContext(ctx, `UPDATE article_facet SET source = ?, words = ?, images = ?, video = ?, correction = ? WHERE id = ?`,
				f.source, f.words, f.images, f.video, f.correction, ids[i]); err != nil {
				return err
			}
			texts := w.texts(a)
			n := known.novelIn(a.Language, texts[:])
			for _, r := range n.rows {
				if _, err := c.ExecContext(ctx, addWord, r.of, r.key, r.form, r.capital); err != nil {
					return err
				}
			}
			known.add(n)
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
