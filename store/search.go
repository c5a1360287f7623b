package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/fulltext"
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
	Stood  bool      // say of each hit where it stood
	Mark   [2]string // put before and after the found words in snippets; zero: nothing
}

// SearchResult is one page of hits.
type SearchResult struct {
	Query    string    `json:"query"`          // canonical text
	AsOf     time.Time `json:"as_of,omitzero"` // moment of which the answer is; zero: today
	Total    int       `json:"total"`
	Complete bool      `json:"complete"` // all hits were counted, and all were ranked when sorted by relevance
	Hits     []Hit     `json:"hits"`
	Next     string    `json:"next,omitempty"` // After of the next page; empty on the last
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
	Score     float64          `json:"score"`           // greater is better, among the hits of one query; 0 when not ranked
	Revision  int              `json:"revision"`        // the state it is in
	Stood     *Stood           `json:"stood,omitempty"` // when it was asked for
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
	res := &SearchResult{Query: p.text, AsOf: r.past, Hits: []Hit{}}
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
	if p.brief() && !q.Exact {
		ctx = unwatched{ctx}
	}
	var err error
	if q.Sort == ByDate {
		var ids []int64
		if ids, res.Total, err = r.newest(ctx, p, q.Limit+1, offset); err == nil && res.Total == many {
			res.Total, err = r.total(ctx, p, limit)
		}
		for _, id := range ids {
			res.Hits = append(res.Hits, Hit{ID: id})
		}
		res.Complete = true
	} else {
		err = r.ranked(ctx, p, q, limit, offset, res)
	}
	if err != nil {
		return err
	}
	if limit > 0 && res.Total >= limit {
		res.Total, res.Complete = countCap, false
	}
	if len(res.Hits) > q.Limit {
		res.Hits = res.Hits[:q.Limit]
		res.Next = strconv.Itoa(offset + q.Limit)
	}
	if err := r.fillHits(ctx, res.Hits, p.Found, p.Match != "", q.Mark); err != nil || !q.Stood {
		return err
	}
	return r.fillStood(ctx, res.Hits)
}

// total counts hits, up to limit when it is not 0.
func (r *Reader) total(ctx context.Context, p plan, limit int) (n int, err error) {
	if limit > 0 && p.together && p.straysWithin > 0 {
		if enough, err := r.enough(ctx, p, limit); enough || err != nil {
			return limit, err
		}
	}
	sql, args := p.all("%s")
	if limit > 0 {
		sql += atMost
		args = append(args, limit)
	}
	err = r.one(ctx, "SELECT count(*) FROM ("+sql+")", args, &n)
	return n, err
}

// enough reports whether there are so many hits within the range of ids that they
// reach the limit were all strays among them: looking for those takes longer.
func (r *Reader) enough(ctx context.Context, p plan, limit int) (bool, error) {
	var among, n int
	err := r.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM article_facet WHERE out_of_order = 1"+atMost+")", []any{costs.mostStrays}, &among)
	if err != nil || among == costs.mostStrays {
		return false, err
	}
	sql, args := p.inRange("%s")
	err = r.one(ctx, "SELECT count(*) FROM ("+sql+atMost+")", append(args, limit+among), &n)
	return n == limit+among, err
}

// scored ranks hits by weights of headline, standfirst, body, captions, credits, alts
// and tags.
const scored = "%s AS id, best(article_fts, ?1, 10, 5, 1, 2, 1, 1, 3) AS looked"

// ranked finds ids by relevance among the newest q.Window hits, and counts hits up to
// limit when it is not 0.
func (r *Reader) ranked(ctx context.Context, p plan, q SearchRequest, limit, offset int, res *SearchResult) (err error) {
	if p, err = r.straysFound(ctx, p); err != nil {
		return err
	}
	found := fulltext.Rank(offset+q.Limit+1, q.Window)
	defer found.Close()
	sql, args := p.all(scored)
	sql, args = sql+" ORDER BY id DESC", append([]any{found.Number()}, args...)
	if limit > 0 {
		sql += atMost
		args = append(args, max(limit, q.Window))
	}
	var looked int
	if err = r.one(ctx, "SELECT count(*), count(looked) FROM ("+sql+")", args, &res.Total, &looked); err != nil {
		return err
	}
	res.Complete = res.Total == looked
	hits := found.Hits()
	for _, h := range hits[min(offset, len(hits)):] {
		res.Hits = append(res.Hits, Hit{ID: h.ID, Score: h.Score})
	}
	return nil
}

// newestFrom is the id from which on n hits are.
func (r *Reader) newestFrom(ctx context.Context, p plan, n int) (from int64, err error) {
	ids, args := p.all("%s AS id")
	err = r.one(ctx, "SELECT id FROM ("+ids+") ORDER BY id DESC LIMIT 1 OFFSET CAST(? AS INTEGER)", append(args, n-1), &from)
	return from, err
}
