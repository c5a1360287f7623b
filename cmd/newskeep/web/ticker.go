package web

import (
	"net/http"
	"slices"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// tickerPage is the ticker as a log.
type tickerPage struct {
	Site  string      `json:"site"`
	AsOf  time.Time   `json:"as_of,omitzero"`
	Lines []placed    `json:"lines"` // latest first
	Sites []news.Site `json:"-"`
}

func (p tickerPage) head() head { return head{Title: "Ticker", Nav: "/ticker"} }

func (r *room) ticker(q *http.Request) (shown, error) {
	p := tickerPage{Site: q.FormValue("site"), Lines: []placed{}}
	var err error
	if p.Sites, err = r.archive.Sites(q.Context()); err != nil {
		return nil, err
	}
	if p.AsOf, err = moment(q.FormValue("as_of")); err != nil {
		return nil, err
	}
	list, err := r.archive.Placements(q.Context(), store.PlacementRequest{Site: p.Site, Module: "ticker", AsOf: p.AsOf})
	if err != nil {
		return nil, err
	}
	var urls []string
	for _, l := range list {
		p.Lines, urls = append(p.Lines, placed{Placement: l}), append(urls, l.URL)
	}
	ids, err := r.archive.ArticlesAt(q.Context(), urls)
	for i := range p.Lines {
		p.Lines[i].ID = ids[p.Lines[i].URL]
	}
	slices.SortStableFunc(p.Lines, func(a, b placed) int { return b.From.Compare(a.From) })
	return p, err
}
