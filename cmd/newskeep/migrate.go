package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"newskeep/store"
)

const migrateHelp = `Bring an archive of an earlier version of newskeep up to date. It is copied first,
beside itself, with its version and the day in the name; the copy stays until you
delete it. Articles, revisions and their times stay what they are.

Commands that write (crawl, import, reextract, recompress) do the same by
themselves; those that only read refuse an older archive and name this command.`

// migration is what migrate prints as JSON.
type migration struct {
	Archive string `json:"archive"`
	*store.Migration
}

func (a *app) migrateCmd() *cobra.Command {
	return &cobra.Command{
		Use: "migrate", Short: "Bring an older archive up to date, after a copy", Long: migrateHelp, Args: cobra.NoArgs,
		Example: "  newskeep migrate -a old.db && newskeep verify -a old.db",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.migrate(cmd.Context()) },
	}
}

func (a *app) migrate(ctx context.Context) error {
	s, release, err := a.openThere(ctx, "migrate")
	if err != nil {
		return err
	}
	defer release()
	newest, err := store.Newest()
	if err != nil {
		return err
	}
	m := cmp.Or(s.Migrated(), &store.Migration{From: newest, To: newest})
	switch {
	case a.json:
		return a.printJSON(migration{a.archive, m})
	case m.From == m.To:
		fmt.Fprintf(a.stdout, "%s is up to date: version %d\n", a.archive, m.To)
	default:
		fmt.Fprintf(a.stdout, "%s: version %d is %d now\n", a.archive, m.From, m.To)
	}
	return nil
}
