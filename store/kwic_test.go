package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"newskeep/scraper/news"
)

func TestKWIC(t *testing.T) {
	a := small(t)
	lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Width: 12})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.Left+"|"+l.Match+"|"+l.Right)
	}
	want := []string{"per than any|tram|or ferry.", "ited for the|tram|at the quay.", "ened the new|tram|line on Mond"}
	if !slices.Equal(got, want) {
		t.Errorf("KWIC\n got %q\nwant %q", got, want)
	}
}

// The lines of a word are those of the newest articles, whatever dates were corrected.
func TestKWICOfStrays(t *testing.T) {
	a := newArchive(t)
	a.synthesize(600)
	a.exec(`UPDATE article_facet SET out_of_order = 1, published_at = strftime('%Y-%m-%dT%H:%M:%SZ', published_at, (id % 4000 - 1000) || ' days')
		WHERE published_at IS NOT NULL AND (id / 64) % 41 = 0`)
	compared := 0
	for n := range 60 {
		word := `"` + term(n) + `"`
		found, err := a.Reader().Search(t.Context(), SearchRequest{Query: word, Sort: ByDate, Limit: 600, Exact: true})
		if err != nil {
			t.Fatal(err)
		}
		var want []int64
		for _, h := range found.Hits {
			var body string
			if err := a.Reader().one(t.Context(), "SELECT body FROM article WHERE id = ?", []any{h.ID}, &body); err != nil {
				t.Fatal(err)
			}
			for _, w := range strings.Fields(body) {
				if strings.EqualFold(strings.Trim(w, ".,"), term(n)) {
					want = append(want, h.ID)
				}
			}
		}
		limit := 1 + n
		lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: word, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, l := range lines {
			got = append(got, l.ID)
		}
		if want = want[:min(limit, len(want))]; !slices.Equal(got, want) {
			t.Errorf("lines of %s are of\n%v, want\n%v", word, got, want)
		}
		compared += len(want)
	}
	if compared < 500 {
		t.Errorf("only %d lines were compared", compared)
	}
}

func TestKWICSorted(t *testing.T) {
	a := small(t)
	for by, want := range map[KWICSort]string{
		ByLeft:  "any|new|the", // cheaper than any, the new, for the
		ByRight: "at|line|or",
	} {
		lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Sort: by})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range lines {
			w := strings.Fields(l.Right)
			if by == ByLeft {
				w = strings.Fields(l.Left)
				slices.Reverse(w)
			}
			got = append(got, w[0])
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("sorted by %s: %s, want %s", by, s, want)
		}
	}
	if _, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: "tram", Sort: "up"}); !errors.Is(err, ErrKWICSort) {
		t.Errorf("sorted up: %v, want ErrKWICSort", err)
	}
}

// Words that may stand elsewhere than in the body are found in it all the same, and
// of two that may stand for each other neither is when what it needs is missing.
func TestKWICInBodiesAlone(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "a", func(n *news.Article) {
		n.Headline, n.Tags = "Tram strike", nil
		n.Body = []news.Block{{Type: news.Paragraph, Text: "The harbour “waits”.\n\nNo tram  runs, Émile says."}}
	}))
	for text, want := range map[string]string{
		"tram":                        "waits”. No|tram|runs, Émil",
		"strike harbour":              "The|harbour|“waits”. N",
		"tram -zebra":                 "waits”. No|tram|runs, Émil",
		"(harbour zebra) OR emile":    "tram runs,|Émile|says.",
		"(harbour strike) OR zebra":   "The|harbour|“waits”. N",
		"(tram -strike) OR waits":     " harbour “|waits|”. No tram",
		`"no tram"`:                   "r “waits”.|No tram|runs, Émil",
		"headline:tram OR body:waits": " harbour “|waits|”. No tram",
	} {
		lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: text, Width: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range lines {
			got = append(got, l.Left+"|"+l.Match+"|"+l.Right)
		}
		if s := strings.Join(got, "/"); s != want {
			t.Errorf("%s:\n got %q\nwant %q", text, s, want)
		}
	}
}

func TestLineEnds(t *testing.T) {
	for _, s := range []string{"", " ", "a", "tram ", "a\n\n b", "“Émile” says  no", "a\u00a0b", "e\u0301e\u0301e\u0301", "🚋🚋🚋🚋", "ab cd ef gh ij kl",
		"a         b         c", "\xff\xfe broken \xc3"} {
		for n := 1; n < 20; n++ {
			line := []rune(squeeze(strings.ToValidUTF8(s, "")))
			if want := string(line[max(0, len(line)-n):]); last(s, n) != want && len(s) <= 2*n {
				t.Errorf("the last %d of %q are %q, want %q", n, s, last(s, n), want)
			}
			if want := string(line[:min(len(line), n)]); begin(s, n) != want && len(s) <= 2*n {
				t.Errorf("the first %d of %q are %q, want %q", n, s, begin(s, n), want)
			}
			if utf8.RuneCountInString(last(s, n)) > n || utf8.RuneCountInString(begin(s, n)) > n {
				t.Errorf("more than %d of %q: %q, %q", n, s, last(s, n), begin(s, n))
			}
		}
	}
}

// Articles of later dates than their ids that do not have the word push none that has it
// off the pages of lines.
func TestKWICBeyondStrays(t *testing.T) {
	a := newArchive(t)
	a.begin()
	const articles, strays = 400, 30
	for i := range articles { // from the oldest to the newest
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			x.Published.Time = day.Add(time.Duration(i) * time.Hour)
			x.Headline, x.Body = "Harbour", []news.Block{{Text: "Zuider locks."}}
			switch {
			case i >= 100 && i < 100+strays:
				x.Headline = fmt.Sprintf("Moved %d", i)
				x.Body[0].Text = "Nothing of it."
			case i >= articles-130: // the newest have it elsewhere
				x.Headline, x.Body[0].Text = "Zuider", "Locks."
			}
		}))
	}
	a.exec(`UPDATE article_facet SET out_of_order = 1, published_at = '2030-01-01T00:00:00Z' WHERE id IN (SELECT id FROM article WHERE headline LIKE 'Moved %')`)
	for range 3 { // strays are asked for, and remembered
		lines, err := a.Reader().KWIC(t.Context(), KWICRequest{Query: `"zuider"`, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range lines {
			if want := fmt.Sprintf("http://gazette.test/%d", articles-131-i); l.URL != want {
				t.Fatalf("line %d of %d is of %s, want %s", i, len(lines), l.URL, want)
			}
		}
		if len(lines) != 100 {
			t.Errorf("%d lines", len(lines))
		}
	}
}
