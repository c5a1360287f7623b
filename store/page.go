package store

import (
	"database/sql"
	"errors"
	"net/url"
	"time"

	"newskeep/scraper/news"
)

// page is a row of the page table, as far as a transaction needs it.
type page struct {
	id        int64
	url       string
	slash     bool
	role      news.PageRole
	section   string // JSON list
	lastRun   sql.NullInt64
	failures  int
	lastVisit time.Time // zero: never
	sameAs    int64     // page it turned out to be another address of; 0: none

	etag, lastModified string
}

// address is the page's as its site answers to it: what readers are given.
func (p page) address() string {
	if p.slash {
		return news.WithSlash(p.url)
	}
	return p.url
}

// pageAt returns the id of the page that is known by an address, or has it as
// another one; 0 when none does.
func (t *tx) pageAt(address string) (int64, error) {
	var id int64
	err := t.get(pageAt, []any{address, address}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// pageAt finds a page by an address, given twice.
const pageAt = `
	SELECT page_id FROM page_alias WHERE url = ?
	UNION ALL
	SELECT coalesce(same_as, id) FROM page WHERE url = ?
	LIMIT 1`

// page reads one page by its id.
func (t *tx) page(id int64) (page, error) {
	p := page{id: id}
	var visited clock
	var same sql.NullInt64
	err := t.get(`SELECT url, slash, role, section, last_run, failures, last_visit, same_as, etag, last_modified FROM page WHERE id = ?`, []any{id},
		&p.url, &p.slash, &p.role, &p.section, &p.lastRun, &p.failures, &visited, &same, &p.etag, &p.lastModified)
	p.lastVisit, p.sameAs = visited.Time, same.Int64
	return p, err
}

// addPage makes a page known.
func (t *tx) addPage(site string, f *news.Found) (int64, error) {
	return t.insert(`INSERT INTO page
		(site, url, slash, host, role, section, depth, title, listed_at, first_seen, failures, etag, last_modified)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '')`,
		site, f.URL, f.Slash, hostOf(f.URL), f.Role, jsonList(f.Section), f.Depth, f.Title, claim{f.Published}, clock{t.now})
}

// spell takes over how a list writes the slash of a page that never answered: one
// that did is asked for as it answered.
func (t *tx) spell(p page, f *news.Found) error {
	if f.Slash == p.slash || f.URL != p.url || p.lastRun.Valid && p.failures == 0 {
		return nil
	}
	return t.exec(`UPDATE page SET slash = ? WHERE id = ?`, f.Slash, p.id)
}

// addAlias notes another address of a page. An address that is a page of its own
// stays one until a visit to it says that it is not.
func (t *tx) addAlias(address string, id int64, at time.Time) error {
	known, err := t.pageAt(address)
	if err != nil || known != 0 || address == "" {
		return err
	}
	return t.exec(`INSERT INTO page_alias (url, page_id, first_seen) VALUES (?, ?, ?)`, address, id, clock{at})
}

// call gives the article of a page the page's address, by which the page is then
// known too.
func (t *tx) call(p page, at time.Time) error {
	if err := t.exec(`UPDATE article SET url = ?1 WHERE page_id = ?2 AND url <> ?1`, p.address(), p.id); err != nil || !p.slash {
		return err
	}
	return t.addAlias(p.address(), p.id, at)
}

// identify settles under which page a visit is kept: the page that is known by
// the identity the visit found. It returns the visited page itself when the
// identity is its own or none, after renaming it when the identity is new.
func (k *keeping) identify(visited page, v *news.Visit) (int64, error) {
	t := k.tx
	identity := v.Identity
	if identity == "" || identity == visited.url {
		return visited.id, nil
	}
	known, err := t.pageAt(identity)
	switch {
	case err != nil:
		return 0, err
	case known == visited.id:
		return known, nil
	case known == 0 && !v.Via.Live() && visited.lastRun.Valid:
		// What an old copy calls itself is not what the page is known by today.
		return visited.id, t.addAlias(identity, visited.id, v.At)
	case known == 0:
		return visited.id, t.rename(visited, identity, v.At)
	}
	other, err := t.page(known)
	if err != nil {
		return 0, err
	}
	if visited.role != other.role && entrance(other.role) {
		return visited.id, nil // a site whose every page names the front page as canonical
	}
	if err := k.succeed(visited.id, known); err != nil {
		return 0, err
	}
	return known, t.unite(visited.id, known, visited.url, v.At)
}

// entrance reports whether a page of this role is where a crawl enters a site.
func entrance(r news.PageRole) bool {
	switch r {
	case news.RoleHome, news.RoleSection, news.RoleFeed, news.RoleSitemap:
		return true
	}
	return false
}

// rename makes identity the address a page is known by; the old one stays as
// another address.
func (t *tx) rename(p page, identity string, at time.Time) error {
	if err := t.exec(`UPDATE page SET url = ?, host = ? WHERE id = ?`, identity, hostOf(identity), p.id); err != nil {
		return err
	}
	for _, l := range []lane{frontierLane, backlogLane} {
		if err := t.exec(l.sql(`UPDATE frontier SET host = ? WHERE page_id = ?`), hostOf(identity), p.id); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO page_alias (url, page_id, first_seen) VALUES (?, ?, ?)
		ON CONFLICT (url) DO NOTHING`, p.url, p.id, clock{at})
}

// unite makes page a another address of page b. Nothing is deleted: visits stay
// with the page they asked for. An article of a moves to b, unless b has one:
// then a's keeps its id and revisions, which may be cited, and points to b's.
func (t *tx) unite(a, b int64, address string, at time.Time) error {
	for _, q := range []string{
		`UPDATE page SET same_as = ?2 WHERE id = ?1 OR same_as = ?1`,
		`UPDATE page_alias SET page_id = ?2 WHERE page_id = ?1`,
		`UPDATE article SET page_id = ?2
			WHERE page_id = ?1 AND NOT EXISTS (SELECT 1 FROM article WHERE page_id = ?2)`,
		`UPDATE article SET same_as = (SELECT id FROM article WHERE page_id = ?2) WHERE page_id = ?1`,
	} {
		if err := t.exec(q, a, b); err != nil {
			return err
		}
	}
	for _, l := range []lane{frontierLane, backlogLane} {
		if err := t.exec(l.sql(`DELETE FROM frontier WHERE page_id = ?`), a); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO page_alias (url, page_id, first_seen) VALUES (?, ?, ?)
		ON CONFLICT (url) DO UPDATE SET page_id = excluded.page_id`, address, b, clock{at})
}

// hostOf returns the host of an address, with the port when it names one.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
