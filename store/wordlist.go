package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"newskeep/store/query"
)

// WordRequest asks for the words of the bodies of hits.
type WordRequest struct {
	Query   string
	Against *string // hits of this query are the reference for keyness; nil: no keyness; empty: all articles that Query does not find
	Least   int     // words that occur less often in the hits are left out; 0: 3
	Limit   int     // words; 0: 50

	Shown func(done, of int) // told how many articles were read of how many, from time to time; nil: nobody is
}

// WordResult is a list of words. Numbers and single letters are left out.
type WordResult struct {
	Query     string    `json:"query"`             // canonical text
	AsOf      time.Time `json:"as_of,omitzero"`    // moment of which the answer is; zero: today
	Against   string    `json:"against,omitempty"` // the same of the reference
	Articles  int       `json:"articles"`          // hits
	Words     int       `json:"words"`             // in their bodies
	Reference int       `json:"reference_words"`   // in the bodies of the reference; 0 without one
	List      []Word    `json:"list"`              // the most frequent first, or the most telling when there is a reference
}

// Word is one of them.
type Word struct {
	Word       string  `json:"word"`           // lower case
	Count      int     `json:"count"`          // in the bodies of hits
	Articles   int     `json:"articles"`       // hits it occurs in
	PerMillion float64 `json:"per_million"`    // Count in a million words of the hits
	Reference  int     `json:"reference"`      // count in the reference
	Likelihood float64 `json:"log_likelihood"` // how sure it is that hits and reference differ: above 15.13 p < 0.0001; negative when it is rarer in the hits
	Ratio      float64 `json:"log_ratio"`      // how much they differ: 1 is twice as frequent, 2 four times
}

// Words lists the words of hits, by frequency or by keyness: log-likelihood
// (Rayson and Garside 2000) with log ratio (Hardie 2014) for the size of the
// effect. The error is a [*query.SyntaxError] or what SQLite returned.
func (r *Reader) Words(ctx context.Context, q WordRequest) (*WordResult, error) {
	if q.Least <= 0 {
		q.Least = 3
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	text, hits, err := r.wordCounts(ctx, q.Query, q.Shown)
	if err != nil {
		return nil, err
	}
	res := &WordResult{Query: text, AsOf: r.past, Articles: hits.articles, Words: hits.words}
	reference := &wordCount{}
	all := strings.Trim(text, " *") == "" // beside which there are none to compare with
	if q.Against != nil && (*q.Against != "" || !all) {
		against := *q.Against
		if against == "" {
			against = "-(" + text + ")"
		}
		if res.Against, reference, err = r.wordCounts(ctx, against, q.Shown); err != nil {
			return nil, err
		}
		res.Reference = reference.words
	}
	for w, n := range hits.count {
		if n.times < q.Least {
			continue
		}
		word := Word{Word: w, Count: n.times, Articles: n.articles, PerMillion: 1e6 * float64(n.times) / float64(hits.words)}
		if q.Against != nil {
			word.Reference = reference.count[w].times
			word.Likelihood, word.Ratio = keyness(word.Count, hits.words, word.Reference, reference.words)
		}
		res.List = append(res.List, word)
	}
	slices.SortFunc(res.List, func(a, b Word) int {
		return cmp.Or(cmp.Compare(b.Likelihood, a.Likelihood), cmp.Compare(b.Count, a.Count), strings.Compare(a.Word, b.Word))
	})
	res.List = res.List[:min(q.Limit, len(res.List))]
	if res.List == nil {
		res.List = []Word{}
	}
	return res, nil
}

// wordCount is how often words occur.
type wordCount struct {
	articles, words int
	count           map[string]timesIn
}

// timesIn is how often a word occurs, in so many articles.
type timesIn struct{ times, articles int }

// wordCounts counts the words of hits, on all processors: to cut a body into words takes
// longer than to read it.
func (r *Reader) wordCounts(ctx context.Context, text string, shown func(done, of int)) (canonical string, c *wordCount, err error) {
	p, err := r.plan(ctx, text)
	if err != nil {
		return "", nil, err
	}
	of := 0
	if shown != nil {
		if of, err = r.total(ctx, p, 0); err != nil {
			return "", nil, fmt.Errorf("words of %q: %w", p.text, err)
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	bodies := make(chan string, 64)
	parts := make([]wordCount, runtime.GOMAXPROCS(0))
	for i := range parts {
		part := &parts[i]
		part.count = map[string]timesIn{}
		g.Go(func() error {
			for body := range bodies {
				part.add(body)
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(bodies)
		ids, args := p.all("%s AS id")
		done := 0
		return r.each(ctx, "SELECT body FROM article WHERE id IN ("+ids+")", args, func(scan func(...any) error) error {
			var body string
			if err := scan(&body); err != nil {
				return err
			}
			bodies <- body
			if done++; shown != nil && done%1000 == 0 {
				shown(done, of)
			}
			return nil
		})
	})
	if err := g.Wait(); err != nil {
		return "", nil, fmt.Errorf("words of %q: %w", p.text, err)
	}
	for _, part := range parts[1:] {
		parts[0].merge(part)
	}
	return p.text, &parts[0], nil
}

func (c *wordCount) add(body string) {
	c.articles++
	here := map[string]int{}
	query.Words(body, func(w string) bool {
		c.words++
		if w = strings.ToLower(w); len(w) > 1 && strings.ContainsFunc(w, unicode.IsLetter) {
			here[w]++
		}
		return true
	})
	for w, n := range here {
		all := c.count[w]
		all.times, all.articles = all.times+n, all.articles+1
		c.count[w] = all
	}
}

func (c *wordCount) merge(o wordCount) {
	c.articles, c.words = c.articles+o.articles, c.words+o.words
	for w, n := range o.count {
		all := c.count[w]
		all.times, all.articles = all.times+n.times, all.articles+n.articles
		c.count[w] = all
	}
}

// keyness compares a words among m with b among n.
func keyness(a, m, b, n int) (likelihood, ratio float64) {
	if m == 0 || n == 0 {
		return 0, 0
	}
	fa, fb, fm, fn := float64(a), float64(b), float64(m), float64(n)
	term := func(o, e float64) float64 {
		if o == 0 {
			return 0
		}
		return o * math.Log(o/e)
	}
	all := (fa + fb) / (fm + fn)
	likelihood = 2 * (term(fa, fm*all) + term(fb, fn*all))
	if fa/fm < fb/fn {
		likelihood = -likelihood
	}
	return likelihood, math.Log2((max(fa, 0.5) / fm) / (max(fb, 0.5) / fn))
}
