package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/store"
	"newskeep/store/export"
)

// kwic shows each occurrence on a line of its own, the found words in a column.
func (a *app) kwic(ctx context.Context, r *store.Reader, query string, f searchFlags) error {
	const id = 13 // cells of the article's number in front
	side := max(12, min(60, (width(a.stdout)-id-14)/2))
	lines, err := r.KWIC(ctx, store.KWICRequest{Query: query, Limit: f.limit, Width: side, Sort: store.KWICSort(f.sort)})
	if err != nil {
		return err
	}
	switch f.format {
	case "json":
		return a.printJSON(lines)
	case "jsonl":
		return a.printLines(lines)
	case "csv":
		w := csv.NewWriter(a.stdout)
		_ = w.Write([]string{"id", "published", "left", "match", "right", "headline", "url"})
		for _, l := range lines {
			_ = w.Write([]string{fmt.Sprint(l.ID), l.Published, export.Cell(l.Left), export.Cell(l.Match), export.Cell(l.Right), export.Cell(l.Headline), export.Cell(l.URL)})
		}
		w.Flush()
		return w.Error()
	}
	for _, l := range lines {
		match := harmless(l.Match)
		room := max(0, width(a.stdout)-id-side-2-text.StringWidthWithoutEscSequences(match))
		fmt.Fprintf(a.stdout, "%s  %s\n",
			a.paint(a.stdout, fmt.Sprintf("%-11d", l.ID), text.Faint),
			alignRight(harmless(l.Left), side)+" "+a.paint(a.stdout, match, text.Bold, text.FgYellow)+" "+text.Trim(harmless(l.Right), room))
	}
	a.note("%s", plural(len(lines), "occurrence"))
	return nil
}

// alignRight pads s on the left to n cells.
func alignRight(s string, n int) string {
	return strings.Repeat(" ", max(0, n-text.StringWidthWithoutEscSequences(s))) + s
}
