package store

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/store/query"
)

// TestPlans holds every way to an answer to one that goes through all articles:
// random questions of an archive with dates corrected and missing, while what
// decides between the ways is changed at random.
func TestPlans(t *testing.T) {
	a := newArchive(t)
	a.synthesize(1000)
	a.exec(`UPDATE article_facet SET out_of_order = 1, published_at = strftime('%Y-%m-%dT%H:%M:%SZ', published_at, (id % 400 - 100) || ' days')
		WHERE published_at IS NOT NULL AND (id / 64) % 23 = 0`)
	a.exec(`UPDATE article_facet SET month = substr(published_at, 1, 7)`)
	was := costs
	defer func() { costs = was }()
	rnd := rand.New(rand.NewPCG(6, 6))
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	found, windows := 0, 0
	for range rounds {
		costs = was
		for _, c := range []*int{&costs.manyStrays, &costs.mostStrays, &costs.fewOwners, &costs.mostOwners, &costs.streamed, &costs.lookUp, &costs.lookedUp} {
			if rnd.IntN(2) == 0 {
				*c = 1 + rnd.IntN(30)
			}
		}
		costs.periods = []int{1, 50, 5000}[rnd.IntN(3)]
		if rnd.IntN(2) == 0 { // the next question asks for strays, and the one behind it remembers them unless they are too many
			a.Reader().remembered.close()
		}
		q := SearchRequest{Query: randomQuery(rnd), Limit: 1 + rnd.IntN(30), Window: []int{3, 40, 5000}[rnd.IntN(3)],
			Sort: []Sort{ByRelevance, ByDate}[rnd.IntN(2)], Mark: [2]string{"[", "]"}}
		if rnd.IntN(3) == 0 { // of a frequent word, so that a part of the articles with it is enough
			costs.lookedUp, q.Limit = 1+rnd.IntN(30), 1+rnd.IntN(5)
			q.Query = term(rnd.IntN(10)) + " " + []string{"has:caption", "kind:news", "section:News", "published:2016.. kind:news", "until:2021 -tag:" + term(0)}[rnd.IntN(5)]
		}
		want := naively(t, a.Reader(), q.Query)
		found += len(want.hits)
		if checkPages(t, a.Reader(), q, want) {
			windows++
		}
		for _, by := range []CountBy{CountDay, CountMonth, CountYear} {
			got, err := a.Reader().Count(t.Context(), CountRequest{Query: q.Query, By: by})
			if err != nil {
				t.Fatalf("%s by %s: %v", q.Query, by, err)
			}
			sums := map[string]int{}
			for _, c := range got.Counts {
				if c.Count > 0 {
					sums[c.Key] = c.Count
				}
			}
			if want := want.by(by); !maps.Equal(sums, want) {
				t.Errorf("%+v: %s by %s is\n%v, want\n%v", costs, q.Query, by, sums, want)
			}
		}
		facets, err := a.Reader().Facets(t.Context(), FacetRequest{Query: q.Query, Window: q.Window, Limit: 1000})
		all := len(want.hits)
		if err != nil || facets.Complete && facets.Hits != all || facets.Hits > min(all, q.Window) ||
			facets.Hits < min(all, q.Window) && (costs.lookedUp > 30 || facets.Hits < hitsOfFacets) {
			t.Errorf("%+v: facets of %s looked at %+v, %v, want %d", costs, q.Query, facets, err, all)
		}
	}
	if windows < rounds/10 {
		t.Errorf("%d of %d questions looked at a part of the articles with the words", windows, rounds)
	}
	if found < 10*rounds {
		t.Errorf("%d hits in %d questions: they ask for nothing", found, rounds)
	}
}

func randomQuery(rnd *rand.Rand) string {
	word := func() string { return term(min(rnd.IntN(40), rnd.IntN(400))) }
	parts := []string{
		word(), `"` + word() + `"`, `"` + word() + " " + word() + `"`, word()[:2] + "*", "headline:" + word(), "-" + word(), word() + " OR " + word(),
		"tag:" + term(rnd.IntN(6)), "section:" + term(40+rnd.IntN(12)), "section:News/" + term(40+rnd.IntN(12)), "-tag:" + term(rnd.IntN(3)),
		"kind:opinion", "has:caption", "has:tag", "byline:" + term(1000+rnd.IntN(20)), "lang:en",
		fmt.Sprintf("published:%d", 2015+rnd.IntN(10)), fmt.Sprintf("published:%d-%02d", 2015+rnd.IntN(10), 1+rnd.IntN(12)),
		fmt.Sprintf("since:%d", 2015+rnd.IntN(10)), fmt.Sprintf("until:%d", 2015+rnd.IntN(10)),
		fmt.Sprintf("published:2018-02-%02d..2019-03", 1+rnd.IntN(28)),
	}
	var all []string
	for range 1 + rnd.IntN(3) {
		all = append(all, parts[rnd.IntN(len(parts))])
	}
	return strings.Join(all, " ")
}

// naive is what a query finds, the highest id first.
type naive struct {
	hits   []naiveHit
	words  []int64 // of the articles within the dates that have the words
	worded bool
}

type naiveHit struct {
	Hit
	at      time.Time // by which it is sorted
	undated bool
}

// naively asks for one thing at a time and puts it together here.
func naively(t *testing.T, r *Reader, text string) naive {
	parsed, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	sql := parsed.SQL(query.Setting{Now: time.Now(), Forms: &formsOf{ctx: t.Context(), r: r}})
	n := naive{worded: sql.Match != ""}
	scores, snippets := map[int64]float64{}, map[int64]string{}
	if n.worded {
		// From the last to the first, as ranking goes: of words that may stand for
		// each other, FTS5 now and then leaves one out of a score on the other way.
		err := r.each(t.Context(), `SELECT rowid, -bm25(article_fts, 10, 5, 1, 2, 1, 1, 3), snippet(article_fts, -1, '[', ']', '…', 24)
			FROM article_fts WHERE article_fts MATCH ? ORDER BY rowid DESC`,
			[]any{sql.Match}, func(scan func(...any) error) error {
				var id int64
				var score float64
				var snippet string
				err := scan(&id, &score, &snippet)
				scores[id], snippets[id] = score, squeeze(snippet)
				return err
			})
		if err != nil {
			t.Fatal(err)
		}
	}
	if strings.Count(sql.Match, `"`) == 2 { // how rare one word is does not count
		var articles int
		if err := r.one(t.Context(), "SELECT count(*) FROM article_fts_docsize", nil, &articles); err != nil {
			t.Fatal(err)
		}
		rarity := math.Log((float64(articles-len(scores)) + 0.5) / (float64(len(scores)) + 0.5))
		for id := range scores {
			scores[id] /= cmp.Or(max(0, rarity), 1e-6)
		}
	}
	err = r.each(t.Context(), "SELECT f.id, f.published_at, f.out_of_order, "+cmp.Or(sql.Where, "TRUE")+" FROM article_facet f ORDER BY f.id DESC", sql.Args,
		func(scan func(...any) error) error {
			var h naiveHit
			var at clock
			var stray, fits bool
			if err := scan(&h.ID, &at, &stray, &fits); err != nil {
				return err
			}
			var ok bool
			if h.Score, ok = scores[h.ID]; n.worded && !ok {
				return nil
			}
			h.Snippet, h.undated = snippets[h.ID], at.IsZero()
			if (!sql.Since.IsZero() || !sql.Until.IsZero()) && h.undated || !h.undated && at.Before(sql.Since) ||
				!sql.Until.IsZero() && !h.undated && !at.Before(sql.Until) {
				return nil
			}
			if h.at = time.Unix((h.ID>>idBits)*60, 0).UTC(); stray && !h.undated {
				h.at = at.Time
			}
			if n.words = append(n.words, h.ID); fits {
				n.hits = append(n.hits, h)
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (n naive) by(by CountBy) map[string]int {
	sums := map[string]int{}
	for _, h := range n.hits {
		if h.undated {
			sums[""]++
		} else {
			sums[periodKey(by, periodOf(by, h.at))]++
		}
	}
	return sums
}

// checkPages compares all pages of a search, up to a few, and reports whether only a part
// of the articles with the words were looked at for one.
func checkPages(t *testing.T, r *Reader, q SearchRequest, want naive) (window bool) {
	ranked := want.worded && q.Sort == ByRelevance
	for page := range 4 {
		res, err := r.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		list := slices.Clone(want.hits)
		looked := list
		if res.Looked > 0 {
			window = true
			if res.Looked > len(want.words) || res.Complete || costs.lookedUp > 30 {
				t.Errorf("%+v: %+v looked at %d of %d with the words, complete %v", costs, q, res.Looked, len(want.words), res.Complete)
				return window
			}
			looked = slices.DeleteFunc(slices.Clone(list), func(h naiveHit) bool { return h.ID < want.words[res.Looked-1] })
		}
		if res.Total != len(looked) || res.Complete != (res.Looked == 0 && (!ranked || len(want.hits) <= q.Window)) {
			t.Errorf("%+v: %+v finds %d, complete %v, want %d of %d", costs, q, res.Total, res.Complete, len(looked), len(want.hits))
		}
		if ranked {
			list = looked[:min(len(looked), q.Window)]
			slices.SortStableFunc(list, func(a, b naiveHit) int { return cmp.Compare(b.Score, a.Score) })
		} else {
			slices.SortStableFunc(list, func(a, b naiveHit) int { return b.at.Compare(a.at) })
		}
		var got, exp []string
		for _, h := range res.Hits {
			got = append(got, shownAs(h, ranked, want.worded))
		}
		for _, h := range list[min(len(list), page*q.Limit):min(len(list), (page+1)*q.Limit)] {
			exp = append(exp, shownAs(h.Hit, ranked, want.worded))
		}
		if !slices.Equal(got, exp) || (res.Next != "") != (len(list) > (page+1)*q.Limit) {
			t.Errorf("%+v: page %d of %+v is\n%s, want\n%s", costs, page, q, strings.Join(got, "\n"), strings.Join(exp, "\n"))
		}
		if q.After = res.Next; q.After == "" {
			break
		}
	}
	return window
}

func shownAs(h Hit, ranked, worded bool) string {
	s := fmt.Sprint(h.ID)
	if ranked {
		s += fmt.Sprintf(" %.9f", h.Score)
	}
	if worded {
		s += " " + h.Snippet
	}
	return s
}
