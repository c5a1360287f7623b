package web

import (
	"net/http"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// tickerPage is the ticker as a log.
type tickerPage struct {
	Site  string    `json:"site"`
	AsOf  time.Time `json:"as_of,omitzero"`
	When  string    `json:"-"`     // as_of as typed
	Lines []placed  `json:"lines"` // latest first
	turning
	Sites []news.Site `json:"-"`
}

func (p tickerPage) head() head { return head{Title: "Ticker", Nav: "/ticker"} }

const tickerOfPage = 100

func (r *room) ticker(q *http.Request) (_ shown, err error) {
	p := tickerPage{Site: q.FormValue("site"), When: strings.TrimSpace(q.FormValue("as_of")), Lines: []placed{}}
	if p.turning, err = turned(q); err != nil {
		return nil, err
	}
	if p.Sites, err = r.sitesWith(q, p.Site); err != nil {
		return nil, err
	}
	if p.AsOf, err = moment(p.When); err != nil {
		return nil, err
	}
	list, err := r.archive.Placements(q.Context(), store.PlacementRequest{Site: p.Site, Module: "ticker", AsOf: p.AsOf, Latest: true, Limit: p.upTo(tickerOfPage)})
	if err != nil {
		return nil, err
	}
	var urls []string
	for _, l := range ofPage(&p.turning, list, tickerOfPage) {
		p.Lines, urls = append(p.Lines, placed{Placement: l}), append(urls, l.URL)
	}
	ids, err := r.archive.ArticlesAt(q.Context(), urls)
	for i := range p.Lines {
		p.Lines[i].ID = ids[p.Lines[i].URL]
	}
	return p, err
}

// Turn is the address of a page before or after; empty when there is none.
func (p tickerPage) Turn(by int) string {
	return p.lead(by, "/ticker", given([2]string{"site", p.Site}, [2]string{"as_of", p.When}))
}
