package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store/query"
)

// small is an archive of five articles that differ in all that can be searched.
func small(t testing.TB) *archive {
	a := newArchive(t)
	a.begin()
	for i, n := range []news.Article{
		{Headline: "Tram line opens", Kind: news.KindNews, Language: "en", Section: []string{"News", "Politics"},
			Bylines: []news.Byline{{Name: "Mara Lindqvist"}}, Tags: []news.Tag{{Name: "Trams"}, {Name: "Économie"}},
			Body: paragraphs("The mayor opened the new tram line on Monday. It's the city's third.")},
		{Headline: "Ferries wait", Kind: news.KindNews, Language: "en-GB", Section: []string{"News", "Economy"},
			Bylines: []news.Byline{{Name: "Tomás Peña"}}, Tags: []news.Tag{{Name: "Ferries"}},
			Body: paragraphs("Ferries waited for the tram at the quay.", "Passengers did not mind.")},
		{Headline: "Opinion: walk more", Kind: news.KindOpinion, Language: "en", Section: []string{"Opinion"},
			Bylines: []news.Byline{{Name: "Ana de la Mar"}}, Body: paragraphs("Walking is cheaper than any tram or ferry.")},
		{Headline: "افتتاح خط الترام", Kind: news.KindNews, Language: "ar", Body: paragraphs("افتتح رئيس البلدية خط الترام الجديد")},
		{Headline: "Harvest in pictures", Kind: news.KindGallery, Language: "en",
			Images: []news.Image{{URL: "http://gazette.test/i/h.jpg", Caption: "A tractor at dawn; Ada Quill drives. Ada Quill"}}, Body: paragraphs("The harvest.")},
	} {
		published := time.Date(2024, time.Month(8+i), 1, 12, 0, 0, 0, time.UTC)
		if i == 4 {
			published = time.Time{} // the gallery is undated
		}
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			*x = n
			x.Published.Time = published
		}))
	}
	return a
}

func paragraphs(texts ...string) []news.Block {
	var all []news.Block
	for _, t := range texts {
		all = append(all, news.Block{Type: news.Paragraph, Text: t})
	}
	return all
}

func TestSearch(t *testing.T) {
	a := small(t)
	for _, tt := range []struct{ query, want string }{ // found articles by the number in their address
		{"", "01234"},
		{"tram", "012"},
		{"Trams", "012"}, // stemmed
		{"tram ferry", "12"},
		{"tram -ferry", "0"},
		{"-tram", "34"},
		{"tram OR harvest", "0124"},
		{`"tram line"`, "0"},
		{`"line tram"`, ""},
		{"passen*", "1"},
		{"it's", "0"},
		{"city's third", "0"},
		{"الترام", "3"},
		{"lang:en", "0124"},
		{"lang:ar", "3"},
		{"kind:opinion", "2"},
		{"-kind:news", "24"},
		{"section:Politics", "0"},
		{"section:politics", "0"},
		{"section:News", "01"},
		{"section:News/Economy", "1"},
		{"section:Economy/News", ""},
		{"tag:ferries", "1"},
		{"tag:economie", "0"},
		{"tag:tra*", "0"},
		{"byline:Lindqvist", "0"},
		{`byline:"mara lindqvist"`, "0"},
		{"byline:pena", "1"},
		{"byline:mar", "2"}, // a word, not a part of one
		{"byline:mar*", "02"},
		{"site:gazette", "01234"},
		{"site:other", ""},
		{"headline:tram", "0"},
		{"body:tram", "012"},
		{"caption:tractor", "4"},
		{"headline:tractor", ""},
		{"since:2024-09", "123"},
		{"until:2024-09", "01"},
		{"since:2024-09 until:2024-10-01", "12"},
		{"tram since:2024-09", "12"},
		{"tram until:2024-08-01", "0"},
		{"since:2025", ""},
		{"-since:2024", "4"}, // undated: not since
		{"kind:gallery OR (tram section:Opinion)", "24"},
		{"-(tram OR kind:gallery)", "3"},
	} {
		for _, sort := range []Sort{ByRelevance, ByDate} {
			res, err := a.Reader().Search(t.Context(), SearchRequest{Query: tt.query, Sort: sort})
			if err != nil {
				t.Errorf("Search(%q): %v", tt.query, err)
				continue
			}
			var got []byte
			for _, h := range res.Hits {
				got = append(got, h.URL[len(h.URL)-1])
			}
			slices.Sort(got)
			if string(got) != tt.want || res.Total != len(tt.want) || !res.Complete || res.Next != "" {
				t.Errorf("Search(%q by %s) found %q of %d, want %q", tt.query, sort, got, res.Total, tt.want)
			}
		}
		selection, err := a.Reader().Select(t.Context(), tt.query)
		if err != nil || selection.Total != len(tt.want) {
			t.Fatalf("Select(%q) = %+v, %v, want %d", tt.query, selection, err, len(tt.want))
		}
		n := 0
		for s, err := range selection.Articles(t.Context()) {
			if err != nil || s.Headline == "" {
				t.Fatalf("Articles(%q): %v, %v", tt.query, s, err)
			}
			n++
		}
		if n != len(tt.want) {
			t.Errorf("Articles(%q) gave %d, want %d", tt.query, n, len(tt.want))
		}
		if err := selection.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSearchHit(t *testing.T) {
	a := small(t)
	res, err := a.Reader().Search(t.Context(), SearchRequest{Query: "tram", Mark: [2]string{"[", "]"}})
	if err != nil {
		t.Fatal(err)
	}
	h := res.Hits[0] // the only one with the word in its headline
	if h.Headline != "Tram line opens" || h.Published != "2024-08-01T12:00:00Z" || h.Site != "gazette" || h.Score <= res.Hits[1].Score ||
		!slices.Equal(h.Section, []string{"News", "Politics"}) || len(h.Bylines) != 1 || h.Bylines[0].Name != "Mara Lindqvist" ||
		!strings.Contains(h.Snippet, "[Tram]") && !strings.Contains(h.Snippet, "[tram]") {
		t.Errorf("first hit of tram: %+v", h)
	}
}

func TestSearchPagesAndOrder(t *testing.T) {
	a := small(t)
	// A date corrected later leaves the id where it was; the order must not care.
	a.keep(a.article("http://gazette.test/3", "corrected", func(n *news.Article) {
		n.Published = news.Stamp{Time: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)}
	}))
	var got []string
	for after := ""; ; {
		res, err := a.Reader().Search(t.Context(), SearchRequest{Sort: ByDate, Limit: 2, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range res.Hits {
			got = append(got, h.URL[len(h.URL)-1:])
		}
		if after = res.Next; after == "" {
			break
		}
	}
	// The undated gallery stands where it was first seen, in December.
	if want := "4 2 1 0 3"; strings.Join(got, " ") != want {
		t.Errorf("by date: %v, want %s", got, want)
	}
	if res, err := a.Reader().Search(t.Context(), SearchRequest{Query: "since:2023 until:2023"}); err != nil || res.Total != 1 {
		t.Errorf("the corrected date finds %v, %v, want 1 article", res, err)
	}
}

func TestSearchRefuses(t *testing.T) {
	a := small(t)
	var syntax *query.SyntaxError
	if _, err := a.Reader().Search(t.Context(), SearchRequest{Query: `"open`}); !errors.As(err, &syntax) {
		t.Errorf("an open quote: %v, want a SyntaxError", err)
	}
	if _, err := a.Reader().Search(t.Context(), SearchRequest{Sort: "length"}); !errors.Is(err, ErrSort) {
		t.Errorf("sort by length: %v, want ErrSort", err)
	}
	if _, err := a.Reader().Search(t.Context(), SearchRequest{After: "x"}); !errors.Is(err, ErrAfter) {
		t.Errorf("after x: %v, want ErrAfter", err)
	}
	if _, err := a.Reader().Count(t.Context(), CountRequest{By: "mood"}); !errors.Is(err, ErrCountBy) {
		t.Errorf("count by mood: %v, want ErrCountBy", err)
	}
}

// What a person types never becomes syntax: whatever parses, SQLite accepts.
func FuzzSearch(f *testing.F) {
	a := small(f)
	for _, s := range []string{"tram", `a" OR (`, "it's", "NEAR(a b)", "col:x", "^a", "a + b", "{headline}: x", "'; DROP TABLE article; --", "tag:%_", "-(a OR since:2024)", "\x00", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := a.Reader().Search(t.Context(), SearchRequest{Query: text})
		var syntax *query.SyntaxError
		if err != nil && !errors.As(err, &syntax) {
			t.Fatalf("Search(%q): %v", text, err)
		}
	})
}

// Names of sections come back as they are, whatever stands in them.
func TestSearchGivesSections(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, list := range [][]string{{}, {""}, {"News"}, {"News", "Trams"}, {"a,b", "c"}, {`"`, `\`}, {`a","b`}, {"é\n", "<&>"}, {"]", "[\""}, {","}} {
		word := fmt.Sprintf("sailing%d", i)
		a.keep(a.article(fmt.Sprint(ferryURL, i), word, func(n *news.Article) { n.Headline, n.Section = word, list }))
		res, err := a.Reader().Search(t.Context(), SearchRequest{Query: word})
		if err != nil || len(res.Hits) != 1 {
			t.Fatalf("%d hits, %v", len(res.Hits), err)
		}
		if got := res.Hits[0].Section; !slices.Equal(got, list) || got == nil {
			t.Errorf("%q came back as %q", list, got)
		}
	}
}

// Beyond the window only the newest hits are ranked, and the result says so.
func TestSearchWindow(t *testing.T) {
	a := newArchive(t)
	a.begin()
	fill(a, 60, 1)
	res, err := a.Reader().Search(t.Context(), SearchRequest{Query: "harbour", Window: 10, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	if res.Complete || res.Total != 60 || len(res.Hits) != 10 {
		t.Errorf("%d hits of %d, complete %v, want 10 of 60, not complete", len(res.Hits), res.Total, res.Complete)
	}
	for _, h := range res.Hits {
		if h.Published < "2024-12-03T14" {
			t.Errorf("%s is not among the newest ten", h.Published)
		}
	}
}

// The newest hits come from the full-text index in its own order: sorting would
// read every hit of a common word.
func TestNewestNeedsNoSort(t *testing.T) {
	a := small(t)
	for _, text := range []string{"tram", "tram since:2024-09", "tram tag:ferries", "site:gazette"} {
		p, err := a.Reader().plan(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		sql, args := p.inOrder("%s AS id")
		err = a.Reader().each(t.Context(), "EXPLAIN QUERY PLAN "+sql+" ORDER BY 1 DESC LIMIT 20", args, func(scan func(...any) error) error {
			var id, parent, unused int
			var step string
			err := scan(&id, &parent, &unused, &step)
			if strings.Contains(step, "ORDER BY") {
				t.Errorf("%q: %s", text, step)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Few or many articles out of order: answers are the same by either way.
func TestSearchWithStrays(t *testing.T) {
	a := newArchive(t)
	a.begin()
	fill(a, costs.manyStrays+20, 1)
	answers := func() string {
		var b strings.Builder
		for _, text := range []string{"word3", "word3 since:2024-12-05 until:2024-12-06", "since:2024-12-09", "tag:ferries word7", "-word2"} {
			for _, sort := range []Sort{ByRelevance, ByDate} {
				res, err := a.Reader().Search(t.Context(), SearchRequest{Query: text, Sort: sort})
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintln(&b, text, sort, res.Total, res.Complete)
				for _, h := range res.Hits {
					fmt.Fprintln(&b, h.ID, h.Score)
				}
			}
			for _, by := range []CountBy{CountDay, CountTag} {
				res, err := a.Reader().Count(t.Context(), CountRequest{Query: text, By: by})
				fmt.Fprintln(&b, res, err)
			}
		}
		return b.String()
	}
	want := answers()
	for _, some := range []string{"id % 50 = 0", "TRUE"} {
		if err := a.write(t.Context(), func(t *tx) error {
			return t.exec("UPDATE article_facet SET out_of_order = 1 WHERE " + some)
		}); err != nil {
			t.Fatal(err)
		}
		if got := answers(); got != want {
			t.Errorf("with strays where %s:\n got %s\nwant %s", some, got, want)
		}
	}
}

// fill keeps n articles, an hour apart, of paragraphs of 70 words drawn by Zipf.
func fill(a *archive, n, paragraphs int) {
	r := rand.New(rand.NewPCG(1, 2))
	words := rand.NewZipf(r, 1.2, 4, 20_000)
	for i := range n {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			x.Published.Time = day.Add(time.Duration(i%240)*time.Hour).AddDate(0, i/240, 0)
			x.Body = nil
			for range paragraphs {
				var p []string
				for range 70 {
					p = append(p, fmt.Sprintf("word%d", words.Uint64()))
				}
				x.Body = append(x.Body, news.Block{Type: news.Paragraph, Text: strings.Join(p, " ")})
			}
		}))
	}
}

func BenchmarkSearch(b *testing.B) {
	a := newArchive(b)
	a.begin()
	fill(a, 5_000, 12)
	for _, q := range []SearchRequest{
		{Query: "word3 word7"}, {Query: "word900"}, {Query: "word3", Sort: ByDate}, {Query: "word3 since:2025-01 until:2025-03"},
		{Query: "tag:ferries byline:mara"},
	} {
		b.Run(q.Query+" "+string(q.Sort), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.Reader().Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkKeep(b *testing.B) {
	a := newArchive(b)
	a.begin()
	body := strings.Repeat("<p>The harbour board voted on Sunday to double the number of ferries.</p>\n", 1500)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		v := a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprintf("%d %s", i, body), nil)
		v.Due = v.At.AddDate(0, 0, 1)
		a.keep(v)
	}
}

// Hits are signed in the order of the page, not in that in which names were first seen.
func TestBylinesOfHits(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, names := range [][]string{{"Cora Reed", "Ada Quill"}, {"Ben Marsh", "Ada Quill", "Cora Reed"}} {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			x.Bylines = nil
			for _, n := range names {
				x.Bylines = append(x.Bylines, news.Byline{Name: n, URL: "http://gazette.test/by/" + n})
			}
			x.Headline = fmt.Sprint("Harbour ", i)
		}))
	}
	res, err := a.Reader().Search(t.Context(), SearchRequest{Query: "headline:harbour byline:ben"})
	if err != nil || len(res.Hits) != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	want := []news.Byline{{Name: "Ben Marsh", URL: "http://gazette.test/by/Ben Marsh"}, {Name: "Ada Quill", URL: "http://gazette.test/by/Ada Quill"}, {Name: "Cora Reed", URL: "http://gazette.test/by/Cora Reed"}}
	if !slices.Equal(res.Hits[0].Bylines, want) {
		t.Errorf("signed by %v, want %v", res.Hits[0].Bylines, want)
	}
}

// Most paths of sections are read without a decoder.
func TestPathOf(t *testing.T) {
	for _, path := range [][]string{{}, {"News"}, {"News", "Town"}, {`a","b`}, {`a"`, `\`}, {"a", ""}, {"é\n"}, {`","`, ","}} {
		list, err := json.Marshal(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := pathOf(string(list)); err != nil || !slices.Equal(got, path) {
			t.Errorf("%s is %q, %v", list, got, err)
		}
	}
	if got, err := pathOf(`["a", "b"]`); err != nil || !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("with a space: %q, %v", got, err)
	}
	if _, err := pathOf(`["a`); err == nil {
		t.Error("half a list is read")
	}
}

// A page may begin behind all hits, and be larger than what SQLite takes as arguments.
func TestPagesOfAnySize(t *testing.T) {
	a := newArchive(t)
	a.synthesize(1200)
	a.exec(`UPDATE article_facet SET out_of_order = 1 WHERE id / 64 % 7 = 0`)
	word := term(0)
	for _, query := range []string{"", word, word + " kind:news", word + " published:2015.."} {
		for _, sort := range []Sort{ByDate, ByRelevance} {
			for range 3 { // strays are asked for, and remembered
				res, err := a.Reader().Search(t.Context(), SearchRequest{Query: query, Sort: sort, Limit: math.MaxInt, Stood: true})
				if err != nil || len(res.Hits) != res.Total || res.Total < 100 || res.Next != "" {
					t.Fatalf("%q by %s: %v, %d of %+v", query, sort, err, len(res.Hits), res)
				}
				for _, h := range res.Hits {
					if h.URL == "" || h.Stood == nil {
						t.Fatalf("%q by %s: %+v is not told", query, sort, h)
					}
				}
				for _, after := range []string{"40000", "2147483647", "20/2147483647"} {
					behind, err := a.Reader().Search(t.Context(), SearchRequest{Query: query, Sort: sort, After: after})
					if err != nil || behind.Total != res.Total || after[:2] != "20" && len(behind.Hits) > 0 {
						t.Errorf("%q by %s after %s: %v, %d of %d hits, want none of %d", query, sort, after, err, len(behind.Hits), behind.Total, res.Total)
					}
				}
			}
			for _, after := range []string{"2147483648", "1000000000000", "9223372036854775807", "20/9223372036854775807"} {
				if _, err := a.Reader().Search(t.Context(), SearchRequest{Query: query, Sort: sort, After: after}); !errors.Is(err, ErrAfter) {
					t.Errorf("%q by %s after %s: %v", query, sort, after, err)
				}
			}
		}
	}
}

// As many hits as are counted are not more than that.
func TestCountedToTheLast(t *testing.T) {
	a := newArchive(t)
	for i, want := range []bool{true, false} {
		a.exec(fmt.Sprintf(`INSERT INTO article_fts (rowid, headline) WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i << 6, 'zuider' FROM n`,
			1+i*countCap, countCap+i))
		for _, sort := range []Sort{ByDate, ByRelevance} {
			res, err := a.Reader().Search(t.Context(), SearchRequest{Query: `"zuider"`, Sort: sort})
			if err != nil || res.Total != countCap || res.Counted() != want || res.Complete != (want && sort == ByDate) {
				t.Errorf("of %d by %s: %d, counted %v, complete %v, %v", countCap+i, sort, res.Total, res.Counted(), res.Complete, err)
			}
		}
	}
}
