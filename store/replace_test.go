package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"newskeep/scraper/news"
)

// Whatever is read otherwise, many articles at a time, the archive says in the end
// what one says that has read it so from the first.
func TestReplacedIsAsKept(t *testing.T) {
	edits := map[string]func(*news.Article){
		"nothing":  func(*news.Article) {},
		"headline": func(a *news.Article) { a.Headline = "Ferries double" },
		"body": func(a *news.Article) {
			a.Body = append(a.Body[1:], news.Block{Type: news.Correction, Text: "The pier was named wrongly."})
		},
		"no body":       func(a *news.Article) { a.Body = nil },
		"language":      func(a *news.Article) { a.Language = "fr" },
		"kicker":        func(a *news.Article) { a.Kicker = "Harbour" },
		"bylines":       func(a *news.Article) { a.Bylines = []news.Byline{{Name: "Ada Quill"}, a.Bylines[0]} },
		"no bylines":    func(a *news.Article) { a.Bylines = nil },
		"tags":          func(a *news.Article) { a.Tags = []news.Tag{{Name: "Winter", URL: "http://gazette.test/tag/winter"}} },
		"section":       func(a *news.Article) { a.Section = []string{"Sport"} },
		"caption":       func(a *news.Article) { a.Images[0].Caption = "Another boat" },
		"another image": func(a *news.Article) { a.Images[0].URL += ".png" },
		"no images":     func(a *news.Article) { a.Images = nil },
		"links": func(a *news.Article) {
			a.Links = append([]news.Link{{Relation: news.Inline, URL: "http://gazette.test/tide", Position: 1}}, a.Links...)
		},
		"the date of links": func(a *news.Article) { a.Links = slices.Clone(a.Links); a.Links[0].Published.Text = "yesterday" },
		"no links":          func(a *news.Article) { a.Links = nil },
		"all at once": func(a *news.Article) {
			*a = news.Article{URL: a.URL, Kind: news.KindVideo, Language: "en", Headline: "Boats", Kicker: "Sea", Standfirst: "They sail.", ReadMinutes: 3}
		},
		"credit and kicker": func(a *news.Article) { a.Images[0].Credit, a.Kicker = "Lin Tern", "Harbour" },
		"dates": func(a *news.Article) {
			a.Published.Time = a.Published.Time.Add(30 * time.Second)
			a.Modified = news.Stamp{}
		},
	}
	a, want := newArchive(t), newArchive(t)
	a.begin()
	want.begin()
	names := slices.Sorted(maps.Keys(edits))
	address := func(name string) string { return "http://gazette.test/" + strings.ReplaceAll(name, " ", "-") }
	for _, name := range names {
		a.keep(a.article(address(name), "page of "+name, nil))
		want.keep(want.article(address(name), "page of "+name, edits[name]))
	}
	a.end(news.RunDone)
	sum, err := a.Reextract(t.Context(), Rereading{
		Parser: "2", Profile: func(string) (string, error) { return "q", nil },
		Read: func(_, url string, _ time.Time, _ map[string][]string, body []byte) (*news.Article, error) {
			art := ferry(url)
			edits[strings.TrimPrefix(string(body), "page of ")](art)
			return art, nil
		},
	})
	if err != nil || sum.Revisions != len(edits) {
		t.Fatalf("%+v, %v", sum, err)
	}
	for _, q := range []string{
		`SELECT url, canonical_url, kind, language, headline, kicker, standfirst, source, dateline, published_at, published, published_text, modified_at, modified,
			section, body, captions, credits, alts, tags, words, read_minutes, shares, paywalled FROM article ORDER BY 1`,
		`SELECT a.url, f.published_at, f.month, f.kind, f.language, f.section, f.source, f.words, f.images, f.video, f.correction, f.out_of_order
			FROM article_facet f JOIN article a ON a.id = f.id ORDER BY 1`,
		`SELECT a.url, x.position, b.name, b.url FROM article_byline x JOIN article a ON a.id = x.article_id JOIN byline b ON b.id = x.byline_id ORDER BY 1, 2`,
		`SELECT a.url, x.position, b.name, b.url FROM article_tag x JOIN article a ON a.id = x.article_id JOIN tag b ON b.id = x.tag_id ORDER BY 1, 2`,
		`SELECT a.url, x.depth, x.name FROM article_section x JOIN article a ON a.id = x.article_id ORDER BY 1, 2`,
		`SELECT a.url, x.position, m.url, x.caption, x.caption_text, x.alt, x.credit, x.role FROM article_image x JOIN article a ON a.id = x.article_id JOIN image m ON m.id = x.image_id ORDER BY 1, 2`,
		`SELECT a.url, x.position, x.relation, x.url, x.title, x.section, x.rank, x.published_text FROM article_link x JOIN article a ON a.id = x.article_id ORDER BY 1, 2`,
		`SELECT a.url, r.number, r.class, r.published_at, r.modified_at, r.digest, r.content FROM revision r JOIN article a ON a.id = r.article_id ORDER BY 1`,
	} {
		got, exp := a.lines(q), want.lines(q)
		if len(exp) == 0 {
			t.Errorf("nothing to compare: %s", q)
		}
		for i := range max(len(got), len(exp)) {
			if i >= len(got) || i >= len(exp) || got[i] != exp[i] {
				t.Errorf("%.60s…: line %d of %d and %d:\n got %s\nwant %s", q, i, len(got), len(exp), lineAt(got, i), lineAt(exp, i))
				break
			}
		}
	}
	a.sound()
}

func lineAt(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "none"
}

// lines are the rows of a query, as text.
func (a *archive) lines(query string) (list []string) {
	a.t.Helper()
	rows, err := a.Reader().db.QueryContext(a.t.Context(), query)
	if err != nil {
		a.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		a.t.Fatal(err)
	}
	err = eachRow(rows, func(scan func(...any) error) error {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err := scan(into...)
		list = append(list, fmt.Sprint(values...))
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return list
}

// A text that is taken as it is would have come out of squeezing the same.
func TestSqueezeTakesNoShortCut(t *testing.T) {
	for _, s := range []string{"", " ", "a", "a b", " a", "a ", "a  b", "a\tb", "a\u00a0b", "a\u2028b", "é", "e\u0301", "مَرْحَبًا بكم", "한국", "a\u0085", "\u3000a", "a\xffb", "日本 語", "a\u200bb"} {
		slow := norm.NFC.String(strings.Join(strings.Fields(s), " "))
		if got := squeeze(s); got != slow {
			t.Errorf("%q is squeezed to %q, want %q", s, got, slow)
		}
	}
	for c := rune(' ' + 1); c < 0x3000; c++ { // alone, behind another and before one
		for _, s := range []string{string(c), "a" + string(c), string(c) + "é", "…" + string(c) + "’"} {
			if got, slow := squeeze(s), norm.NFC.String(strings.Join(strings.Fields(s), " ")); got != slow {
				t.Fatalf("%q is squeezed to %q, want %q", s, got, slow)
			}
		}
	}
}
