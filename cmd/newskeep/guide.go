package main

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"
)

// guide is held to what it says by TestGuide.
//
//go:embed guide.md
var guide string

const guideHelp = `Print a guide to asking an archive, in Markdown: twenty questions a researcher asks,
each with the command, the page of the reading room and the answer on three days of
the bundled newspaper, and worked questions in SQL, Python and R.`

func (a *app) guideCmd() *cobra.Command {
	return &cobra.Command{
		Use: "guide", Short: "Twenty questions to an archive, with their answers", Long: guideHelp, Args: cobra.NoArgs,
		Example: "  newskeep demo --days 3 && newskeep guide\n  newskeep guide > guide.md",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.stdout, guide)
			return err
		},
	}
}
