package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/store/export"
)

const sqlHelp = `Ask the archive in SQL and print the answer. Nothing can be written, attached or
set: SELECT, WITH, VALUES and EXPLAIN QUERY PLAN are answered, one at a time; a crawl
may write meanwhile. "-" reads the question from stdin.

Start from the views: article_overview (articles with bylines and tags as text),
caption, front_page (what stood where), ticker, link_graph, run_ledger. 'newskeep
schema' tells of every table and column; times are UTC and sort as text. Words are
found with the full-text index, as the example shows.

Tables tell of today. What articles said at a moment stands in revision: the last one
first seen by then, its fields as JSON in content, as the last example shows. There is
no --as-of here: the full-text index and the tables of what is due have no past. Words
are found as of a moment by 'search', 'words' and 'export --as-of'.

A table shows the first 1000 rows, csv, json and jsonl all; --limit changes that. In
csv an apostrophe stands before what a spreadsheet could take for a formula; json and
jsonl have the text as it is.`

const sqlExample = `  newskeep sql "SELECT site, count(*) FROM article GROUP BY site"
  newskeep sql "SELECT published_at, headline FROM article_overview WHERE bylines LIKE '%Fenn%' ORDER BY 1" --format csv
  newskeep sql "SELECT a.headline FROM article_fts f JOIN article a ON a.id = f.rowid WHERE article_fts MATCH 'tram'"
  newskeep sql - --json < question.sql
  newskeep sql "SELECT article_id, max(number) AS revision, content ->> '$.headline' AS headline FROM revision WHERE first_seen <= '2024-12-01T18:00' GROUP BY article_id"`

// rowsOfTable bounds what is held to find the widths of columns.
const rowsOfTable = 1000

func (a *app) sqlCmd() *cobra.Command {
	var format string
	var limit int
	var timeout time.Duration
	cmd := &cobra.Command{
		Use: "sql QUESTION|-", Short: "Ask in SQL, read-only", Long: sqlHelp, Example: sqlExample, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if !slices.Contains(sqlFormats, format) {
				return usage("--format is one of %s, not %q", strings.Join(sqlFormats, ", "), format)
			}
			if limit < 0 || timeout <= 0 {
				return usage("--limit and --timeout are greater than nothing")
			}
			if !cmd.Flags().Changed("limit") && format == "table" {
				limit = rowsOfTable
			}
			question := args[0]
			if question == "-" {
				b, err := io.ReadAll(io.LimitReader(a.stdin, 1<<20))
				if err != nil {
					return fmt.Errorf("read the question: %w", err)
				}
				question = string(b)
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), timeout)
			defer cancel()
			err := endsWith(ctx, func() error { return a.sql(ctx, question, format, limit) })
			if errors.Is(err, context.DeadlineExceeded) {
				return fmt.Errorf("no answer within %s: narrow the question (an index? a date?), or allow more with --timeout", timeout)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", orList(sqlFormats))
	cmd.Flags().IntVar(&limit, "limit", 0, "print the first `N` rows; 0: all (a table: 1000)")
	cmd.Flags().DurationVar(&timeout, "timeout", 30*time.Second, "stop after this long")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(sqlFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// patience is how long a question has to end after its time.
const patience = 2 * time.Second

// endsWith does what f does, and gives it up when it goes on after the context:
// SQLite looks up between two rows, but not within one function, and the search for
// one huge value in another takes days. The program ends then.
func endsWith(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case err := <-done:
		return err
	case <-late.C:
		return ctx.Err()
	}
}

var sqlFormats = []string{"table", "csv", "json", "jsonl"}

func (a *app) sql(ctx context.Context, question, format string, limit int) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	columns, rows, err := r.Ask(ctx, question)
	if err != nil {
		return err
	}
	cut := false
	first := func(yield func([]any, error) bool) {
		n := 0
		for row, err := range rows {
			if cut = limit > 0 && n == limit; cut || !yield(row, err) {
				return
			}
			n++
		}
	}
	switch format {
	case "csv":
		err = a.answerCSV(columns, first)
	case "json", "jsonl":
		err = a.answerJSON(columns, first, format == "json")
	default:
		err = a.answerTable(columns, first)
	}
	if cut && err == nil {
		a.note("the first %d rows; there are more: a larger --limit, or --limit 0 for all", limit)
	}
	return err
}

func (a *app) answerTable(columns []string, rows iter.Seq2[[]any, error]) error {
	var head []any
	for _, c := range columns {
		head = append(head, harmless(c))
	}
	t := a.table(head...)
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells := make([]any, len(row))
		for i, v := range row {
			cells[i] = cut(strings.Join(strings.Fields(harmless(cellText(v))), " "), max(20, width(a.stdout)-20))
		}
		t.AppendRow(cells)
	}
	t.Render()
	return nil
}

func (a *app) answerCSV(columns []string, rows iter.Seq2[[]any, error]) error {
	return a.printCSV(columns, func(yield func([]string, error) bool) {
		for row, err := range rows {
			cells := make([]string, len(row))
			for i, v := range row {
				if cells[i] = cellText(v); !isNumber(v) {
					cells[i] = export.Cell(cells[i])
				}
			}
			if !yield(cells, err) {
				return
			}
		}
	})
}

// answerJSON writes objects whose keys are in the order of the columns: one a line,
// or as one list.
func (a *app) answerJSON(columns []string, rows iter.Seq2[[]any, error], list bool) error {
	keys := distinct(columns)
	between, end := "", ""
	if list {
		if _, err := io.WriteString(a.stdout, "["); err != nil {
			return err
		}
		end = "]\n"
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		var b bytes.Buffer
		b.WriteString(between)
		for i, v := range row {
			b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
			if err := jsonValue(&b, keys[i]); err != nil {
				return err
			}
			b.WriteByte(':')
			if err := jsonValue(&b, v); err != nil {
				return err
			}
		}
		b.WriteByte('}')
		if between = ",\n"; !list {
			between = ""
			b.WriteByte('\n')
		}
		if _, err := a.stdout.Write(b.Bytes()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(a.stdout, end)
	return err
}

// jsonValue writes a value; bytes become base64, as encoding/json has it. JSON has no
// infinity: as in SQLite's own, a number no reader can hold stands for it.
func jsonValue(b *bytes.Buffer, v any) error {
	if f, ok := v.(float64); ok && math.IsInf(f, 0) {
		b.WriteString(map[bool]string{true: "9e999", false: "-9e999"}[f > 0])
		return nil
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the end of the line
	return nil
}

// distinct gives columns of one name numbers, so that each can be a key.
func distinct(columns []string) []string {
	keys := slices.Clone(columns)
	for i, k := range keys {
		for n := 2; slices.Contains(keys[:i], keys[i]); n++ {
			keys[i] = k + "_" + strconv.Itoa(n)
		}
	}
	return keys
}

// cellText is a value in a table or CSV; bytes become base64, NULL nothing.
func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(v)
}

func isNumber(v any) bool {
	switch v.(type) {
	case int64, float64:
		return true
	}
	return false
}
