package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/store/query"
)

// CountBy is what hits are counted by.
type CountBy string

// What hits can be counted by. Periods are those of the publication time, UTC.
const (
	CountDay     CountBy = "day"   // key "2024-12-01"
	CountWeek    CountBy = "week"  // key "2024-W48", ISO 8601
	CountMonth   CountBy = "month" // key "2024-12"
	CountYear    CountBy = "year"  // key "2024"
	CountSection CountBy = "section"
	CountTag     CountBy = "tag"
	CountByline  CountBy = "byline"
	CountSite    CountBy = "site"
	CountSource  CountBy = "source" // as compared: without case and accents
	CountKind    CountBy = "kind"
	// Names in captions, as guessed by [query.Names]: who is shown. In counts of
	// words, too, a name counts once for each article.
	CountCaptioned CountBy = "captioned"
	CountTagPair   CountBy = "tag-pair" // key "Ferries + Trams": tags that stand on the same articles
)

// Countings are all of them.
var Countings = []CountBy{CountDay, CountWeek, CountMonth, CountYear, CountSection, CountTag, CountTagPair, CountByline,
	CountSource, CountKind, CountSite, CountCaptioned}

// CountRequest asks how often.
type CountRequest struct {
	Query   string
	By      CountBy
	ShareOf *string // count the hits of this query too, and of the hits of Query only those that are among them; nil: no shares
	Words   bool    // count how often the words of Query stand in bodies, and in how many words; ShareOf has none then
	Limit   int     // of names, the most frequent ones; periods are never left out; 0: all
	Wanted  Wanted  // as in CoverageRequest: by which gaps of the ledger are known
}

// ErrCountBy refuses a word that is no [CountBy].
var ErrCountBy = errors.New("count by day, week, month, year, section, tag, tag-pair, byline, source, kind, site or captioned")

// ErrShareOfWords refuses occurrences as a part of the hits of other words: those
// would be counted, too.
var ErrShareOfWords = errors.New("occurrences per 1,000 words are counted in articles named by fields, such as section: or published:, not by other words")

// CountResult is how often hits fall under each key. Keys of periods are in
// order and, but for Unlisted, without holes, from the first to the last hit, or over
// the dates that the query names; others by count. An article without a date, section,
// tag or byline counts under the empty key.
type CountResult struct {
	Query  string    `json:"query"`          // canonical text; with ShareOf, of both
	AsOf   time.Time `json:"as_of,omitzero"` // moment of which the answer is; zero: today
	By     CountBy   `json:"by"`
	Counts []Count   `json:"counts"`

	// Began is since when the archive has looked at all sites the query is about, if
	// the periods begin before that day: of earlier ones it has what pages still led
	// to and what was fetched or imported since. Zero otherwise.
	Began time.Time `json:"looked_since,omitzero"`

	// Unlisted is how many periods without a hit are left out, because 5000 earlier ones
	// are listed. Whether articles of them are missing is not said.
	Unlisted int `json:"unlisted,omitempty"`
}

// Count is one key with its hits.
type Count struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
	Gap   bool   `json:"gap"` // of this period articles may be missing: an absence of data, not of news

	// Missing are the sites whose ledger has a gap in the period: nobody looked, the
	// site refused, or a run was cut short. Empty with Gap: the archive has no article
	// of the period at all, and nobody looked then.
	Missing []string `json:"gap_sites,omitempty"`

	// Only when asked for.
	Of          int     `json:"of,omitempty"`             // hits of ShareOf under the key
	Share       float64 `json:"share,omitempty"`          // Count / Of; 0 when Of is
	Occurrences int     `json:"occurrences,omitempty"`    // of the words of Query in the bodies of its hits
	Words       int     `json:"words,omitempty"`          // in the bodies of the hits of ShareOf, or of all articles
	PerThousand float64 `json:"per_1000_words,omitempty"` // 1000 * Occurrences / Words; 0 when Words is
}

// Count counts the hits of a query. The error is a [*query.SyntaxError],
// [ErrCountBy], [ErrShareOfWords], or what SQLite returned.
func (r *Reader) Count(ctx context.Context, q CountRequest) (*CountResult, error) {
	if !slices.Contains(Countings, q.By) {
		return nil, fmt.Errorf("%q: %w", q.By, ErrCountBy)
	}
	p, err := r.plan(ctx, q.Query)
	if err == nil && q.ShareOf != nil {
		p, err = r.within(ctx, p, q)
	}
	if err != nil {
		return nil, err
	}
	res := &CountResult{Query: p.text, AsOf: r.past, By: q.By, Counts: []Count{}}
	hits, err := r.tally(ctx, p, q.By, ones)
	if err == nil && periodic(q.By) {
		err = r.listPeriods(ctx, p, q, hits, res)
	} else if err == nil {
		res.listNames(hits, q.Limit)
	}
	if err == nil {
		err = r.relate(ctx, p, q, res)
	}
	if err != nil {
		return nil, fmt.Errorf("count %q by %s: %w", res.Query, q.By, err)
	}
	return res, nil
}

// within narrows hits to those of the query they are to be a part of: a share is of
// them, and no more than all.
func (r *Reader) within(ctx context.Context, p plan, q CountRequest) (plan, error) {
	whole, err := r.Parse(*q.ShareOf)
	if err != nil {
		return plan{}, fmt.Errorf("share of %q: %w", *q.ShareOf, err)
	}
	var both query.And
	for _, root := range []query.Node{p.parsed.Root, whole.Root} {
		if all, ok := root.(query.And); ok {
			both = append(both, all...)
		} else if root != nil {
			both = append(both, root)
		}
	}
	if whole.Root == nil || len(both) == 0 {
		return p, nil
	}
	if q.Words && whole.InBodies() {
		return plan{}, ErrShareOfWords
	}
	root := query.Node(both)
	if len(both) == 1 {
		root = both[0]
	}
	return r.plan(ctx, query.Query{Root: root}.String())
}

// relate fills what puts counts into proportion.
func (r *Reader) relate(ctx context.Context, p plan, q CountRequest, res *CountResult) error {
	if q.ShareOf == nil && !q.Words {
		return nil
	}
	whole := ""
	if q.ShareOf != nil {
		whole = *q.ShareOf
	}
	all, err := r.plan(ctx, whole)
	if err != nil {
		return err
	}
	fill := func(p plan, value string, into func(*Count, int)) error {
		sums, err := r.tally(ctx, p, q.By, value)
		for i := range res.Counts {
			into(&res.Counts[i], sums[res.Counts[i].Key])
		}
		return err
	}
	if q.ShareOf != nil {
		err = fill(all, ones, func(c *Count, n int) {
			if c.Of = n; n > 0 {
				c.Share = float64(c.Count) / float64(n)
			}
		})
	}
	if err == nil && q.Words {
		if p.Match != "" {
			err = fill(p, occurrences, func(c *Count, n int) { c.Occurrences = n })
		}
		if err == nil {
			err = fill(all, words, func(c *Count, n int) {
				if c.Words = n; n > 0 {
					c.PerThousand = 1000 * float64(c.Occurrences) / float64(n)
				}
			})
		}
	}
	return err
}

// What is added up for each hit; %[1]s is its id.
const (
	ones        = "1"
	words       = "(SELECT words FROM article_facet w WHERE w.id = %[1]s)"
	occurrences = // by the index's own functions, which want the index and nothing else in their statement
	"length(highlight(article_fts, 2, char(2), '')) - length(highlight(article_fts, 2, '', ''))"
)

// tally adds a value up over the hits under each key.
func (r *Reader) tally(ctx context.Context, p plan, by CountBy, value string) (map[string]int, error) {
	if periodic(by) {
		return r.tallyPeriods(ctx, p, by, value)
	}
	if by == CountCaptioned {
		return r.tallyCaptioned(ctx, p, value)
	}
	if value == ones && p.everything() && (by == CountTag || by == CountByline) {
		return r.tallyAll(ctx, by)
	}
	ids, args := p.all("%[1]s AS id, " + value + " AS n")
	sums := map[string]int{}
	return sums, r.each(ctx, "WITH h AS MATERIALIZED ("+ids+") "+p.wherever("SELECT "+keys[by].key+", sum(h.n) FROM h "+keys[by].join+" WHERE WITHIN GROUP BY 1"), args,
		func(scan func(...any) error) error {
			var key string
			var n int
			err := scan(&key, &n)
			sums[key] += n
			return err
		})
}

// tallyAll counts all articles by tag or byline, from the index of those alone.
func (r *Reader) tallyAll(ctx context.Context, by CountBy) (map[string]int, error) {
	sums := map[string]int{}
	return sums, r.each(ctx, strings.ReplaceAll(`SELECT c.name, n FROM (SELECT OF_id AS k, count(DISTINCT article_id) AS n FROM article_OF GROUP BY 1) JOIN OF c ON c.id = k
		UNION ALL SELECT '', n FROM (SELECT (SELECT count(*) FROM article_facet) - (SELECT count(DISTINCT article_id) FROM article_OF) AS n) WHERE n > 0`, "OF", string(by)), nil,
		func(scan func(...any) error) error {
			var key string
			var n int
			err := scan(&key, &n)
			sums[key] = n
			return err
		})
}

// tallyCaptioned adds up under the names that captions of a hit hold.
func (r *Reader) tallyCaptioned(ctx context.Context, p plan, value string) (map[string]int, error) {
	ids, args := p.all("%[1]s AS id, " + value + " AS n")
	sums := map[string]int{}
	return sums, r.each(ctx, "WITH h AS MATERIALIZED ("+ids+") SELECT h.n, a.captions FROM h JOIN article a ON a.id = h.id WHERE a.captions <> ''", args,
		func(scan func(...any) error) error {
			var n int
			var captions string
			if err := scan(&n, &captions); err != nil {
				return err
			}
			seen := map[string]bool{}
			for line := range strings.Lines(captions) {
				for _, name := range query.Names(line) {
					if !seen[name] {
						seen[name] = true
						sums[name] += n
					}
				}
			}
			return nil
		})
}

const facetOfHit = "CROSS JOIN DB.article_facet c ON c.id = h.id"

// keys say where the names stand that hits h are counted by; see [plan.wherever].
var keys = map[CountBy]struct{ join, key string }{
	CountSection: {facetOfHit, "c.section"},
	CountSite:    {facetOfHit, "c.site"},
	CountSource:  {facetOfHit, "c.source"},
	CountKind:    {facetOfHit, "c.kind"},
	CountTag:     {"LEFT JOIN DB.article_tag a ON a.article_id = h.id", "coalesce((SELECT c.name FROM tag c WHERE c.id = a.tag_id), '')"},
	CountByline: {`LEFT JOIN DB.article_byline a ON a.article_id = h.id AND NOT EXISTS (SELECT 1 FROM DB.article_byline e
		WHERE e.article_id = a.article_id AND e.byline_id = a.byline_id AND e.position < a.position)`, "coalesce((SELECT c.name FROM byline c WHERE c.id = a.byline_id), '')"},
	CountTagPair: {`CROSS JOIN DB.article_tag a ON a.article_id = h.id CROSS JOIN DB.article_tag b ON b.article_id = h.id
		CROSS JOIN tag c ON c.id = a.tag_id CROSS JOIN tag d ON d.id = b.tag_id AND c.name < d.name`, "c.name || ' + ' || d.name"},
}

// listNames puts keys in order, the most frequent first.
func (res *CountResult) listNames(hits map[string]int, limit int) {
	for key, n := range hits {
		res.Counts = append(res.Counts, Count{Key: key, Count: n})
	}
	slices.SortFunc(res.Counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Key, b.Key))
	})
	if limit > 0 {
		res.Counts = res.Counts[:min(limit, len(res.Counts))]
	}
}
