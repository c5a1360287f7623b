package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/store"
	"newskeep/store/export"
)

// kwicID is how many cells the article's number takes in front.
const kwicID = 13

// kwic shows each occurrence on a line of its own, the found words in a column.
func (a *app) kwic(ctx context.Context, r *store.Reader, query string, f searchFlags) error {
	side := max(12, min(60, (width(a.stdout)-kwicID-14)/2))
	lines, err := r.KWIC(ctx, store.KWICRequest{Query: query, Limit: f.limit + 1, Width: side, Sort: store.KWICSort(f.sort)})
	if err != nil {
		return err
	}
	more := ""
	if len(lines) > f.limit {
		lines, more = lines[:f.limit], "; there are more: a larger --limit"
	}
	return deliver(a, f.format, delivery[store.Line]{
		whole: lines, lines: lines,
		csv: func() [][]string {
			rows := [][]string{{"id", "published", "left", "match", "right", "headline", "url"}}
			for _, l := range lines {
				rows = append(rows, []string{fmt.Sprint(l.ID), l.Published, export.Cell(l.Left), export.Cell(l.Match), export.Cell(l.Right), export.Cell(l.Headline), export.Cell(l.URL)})
			}
			return rows
		},
		table: func() { a.printKWIC(lines, side) },
		note:  func() { a.note("%s%s%s", plural(len(lines), "occurrence"), asOf(r.Past()), more) },
	})
}

func (a *app) printKWIC(lines []store.Line, side int) {
	for _, l := range lines {
		match := harmless(l.Match)
		room := max(0, width(a.stdout)-kwicID-side-2-text.StringWidthWithoutEscSequences(match))
		fmt.Fprintf(a.stdout, "%s  %s\n",
			a.paint(a.stdout, fmt.Sprintf("%-11d", l.ID), text.Faint),
			alignRight(harmless(l.Left), side)+" "+a.paint(a.stdout, match, text.Bold, text.FgYellow)+" "+text.Trim(harmless(l.Right), room))
	}
}

// alignRight pads s on the left to n cells.
func alignRight(s string, n int) string {
	return strings.Repeat(" ", max(0, n-text.StringWidthWithoutEscSequences(s))) + s
}
