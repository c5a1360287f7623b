package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// captionsPage is a wall of pictures with what stands under them.
type captionsPage struct {
	Given  string            `json:"given"`
	Site   string            `json:"site"`
	Role   string            `json:"role"`
	When   string            `json:"given_as_of"` // as_of as typed
	AsOf   time.Time         `json:"as_of,omitzero"`
	Number int               `json:"page"`
	Images []*store.ImageUse `json:"images"`
	More   bool              `json:"more"`
	Sites  []news.Site       `json:"-"`
	Roles  []news.ImageRole  `json:"-"`
}

func (p captionsPage) head() head { return head{Title: "Captions", Nav: "/captions"} }

const (
	imagesOfPage = 24
	mostPages    = 100
)

func (r *room) captions(q *http.Request) (_ shown, err error) {
	p := captionsPage{Given: q.FormValue("q"), Site: q.FormValue("site"), Role: q.FormValue("role"), When: strings.TrimSpace(q.FormValue("as_of")),
		Images: []*store.ImageUse{}, Roles: news.ImageRoles}
	if p.Number, err = number(q, "page", 1, 1, mostPages); err != nil {
		return nil, err
	}
	if p.AsOf, err = moment(p.When); err != nil {
		return nil, err
	}
	if p.Sites, err = r.archive.Sites(q.Context()); err != nil {
		return nil, err
	}
	archive := r.archive
	if !p.AsOf.IsZero() {
		var done func(error)
		if archive, done, err = r.pasts.of(q.Context(), p.AsOf); err != nil {
			return nil, err
		}
		defer func() { done(err) }()
	}
	list, err := archive.Images(q.Context(), store.ImageRequest{Query: p.Given, Site: p.Site, Role: news.ImageRole(p.Role), Limit: p.Number*imagesOfPage + 1})
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
	return p.address(n)
}

// Today is this wall as it is.
func (p captionsPage) Today() string {
	p.When = ""
	return p.address(1)
}

func (p captionsPage) address(page int) string {
	v := url.Values{"q": {p.Given}, "site": {p.Site}, "role": {p.Role}, "page": {strconv.Itoa(page)}}
	if p.When != "" {
		v.Set("as_of", p.When)
	}
	return "/captions?" + v.Encode()
}

// Article is where the article of a picture is read, as it stood when the picture did.
func (p captionsPage) Article(u *store.ImageUse) string {
	address := "/article/" + strconv.FormatInt(u.Article, 10)
	if !p.AsOf.IsZero() {
		address += "?revision=" + strconv.Itoa(u.Revision)
	}
	return address
}

// Shown reports whether the archive has a picture that can be drawn.
func (captionsPage) Shown(u *store.ImageUse) bool {
	return u.File != nil && u.File.Kept && drawable(u.File.MediaType)
}
