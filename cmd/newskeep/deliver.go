package main

import (
	"encoding/csv"
	"encoding/json"
	"iter"
)

// delivery is what a question found, in the forms that --format names.
type delivery[T any] struct {
	whole any               // JSON
	lines []T               // JSONL
	csv   func() [][]string // head and rows, safe in a spreadsheet
	table func()            // shows it for reading
}

// deliver writes an answer in one of searchFormats.
func deliver[T any](a *app, format string, found delivery[T]) error {
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
