package store

import (
	"database/sql"
	"errors"

	"newskeep/scraper/news"
)

// A capture that others made may be older than what the archive has seen of its
// article. It then finds its place in the history: it confirms the state before
// or after it, or is a state of its own between them, and the later ones are
// numbered anew. The result is that of captures kept in the order of time.

// stretch is a state of an article with the time it was seen.
type stretch struct {
	current     // state is the number of what it shows: for a removal, of what was there before
	first, last clock
}

// late reports whether the visit is an older one than the newest state of its
// article knows of. What a crawl of ours sees is never late: its clock may be
// wrong, but it sees the page as it is now.
func (k *keeping) late() (bool, error) {
	if k.v.Via.Live() {
		return false, nil
	}
	var yes bool
	err := k.get(`SELECT EXISTS (SELECT 1 FROM article a JOIN revision r ON r.article_id = a.id
		WHERE a.page_id = ? AND r.last_seen > ?)`, []any{k.subject.id, clock{k.v.At}}, &yes)
	return yes, err
}

// putLate gives a late visit its place.
func (k *keeping) putLate() error {
	if err := k.place(); err != nil || k.verdict.Article == 0 {
		return err
	}
	return k.bounds(k.verdict.Article)
}

func (k *keeping) place() error {
	before, err := k.neighbour(`r.first_seen <= ? ORDER BY r.number DESC`)
	if err != nil {
		return err
	}
	after, err := k.neighbour(`r.first_seen > ? ORDER BY r.number`)
	if err != nil {
		return err
	}
	within := before != nil && !k.v.At.After(before.last.Time)
	switch r := k.v.Reading; {
	case k.v.Outcome == news.Fetched && r != nil && r.Article != nil:
		return k.lateState(before, after, within, r.Article)
	case before == nil:
		return nil // it was not there before it was first seen: no news
	case k.v.Outcome == news.Missing && !before.gone:
		return k.lateRemoval(before, after, within)
	case k.v.Outcome == news.Missing, k.v.Outcome == news.NotModified && !before.gone:
		return k.confirmed(before, within)
	}
	return nil
}

// neighbour is the first stretch that a condition with its order picks; nil when
// there is none.
func (k *keeping) neighbour(where string) (*stretch, error) {
	var s stretch
	err := k.get(`SELECT a.id, r.number, r.class = 'removed', r.first_seen, r.last_seen, s.number, s.digest, s.snapshot_id, s.parser, s.profile_hash
		FROM article a JOIN revision r ON r.article_id = a.id JOIN revision s ON s.article_id = a.id AND s.number =
			(SELECT max(number) FROM revision t WHERE t.article_id = a.id AND t.number <= r.number AND t.class <> 'removed')
		WHERE a.page_id = ? AND `+where+` LIMIT 1`,
		[]any{k.subject.id, clock{k.v.At}}, &s.article, &s.number, &s.gone, &s.first, &s.last,
		&s.state, &s.digest, &s.snapshot, &s.parser, &s.profileHash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &s, err
}

// lateState places what an article said at the time of the visit.
func (k *keeping) lateState(before, after *stretch, within bool, a *news.Article) error {
	for _, s := range []*stretch{before, after} {
		if s == nil || s.gone || within && s == after {
			continue
		}
		_, alike, err := k.alike(s.current, a)
		if err != nil {
			return err
		}
		if alike && s == before {
			return k.confirmed(s, within)
		}
		if alike {
			return k.earlier(s)
		}
	}
	if within {
		var err error
		if after, err = k.split(before); err != nil {
			return err
		}
	}
	change := verdictOn{class: classFirst}
	article, number := int64(0), 1
	switch {
	case before == nil:
		article = after.article
	default:
		var err error
		if change, _, err = k.alike(before.current, a); err != nil {
			return err
		}
		if before.gone {
			change.class = classRestored
		}
		article, number = before.article, before.number+1
	}
	if err := k.makeRoom(article, number); err != nil {
		return err
	}
	after.number, after.state = after.number+1, after.state+1
	k.verdict.Article, k.verdict.Change, k.verdict.Revision, k.verdict.Fields = article, news.ChangeEdited, number, change.fields
	if err := k.addRevision(a, change); err != nil {
		return err
	}
	return k.follows(after, a)
}

// lateRemoval places a time at which the page was missing.
func (k *keeping) lateRemoval(before, after *stretch, within bool) error {
	if !within && after.gone {
		return k.earlier(after)
	}
	if within {
		var err error
		if after, err = k.split(before); err != nil {
			return err
		}
	}
	if err := k.makeRoom(before.article, before.number+1); err != nil {
		return err
	}
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = before.article, news.ChangeEdited, before.number+1
	if err := k.repeat(before.current, classRemoved); err != nil {
		return err
	}
	return k.exec(`UPDATE revision SET class = ?1, changed = CASE WHEN ?2 THEN '[]' ELSE changed END, silent = CASE WHEN ?2 THEN 0 ELSE silent END
		WHERE article_id = ?3 AND number = ?4`, classRestored, within, after.article, after.number+1)
}

// alike compares a reading with a state, as compare does for the newest one.
func (k *keeping) alike(s current, a *news.Article) (change verdictOn, alike bool, err error) {
	if digest(a) == s.digest {
		return change, true, nil
	}
	if seen, err := k.sawBytes(s); seen || err != nil {
		return change, seen, err
	}
	change, err = k.edit(s, a)
	return change, len(change.fields) == 0, err
}

// confirmed notes that a state stood at the time of the visit.
func (k *keeping) confirmed(s *stretch, within bool) error {
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = s.article, news.ChangeUnchanged, s.number
	if within {
		return nil
	}
	return k.exec(`UPDATE revision SET last_seen = ? WHERE article_id = ? AND number = ?`, clock{k.v.At}, s.article, s.number)
}

// earlier notes that a state stood before it was first seen.
func (k *keeping) earlier(s *stretch) error {
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = s.article, news.ChangeUnchanged, s.number
	if err := k.exec(`UPDATE revision SET first_seen = ? WHERE article_id = ? AND number = ?`, clock{k.v.At}, s.article, s.number); err != nil {
		return err
	}
	if s.gone {
		return k.exec(`UPDATE article SET gone_at = ? WHERE id = ? AND revision = ?`, clock{k.v.At}, s.article, s.number)
	}
	return nil
}

// bounds takes the times at which an article was seen from its states.
func (k *keeping) bounds(article int64) error {
	for _, q := range []string{
		`UPDATE article SET first_seen = (SELECT first_seen FROM revision WHERE article_id = ?1 AND number = 1),
			last_seen = (SELECT max(last_seen) FROM revision WHERE article_id = ?1 AND class <> 'removed') WHERE id = ?1`,
		`UPDATE article_facet SET first_seen = (SELECT first_seen FROM article WHERE id = ?1) WHERE id = ?1`,
	} {
		if err := k.exec(q, article); err != nil {
			return err
		}
	}
	return nil
}

// putMissed looks again at visits that found nothing before there was an article
// to miss: one that an older capture has shown meanwhile was removed by then.
func (k *keeping) putMissed() error {
	if k.v.Via.Live() || k.verdict.Revision != 1 {
		return nil
	}
	type missed struct {
		id   int64
		at   clock
		shot sql.NullInt64
	}
	var all []missed
	err := k.each(`SELECT id, at, snapshot_id FROM visit WHERE page_id IN (SELECT id FROM page WHERE id = ?1 OR same_as = ?1)
		AND outcome = 'missing' AND article_id IS NULL AND at > ?2 ORDER BY at`, []any{k.subject.id, clock{k.v.At}},
		func(scan func(...any) error) error {
			var m missed
			err := scan(&m.id, &m.at, &m.shot)
			all = append(all, m)
			return err
		})
	if err != nil {
		return err
	}
	for _, m := range all {
		v := *k.v
		v.Outcome, v.Reading, v.At = news.Missing, nil, m.at.Time
		then := *k
		then.v, then.shot, then.verdict = &v, m.shot, news.Verdict{}
		if err := then.putArticle(); err != nil {
			return err
		}
		d := then.verdict
		if err := k.exec(`UPDATE visit SET article_id = ?, change = ?, revision = ? WHERE id = ?`, d.Article, d.Change, d.Revision, m.id); err != nil {
			return err
		}
	}
	return nil
}
