package main

import (
	"errors"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"newskeep/store"
)

const backupHelp = `Copy the archive to FILE while a crawl may go on writing to it, and verify the copy.
The copy is the archive as it stood when the copying began; every command reads
it with -a FILE. FILE appears only once it is complete and found clean, and an
existing one is never overwritten.`

func (a *app) backupCmd() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Copy the archive safely, even during a crawl", Long: backupHelp, Args: cobra.ExactArgs(1),
		Example: "  newskeep backup /mnt/other-disk/news-$(date +%F).db",
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			v, err := r.Backup(cmd.Context(), args[0])
			switch {
			case errors.Is(err, store.ErrUnclean):
				if status := a.printVerification(v); status != nil {
					a.note("%v", err)
					return status
				}
				return err
			case errors.Is(err, fs.ErrExist):
				return usage("%s is there already; name a new file", args[0])
			case err != nil:
				return err
			}
			if err := store.NoteBackup(cmd.Context(), a.archive, args[0], time.Now()); err != nil {
				a.note("the copy is complete, but 'newskeep doctor' will not know of it: %v", err)
			}
			v.Archive = args[0]
			return a.printVerification(v)
		},
	}
}
