package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"newskeep/scraper/news"
)

// Words of revision.class. White space within a text makes no revision; where
// blocks begin and end, and what they are, does.
const (
	classFirst       = "first"
	classWhitespace  = "whitespace" // the same words in other paragraphs
	classTypo        = "typo"
	classSubstantive = "substantive"
	classCorrection  = "correction" // the page says that something was wrong
	classRemoved     = "removed"    // not there any more, after having lived
	classRestored    = "restored"   // there again
)

// current is the newest state of an article as Keep needs it. That it is gone is
// no state of its own to compare with: what it last said is.
type current struct {
	article     int64
	number      int // of the newest revision
	state       int // number of the newest revision that the page itself showed
	gone        bool
	digest      string
	snapshot    sql.NullInt64
	parser      string
	profileHash string
}

// putArticle writes what the visit says about an article: a first revision, a new
// one, or that nothing changed. A page that is no article never makes one.
func (k *keeping) putArticle() error {
	if late, err := k.late(); late || err != nil {
		if err == nil {
			err = k.putLate()
		}
		return err
	}
	cur, err := k.current()
	known := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch {
	case k.v.Outcome == news.Fetched && k.v.Reading != nil && k.v.Reading.Article != nil:
		if !known {
			return k.firstRevision(k.v.Reading.Article)
		}
		return k.compare(cur, k.v.Reading.Article)
	case known && k.v.Outcome == news.NotModified:
		return k.confirm(cur)
	case known && k.v.Outcome == news.Missing:
		return k.remove(cur)
	}
	return nil
}

func (k *keeping) current() (current, error) {
	var c current
	err := k.get(`SELECT a.id, a.revision, r.number, a.gone_at IS NOT NULL, r.digest, r.snapshot_id, r.parser, r.profile_hash
		FROM article a JOIN revision r ON r.article_id = a.id
		WHERE a.page_id = ? AND r.class <> 'removed' ORDER BY r.number DESC LIMIT 1`, []any{k.subject.id},
		&c.article, &c.number, &c.state, &c.gone, &c.digest, &c.snapshot, &c.parser, &c.profileHash)
	return c, err
}

// seen is the moment of the visit as the history of an article has it: never
// before its last known state was seen, should the clock have gone backwards. What
// others captured keeps its own time: it is given its place in the history.
func (k *keeping) seen(article int64) (clock, error) {
	at := clock{k.v.At}
	if !k.v.Via.Live() {
		return at, nil
	}
	var last clock
	err := k.get(`SELECT max(last_seen) FROM revision WHERE article_id = ?`, []any{article}, &last)
	if last.After(at.Time) {
		at = last
	}
	return at, err
}

func (k *keeping) firstRevision(a *news.Article) error {
	id, err := k.addArticle(a)
	if err != nil {
		return err
	}
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = id, news.ChangeNew, 1
	return k.addRevision(a, verdictOn{class: classFirst})
}

// compare decides whether the newsroom changed an article since its current
// revision. Two things must have changed: the bytes, and a field.
func (k *keeping) compare(cur current, a *news.Article) error {
	ours := cur.parser != k.v.Parser || cur.profileHash != k.v.ProfileHash
	if digest(a) == cur.digest {
		return k.same(cur, a, ours)
	}
	seen, err := k.sawBytes(cur)
	if err != nil {
		return err
	}
	if seen && ours {
		return k.refresh(cur, a)
	}
	if seen { // the same bytes read otherwise, such as a date printed as "2 hours ago"
		return k.confirm(cur)
	}
	change, err := k.edit(cur, a)
	if err != nil {
		return err
	}
	if len(change.fields) == 0 {
		return k.same(cur, a, ours)
	}
	if cur.gone {
		change.class = classRestored
	}
	return k.next(cur, a, change)
}

// edit is what the newsroom changed between a state and a reading that differs
// from it; no fields when the difference is ours, or the template's.
func (k *keeping) edit(cur current, a *news.Article) (verdictOn, error) {
	before, err := k.content(cur)
	if err != nil {
		return verdictOn{}, err
	}
	if cur.parser != k.v.Parser || cur.profileHash != k.v.ProfileHash {
		if before, err = k.again(cur, before); err != nil {
			return verdictOn{}, err
		}
	}
	two, err := k.redesigned(before, cur.snapshot, a)
	if err != nil {
		return verdictOn{}, err
	}
	if two { // once seen in the new template, the article is compared with that
		last, shot, err := k.latest(cur, before)
		if err != nil {
			return verdictOn{}, err
		}
		if last != before { // else it is not to be had
			before = last
			if two, err = k.redesigned(before, shot, a); err != nil {
				return verdictOn{}, err
			}
		}
	}
	return judge(before, a, two), nil
}

// next gives an article a new current revision.
func (k *keeping) next(cur current, a *news.Article, change verdictOn) error {
	if err := k.setArticle(cur.article, a); err != nil {
		return err
	}
	if err := k.exec(`UPDATE article SET revision = ?, last_seen = max(last_seen, ?), gone_at = NULL WHERE id = ?`,
		cur.number+1, clock{k.v.At}, cur.article); err != nil {
		return err
	}
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = cur.article, news.ChangeEdited, cur.number+1
	k.verdict.Fields = change.fields
	return k.addRevision(a, change)
}

// remove notes that a page which held an article is not there any more. The
// revision repeats what the article last said, and has the bytes of the answer
// that said it is gone; the article itself stays as it was.
func (k *keeping) remove(cur current) error {
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = cur.article, news.ChangeUnchanged, cur.number
	if cur.gone {
		return k.exec(`UPDATE revision SET last_seen = max(last_seen, ?) WHERE article_id = ? AND number = ?`,
			clock{k.v.At}, cur.article, cur.number)
	}
	seen, err := k.seen(cur.article)
	if err != nil {
		return err
	}
	if err := k.exec(`UPDATE article SET revision = ?, gone_at = ? WHERE id = ?`,
		cur.number+1, seen, cur.article); err != nil {
		return err
	}
	k.verdict.Change, k.verdict.Revision = news.ChangeEdited, cur.number+1
	return k.repeat(cur, classRemoved)
}

// restore notes that an article is there again, as it was before it went.
func (k *keeping) restore(cur current) error {
	if err := k.exec(`UPDATE article SET revision = ?, last_seen = max(last_seen, ?), gone_at = NULL WHERE id = ?`,
		cur.number+1, clock{k.v.At}, cur.article); err != nil {
		return err
	}
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = cur.article, news.ChangeEdited, cur.number+1
	if !k.shot.Valid { // not modified: the server vouches for the bytes we have
		k.shot = cur.snapshot
	}
	return k.repeat(cur, classRestored)
}

// repeat writes a revision that says what the state before it said.
func (k *keeping) repeat(cur current, class string) error {
	seen, err := k.seen(cur.article)
	if err != nil {
		return err
	}
	return k.exec(`INSERT INTO revision
		(article_id, number, first_seen, last_seen, published_at, modified_at, class, silent, changed,
			snapshot_id, parser, profile_hash, digest, content)
		SELECT article_id, ?, ?, ?, published_at, modified_at, ?, 0, '[]', ?, parser, profile_hash, digest, content
		FROM revision WHERE article_id = ? AND number = ?`,
		cur.number+1, seen, seen, class, k.shot, cur.article, cur.state)
}

// same notes that nothing was changed by the newsroom. Fields it did not write
// follow a change of our own reading; a claimed modification time that moved
// without any change is noted, and is no revision.
func (k *keeping) same(cur current, a *news.Article, ours bool) error {
	if cur.gone { // with the counts and lists of today
		return k.next(cur, a, verdictOn{class: classRestored})
	}
	if ours {
		return k.refresh(cur, a)
	}
	if err := k.confirm(cur); err != nil || a.Modified.IsZero() {
		return err
	}
	return k.exec(`UPDATE article SET modified_at = ?, modified = ?, modified_text = ? WHERE id = ? AND modified <> ?2`,
		claim{a.Modified.Time}, a.Modified.Value(), a.Modified.Text, cur.article)
}

// confirm moves the last time the current revision was seen; an article that was
// gone is restored by it.
func (k *keeping) confirm(cur current) error {
	if cur.gone {
		return k.restore(cur)
	}
	k.verdict.Article, k.verdict.Change, k.verdict.Revision = cur.article, news.ChangeUnchanged, cur.number
	if err := k.exec(`UPDATE article SET last_seen = max(last_seen, ?) WHERE id = ?`,
		clock{k.v.At}, cur.article); err != nil {
		return err
	}
	return k.exec(`UPDATE revision SET last_seen = max(last_seen, ?) WHERE article_id = ? AND number = ?`,
		clock{k.v.At}, cur.article, cur.number)
}

// refresh replaces what was read of the current revision by a better reading.
func (k *keeping) refresh(cur current, a *news.Article) error {
	if err := k.setArticle(cur.article, a); err != nil {
		return err
	}
	if err := k.exec(`UPDATE revision SET published_at = ?, modified_at = ?, parser = ?, profile_hash = ?, digest = ?, content = ?
		WHERE article_id = ? AND number = ?`,
		claim{a.Published.Time}, claim{a.Modified.Time}, k.v.Parser, k.v.ProfileHash, digest(a), jsonText(a),
		cur.article, cur.state); err != nil {
		return err
	}
	return k.confirm(cur)
}

// sawBytes reports whether the current revision was seen in the very bytes of
// this visit.
func (k *keeping) sawBytes(cur current) (seen bool, err error) {
	if !k.shot.Valid {
		return false, nil
	}
	if k.shot == cur.snapshot {
		return true, nil
	}
	err = k.get(`SELECT EXISTS (SELECT 1 FROM visit WHERE snapshot_id = ? AND article_id = ? AND revision = ?)`,
		[]any{k.shot, cur.article, cur.state}, &seen)
	return seen, err
}

// content returns what the current revision says.
func (k *keeping) content(cur current) (*news.Article, error) {
	var text string
	if err := k.get(`SELECT content FROM revision WHERE article_id = ? AND number = ?`,
		[]any{cur.article, cur.state}, &text); err != nil {
		return nil, err
	}
	var a news.Article
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, fmt.Errorf("content of revision %d of article %d: %w", cur.state, cur.article, err)
	}
	return &a, nil
}

// again reads the bytes of the current revision with today's rules, so that only
// what the newsroom changed is left to differ. Without a way to do so, or when
// the rules read no article there, what was read before stands.
func (k *keeping) again(cur current, before *news.Article) (*news.Article, error) {
	if !cur.snapshot.Valid {
		return before, nil
	}
	return k.reread(cur.snapshot.Int64, before)
}

// latest reads the bytes in which the current revision was last seen, and names
// them; before when they are those it was made from.
func (k *keeping) latest(cur current, before *news.Article) (a *news.Article, last sql.NullInt64, err error) {
	err = k.get(`SELECT snapshot_id FROM visit WHERE article_id = ? AND revision = ? AND outcome = 'fetched' AND snapshot_id IS NOT NULL
		ORDER BY at DESC, id DESC LIMIT 1`, []any{cur.article, cur.state}, &last)
	if errors.Is(err, sql.ErrNoRows) || last == cur.snapshot {
		return before, cur.snapshot, nil
	}
	if err != nil {
		return nil, last, err
	}
	a, err = k.reread(last.Int64, before)
	return a, last, err
}

// reread reads a stored snapshot with today's rules; otherwise when that gives
// no article, or there is no way to do so.
func (k *keeping) reread(snapshot int64, otherwise *news.Article) (*news.Article, error) {
	if k.s.reread == nil {
		return otherwise, nil
	}
	var address, headers string
	var at clock
	err := k.get(`SELECT url, coalesce(headers, '{}'), at FROM visit WHERE snapshot_id = ? ORDER BY id LIMIT 1`,
		[]any{snapshot}, &address, &headers, &at)
	if err != nil {
		return nil, fmt.Errorf("visit of snapshot %d: %w", snapshot, err)
	}
	body, err := k.s.read.body(k.ctx, snapshot)
	if err != nil {
		return nil, err
	}
	var header map[string][]string
	if err := json.Unmarshal([]byte(headers), &header); err != nil {
		return nil, err
	}
	a, err := k.s.reread(k.queue.site, address, at.Time, header, body)
	if err != nil || a == nil {
		k.s.log.Warn("stored snapshot not readable with today's rules", "url", address, "err", err)
		return otherwise, nil
	}
	return a, nil
}

// addRevision writes the state the verdict numbers.
func (k *keeping) addRevision(a *news.Article, c verdictOn) error {
	seen := clock{k.v.At}
	if c.class != classFirst { // which follows none
		var err error
		if seen, err = k.seen(k.verdict.Article); err != nil {
			return err
		}
	}
	return k.exec(`INSERT INTO revision
		(article_id, number, first_seen, last_seen, published_at, modified_at, class, silent, changed,
			snapshot_id, parser, profile_hash, digest, content)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.verdict.Article, k.verdict.Revision, seen, seen, claim{a.Published.Time}, claim{a.Modified.Time},
		c.class, c.silent, jsonList(c.fields), k.shot, k.v.Parser, k.v.ProfileHash, digest(a), jsonText(a))
}

// textList reads a JSON list of strings; nil when it is empty.
func textList(text string) ([]string, error) {
	var list []string
	if err := json.Unmarshal([]byte(text), &list); err != nil || len(list) == 0 {
		return nil, err
	}
	return list, nil
}
