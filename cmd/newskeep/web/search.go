package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
	"newskeep/store/query"
)

// searchPage is what a search shows.
type searchPage struct {
	Given string `json:"given"` // query as typed
	From  string `json:"from"`
	To    string `json:"to"`
	Sort  string `json:"sort"`
	When  string `json:"given_as_of"` // as_of as typed; the moment itself is as_of
	store.SearchResult
	Facets   *store.FacetResult `json:"facets"`   // null when there was no time for them, or many were reading
	Timeline *store.CountResult `json:"timeline"` // null when there was no time for it, or many were reading

	chart *chart
	after string
}

func (p searchPage) head() head {
	h := head{Title: "Search", Nav: "/search", Feed: "/search/feed"}
	if p.Query != "" {
		h.Title = p.Query
	}
	if q := p.Query; q != "" {
		h.Feed += "?" + url.Values{"q": {q}}.Encode()
	}
	return h
}

// marks stand around found words; no text holds them.
var marks = [2]string{"\x02", "\x03"}

// within narrows a query to a time of publication: what the fields for dates, the
// bars and the brush of the timeline do.
func within(text, from, to string) (query.Query, error) {
	q, err := query.Parse(text)
	if err != nil || from == "" && to == "" {
		return q, err
	}
	for _, end := range []string{from, to} {
		if _, err := query.Parse("published:" + quoted(end)); end != "" && err != nil {
			return q, badRequest("%q is no date of publication: give a year, month or day, such as 2024, 2024-12 or 2024-12-01.", end)
		}
	}
	// Each end may be right, and both together not: 2025 to 2024.
	var syntax *query.SyntaxError
	if _, err := query.Parse("published:" + quoted(from+".."+to)); errors.As(err, &syntax) {
		return q, badRequest("The dates of publication cannot be meant: %s.", strings.TrimPrefix(syntax.Msg, "published: "))
	}
	return and(q, query.Date{Of: query.Published, From: from, To: to}), nil
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, "") + `"` }

// and adds one more condition to a query.
func and(q query.Query, more query.Node) query.Query {
	switch root := q.Root.(type) {
	case nil:
		return query.Query{Root: more}
	case query.And:
		return query.Query{Root: append(root[:len(root):len(root)], more)}
	default:
		return query.Query{Root: query.And{root, more}}
	}
}

func (r *room) search(q *http.Request) (_ shown, err error) {
	p := searchPage{Given: strings.TrimSpace(q.FormValue("q")), From: q.FormValue("from"), To: q.FormValue("to"), Sort: q.FormValue("sort"), When: strings.TrimSpace(q.FormValue("as_of")), after: q.FormValue("after")}
	asked, err := within(p.Given, p.From, p.To)
	if err != nil {
		return nil, err
	}
	at, err := moment(p.When)
	if err != nil {
		return nil, err
	}
	archive := r.archive
	var brokenOff error // what help to read there was no time for
	if !at.IsZero() {
		var done func(error)
		if archive, done, err = r.pasts.of(q.Context(), at); err != nil {
			return nil, err
		}
		defer func() { done(cmp.Or(err, brokenOff)) }()
	}
	text := asked.String()
	res, err := archive.Search(q.Context(), store.SearchRequest{Query: text, Sort: store.Sort(p.Sort), After: p.after, Mark: marks, Stood: true})
	if err != nil {
		return nil, err
	}
	p.SearchResult = *res
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
	if p.Facets, err = archive.Facets(ctx, store.FacetRequest{Query: text, Limit: 8}); err != nil {
		p.Facets, brokenOff = nil, err
		return p, onlyLate(ctx, err)
	}
	if p.Timeline, err = r.timeline(ctx, archive, text); err != nil {
		p.Timeline, brokenOff = nil, err
		return p, onlyLate(ctx, err)
	}
	p.chart = newChart(p.Timeline.Counts, func(from, to string) string { return p.address(p.Given, from, to) })
	if p.chart != nil && !p.Timeline.Began.IsZero() {
		p.chart.Began = p.Timeline.Began.Format("2006-01-02")
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

// timeline counts hits by the finest period whose bars can be told apart.
func (r *room) timeline(ctx context.Context, archive *store.Reader, text string) (*store.CountResult, error) {
	const bars = 62
	res, err := archive.Count(ctx, store.CountRequest{Query: text, By: store.CountMonth, Wanted: r.Wanted})
	if err != nil {
		return nil, err
	}
	by := store.CountMonth
	months := slices.DeleteFunc(slices.Clone(res.Counts), func(c store.Count) bool { return c.Key == "" })
	switch n := len(months); {
	case n <= 3:
		by = store.CountDay
	case n > 2*bars:
		by = store.CountYear
	}
	if by == store.CountMonth {
		return res, nil
	}
	return archive.Count(ctx, store.CountRequest{Query: text, By: by, Wanted: r.Wanted})
}

// address of a search like this one.
func (p searchPage) address(given, from, to string) string {
	v := url.Values{}
	for _, kv := range [][2]string{{"q", given}, {"from", from}, {"to", to}, {"sort", p.Sort}, {"as_of", p.When}} {
		if kv[1] != "" {
			v.Set(kv[0], kv[1])
		}
	}
	return "/search?" + v.Encode()
}

// Chart is nil without dates to draw.
func (p searchPage) Chart() *chart { return p.chart }

// After is where the next page of hits is; empty on the last.
func (p searchPage) After() string {
	if p.Next == "" {
		return ""
	}
	return p.address(p.Given, p.From, p.To) + "&after=" + url.QueryEscape(p.Next)
}

// First is where the first page of hits is; empty on it.
func (p searchPage) First() string {
	if p.after == "" {
		return ""
	}
	return p.address(p.Given, p.From, p.To)
}

// Range is which hits are shown.
func (p searchPage) Range() string {
	n, _ := strconv.Atoi(p.after) // a bad one was refused
	if len(p.Hits) == 0 {
		return "no articles"
	}
	total := strconv.Itoa(p.Total)
	if !p.Complete {
		total = "more than " + total
	}
	return strconv.Itoa(n+1) + "–" + strconv.Itoa(n+len(p.Hits)) + " of " + total
}

var namings = map[store.CountBy]query.Naming{
	store.CountSite: query.Site, store.CountSection: query.Section, store.CountKind: query.Kind, store.CountTag: query.Tag,
	store.CountByline: query.Byline, store.CountSource: query.Source,
}

// Narrow is this search narrowed to a key of a facet.
func (p searchPage) Narrow(by store.CountBy, key string) string {
	if by == store.CountMonth {
		return p.address(p.Given, key, key)
	}
	q, err := query.Parse(p.Given)
	if err != nil {
		return p.address(p.Given, p.From, p.To) // it was understood a moment ago
	}
	return p.address(and(q, query.Name{Of: namings[by], Value: key}).String(), p.From, p.To)
}

// Article is where a hit is read, in the state that was found.
func (p searchPage) Article(h store.Hit) string {
	address := "/article/" + strconv.FormatInt(h.ID, 10)
	if !p.AsOf.IsZero() {
		address += "?revision=" + strconv.Itoa(h.Revision)
	}
	return address
}

// Today is this search in the archive as it is.
func (p searchPage) Today() string {
	p.When = ""
	return p.address(p.Given, p.From, p.To)
}

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

// Widen leaves the dates out.
func (p searchPage) Widen() string { return p.address(p.Given, "", "") }

// helpPage explains the room.
type helpPage struct {
	Fields  []string `json:"fields"` // of the query language
	Kinds   []string `json:"kinds"`
	Has     []string `json:"has"`
	Classes []string `json:"classes"`
	Pages   []page   `json:"-"`
}

func (helpPage) head() head { return head{Title: "Help", Nav: "/help", Narrow: true} }

func (r *room) help(*http.Request) (shown, error) {
	return helpPage{Fields: query.Fields, Kinds: query.Kinds, Has: query.Had, Classes: query.Classes, Pages: r.pages()}, nil
}

// day of a time, as the search has it.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
