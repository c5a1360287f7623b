package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// EventKind is something that happened to an article.
type EventKind string

// Kinds of events.
const (
	EventNew      EventKind = "new"      // first seen
	EventHeadline EventKind = "headline" // the headline changed
	EventSilent   EventKind = "silent"   // text changed and the page does not say so
	EventChanged  EventKind = "changed"  // another change of the newsroom's
	EventRemoved  EventKind = "removed"
	EventRestored EventKind = "restored"
	EventFront    EventKind = "front" // first seen on the front page's own list
)

// EventKinds are all of them.
var EventKinds = []EventKind{EventNew, EventHeadline, EventSilent, EventChanged, EventRemoved, EventRestored, EventFront}

// ErrEventKind refuses a word that is no [EventKind].
var ErrEventKind = errors.New("events are new, headline, silent, changed, removed, restored or front")

// EventRequest asks what happened; all that is set must be true.
type EventRequest struct {
	Query string      // articles it happened to; empty: all
	Kinds []EventKind // nil: all
	Limit int         // the latest; 0: 50
}

// Event is one thing that happened to an article.
type Event struct {
	Kind     EventKind `json:"kind"`
	At       time.Time `json:"at"` // visit that saw it
	ID       int64     `json:"id"`
	Site     string    `json:"site"`
	URL      string    `json:"url"`
	Headline string    `json:"headline"`                  // as it is now
	Revision int       `json:"revision"`                  // that it made; for front the current one
	Before   string    `json:"headline_before,omitempty"` // of a headline that changed
	After    string    `json:"headline_after,omitempty"`  // the same, as it was then
}

// eventsOf finds events of each kind, with AND … put at the end: id, time and
// revision. A headline that changed silently is told once, as a headline.
var eventsOf = map[EventKind]string{
	EventNew:      `SELECT a.id, a.first_seen AS at, 1 AS revision FROM article_facet a WHERE 1`,
	EventHeadline: `SELECT a.article_id AS id, a.first_seen AS at, a.number AS revision FROM revision a WHERE a.number > 1 AND a.class NOT IN ('removed', 'restored') AND EXISTS (SELECT 1 FROM json_each(a.changed) WHERE value = 'headline')`,
	EventSilent:   `SELECT a.article_id AS id, a.first_seen AS at, a.number AS revision FROM revision a WHERE a.silent = 1 AND NOT EXISTS (SELECT 1 FROM json_each(a.changed) WHERE value = 'headline')`,
	EventChanged:  `SELECT a.article_id AS id, a.first_seen AS at, a.number AS revision FROM revision a WHERE a.number > 1 AND a.silent = 0 AND a.class NOT IN ('removed', 'restored') AND NOT EXISTS (SELECT 1 FROM json_each(a.changed) WHERE value = 'headline')`,
	EventRemoved:  `SELECT a.article_id AS id, a.first_seen AS at, a.number AS revision FROM revision a WHERE a.class <> 'first' AND a.class = 'removed'`,
	EventRestored: `SELECT a.article_id AS id, a.first_seen AS at, a.number AS revision FROM revision a WHERE a.class <> 'first' AND a.class = 'restored'`,
	EventFront:    `SELECT a.id, p.from_at AS at, a.revision FROM ` + firstOnFront,
}

// firstOnFront finds the placements in the list of one front page, by its number, that
// are the first of their article on any, under whatever address. The list is gone through
// from its end, which is why each is asked of on its own.
const firstOnFront = `placement p LEFT JOIN page_alias l ON l.url = p.url LEFT JOIN page g ON g.url = p.url
	CROSS JOIN article a ON a.page_id = coalesce(l.page_id, g.same_as, g.id)
	WHERE p.module_id = ? AND NOT EXISTS (SELECT 1 FROM ` + onFronts + ` WHERE o.from_at < p.from_at OR o.from_at = p.from_at AND o.id < p.id)`

// onFronts are the placements o of article a on front pages.
const onFronts = `(SELECT url FROM page WHERE id = a.page_id OR same_as = a.page_id UNION ALL SELECT url FROM page_alias WHERE page_id = a.page_id) u
	CROSS JOIN placement o ON o.url = u.url CROSS JOIN module n ON n.id = o.module_id AND n.name = 'home'`

// frontOfHits finds when each of the articles in %s was first on a front page.
const frontOfHits = `SELECT a.id, (SELECT min(o.from_at) FROM ` + onFronts + `) AS at, a.revision
	FROM (%s) h CROSS JOIN article a ON a.id = h.id WHERE at IS NOT NULL`

// fewHits are each asked of where they stood; of more, the lists are gone through until
// there are enough of them.
const fewHits = 20_000

// headlineOf finds the headline that the article of event e had in a revision.
const headlineOf = `coalesce((SELECT json_extract(content, '$.headline') FROM revision WHERE article_id = e.id AND number =`

// Events lists what happened, latest first. The error is a [*query.SyntaxError],
// [ErrEventKind], or what SQLite returned.
func (r *Reader) Events(ctx context.Context, q EventRequest) ([]Event, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	if len(q.Kinds) == 0 {
		q.Kinds = EventKinds
	}
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	parts, args, err := r.eventParts(ctx, p, q)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	list := []Event{}
	if len(parts) == 0 { // no front page is known
		return list, nil
	}
	err = r.each(ctx, `SELECT e.kind, e.at, e.id, a.site, a.url, a.headline, e.revision,
			CASE e.kind WHEN 'headline' THEN `+headlineOf+` e.revision - 1), '') ELSE '' END, CASE e.kind WHEN 'headline' THEN `+headlineOf+` e.revision), '') ELSE '' END FROM (`+strings.Join(parts, " UNION ALL ")+`) e
		JOIN article a ON a.id = e.id ORDER BY e.at DESC, e.id DESC, e.kind`+limit(q.Limit), args,
		func(scan func(...any) error) error {
			var e Event
			var at clock
			err := scan(&e.Kind, &at, &e.ID, &e.Site, &e.URL, &e.Headline, &e.Revision, &e.Before, &e.After)
			e.At = at.Time
			list = append(list, e)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	return list, nil
}

// eventParts are the statements that find the latest events of each kind.
func (r *Reader) eventParts(ctx context.Context, p plan, q EventRequest) (parts []string, args []any, err error) {
	ids, idArgs := p.all("%s AS id")
	latest := func(k EventKind, one string, of ...any) {
		parts = append(parts, fmt.Sprintf("SELECT * FROM (SELECT '%s' AS kind, * FROM (%s) ORDER BY at DESC%s)", k, one, limit(q.Limit)))
		args = append(args, of...)
	}
	add := func(k EventKind, one, id string, of ...any) {
		if q.Query != "" {
			one += " AND " + id + " IN (SELECT id FROM (" + ids + ") LIMIT -1)" // found once, not asked for each
			of = slices.Concat(of, idArgs)
		}
		latest(k, one, of...)
	}
	for _, k := range q.Kinds {
		one, known := eventsOf[k]
		switch {
		case !known:
			return nil, nil, fmt.Errorf("%q: %w", k, ErrEventKind)
		case k == EventNew:
			add(k, one, "a.id")
		case k == EventFront:
			fronts, few, err := r.fronts(ctx, p, q)
			if err != nil {
				return nil, nil, err
			}
			if few {
				latest(k, fmt.Sprintf(frontOfHits, ids), idArgs...)
			}
			for _, id := range fronts {
				add(k, one, "+a.id", id) // found by its page, not by trying each of the hits
			}
		default:
			add(k, one, "a.article_id")
		}
	}
	return parts, args, nil
}

// fronts are the lists of front pages to go through, by their numbers; or none, when so
// few articles are asked about that each is asked where it stood.
func (r *Reader) fronts(ctx context.Context, p plan, q EventRequest) (ids []int64, few bool, err error) {
	if q.Query != "" {
		if n, err := r.total(ctx, p, fewHits); err != nil || n < fewHits {
			return nil, err == nil, err
		}
	}
	err = r.each(ctx, `SELECT id FROM module WHERE name = 'home' ORDER BY id`, nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, false, err
}
