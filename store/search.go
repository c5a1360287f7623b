package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// Sort is the order of hits.
type Sort string

const (
	ByRelevance Sort = "relevance" // bm25, a word in the headline worth most; without words, by date
	ByDate      Sort = "date"      // newest first; undated articles stand where they were first seen
)

// ErrSort and ErrAfter refuse a request that makes no sense.
var (
	ErrSort  = errors.New(`sort is "relevance" or "date"`)
	ErrAfter = errors.New(`not the "next" of an earlier result`)
)

// SearchRequest asks for one page of hits.
type SearchRequest struct {
	Query  string    // in the language of package query; empty: every article
	Sort   Sort      // zero: ByRelevance
	Limit  int       // hits on the page; 0: 20
	After  string    // Next of the page before; empty: the first page
	Window int       // hits ranked by relevance, the newest of all; 0: 5000
	Exact  bool      // count all hits, however many; otherwise counting stops at 10000
	Mark   [2]string // put before and after the found words in snippets; zero: nothing
}

// SearchResult is one page of hits.
type SearchResult struct {
	Query    string `json:"query"` // canonical text
	Total    int    `json:"total"`
	Complete bool   `json:"complete"` // all hits were counted, and all were ranked when sorted by relevance
	Hits     []Hit  `json:"hits"`
	Next     string `json:"next,omitempty"` // After of the next page; empty on the last
}

// Hit is one article that was found.
type Hit struct {
	ID        int64            `json:"id"`
	Site      string           `json:"site"`
	URL       string           `json:"url"`
	Headline  string           `json:"headline"`
	Kind      news.ArticleKind `json:"kind"`
	Published string           `json:"published,omitempty"` // RFC 3339 with the offset as understood
	Section   []string         `json:"section"`
	Bylines   []news.Byline    `json:"bylines"`
	Snippet   string           `json:"snippet"`
	Score     float64          `json:"score"` // greater is better; 0 when not ranked
}

const (
	pageOfHits = 20
	countCap   = 10_000
	rankWindow = 5_000
)

// Search finds articles. The error is a [*query.SyntaxError], [ErrSort],
// [ErrAfter], or what SQLite returned.
func (r *Reader) Search(ctx context.Context, q SearchRequest) (*SearchResult, error) {
	offset := 0
	var err error
	if q.After != "" {
		if offset, err = strconv.Atoi(q.After); err != nil || offset < 0 {
			return nil, fmt.Errorf("search: %q: %w", q.After, ErrAfter)
		}
	}
	switch q.Sort {
	case "":
		q.Sort = ByRelevance
	case ByRelevance, ByDate:
	default:
		return nil, fmt.Errorf("search: %q: %w", q.Sort, ErrSort)
	}
	if q.Limit <= 0 {
		q.Limit = pageOfHits
	}
	if q.Window <= 0 {
		q.Window = rankWindow
	}
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	if p.Match == "" {
		q.Sort = ByDate
	}
	res := &SearchResult{Query: p.text, Hits: []Hit{}}
	if err := r.search(ctx, p, q, offset, res); err != nil {
		return nil, fmt.Errorf("search %q: %w", res.Query, err)
	}
	return res, nil
}

func (r *Reader) search(ctx context.Context, p plan, q SearchRequest, offset int, res *SearchResult) error {
	limit := countCap + 1 // one more, to know whether there are more
	if q.Exact {
		limit = 0
	}
	var err error
	if res.Total, err = r.total(ctx, p, limit); err != nil {
		return err
	}
	if res.Complete = q.Exact || res.Total < limit; !res.Complete {
		res.Total = countCap
	}
	if q.Sort == ByDate {
		err = r.newest(ctx, p, q.Limit+1, offset, res)
	} else {
		var all bool
		all, err = r.ranked(ctx, p, q, offset, res)
		res.Complete = res.Complete && all
	}
	if err != nil {
		return err
	}
	if len(res.Hits) > q.Limit {
		res.Hits = res.Hits[:q.Limit]
		res.Next = strconv.Itoa(offset + q.Limit)
	}
	for i := range res.Hits {
		if err := r.fillHit(ctx, &res.Hits[i], p.Match, q.Mark); err != nil {
			return err
		}
	}
	return nil
}

// total counts hits, up to limit when it is not 0.
func (r *Reader) total(ctx context.Context, p plan, limit int) (n int, err error) {
	sql, args := p.all("%s")
	if limit > 0 {
		sql += " LIMIT ?"
		args = append(args, limit)
	}
	err = r.db.QueryRowContext(ctx, "SELECT count(*) FROM ("+sql+")", args...).Scan(&n)
	return n, err
}

// newest finds ids by date. Ids are in order of publication but for the few that
// are marked; those are put in their place by their date.
func (r *Reader) newest(ctx context.Context, p plan, n, offset int, res *SearchResult) error {
	inOrder, a1 := p.inOrder("%[1]s AS id, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', (%[1]s >> 6) * 60, 'unixepoch') AS at")
	outOfOrder, a2 := p.outOfOrder("%s AS id")
	args := append(a1, n+offset)
	args = append(args, a2...)
	args = append(args, n+offset, n, offset)
	return r.each(ctx, `SELECT id FROM (
			SELECT * FROM (`+inOrder+` ORDER BY 1 DESC LIMIT ?)
			UNION ALL
			SELECT * FROM (SELECT o.id, coalesce(o.published_at, o.first_seen) AS at FROM article_facet o
				WHERE o.id IN (`+outOfOrder+`) ORDER BY at DESC LIMIT ?)
		) ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`, args, func(scan func(...any) error) error {
		res.Hits = append(res.Hits, Hit{})
		return scan(&res.Hits[len(res.Hits)-1].ID)
	})
}

// scored weighs headline, standfirst, body, captions, credits, alts and tags.
const scored = "%s AS id, bm25(article_fts, 10, 5, 1, 2, 1, 1, 3) AS score"

// ranked finds ids by relevance among the newest q.Window hits: ranking reads
// every hit it ranks. All is false when there are older ones.
func (r *Reader) ranked(ctx context.Context, p plan, q SearchRequest, offset int, res *SearchResult) (all bool, err error) {
	sql, args := p.all(scored)
	all = res.Total <= q.Window
	if !all {
		if p.from, err = r.newestFrom(ctx, p, q.Window); err != nil {
			return false, err
		}
		sql, args = p.all(scored)
	}
	args = append(args, q.Limit+1, offset)
	return all, r.each(ctx, "SELECT id, -score FROM ("+sql+") ORDER BY score, id DESC LIMIT ? OFFSET ?", args,
		func(scan func(...any) error) error {
			var h Hit
			err := scan(&h.ID, &h.Score)
			res.Hits = append(res.Hits, h)
			return err
		})
}

// newestFrom is the id from which on n hits are.
func (r *Reader) newestFrom(ctx context.Context, p plan, n int) (from int64, err error) {
	ids, args := p.all("%s AS id")
	err = r.db.QueryRowContext(ctx, "SELECT id FROM ("+ids+") ORDER BY id DESC LIMIT 1 OFFSET ?", append(args, n-1)...).Scan(&from)
	return from, err
}

// fillHit reads what a hit shows: only for the hits of one page, as rows of
// article are wide.
func (r *Reader) fillHit(ctx context.Context, h *Hit, match string, mark [2]string) error {
	var section, standfirst, body string
	err := r.db.QueryRowContext(ctx, `SELECT site, url, headline, kind, published, section, standfirst, substr(body, 1, 300)
		FROM article WHERE id = ?`, h.ID).
		Scan(&h.Site, &h.URL, &h.Headline, &h.Kind, &h.Published, &section, &standfirst, &body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(section), &h.Section); err != nil {
		return err
	}
	h.Bylines = []news.Byline{}
	err = r.each(ctx, `SELECT b.name, b.url FROM article_byline a JOIN byline b ON b.id = a.byline_id
		WHERE a.article_id = ? ORDER BY a.position`, []any{h.ID}, func(scan func(...any) error) error {
		var b news.Byline
		err := scan(&b.Name, &b.URL)
		h.Bylines = append(h.Bylines, b)
		return err
	})
	if err != nil {
		return err
	}
	if match == "" {
		if h.Snippet = standfirst; h.Snippet == "" {
			h.Snippet = squeeze(body)
		}
		return nil
	}
	err = r.db.QueryRowContext(ctx, `SELECT snippet(article_fts, -1, ?, ?, '…', 24) FROM article_fts
		WHERE article_fts MATCH ? AND rowid = ?`, mark[0], mark[1], match, h.ID).Scan(&h.Snippet)
	h.Snippet = squeeze(h.Snippet)
	return err
}

// plan turns a query into statements that find ids. Dates become ranges of ids.
type plan struct {
	query.SQL
	text   string // canonical text of the query
	strays int    // articles whose id does not stand for their date, counted up to manyStrays
	from   int64  // only ids from this one on; 0: all
}

// manyStrays is from how many on it is cheaper to look through the hits for them
// than to look each of them up among the hits.
const manyStrays = 200

// plan parses a query. The error is a [*query.SyntaxError] or what SQLite returned.
func (r *Reader) plan(ctx context.Context, text string) (plan, error) {
	parsed, err := query.Parse(text)
	if err != nil {
		return plan{}, err
	}
	forms := &formsOf{ctx: ctx, r: r}
	p := plan{SQL: parsed.SQL(query.Setting{Now: time.Now(), Forms: forms}), text: parsed.String()}
	if forms.err != nil {
		return plan{}, fmt.Errorf("search %q: %w", p.text, forms.err)
	}
	err = r.db.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM article_facet WHERE out_of_order = 1 LIMIT ?)`, manyStrays).
		Scan(&p.strays)
	if err != nil {
		return plan{}, fmt.Errorf("search %q: %w", p.text, err)
	}
	return p, nil
}

// Statement builders take the columns to select, with %s for the id.

// all finds every hit.
func (p plan) all(columns string) (string, []any) {
	if p.Since.IsZero() && p.Until.IsZero() {
		return p.hits(columns, "")
	}
	a, args := p.inOrder(columns)
	b, more := p.outOfOrder(columns)
	return a + " UNION ALL " + b, append(args, more...)
}

const strays = "(SELECT id FROM article_facet WHERE out_of_order = 1"

// inOrder finds the hits whose id stands for their date.
func (p plan) inOrder(columns string) (string, []any) {
	var conditions []string
	var args []any
	if p.strays > 0 {
		conditions = append(conditions, "%[1]s NOT IN "+strays+")")
	}
	if !p.Since.IsZero() {
		conditions = append(conditions, "%[1]s >= ?")
		args = append(args, minute(p.Since)<<idBits)
	}
	if !p.Until.IsZero() {
		conditions = append(conditions, "%[1]s < ?")
		args = append(args, minute(p.Until)<<idBits)
	}
	return p.hits(columns, strings.Join(conditions, " AND "), args...)
}

// outOfOrder finds the hits whose id does not stand for their date.
func (p plan) outOfOrder(columns string) (string, []any) {
	if p.strays == 0 {
		return p.hits(columns, "FALSE")
	}
	condition := "%[1]s IN " + strays
	if p.strays == manyStrays {
		condition = "+" + condition // not by its index
	}
	var args []any
	if !p.Since.IsZero() {
		condition += " AND published_at >= ?"
		args = append(args, claim{p.Since})
	}
	if !p.Until.IsZero() {
		condition += " AND published_at < ?"
		args = append(args, claim{p.Until})
	}
	return p.hits(columns, condition+")", args...)
}

// hits finds what fits the words, the fields and one more condition.
func (p plan) hits(columns, condition string, more ...any) (string, []any) {
	var b strings.Builder
	var args []any
	id := "f.id"
	where := []string{}
	switch {
	case p.Match == "":
		b.WriteString("FROM article_facet f")
	default:
		id = "article_fts.rowid"
		b.WriteString("FROM article_fts")
		if p.Where != "" { // CROSS: words first, then one narrow row for each hit
			b.WriteString(" CROSS JOIN article_facet f ON f.id = article_fts.rowid")
		}
		where = append(where, "article_fts MATCH ?")
		args = append(args, p.Match)
	}
	if p.Where != "" {
		where = append(where, p.Where)
		args = append(args, p.Args...)
	}
	if p.from > 0 {
		where = append(where, id+" >= ?")
		args = append(args, p.from)
	}
	if condition != "" {
		where = append(where, strings.ReplaceAll(condition, "%[1]s", id))
		args = append(args, more...)
	}
	if len(where) > 0 {
		b.WriteString(" WHERE " + strings.Join(where, " AND "))
	}
	return "SELECT " + fmt.Sprintf(columns, id) + " " + b.String(), args
}
