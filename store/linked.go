package store

import (
	"context"
	"fmt"

	"newskeep/scraper/news"
)

// Linking is a link between two articles of the archive, seen from one of them.
type Linking struct {
	Relation news.Relation `json:"relation"`
	ID       int64         `json:"id"` // the other article
	Site     string        `json:"site"`
	URL      string        `json:"url"`
	Headline string        `json:"headline"` // as it is now
	Title    string        `json:"title"`    // text of the link
}

// maxLinkings bounds what one article is shown with.
const maxLinkings = 200

// LinkedFrom lists the articles that link to one, newest first, at most 200. Links
// are those of their current revisions; places that are the same on all pages, such
// as Most Read, are left out.
func (r *Reader) LinkedFrom(ctx context.Context, id int64) ([]Linking, error) {
	list := []Linking{}
	err := r.each(ctx, `SELECT l.relation, a.id, a.site, a.url, a.headline, l.title
		FROM article_link l JOIN article a ON a.id = l.article_id
		WHERE l.url IN `+addressesOf+` AND l.relation <> 'most_read' AND a.id <> ? GROUP BY a.id, l.relation
		ORDER BY a.id DESC`+limit(maxLinkings), []any{id, id, id}, func(scan func(...any) error) error {
		var l Linking
		err := scan(&l.Relation, &l.ID, &l.Site, &l.URL, &l.Headline, &l.Title)
		list = append(list, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("articles that link to %d: %w", id, err)
	}
	return list, nil
}

// ArticlesAt finds the articles of addresses, as they are written in links and
// lists. What is not in the archive is not in the answer.
func (r *Reader) ArticlesAt(ctx context.Context, addresses []string) (map[string]int64, error) {
	found := map[string]int64{}
	if len(addresses) == 0 {
		return found, nil
	}
	err := r.each(ctx, `SELECT j.value, a.id FROM json_each(?) j
		LEFT JOIN page_alias l ON l.url = j.value LEFT JOIN page p ON p.url = j.value
		JOIN article a ON a.page_id = coalesce(l.page_id, p.same_as, p.id)`, []any{jsonList(addresses)},
		func(scan func(...any) error) error {
			var url string
			var id int64
			err := scan(&url, &id)
			found[url] = id
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("articles by their addresses: %w", err)
	}
	return found, nil
}
