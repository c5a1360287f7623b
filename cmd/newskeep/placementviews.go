package main

import (
	"context"
	"fmt"
	"time"

	"newskeep/store"
	"newskeep/store/export"
)

// moves prints what was moved in modules.
func (a *app) moves(ctx context.Context, r *store.Reader, q store.PlacementRequest, format string) error {
	list, err := r.Moves(ctx, q)
	if err != nil {
		return err
	}
	return deliver(a, format, delivery[store.Move]{
		whole: list, lines: list,
		csv:   func() [][]string { return moveRows(list) },
		table: func() { a.printMoves(list) },
		note:  func() { a.noteOf(len(list), q.Limit, "move") },
	})
}

func (a *app) printMoves(list []store.Move) {
	t := a.table("seen", "not until", "module", "page", "move", "slot", "title")
	for _, m := range list {
		title := m.Title
		if m.Before != "" {
			title += "  (was: " + m.Before + ")"
		}
		t.AppendRow([]any{clockTime(m.At), clockTime(m.After), m.Module, cut(path(m.Page), 28), m.Move, slots(m.From, m.To),
			cut(harmless(title), max(20, width(a.stdout)-100))})
	}
	t.Render()
}

// slots are those an item was moved between.
func slots(from, to int) string {
	switch {
	case from == 0 && to == 0:
		return ""
	case from == 0:
		return fmt.Sprintf("to %d", to)
	case to == 0:
		return fmt.Sprintf("from %d", from)
	}
	return fmt.Sprintf("%d to %d", from, to)
}

// tenures prints how long items stood in modules.
func (a *app) tenures(ctx context.Context, r *store.Reader, q store.PlacementRequest, format string) error {
	list, err := r.Tenures(ctx, q)
	if err != nil {
		return err
	}
	return deliver(a, format, delivery[*store.Tenure]{
		whole: list, lines: list,
		csv:   func() [][]string { return tenureRows(list) },
		table: func() { a.printTenures(list) },
		note:  func() { a.noteOf(len(list), q.Limit, "item") },
	})
}

func (a *app) printTenures(list []*store.Tenure) {
	t := a.table("module", "page", "at least", "at most", "best slot", "for", "up", "down", "first seen", "last seen", "title")
	for _, s := range list {
		best, at := "", ""
		if s.Best > 0 {
			best, at = fmt.Sprint(s.Best), long(s.AtBest)
		}
		t.AppendRow([]any{s.Module, cut(path(s.Page), 28), long(s.Seconds), long(s.AtMost), best, at, s.Promoted, s.Demoted,
			clockTime(s.First), clockTime(s.Last), cut(harmless(s.Title), max(20, width(a.stdout)-120))})
	}
	t.Render()
}

// moveRows are the head and the rows of moves in CSV.
func moveRows(list []store.Move) [][]string {
	rows := [][]string{{"seen", "not_until", "site", "module", "section", "page", "move", "from_slot", "to_slot", "title", "title_before", "url"}}
	for _, m := range list {
		rows = append(rows, []string{exact(m.At), exact(m.After), m.Site, m.Module, export.Cell(m.Section), export.Cell(m.Page), m.Move, number(m.From), number(m.To),
			export.Cell(m.Title), export.Cell(m.Before), export.Cell(m.URL)})
	}
	return rows
}

// tenureRows are the head and the rows of tenures in CSV.
func tenureRows(list []*store.Tenure) [][]string {
	rows := [][]string{{"site", "module", "section", "page", "title", "url", "first_seen", "last_seen", "there", "seconds", "seconds_at_most", "best_slot", "seconds_at_best",
		"promoted", "demoted", "returned", "retitled"}}
	for _, s := range list {
		rows = append(rows, []string{s.Site, s.Module, export.Cell(s.Section), export.Cell(s.Page), export.Cell(s.Title), export.Cell(s.URL), exact(s.First), exact(s.Last),
			fmt.Sprint(s.There), fmt.Sprint(s.Seconds), fmt.Sprint(s.AtMost), number(s.Best), fmt.Sprint(s.AtBest),
			fmt.Sprint(s.Promoted), fmt.Sprint(s.Demoted), fmt.Sprint(s.Returned), fmt.Sprint(s.Retitled)})
	}
	return rows
}

func (a *app) noteOf(n, limit int, noun string) {
	more := ""
	if n == limit {
		more = "; there may be more: a larger --limit"
	}
	a.note("%s; times are UTC%s", plural(n, noun), more)
}

// long is a duration as people say it when seconds do not matter.
func long(seconds int64) string {
	d := time.Duration(seconds) * time.Second
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd %dh", int(d.Hours())/24, int(d.Hours())%24)
	case d >= time.Hour:
		return fmt.Sprintf("%dh %dm", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%dm", int(d.Minutes()))
}
