package store

import (
	"strings"
	"testing"
)

func TestSchemaSpeaks(t *testing.T) {
	a := newArchive(t)
	tables, err := a.Reader().Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 30 {
		t.Errorf("%d tables and views, want at least 30", len(tables))
	}
	for _, table := range tables {
		if !sentence(table.Comment) {
			t.Errorf("%s %s has the comment %q, want a sentence", table.Kind, table.Name, table.Comment)
		}
		if len(table.Columns) == 0 {
			t.Errorf("%s has no columns", table.Name)
		}
		for _, c := range table.Columns {
			if !sentence(c.Comment) {
				t.Errorf("%s.%s has the comment %q, want a sentence", table.Name, c.Name, c.Comment)
			}
		}
		if table.Kind == "table" && !strings.Contains(table.SQL, "STRICT") {
			t.Errorf("table %s is not STRICT", table.Name)
		}
	}
}

func sentence(s string) bool {
	return len(s) > 2 && strings.HasSuffix(s, ".")
}

func TestSchemaReferences(t *testing.T) {
	a := newArchive(t)
	tables, err := a.Reader().Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ column, want string }{
		{"article.page_id", "page.id"},
		{"article_tag.tag_id", "tag.id"},
		{"visit.run_id", "run.id"},
		{"article.headline", ""},
	} {
		got, found := "", false
		for _, table := range tables {
			for _, c := range table.Columns {
				if table.Name+"."+c.Name == tt.column {
					got, found = c.References, true
				}
			}
		}
		if !found || got != tt.want {
			t.Errorf("%s references %q, want %q", tt.column, got, tt.want)
		}
	}
}

// Every view can be read: a view with a wrong column fails only when it is used.
func TestViewsCanBeRead(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article("http://gazette.test/tram", "tram", nil))
	a.keep(a.article("http://gazette.test/ferry", "ferry", nil))
	for _, tt := range []struct {
		query string
		want  int
	}{
		{"SELECT count(*) FROM article_overview WHERE bylines = 'Mara Lindqvist; Tomás Peña' AND tags = 'Ferries; Harbour Board' AND section = 'News / Economy'", 2},
		{"SELECT count(*) FROM caption WHERE credit = 'Harbour Press'", 2},
		{"SELECT count(*) FROM front_page WHERE module = 'most_read' AND article_id IS NOT NULL", 1},
		{"SELECT count(*) FROM link_graph WHERE to_headline LIKE 'Ferry%'", 2},
		{"SELECT visits FROM run_ledger", 2},
		{"SELECT count(*) FROM ticker", 0},
	} {
		if got := a.count(tt.query); got != tt.want {
			t.Errorf("%s = %d, want %d", tt.query, got, tt.want)
		}
	}
}

// SQLite before 3.45 takes json_valid(NULL) for false, so that a bare check on a
// nullable column makes an archive look damaged there, and refuses its dump.
func TestChecksHoldInOlderSQLite(t *testing.T) {
	script, err := migrationFiles.ReadFile("migrations/0001_archive.sql")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(script)) {
		if !strings.Contains(line, "json_valid(") {
			continue
		}
		n++
		if !strings.Contains(line, "NOT NULL") && !strings.Contains(line, "IS NULL OR json_valid(") {
			t.Errorf("a nullable column with a bare json_valid: %s", strings.TrimSpace(line))
		}
	}
	if n < 5 {
		t.Errorf("%d checks of JSON found; the test has lost its object", n)
	}
}
