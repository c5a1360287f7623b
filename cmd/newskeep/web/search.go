package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"newskeep/store"
)

// searchPage is what a search shows.
type searchPage struct {
	asking
	Sort    string  `json:"sort"`
	Measure measure `json:"measure"` // of the timeline
	store.SearchResult
	Facets   *store.FacetResult `json:"facets"`   // null when there was no time for them, or many were reading
	Timeline *store.CountResult `json:"timeline"` // null when there was no time for it, or many were reading

	Hint  string  `json:"-"` // why the timeline is another than was asked for
	Late  measure `json:"-"` // measure there was no time for
	after string
	own   string // id of the archive
	exact string // "1": count and rank all hits
}

func (p searchPage) head() head {
	h := head{Title: "Search", Nav: "/search", Feed: "/search/feed"}
	if p.Query != "" {
		h.Title = p.Query
	}
	h.Feed = p.asking.today().address(h.Feed) // what comes next
	return h
}

// marks stand around found words; no text holds them.
var marks = [2]string{"\x02", "\x03"}

func (r *room) search(q *http.Request) (_ shown, err error) {
	p := searchPage{Sort: q.FormValue("sort"), after: q.FormValue("after"), exact: q.FormValue("exact")}
	if p.exact != "" && p.exact != "1" {
		return nil, badRequest("exact is 1 or left out, not %q.", p.exact)
	}
	if p.asking, err = r.ask(q); err != nil {
		return nil, err
	}
	if p.Measure, err = measureOf(q); err != nil {
		return nil, err
	}
	if p.Measure, p.Hint, err = p.Measure.possible(q, p.parsed); err != nil {
		return nil, err
	}
	archive, done, err := r.archiveOf(q, p.asking)
	if err != nil {
		return nil, err
	}
	var brokenOff error // what help to read there was no time for
	defer func() { done(cmp.Or(err, brokenOff)) }()
	res, err := archive.Search(q.Context(), store.SearchRequest{Query: p.text(), Sort: store.Sort(p.Sort), After: p.after, Exact: p.exact != "", Mark: marks, Stood: true})
	if err != nil {
		return nil, err
	}
	p.SearchResult = *res
	if p.own, err = r.archive.ID(q.Context()); err != nil {
		return nil, err
	}
	if wantsTwin(q) {
		for i := range p.Hits {
			p.Hits[i].Snippet = unmarked.Replace(p.Hits[i].Snippet)
		}
	}
	if r.crowded() {
		return p, nil
	}
	// Hits are the answer; what helps to read it gets half the time.
	ctx, cancel := context.WithTimeout(q.Context(), r.Timeout/2)
	defer cancel()
	if p.Facets, err = archive.Facets(ctx, store.FacetRequest{Query: p.text(), Limit: 8}); err != nil {
		p.Facets, brokenOff = nil, err
		return p, onlyLate(ctx, err)
	}
	if p.Timeline, brokenOff, err = timeline(ctx, archive.Count, store.CountRequest{Query: p.text(), Wanted: r.Wanted}, p.Measure); err != nil {
		p.Timeline, brokenOff = nil, err
		return p, onlyLate(ctx, err)
	}
	if brokenOff != nil {
		p.Measure, p.Late = byNumbers, p.Measure
	}
	return p, nil
}

var unmarked = strings.NewReplacer(marks[0], "", marks[1], "")

// onlyLate forgives an error that came from lack of time.
func onlyLate(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil
	}
	return err
}

// address of a search like this one.
func (p searchPage) address(a asking) string {
	return a.address("/search", [2]string{"sort", p.Sort}, [2]string{"measure", p.Measure.given()}, [2]string{"exact", p.exact})
}

// Exactly is this search with all hits counted and ranked.
func (p searchPage) Exactly() string {
	p.exact = "1"
	return p.address(p.asking)
}

// Chart of the timeline; nil without dates to draw.
func (p searchPage) Chart() *chart {
	if p.Timeline == nil {
		return nil
	}
	c := newChart(p.Timeline, p.Measure, func(from, to string) string { return p.address(p.over(from, to)) })
	if c == nil {
		return nil
	}
	c.Shows = p.Measure.told("")
	c.Choices = p.Measure.choices(p.parsed, p.Measured)
	c.Table = p.asking.address("/counts", [2]string{"by", string(c.By)}, [2]string{"measure", p.Measure.given()})
	c.Widen = p.Undated()
	return c
}

// Measured is this search with another timeline.
func (p searchPage) Measured(m measure) string {
	p.Measure = m
	return p.address(p.asking)
}

// Counts is where the timeline has more time, in a measure.
func (p searchPage) Counts(m measure) string {
	return p.asking.address("/counts", [2]string{"measure", m.given()})
}

// InNumbers is this search with the timeline that takes the least time; empty when it
// has it.
func (p searchPage) InNumbers() string {
	if p.Measure == byNumbers {
		return ""
	}
	return p.Measured(byNumbers)
}

// After is where the next page of hits is; empty on the last.
func (p searchPage) After() string {
	if p.Next == "" {
		return ""
	}
	return p.address(p.asking) + "&after=" + url.QueryEscape(p.Next)
}

// First is where the first page of hits is; empty on it.
func (p searchPage) First() string {
	if p.after == "" {
		return ""
	}
	return p.address(p.asking)
}

// Range is which hits are shown.
func (p searchPage) Range() string {
	n := p.Skipped
	if len(p.Hits) == 0 {
		return "no articles"
	}
	total := strconv.Itoa(p.Total)
	switch {
	case p.Counted():
	case p.Looked > 0:
		total += " or more"
	default:
		total = "more than " + total
	}
	return strconv.Itoa(n+1) + "–" + strconv.Itoa(n+len(p.Hits)) + " of " + total
}

// Narrow is this search narrowed to a key of a facet; empty where no query asks for it.
func (p searchPage) Narrow(by store.CountBy, key string) string {
	a, ok := p.narrow(by, key)
	if !ok {
		return ""
	}
	return p.address(a)
}

// CountedBy is where all keys of a facet are.
func (p searchPage) CountedBy(by store.CountBy) string {
	return p.asking.address("/counts", [2]string{"by", string(by)})
}

// Article is where a hit is read, in the state that was found.
func (p searchPage) Article(h store.Hit) string { return p.article(h.ID, h.Revision) }

// Permalink of a hit, for reference managers; empty when the archive has no id.
func (p searchPage) Permalink(h store.Hit) string {
	return store.Permalink{Archive: p.own, Article: h.ID, Revision: h.Revision}.String()
}

// Empty reports whether nothing was asked for and yet nothing is there.
func (p searchPage) Empty() bool {
	return p.Given == "" && p.From == "" && p.To == "" && p.after == "" && len(p.Hits) == 0
}

// Undated is this search in all dates; empty when it is.
func (p searchPage) Undated() string {
	if p.From == "" && p.To == "" {
		return ""
	}
	return p.address(p.over("", ""))
}

// Today is this search in the archive as it is.
func (p searchPage) Today() string { return p.address(p.today()) }

// Stands says where a hit stood, each kind of list in words.
func (p searchPage) Stands(s *store.Stood) (all []string) {
	if s == nil {
		return nil
	}
	for _, at := range []struct {
		name string
		*store.Standing
	}{{module("home"), s.FrontPage}, {module("most_read"), s.MostRead}} {
		if at.Standing != nil {
			all = append(all, at.name+" "+day(at.From)+", slot "+strconv.Itoa(at.Best)+" at best, "+atLeast(at.Seconds))
		}
	}
	return all
}

func atLeast(seconds int64) string {
	if seconds < 60 {
		return "seen once"
	}
	return lasting(seconds) + " at least"
}
