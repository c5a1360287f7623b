package main

import (
	"context"
	"fmt"
	"time"

	"newskeep/store"
)

// moves prints what was moved in modules.
func (a *app) moves(ctx context.Context, r *store.Reader, q store.PlacementRequest) error {
	list, err := r.Moves(ctx, q)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(list)
	}
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
	a.noteOf(len(list), q.Limit, "move")
	return nil
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
func (a *app) tenures(ctx context.Context, r *store.Reader, q store.PlacementRequest) error {
	list, err := r.Tenures(ctx, q)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(list)
	}
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
	a.noteOf(len(list), q.Limit, "item")
	return nil
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
