package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
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
	Exact  bool      // count and rank all hits, however many; otherwise counting stops at 10000, and Looked tells whether all articles were looked at
	Stood  bool      // say of each hit where it stood
	Mark   [2]string // put before and after the found words in snippets; zero: nothing
}

// SearchResult is one page of hits.
type SearchResult struct {
	Query    string    `json:"query"`          // canonical text
	AsOf     time.Time `json:"as_of,omitzero"` // moment of which the answer is; zero: today
	Skipped  int       `json:"-"`              // hits on the pages before
	Total    int       `json:"total"`
	Complete bool      `json:"complete"`         // all hits were counted, and all were ranked when sorted by relevance
	Looked   int       `json:"looked,omitempty"` // articles with the words that the rest of the query was asked of, the newest of all; 0: all
	Hits     []Hit     `json:"hits"`
	Next     string    `json:"next,omitempty"` // After of the next page; empty on the last

	uncounted bool // there are more than Total
}

// Counted reports whether Total is the number of all hits.
func (s SearchResult) Counted() bool { return s.Looked == 0 && !s.uncounted }

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
	mostHits   = math.MaxInt32 // more than any archive has; sums of such numbers are numbers
	hitsAtOnce = 1_000         // are read by one statement
)

// Search finds articles. The error is a [*query.SyntaxError], [ErrSort],
// [ErrAfter], or what SQLite returned.
func (r *Reader) Search(ctx context.Context, q SearchRequest) (*SearchResult, error) {
	on, err := pageAfter(q.After)
	if err != nil {
		return nil, fmt.Errorf("search: %q: %w", q.After, err)
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
	q.Limit = min(q.Limit, mostHits)
	if q.Exact {
		q.Window = math.MaxInt
	} else if q.Window <= 0 {
		q.Window = rankWindow
	}
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	if p.Match == "" {
		q.Sort = ByDate
	}
	res := &SearchResult{Query: p.text, AsOf: r.past, Skipped: on.offset, Hits: []Hit{}}
	if err := r.search(ctx, p, q, on, res); err != nil {
		return nil, fmt.Errorf("search %q: %w", res.Query, err)
	}
	return res, nil
}

// position is where a page of hits begins.
type position struct {
	offset int
	looked int // as in SearchResult, of the page before
}

func (p position) String() string {
	if p.looked == 0 {
		return strconv.Itoa(p.offset)
	}
	return fmt.Sprintf("%d/%d", p.offset, p.looked)
}

// pageAfter reads Next of a result; the error is [ErrAfter].
func pageAfter(next string) (p position, err error) {
	if next == "" {
		return p, nil
	}
	offset, looked, found := strings.Cut(next, "/")
	p.offset, err = strconv.Atoi(offset)
	if err == nil && found {
		p.looked, err = strconv.Atoi(looked)
	}
	if err != nil || p.offset < 0 || p.looked < 0 || p.offset > mostHits || p.looked > mostHits {
		return p, ErrAfter
	}
	return p, nil
}

func (r *Reader) search(ctx context.Context, p plan, q SearchRequest, on position, res *SearchResult) error {
	limit := countCap + 1 // one more, to know whether there are more
	if q.Exact {
		limit = 0
	}
	if p.brief() && !q.Exact {
		ctx = unwatched{ctx}
	}
	if q.Exact {
		on.looked = math.MaxInt
	}
	// Were more articles looked at for a later page, they would be ranked among those of
	// the pages before.
	settled := q.Sort == ByRelevance && on.looked > 0
	err := r.lookFurther(ctx, p, on.looked, func(p plan, looked int) (enough bool, err error) {
		res.Hits, res.Looked = res.Hits[:0], looked
		if q.Sort == ByDate {
			err = r.newestHits(ctx, p, q, limit, on.offset, res)
		} else {
			err = r.ranked(ctx, p, q, limit, on.offset, res)
		}
		return settled || len(res.Hits) > q.Limit, err
	})
	if err != nil {
		return err
	}
	if limit > 0 && res.Total >= limit {
		res.Total, res.Complete, res.uncounted = countCap, false, true
	}
	if len(res.Hits) > q.Limit {
		res.Hits = res.Hits[:q.Limit]
		res.Next = position{on.offset + q.Limit, res.Looked}.String()
	}
	for hits := range slices.Chunk(res.Hits, hitsAtOnce) {
		if err := r.fillHits(ctx, hits, p.Found, p.Match != "", q.Mark); err != nil {
			return err
		}
		if q.Stood {
			if err := r.fillStood(ctx, hits); err != nil {
				return err
			}
		}
	}
	return nil
}

// newestHits finds ids by date, and counts hits up to limit when it is not 0.
func (r *Reader) newestHits(ctx context.Context, p plan, q SearchRequest, limit, offset int, res *SearchResult) error {
	ids, all, err := r.newest(ctx, p, q.Limit+1, offset, limit)
	if err == nil && all == many {
		all, err = r.total(ctx, p, limit)
	}
	res.Hits = slices.Grow(res.Hits, len(ids))
	for _, id := range ids {
		res.Hits = append(res.Hits, Hit{ID: id})
	}
	res.Total, res.Complete = all, res.Looked == 0
	return err
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
		sql += " LIMIT ?"
		args = append(args, limit)
	}
	err = r.one(ctx, "SELECT count(*) FROM ("+sql+")", args, &n)
	return n, err
}

// enough reports whether there are so many hits within the range of ids that they
// reach the limit were all strays among them: looking for those takes longer.
func (r *Reader) enough(ctx context.Context, p plan, limit int) (bool, error) {
	var among, n int
	err := r.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM article_facet WHERE out_of_order = 1 LIMIT ?)", []any{costs.mostStrays}, &among)
	if err != nil || among == costs.mostStrays {
		return false, err
	}
	sql, args := p.inRange("%s")
	err = r.one(ctx, "SELECT count(*) FROM ("+sql+" LIMIT ?)", append(args, limit+among), &n)
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
		sql += " LIMIT ?"
		args = append(args, max(limit, q.Window))
	}
	var looked int
	if err = r.one(ctx, "SELECT count(*), count(looked) FROM ("+sql+")", args, &res.Total, &looked); err != nil {
		return err
	}
	res.Complete = res.Total == looked && res.Looked == 0
	hits := found.Hits()
	hits = hits[min(offset, len(hits)):]
	res.Hits = slices.Grow(res.Hits, len(hits))
	for _, h := range hits {
		res.Hits = append(res.Hits, Hit{ID: h.ID, Score: h.Score})
	}
	return nil
}
