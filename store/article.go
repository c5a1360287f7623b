package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// addArticle makes a row for an article first seen, under an id of its own.
func (k *keeping) addArticle(a *news.Article) (int64, error) {
	id, err := k.articleID(a.Published.Time, k.v.At)
	if err != nil {
		return 0, err
	}
	if err := k.putOff(id); err != nil {
		return 0, err
	}
	w := widen(a)
	err = k.exec(`INSERT INTO article
		(id, page_id, site, url, canonical_url, kind, language, headline, kicker, standfirst, source, dateline,
			published_at, published, published_text, modified_at, modified, modified_text,
			section, body, captions, credits, alts, tags, words, read_minutes, shares, paywalled, revision, first_seen, last_seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
		id, k.subject.id, k.queue.site, k.subject.address(), a.CanonicalURL, kindOf(a), a.Language, a.Headline, a.Kicker,
		a.Standfirst, a.Source, a.Dateline,
		claim{a.Published.Time}, a.Published.Value(), a.Published.Text,
		claim{a.Modified.Time}, a.Modified.Value(), a.Modified.Text,
		jsonList(a.Section), w.body, w.captions, w.credits, w.alts, w.tags, w.words, readMinutes(a), a.Shares, a.Paywalled,
		clock{k.v.At}, clock{k.v.At})
	if err != nil {
		return 0, err
	}
	return id, k.putParts(id, a, w)
}

// setArticle makes the row of an article say what its current revision says.
func (k *keeping) setArticle(id int64, a *news.Article) error {
	w := widen(a)
	if err := k.setTexts([]articleRow{{id, a, w}}); err != nil {
		return err
	}
	for _, p := range parts {
		if err := k.exec(`DELETE FROM `+p.table+` WHERE article_id = ?`, id); err != nil {
			return err
		}
	}
	return k.putParts(id, a, w)
}

// What an article is made of: columns that are in no full-text index, which has
// nothing to do where only they are written, and those that are, with what is
// counted in them.
var (
	fieldColumns = []string{"canonical_url", "kind", "language", "kicker", "source", "dateline", "published_at", "published", "published_text",
		"modified_at", "modified", "modified_text", "section", "read_minutes", "shares", "paywalled"}
	textColumns = []string{"headline", "standfirst", "body", "captions", "credits", "alts", "tags", "words"}
)

func fieldValues(a *news.Article) []any {
	return []any{a.CanonicalURL, kindOf(a), a.Language, a.Kicker, a.Source, a.Dateline,
		claim{a.Published.Time}, a.Published.Value(), a.Published.Text, claim{a.Modified.Time}, a.Modified.Value(), a.Modified.Text,
		jsonList(a.Section), readMinutes(a), a.Shares, a.Paywalled}
}

// setFields writes only the columns that are in no full-text index.
func (t *tx) setFields(id int64, a *news.Article) error {
	return t.exec(`UPDATE article SET `+strings.Join(fieldColumns, " = ?, ")+` = ? WHERE id = ?`, append(fieldValues(a), id)...)
}

// articleRow is an article with what its columns say.
type articleRow struct {
	id int64
	a  *news.Article
	wide
}

// articlesMost are written by one statement.
const articlesMost = 256

// setTexts writes the columns of articles, those of the full-text index too. Each
// statement makes the index write what it has in memory, so that all articles go
// with one. Rows of nothing fill it up to a power of two, so that few statements
// are prepared.
func (t *tx) setTexts(rows []articleRow) error {
	columns := slices.Concat([]string{"id"}, fieldColumns, textColumns)
	for some := range slices.Chunk(rows, articlesMost) {
		size := 1 << bits.Len(uint(len(some)-1))
		args := make([]any, 0, size*len(columns))
		for _, r := range some {
			args = append(append(args, r.id), fieldValues(r.a)...)
			for _, text := range r.texts(r.a) {
				args = append(args, text)
			}
			args = append(args, r.words)
		}
		row := "(" + strings.Repeat("?, ", len(columns)-1) + "?)"
		var q strings.Builder
		fmt.Fprintf(&q, "WITH r (%s) AS (VALUES %s%s) UPDATE article SET ", strings.Join(columns, ", "), strings.Repeat(row+", ", size-1), row)
		for i, c := range columns[1:] {
			if i > 0 {
				q.WriteString(", ")
			}
			fmt.Fprintf(&q, "%s = r.%[1]s", c)
		}
		q.WriteString(" FROM r WHERE article.id = r.id")
		if err := t.exec(q.String(), args[:cap(args)]...); err != nil {
			return err
		}
	}
	return nil
}

// parts are the tables of what an article has several of.
var parts = []struct {
	table string
	from  string                        // the field they are made of, by its name in JSON
	same  func(a, b *news.Article) bool // both have the same rows
	put   func(k *keeping, article int64, a *news.Article) error
}{
	{"article_byline", "bylines", func(a, b *news.Article) bool { return slices.Equal(a.Bylines, b.Bylines) }, (*keeping).putBylines},
	{"article_tag", "tags", func(a, b *news.Article) bool { return slices.Equal(a.Tags, b.Tags) }, (*keeping).putTags},
	{"article_section", "section", func(a, b *news.Article) bool { return slices.Equal(a.Section, b.Section) }, (*keeping).putSection},
	{"article_image", "images", func(a, b *news.Article) bool { return slices.Equal(a.Images, b.Images) }, (*keeping).putImages},
	{"article_link", "links", func(a, b *news.Article) bool { return slices.EqualFunc(a.Links, b.Links, sameLink) }, (*keeping).putLinks},
}

func sameLink(a, b news.Link) bool {
	a.Published, b.Published = news.Stamp{Text: a.Published.Text}, news.Stamp{Text: b.Published.Text} // what a row has of it
	return a == b
}

// wide holds the columns of article that are put together from several fields.
type wide struct {
	body     string
	captions string
	credits  string
	alts     string
	tags     string
	words    int
}

// texts are the columns of the full-text index, in its order.
func (w *wide) texts(a *news.Article) [7]string {
	return [7]string{a.Headline, a.Standfirst, w.body, w.captions, w.credits, w.alts, w.tags}
}

func widen(a *news.Article) wide {
	var w wide
	var body strings.Builder
	body.Grow(length(a.Body))
	for _, b := range a.Body {
		if b.Text == "" {
			continue
		}
		if body.Len() > 0 {
			body.WriteString("\n\n")
		}
		body.WriteString(b.Text)
	}
	w.body, w.tags = body.String(), lines(a.Tags, func(t news.Tag) string { return t.Name })
	w.captions = said(a, func(m news.Image) string { return m.Caption })
	w.credits = said(a, func(m news.Image) string { return m.Credit })
	w.alts = said(a, func(m news.Image) string { return m.Alt })
	for range strings.FieldsSeq(w.body) {
		w.words++
	}
	return w
}

func readMinutes(a *news.Article) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(a.ReadMinutes), Valid: a.ReadMinutes > 0}
}

func kindOf(a *news.Article) news.ArticleKind {
	if a.Kind == "" {
		return news.KindNews
	}
	return a.Kind
}

// putParts writes the narrow row of an article and all that hangs on it.
func (k *keeping) putParts(id int64, a *news.Article, w wide) error {
	if err := k.putFacet(id, a, w); err != nil {
		return err
	}
	for _, p := range parts {
		if err := p.put(k, id, a); err != nil {
			return err
		}
	}
	texts := w.texts(a)
	return k.putWords(a.Language, texts[:])
}

func (k *keeping) putFacet(id int64, a *news.Article, w wide) error {
	published := claim{a.Published.Time}
	var month any
	if v, _ := published.Value(); v != nil {
		month = a.Published.Time.UTC().Format("2006-01")
	}
	has := factsOf(a, w)
	return k.exec(`INSERT INTO article_facet
		(id, site, published_at, month, kind, language, section, source, words, images, video, correction, first_seen, out_of_order)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET published_at = excluded.published_at, month = excluded.month, kind = excluded.kind,
			language = excluded.language, section = excluded.section, source = excluded.source, words = excluded.words, images = excluded.images,
			video = excluded.video, correction = excluded.correction, out_of_order = excluded.out_of_order`,
		id, k.queue.site, published, month, kindOf(a), a.Language, strings.Join(a.Section, " / "),
		has.source, has.words, has.images, has.video, has.correction, clock{k.v.At},
		month == nil || id>>idBits != minute(a.Published.Time))
}

func (k *keeping) putBylines(id int64, a *news.Article) error {
	for i, b := range a.Bylines {
		n, err := k.named("byline", b.Name, b.URL)
		if err == nil {
			err = k.exec(`INSERT INTO article_byline (article_id, position, byline_id) VALUES (?, ?, ?)`, id, i+1, n)
		}
		if err != nil {
			return fmt.Errorf("byline %q: %w", b.Name, err)
		}
	}
	return nil
}

func (k *keeping) putTags(id int64, a *news.Article) error {
	for i, g := range a.Tags {
		n, err := k.named("tag", g.Name, g.URL)
		if err == nil { // a page may print a tag twice
			err = k.exec(`INSERT INTO article_tag (article_id, tag_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, id, n, i+1)
		}
		if err != nil {
			return fmt.Errorf("tag %q: %w", g.Name, err)
		}
	}
	return nil
}

func (k *keeping) putSection(id int64, a *news.Article) error {
	for i, name := range a.Section {
		if err := k.exec(`INSERT INTO article_section (article_id, depth, name, key) VALUES (?, ?, ?, ?)`,
			id, i+1, name, query.Fold(name)); err != nil {
			return fmt.Errorf("section %q: %w", name, err)
		}
	}
	return nil
}

// name is what a byline or a tag is found by.
type name struct {
	table, name string
	linked      bool // its row has an address
}

// namesMost are remembered: the same names come again in article after article.
const namesMost = 1 << 14

// named returns the id of a byline or tag, adding it when it is new.
func (k *keeping) named(table, called, address string) (id int64, err error) {
	n := name{table, called, address != ""}
	if id := k.s.names[n]; id != 0 {
		return id, nil
	}
	var known string
	err = k.get(`SELECT id, url FROM `+table+` WHERE name = ?`, []any{called}, &id, &known)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		id, err = k.insert(`INSERT INTO `+table+` (name, key, url) VALUES (?, ?, ?)`, called, query.Fold(called), address)
	case err == nil && known == "" && address != "":
		err = k.exec(`UPDATE `+table+` SET url = ? WHERE id = ?`, address, id)
	}
	if err == nil {
		if k.names == nil {
			k.names = map[name]int64{}
		}
		k.names[n] = id
	}
	return id, err
}

func (k *keeping) putImages(article int64, a *news.Article) error {
	rows, err := k.imageRows(nil, article, a)
	if err == nil {
		err = k.addImages(rows)
	}
	return err
}

// imageRows appends the rows of the images of an article, for addImages.
func (k *keeping) imageRows(rows []any, article int64, a *news.Article) ([]any, error) {
	for i, m := range a.Images {
		id, err := k.image(m)
		if err != nil {
			return nil, fmt.Errorf("image %s: %w", m.URL, err)
		}
		rows = append(rows, article, i+1, id, m.Caption, cmp.Or(m.Printed, m.Caption), m.Alt, m.Credit, m.Role)
	}
	return rows, nil
}

func (t *tx) addImages(rows []any) error {
	if err := t.rows(`INSERT INTO article_image (article_id, position, image_id, caption, caption_text, alt, credit, role)`, "", 8, rows); err != nil {
		return fmt.Errorf("images: %w", err)
	}
	return nil
}

// image returns the id of a picture, adding it when it is new.
func (k *keeping) image(m news.Image) (int64, error) {
	var id int64
	err := k.get(`SELECT id FROM image WHERE url = ?`, []any{m.URL}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return k.insert(`INSERT INTO image (url, identity, first_seen) VALUES (?, ?, ?)`, m.URL, m.Same(), clock{k.v.At})
	}
	return id, err
}

func (k *keeping) putLinks(article int64, a *news.Article) error {
	var rows []any
	for i, l := range a.Links {
		rows = append(rows, article, i+1, l.Relation, l.URL, l.Title, l.Section, l.Position, l.Published.Text)
	}
	if err := k.rows(`INSERT INTO article_link (article_id, position, relation, url, title, section, rank, published_text)`, "", 8, rows); err != nil {
		return fmt.Errorf("links: %w", err)
	}
	return nil
}

// Ids of articles are in order of publication, so that "newest first" and a range
// of dates are ranges of the full-text index itself. The lower bits tell articles
// of one minute apart.
const idBits = 6

// minute is the moment an id stands for. Articles older than 1970 share its
// first minute.
func minute(t time.Time) int64 { return max(t.Unix()/60, 1) }

// articleID returns the first free id for an article of a publication time, or
// of the time it was first seen when it is undated.
func (t *tx) articleID(published, seen time.Time) (int64, error) {
	at := published
	if v, _ := (claim{at}).Value(); v == nil {
		at = seen
	}
	low := minute(at) << idBits
	var last sql.NullInt64
	if err := t.get(`SELECT max(id) FROM article WHERE id >= ? AND id < ?`, []any{low, low + 1<<idBits}, &last); err != nil {
		return 0, err
	}
	switch {
	case !last.Valid:
		return low, nil
	case last.Int64 < low+1<<idBits-1:
		return last.Int64 + 1, nil
	}
	// More articles than a minute has ids (a site that prints only the day):
	// they run over into the following minutes.
	var id int64
	err := t.get(`SELECT a.id + 1 FROM article a
		WHERE a.id >= ? AND NOT EXISTS (SELECT 1 FROM article b WHERE b.id = a.id + 1)
		ORDER BY a.id LIMIT 1`, []any{last.Int64}, &id)
	return id, err
}
