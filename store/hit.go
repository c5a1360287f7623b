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
func (r *Reader) fillHits(ctx context.Context, hits []Hit, match string, mark [2]string) error {
	if len(hits) == 0 {
		return nil
	}
	byID := make(map[int64]*Hit, len(hits))
	ids := make([]int64, len(hits))
	for i := range hits {
		ids[i], byID[hits[i].ID] = hits[i].ID, &hits[i]
		hits[i].Bylines = []news.Byline{}
	}
	in := idList(ids)
	err := r.each(ctx, `SELECT id, site, url, headline, kind, published, section, standfirst, substr(body, 1, 300), revision
		FROM article WHERE id IN `+in, nil, func(scan func(...any) error) error {
		var h Hit
		var section, standfirst, body string
		if err := scan(&h.ID, &h.Site, &h.URL, &h.Headline, &h.Kind, &h.Published, &section, &standfirst, &body, &h.Revision); err != nil {
			return err
		}
		if h.Snippet = standfirst; h.Snippet == "" {
			h.Snippet = squeeze(body)
		}
		to := byID[h.ID]
		h.Score, h.Bylines, h.apart = to.Score, to.Bylines, to.apart
		*to = h
		return json.Unmarshal([]byte(section), &to.Section)
	})
	if err != nil {
		return err
	}
	err = r.each(ctx, `SELECT a.article_id, b.name, b.url FROM article_byline a JOIN byline b ON b.id = a.byline_id
		WHERE a.article_id IN `+in+` ORDER BY a.article_id, a.position`, nil, func(scan func(...any) error) error {
		var id int64
		var b news.Byline
		err := scan(&id, &b.Name, &b.URL)
		byID[id].Bylines = append(byID[id].Bylines, b)
		return err
	})
	if err != nil || match == "" {
		return err
	}
	page := make([]dated, len(hits))
	for i, h := range hits {
		page[i] = dated{id: h.ID, stray: h.apart}
	}
	again, args := r.findAgain("rowid, snippet(article_fts, -1, ?, ?, '…', 24)", []any{mark[0], mark[1]}, match, page)
	return r.each(ctx, again, args, func(scan func(...any) error) error {
		var id int64
		var s string
		err := scan(&id, &s)
		byID[id].Snippet = squeeze(s)
		return err
	})
}

// idList writes ids as SQL.
func idList(ids []int64) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	return "(" + strings.Join(list, ",") + ")"
}
