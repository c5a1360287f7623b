package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"newskeep/scraper/news"
)

// revisions checks that the states of each article are numbered from 1 without
// holes and stand in the order of time, and that the article names the last.
func (v *verifying) revisions(ctx context.Context) error {
	var article int64
	var number int
	var before clock
	err := v.each(ctx, `SELECT article_id, number, class, first_seen, last_seen FROM revision ORDER BY article_id, number`, nil,
		func(scan func(...any) error) error {
			var id int64
			var n int
			var class string
			var first, last clock
			if err := scan(&id, &n, &class, &first, &last); err != nil {
				return err
			}
			if id != article {
				article, number, before = id, 0, clock{}
			}
			where := fmt.Sprintf("article %d, revision %d", id, n)
			if n != number+1 {
				v.problem(where, "comes after revision %d", number)
			}
			if (n == 1) != (class == classFirst) {
				v.problem(where, "is of class %q", class)
			}
			if last.Before(first.Time) {
				v.problem(where, "was last seen at %s, before it was first seen at %s", last.text(), first.text())
			}
			if first.Before(before.Time) {
				v.problem(where, "was first seen at %s, before the revision before it", first.text())
			}
			number, before = n, first
			v.report.Revisions++
			return nil
		})
	if err != nil {
		return err
	}
	return v.each(ctx, `SELECT a.id, a.revision, coalesce((SELECT max(number) FROM revision r WHERE r.article_id = a.id), 0),
			EXISTS (SELECT 1 FROM article_facet f WHERE f.id = a.id),
			a.gone_at IS NOT NULL, coalesce((SELECT class FROM revision r WHERE r.article_id = a.id AND r.number = a.revision), '')
		FROM article a ORDER BY a.id`, nil,
		func(scan func(...any) error) error {
			var id int64
			var says, has int
			var facet, gone bool
			var class string
			if err := scan(&id, &says, &has, &facet, &gone, &class); err != nil {
				return err
			}
			where := fmt.Sprintf("article %d", id)
			if says != has {
				v.problem(where, "names revision %d as its current one, the last is %d", says, has)
			}
			if !facet {
				v.problem(where, "has no row in article_facet")
			}
			if gone != (class == classRemoved) {
				v.problem(where, "gone_at and its current revision of class %q disagree", class)
			}
			v.report.Articles++
			return nil
		})
}

// placements checks that no slot held two items at once, and no ticker the same
// line twice.
func (v *verifying) placements(ctx context.Context) error {
	for _, q := range []struct{ table, slot string }{
		{"placement", "slot"},
		{"ticker_line", "text || char(10) || url"},
	} {
		err := v.each(ctx, `SELECT id, module_id, from_at, to_at, last_seen, before_to, before_id FROM (
				SELECT id, module_id, from_at, to_at, last_seen,
					lag(coalesce(to_at, '9999')) OVER w AS before_to, lag(id) OVER w AS before_id
				FROM `+q.table+` WINDOW w AS (PARTITION BY module_id, `+q.slot+` ORDER BY from_at, id))`, nil,
			func(scan func(...any) error) error {
				var id, module int64
				var from string
				var to, seen, beforeTo *string
				var beforeID *int64
				if err := scan(&id, &module, &from, &to, &seen, &beforeTo, &beforeID); err != nil {
					return err
				}
				where := fmt.Sprintf("%s %d of module %d", q.table, id, module)
				switch {
				case to != nil && *to < from:
					v.problem(where, "ended at %s, before it began at %s", *to, from)
				case (to == nil) != (seen == nil):
					v.problem(where, "has only one of last_seen and to_at")
				case beforeTo != nil && *beforeTo > from:
					v.problem(where, "began at %s, before %s %d in its place had ended", from, q.table, *beforeID)
				}
				v.report.Intervals++
				return nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// articles compares each article with its current revision: what is searched and
// counted must be what is shown.
func (v *verifying) articles(ctx context.Context) error {
	return v.each(ctx, `SELECT a.id, a.headline, a.kicker, a.standfirst, a.source, a.dateline, a.published, a.published_text,
			a.section, a.body, a.captions, a.tags, a.kind, a.language, r.content,
			coalesce((SELECT group_concat(name, char(10)) FROM (SELECT b.name FROM article_byline ab JOIN byline b ON b.id = ab.byline_id
				WHERE ab.article_id = a.id ORDER BY ab.position)), ''),
			(SELECT count(*) FROM article_image i WHERE i.article_id = a.id)
		FROM article a JOIN revision r ON r.article_id = a.id AND r.number = a.revision`, nil,
		func(scan func(...any) error) error {
			var id int64
			var row struct {
				headline, kicker, standfirst, source, dateline, published, publishedText string
				section, body, captions, tags, kind, language, content, bylines          string
				images                                                                   int
			}
			if err := scan(&id, &row.headline, &row.kicker, &row.standfirst, &row.source, &row.dateline, &row.published, &row.publishedText,
				&row.section, &row.body, &row.captions, &row.tags, &row.kind, &row.language, &row.content, &row.bylines, &row.images); err != nil {
				return err
			}
			where := fmt.Sprintf("article %d", id)
			var a news.Article
			if err := json.Unmarshal([]byte(row.content), &a); err != nil {
				v.problem(where, "the content of its current revision cannot be read: %v", err)
				return nil
			}
			w := widen(&a)
			var bylines []string
			for _, b := range a.Bylines {
				bylines = append(bylines, b.Name)
			}
			for _, f := range []struct{ name, got, want string }{
				{"headline", row.headline, a.Headline}, {"kicker", row.kicker, a.Kicker},
				{"standfirst", row.standfirst, a.Standfirst}, {"source", row.source, a.Source},
				{"dateline", row.dateline, a.Dateline}, {"published", row.published, a.Published.Value()},
				{"published_text", row.publishedText, a.Published.Text}, {"section", row.section, jsonList(a.Section)},
				{"body", row.body, w.body}, {"captions", row.captions, w.captions}, {"tags", row.tags, w.tags},
				{"kind", row.kind, string(w.kind)}, {"language", row.language, a.Language},
				{"bylines", row.bylines, strings.Join(bylines, "\n")},
				{"images", fmt.Sprint(row.images), fmt.Sprint(len(a.Images))},
			} {
				if f.got != f.want {
					v.problem(where, "its %s is not that of its current revision", f.name)
				}
			}
			return nil
		})
}
