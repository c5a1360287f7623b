package main

import (
	"cmp"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/scraper/news"
	"newskeep/store"
)

const statusHelp = `What is in the archive, how the last runs went and when the next are due by the
profiles' schedules: whole runs with their day, revisits and modules by the clock. With
--run N, everything that run missed and why.`

func (a *app) statusCmd() *cobra.Command {
	var run int64
	cmd := &cobra.Command{
		Use: "status", Short: "What ran, what is in the archive, what was missed", Long: statusHelp, Args: cobra.NoArgs,
		Example: "  newskeep status\n  newskeep status --run 12",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			if run != 0 {
				sum, err := r.Summary(cmd.Context(), news.RunID(run))
				if err != nil {
					return err
				}
				if a.json {
					return a.printJSON(sum)
				}
				a.printWholeSummary(sum)
				return nil
			}
			st, err := r.Status(cmd.Context())
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(struct {
					*store.Status
					Next []metrics.NextRun `json:"next_runs"`
				}{st, a.nextRuns()})
			}
			a.printStatus(st)
			return nil
		},
	}
	cmd.Flags().Int64Var(&run, "run", 0, "the ledger of run `N`")
	return cmd
}

func (a *app) printStatus(st *store.Status) {
	w := a.stdout
	fmt.Fprintf(w, "%s  %s\n", a.paint(w, st.Path, text.Bold), size(st.Bytes))
	fmt.Fprintf(w, "  %s · %s · %s, %s kept in %s\n\n", plural(st.Articles, "article"),
		plural(st.Revisions, "revision"), plural(st.Snapshots, "snapshot"), size(st.Unpacked), size(st.Packed))
	if h := st.Holder; h != nil {
		fmt.Fprintf(w, "  %q crawls into it now: process %d on %s since %s UTC\n\n", h.Command, h.PID, h.Host, clockTime(h.Since))
	}
	sites := a.table("site", "articles", "pages", "queued", "last run", "outcome", "next run")
	for _, s := range st.Sites {
		last, outcome := "-", "-"
		if s.LastRun != nil {
			last, outcome = clockTime(s.LastRun.Started), outcomeOf(s.LastRun)
		}
		sites.AppendRow([]any{s.Name, s.Articles, s.Pages, s.Queued, last, outcome, a.nextRun(s.Name)})
	}
	sites.Render()
	fmt.Fprintln(w)
	runs := a.table("run", "site", "started", "took", "outcome", "missed", "")
	for _, v := range st.Runs {
		lasted := "-"
		if !v.Ended.IsZero() {
			lasted = took(v.Ended.Sub(v.Started))
		}
		note := ""
		if v.Resumed > 0 {
			note = "taken up " + plural(v.Resumed, "time")
		}
		runs.AppendRow([]any{v.ID, v.Site, clockTime(v.Started), lasted, outcomeOf(&v), cmp.Or(reasons(v.Missed), "-"), note})
	}
	runs.Render()
	a.note("\ntimes are UTC; what a run missed: newskeep status --run N")
}

// outcomeOf is how a run ended, in a word or three.
func outcomeOf(r *news.Run) string { return cmp.Or(r.Outcome, "running or killed") }
