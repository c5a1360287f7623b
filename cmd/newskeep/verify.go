package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/store"
)

const verifyHelp = `Prove that the archive is whole: SQLite's own check of the file, foreign keys, every
snapshot against its SHA-256, the full-text index against the articles, every
article against its current revision, revisions in order without holes, and
placements that do not overlap. Ends with status 6 and a list when something is
wrong; nothing is repaired.

It may run beside a crawl; only the full-text index then has to wait for another
time, and the report says so.`

func (a *app) verifyCmd() *cobra.Command {
	var quick bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Check that the archive is whole", Long: verifyHelp, Args: cobra.NoArgs,
		Example: "  newskeep verify\n  newskeep verify --quick -q || mail -s 'archive damaged' me@example.org",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			v, err := r.Verify(cmd.Context(), quick)
			if err != nil {
				return err
			}
			return a.printVerification(v)
		},
	}
	cmd.Flags().BoolVar(&quick, "quick", false, "leave out what reads every byte: snapshots, articles, the full-text index")
	return cmd
}

// printVerification prints a report. The error carries the status when the
// archive is not clean.
func (a *app) printVerification(v *store.Verification) error {
	switch {
	case a.json:
		if err := a.printJSON(v); err != nil {
			return err
		}
	case v.Clean():
		if !a.quiet {
			fmt.Fprintf(a.stdout, "%s: clean: %s\n", v.Archive, looked(v))
		}
	default:
		t := a.table("check", "where", "problem")
		for _, p := range v.Problems {
			t.AppendRow([]any{p.Check, p.Where, harmless(p.Detail)})
		}
		t.Render()
		a.note("%s: %s: %s", v.Archive, a.paint(a.stderr, fmt.Sprintf("%d problems", len(v.Problems)), text.FgRed), looked(v))
	}
	for _, s := range v.Skipped {
		a.note("not checked: %s", s)
	}
	if !v.Clean() {
		return &statusError{status: exitIntegrity}
	}
	return nil
}

// looked says how much was looked at.
func looked(v *store.Verification) string {
	s := fmt.Sprintf("%d articles, %d revisions, %d placements", v.Articles, v.Revisions, v.Intervals)
	if v.Quick {
		return s + "; snapshots and the full-text index were left out"
	}
	return s + fmt.Sprintf(", %d snapshots of %.1f MB unpacked", v.Snapshots, float64(v.Bytes)/1e6)
}
