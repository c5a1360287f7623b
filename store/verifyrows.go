package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
			a.section, a.body, a.captions, a.credits, a.alts, a.tags, a.kind, a.language, r.content,
			coalesce((SELECT group_concat(name, char(10)) FROM (SELECT b.name FROM article_byline ab JOIN byline b ON b.id = ab.byline_id
				WHERE ab.article_id = a.id ORDER BY ab.position)), ''),
			coalesce((SELECT group_concat(line, char(10)) FROM (SELECT caption || char(9) || caption_text || char(9) || alt || char(9) || credit || char(9) || role AS line
				FROM article_image WHERE article_id = a.id ORDER BY position)), ''),
			coalesce((SELECT group_concat(line, char(10)) FROM (SELECT relation || char(9) || url || char(9) || title AS line
				FROM article_link WHERE article_id = a.id ORDER BY position)), ''),
			coalesce((SELECT group_concat(name, char(10)) FROM (SELECT t.name FROM article_tag at JOIN tag t ON t.id = at.tag_id
				WHERE at.article_id = a.id ORDER BY at.position)), ''),
			coalesce((SELECT group_concat(name, char(10)) FROM (SELECT name FROM article_section WHERE article_id = a.id ORDER BY depth)), ''),
			a.first_seen <= a.last_seen
		FROM article a JOIN revision r ON r.article_id = a.id AND r.number = a.revision`, nil,
		func(scan func(...any) error) error {
			var id int64
			var row struct {
				headline, kicker, standfirst, source, dateline, published, publishedText       string
				section, body, captions, credits, alts, tags, kind, language, content, bylines string
				images, links, tagRows, sections                                               string
				inTime                                                                         bool
			}
			if err := scan(&id, &row.headline, &row.kicker, &row.standfirst, &row.source, &row.dateline, &row.published, &row.publishedText,
				&row.section, &row.body, &row.captions, &row.credits, &row.alts, &row.tags, &row.kind, &row.language, &row.content, &row.bylines,
				&row.images, &row.links, &row.tagRows, &row.sections, &row.inTime); err != nil {
				return err
			}
			where := fmt.Sprintf("article %d", id)
			var a news.Article
			if err := json.Unmarshal([]byte(row.content), &a); err != nil {
				v.problem(where, "the content of its current revision cannot be read: %v", err)
				return nil
			}
			w := widen(&a)
			if !row.inTime {
				v.problem(where, "it was last seen before it was first seen")
			}
			bylines := lines(a.Bylines, func(b news.Byline) string { return b.Name })
			tags := lines(distinct(a.Tags), func(g news.Tag) string { return g.Name })
			images := lines(a.Images, func(m news.Image) string {
				return strings.Join([]string{m.Caption, cmp.Or(m.Printed, m.Caption), m.Alt, m.Credit, string(m.Role)}, "\t")
			})
			links := lines(a.Links, func(l news.Link) string {
				return strings.Join([]string{string(l.Relation), l.URL, l.Title}, "\t")
			})
			for _, f := range []struct{ name, got, want string }{
				{"headline", row.headline, a.Headline}, {"kicker", row.kicker, a.Kicker},
				{"standfirst", row.standfirst, a.Standfirst}, {"source", row.source, a.Source},
				{"dateline", row.dateline, a.Dateline}, {"published", row.published, a.Published.Value()},
				{"published_text", row.publishedText, a.Published.Text}, {"section", row.section, jsonList(a.Section)},
				{"body", row.body, w.body}, {"captions", row.captions, w.captions}, {"credits", row.credits, w.credits}, {"alts", row.alts, w.alts}, {"tags", row.tags, w.tags},
				{"kind", row.kind, string(kindOf(&a))}, {"language", row.language, a.Language},
				{"bylines", row.bylines, bylines}, {"list of tags", row.tagRows, tags}, {"images", row.images, images},
				{"links", row.links, links}, {"section path", row.sections, strings.Join(a.Section, "\n")},
			} {
				if f.got != f.want {
					v.problem(where, "its %s is not that of its current revision", f.name)
				}
			}
			return nil
		})
}

// distinct drops the tags that a page prints a second time.
func distinct(tags []news.Tag) []news.Tag {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(tags), func(g news.Tag) bool {
		again := seen[g.Name]
		seen[g.Name] = true
		return again
	})
}
