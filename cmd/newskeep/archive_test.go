package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "modernc.org/sqlite" // the tests look into the archive as any other program would
)

// program is the built binary, for tests that must kill it or look at it from
// outside. It is built once, into programDir.
var (
	programDir string
	program    = sync.OnceValues(func() (string, error) {
		file := filepath.Join(programDir, "newskeep")
		out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("go build: %w\n%s", err, out)
		}
		return file, nil
	})
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "newskeep")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	programDir = dir
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// newskeep runs the program in this process and fails the test when the status
// is none of those wanted.
func newskeep(t *testing.T, want []int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, strings.NewReader(""), &out, &errs)
	if !slices.Contains(want, status) {
		t.Fatalf("newskeep %s: status %d, want one of %v\n%s%s", strings.Join(args, " "), status, want, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// decode reads what a command printed with --json.
func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, text)
	}
}

// open opens an archive read-only, as sqlite3 or Datasette would.
func open(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// rows are the lines a query gives, columns joined by |, in the order given.
func rows(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rs, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rs.Close()
	cols, err := rs.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rs.Next() {
		vals := make([]sql.NullString, len(cols))
		ptrs := make([]any, len(cols))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rs.Scan(ptrs...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(cols))
		for i, v := range vals {
			line[i] = v.String
		}
		lines = append(lines, strings.Join(line, "|"))
	}
	if err := rs.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

var demoCrawl = sync.OnceValues(func() (string, error) {
	file := filepath.Join(programDir, "demo.db")
	var out bytes.Buffer
	if status := run(context.Background(), []string{"crawl", "demo", "-a", file}, strings.NewReader(""), &out, &out); status != exitPartial {
		return "", fmt.Errorf("crawl demo: status %d\n%s", status, out.String())
	}
	return file, nil
})

// demoCrawled is an archive of the demo newspaper that tests share: only to be read.
func demoCrawled(t *testing.T) string {
	t.Helper()
	file, err := demoCrawl()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// demoCopy is one of its own.
func demoCopy(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copy.db")
	newskeep(t, []int{exitDone}, "backup", file, "-a", demoCrawled(t), "-q")
	return file
}
