package fulltext

import (
	"fmt"
	"slices"
	"testing"
)

// One pass counts the hits and tells the ids of the first.
func TestMet(t *testing.T) {
	db := memory(t)
	texts(t, db, 200)
	for _, match := range []string{"c", "o*", `"a b"`, "a NOT b", "head : a"} {
		var want []int64
		rows, err := db.Query("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rowid DESC", match)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
			want = append(want, id)
		}
		if rows.Close(); len(want) < 3 {
			t.Fatalf("%s: only %d hits", match, len(want))
		}
		for _, most := range []int{0, 1, len(want) - 1, len(want), len(want) + 1} {
			m := Meet(most, 7)
			var all, kept int
			err := db.QueryRow("SELECT count(*), count(x) FROM (SELECT met(f, ?) AS x FROM f WHERE f MATCH ? ORDER BY rowid DESC)", m.Number(), match).Scan(&all, &kept)
			if n := min(most, len(want)); err != nil || all != len(want) || kept != n || !slices.Equal(m.IDs(), want[:n]) {
				t.Errorf("%s, at most %d: %d of %d hits, %v, %v, want %v", match, most, kept, all, m.IDs(), err, want[:n])
			}
			counted := 0
			if most > 0 && most <= len(want) && match != "a NOT b" {
				counted = min(len(want), 7)
			}
			if m.All() != counted {
				t.Errorf("%s, at most %d of %d: %d counted, want %d", match, most, len(want), m.All(), counted)
			}
			m.Close()
		}
	}
	meetings.Range(func(number, _ any) bool {
		t.Errorf("%v is left", number)
		return true
	})
}

// A number that is not that of one that goes on is refused.
func TestMetIsClosed(t *testing.T) {
	db := memory(t)
	texts(t, db, 20)
	m, r := Meet(1, 1), Rank(1, 1)
	m.Close()
	defer r.Close()
	for _, call := range []string{"met(f)", "met(f, 1)", "met(f, 'x')", fmt.Sprintf("met(f, %d)", m.Number()), fmt.Sprintf("met(f, %d)", r.Number())} {
		var x any
		if err := db.QueryRow("SELECT " + call + " FROM f WHERE f MATCH 'a'").Scan(&x); err == nil {
			t.Errorf("%s is %v", call, x)
		}
	}
}
