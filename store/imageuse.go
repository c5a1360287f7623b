package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// ImageUse is a picture in an article with what stood with it, for as long as it
// stood so.
type ImageUse struct {
	Image     string         `json:"image"` // what its addresses have in common
	URL       string         `json:"url"`   // largest rendition known then
	Caption   string         `json:"caption"`
	Credit    string         `json:"credit"`
	Alt       string         `json:"alt"`
	Role      news.ImageRole `json:"role"`
	Article   int64          `json:"id"`
	Site      string         `json:"site"`
	Address   string         `json:"article_url"`
	Revision  int            `json:"revision"`            // the last one in which it stood so
	Headline  string         `json:"headline"`            // as it is now
	Published string         `json:"published,omitempty"` // RFC 3339 with the offset as understood
	FirstSeen time.Time      `json:"first_seen"`          // when this was first seen with it there
	LastSeen  time.Time      `json:"last_seen"`
	Current   bool           `json:"current"` // the article shows it so today, or at the moment asked of
	File      *ImageFile     `json:"file,omitempty"`

	position int
}

// ImageFile is what is known of the file of a picture; see crawl --images.
type ImageFile struct {
	SHA256    string `json:"sha256"`
	MediaType string `json:"media_type"`
	Size      int    `json:"size"`
	Width     int    `json:"width,omitzero"`
	Height    int    `json:"height,omitzero"`
	Hash      string `json:"phash,omitempty"`
	Problem   string `json:"problem,omitempty"`
	Kept      bool   `json:"kept"` // the bytes are in the archive
}

// imagesChanged is the condition of the index revision_of_images, to the letter.
const imagesChanged = `(instr(changed, '"images"') OR instr(changed, '"captions"') OR instr(changed, '"credits"') OR instr(changed, '"alts"'))`

// earlierUses finds what stood with pictures before, and puts current uses of the
// same articles in their time: only articles in which it changed have a past that
// says more than their first and last day.
func (r *Reader) earlierUses(ctx context.Context, uses []*ImageUse) ([]*ImageUse, error) {
	byArticle := map[int64][]*ImageUse{}
	for _, u := range uses {
		byArticle[u.Article] = append(byArticle[u.Article], u)
	}
	var changed []int64
	err := r.each(ctx, `SELECT DISTINCT article_id FROM revision WHERE `+imagesChanged, nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		if byArticle[id] != nil {
			changed = append(changed, id)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("articles whose pictures changed: %w", err)
	}
	for _, id := range changed {
		past, err := r.usesOver(ctx, *byArticle[id][0], byArticle[id])
		if err != nil {
			return nil, fmt.Errorf("pictures of article %d over time: %w", id, err)
		}
		uses = append(uses, past...)
	}
	return uses, nil
}

// usesGone finds what stood with pictures in articles that have none today of those
// asked for: no use of today leads to them. Once, unless it is nil, are the pictures
// asked for.
func (r *Reader) usesGone(ctx context.Context, uses []*ImageUse, once pictures, role news.ImageRole, limit int, where []string, args []any) ([]*ImageUse, error) {
	known, asked := map[int64]bool{}, map[int64]bool{}
	for _, u := range uses {
		known[u.Article] = true
	}
	for p := range once {
		asked[p.article] = true
	}
	var articles []ImageUse
	err := r.each(ctx, `SELECT a.id, a.site, a.url, a.headline, a.published FROM article a CROSS JOIN article_facet f ON f.id = a.id
		WHERE a.id IN (SELECT article_id FROM revision WHERE `+imagesChanged+`) AND `+strings.Join(where, " AND ")+`
		AND NOT EXISTS (SELECT 1 FROM article_image ai WHERE ai.article_id = a.id AND ? IN ('', ai.role)) ORDER BY a.id DESC`,
		append(slices.Clip(args), role), func(scan func(...any) error) error {
			var u ImageUse
			err := scan(&u.Article, &u.Site, &u.Address, &u.Headline, &u.Published)
			if (limit == 0 || len(articles) < limit) && !known[u.Article] && (once == nil || asked[u.Article]) {
				articles = append(articles, u)
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	var gone []*ImageUse
	for _, u := range articles {
		past, err := r.usesOver(ctx, u, nil)
		if err != nil {
			return nil, fmt.Errorf("pictures of article %d over time: %w", u.Article, err)
		}
		gone = append(gone, past...)
	}
	return gone, nil
}

// usesOver reads the states of one article. Current are what it shows today; they
// get the time since when. It returns what it showed before, as uses in article.
func (r *Reader) usesOver(ctx context.Context, article ImageUse, current []*ImageUse) ([]*ImageUse, error) {
	var past []*ImageUse
	open := map[string]*ImageUse{} // by what stood with which picture, in the state before
	err := r.each(ctx, `SELECT number, first_seen, last_seen, class = 'removed', json_extract(content, '$.images') FROM revision
		WHERE article_id = ? ORDER BY number`, []any{article.Article}, func(scan func(...any) error) error {
		var number int
		var first, last clock
		var gone bool
		var text *string
		if err := scan(&number, &first, &last, &gone, &text); err != nil || gone || text == nil {
			return err
		}
		var images []news.Image
		if err := json.Unmarshal([]byte(*text), &images); err != nil {
			return err
		}
		now := map[string]*ImageUse{}
		for _, m := range images {
			key := useKey(m.Same(), m.Caption, m.Credit, m.Alt)
			u := open[key]
			if u == nil {
				c := article
				u = &c
				u.Image, u.URL, u.Caption, u.Credit, u.Alt, u.Role, u.File = m.Same(), m.URL, m.Caption, m.Credit, m.Alt, m.Role, nil
				u.FirstSeen, u.Current = first.Time, false
				past = append(past, u)
			}
			u.LastSeen, u.Revision = last.Time, number
			now[key] = u
		}
		open = now
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, c := range current { // what stands today is told by the current row
		if u := open[useKey(c.Image, c.Caption, c.Credit, c.Alt)]; u != nil {
			c.FirstSeen, c.LastSeen = u.FirstSeen, u.LastSeen
		}
	}
	for _, u := range open {
		past = slices.DeleteFunc(past, func(p *ImageUse) bool { return p == u })
	}
	return past, nil
}

// useKey is equal when the same stands with the same picture.
func useKey(identity, caption, credit, alt string) string {
	return strings.Join([]string{identity, caption, credit, alt}, "\x00")
}
