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
	Given string    `json:"given"`
	Site  string    `json:"site"`
	Role  string    `json:"role"`
	When  string    `json:"given_as_of"` // as_of as typed
	AsOf  time.Time `json:"as_of,omitzero"`
	turning
	Images []*store.ImageUse `json:"images"`
	Sites  []news.Site       `json:"-"`
	Roles  []news.ImageRole  `json:"-"`
}

func (p captionsPage) head() head { return head{Title: "Captions", Nav: "/captions"} }

const imagesOfPage = 24

func (r *room) captions(q *http.Request) (_ shown, err error) {
	p := captionsPage{Given: q.FormValue("q"), Site: q.FormValue("site"), Role: q.FormValue("role"), When: strings.TrimSpace(q.FormValue("as_of")),
		Images: []*store.ImageUse{}, Roles: news.ImageRoles}
	if p.turning, err = turned(q); err != nil {
		return nil, err
	}
	if p.AsOf, err = moment(p.When); err != nil {
		return nil, err
	}
	if p.Sites, err = r.sitesWith(q, p.Site); err != nil {
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
	list, err := archive.Images(q.Context(), store.ImageRequest{Query: p.Given, Site: p.Site, Role: news.ImageRole(p.Role), Limit: p.upTo(imagesOfPage)})
	if err != nil {
		return nil, err
	}
	p.Images = append(p.Images, ofPage(&p.turning, list, imagesOfPage)...)
	return p, nil
}

// Turn is the address of a page before or after; empty when there is none.
func (p captionsPage) Turn(by int) string {
	return p.lead(by, "/captions", p.values())
}

// Today is this wall as it is.
func (p captionsPage) Today() string {
	p.When, p.turning = "", turning{Number: 1}
	return p.lead(0, "/captions", p.values())
}

func (p captionsPage) values() url.Values {
	return given([2]string{"q", p.Given}, [2]string{"site", p.Site}, [2]string{"role", p.Role}, [2]string{"as_of", p.When})
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
