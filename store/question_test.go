package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAsk(t *testing.T) {
	a := small(t)
	for question, want := range map[string]string{
		"SELECT count(*) AS n, NULL, 'a;b' AS s -- ; none":                          "n NULL s",
		"VALUES (1); /* ; */ ;":                                                     "column1",
		"WITH x AS (SELECT 1 AS one) SELECT * FROM x":                               "one",
		"SELECT name FROM pragma_table_info('article') LIMIT 1":                     "name",
		"SELECT rowid FROM article_fts WHERE article_fts MATCH 'tram'":              "rowid",
		"SELECT term, doc FROM article_word LIMIT 3":                                "term doc",
		"SELECT headline, bylines FROM article_overview WHERE headline LIKE '%a%'":  "headline bylines",
		"SELECT json_extract(value, '$') v FROM json_each('[1]')":                   "v",
		"EXPLAIN QUERY PLAN SELECT 1":                                               "id parent notused detail",
		"PRAGMA table_info(article)":                                                "cid name type notnull dflt_value pk",
		"SELECT captions FROM image_text_fts WHERE image_text_fts MATCH 'harbour*'": "captions",
	} {
		columns, rows, err := a.Reader().Ask(t.Context(), question)
		if err != nil || strings.Join(columns, " ") != want {
			t.Errorf("%s: %q, %v, want %s", question, columns, err, want)
			continue
		}
		for _, err := range rows {
			if err != nil {
				t.Errorf("%s: %v", question, err)
			}
		}
	}
}

// Nothing that is asked can change a file, this one or another.
func TestAskOnlyReads(t *testing.T) {
	a := small(t)
	other := filepath.Join(t.TempDir(), "other.db")
	for _, question := range []string{
		"DELETE FROM article", "INSERT INTO tag VALUES (99, 'x', 'x', '')", "UPDATE article SET headline = ''", "DROP TABLE article",
		"CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "ATTACH '" + other + "' AS o", "VACUUM INTO '" + other + "'", "VACUUM",
		"PRAGMA query_only = OFF", "PRAGMA query_only(0)", "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 9", "PRAGMA writable_schema = ON", "PRAGMA wal_checkpoint",
		"BEGIN IMMEDIATE", "SAVEPOINT x", "REINDEX", "ANALYZE", "SELECT 1; DELETE FROM article", "SELECT load_extension('x')",
		"INSERT INTO article_fts (article_fts) VALUES ('delete-all')", "SELECT 1; -- x\nDROP TABLE tag", "", ";", "-- nothing",
	} {
		_, rows, err := a.Reader().Ask(t.Context(), question)
		if err == nil {
			for _, err = range rows {
			}
		}
		var q *QuestionError
		if !errors.As(err, &q) {
			t.Errorf("%s: %v, want a *QuestionError", question, err)
		}
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("another file was written")
	}
	if n := a.count("SELECT count(*) FROM article"); n == 0 {
		t.Error("articles are gone")
	}
	if _, err := a.Reader().Search(t.Context(), SearchRequest{Query: "tram"}); err != nil {
		t.Errorf("a guarded connection went back to the others: %v", err)
	}
}

// What a question sorts does not have to find room in memory.
func TestAskSortsInFiles(t *testing.T) {
	_, rows, err := small(t).Reader().Ask(t.Context(), "PRAGMA temp_store")
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range rows {
		if err != nil || row[0] != int64(1) { // FILE: https://www.sqlite.org/pragma.html#pragma_temp_store
			t.Errorf("temp_store is %v, %v", row, err)
		}
	}
}

// A ranking is for searches: a question in SQL may not write into one.
func TestAskDoesNotRank(t *testing.T) {
	_, _, err := small(t).Reader().Ask(t.Context(), "SELECT best(article_fts, 1) FROM article_fts WHERE article_fts MATCH 'tram'")
	if err == nil || !strings.Contains(err.Error(), "more than read") {
		t.Errorf("%v", err)
	}
}

func TestAskSaysWhatToDo(t *testing.T) {
	a := small(t)
	for question, want := range map[string]string{
		"SELECT * FROM articles":                      "there is article",
		"SELECT * FROM nowhere":                       "article_overview",
		"SELECT titel FROM article":                   "newskeep schema TABLE",
		"SELEC 1":                                     "syntax error",
		"DELETE FROM article":                         "only SELECT",
		"SELECT zeroblob(900000000) FROM article":     "MiB",
		"SELECT 1; SELECT 2":                          "one question at a time",
		"SELECT rowid FROM article_fts('NEAR(') ":     "fts5",
		"SELECT rowid FROM article_fts('nope: tram')": "no such column",
	} {
		_, rows, err := a.Reader().Ask(t.Context(), question)
		if err == nil {
			for _, err = range rows {
			}
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", question, err, want)
		}
	}
}

func TestAskEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, rows, err := small(t).Reader().Ask(ctx, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
	if err == nil {
		for _, err = range rows {
		}
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want %v", err, context.DeadlineExceeded)
	}
}

func FuzzSecondStatement(f *testing.F) {
	for _, s := range []string{"SELECT 1", "SELECT ';'; DELETE", "[;]", "/*", "--", "';", "a;--\n;b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if more := secondStatement(s); more != "" && !strings.Contains(s, ";") {
			t.Errorf("%q has a second statement %q without a semicolon", s, more)
		}
	})
}
