package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"newskeep/store"
)

// writeArchive is how a version of the archive leaves a witness of itself: run it
// once before the next migration is written.
var writeArchive = flag.Bool("write-archive", false, "write testdata/archives/vN.sql.gz and what is answered from it, for the newest version N")

const olderArchives = "../../testdata/archives"

// answer is a question to an archive and what the program of its version printed.
type answer struct {
	Args []string        `json:"args"`
	Out  json.RawMessage `json:"out"`
}

// Archives written by earlier versions are refused by readers until they are
// migrated, migrated by the next run after a backup, and then say what they said.
func TestOlderArchives(t *testing.T) {
	if *writeArchive {
		leaveArchive(t)
	}
	dumps, err := filepath.Glob(filepath.Join(olderArchives, "v*.sql.gz"))
	if err != nil || len(dumps) == 0 {
		t.Fatalf("no archives in %s (%v)", olderArchives, err)
	}
	newest := newestVersion(t)
	for n := 1; n < newest; n++ {
		if !slices.Contains(dumps, filepath.Join(olderArchives, fmt.Sprintf("v%d.sql.gz", n))) {
			t.Errorf("version %d left no archive: before the next migration is written, run make witness", n)
		}
	}
	for _, dump := range dumps {
		name := strings.TrimSuffix(filepath.Base(dump), ".sql.gz")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			archive := filepath.Join(t.TempDir(), "older.db")
			restore(t, dump, archive)
			version, err := strconv.Atoi(strings.TrimPrefix(name, "v"))
			if got := versionOf(t, archive); err != nil || got != version {
				t.Fatalf("%s holds version %d (%v)", dump, got, err)
			}
			if version < newest {
				var older *store.OlderError
				if r, err := store.OpenReader(t.Context(), archive); !errors.As(err, &older) {
					t.Errorf("reading it before it is migrated: %v, %v, want an OlderError", r, err)
				}
			}
			s, err := store.Open(t.Context(), archive, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if got := versionOf(t, archive); got != newest {
				t.Errorf("it is of version %d now, want %d", got, newest)
			}
			copies, _ := filepath.Glob(archive + ".v*.bak")
			if want := min(1, newest-version); len(copies) != want {
				t.Errorf("backups %q, want %d", copies, want)
			}
			for _, c := range copies {
				if got := versionOf(t, c); got != version {
					t.Errorf("the backup %s is of version %d, want %d", c, got, version)
				}
			}
			out, _ := newskeep(t, []int{exitDone}, "verify", "-a", archive, "--json")
			var v store.Verification
			if decode(t, out, &v); v.Snapshots == 0 || v.Articles == 0 || len(v.Skipped) > 0 {
				t.Errorf("verify looked at %+v, want everything", v)
			}
			var answers []answer
			decode(t, string(unzipped(t, filepath.Join(olderArchives, name+".answers.json.gz"))), &answers)
			if len(answers) < 10 {
				t.Fatalf("%d answers to compare, want more", len(answers))
			}
			for _, want := range answers {
				out, _ := newskeep(t, []int{exitDone}, append(slices.Clone(want.Args), "-a", archive)...)
				var got, had any
				decode(t, out, &got)
				decode(t, string(want.Out), &had)
				if where := missing(had, got, ""); where != "" {
					t.Errorf("newskeep %s: another answer than version %d gave: %s", strings.Join(want.Args, " "), version, where)
				}
			}
		})
	}
}

// missing says where an answer lacks something that another one has; what was
// added since is no difference.
func missing(want, got any, where string) string {
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s: %v", where, got)
		}
		for k, v := range want {
			if k == "score" {
				continue // what words weigh may change; which articles are found, and in which order, may not
			}
			if at := missing(v, have[k], where+"."+k); at != "" {
				return at
			}
		}
		return ""
	case []any:
		have, ok := got.([]any)
		if !ok || len(have) != len(want) {
			return fmt.Sprintf("%s: %d items, want %d", where, len(have), len(want))
		}
		for i, v := range want {
			if at := missing(v, have[i], fmt.Sprintf("%s[%d]", where, i)); at != "" {
				return at
			}
		}
		return ""
	}
	if want != got {
		return fmt.Sprintf("%s: %v, want %v", where, got, want)
	}
	return ""
}

// newestVersion is that of a new archive.
func newestVersion(t *testing.T) int {
	t.Helper()
	file := filepath.Join(t.TempDir(), "new.db")
	s, err := store.Open(t.Context(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return versionOf(t, file)
}

func versionOf(t *testing.T, archive string) int {
	t.Helper()
	n, err := strconv.Atoi(rows(t, open(t, archive), "PRAGMA user_version")[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// leaveArchive crawls two sections of the demo on three days, and writes the
// archive as SQL with the answers of this program.
func leaveArchive(t *testing.T) {
	t.Helper()
	a := testApp(t, filepath.Join(t.TempDir(), "now.db"))
	for n := 1; n <= 3; n++ {
		crawlDay(t, a, n, "Health", "Technology")
	}
	db := open(t, a.archive)
	name := filepath.Join(olderArchives, fmt.Sprintf("v%d", versionOf(t, a.archive)))
	zipped(t, name+".sql.gz", []byte(dumpSQL(t, db)))
	questions := [][]string{
		{"search", "the", "--limit", "100", "--sort", "date"},
		{"search", "tide OR lighthouse"},
		{"search", "the", "--count-by", "section"},
		{"search", "the", "--count-by", "byline"},
		{"placements"},
	}
	for _, id := range rows(t, db, `SELECT id FROM article ORDER BY id`) {
		questions = append(questions, []string{"show", id}, []string{"history", id})
	}
	for _, id := range rows(t, db, `SELECT article_id || ' ' || number FROM revision WHERE number > 1 ORDER BY 1`) {
		article, number, _ := strings.Cut(id, " ")
		questions = append(questions, []string{"show", article, "--revision", number})
	}
	var answers []answer
	for _, q := range questions {
		args := append(q, "--json")
		out, _ := newskeep(t, []int{exitDone}, append(slices.Clone(args), "-a", a.archive)...)
		answers = append(answers, answer{args, json.RawMessage(out)})
	}
	b, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	zipped(t, name+".answers.json.gz", b)
}

// dumpSQL writes an archive as statements that make it again. The full-text index
// is not written: it is rebuilt from the articles.
func dumpSQL(t *testing.T, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	for _, mark := range []string{"application_id", "user_version"} {
		fmt.Fprintf(&b, "PRAGMA %s = %s;\n", mark, rows(t, db, "PRAGMA "+mark)[0])
	}
	const made = `FROM sqlite_schema s LEFT JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
		WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND coalesce(l.type, '') <> 'shadow'`
	statement := func(query string, args ...any) {
		for _, line := range column(t, db, query, args...) {
			b.WriteString(line + ";\n")
		}
	}
	statement(`SELECT s.sql ` + made + ` AND s.type = 'table' ORDER BY s.rowid`)
	for _, table := range column(t, db, `SELECT s.name `+made+` AND s.type = 'table' AND l.type = 'table' ORDER BY s.rowid`) {
		quoted := column(t, db, `SELECT 'quote("' || name || '")' FROM pragma_table_info(?) ORDER BY cid`, table)
		statement(fmt.Sprintf(`SELECT 'INSERT INTO "%s" VALUES (' || %s || ')' FROM "%[1]s"`, table, strings.Join(quoted, " || ',' || ")))
	}
	statement(`SELECT s.sql ` + made + ` AND s.type <> 'table' ORDER BY s.rowid`)
	statement(`SELECT 'INSERT INTO "' || s.name || '" ("' || s.name || '") VALUES (''rebuild'')' ` + made + ` AND s.sql LIKE '%USING fts5(%'`)
	return b.String()
}

// column is the one column of a query, whatever characters it holds.
func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rs, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rs.Close()
	var all []string
	for rs.Next() {
		var s string
		if err := rs.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rs.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// restore makes an archive of a dump, without any code of ours.
func restore(t *testing.T, dump, archive string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+archive)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.ExecContext(t.Context(), "PRAGMA synchronous = OFF; BEGIN;"+string(unzipped(t, dump))+"COMMIT"); err != nil {
		t.Fatalf("%s: %v", dump, err)
	}
}

func zipped(t *testing.T, name string, b []byte) {
	t.Helper()
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func unzipped(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
