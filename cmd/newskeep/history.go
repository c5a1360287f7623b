package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/store"
)

const historyHelp = `The revisions of an article: each distinct state the newsroom published, when it
was first and last seen, what the page claimed, and which fields changed. A change
of our own parser never makes one.`

func (a *app) historyCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "history ID|URL", Short: "The revisions of an article and what changed", Long: historyHelp, Args: cobra.ExactArgs(1),
		Example: "  newskeep history 111234567\n  newskeep history https://news.example/world/story --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.formatted(format)
			if err != nil {
				return err
			}
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			list, err := r.Revisions(cmd.Context(), a.known(args[0]))
			if err != nil {
				return err
			}
			return deliver(a, format, delivery[store.Revision]{
				whole: list, lines: list,
				csv:   func() [][]string { return revisionRows(list) },
				table: func() { a.printRevisions(list) },
				note:  func() { a.note("times are UTC") },
			})
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

func (a *app) printRevisions(list []store.Revision) {
	t := a.table("revision", "first seen", "last seen", "published", "modified", "class", "changed")
	for _, v := range list {
		class := v.Class
		if v.Silent {
			class += ", silent"
		}
		t.AppendRow([]any{v.Number, clockTime(v.FirstSeen), clockTime(v.LastSeen), clockTime(v.Published), clockTime(v.Modified),
			class, cmp.Or(strings.Join(v.Changed, ", "), "-")})
	}
	t.Render()
}

// revisionRows are the head and the rows of revisions in CSV.
func revisionRows(list []store.Revision) [][]string {
	rows := [][]string{{"revision", "first_seen", "last_seen", "published", "modified", "class", "silent", "changed", "parser"}}
	for _, v := range list {
		rows = append(rows, []string{fmt.Sprint(v.Number), exact(v.FirstSeen), exact(v.LastSeen), exact(v.Published), exact(v.Modified), v.Class, fmt.Sprint(v.Silent),
			strings.Join(v.Changed, "; "), v.Parser})
	}
	return rows
}
