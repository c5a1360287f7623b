package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"time"

	"newskeep/scraper/news"
)

// Keep writes all that came of a visit in one transaction: snapshot, article and
// revision, placements, pages found, and when to come back. Keeping a visit again
// changes nothing and returns the same verdict, marked as repeated.
func (s *Store) Keep(ctx context.Context, v *news.Visit) (news.Verdict, error) {
	k := &keeping{v: v}
	err := s.keep(ctx, k)
	if err != nil {
		return news.Verdict{}, fmt.Errorf("keep visit of %s: %w", v.Target.URL, err)
	}
	return k.verdict, nil
}

func (s *Store) keep(ctx context.Context, k *keeping) error {
	if k.v.ID == "" {
		return errors.New("the visit has no id")
	}
	if r := k.v.Response; r != nil && len(r.Body) > 0 {
		var err error
		if k.body, err = s.packBody(ctx, k.v); err != nil {
			return fmt.Errorf("pack body: %w", err)
		}
	}
	return s.write(ctx, func(t *tx) error {
		k.tx = t
		if repeated, err := k.repeated(); repeated || err != nil {
			return err
		}
		for _, step := range []func() error{
			k.openRun, k.findPage, k.putBody, k.putArticle, k.putMissed, k.putPlacements, k.putFound, k.comeBack, k.putHeir, k.putVisit, k.putTally, k.putWaiting,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

// keeping is one call of Keep.
type keeping struct {
	*tx
	v       *news.Visit
	body    *packed       // nil when the answer had none
	queue   *queue        // of the visit's run
	visited page          // the page that was asked for
	subject page          // the page the answer is about: visited, or the one it is another address of
	shot    sql.NullInt64 // id of the stored body
	verdict news.Verdict
	heir    *heir // what was an article of its own until this visit; mostly nil
}

// repeated reports whether the visit was kept before, and restores its verdict.
func (k *keeping) repeated() (bool, error) {
	d := &k.verdict
	var article sql.NullInt64
	var fields string
	err := k.get(`SELECT coalesce(p.same_as, p.id), v.article_id, v.change, v.revision, v.queued,
			CASE v.change WHEN 'changed' THEN
				(SELECT changed FROM revision r WHERE r.article_id = v.article_id AND r.number = v.revision)
			ELSE '[]' END
		FROM visit v JOIN page p ON p.id = v.page_id WHERE v.uid = ?`, []any{k.v.ID},
		&d.Page, &article, &d.Change, &d.Revision, &d.Queued, &fields)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	d.Article, d.Repeated = article.Int64, true
	d.Fields, err = textList(fields)
	return true, err
}

func (k *keeping) openRun() (err error) {
	k.queue, err = k.tx.queue(k.v.Run)
	return err
}

// findPage settles which page the visit is about.
func (k *keeping) findPage() error {
	id := k.v.Target.Page
	if id == 0 { // not from Next: a page given by its address
		found := news.Found{URL: k.v.Target.URL, Slash: k.v.Target.Slash, Role: k.v.Target.Role, Section: k.v.Target.Section, Depth: k.v.Target.Depth}
		var err error
		if id, err = k.pageAt(found.URL); err == nil && id == 0 {
			id, err = k.addPage(k.queue.site, &found)
		}
		if err != nil {
			return err
		}
	}
	var err error
	if k.visited, err = k.page(id); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	k.subject = k.visited
	if k.visited.sameAs != 0 {
		id = k.visited.sameAs // united with another while this visit was under way
	} else if id, err = k.identify(k.visited, k.v); err != nil {
		return err
	}
	if id != k.visited.id || k.v.Identity != k.visited.url { // or it may have another address now
		if k.subject, err = k.page(id); err != nil {
			return err
		}
	}
	k.verdict.Page = id
	if err := k.nameSubject(); err != nil {
		return err
	}
	for _, a := range k.v.Aliases {
		if err := k.adopt(a); err != nil {
			return fmt.Errorf("address %s: %w", a, err)
		}
	}
	return nil
}

// nameSubject notes whether the subject answers with a slash at the end of its
// address, which is then its article's address.
func (k *keeping) nameSubject() error {
	was := k.visited.address()
	if answered := k.v.Outcome == news.Fetched || k.v.Outcome == news.NotModified; answered && k.v.Via.Live() && k.v.Slash != k.subject.slash {
		k.subject.slash = k.v.Slash
		if err := k.exec(`UPDATE page SET slash = ? WHERE id = ?`, k.subject.slash, k.subject.id); err != nil {
			return err
		}
	}
	if is := k.subject.address(); is == was && (!k.subject.slash || k.visited.lastRun.Valid) {
		return nil
	}
	return k.call(k.subject, k.v.At)
}

// adopt makes an address another one of the subject. A page of that address that
// was never asked for is united with it, so that it is not fetched again.
func (k *keeping) adopt(address string) error {
	known, err := k.pageAt(address)
	if err != nil || known == k.subject.id {
		return err
	}
	if known == 0 {
		return k.addAlias(address, k.subject.id, k.v.At)
	}
	p, err := k.page(known)
	if err != nil || p.lastRun.Valid || entrance(p.role) {
		return err
	}
	return k.unite(known, k.subject.id, p.url, k.v.At)
}

func (k *keeping) putBody() error {
	if k.body == nil {
		return nil
	}
	id, err := k.putSnapshot(k.body)
	k.shot = sql.NullInt64{Int64: id, Valid: true}
	return err
}

// putFound queues the pages the visit points to and counts the links it does not
// follow.
func (k *keeping) putFound() error {
	if !k.v.Via.Live() {
		return k.putSkipped() // where old pages lead is no reason to go there
	}
	for i := range k.v.Found {
		id, isNew, err := k.queue.add(&k.v.Found[i])
		if err == nil {
			err = k.queue.listed(id, &k.v.Found[i])
		}
		if err == nil {
			err = k.writtenAs(id, k.v.Found[i].Written)
		}
		if err != nil {
			return fmt.Errorf("found %s: %w", k.v.Found[i].URL, err)
		}
		if isNew {
			k.verdict.Queued++
		}
	}
	return k.putSkipped()
}

// mostSpellings bounds the addresses of a page: some sites make new ones without end.
const mostSpellings = 32

// writtenAs makes a page known by the spellings of its address in lists, so that
// what stood in a list leads to its article.
func (k *keeping) writtenAs(id int64, spellings []string) error {
	for _, s := range spellings {
		var known int
		err := k.get(`SELECT count(*) FROM page_alias WHERE page_id = ?`, []any{id}, &known)
		if err == nil && known < mostSpellings {
			err = k.addAlias(s, id, k.v.At)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *keeping) putSkipped() error {
	skipped := k.v.Skipped
	if k.queue.dead > 0 {
		skipped = maps.Clone(skipped)
		if skipped == nil {
			skipped = map[string]int{}
		}
		skipped[skipDead] += k.queue.dead
	}
	for reason, n := range skipped {
		if err := k.exec(`INSERT INTO run_skip (run_id, section, reason, count) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET count = count + excluded.count`, k.v.Run, jsonList(k.v.Target.Section), reason, n); err != nil {
			return err
		}
	}
	return nil
}

// comeBack notes on the pages that they had their turn, and queues the subject
// for its next one.
func (k *keeping) comeBack() error {
	if !k.v.Via.Live() {
		return nil // it was not we who asked, and what is due stays due
	}
	for _, p := range []page{k.visited, k.subject} {
		failures := 0
		switch k.v.Outcome {
		case news.Failed, news.Blocked, news.Missing:
			failures = p.failures + 1
		case news.Dropped:
			failures = p.failures
		}
		if err := k.exec(`UPDATE page SET last_visit = ?, last_run = ?, failures = ? WHERE id = ?`,
			clock{k.v.At}, k.v.Run, failures, p.id); err != nil {
			return err
		}
		if k.visited.id == k.subject.id {
			break
		}
	}
	if err := k.putSteady(); err != nil {
		return err
	}
	if k.v.Outcome == news.Fetched {
		if err := k.putValidators(); err != nil {
			return err
		}
	}
	if k.visited.id != k.subject.id {
		if err := k.exec(`DELETE FROM frontier WHERE page_id = ?`, k.visited.id); err != nil {
			return err
		}
	}
	lane, err := k.leaveBacklog()
	if err != nil || lane == "" {
		return err
	}
	due := k.v.Due
	if k.verdict.Change == news.ChangeEdited && !k.v.DueChanged.IsZero() {
		due = k.v.DueChanged
	}
	if due.IsZero() {
		return k.exec(`DELETE FROM frontier WHERE page_id = ?`, k.subject.id)
	}
	// A page that failed may have another turn in this run; any other one waits
	// for the next run, however soon it is due.
	state := "held"
	if k.queue.lane != lane || again(k.v.Outcome) {
		state = "waiting"
	}
	why := "revisit"
	if entrance(k.subject.role) {
		why = "run"
	}
	f := news.Found{Role: k.subject.role, Depth: k.v.Target.Depth}
	if r := k.v.Reading; r != nil && r.Article != nil {
		f.Published = r.Article.Published.Time
	}
	first := priority(f.Role, why)
	if lane == backlogLane {
		first = 0
	}
	return k.exec(lane.sql(`INSERT INTO frontier (page_id, site, host, state, priority, rank, due_at, why)
		SELECT id, ?1, host, ?2, ?3, ?4, ?5, ?6 FROM page WHERE id = ?7
		ON CONFLICT (page_id) DO UPDATE SET site = excluded.site, state = excluded.state, priority = excluded.priority, due_at = excluded.due_at,
			why = excluded.why, rank = CASE WHEN ?8 THEN excluded.rank ELSE rank END`),
		k.queue.site, state, first, k.queue.rank(&f), clock{due}, why, k.subject.id, !f.Published.IsZero())
}

// putSteady counts the looks that find an article as it was: the more there were,
// the later the next.
func (k *keeping) putSteady() error {
	switch {
	case k.verdict.Change == news.ChangeEdited:
		return k.exec(`UPDATE page SET steady = 0 WHERE id = ?`, k.subject.id)
	case k.verdict.Change == news.ChangeUnchanged, k.v.Outcome == news.NotModified:
		return k.exec(`UPDATE page SET steady = steady + 1 WHERE id = ?`, k.subject.id)
	}
	return nil
}

// again reports whether a page may have another turn in the run it failed in.
func again(o news.Outcome) bool { return o == news.Failed || o == news.Blocked }

// putValidators keeps ETag and Last-Modified for the next request, when they
// belong to the address it will ask for and to a page worth not fetching again.
func (k *keeping) putValidators() error {
	var etag, modified string
	if r := k.v.Response; r != nil && (k.v.Target.URL == k.subject.url || r.URL == k.subject.address()) {
		etag, modified = first(r.Header["Etag"]), first(r.Header["Last-Modified"])
	}
	if etag == k.subject.etag && modified == k.subject.lastModified {
		return nil
	}
	return k.exec(`UPDATE page SET etag = ?, last_modified = ? WHERE id = ?`, etag, modified, k.subject.id)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (k *keeping) putVisit() error {
	v, d := k.v, &k.verdict
	address, hops, took := v.Target.URL, "[]", time.Duration(0)
	var status sql.NullInt64
	var headers, asked sql.NullString
	var bytes int64
	var requests int
	if r := v.Response; r != nil {
		if r.URL != "" {
			address = r.URL
		}
		hops, took, bytes, requests = jsonList(r.Hops), r.Took, r.Wire, r.Requests
		status = sql.NullInt64{Int64: int64(r.Status), Valid: r.Status != 0}
		if r.Header != nil {
			headers = sql.NullString{String: jsonText(r.Header), Valid: true}
		}
		if r.Asked != nil {
			asked = sql.NullString{String: jsonText(r.Asked), Valid: true}
		}
	}
	var kind news.PageKind
	warnings := "[]"
	if r := v.Reading; r != nil {
		kind, warnings = r.Kind, jsonList(r.Warnings)
	}
	return k.exec(`INSERT INTO visit
		(uid, run_id, page_id, at, via, origin, outcome, class, reason, page_kind, status, url, hops, request, headers, bytes, requests,
			took_ms, snapshot_id, article_id, change, revision, queued, parser, profile_hash, warnings)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.ID, v.Run, k.visited.id, clock{v.At}, cmp.Or(v.Via, news.ViaLive), v.Origin, v.Outcome, v.Class, v.Reason, kind, status, address, hops, asked, headers, bytes, requests,
		took.Milliseconds(), k.shot, sql.NullInt64{Int64: d.Article, Valid: d.Article != 0}, d.Change, d.Revision, d.Queued,
		v.Parser, v.ProfileHash, warnings)
}
