package main

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestSQL(t *testing.T) {
	file := demoCrawled(t)
	ask := func(want int, args ...string) (string, string) {
		return newskeep(t, []int{want}, append([]string{"sql", "-a", file}, args...)...)
	}
	if out, _ := ask(exitDone, "SELECT count(*) AS articles FROM article"); strings.Join(strings.Fields(out), " ") != "ARTICLES 60" {
		t.Errorf("table:\n%s", out)
	}
	const odd = "SELECT 1 AS n, NULL AS n, '=1' AS s, x'00ff' AS b, -2 AS m, 1.5 AS f"
	out, _ := ask(exitDone, odd, "--json")
	var rows []map[string]any
	decode(t, out, &rows)
	if len(rows) != 1 || rows[0]["n"] != 1.0 || rows[0]["n_2"] != nil || rows[0]["b"] != "AP8=" || rows[0]["f"] != 1.5 {
		t.Errorf("json: %v", rows)
	}
	out, _ = ask(exitDone, odd, "--format", "csv")
	if all, err := csv.NewReader(strings.NewReader(out)).ReadAll(); err != nil || strings.Join(all[1], "|") != "1||'=1|AP8=|-2|1.5" {
		t.Errorf("csv: %q, %v", all, err)
	}
	if out, _ := ask(exitDone, "SELECT 1 WHERE 0", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("no rows: %q", out)
	}
	out, errs := ask(exitDone, "SELECT id FROM article", "--format", "jsonl", "--limit", "2")
	if strings.Count(out, "\n") != 2 || !strings.Contains(errs, "there are more") {
		t.Errorf("limit:\n%s%s", out, errs)
	}
	if out, _ := ask(exitDone, "SELECT 1e999 AS most, -1e999 AS least", "--format", "jsonl"); out != "{\"most\":9e999,\"least\":-9e999}\n" {
		t.Errorf("infinity: %s", out)
	}
	for question, want := range map[string]string{
		"SELECT :word":           "the value itself",
		"DELETE FROM article":    "only SELECT",
		"ATTACH 'x' AS y":        "only SELECT",
		"SELECT * FROM articles": "there is article",
	} {
		if _, errs := ask(exitUsage, question); !strings.Contains(errs, want) {
			t.Errorf("%s:\n%s\nwant %q", question, errs, want)
		}
	}
	_, errs = ask(exitFailed, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", "--timeout", "50ms")
	if !strings.Contains(errs, "--timeout") {
		t.Errorf("a question without an end: %s", errs)
	}
}

// A function of SQLite that does not look up is given up.
func TestSQLEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	busy := make(chan struct{})
	defer close(busy)
	if err := endsWith(ctx, func() error { <-busy; return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if err := endsWith(t.Context(), func() error { return io.EOF }); err != io.EOF {
		t.Errorf("%v, not what was returned", err)
	}
}

// The last example of the help gives what articles said at a moment: it must say of
// three days, as of the second, what an archive of two days says.
func TestSQLOfAMoment(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(sqlExample), "\n")
	question := strings.Split(lines[len(lines)-1], `"`)[1]
	question = strings.Replace(question, "2024-12-01T18:00", "2024-12-03T00:00", 1) + " ORDER BY 1"
	then, _ := newskeep(t, []int{exitDone}, "sql", "-a", daysCrawled(t, 3).archive, "--format", "csv", question)
	was, _ := newskeep(t, []int{exitDone}, "sql", "-a", daysCrawled(t, 2).archive, "--format", "csv", "SELECT id AS article_id, revision, headline FROM article ORDER BY 1")
	now, _ := newskeep(t, []int{exitDone}, "sql", "-a", daysCrawled(t, 3).archive, "--format", "csv", "SELECT id AS article_id, revision, headline FROM article ORDER BY 1")
	if then != was {
		t.Errorf("as of the second day\n%swant\n%s", then, was)
	}
	if then == now {
		t.Error("nothing happened on the third day: the test has lost its object")
	}
}
