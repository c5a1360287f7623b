package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"newskeep/scraper/news"
)

// picture is one in one article.
type picture struct {
	article  int64
	identity string
}

type pictures map[picture]bool

// stoodWith are the pictures with which words stood at any time, today's among
// them, in articles whose pictures changed. The index of the archive holds what
// stands today, so what stood before is indexed for the question, by the same
// tokenizer, in memory: it is little, because captions seldom change.
func (r *Reader) stoodWith(ctx context.Context, match string) (found pictures, err error) {
	var made string
	if err := r.db.QueryRowContext(ctx, `SELECT sql FROM sqlite_schema WHERE name = 'image_text_fts'`).Scan(&made); err != nil {
		return nil, err
	}
	_, tokenize, ok := strings.Cut(made, "tokenize=")
	if !ok {
		return nil, errors.New("image_text_fts names no tokenizer")
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE past USING fts5(captions, credits, alts, tokenize=`+tokenize+`;
		CREATE TABLE stood (id INTEGER PRIMARY KEY, article INTEGER, identity TEXT) STRICT; BEGIN`); err != nil {
		return nil, err
	}
	if err := r.indexPast(ctx, db); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT DISTINCT article, identity FROM past p JOIN stood s ON s.id = p.rowid WHERE past MATCH ?`, match)
	if err != nil {
		return nil, err
	}
	found = pictures{}
	return found, eachRow(rows, func(scan func(...any) error) error {
		var p picture
		err := scan(&p.article, &p.identity)
		found[p] = true
		return err
	})
}

func (r *Reader) indexPast(ctx context.Context, db *sql.DB) error {
	var last int64
	said := map[string]bool{} // in the article at hand
	return r.each(ctx, `SELECT article_id, json_extract(content, '$.images') FROM revision
		WHERE article_id IN (SELECT article_id FROM revision WHERE `+imagesChanged+`) AND class <> 'removed' ORDER BY article_id, number`, nil,
		func(scan func(...any) error) error {
			var article int64
			var text *string
			if err := scan(&article, &text); err != nil || text == nil {
				return err
			}
			if article != last {
				last = article
				clear(said)
			}
			var images []news.Image
			if err := json.Unmarshal([]byte(*text), &images); err != nil {
				return fmt.Errorf("pictures of article %d: %w", article, err)
			}
			for _, m := range images {
				key := useKey(m.Same(), m.Caption, m.Credit, m.Alt)
				if said[key] {
					continue
				}
				said[key] = true
				done, err := db.ExecContext(ctx, `INSERT INTO stood (article, identity) VALUES (?, ?)`, article, m.Same())
				if err != nil {
					return err
				}
				id, err := done.LastInsertId()
				if err != nil {
					return err
				}
				if _, err := db.ExecContext(ctx, `INSERT INTO past (rowid, captions, credits, alts) VALUES (?, ?, ?, ?)`, id, m.Caption, m.Credit, m.Alt); err != nil {
					return err
				}
			}
			return nil
		})
}

// withThose adds to uses all others of articles in which once is found, and to once
// the pictures of uses.
func (r *Reader) withThose(ctx context.Context, uses []*ImageUse, once pictures, where []string, args []any) ([]*ImageUse, error) {
	ids := map[int64]bool{}
	for p := range once {
		ids[p.article] = true
	}
	seen := map[picture]map[int]bool{}
	for _, u := range uses {
		p := picture{u.Article, u.Image}
		once[p] = true
		if seen[p] == nil {
			seen[p] = map[int]bool{}
		}
		seen[p][u.position] = true
	}
	var list []int64
	for id := range ids {
		list = append(list, id)
	}
	more, err := r.usesNow(ctx, "", append(slices.Clip(where), `ai.article_id IN (SELECT value FROM json_each(?))`), append(slices.Clip(args), jsonText(list)), 0)
	if err != nil {
		return nil, err
	}
	for _, u := range more {
		if !seen[picture{u.Article, u.Image}][u.position] {
			uses = append(uses, u)
		}
	}
	return uses, nil
}
