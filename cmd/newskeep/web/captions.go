package web

import (
	"net/http"
	"net/url"
	"strconv"

	"newskeep/scraper/news"
	"newskeep/store"
)

// captionsPage is a wall of pictures with what stands under them.
type captionsPage struct {
	Given  string             `json:"given"`
	Site   string             `json:"site"`
	Role   string             `json:"role"`
	Number int                `json:"page"`
	Images []*store.ImageUse  `json:"images"`
	More   bool               `json:"more"`
	Sites  []store.SiteStatus `json:"-"`
	Roles  []news.ImageRole   `json:"-"`
}

func (p captionsPage) head() head { return head{Title: "Captions", Nav: "/captions"} }

const (
	imagesOfPage = 24
	mostPages    = 100
)

func (r *room) captions(q *http.Request) (shown, error) {
	p := captionsPage{Given: q.FormValue("q"), Site: q.FormValue("site"), Role: q.FormValue("role"), Images: []*store.ImageUse{}, Roles: news.ImageRoles}
	var err error
	if p.Number, err = number(q, "page", 1, 1, mostPages); err != nil {
		return nil, err
	}
	if p.Sites, err = r.archive.Sites(q.Context()); err != nil {
		return nil, err
	}
	list, err := r.archive.Images(q.Context(), store.ImageRequest{Query: p.Given, Site: p.Site, Role: news.ImageRole(p.Role), Limit: p.Number*imagesOfPage + 1})
	if err != nil {
		return nil, err
	}
	from, to := min((p.Number-1)*imagesOfPage, len(list)), min(p.Number*imagesOfPage, len(list))
	p.More = len(list) > to && p.Number < mostPages
	p.Images = append(p.Images, list[from:to]...)
	return p, nil
}

// Turn is the address of a page before or after; empty when there is none.
func (p captionsPage) Turn(by int) string {
	n := p.Number + by
	if n < 1 || by > 0 && !p.More {
		return ""
	}
	return "/captions?" + url.Values{"q": {p.Given}, "site": {p.Site}, "role": {p.Role}, "page": {strconv.Itoa(n)}}.Encode()
}

// Shown reports whether the archive has a picture that can be drawn.
func (captionsPage) Shown(u *store.ImageUse) bool {
	return u.File != nil && u.File.Kept && drawable(u.File.MediaType)
}
