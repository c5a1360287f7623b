package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"newskeep/scraper/news"
)

// fillHits reads what hits show: only for those of one page, as rows of article
// are wide, and for all of them at once, as a statement costs more than a row.
// Page says of each hit how it is found again.
func (r *Reader) fillHits(ctx context.Context, hits []Hit, page []dated, match string, mark [2]string) error {
	if len(hits) == 0 {
		return nil
	}
	byID := make(map[int64]*Hit, len(hits))
	ids := make([]any, len(hits))
	for i := range hits {
		ids[i], byID[hits[i].ID] = hits[i].ID, &hits[i]
		hits[i].Bylines = []news.Byline{}
	}
	in := places(len(ids))
	err := r.often(ctx, `SELECT id, site, url, headline, kind, published, section, CASE standfirst WHEN '' THEN substr(body, 1, 300) ELSE standfirst END, standfirst = '', revision
		FROM article WHERE id IN `+in, ids, func(scan func(...any) error) error {
		var h Hit
		var section string
		var opening bool
		if err := scan(&h.ID, &h.Site, &h.URL, &h.Headline, &h.Kind, &h.Published, &section, &h.Snippet, &opening, &h.Revision); err != nil {
			return err
		}
		if opening {
			h.Snippet = squeeze(h.Snippet)
		}
		to := byID[h.ID]
		h.Score, h.Bylines = to.Score, to.Bylines
		*to = h
		return json.Unmarshal([]byte(section), &to.Section)
	})
	if err != nil {
		return err
	}
	err = r.often(ctx, `SELECT a.article_id, b.name, b.url FROM article_byline a JOIN byline b ON b.id = a.byline_id
		WHERE a.article_id IN `+in+` ORDER BY a.article_id, a.position`, ids, func(scan func(...any) error) error {
		var id int64
		var b news.Byline
		err := scan(&id, &b.Name, &b.URL)
		byID[id].Bylines = append(byID[id].Bylines, b)
		return err
	})
	if err != nil || match == "" {
		return err
	}
	sql, args := r.findAgain("rowid, snippet(article_fts, -1, ?, ?, '…', 24)", []any{mark[0], mark[1]}, match, page)
	return r.often(ctx, sql, args, func(scan func(...any) error) error {
		var id int64
		var s string
		err := scan(&id, &s)
		byID[id].Snippet = squeeze(s)
		return err
	})
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
