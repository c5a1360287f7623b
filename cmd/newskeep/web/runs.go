package web

import (
	"net/http"

	"newskeep/scraper/news"
)

// runsPage is the ledger of the latest runs.
type runsPage struct {
	Site string          `json:"site"`
	Runs []*news.Summary `json:"runs"` // latest first, as crawl --json prints them
	turning
	Sites []news.Site `json:"-"`
}

func (p runsPage) head() head { return head{Title: "Runs", Nav: "/runs"} }

const runsOfPage = 30

func (r *room) runs(q *http.Request) (shown, error) {
	p := runsPage{Site: q.FormValue("site"), Runs: []*news.Summary{}}
	var err error
	if p.turning, err = turned(q); err != nil {
		return nil, err
	}
	if p.Sites, err = r.sitesWith(q, p.Site); err != nil {
		return nil, err
	}
	list, err := r.archive.Runs(q.Context(), p.Site, p.upTo(runsOfPage))
	if err != nil {
		return nil, err
	}
	for _, run := range ofPage(&p.turning, list, runsOfPage) {
		s, err := r.archive.Summary(q.Context(), run.ID)
		if err != nil {
			return nil, err
		}
		p.Runs = append(p.Runs, s)
	}
	return p, nil
}

// Turn is the address of a page before or after; empty when there is none.
func (p runsPage) Turn(by int) string {
	return p.lead(by, "/runs", given([2]string{"site", p.Site}))
}
