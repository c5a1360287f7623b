package main

import (
	"encoding/csv"
	"encoding/json"
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
		return csv.NewWriter(a.stdout).WriteAll(found.csv())
	}
	found.table()
	return nil
}
