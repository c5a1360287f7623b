package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/store/query"
)

// TestFinder holds what is found again in texts, and the snippets of it, to FTS5's
// own functions: for random words, phrases, beginnings, NEAR, AND, OR and NOT in
// random columns of random texts, of several scripts, with accents and without.
func TestFinder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 24))
	vocabulary := strings.Fields("tram Tram TRÁM träm ferry Ferries côte cote e\u0301te été ΆΛΦΑ άλφα ёлка елка مُدُن مدن ـمدن שָׁלוֹם שלום 東京 Straße ǅ ﬁn x2 2024 naïve a b I İ ı ſo µm 🚋 𐐀a")
	marks := []string{" ", " ", " ", " ", ". ", ": ", ", ", "\n\n", " – ", "-", "'", " 🚋 "}
	say := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(vocabulary[min(rnd.IntN(len(vocabulary)), rnd.IntN(len(vocabulary)))])
			b.WriteString(marks[rnd.IntN(len(marks))])
		}
		return b.String()
	}
	a := newArchive(t)
	columns := strings.Join(query.IndexColumns, ", ")
	a.exec(`CREATE VIRTUAL TABLE temp.probe USING fts5(` + columns + `, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'")`)
	defer a.exec(`DROP TABLE temp.probe`)
	const articles = 60
	texts := make([][]string, articles)
	err := a.write(t.Context(), func(w *tx) error {
		for i := range texts {
			args := []any{i}
			for range query.IndexColumns {
				s := say(rnd.IntN(8) * rnd.IntN(10))
				texts[i], args = append(texts[i], s), append(args, s)
			}
			if err := w.exec(`INSERT INTO temp.probe (rowid, `+columns+`) VALUES `+places(len(args)), args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	word := func() string {
		for { // one that the language takes for a word
			if w := strings.Trim(strings.ReplaceAll(vocabulary[rnd.IntN(len(vocabulary))], "🚋", ""), "-'"); w != "" {
				return w
			}
		}
	}
	part := func() string {
		in := []string{"", "", "", "headline:", "body:", "caption:", "alt:"}[rnd.IntN(7)]
		switch rnd.IntN(6) {
		case 0:
			return in + `"` + word() + " " + word() + `"`
		case 1:
			return in + string([]rune(word())[:1]) + "*"
		case 2:
			return in + fmt.Sprintf("NEAR(%s %s, %d)", word(), word(), rnd.IntN(6))
		case 3:
			return in + fmt.Sprintf(`NEAR("%s %s" %s %s*, %d)`, word(), word(), word(), word(), rnd.IntN(9))
		}
		return in + word()
	}
	compared, apart := 0, 0
	for range 400 {
		text := part()
		for range rnd.IntN(3) {
			text = fmt.Sprintf([]string{"%s %s", "%s -%s", "(%s OR %s)", "%s OR %s"}[rnd.IntN(4)], text, part())
		}
		parsed, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		sql := parsed.SQL(query.Setting{Now: time.Now()})
		if sql.Match == "" || sql.Where != "" {
			continue
		}
		finder, alone := sql.Found.Finder(), sql.Found.Finder()
		given := map[int]bool{}
		err = a.write(t.Context(), func(w *tx) error {
			return w.each(`SELECT rowid FROM temp.probe WHERE probe MATCH ?`, []any{sql.Match}, func(scan func(...any) error) error {
				var id int
				err := scan(&id)
				given[id] = true
				return err
			})
		})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for id := range texts {
			if finder.Look(texts[id]) != given[id] {
				t.Errorf("%s (%s): the index gives %q: %v", text, sql.Match, texts[id], given[id])
			}
		}
		if strings.Contains(text, "NEAR") && (strings.Contains(text, "OR ") || strings.Contains(text, " -")) {
			continue // of an article without it, FTS5 marks the words of another one
		}
		size := 1 + rnd.IntN(30)
		err = a.write(t.Context(), func(w *tx) error {
			ask := `SELECT rowid, snippet(probe, -1, '[', ']', '…', ?)`
			for c := range query.IndexColumns {
				ask += fmt.Sprintf(", highlight(probe, %d, '[', ']')", c)
			}
			return w.each(ask+` FROM temp.probe WHERE probe MATCH ?`, []any{size, sql.Match}, func(scan func(...any) error) error {
				var id int
				var want string
				marked := make([]string, len(query.IndexColumns))
				into := []any{&id, &want}
				for i := range marked {
					into = append(into, &marked[i])
				}
				if err := scan(into...); err != nil {
					return err
				}
				compared++
				finder.Look(texts[id])
				if got := finder.Snippet("[", "]", size); got != want {
					t.Errorf("%s (%s): snippet of %d words of %q is\n%q, of FTS5\n%q", text, sql.Match, size, texts[id], got, want)
				}
				for c, name := range []query.Column{query.Headline, query.Standfirst, query.Body, query.Caption, query.Credit, query.Alt} {
					var b strings.Builder
					done := 0
					places := finder.Places(name)
					if sql.Found.Apart() {
						apart++
						if alone := alone.LookIn(name, texts[id][c]); !slices.Equal(alone, places) {
							t.Errorf("%s: in %s alone is found %v, in all %v", text, name, alone, places)
						}
					}
					for _, at := range places {
						b.WriteString(texts[id][c][done:at.From] + "[" + texts[id][c][at.From:at.To] + "]")
						done = at.To
					}
					b.WriteString(texts[id][c][done:])
					if got := b.String(); got != marked[c] {
						t.Errorf("%s (%s): found in %s is\n%q, by FTS5\n%q", text, sql.Match, name, got, marked[c])
					}
				}
				return nil
			})
		})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if t.Failed() {
			return
		}
	}
	if compared < 2000 || apart < 2000 {
		t.Errorf("only %d articles were found: the questions ask for nothing", compared)
	}
}
