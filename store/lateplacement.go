package store

import (
	"database/sql"
	"errors"
	"fmt"

	"newskeep/scraper/news"
)

// held is an interval of a slot.
type held struct {
	id    int64
	from  clock
	seen  clock
	to    clock // zero while it is open
	url   string
	title string
}

func (h *held) shows(l news.Link) bool { return h.url == l.URL && h.title == l.Title }

// fillModule notes what stood in the slots of a module at a time before it was
// last seen, from a capture of others: before the first visit, between the last
// visit that saw an item and the one that found it gone, and between two visits of
// one interval, which is parted then. A module that is the same on all pages is
// not parted: no visits are known to be those that saw it.
func (k *keeping) fillModule(id int64, m shown) error {
	var first clock
	var seenOn int
	if err := k.get(`SELECT first_seen, seen_on FROM module WHERE id = ?`, []any{id}, &first, &seenOn); err != nil {
		return err
	}
	if !m.page.Valid && priority(k.subject.role, "") > seenOn {
		return nil // as in module: this page may leave items out
	}
	at := clock{k.v.At}
	earliest := at.Before(first.Time)
	if earliest {
		if err := k.exec(`UPDATE module SET first_seen = ? WHERE id = ?`, at, id); err != nil {
			return err
		}
	}
	// The next time at which something was seen to change.
	var next clock
	if err := k.get(`SELECT coalesce(min(t), (SELECT last_seen FROM module WHERE id = ?1)) FROM (
			SELECT min(from_at) AS t FROM placement WHERE module_id = ?1 AND from_at > ?2
			UNION ALL SELECT min(to_at) FROM placement WHERE module_id = ?1 AND to_at > ?2)`, []any{id, at}, &next); err != nil {
		return err
	}
	for i, l := range m.items {
		if err := k.fillSlot(id, i+1, l, m.page.Valid, earliest, next); err != nil {
			return fmt.Errorf("slot %d: %w", i+1, err)
		}
	}
	return k.endBeyond(id, len(m.items), m.page.Valid)
}

// endBeyond ends what stood in slots that the list did not have.
func (k *keeping) endBeyond(module int64, slots int, mayPart bool) error {
	at := clock{k.v.At}
	for {
		h, err := k.heldAt(`from_at < ?3 AND (to_at IS NULL OR to_at > ?3)`, module, `> `, slots, at)
		if err != nil || h == nil {
			return err
		}
		if at.After(h.seen.Time) {
			err = k.exec(`UPDATE placement SET to_at = ? WHERE id = ?`, at, h.id)
		} else if mayPart {
			_, err = k.part(h)
		} else {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (k *keeping) fillSlot(module int64, slot int, l news.Link, mayPart, earliest bool, next clock) error {
	at := clock{k.v.At}
	cover, err := k.heldAt(`from_at <= ?3 AND (to_at IS NULL OR to_at > ?3) ORDER BY from_at DESC`, module, `= `, slot, at)
	if err != nil {
		return err
	}
	after, err := k.heldAt(`from_at > ?3 ORDER BY from_at`, module, `= `, slot, at)
	if err != nil {
		return err
	}
	to := next
	switch {
	case cover != nil && !at.After(cover.seen.Time):
		if cover.shows(l) || !mayPart || cover.from.Equal(at.Time) {
			return nil
		}
		if to, err = k.part(cover); err != nil {
			return err
		}
		after = nil
	case cover != nil && cover.shows(l):
		return k.exec(`UPDATE placement SET last_seen = ? WHERE id = ?`, at, cover.id)
	case cover != nil:
		to = cover.to
		if err := k.exec(`UPDATE placement SET to_at = ? WHERE id = ?`, at, cover.id); err != nil {
			return err
		}
	}
	if after != nil && after.shows(l) && (earliest || cover != nil && after.from.Equal(to.Time) || after.from.Equal(next.Time)) {
		return k.exec(`UPDATE placement SET from_at = ? WHERE id = ?`, at, after.id)
	}
	return k.exec(`INSERT INTO placement (module_id, slot, url, title, from_at, last_seen, to_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		module, slot, l.URL, l.Title, at, at, to)
}

// heldAt is the first interval of a slot that a condition with its order picks;
// nil when there is none.
func (k *keeping) heldAt(where string, module int64, compare string, slot int, at clock) (*held, error) {
	var h held
	err := k.get(`SELECT p.id, p.from_at, coalesce(p.last_seen, (SELECT last_seen FROM module WHERE id = p.module_id)), p.to_at, p.url, p.title
		FROM placement p WHERE p.module_id = ?1 AND p.slot `+compare+`?2 AND `+where+` LIMIT 1`, []any{module, slot, at},
		&h.id, &h.from, &h.seen, &h.to, &h.url, &h.title)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &h, err
}

// part ends an interval at the time of the visit, which saw something else, and
// begins it again with the next visit of the page, whose time it returns.
func (k *keeping) part(h *held) (again clock, err error) {
	at := clock{k.v.At}
	var before clock
	const seen = `FROM visit WHERE page_id IN (SELECT id FROM page WHERE id = ?1 OR same_as = ?1) AND outcome IN ('fetched', 'not_modified')`
	err = k.get(`SELECT coalesce((SELECT max(at) `+seen+` AND at < ?2 AND at >= ?3), ?3), coalesce((SELECT min(at) `+seen+` AND at > ?2 AND at <= ?4), ?4)`,
		[]any{k.subject.id, at, h.from, h.seen}, &before, &again)
	if err != nil {
		return again, err
	}
	var seenAgain clock // an open interval has that of its module
	if !h.to.IsZero() {
		seenAgain = h.seen
	}
	var module int64
	var slot int
	if err := k.get(`SELECT module_id, slot FROM placement WHERE id = ?`, []any{h.id}, &module, &slot); err != nil {
		return again, err
	}
	if err := k.exec(`UPDATE placement SET last_seen = ?, to_at = ? WHERE id = ?`, before, at, h.id); err != nil {
		return again, err
	}
	return again, k.exec(`INSERT INTO placement (module_id, slot, url, title, from_at, last_seen, to_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		module, slot, h.url, h.title, again, seenAgain, h.to)
}
