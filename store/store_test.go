package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// archive is a store in a temporary folder with a clock that tests move.
type archive struct {
	*Store
	t    testing.TB
	path string
	at   time.Time
	run  news.Run
	seq  int
}

var day = time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC)

var gazette = news.Site{Name: "gazette", Title: "The Gazette", Language: "en", Home: "http://gazette.test/", Zone: "UTC"}

func newArchive(t testing.TB) *archive {
	t.Helper()
	a := &archive{t: t, path: filepath.Join(t.TempDir(), "a file.db"), at: day}
	a.reopen()
	return a
}

// reopen opens the file again, as a program started after a kill does.
func (a *archive) reopen() {
	a.t.Helper()
	if a.Store != nil {
		a.Store.Close()
	}
	s, err := Open(a.t.Context(), a.path, Options{Now: func() time.Time { return a.at }})
	if err != nil {
		a.t.Fatal(err)
	}
	a.Store = s
	a.t.Cleanup(func() {
		if a.Store == s {
			s.Close()
		}
	})
}

func (a *archive) begin() news.Run {
	a.t.Helper()
	run, err := a.Begin(a.t.Context(), gazette, news.Run{Options: `{"limit":0}`, Parser: "1", ProfileHash: "p"})
	if err != nil {
		a.t.Fatal(err)
	}
	a.run = run
	return run
}

func (a *archive) end(outcome string) {
	a.t.Helper()
	if err := a.End(a.t.Context(), a.run.ID, outcome, nil); err != nil {
		a.t.Fatal(err)
	}
}

// visit is a successful visit of an address with a body; an hour later than the
// one before.
func (a *archive) visit(address, body string) *news.Visit {
	a.seq++
	a.at = a.at.Add(time.Hour)
	return &news.Visit{
		ID:      news.VisitID(fmt.Sprintf("%032d", a.seq)),
		Run:     a.run.ID,
		Target:  news.Target{Site: gazette.Name, Host: "gazette.test", URL: address, Role: news.RoleOfArticle},
		At:      a.at,
		Outcome: news.Fetched,
		Response: &news.Response{
			URL: address, Status: 200, Body: []byte(body), Wire: int64(len(body)), Requests: 1, Took: 20 * time.Millisecond,
			Header: map[string][]string{"Content-Type": {"text/html"}, "Etag": {`"` + body + `"`}},
		},
		Parser:      "1",
		ProfileHash: "p",
	}
}

// article is a visit that read an article.
func (a *archive) article(address, body string, edit func(*news.Article)) *news.Visit {
	v := a.visit(address, body)
	v.Reading = &news.Reading{Kind: news.PageArticle, Article: ferry(address)}
	if edit != nil {
		edit(v.Reading.Article)
	}
	return v
}

func (a *archive) keep(v *news.Visit) news.Verdict {
	a.t.Helper()
	d, err := a.Keep(a.t.Context(), v)
	if err != nil {
		a.t.Fatal(err)
	}
	return d
}

// ferry is an article with all its parts.
func ferry(address string) *news.Article {
	at := time.Date(2024, 12, 1, 9, 30, 0, 0, time.FixedZone("", 2*3600))
	return &news.Article{
		URL: address, CanonicalURL: address, Kind: news.KindNews, Language: "en",
		Headline:   "Ferry timetable doubles for winter",
		Standfirst: "The harbour board adds sailings at dawn and dusk.",
		Bylines:    []news.Byline{{Name: "Mara Lindqvist", URL: "http://gazette.test/author/mara"}, {Name: "Tomás Peña"}},
		Source:     "Gazette & Agencies",
		Dateline:   "NORTHPORT",
		Published:  news.Stamp{Time: at, Zone: news.ZoneProfile, Text: "1 Dec 2024 09:30"},
		Modified:   news.Stamp{Time: at.Add(time.Hour), Zone: news.ZoneStated},
		Section:    []string{"News", "Economy"},
		Tags:       []news.Tag{{Name: "Ferries", URL: "http://gazette.test/tag/ferries"}, {Name: "Harbour Board"}},
		Body: []news.Block{
			{Type: news.Paragraph, Text: "The harbour board voted on Sunday to double the number of ferries."},
			{Type: news.Heading, Text: "Why now", Level: 2},
			{Type: news.Paragraph, Text: "Commuters had asked for the change since spring, the board's chair said."},
		},
		Images: []news.Image{
			{URL: "http://gazette.test/i/1.jpg", Caption: "A ferry leaves the quay (Harbour Press)", Alt: "White ferry", Credit: "Harbour Press", Role: news.RoleLead},
			{URL: "http://gazette.test/i/2.jpg", Alt: "A map", Role: news.RoleInline},
		},
		Links: []news.Link{
			{Relation: news.Related, URL: "http://gazette.test/quay", Title: "New quay opens", Position: 1},
			{Relation: news.MostRead, URL: "http://gazette.test/tram", Title: "Tram line opens", Position: 1},
		},
		ReadMinutes: 3,
		Provenance:  map[string]news.Provenance{"headline": {Source: news.FromJSONLD}},
	}
}

// count runs a query that returns one number.
func (a *archive) count(query string, args ...any) int {
	a.t.Helper()
	var n int
	if err := a.Reader().db.QueryRowContext(a.t.Context(), query, args...).Scan(&n); err != nil {
		a.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// dump is the whole content of the archive as text, table by table.
func (a *archive) dump() string {
	a.t.Helper()
	var b strings.Builder
	var tables []string
	err := a.Reader().each(a.t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`, nil,
		func(scan func(...any) error) error {
			var n string
			err := scan(&n)
			tables = append(tables, n)
			return err
		})
	for _, n := range tables {
		if err == nil && n != "archive" { // its name is another one in every file
			err = dumpTable(a.t.Context(), &b, a.Reader().db, n)
		}
	}
	if err != nil {
		a.t.Fatal(err)
	}
	return b.String()
}

func dumpTable(ctx context.Context, b *strings.Builder, db *sql.DB, table string) error {
	rows, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`"`)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		row := make([]any, len(names))
		for i := range row {
			row[i] = new(any)
		}
		if err := rows.Scan(row...); err != nil {
			return err
		}
		b.WriteString(table)
		for i := range row {
			fmt.Fprintf(b, "|%v", *row[i].(*any))
		}
		b.WriteByte('\n')
	}
	return rows.Err()
}

// sound checks what SQLite can check: pages, foreign keys, and that the
// full-text index says what the articles say.
func (a *archive) sound() {
	a.t.Helper()
	// A connection that has asked the full-text index before holds it against what it
	// remembers of it: of all that FTS5 does, its part of this check alone does not look
	// whether another connection has written since.
	r, err := OpenReader(a.t.Context(), a.path)
	if err != nil {
		a.t.Fatal(err)
	}
	defer r.Close()
	var verdict string
	if err := r.db.QueryRowContext(a.t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		a.t.Errorf("integrity_check = %s, %v", verdict, err)
	}
	if n := a.count("SELECT count(*) FROM pragma_foreign_key_check"); n != 0 {
		a.t.Errorf("%d rows violate a foreign key", n)
	}
	err = a.write(a.t.Context(), func(t *tx) error {
		return t.exec("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
	})
	if err != nil {
		a.t.Errorf("full-text integrity-check: %v", err)
	}
}
