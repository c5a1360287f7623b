package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Stood says where an article stood, put together over the lists of one kind and
// over all its addresses; nil for lists it was never seen in.
type Stood struct {
	FrontPage *Standing `json:"front_page,omitempty"`
	MostRead  *Standing `json:"most_read,omitempty"`
	Section   *Standing `json:"section,omitempty"`
}

// Standing is a time in lists of one kind.
type Standing struct {
	From    time.Time `json:"from"`      // visit that first saw it there
	Until   time.Time `json:"until"`     // visit that last saw it there
	There   bool      `json:"there"`     // it stands there still
	Seconds int64     `json:"seconds"`   // between visits that saw it in one of the lists: it stood at least so long
	Best    int       `json:"best_slot"` // from 1
}

// standings lists the placements of article a as JSON.
const standings = `(SELECT json_group_array(json_array(m.name, p.slot, p.from_at, coalesce(p.last_seen, m.last_seen), coalesce(p.to_at, '')))
	FROM (SELECT g.url FROM page g WHERE g.id = a.page_id UNION SELECT g.url FROM page g WHERE g.same_as = a.page_id
		UNION SELECT l.url FROM page_alias l WHERE l.page_id = a.page_id) u
	CROSS JOIN placement p ON p.url = u.url CROSS JOIN module m ON m.id = p.module_id WHERE m.name IN ('home', 'most_read', 'section'))`

// stay is a placement as standings gives it.
type stay struct {
	slot           int
	from, last, to time.Time
}

// stoodAt sums up what standings gives.
func stoodAt(text string) (*Stood, error) {
	var rows [][5]any
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	stays := map[string][]stay{}
	for _, row := range rows {
		name, _ := row[0].(string)
		slot, _ := row[1].(float64)
		s := stay{slot: int(slot)}
		for i, t := range []*time.Time{&s.from, &s.last, &s.to} {
			if v, _ := row[2+i].(string); v != "" {
				var c clock
				if err := c.Scan(v); err != nil {
					return nil, err
				}
				*t = c.Time
			}
		}
		stays[name] = append(stays[name], s)
	}
	return &Stood{FrontPage: standingOf(stays["home"]), MostRead: standingOf(stays["most_read"]), Section: standingOf(stays["section"])}, nil
}

// standingOf puts stays together, time in two lists at once counted once.
func standingOf(stays []stay) *Standing {
	if len(stays) == 0 {
		return nil
	}
	slices.SortFunc(stays, func(a, b stay) int { return a.from.Compare(b.from) })
	begun := map[time.Time]bool{}
	for _, s := range stays {
		begun[s.from] = true
	}
	all := &Standing{From: stays[0].from, Best: stays[0].slot}
	var counted time.Time // all before it is
	for _, s := range stays {
		end := s.last
		if begun[s.to] {
			end = s.to // it was only moved: it stood there all the time
		}
		if from := latest(s.from, counted); end.After(from) {
			all.Seconds += seconds(from, end)
		}
		counted = latest(counted, end)
		all.Until = latest(all.Until, s.last)
		all.There = all.There || s.to.IsZero()
		all.Best = min(all.Best, s.slot)
	}
	return all
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// fillStood says of hits where they stood.
func (r *Reader) fillStood(ctx context.Context, hits []Hit) error {
	byID := make(map[int64]*Hit, len(hits))
	ids := make([]int64, len(hits))
	for i := range hits {
		ids[i], byID[hits[i].ID] = hits[i].ID, &hits[i]
	}
	return r.each(ctx, "SELECT a.id, "+standings+" FROM article a WHERE a.id IN "+idList(ids), nil, func(scan func(...any) error) error {
		var id int64
		var text string
		if err := scan(&id, &text); err != nil {
			return err
		}
		var err error
		byID[id].Stood, err = stoodAt(text)
		return err
	})
}
