package web

import (
	"net/http"
	"net/url"
	"slices"

	"newskeep/store"
)

// eventsPage is what happened to articles.
type eventsPage struct {
	Given  string            `json:"given"`
	Kinds  []store.EventKind `json:"kinds"` // that were asked for; empty: all
	Events []store.Event     `json:"events"`
	turning
}

func (p eventsPage) head() head {
	h := head{Title: "What happened", Nav: "/events", Feed: "/events/feed"}
	if v := p.values(); len(v) > 0 {
		h.Feed += "?" + v.Encode()
	}
	return h
}

func (p eventsPage) values() url.Values {
	v := url.Values{}
	if p.Given != "" {
		v.Set("q", p.Given)
	}
	for _, k := range p.Kinds {
		v.Add("kind", string(k))
	}
	return v
}

// All kinds there are.
func (eventsPage) All() []store.EventKind { return store.EventKinds }

// Asked reports whether a kind was asked for.
func (p eventsPage) Asked(k store.EventKind) bool { return slices.Contains(p.Kinds, k) }

func (r *room) events(q *http.Request) (shown, error) { return r.happened(q) }

const eventsOfPage = 100

func (r *room) happened(q *http.Request) (eventsPage, error) {
	p := eventsPage{Given: q.FormValue("q"), Kinds: []store.EventKind{}}
	for _, k := range q.Form["kind"] {
		if k != "" {
			p.Kinds = append(p.Kinds, store.EventKind(k))
		}
	}
	var err error
	if p.turning, err = turned(q); err != nil {
		return p, err
	}
	had, err := r.archive.Events(q.Context(), store.EventRequest{Query: p.Given, Kinds: p.Kinds, Limit: p.upTo(eventsOfPage)})
	p.Events = ofPage(&p.turning, had, eventsOfPage)
	return p, err
}

// Turn is the address of a page before or after; empty when there is none.
func (p eventsPage) Turn(by int) string { return p.lead(by, "/events", p.values()) }

// eventWords are how events are told.
var eventWords = map[store.EventKind]string{
	store.EventNew: "new", store.EventHeadline: "headline changed", store.EventSilent: "silent edit", store.EventChanged: "changed",
	store.EventRemoved: "removed", store.EventRestored: "restored", store.EventFront: "on the front page",
}
