package web

import (
	"fmt"
	"net/http"
	"strconv"

	"newskeep/store"
	"newskeep/store/query"
)

// measure is what is told of each key that hits are counted under.
type measure string

const (
	byNumbers measure = "numbers"
	byShare   measure = "share"          // of all articles under the key, or of those another query finds
	byRate    measure = "per-1000-words" // how often the words stand in bodies
)

// measureOf reads the measure of an address.
func measureOf(q *http.Request) (measure, error) {
	switch m := measure(q.FormValue("measure")); m {
	case "", byNumbers:
		return byNumbers, nil
	case byShare, byRate:
		return m, nil
	default:
		return "", badRequest("measure is %s, %s or %s, not %q.", byNumbers, byShare, byRate, string(m))
	}
}

// noRate says why a query has no measure of its words.
const noRate = "Per 1,000 words is about words in bodies, and this query looks for none there: add one, such as tram tag:budget or body:tram."

// possible gives numbers instead of a measure that a query cannot have, and says why.
func (m measure) possible(q *http.Request, asked query.Query) (_ measure, hint string, err error) {
	if m != byRate || asked.InBodies() {
		return m, "", nil
	}
	hint, err = cannot(q, noRate)
	return byNumbers, hint, err
}

// given is a measure in an address, where numbers need not be said.
func (m measure) given() string {
	if m == byNumbers {
		return ""
	}
	return string(m)
}

// told is what the measure shows, at the head of a list; of is the query that shares
// are of, empty for all articles.
func (m measure) told(of string) string {
	whole := "all articles"
	if of != "" {
		whole = "the articles for " + of
	}
	switch m {
	case byShare:
		return "Share of " + whole
	case byRate:
		return "Occurrences per 1,000 words in the bodies of " + whole
	}
	return "Articles"
}

// ask puts a measure into a request; of is the query shares are of, empty for all
// articles.
func (m measure) ask(req store.CountRequest, of string) store.CountRequest {
	if m == byShare || of != "" {
		req.ShareOf = &of
	}
	req.Words = m == byRate
	return req
}

// of is what a key has of a measure; ok is false for a part of nothing.
func (m measure) of(c store.Count) (value float64, ok bool) {
	switch m {
	case byShare:
		return c.Share, c.Of > 0
	case byRate:
		return c.PerThousand, c.Words > 0
	}
	return float64(c.Count), true
}

// shown is a value of a measure for reading.
func (m measure) shown(value float64) string {
	switch m {
	case byShare:
		return percent(value)
	case byRate:
		return fmt.Sprintf("%.3f", value)
	}
	return strconv.Itoa(int(value))
}

func percent(share float64) string {
	if share > 0 && share < 0.01 {
		return fmt.Sprintf("%.3f %%", 100*share)
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}

// says tells a count in words.
func (m measure) says(c store.Count) string {
	value, ok := m.of(c)
	switch {
	case m == byNumbers:
		return strconv.Itoa(c.Count)
	case !ok && m == byShare:
		return "no articles to be a part of"
	case !ok:
		return "no words in bodies"
	case m == byShare:
		return fmt.Sprintf("%d of %d, %s", c.Count, c.Of, percent(value))
	}
	return fmt.Sprintf("%d in %d words, %s per 1,000", c.Occurrences, c.Words, m.shown(value))
}

// choice is one measure to choose.
type choice struct {
	Name, Address string
	Here          bool
}

// choices of measures for a query; at gives the address of the page with one.
func (m measure) choices(asked query.Query, at func(measure) string) []choice {
	all := []choice{{"numbers", at(byNumbers), m == byNumbers}, {"share of all articles", at(byShare), m == byShare}}
	if asked.InBodies() {
		all = append(all, choice{"per 1,000 words", at(byRate), m == byRate})
	}
	return all
}
