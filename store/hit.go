package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// wordsOfSnippet is how many words a snippet has.
const wordsOfSnippet = 24

// What fillHits reads of an article, as rows of article are wide: without words to
// look for, the standfirst or the opening of the body instead of all texts.
const (
	hitColumns = `a.id, a.site, a.url, a.kind, a.published, a.section, a.revision`
	// One row for each byline, in their order, as it is that of the table: to be asked for
	// it, or for all in one row, takes twice as long.
	hitBylines   = `article a LEFT JOIN article_byline l ON l.article_id = a.id LEFT JOIN byline b ON b.id = l.byline_id`
	indexedTexts = `a.headline, a.standfirst, a.body, a.captions, a.credits, a.alts, a.tags`
	openingTexts = `a.headline, a.standfirst, CASE a.standfirst WHEN '' THEN substr(a.body, 1, 300) ELSE '' END, '', '', '', ''`
)

// fillHits reads what hits show: only for those of one page, and for all of them at
// once, as a statement costs more than a row.
func (r *Reader) fillHits(ctx context.Context, hits []Hit, words query.Pattern, worded bool, mark [2]string) error {
	if len(hits) == 0 {
		return nil
	}
	byID := make(map[int64]*Hit, len(hits))
	ids := make([]any, len(hits))
	for i := range hits {
		ids[i], byID[hits[i].ID] = hits[i].ID, &hits[i]
	}
	columns := openingTexts
	if worded {
		columns = indexedTexts
	}
	bylines, from := "b.name, b.url", hitBylines
	if !r.past.IsZero() {
		bylines, from = "NULL, NULL", "article a"
	}
	finder := words.Finder()
	texts := make([]string, len(query.IndexColumns))
	var h Hit
	var section string
	var name, url sql.NullString
	into := []any{&h.ID, &h.Site, &h.URL, &h.Kind, &h.Published, &section, &h.Revision, &name, &url}
	for i := range texts {
		into = append(into, &texts[i])
	}
	err := r.often(unwatched{ctx}, `SELECT `+hitColumns+`, `+bylines+`, `+columns+` FROM `+from+` WHERE a.id IN `+places(len(ids)), ids, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		to := byID[h.ID]
		if to.Bylines != nil {
			to.Bylines = append(to.Bylines, news.Byline{Name: name.String, URL: url.String})
			return nil
		}
		h.Headline = texts[0]
		switch {
		case worded:
			finder.Look(texts)
			h.Snippet = squeeze(finder.Snippet(mark[0], mark[1], wordsOfSnippet))
		case texts[1] != "":
			h.Snippet = texts[1]
		default:
			h.Snippet = squeeze(texts[2])
		}
		h.Bylines = []news.Byline{}
		if name.Valid {
			h.Bylines = append(h.Bylines, news.Byline{Name: name.String, URL: url.String})
		}
		var err error
		h.Section, err = pathOf(section)
		h.Score = to.Score
		*to = h
		return err
	})
	if err != nil || r.past.IsZero() {
		return err
	}
	return r.pastBylines(ctx, byID, ids)
}

// pastBylines fills the bylines of hits of a past archive, where they are in views: a
// statement that asks for them row by row would read all there are.
func (r *Reader) pastBylines(ctx context.Context, hits map[int64]*Hit, ids []any) error {
	return r.often(unwatched{ctx}, `SELECT l.article_id, (SELECT b.name FROM byline b WHERE b.id = l.byline_id), (SELECT b.url FROM byline b WHERE b.id = l.byline_id)
		FROM article_byline l WHERE l.article_id IN `+places(len(ids))+` ORDER BY l.article_id, l.position`, ids, func(scan func(...any) error) error {
		var id int64
		var b news.Byline
		err := scan(&id, &b.Name, &b.URL)
		hits[id].Bylines = append(hits[id].Bylines, b)
		return err
	})
}

// pathOf reads a section's path, a list in JSON. Few have anything to undo.
func pathOf(list string) (path []string, err error) {
	names, begins := strings.CutPrefix(list, `["`)
	names, ends := strings.CutSuffix(names, `"]`)
	if begins && ends && !strings.Contains(names, `\`) {
		if path = strings.Split(names, `","`); len(path) == 1+strings.Count(names, `"`)/2 {
			return path, nil
		}
	}
	err = json.Unmarshal([]byte(list), &path)
	return path, err
}

// places writes a list of n arguments as SQL.
func places(n int) string {
	return "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")"
}

// idList writes ids as SQL.
func idList(ids []int64) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	return "(" + strings.Join(list, ",") + ")"
}
