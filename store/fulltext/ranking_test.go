package fulltext

import (
	"cmp"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const weighed = "10, 5"

func memory(t *testing.T) *sql.DB {
	db, err := sql.Open("sqlite", "file:?mode=memory")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// texts fills an index with texts of few words.
func texts(t *testing.T, db *sql.DB, n int) {
	rnd := rand.New(rand.NewPCG(25, 3))
	say := func(n int) string {
		var words []string
		for range n {
			words = append(words, string(rune('a'+min(rnd.IntN(20), rnd.IntN(20), rnd.IntN(20)))))
		}
		return strings.Join(words, " ")
	}
	for _, statement := range []string{"CREATE VIRTUAL TABLE f USING fts5(head, body, tail)", "BEGIN"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		if _, err := db.Exec("INSERT INTO f (rowid, head, body, tail) VALUES (?, ?, ?, ?)", i+1, say(rnd.IntN(4)), say(rnd.IntN(40)), say(rnd.IntN(3))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("COMMIT"); err != nil {
		t.Fatal(err)
	}
}

// TestRanking holds the best hits to what bm25 gives for all of them.
func TestRanking(t *testing.T) {
	db := memory(t)
	const articles = 500
	texts(t, db, articles)
	rnd := rand.New(rand.NewPCG(1, 2))
	for match, alone := range map[string]bool{ // of one phrase, or of more
		"c": true, "m": true, "head : a": true, "o*": true, `"a b"`: true,
		"a b": false, "a OR k OR m": false, `"a b" OR c*`: false, "NEAR(a d, 3)": false, "a NOT b": false, "(b OR tail : c) AND body : d": false,
	} {
		var all []Hit
		rows, err := db.Query("SELECT rowid, -bm25(f, "+weighed+") FROM f WHERE f MATCH ? ORDER BY rowid DESC", match)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var h Hit
			if err := rows.Scan(&h.ID, &h.Score); err != nil {
				t.Fatal(err)
			}
			all = append(all, h)
		}
		if rows.Close(); len(all) < 3 {
			t.Fatalf("%s: only %d hits", match, len(all))
		}
		if alone {
			rarity := max(1e-6, math.Log((float64(articles-len(all))+0.5)/(float64(len(all))+0.5)))
			for i := range all {
				all[i].Score /= rarity
			}
		}
		for range 8 {
			most, window := 1+rnd.IntN(30), 1+rnd.IntN(2*len(all))
			want := slices.Clone(all[:min(window, len(all))])
			slices.SortStableFunc(want, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
			want = want[:min(most, len(want))]
			r := Rank(most, window)
			var n, ranked int
			err := db.QueryRow("SELECT count(*), count(x) FROM (SELECT best(f, ?, "+weighed+") AS x FROM f WHERE f MATCH ? ORDER BY rowid DESC)", r.Number(), match).Scan(&n, &ranked)
			if err != nil || n != len(all) || ranked != min(window, n) {
				t.Fatalf("%s: %d ranked of %d, %v, want %d of %d", match, ranked, n, err, min(window, len(all)), len(all))
			}
			if got := shown(r.Hits()); got != shown(want) {
				t.Errorf("%s, %d of %d:\n got %s\nwant %s", match, most, window, got, shown(want))
			}
			r.Close()
		}
	}
	left := 0
	for _, m := range []interface{ Range(func(any, any) bool) }{&scorers, &rankings} {
		m.Range(func(any, any) bool {
			left++
			return true
		})
	}
	if left > 0 {
		t.Errorf("%d rankings and scorers are left", left)
	}
}

func shown(hits []Hit) string {
	var b strings.Builder
	for _, h := range hits {
		fmt.Fprintf(&b, " %d:%.9f", h.ID, h.Score)
	}
	return b.String()
}

// The lengths of most hits are not looked up: those that cannot be among the best are
// left before.
func TestLongHitsAreLeft(t *testing.T) {
	r := &Ranking{most: 2, window: 10}
	s := &scorer{to: r, rarity: []float64{1}, often: []float64{10}, average: 100}
	for words := range int32(2) {
		r.add(Hit{ID: int64(words), Score: s.score(words)})
	}
	if s.often[0] = 1; r.enters(Hit{ID: 9, Score: s.score(0)}) {
		t.Error("a hit with one place enters, however short, among short ones with ten")
	}
}

// A number that is not that of an open ranking is refused.
func TestRankingIsClosed(t *testing.T) {
	db := memory(t)
	texts(t, db, 20)
	r := Rank(1, 1)
	r.Close()
	for _, call := range []string{"best(f)", "best(f, 1)", "best(f, 'x')", "best(f, NULL, 1)", fmt.Sprintf("best(f, %d)", r.Number())} {
		var x any
		if err := db.QueryRow("SELECT " + call + " FROM f WHERE f MATCH 'a'").Scan(&x); err == nil {
			t.Errorf("%s is %v", call, x)
		}
	}
}
