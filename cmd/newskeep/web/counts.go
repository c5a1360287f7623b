package web

import (
	"fmt"
	"net/http"
	"strconv"

	"newskeep/store"
	"newskeep/store/query"
)

// countsPage is how many hits there are by day, section, tag and so on, and which part
// that is of others.
type countsPage struct {
	asking
	Measure measure `json:"measure"`
	Of      string  `json:"share_of"` // query that is counted within, as typed; empty: all articles
	Limit   int     `json:"limit"`    // of names; periods are never left out
	store.CountResult
	More int `json:"more"` // names that are not shown

	Hint string      `json:"-"` // why it is another measure than was asked for
	of   query.Query // Of as understood
}

func (p countsPage) head() head { return viewOf("Counts by "+countingNames[p.By], p.Query) }

const (
	namesOfPage = 100
	mostNames   = 5000
)

// countingNames are what hits are counted by, in words.
var countingNames = map[store.CountBy]string{
	store.CountDay: "day", store.CountWeek: "week", store.CountMonth: "month", store.CountYear: "year",
	store.CountSection: "section", store.CountTag: "tag", store.CountTagPair: "pair of tags", store.CountByline: "byline",
	store.CountSource: "source", store.CountKind: "kind", store.CountSite: "site", store.CountCaptioned: "name in captions",
}

func (r *room) counts(q *http.Request) (_ shown, err error) {
	p := countsPage{}
	if p.asking, err = r.ask(q); err != nil {
		return nil, err
	}
	by := store.CountBy(q.FormValue("by"))
	if by == "" {
		by = store.CountMonth
	}
	if p.Of, p.of, err = r.other(q, "share_of"); err != nil {
		return nil, err
	}
	if p.Limit, err = number(q, "limit", namesOfPage, 1, mostNames); err != nil {
		return nil, err
	}
	if p.Measure, err = measureOf(q); err != nil {
		return nil, err
	}
	if p.Of != "" && p.Measure == byNumbers {
		p.Measure = byShare // as on the command line
	}
	if p.Measure, p.Hint, err = p.Measure.possible(q, p.parsed); err != nil {
		return nil, err
	}
	archive, done, err := r.archiveOf(q, p.asking)
	if err != nil {
		return nil, err
	}
	defer func() { done(err) }()
	res, err := archive.Count(q.Context(), p.Measure.ask(store.CountRequest{Query: p.text(), By: by, Wanted: r.Wanted}, p.Of))
	if err != nil {
		return nil, err
	}
	p.CountResult = *res
	if over := len(p.Counts) - p.Limit; over > 0 && !p.Periods() {
		p.Counts, p.More = p.Counts[:p.Limit], over
	}
	return p, nil
}

// Periods reports whether hits are counted over time.
func (p countsPage) Periods() bool {
	switch p.By {
	case store.CountDay, store.CountWeek, store.CountMonth, store.CountYear:
		return true
	}
	return false
}

// countShown is a count on the page.
type countShown struct {
	Counted store.Count
	Name    string // empty: has none
	Address string // of the articles; empty where no query finds them
	Share   string // empty: a part of nothing
	Rate    string
	Bar     int // of a hundred
}

// Rows are the counts of the page.
func (p countsPage) Rows() []countShown {
	most := 0.0
	for _, c := range p.Counts {
		value, _ := p.Measure.of(c)
		most = max(most, value)
	}
	within := p.asking
	if p.of.Root != nil {
		within = within.and(p.of.Root)
	}
	rows := make([]countShown, len(p.Counts))
	for i, c := range p.Counts {
		row := countShown{Counted: c, Name: c.Key}
		if a, ok := within.narrow(p.By, c.Key); ok && c.Count > 0 {
			row.Address = a.address("/search", [2]string{"sort", string(store.ByDate)})
		}
		if c.Of > 0 {
			row.Share = byShare.shown(c.Share)
		}
		if c.Words > 0 {
			row.Rate = byRate.shown(c.PerThousand)
		}
		if value, _ := p.Measure.of(c); value > 0 {
			row.Bar = max(1, int(100*value/most))
		}
		rows[i] = row
	}
	return rows
}

// Chart of counts over time; nil when they are not, or no hit has a date.
func (p countsPage) Chart() *chart {
	if !p.Periods() {
		return nil
	}
	c := newChart(&p.CountResult, p.Measure, func(from, to string) string { return p.over(from, to).address("/search") })
	if c == nil {
		return nil
	}
	c.Shows = p.Told()
	if p.From != "" || p.To != "" {
		c.Widen = p.view(p.over("", ""))
	}
	return c
}

// Named is what they are counted by, in words.
func (p countsPage) Named() string { return countingNames[p.By] }

// Told is what the counts are.
func (p countsPage) Told() string { return p.Measure.told(p.Of) }

// Parts reports whether counts are told as parts of others, and Rates whether in words.
func (p countsPage) Parts() bool { return p.Measure == byShare || p.Of != "" }

// Rates reports whether occurrences are told per 1,000 words.
func (p countsPage) Rates() bool { return p.Measure == byRate }

// Range is how many there are.
func (p countsPage) Range() string {
	switch {
	case len(p.Counts) == 0:
		return "no articles"
	case p.Periods():
		return plural(len(p.Counts), "period")
	case p.More > 0:
		return fmt.Sprintf("the %s counted most; %d more are left out", plural(len(p.Counts), "name"), p.More)
	}
	return plural(len(p.Counts), "name")
}

// Today are these counts in the archive as it is.
func (p countsPage) Today() string { return p.view(p.today()) }

// view is the address of counts like these.
func (p countsPage) view(a asking) string {
	own := [][2]string{{"by", string(p.By)}, {"measure", p.Measure.given()}, {"share_of", p.Of}}
	if p.Limit != namesOfPage {
		own = append(own, [2]string{"limit", strconv.Itoa(p.Limit)})
	}
	return a.address("/counts", own...)
}

// option of a list to choose from.
type option struct {
	Value, Name string
	Chosen      bool
}

// Countings are what can be counted by.
func (p countsPage) Countings() (all []option) {
	for _, by := range store.Countings {
		all = append(all, option{string(by), countingNames[by], by == p.By})
	}
	return all
}

// Measures are what can be told of it.
func (p countsPage) Measures() []option {
	return []option{{string(byNumbers), "numbers", p.Measure == byNumbers}, {string(byShare), "share", p.Measure == byShare}, {string(byRate), "per 1,000 words", p.Measure == byRate}}
}

// Limits are numbers of names to choose from.
func (countsPage) Limits() []int { return []int{namesOfPage, 500, mostNames} }
