package main

import (
	"encoding/csv"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// delivery is what a question found, in the forms that --format names.
type delivery[T any] struct {
	whole any               // JSON
	lines []T               // JSONL
	csv   func() [][]string // head and rows, safe in a spreadsheet
	table func()            // shows it for reading
	note  func()            // says beside it how much there is, in every format; nil: nothing
}

// formatFlag adds --format to a command that lists.
func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "table", orList(searchFormats))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(searchFormats, cobra.ShellCompDirectiveNoFileComp))
}

// formatted is the format of an answer: --json is short for one of them.
func (a *app) formatted(format string) (string, error) {
	if a.json {
		return "json", nil
	}
	if !slices.Contains(searchFormats, format) {
		return "", usage("--format is one of %s, not %q", strings.Join(searchFormats, ", "), format)
	}
	return format, nil
}

// exact is a moment in CSV; empty when there is none.
func exact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// number is one in CSV; empty for none.
func number[N int | int64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// deliver writes an answer in one of searchFormats.
func deliver[T any](a *app, format string, found delivery[T]) error {
	err := deliverData(a, format, found)
	if err == nil && found.note != nil {
		found.note()
	}
	return err
}

func deliverData[T any](a *app, format string, found delivery[T]) error {
	switch format {
	case "json":
		return a.printJSON(found.whole)
	case "jsonl":
		e := json.NewEncoder(a.stdout)
		e.SetEscapeHTML(false)
		for _, line := range found.lines {
			if err := e.Encode(line); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		rows := found.csv()
		return a.printCSV(rows[0], func(yield func([]string, error) bool) {
			for _, row := range rows[1:] {
				if !yield(row, nil) {
					return
				}
			}
		})
	}
	found.table()
	return nil
}

// printCSV prints rows under a head, each as it comes, up to an error of theirs.
func (a *app) printCSV(head []string, rows iter.Seq2[[]string, error]) error {
	w := csv.NewWriter(a.stdout)
	_ = w.Write(head) // csv.Writer keeps its error for Flush
	for row, err := range rows {
		if err != nil {
			w.Flush()
			return err
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
