package web

import (
	"fmt"
	"net/http"
	"strconv"

	"newskeep/store"
	"newskeep/store/query"
)

// wordsPage is how often words stand in bodies, or which words are telling.
type wordsPage struct {
	asking
	Key     bool   `json:"key"`           // compared with all articles that the query does not find
	Other   string `json:"given_against"` // query compared with, as typed
	Least   int    `json:"min"`           // words that occur less often are left out
	Limit   int    `json:"limit"`
	MoreAre bool   `json:"more"` // there are more words than the limit
	store.WordResult

	Hint  string `json:"-"` // why there are none
	asked bool
}

func (p wordsPage) head() head { return viewOf("Words", p.Query) }

const (
	wordsOfPage = 50
	mostWords   = 5000
	leastOften  = 3
)

// noKey says why there is nothing to compare.
const noKey = "Telling is what sets some articles apart from the others: give a query that finds the ones."

func (r *room) words(q *http.Request) (_ shown, err error) {
	p := wordsPage{Key: q.FormValue("key") != "", WordResult: store.WordResult{List: []store.Word{}}}
	if p.asking, err = r.ask(q); err != nil {
		return nil, err
	}
	if p.Other, _, err = r.other(q, "against"); err != nil {
		return nil, err
	}
	if p.Least, err = number(q, "min", leastOften, 1, 1_000_000); err != nil {
		return nil, err
	}
	if p.Limit, err = number(q, "limit", wordsOfPage, 1, mostWords); err != nil {
		return nil, err
	}
	p.Query = p.text()
	if p.Key && p.Query == "" && p.Other == "" {
		p.Hint, err = cannot(q, noKey)
		return p, err
	}
	// All words of all articles are counted for those who ask for them, and not for
	// those who only come by.
	if !q.Form.Has("q") && p.Query == "" && !wantsTwin(q) {
		return p, nil
	}
	req := store.WordRequest{Query: p.Query, Least: p.Least, Limit: p.Limit + 1}
	if p.Key || p.Other != "" {
		req.Against = &p.Other
	}
	archive, done, err := r.archiveOf(q, p.asking)
	if err != nil {
		return nil, err
	}
	defer func() { done(err) }()
	res, err := archive.Words(q.Context(), req)
	if err != nil {
		return nil, err
	}
	p.WordResult, p.asked = *res, true
	if p.MoreAre = len(p.List) > p.Limit; p.MoreAre {
		p.List = p.List[:p.Limit]
	}
	return p, nil
}

// Asked reports whether words were counted.
func (p wordsPage) Asked() bool { return p.asked }

// Compared reports whether there was something to compare with.
func (p wordsPage) Compared() bool { return p.Reference > 0 }

// Alone reports whether a comparison was asked for with what has no words.
func (p wordsPage) Alone() bool { return p.asked && p.Reference == 0 && (p.Key || p.Other != "") }

// Lines are where a word stands in the articles.
func (p wordsPage) Lines(word string) string {
	return p.and(query.Text{In: query.Body, Words: word, Exact: true}).address("/concordance")
}

// Today is this list in the archive as it is.
func (p wordsPage) Today() string {
	own := [][2]string{{"against", p.Other}}
	if p.Key {
		own = append(own, [2]string{"key", "1"})
	}
	if p.Least != leastOften {
		own = append(own, [2]string{"min", strconv.Itoa(p.Least)})
	}
	if p.Limit != wordsOfPage {
		own = append(own, [2]string{"limit", strconv.Itoa(p.Limit)})
	}
	return p.today().address("/words", own...)
}

// Everything is the address of the words of all articles.
func (wordsPage) Everything() string { return "/words?q=" }

// Rounded is a number of a table for reading.
func (wordsPage) Rounded(value float64, digits int) string {
	return fmt.Sprintf("%.*f", digits, value)
}

// Ratio has its sign in front: more, or less, often.
func (wordsPage) Signed(value float64) string { return fmt.Sprintf("%+.1f", value) }

// Limits are numbers of words to choose from.
func (wordsPage) Limits() []int { return []int{wordsOfPage, 200, 1000} }
