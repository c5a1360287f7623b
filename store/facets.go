package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// FacetRequest asks what the hits of a query bear.
type FacetRequest struct {
	Query  string
	Limit  int // keys of each facet, the most frequent; 0: 10
	Window int // hits looked at, the newest of all; 0: 5000
}

// FacetResult is the hits of a query by what they bear.
type FacetResult struct {
	Query    string    `json:"query"`          // canonical text
	AsOf     time.Time `json:"as_of,omitzero"` // moment of which the answer is; zero: today
	Hits     int       `json:"hits"`           // that were looked at
	Complete bool      `json:"complete"`       // false: there are older ones that were not
	Facets   []Facet   `json:"facets"`
}

// Facet is one of them; Counts are without shares.
type Facet struct {
	By     CountBy `json:"by"`
	Counts []Count `json:"counts"` // the most frequent first, months the latest first; the empty key is left out
	More   int     `json:"more"`   // keys that are not shown
}

// facetsBy are the facets in the order people narrow by them.
var facetsBy = []CountBy{CountSite, CountSection, CountKind, CountTag, CountByline, CountSource, CountMonth}

// Facets tells by what a query can be narrowed. The error is a
// [*query.SyntaxError] or what SQLite returned.
func (r *Reader) Facets(ctx context.Context, q FacetRequest) (*FacetResult, error) {
	if q.Limit <= 0 {
		q.Limit = 10
	}
	if q.Window <= 0 {
		q.Window = rankWindow
	}
	p, err := r.plan(ctx, q.Query)
	if err != nil {
		return nil, err
	}
	res := &FacetResult{Query: p.text, AsOf: r.past, Facets: []Facet{}}
	if err = r.facets(ctx, p, q, res); err != nil {
		return nil, fmt.Errorf("facets of %q: %w", p.text, err)
	}
	return res, nil
}

// hitsOfFacets are enough to tell by what a query can be narrowed.
const hitsOfFacets = 500

func (r *Reader) facets(ctx context.Context, p plan, q FacetRequest, res *FacetResult) error {
	err := r.lookFurther(ctx, p, 0, func(among plan, looked int) (enough bool, err error) {
		p = among
		if res.Hits, err = r.total(ctx, p, q.Window+1); err != nil {
			return false, err
		}
		if res.Complete = looked == 0 && res.Hits <= q.Window; res.Hits > q.Window {
			res.Hits = q.Window
			p.from, err = r.newestFrom(ctx, p, q.Window)
		}
		return res.Hits >= min(q.Window, hitsOfFacets), err
	})
	if err != nil {
		return err
	}
	sums, err := r.tallyFacets(ctx, p)
	if err != nil {
		return err
	}
	for _, by := range facetsBy {
		delete(sums[by], "")
		list := CountResult{Counts: []Count{}}
		list.listNames(sums[by], 0)
		if by == CountMonth {
			slices.SortFunc(list.Counts, func(a, b Count) int { return strings.Compare(b.Key, a.Key) })
		}
		n := min(q.Limit, len(list.Counts))
		res.Facets = append(res.Facets, Facet{By: by, Counts: list.Counts[:n], More: len(list.Counts) - n})
	}
	return nil
}

// tallyFacets counts by all facets in one statement, so that hits are found once.
// Names are looked up behind the counting: there are fewer of them than hits.
func (r *Reader) tallyFacets(ctx context.Context, p plan) (map[CountBy]map[string]int, error) {
	ids, args := p.all("%s AS id")
	if p.past { // SQLite would nest the views of the past in each part, and refuses what is nested too deep
		hits, err := r.idsOf(ctx, ids, args)
		if err != nil {
			return nil, err
		}
		ids, args = "SELECT value AS id FROM json_each(?)", []any{hits}
	}
	// What articles have one of and there are few of is counted together, so that each hit
	// is looked up once for it; months, of which there are many, by themselves.
	together := []CountBy{CountSite, CountSection, CountKind, CountSource}
	const narrow = "SELECT '%[1]s', %[2]s, count(*) FROM h CROSS JOIN DB.article_facet c ON c.id = h.id WHERE WITHIN GROUP BY 2, 3, 4, 5"
	const named = `SELECT '%[1]s', (SELECT b.name FROM %[1]s b WHERE b.id = of), '', '', '', n FROM (SELECT a.%[1]s_id AS of, count(DISTINCT a.article_id) AS n
		FROM h CROSS JOIN DB.article_%[1]s a ON a.article_id = h.id WHERE WITHIN GROUP BY 1)`
	columns := make([]string, len(together))
	for i, by := range together {
		columns[i] = keys[by].key
	}
	parts := []string{
		fmt.Sprintf(narrow, "", strings.Join(columns, ", ")),
		fmt.Sprintf(narrow, CountMonth, "coalesce(c.month, ''), '', '', ''"),
		fmt.Sprintf(named, CountTag), fmt.Sprintf(named, CountByline),
	}
	sums := map[CountBy]map[string]int{}
	for _, by := range facetsBy {
		sums[by] = map[string]int{}
	}
	return sums, r.each(ctx, "WITH h AS MATERIALIZED ("+ids+") "+p.wherever(strings.Join(parts, " UNION ALL ")), args, func(scan func(...any) error) error {
		var by CountBy
		var key [4]string
		var n int
		if err := scan(&by, &key[0], &key[1], &key[2], &key[3], &n); err != nil { // the question was broken off
			return err
		}
		if by != "" {
			sums[by][key[0]] += n
			return nil
		}
		for i, by := range together {
			sums[by][key[i]] += n
		}
		return nil
	})
}

// idsOf gives the ids that a statement finds as a list in JSON.
func (r *Reader) idsOf(ctx context.Context, text string, args []any) (string, error) {
	ids := []int64{}
	err := r.each(ctx, text, args, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return "", err
	}
	list, err := json.Marshal(ids)
	return string(list), err
}
