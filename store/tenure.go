package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Tenure is how an item stood in a module, in all.
type Tenure struct {
	Site     string    `json:"site"`
	Module   string    `json:"module"`
	Section  string    `json:"section"`
	Page     string    `json:"page,omitempty"`
	URL      string    `json:"url"`
	Title    string    `json:"title"` // the latest
	First    time.Time `json:"first_seen"`
	Last     time.Time `json:"last_seen"`
	There    bool      `json:"there"`              // it stands there still
	Seconds  int64     `json:"seconds"`            // between visits that saw it: it stood at least so long
	AtMost   int64     `json:"seconds_at_most"`    // until the visits that found it gone
	Best     int       `json:"best_slot,omitzero"` // 0 in the ticker
	AtBest   int64     `json:"seconds_at_best"`    // of Seconds, in the best slot
	Promoted int       `json:"promoted"`
	Demoted  int       `json:"demoted"`
	Returned int       `json:"returned"`
	Retitled int       `json:"retitled"`
}

// Tenures sums up how long items stood in modules, the longest first. AsOf is not
// asked. With Article, only its own. The error is that of [Reader.Placements].
func (r *Reader) Tenures(ctx context.Context, q PlacementRequest) ([]*Tenure, error) {
	modules, own, err := r.modulesOver(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("tenures: %w", err)
	}
	list := []*Tenure{}
	for _, m := range modules {
		for _, t := range tenuresOf(m) {
			if own == nil || own[t.URL] {
				list = append(list, t)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *Tenure) int {
		return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(b.AtMost, a.AtMost), cmp.Compare(slotOrLast(a.Best), slotOrLast(b.Best)))
	})
	if q.Limit > 0 && len(list) > q.Limit {
		list = list[:q.Limit]
	}
	return list, nil
}

func tenuresOf(module []Placement) []*Tenure {
	type start struct {
		item string
		at   time.Time
	}
	begun := map[start]bool{}
	for _, p := range module {
		begun[start{p.item(), p.From}] = true
	}
	byItem := map[string]*Tenure{}
	var list []*Tenure
	for _, p := range module {
		t := byItem[p.item()]
		if t == nil {
			t = &Tenure{Site: p.Site, Module: p.Module, Section: p.Section, Page: p.Page, URL: p.URL, First: p.From, Best: p.Slot}
			byItem[p.item()] = t
			list = append(list, t)
		}
		t.Title = p.Title
		t.There = t.There || p.To.IsZero()
		if p.LastSeen.After(t.Last) {
			t.Last = p.LastSeen
		}
		least, most := seconds(p.From, p.LastSeen), seconds(p.From, p.To)
		switch {
		case p.To.IsZero():
			most = least
		case begun[start{p.item(), p.To}]:
			least = most // it was only moved or retitled: it stood there all the time
		}
		t.Seconds, t.AtMost = t.Seconds+least, t.AtMost+most
		switch {
		case p.Slot < t.Best:
			t.Best, t.AtBest = p.Slot, least
		case p.Slot == t.Best:
			t.AtBest += least
		}
	}
	for _, v := range movesOf(module) {
		t := byItem[v.item]
		switch v.Move {
		case MovePromoted:
			t.Promoted++
		case MoveDemoted:
			t.Demoted++
		case MoveReturned:
			t.Returned++
		case MoveRetitled:
			t.Retitled++
		}
	}
	return list
}

func seconds(from, to time.Time) int64 { return int64(to.Sub(from) / time.Second) }
