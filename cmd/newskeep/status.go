package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"newskeep/scraper/news"
)

const statusHelp = `What is in the archive and how the last runs went. With --run N, everything that
run missed and why.`

func (a *app) statusCmd() *cobra.Command {
	var runID int64
	var runs int
	cmd := &cobra.Command{
		Use: "status", Short: "What ran, what is in the archive, what was missed", Long: statusHelp, Args: cobra.NoArgs,
		Example: "  newskeep status\n  newskeep status --run 12",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			if runID != 0 {
				sum, err := r.Summary(cmd.Context(), news.RunID(runID))
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(sum)
				}
				a.printSummary(sum)
				return nil
			}
			st, err := r.Status(cmd.Context(), runs)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(st)
			}
			return a.printStatus(st)
		},
	}
	cmd.Flags().Int64Var(&runID, "run", 0, "the ledger of run `N`")
	cmd.Flags().IntVar(&runs, "runs", 10, "show the last `N` runs")
	return cmd
}

var _ = cmp.Or[string]
var _ = fmt.Sprint
