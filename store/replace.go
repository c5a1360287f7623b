package store

import (
	"slices"

	"newskeep/scraper/news"
)

// replacing puts other readings in the place of states, many in one transaction.
// What the full-text indexes hold is written for all of them at the end: an index
// writes out what it has in memory with every statement that changes it.
type replacing struct {
	*tx
	parser string
	texts  []any   // of articles, for setTexts
	imaged []int64 // articles that have other images
	images []any   // for addImages
}

// replace puts another reading in the place of a state, and of the removal that
// repeats it. Of a current state, only what is read otherwise is written.
func (r *replacing) replace(j *rereading) error {
	a, key := j.after, j.key
	if j.content == j.st.content { // what follows from it is there already
		return r.exec(`UPDATE revision SET parser = ?, profile_hash = ?, digest = ? WHERE article_id = ? AND (number = ? OR number = ? AND class = 'removed')`,
			r.parser, j.hash, digest(a), key.Article, key.Number, key.Number+1)
	}
	err := r.exec(`UPDATE revision SET published_at = ?, modified_at = ?, parser = ?, profile_hash = ?, digest = ?, content = ?
		WHERE article_id = ? AND (number = ? OR number = ? AND class = 'removed')`,
		claim{a.Published.Time}, claim{a.Modified.Time}, r.parser, j.hash, j.digest, j.content,
		key.Article, key.Number, key.Number+1)
	if err != nil || !j.st.current {
		return err
	}
	k := &keeping{tx: r.tx, v: &news.Visit{At: j.st.at.Time}, queue: &queue{t: r.tx, site: key.Site}}
	was, is := widen(j.before), widen(a)
	if err := k.setFields(key.Article, a, is); err != nil {
		return err
	}
	if err := k.putFacet(key.Article, a, is); err != nil {
		return err
	}
	texts := is.texts(nil, key.Article, a)
	if !slices.Equal(texts, was.texts(nil, key.Article, j.before)) || a.Language != j.before.Language { // on which forms of words depend
		r.texts = append(r.texts, texts...)
		if err := k.putWords(a, is); err != nil {
			return err
		}
	}
	for _, p := range parts {
		switch {
		case p.same(a, j.before):
		case p.table == "article_image":
			r.imaged = append(r.imaged, key.Article)
			if r.images, err = k.imageRows(r.images, key.Article, a); err != nil {
				return err
			}
		default:
			if err := r.exec(`DELETE FROM `+p.table+` WHERE article_id = ?`, key.Article); err != nil {
				return err
			}
			if err := p.put(k, key.Article, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// end writes what the indexes are made of.
func (r *replacing) end() error {
	if err := r.setTexts(r.texts); err != nil || len(r.imaged) == 0 {
		return err
	}
	if err := r.exec(`DELETE FROM article_image WHERE article_id IN (SELECT value FROM json_each(?))`, jsonText(r.imaged)); err != nil {
		return err
	}
	return r.addImages(r.images)
}
