package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

// hostile is an article in which every text tries to be something else.
func hostile() *store.StoredArticle {
	at := time.Date(2024, 12, 1, 0, 30, 0, 0, time.FixedZone("", 2*3600))
	return &store.StoredArticle{
		ID: 7, Site: "gazette", Address: "http://gazette.test/a_b?x={1}&y=~%20", Revision: 2,
		FirstSeen: at.Add(time.Hour), LastSeen: at.Add(2 * time.Hour),
		Article: news.Article{
			Headline: "=HYPERLINK(\"http://x\")\r\nER  - } % \\ & {x} الميناء", Kind: news.KindNews, Language: "en", Standfirst: "+1, \"quoted\"\nnext",
			Bylines: []news.Byline{{Name: "Mara Lindqvist"}, {Name: "Harbour News Desk"}}, Published: news.Stamp{Time: at, Text: "@SUM(A1)"},
			Section: []string{"News"}, Tags: []news.Tag{{Name: "-2+3"}, {Name: "Ferries"}},
			Body:   []news.Block{{Type: news.Paragraph, Text: "One."}, {Type: news.Paragraph, Text: "Two."}},
			Images: []news.Image{{URL: "http://gazette.test/1.jpg", Caption: "Quay", Credit: "AP", Role: news.RoleLead}, {URL: "http://gazette.test/2.jpg"}},
			Links:  []news.Link{{Relation: news.Related, URL: "http://gazette.test/t", Title: "\t=1", Position: 1}},
		},
	}
}

func written(t *testing.T, f export.Format, o export.Options, articles ...*store.StoredArticle) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := export.New(f, &b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if err := w.Write(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	text := written(t, export.CSV, export.Options{CSV: export.CSVOptions{BOM: true}}, hostile())
	text, ok := bytes.CutPrefix(text, []byte("\ufeff"))
	if !ok {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 || len(rows[1]) != len(export.Columns) {
		t.Fatalf("%v, %v", rows, err)
	}
	got := map[string]string{}
	for i, c := range export.Columns {
		got[rows[0][i]] = rows[1][i]
		if c.Name != rows[0][i] || c.About == "" {
			t.Errorf("column %q is %q in the codebook: %q", rows[0][i], c.Name, c.About)
		}
		if cell := rows[1][i]; cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
			t.Errorf("%s: a spreadsheet would run %q", c.Name, cell)
		}
	}
	for name, want := range map[string]string{
		"id": "7", "published": "2024-12-01T00:30:00+02:00", "published_text": "'@SUM(A1)", "tags": "'-2+3; Ferries", "body": "One.\n\nTwo.",
		"captions": "Quay; ", "first_seen": "2024-11-30T23:30:00Z", "gone_at": "", "bylines": "Mara Lindqvist; Harbour News Desk",
	} {
		if got[name] != want {
			t.Errorf("%s = %q, want %q", name, got[name], want)
		}
	}
}

func TestSideTables(t *testing.T) {
	want := map[string]int{"bylines": 2, "tags": 2, "images": 2, "links": 1}
	for _, table := range export.SideTables {
		var b bytes.Buffer
		w := table.Rows(&b, export.CSVOptions{})
		if err := w.Write(hostile()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != want[table.Name]+1 || w.N != want[table.Name] || len(rows[0]) != len(table.Columns) || rows[1][0] != "7" || rows[1][1] != "1" {
			t.Errorf("%s = %q, %v, want %d rows of article 7", table.Name, rows, err, want[table.Name])
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
					t.Errorf("%s: a spreadsheet would run %q", table.Name, cell)
				}
			}
		}
	}
}

func TestParquet(t *testing.T) {
	b := written(t, export.Parquet, export.Options{}, hostile())
	type row struct {
		ID        int64      `parquet:"id"`
		Headline  string     `parquet:"headline"`
		Tags      []string   `parquet:"tags,list"`
		Published *time.Time `parquet:"published,optional,timestamp(microsecond)"`
		GoneAt    *time.Time `parquet:"gone_at,optional,timestamp(microsecond)"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(b), int64(len(b)))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if a := rows[0]; a.ID != 7 || a.Headline != hostile().Headline || len(a.Tags) != 2 || a.Published == nil || !a.Published.Equal(hostile().Published.Time) || a.GoneAt != nil {
		t.Errorf("%+v", a)
	}
	for _, stood := range []bool{false, true} {
		b := written(t, export.Parquet, export.Options{Stood: stood}, hostile())
		f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		book, fields := export.Codebook(export.Parquet, stood), f.Schema().Fields()
		if len(book) != len(fields) {
			t.Fatalf("%d columns, %d in the codebook", len(fields), len(book))
		}
		for i, field := range fields {
			if book[i].Name != field.Name() {
				t.Errorf("column %d is %s; the codebook says %+v", i, field.Name(), book[i])
			}
		}
	}
}

func TestRIS(t *testing.T) {
	text := string(written(t, export.RIS, export.Options{Archive: "cafe"}, hostile(), hostile()))
	records := strings.Split(strings.TrimSuffix(text, "\r\n\r\n"), "\r\n\r\n")
	if len(records) != 2 {
		t.Fatalf("%d records in\n%s", len(records), text)
	}
	fields := map[string][]string{}
	for _, line := range strings.Split(records[0], "\r\n") {
		tag, value, ok := strings.Cut(line, "  - ")
		if !ok || len(tag) != 2 {
			t.Errorf("line %q", line)
		}
		fields[tag] = append(fields[tag], value)
	}
	for tag, want := range map[string]string{"TY": "NEWS", "AU": "Lindqvist, Mara|Harbour News Desk", "DA": "2024/12/01", "Y2": "2024/11/30", "ER": "", "AN": "article 7, revision 2"} {
		if got := strings.Join(fields[tag], "|"); got != want {
			t.Errorf("%s = %q, want %q", tag, got, want)
		}
	}
}

func TestBibTeX(t *testing.T) {
	text := string(written(t, export.BibTeX, export.Options{Archive: "cafe"}, hostile()))
	depth := 0
	bare := strings.NewReplacer(`\{`, "", `\}`, "").Replace(text)
	for _, r := range bare {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			t.Fatalf("a brace too many in\n%s", text)
		}
	}
	if depth != 0 || strings.Contains(strings.ReplaceAll(text, `\%`, ""), "% ") {
		t.Errorf("the entry does not end where it should:\n%s", text)
	}
	for _, want := range []string{"@online{lindqvist2024", "date = {2024-12-01}", "urldate = {2024-11-30}", "author = {Mara Lindqvist and {Harbour News Desk}}", "a_b?x=%7B1%7D&y=~%20", "archive cafe, article 7, revision 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestCSL(t *testing.T) {
	for n, articles := range [][]*store.StoredArticle{nil, {hostile()}, {hostile(), hostile()}} {
		var items []struct {
			ID     string
			Author []map[string]string
			Issued struct {
				Parts [][]int `json:"date-parts"`
			}
		}
		text := written(t, export.CSL, export.Options{}, articles...)
		if err := json.Unmarshal(text, &items); err != nil || len(items) != n {
			t.Fatalf("%v in\n%s", err, text)
		}
		for _, item := range items {
			if fmt.Sprint(item.Author, item.Issued.Parts) != "[map[family:Lindqvist given:Mara] map[literal:Harbour News Desk]] [[2024 12 1]]" {
				t.Errorf("%+v", item)
			}
		}
	}
}

// Every format has words for what it holds.
func TestCodebook(t *testing.T) {
	for _, f := range append(export.Formats, export.GraphFormats...) {
		if len(export.Codebook(f, false)) == 0 {
			t.Errorf("%s has no codebook", f)
		}
	}
}

// What is held of articles does not grow with their number.
func TestConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 60 MB in each format")
	}
	const articles, size = 6000, 10_000
	r := rand.New(rand.NewPCG(1, 2))
	text := make([]byte, size)
	for i := range text {
		text[i] = byte('a' + r.IntN(26))
	}
	for _, f := range export.Formats {
		w, err := export.New(f, io.Discard, export.Options{})
		if err != nil {
			t.Fatal(err)
		}
		before := int64(0) // once buffers have grown to their size
		for i := range articles {
			if i == articles/3 {
				before = heap()
			}
			a := hostile()
			a.ID = int64(i)
			a.Body[0].Text = fmt.Sprint(i, string(text))
			a.Headline = fmt.Sprint("Headline ", i)
			if err := w.Write(a); err != nil {
				t.Fatal(err)
			}
		}
		if held := heap() - before; held > articles*size/3 {
			t.Errorf("%s holds %d bytes of %d that were written", f, held, articles*size)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC() // what pools keep survives one
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
