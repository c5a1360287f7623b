package main

import (
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/store"
)

const verifyHelp = `Prove that the archive is whole: SQLite's own check of the file, foreign keys, every
snapshot against its SHA-256, the full-text index against the articles, every
article against its current revision, revisions in order without holes, and
placements that do not overlap. Ends with status 6 and a list when something is
wrong, and says what can be done; nothing is repaired. A damaged snapshot is named
together with all those that are packed with it.

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
		for _, line := range advice(v) {
			a.note("what to do: %s", line)
		}
	}
	for _, s := range v.Skipped {
		a.note("not checked: %s", s)
	}
	if !v.Clean() {
		return &statusError{status: exitIntegrity}
	}
	return nil
}

// remedies are what helps against problems of a check, the gravest first.
var remedies = []struct{ check, remedy string }{
	{"pages", "copy the file away with its -wal, then put the last backup in its place; what is still readable can be saved with 'newskeep export', or all of it with sqlite3's .recover; the disc may be failing"},
	{"foreign keys", "put the last backup in its place, and keep the file: sqlite3 still reads it"},
	{"revisions", "put the last backup in its place, and keep the file: no run of newskeep leaves an archive so"},
	{"snapshots", "articles and their history are whole, only bytes as received are lost: show --raw and reextract cannot read these pages; a backup may still have them"},
	{"articles", "'newskeep show' prints them from their revisions, which are whole; searches and counts may be wrong until the last backup is put in the file's place"},
	{"full text", "search may miss articles until the index is made anew, with no run under way: sqlite3 FILE \"INSERT INTO article_fts (article_fts) VALUES ('rebuild'); INSERT INTO image_text_fts (image_text_fts) VALUES ('rebuild'); DELETE FROM unindexed\""},
}

// advice says what can be done about the problems of a report.
func advice(v *store.Verification) []string {
	var list []string
	for _, r := range remedies {
		if slices.ContainsFunc(v.Problems, func(p store.Problem) bool { return p.Check == r.check }) {
			list = append(list, r.check+": "+r.remedy)
		}
	}
	return list
}

// looked says how much was looked at.
func looked(v *store.Verification) string {
	s := fmt.Sprintf("%d articles, %d revisions, %d placements", v.Articles, v.Revisions, v.Intervals)
	if v.Quick {
		return s + "; snapshots and the full-text index were left out"
	}
	return s + fmt.Sprintf(", %d snapshots of %.1f MB unpacked", v.Snapshots, float64(v.Bytes)/1e6)
}
