package store

import (
	"fmt"

	"newskeep/scraper/news"
)

// makeRoom moves the states from a number on up by one, with the visits that saw
// them.
func (k *keeping) makeRoom(article int64, from int) error {
	for _, q := range []string{
		`UPDATE revision SET number = -number - 1 WHERE article_id = ?1 AND number >= ?2`,
		`UPDATE revision SET number = -number WHERE article_id = ?1 AND number < 0 AND ?2 > 0`,
		`UPDATE visit SET revision = revision + 1 WHERE article_id = ?1 AND revision >= ?2
			AND page_id IN (SELECT id FROM page WHERE id = (SELECT page_id FROM article WHERE id = ?1)
				OR same_as = (SELECT page_id FROM article WHERE id = ?1))`,
		`UPDATE article SET revision = revision + 1 WHERE id = ?1 AND ?2 > 0`,
	} {
		if err := k.exec(q, article, from); err != nil {
			return fmt.Errorf("number the revisions of article %d anew: %w", article, err)
		}
	}
	return nil
}

// split parts a state in two at the time of the visit, which saw another. It
// returns the later part.
func (k *keeping) split(s *stretch) (*stretch, error) {
	if err := k.makeRoom(s.article, s.number+1); err != nil {
		return nil, err
	}
	var left, right clock
	err := k.get(`SELECT coalesce(max(CASE WHEN at <= ?3 THEN at END), ?4), coalesce(min(CASE WHEN at > ?3 THEN at END), ?5)
		FROM visit WHERE article_id = ?1 AND revision = ?2
			AND page_id IN (SELECT id FROM page WHERE id = ?6 OR same_as = ?6)`,
		[]any{s.article, s.number, clock{k.v.At}, s.first, s.last, k.subject.id}, &left, &right)
	if err != nil {
		return nil, err
	}
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO revision (article_id, number, first_seen, last_seen, published_at, modified_at, class, silent, changed,
				snapshot_id, parser, profile_hash, digest, content)
			SELECT article_id, number + 1, ?, last_seen, published_at, modified_at, CASE number WHEN 1 THEN 'substantive' ELSE class END, silent, changed,
				snapshot_id, parser, profile_hash, digest, content
			FROM revision WHERE article_id = ? AND number = ?`, []any{right, s.article, s.number}},
		{`UPDATE revision SET last_seen = ? WHERE article_id = ? AND number = ?`, []any{left, s.article, s.number}},
		{`UPDATE visit SET revision = revision + 1 WHERE article_id = ? AND revision = ? AND at > ?
			AND page_id IN (SELECT id FROM page WHERE id = ?4 OR same_as = ?4)`, []any{s.article, s.number, clock{k.v.At}, k.subject.id}},
	} {
		if err := k.exec(q.text, q.args...); err != nil {
			return nil, fmt.Errorf("part revision %d of article %d: %w", s.number, s.article, err)
		}
	}
	later := *s
	later.first, later.number = right, s.number+1
	if !s.gone {
		later.state = later.number
	}
	return &later, nil
}

// follows says anew what a state changed, now that a comes before it.
func (k *keeping) follows(s *stretch, a *news.Article) error {
	if !s.gone {
		return k.rejudge(s.article, s.number, a, false)
	}
	// A removal repeats what was there before it.
	if err := k.exec(`UPDATE revision SET published_at = ?, modified_at = ?, parser = ?, profile_hash = ?, digest = ?, content = ?
		WHERE article_id = ? AND number = ?`, claim{a.Published.Time}, claim{a.Modified.Time}, k.v.Parser, k.v.ProfileHash,
		digest(a), jsonText(a), s.article, s.number); err != nil {
		return err
	}
	var newest int
	if err := k.get(`SELECT revision FROM article WHERE id = ?`, []any{s.article}, &newest); err != nil {
		return err
	}
	if newest == s.number {
		return k.setArticle(s.article, a)
	}
	return k.rejudge(s.article, s.number+1, a, true)
}

// rejudge compares a state with the one that is before it now.
func (k *keeping) rejudge(article int64, number int, before *news.Article, restored bool) error {
	cur := current{article: article, state: number}
	then, err := k.content(cur)
	if err != nil {
		return err
	}
	if err := k.get(`SELECT snapshot_id FROM revision WHERE article_id = ? AND number = ?`, []any{article, number}, &cur.snapshot); err != nil {
		return err
	}
	two, err := k.redesigned(then, cur.snapshot, before)
	if err != nil {
		return err
	}
	change := judge(before, then, two)
	switch {
	case restored:
		change.class = classRestored
	case len(change.fields) == 0:
		change.class = classSubstantive // told apart by today's rules alone
	}
	return k.exec(`UPDATE revision SET class = ?, silent = ?, changed = ? WHERE article_id = ? AND number = ?`,
		change.class, change.silent, jsonList(change.fields), article, number)
}
