package main

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"
)

const historyHelp = `The revisions of an article: each distinct state the newsroom published, when it
was first and last seen, what the page claimed, and which fields changed. A change
of our own parser never makes one.`

func (a *app) historyCmd() *cobra.Command {
	return &cobra.Command{
		Use: "history ID|URL", Short: "The revisions of an article and what changed", Long: historyHelp, Args: cobra.ExactArgs(1),
		Example: "  newskeep history 111234567\n  newskeep history https://news.example/world/story --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			list, err := r.Revisions(cmd.Context(), a.known(args[0]))
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(list)
			}
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
			a.note("times are UTC")
			return nil
		},
	}
}
