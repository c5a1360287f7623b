package web

import (
	"net/http"

	"newskeep/cmd/newskeep/compare"
	"newskeep/store"
)

// changesPage is what differs between two revisions.
type changesPage struct {
	Article   int64            `json:"id"`
	URL       string           `json:"url"`
	Headline  string           `json:"headline"` // of the later one
	Language  string           `json:"language"`
	From      int              `json:"from"`
	To        int              `json:"to"`
	Class     string           `json:"class"` // of the revision To
	Silent    bool             `json:"silent"`
	Fields    []compare.Field  `json:"fields"`
	Revisions []store.Revision `json:"revisions"`
}

func (p changesPage) head() head {
	return head{Title: "Changes: " + p.Headline, Language: p.Language, Nav: "/search", Narrow: true}
}

func (r *room) changes(q *http.Request) (shown, error) {
	id, err := ref(q)
	if err != nil {
		return nil, err
	}
	list, err := r.archive.Revisions(q.Context(), id)
	if err != nil {
		return nil, err
	}
	last := list[len(list)-1].Number
	to, err := number(q, "to", last, 1, last)
	if err != nil {
		return nil, err
	}
	from, err := number(q, "from", max(1, to-1), 1, last)
	if err != nil {
		return nil, err
	}
	from, to = min(from, to), max(from, to)
	var states [2]*store.StoredArticle
	for i, n := range []int{from, to} {
		if states[i], err = r.archive.Article(q.Context(), id, store.ArticleAt{Revision: n}); err != nil {
			return nil, err
		}
	}
	a := states[1]
	return changesPage{Article: a.ID, URL: a.Address, Headline: a.Headline, Language: a.Language, From: from, To: to,
		Class: list[to-1].Class, Silent: list[to-1].Silent, Fields: compare.Fields(&states[0].Article, &a.Article), Revisions: list}, nil
}
