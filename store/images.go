package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"newskeep/scraper/news"
)

// Sameness is what makes two images one picture.
type Sameness string

const (
	SameAddress Sameness = "address" // addresses of renditions; see news.ImageIdentity
	SameBytes   Sameness = "bytes"   // or files with the same SHA-256
	SameLook    Sameness = "look"    // or pictures that look alike by their perceptual hash
)

// ImageRequest asks for pictures; all that is set must be true.
type ImageRequest struct {
	Query   string         // in the language of package query; its words are looked for in what stands with a picture
	Site    string         // name of a profile
	Article string         // id or address
	Role    news.ImageRole // empty: any
	Past    bool           // what stood with them before, too
	Reused  bool           // only those whose address stands in more than one article today; not with Past
	Limit   int            // uses, newest articles first; 0: all
}

// ErrImageQuery refuses a query that looks elsewhere than at pictures.
var ErrImageQuery = errors.New(`words of a headline, standfirst or body do not stand with a picture: search finds those articles; here words, caption:, credit: and alt: are looked for, and names, dates and kinds narrow`)

// Images lists pictures with what stands with them, one use in one article each,
// newest articles first, as of the moment of a reader that [Reader.AsOf] gave. The error is a [*query.SyntaxError], [ErrImageQuery],
// [ErrNotFound] for an unknown article, or what SQLite returned.
func (r *Reader) Images(ctx context.Context, q ImageRequest) ([]*ImageUse, error) {
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	where, args := []string{"1"}, []any{} // of articles
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if p.Where != "" {
		add(p.Where, p.Args...)
	}
	if !p.Since.IsZero() {
		add("f.published_at >= ?", claim{p.Since})
	}
	if !p.Until.IsZero() {
		add("f.published_at < ?", claim{p.Until})
	}
	if q.Site != "" {
		add("a.site = ?", q.Site)
	}
	if q.Article != "" {
		id, err := r.articleID(ctx, q.Article)
		if err != nil {
			return nil, err
		}
		add("a.id = ?", id)
	}
	articles, values := slices.Clone(where), slices.Clone(args)
	if q.Role != "" {
		add("ai.role = ?", q.Role)
	}
	if q.Reused && !q.Past {
		add("ai.image_id IN (SELECT image_id FROM article_image GROUP BY image_id HAVING min(article_id) < max(article_id))")
	}
	uses, err := r.usesNow(ctx, p.Match, where, args, q.Limit)
	var once pictures
	if err == nil && q.Past && p.Match != "" {
		if once, err = r.stoodWith(ctx, p.Match); err == nil {
			uses, err = r.withThose(ctx, uses, once, where, args)
		}
	}
	switch {
	case err != nil && strings.Contains(err.Error(), "no such column"):
		return nil, fmt.Errorf("images %q: %w", p.text, ErrImageQuery)
	case err != nil:
		return nil, fmt.Errorf("images: %w", err)
	}
	past, err := r.earlierUses(ctx, uses)
	if err == nil && q.Past {
		var gone []*ImageUse
		gone, err = r.usesGone(ctx, uses, once, q.Role, q.Limit, articles, values)
		past = append(past, gone...)
	}
	if err != nil {
		return nil, fmt.Errorf("images: %w", err)
	}
	if q.Past {
		uses = slices.DeleteFunc(past, func(u *ImageUse) bool {
			return q.Role != "" && u.Role != q.Role || once != nil && !once[picture{u.Article, u.Image}]
		})
	}
	slices.SortStableFunc(uses, func(a, b *ImageUse) int {
		return cmp.Or(cmp.Compare(b.Article, a.Article), cmp.Compare(a.position, b.position))
	})
	if q.Limit > 0 && len(uses) > q.Limit {
		uses = uses[:q.Limit]
	}
	if err := r.fillFiles(ctx, uses); err != nil {
		return nil, fmt.Errorf("images: %w", err)
	}
	return uses, nil
}

// usesNow are the uses of the moment the reader reads as of: those whose words match,
// unless match is empty, and of which all conditions are true.
func (r *Reader) usesNow(ctx context.Context, match string, where []string, args []any, n int) ([]*ImageUse, error) {
	if match != "" {
		where, args = append([]string{"image_text_fts MATCH ?"}, where...), append([]any{match}, args...)
	}
	if n == 0 {
		n = -1
	}
	text, all := usesIn("", match != "", where), args
	if !r.past.IsZero() { // from the two places in which the past is; see AsOf
		text = usesIn("whole.", match != "", append(slices.Clip(where), "ai.article_id NOT IN (SELECT id FROM main.hidden)")) +
			" UNION ALL " + usesIn("main.", match != "", where)
		all = slices.Concat(args, args)
	}
	uses := []*ImageUse{}
	err := r.each(ctx, text+" ORDER BY article_id DESC, position"+limit(n), all,
		func(scan func(...any) error) error {
			var u ImageUse
			var first, last clock
			err := scan(&u.Image, &u.URL, &u.Caption, &u.Credit, &u.Alt, &u.Role, &u.position, &u.Article, &u.Site, &u.Address, &u.Revision, &u.Headline, &u.Published,
				&first, &last, &u.Current)
			u.FirstSeen, u.LastSeen = first.Time, last.Time
			uses = append(uses, &u)
			return err
		})
	if err == nil {
		err = r.seenUntil(ctx, uses)
	}
	return uses, err
}

// usesIn selects them in the tables of one database.
func usesIn(schema string, byWords bool, where []string) string {
	from := `DB.article_image ai`
	if byWords {
		from = `DB.image_text_fts t CROSS JOIN DB.article_image ai ON ai.id = t.rowid`
	}
	return strings.ReplaceAll(`SELECT i.identity, i.url, ai.caption, ai.credit, ai.alt, ai.role, ai.position AS position, ai.article_id AS article_id, a.site, a.url, a.revision, a.headline,
			a.published, a.first_seen, a.last_seen, a.gone_at IS NULL
		FROM `+from+` CROSS JOIN DB.image i ON i.id = ai.image_id CROSS JOIN DB.article a ON a.id = ai.article_id CROSS JOIN DB.article_facet f ON f.id = ai.article_id`,
		"DB.", schema) + ` WHERE ` + strings.ReplaceAll(strings.Join(where, " AND "), "FROM article_fts", "FROM "+schema+"article_fts")
}

// seenUntil puts back the last time at which articles were seen, where that is later
// than the moment the reader reads as of.
func (r *Reader) seenUntil(ctx context.Context, uses []*ImageUse) error {
	if r.past.IsZero() {
		return nil
	}
	then := map[int64]clock{}
	for _, u := range uses {
		if !u.LastSeen.After(r.past) {
			continue
		}
		last, known := then[u.Article]
		if !known {
			if err := r.one(ctx, `SELECT last_seen FROM article WHERE id = ?`, []any{u.Article}, &last); err != nil {
				return err
			}
			then[u.Article] = last
		}
		u.LastSeen = last.Time
	}
	return nil
}

// fewPictures are looked up one by one; of more, all files are gone through.
const fewPictures = 1000

// fillFiles says what is known of the files of pictures: of each the latest.
func (r *Reader) fillFiles(ctx context.Context, uses []*ImageUse) error {
	files := map[string]*ImageFile{} // of the pictures at hand
	for _, u := range uses {
		files[u.Image] = nil
	}
	const fetched = `SELECT i.identity, f.sha256, f.media_type, f.size, coalesce(f.width, 0), coalesce(f.height, 0), f.phash, f.problem, f.body IS NOT NULL
		FROM image_fetch t JOIN image_file f ON f.id = t.file_id JOIN image i ON i.id = t.image_id `
	into := func(scan func(...any) error) error {
		var identity string
		var f ImageFile
		err := scan(&identity, &f.SHA256, &f.MediaType, &f.Size, &f.Width, &f.Height, &f.Hash, &f.Problem, &f.Kept)
		if _, asked := files[identity]; asked {
			files[identity] = &f
		}
		return err
	}
	if len(files) > fewPictures {
		if err := r.each(ctx, fetched+"ORDER BY t.id", nil, into); err != nil {
			return err
		}
	} else {
		for identity := range files {
			if err := r.often(ctx, fetched+"WHERE i.identity = ? ORDER BY t.id DESC LIMIT 1", []any{identity}, into); err != nil {
				return err
			}
		}
	}
	for _, u := range uses {
		u.File = files[u.Image]
	}
	return nil
}

// ImageFileBody returns the bytes of a file by its SHA-256. The error is
// [ErrNotFound] when the archive has not kept them.
func (r *Reader) ImageFileBody(ctx context.Context, sha256 string) (body []byte, mediaType string, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT body, media_type FROM image_file WHERE sha256 = ? AND body IS NOT NULL`, sha256).Scan(&body, &mediaType)
	if err != nil {
		return nil, "", fmt.Errorf("image file %s: %w", sha256, ErrNotFound)
	}
	return body, mediaType, nil
}
