package assistant

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

type searchIn struct {
	Query string `json:"query,omitempty" jsonschema:"what to find, in the archive's query language; empty finds every article"`
	Sort  string `json:"sort,omitempty" jsonschema:"relevance (the default) or date, newest first"`
	Limit int    `json:"limit,omitempty" jsonschema:"articles to list, at most 50; 10 when left out"`
	After string `json:"after,omitempty" jsonschema:"next of an earlier answer: the page behind it"`
	AsOf  string `json:"as_of,omitempty" jsonschema:"ask the archive as it stood then: 2024-12-01, 2024-12-01T18:00 or 2024-12-01T18:00:05 (each its end, UTC), or RFC 3339 with an offset"`
	Exact bool   `json:"exact,omitempty" jsonschema:"count and rank all articles found, where complete was false without it"`
}

type found struct {
	store.Hit
	Citation string `json:"citation"`
}

func (d *desk) search(ctx context.Context, in searchIn) (any, error) {
	r, done, err := d.at(ctx, in.AsOf)
	if err != nil {
		return nil, err
	}
	defer done()
	res, err := r.Search(ctx, store.SearchRequest{Query: in.Query, Sort: store.Sort(in.Sort), Limit: within(in.Limit, 10, 50), After: in.After, Exact: in.Exact, Stood: true})
	if err != nil {
		return nil, err
	}
	hits := make([]found, len(res.Hits))
	for i, h := range res.Hits {
		a, err := r.Article(ctx, ref(h.ID), store.ArticleAt{})
		if err != nil {
			return nil, err
		}
		hits[i] = found{h, d.citation(a)}
	}
	return struct {
		Query    string    `json:"query"`
		AsOf     time.Time `json:"as_of,omitzero"`
		Total    int       `json:"total"`
		Complete bool      `json:"complete"`         // all hits were counted and ranked
		Looked   int       `json:"looked,omitempty"` // as in [store.SearchResult]
		Hits     []found   `json:"hits"`
		Next     string    `json:"next,omitempty"`
		Notes    []string  `json:"notes"` // what the answer may lack
	}{res.Query, res.AsOf, res.Total, res.Complete, res.Looked, hits, res.Next, append(unlooked(res), notes(ctx, r, in.Query)...)}, nil
}

// unlooked says of an answer that is not complete what was not looked at.
func unlooked(res *store.SearchResult) []string {
	switch {
	case res.Complete:
		return []string{}
	case res.Looked > 0:
		return []string{fmt.Sprintf("only the newest %d articles with these words were looked at, and total counts those found among them: exact looks at all", res.Looked)}
	case res.Counted():
		return []string{"only the newest articles were ranked, not all that were counted: exact ranks all"}
	}
	return []string{fmt.Sprintf("there are more than %d articles: exact counts and ranks all", res.Total)}
}

type articleIn struct {
	Article  string `json:"article" jsonschema:"id or address of the article"`
	Revision int    `json:"revision,omitempty" jsonschema:"number of a state; the current one when left out"`
	AsOf     string `json:"as_of,omitempty" jsonschema:"as it stood then: 2024-12-01, 2024-12-01T18:00 or 2024-12-01T18:00:05 (each its end, UTC), or RFC 3339 with an offset"`
	From     int    `json:"from,omitempty" jsonschema:"character of the text to begin at, for long articles"`
}

// pageOfText is how many characters of a text are given at once.
const pageOfText = 20_000

type read struct {
	ID         int64         `json:"id"`
	Site       string        `json:"site"`
	URL        string        `json:"url"`
	Headline   string        `json:"headline"`
	Standfirst string        `json:"standfirst"`
	Bylines    []news.Byline `json:"bylines"`
	Source     string        `json:"source,omitempty"`
	Published  string        `json:"published,omitempty"`
	Modified   string        `json:"modified,omitempty"`
	Section    []string      `json:"section"`
	Tags       []string      `json:"tags"`
	Text       string        `json:"text"`
	Next       int           `json:"next,omitempty"` // from of the rest of the text
	Images     []picture     `json:"images"`
	Revision   int           `json:"revision"`
	FirstSeen  time.Time     `json:"first_seen"`
	LastSeen   time.Time     `json:"last_seen"`
	GoneAt     time.Time     `json:"gone_at,omitzero"`
	Citation   string        `json:"citation"`
}

type picture struct {
	URL     string `json:"url"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
}

func (d *desk) article(ctx context.Context, in articleIn) (any, error) {
	at, err := store.Moment(in.AsOf)
	if err != nil {
		return nil, err
	}
	a, err := d.r.Article(ctx, in.Article, store.ArticleAt{Revision: in.Revision, AsOf: at})
	if err != nil {
		return nil, err
	}
	out := read{
		ID: a.ID, Site: a.Site, URL: a.Address, Headline: a.Headline, Standfirst: a.Standfirst, Bylines: append([]news.Byline{}, a.Bylines...), Source: a.Source,
		Published: a.Published.Value(), Modified: a.Modified.Value(), Section: append([]string{}, a.Section...), Tags: []string{}, Images: []picture{},
		Revision: a.Revision, FirstSeen: a.FirstSeen, LastSeen: a.LastSeen, GoneAt: a.GoneAt, Citation: d.citation(a),
	}
	for _, t := range a.Tags {
		out.Tags = append(out.Tags, t.Name)
	}
	for _, m := range a.Images {
		out.Images = append(out.Images, picture{m.URL, m.Caption, m.Credit})
	}
	var blocks []string
	for _, b := range a.Body {
		if b.Text != "" {
			blocks = append(blocks, b.Text)
		}
	}
	text := []rune(strings.Join(blocks, "\n\n"))
	from := min(max(in.From, 0), len(text))
	to := min(from+pageOfText, len(text))
	if out.Text = string(text[from:to]); to < len(text) {
		out.Next = to
	}
	return out, nil
}

type historyIn struct {
	Article string `json:"article" jsonschema:"id or address of the article"`
}

func (d *desk) history(ctx context.Context, in historyIn) (any, error) {
	a, err := d.r.Article(ctx, in.Article, store.ArticleAt{})
	if err != nil {
		return nil, err
	}
	list, err := d.r.Revisions(ctx, ref(a.ID))
	if err != nil {
		return nil, err
	}
	return struct {
		ID        int64            `json:"id"`
		Headline  string           `json:"headline"`
		Revisions []store.Revision `json:"revisions"`
		Citation  string           `json:"citation"` // of the current state
	}{a.ID, a.Headline, list, d.citation(a)}, nil
}

type placementsIn struct {
	Article string `json:"article,omitempty" jsonschema:"id or address: the slots this article held"`
	Site    string `json:"site,omitempty" jsonschema:"name of a site"`
	Section string `json:"section,omitempty" jsonschema:"name of a section"`
	Module  string `json:"module,omitempty" jsonschema:"home, section, most_read, read_next, coverage or ticker"`
	AsOf    string `json:"as_of,omitempty" jsonschema:"what stood then: 2024-12-01, 2024-12-01T18:00 or 2024-12-01T18:00:05 (each its end, UTC), or RFC 3339 with an offset"`
	Limit   int    `json:"limit,omitempty" jsonschema:"placements to list, at most 500; 100 when left out"`
}

func (d *desk) placements(ctx context.Context, in placementsIn) (any, error) {
	at, err := store.Moment(in.AsOf)
	if err != nil {
		return nil, err
	}
	if err := d.shows(ctx, in.Site, in.Module); err != nil {
		return nil, err
	}
	limit := within(in.Limit, 100, 500)
	list, err := d.r.Placements(ctx, store.PlacementRequest{Site: in.Site, Section: in.Section, Module: in.Module, Article: in.Article, AsOf: at, Limit: limit})
	if err != nil {
		return nil, err
	}
	return struct {
		Placements []store.Placement `json:"placements"`
		More       bool              `json:"more"` // there may be: the limit was reached
		Citation   string            `json:"citation"`
	}{list, len(list) == limit, "newskeep archive " + d.cite.Archive + ", placements as seen by its visits"}, nil
}

// shows refuses names that nothing can have: an empty answer would be taken for news.
func (d *desk) shows(ctx context.Context, site, module string) error {
	if module != "" && !slices.Contains(store.ModuleNames, module) {
		return fmt.Errorf("module is one of %s, not %q", strings.Join(store.ModuleNames, ", "), module)
	}
	if site == "" {
		return nil
	}
	sites, err := d.r.Sites(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, s := range sites {
		names = append(names, s.Name)
	}
	if !slices.Contains(names, site) {
		return fmt.Errorf("the archive has no site %q; it has %s", site, strings.Join(names, ", "))
	}
	return nil
}

type savedIn struct{}

func (d *desk) savedSearches(ctx context.Context, _ savedIn) (any, error) {
	list, err := d.r.CountSaved(ctx)
	if err != nil {
		return nil, err
	}
	return struct {
		Searches []store.SavedCount `json:"searches"`
	}{list}, nil
}

type countIn struct {
	Query string `json:"query,omitempty" jsonschema:"which articles, in the archive's query language; empty for all"`
	By    string `json:"by" jsonschema:"day, week, month, year, section, tag, tag-pair, byline, source, kind, site or captioned"`
	AsOf  string `json:"as_of,omitempty" jsonschema:"count in the archive as it stood then: 2024-12-01, 2024-12-01T18:00 or 2024-12-01T18:00:05 (each its end, UTC), or RFC 3339 with an offset"`
	Limit int    `json:"limit,omitempty" jsonschema:"names to list, the most frequent; all when left out"`
}

func (d *desk) count(ctx context.Context, in countIn) (any, error) {
	r, done, err := d.at(ctx, in.AsOf)
	if err != nil {
		return nil, err
	}
	defer done()
	res, err := r.Count(ctx, store.CountRequest{Query: in.Query, By: store.CountBy(in.By), Limit: max(in.Limit, 0)})
	if err != nil {
		return nil, err
	}
	return struct {
		*store.CountResult
		Notes    []string `json:"notes"` // what the answer may lack
		Citation string   `json:"citation"`
	}{res, notes(ctx, r, in.Query), "newskeep archive " + d.cite.Archive + ", articles found by " + quoted(res.Query) + then(res.AsOf)}, nil
}

// notes says what is strange about a query and what its answer may lack.
func notes(ctx context.Context, r *store.Reader, text string) []string {
	list := []string{}
	if q, err := r.Parse(text); err == nil {
		list = append(list, q.Doubts()...)
	}
	if n, err := r.Unindexed(ctx); err == nil && n > 0 {
		list = append(list, fmt.Sprintf("articles that cannot be found by words yet, because a crawl goes on or was killed: %d", n))
	}
	return list
}

func quoted(query string) string {
	if query == "" {
		return "every article"
	}
	return "the query " + query
}

func then(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return " as of " + at.Format(time.RFC3339)
}

// at gives the archive as of a time; done must be called.
func (d *desk) at(ctx context.Context, typed string) (r *store.Reader, done func(), err error) {
	at, err := store.Moment(typed)
	if err != nil || at.IsZero() {
		return d.r, func() {}, err
	}
	if r, err = d.r.AsOf(ctx, at); err != nil {
		return nil, nil, err
	}
	return r, func() { _ = r.Close() }, nil // what it held was its own
}
