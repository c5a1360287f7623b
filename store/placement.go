package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// Names of modules that are no [news.Relation].
const (
	moduleHome    = "home"    // the front page's own list
	moduleSection = "section" // the own list of a section's first page
	moduleTicker  = "ticker"
)

// ModuleNames are those that a module can have.
var ModuleNames = []string{moduleHome, moduleSection, string(news.MostRead), string(news.ReadNext), string(news.Coverage), moduleTicker}

// shown is a module as a visit saw it.
type shown struct {
	name    string
	page    sql.NullInt64 // NULL: the same on all pages of the site
	section string
	items   []news.Link
}

// putPlacements closes and opens intervals for the modules the visit saw. A
// module the page does not show says nothing: it is left as it is. A list that is
// not modified counts as seen when the visit brings its reading along.
func (k *keeping) putPlacements() error {
	if k.queue.lane == backlogLane {
		return nil // lists of the past say nothing about what stands where now
	}
	if k.v.Reading == nil || k.v.Outcome != news.Fetched && k.v.Outcome != news.NotModified {
		return nil
	}
	for _, m := range k.modules(k.v.Reading) {
		if err := k.putModule(m); err != nil {
			return fmt.Errorf("module %s: %w", m.name, err)
		}
	}
	if err := k.putTicker(k.v.Reading.Ticker); err != nil {
		return fmt.Errorf("ticker: %w", err)
	}
	return nil
}

// modules gathers what a page shows. Further pages of a section are left out:
// everything on them moves with every new article, and says no more than the
// first page did.
func (k *keeping) modules(r *news.Reading) []shown {
	here := sql.NullInt64{Int64: k.subject.id, Valid: true}
	section := ""
	if n := len(k.v.Target.Section); n > 0 {
		section = k.v.Target.Section[n-1]
	}
	var all []shown
	var links []news.Link
	if l := r.Listing; l != nil {
		switch {
		case k.subject.role == news.RoleHome:
			all = append(all, shown{moduleHome, here, "", l.Items})
		case k.subject.role == news.RoleSection && k.v.Target.Depth <= 1:
			if section == "" {
				section = l.Name
			}
			all = append(all, shown{moduleSection, here, section, l.Items})
		}
		for _, m := range l.Modules {
			for _, item := range m.Items {
				item.Relation = m.Relation
				links = append(links, item)
			}
		}
	}
	if r.Article != nil {
		links = r.Article.Links
		section = ""
	}
	for _, rel := range []news.Relation{news.MostRead, news.ReadNext, news.Coverage} {
		m := shown{name: string(rel), page: here, section: section}
		if rel == news.MostRead {
			m.page, m.section = sql.NullInt64{}, ""
		}
		for _, l := range links {
			if l.Relation == rel {
				m.items = append(m.items, l)
			}
		}
		all = append(all, m)
	}
	return all
}

// forgotten is after how long a page that no longer shows a site-wide module
// leaves it to other pages.
const forgotten = 7 * 24 * time.Hour

// module finds the row of a module, or makes it. Changed reports whether its
// items differ from those last seen; before is when that was.
//
// A site-wide module is read from the front page when that shows it, else from
// sections, else from articles: an article is left out of the Most Read on its
// own page, and a list must not seem to change because we turned a page.
func (k *keeping) module(m shown, items string) (id int64, before clock, changed bool, err error) {
	var known string
	var seenOn int
	here := priority(k.subject.role, "")
	err = k.get(`SELECT id, last_seen, seen_on, digest FROM module WHERE site = ? AND name = ? AND coalesce(page_id, 0) = ?`,
		[]any{k.queue.site, m.name, m.page.Int64}, &id, &before, &seenOn, &known)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = k.insert(`INSERT INTO module (site, name, page_id, section, first_seen, last_seen, seen_on, digest)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			k.queue.site, m.name, m.page, m.section, clock{k.v.At}, clock{k.v.At}, here, items)
		return id, clock{k.v.At}, true, err
	}
	if err != nil || k.v.At.Before(before.Time) {
		return id, before, false, err // an older visit kept late says nothing about now
	}
	if !m.page.Valid && here > seenOn && k.v.At.Sub(before.Time) < forgotten {
		return id, before, false, nil
	}
	return id, before, known != items, k.exec(`UPDATE module SET last_seen = ?, seen_on = ?, digest = ? WHERE id = ?`,
		clock{k.v.At}, here, items, id)
}

// open is a placement that has not ended.
type open struct {
	id         int64
	url, title string
}

// putModule compares a module with what it showed before. An unchanged one only
// moves the module's own last_seen, so that rows follow changes and not visits.
func (k *keeping) putModule(m shown) error {
	if len(m.items) == 0 {
		return nil
	}
	h := sha256.New()
	for _, l := range m.items {
		fmt.Fprintf(h, "%d %s %s\n", len(l.URL), l.URL, l.Title)
	}
	id, before, changed, err := k.module(m, hex.EncodeToString(h.Sum(nil)))
	if err == nil && !k.v.Via.Live() && k.v.At.Before(before.Time) {
		return k.fillModule(id, m)
	}
	if err != nil || !changed {
		return err
	}
	was := map[int]open{}
	err = k.each(`SELECT slot, id, url, title FROM placement WHERE module_id = ? AND to_at IS NULL`, []any{id},
		func(scan func(...any) error) error {
			var slot int
			var p open
			err := scan(&slot, &p.id, &p.url, &p.title)
			was[slot] = p
			return err
		})
	if err != nil {
		return err
	}
	for i, l := range m.items {
		slot := i + 1
		p, held := was[slot]
		delete(was, slot)
		if held && p.url == l.URL && p.title == l.Title {
			continue
		}
		if held {
			if err := k.closePlacement(p, before); err != nil {
				return err
			}
		}
		if err := k.exec(`INSERT INTO placement (module_id, slot, url, title, from_at) VALUES (?, ?, ?, ?, ?)`,
			id, slot, l.URL, l.Title, clock{k.v.At}); err != nil {
			return err
		}
	}
	for _, p := range was {
		if err := k.closePlacement(p, before); err != nil {
			return err
		}
	}
	return nil
}

func (k *keeping) closePlacement(p open, seen clock) error {
	return k.exec(`UPDATE placement SET last_seen = ?, to_at = ? WHERE id = ?`, seen, clock{k.v.At}, p.id)
}

// putTicker is putModule for the ticker, whose lines have no slot: a line is the
// same as long as it says the same.
func (k *keeping) putTicker(lines []news.TickerLine) error {
	if len(lines) == 0 {
		return nil
	}
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%d %s %s\n", len(l.Text), l.Text, l.URL)
	}
	id, before, changed, err := k.module(shown{name: moduleTicker}, hex.EncodeToString(h.Sum(nil)))
	if err == nil && !k.v.Via.Live() && k.v.At.Before(before.Time) {
		return k.fillTicker(id, lines)
	}
	if err != nil || !changed {
		return err
	}
	was := map[news.TickerLine]int64{}
	err = k.each(`SELECT id, text, url FROM ticker_line WHERE module_id = ? AND to_at IS NULL`, []any{id},
		func(scan func(...any) error) error {
			var line int64
			var l news.TickerLine
			err := scan(&line, &l.Text, &l.URL)
			was[l] = line
			return err
		})
	if err != nil {
		return err
	}
	now := map[news.TickerLine]bool{}
	for _, l := range lines {
		if _, stood := was[l]; !stood && !now[l] {
			if err := k.exec(`INSERT INTO ticker_line (module_id, text, url, from_at) VALUES (?, ?, ?, ?)`,
				id, l.Text, l.URL, clock{k.v.At}); err != nil {
				return err
			}
		}
		now[l] = true
	}
	for l, line := range was {
		if now[l] {
			continue
		}
		if err := k.exec(`UPDATE ticker_line SET last_seen = ?, to_at = ? WHERE id = ?`, before, clock{k.v.At}, line); err != nil {
			return err
		}
	}
	return nil
}
