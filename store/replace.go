package store

import (
	"newskeep/scraper/news"
)

// replacing puts other readings in the place of states, many in one transaction.
// What the full-text indexes hold is written for all of them at the end: an index
// writes out what it has in memory with every statement that changes it.
type replacing struct {
	*tx
	parser string
	texts  []articleRow // for setTexts
	imaged []int64      // articles that have other images
	images []any        // for addImages
}

// The fields, by their names in JSON, that columns of a current state are made of.
var (
	ofColumns = []string{"canonical_url", "kind", "language", "kicker", "source", "dateline", "published", "modified", "section",
		"read_minutes", "shares", "paywalled"}
	ofTexts = []string{"headline", "standfirst", "body", "images", "tags"}
	ofFacet = []string{"published", "kind", "language", "section", "source", "body", "images"}
)

// replace puts another reading in the place of a state, and of the removal that
// repeats it. Of a current state, only what is read otherwise is written.
func (r *replacing) replace(j *rereading) error {
	a, key := j.after, j.key
	if j.content == j.st.content { // what follows from it is there already
		return r.exec(`UPDATE revision SET parser = ?, profile_hash = ?, digest = ? WHERE article_id = ? AND number IN (?, ?) AND (number = ? OR class = 'removed')`,
			r.parser, j.hash, j.digest, key.Article, key.Number, key.Number+1, key.Number)
	}
	err := r.exec(`UPDATE revision SET published_at = ?, modified_at = ?, parser = ?, profile_hash = ?, digest = ?, content = ?
		WHERE article_id = ? AND number IN (?, ?) AND (number = ? OR class = 'removed')`,
		claim{a.Published.Time}, claim{a.Modified.Time}, r.parser, j.hash, j.digest, j.content,
		key.Article, key.Number, key.Number+1, key.Number)
	if err != nil || !j.st.current {
		return err
	}
	k := &keeping{tx: r.tx, v: &news.Visit{At: j.st.at.Time}, queue: &queue{t: r.tx, site: key.Site}}
	var w wide
	if j.differs(ofTexts...) || j.differs(ofFacet...) {
		w = widen(a)
	}
	other := j.otherTexts(w)
	switch {
	case len(other) > 0:
		r.texts = append(r.texts, articleRow{key.Article, a, w})
	case j.differs(ofColumns...):
		if err := r.setFields(key.Article, a); err != nil {
			return err
		}
	}
	if j.differs("language") { // on which the forms of all words depend
		texts := w.texts(a)
		other = texts[:]
	}
	if err := r.putWords(a.Language, other); err != nil {
		return err
	}
	if j.differs(ofFacet...) {
		if err := k.putFacet(key.Article, a, w); err != nil {
			return err
		}
	}
	for _, p := range parts {
		switch {
		case !j.differs(p.from) || p.same(a, j.before):
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

// otherTexts are columns of the full-text index that are read otherwise.
func (j *rereading) otherTexts(w wide) (other []string) {
	if !j.differs(ofTexts...) {
		return nil
	}
	was := w
	if j.differs("body", "images", "tags") {
		was = widen(j.before)
	}
	before := was.texts(j.before)
	for i, text := range w.texts(j.after) {
		if text != before[i] {
			other = append(other, text)
		}
	}
	return other
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
