package fulltext

import (
	"cmp"
	"container/heap"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Ranking are the best hits of one statement, found in the pass in which they are
// counted; it is for one goroutine.
//
// FTS5's own bm25() looks up for every hit how long its article is, which takes three
// quarters of the time, and goes through all articles that have the words to know how
// rare they are. The function best(index, number, weight of a column, …) of SQL scores as
// bm25() does, the greater the better, and leaves the hits that cannot be among the best,
// whatever their length. How rare words are does not count when there is only one to look
// for, as that is the same for all hits.
type Ranking struct {
	number       int64
	best         worstFirst
	most         int
	window, seen int
}

// Hit is an article with its score.
type Hit struct {
	ID    int64
	Score float64
}

// rankings are those that are not closed, by their numbers. Those are random:
// nobody who may ask in SQL shall find one that is not theirs.
var rankings sync.Map // int64 to *Ranking

// Rank begins a ranking of the best hits, so many at most, of the first that the
// statement comes upon, so many at most. It must be closed.
func Rank(most, window int) *Ranking {
	r := &Ranking{number: rand.Int64(), most: most, window: window}
	rankings.Store(r.number, r)
	return r
}

// Number is for the function in SQL.
func (r *Ranking) Number() int64 { return r.number }

// Close ends it.
func (r *Ranking) Close() { rankings.Delete(r.number) }

// Hits are the best, the best first; of equals the one with the greater id. They are
// there when the statement has been answered.
func (r *Ranking) Hits() []Hit {
	return slices.SortedFunc(slices.Values(r.best), func(a, b Hit) int { return b.compare(a) })
}

func (h Hit) compare(o Hit) int {
	return cmp.Or(cmp.Compare(h.Score, o.Score), cmp.Compare(h.ID, o.ID))
}

// enters reports whether a hit is among the best.
func (r *Ranking) enters(h Hit) bool { return len(r.best) < r.most || h.compare(r.best[0]) > 0 }

func (r *Ranking) add(h Hit) {
	switch {
	case len(r.best) < r.most:
		heap.Push(&r.best, h)
	case r.enters(h):
		r.best[0] = h
		heap.Fix(&r.best, 0)
	}
}

// worstFirst is a heap.
type worstFirst []Hit

func (w worstFirst) Len() int           { return len(w) }
func (w worstFirst) Less(i, j int) bool { return w[i].compare(w[j]) < 0 }
func (w worstFirst) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *worstFirst) Push(x any)        { *w = append(*w, x.(Hit)) }
func (w *worstFirst) Pop() any          { panic("nothing is taken away") }

// best is called for each hit; it gives 1 when the hit is ranked, and NULL when it is
// beyond the window.
func best(tls *libc.TLS, api, hit, result uintptr, n int32, args uintptr) {
	x := at[sqlite3.TFts5ExtensionApi](api)
	of, known := scorers.Load(called[func(_ *libc.TLS, hit uintptr, clear int32) uintptr](x.FxGetAuxdata)(tls, hit, 0))
	if !known {
		s, rc := newScorer(tls, x, hit, unsafe.Slice(at[uintptr](args), n))
		if rc == sqlite3.SQLITE_OK {
			number := numbers.Add(1)
			scorers.Store(number, s)
			rc = called[func(_ *libc.TLS, hit, number, destroy uintptr) int32](x.FxSetAuxdata)(tls, hit, number, pointer(forget))
		}
		if rc != sqlite3.SQLITE_OK {
			sqlite3.Xsqlite3_result_error_code(tls, result, rc)
			return
		}
		of = s
	}
	s := of.(*scorer)
	if s.to.seen == s.to.window {
		return
	}
	s.to.seen++
	if rc := s.look(tls, x, hit); rc != sqlite3.SQLITE_OK {
		sqlite3.Xsqlite3_result_error_code(tls, result, rc)
		return
	}
	sqlite3.Xsqlite3_result_int(tls, result, 1)
}

// scorer scores what one index gives to one statement.
type scorer struct {
	to      *Ranking
	weights []float64 // of columns
	rarity  []float64 // of phrases
	often   []float64 // phrases stand in the article looked at, by the weights of columns
	average float64   // words of an article
}

// scorers are those of statements that are being answered, by the number that FTS5 keeps
// for each.
var (
	scorers sync.Map // uintptr to *scorer
	numbers atomic.Uintptr
)

func forget(_ *libc.TLS, number uintptr) { scorers.Delete(number) }

// The constants of bm25 in FTS5.
const k1, b = 1.2, 0.75

// score is that of an article of so many words.
func (s *scorer) score(words int32) (sum float64) {
	for i, n := range s.often {
		sum += s.rarity[i] * (n * (k1 + 1) / (n + k1*(1-b+b*float64(words)/s.average)))
	}
	return sum
}

// look puts a hit among the best when it is one of them.
func (s *scorer) look(tls *libc.TLS, x *sqlite3.TFts5ExtensionApi, hit uintptr) (rc int32) {
	p := tls.Alloc(16)
	defer tls.Free(16)
	n, phrase, column := at[int32](p), at[int32](p+4), at[int32](p+8)
	if rc = called[func(_ *libc.TLS, hit, n uintptr) int32](x.FxInstCount)(tls, hit, p); rc != sqlite3.SQLITE_OK {
		return rc
	}
	clear(s.often)
	place := called[func(_ *libc.TLS, hit uintptr, i int32, phrase, column, word uintptr) int32](x.FxInst)
	for i := range *n {
		if rc = place(tls, hit, i, p+4, p+8, p+12); rc != sqlite3.SQLITE_OK {
			return rc
		}
		weight := 1.0
		if int(*column) < len(s.weights) {
			weight = s.weights[*column]
		}
		s.often[*phrase] += weight
	}
	h := Hit{ID: called[func(_ *libc.TLS, hit uintptr) int64](x.FxRowid)(tls, hit), Score: s.score(0)}
	if !s.to.enters(h) { // were it as short as can be
		return rc
	}
	if rc = called[func(_ *libc.TLS, hit uintptr, column int32, words uintptr) int32](x.FxColumnSize)(tls, hit, -1, p); rc == sqlite3.SQLITE_OK {
		h.Score = s.score(*n)
		s.to.add(h)
	}
	return rc
}

// newScorer reads what is the same for all hits of a statement.
func newScorer(tls *libc.TLS, x *sqlite3.TFts5ExtensionApi, hit uintptr, args []uintptr) (*scorer, int32) {
	s := &scorer{}
	for i, value := range args {
		if i > 0 {
			s.weights = append(s.weights, sqlite3.Xsqlite3_value_double(tls, value))
		} else if of, ok := rankings.Load(sqlite3.Xsqlite3_value_int64(tls, value)); ok {
			s.to = of.(*Ranking)
		}
	}
	if s.to == nil {
		return nil, sqlite3.SQLITE_MISUSE
	}
	p := tls.Alloc(16)
	defer tls.Free(16)
	articles, words, having := at[int64](p), at[int64](p+8), at[int64](p+8)
	rc := called[func(_ *libc.TLS, hit, rows uintptr) int32](x.FxRowCount)(tls, hit, p)
	if rc == sqlite3.SQLITE_OK {
		rc = called[func(_ *libc.TLS, hit uintptr, column int32, words uintptr) int32](x.FxColumnTotalSize)(tls, hit, -1, p+8)
	}
	s.average = float64(*words) / float64(*articles)
	phrases := called[func(_ *libc.TLS, hit uintptr) int32](x.FxPhraseCount)(tls, hit)
	s.often = make([]float64, phrases)
	if phrases == 1 {
		s.rarity = []float64{1}
		return s, rc
	}
	query := called[func(_ *libc.TLS, hit uintptr, phrase int32, data, each uintptr) int32](x.FxQueryPhrase)
	for i := int32(0); i < phrases && rc == sqlite3.SQLITE_OK; i++ {
		*having = 0
		rc = query(tls, hit, i, p+8, pointer(countOne))
		rarity := math.Log((float64(*articles-*having) + 0.5) / (float64(*having) + 0.5))
		if rarity <= 0 {
			rarity = 1e-6
		}
		s.rarity = append(s.rarity, rarity)
	}
	return s, rc
}

// countOne adds one to a number.
func countOne(_ *libc.TLS, _, _, number uintptr) int32 {
	*at[int64](number)++
	return sqlite3.SQLITE_OK
}
