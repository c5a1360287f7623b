package web

import (
	"context"
	"net/http"
	"net/url"

	"newskeep/store"
)

// searchesPage lists the saved searches.
type searchesPage struct {
	Searches []store.SavedCount `json:"searches"`
}

func (searchesPage) head() head { return head{Title: "Saved searches", Nav: "/searches"} }

func (r *room) searches(q *http.Request) (shown, error) {
	// One that takes long is to leave time for saying so.
	ctx, cancel := context.WithTimeout(q.Context(), r.Timeout/2)
	defer cancel()
	list, err := r.archive.CountSaved(ctx)
	if err != nil {
		return nil, err
	}
	return searchesPage{list}, nil
}

// Search is where a saved search is asked.
func (searchesPage) Search(s store.SavedCount) string {
	return "/search?" + url.Values{"q": {"saved:" + s.Name}, "sort": {string(store.ByDate)}}.Encode()
}

// New is where its new articles are.
func (searchesPage) New(s store.SavedCount) string {
	return "/search?" + url.Values{"q": {"saved:" + s.Name + " seen:P7D"}, "sort": {string(store.ByDate)}}.Encode()
}

// Feed is the address of its feed, without the ending.
func (searchesPage) Feed(s store.SavedCount) string {
	return "/search/feed?" + url.Values{"q": {"saved:" + s.Name}}.Encode()
}
