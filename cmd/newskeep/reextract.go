package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/scraper/extract"
	"newskeep/store"
)

const reextractHelp = `Read every stored page again with today's rules and program. Fields change,
history does not: revisions, their times and classes stay, because the newsroom
changed nothing. Nothing is asked of any site.

With --dry-run nothing is written, and a crawl may run at the same time: so a rule
can be tried over the whole past before it is adopted.`

func (a *app) reextractCmd() *cobra.Command {
	var dryRun bool
	var site string
	var show int
	cmd := &cobra.Command{
		Use: "reextract", Short: "Read stored pages again after a rule change", Long: reextractHelp, Args: cobra.NoArgs,
		Example: "  newskeep reextract --dry-run --site almayadeen-en --profiles ./my-rules\n  newskeep reextract",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if site != "" {
				if _, err := a.site(site); err != nil {
					return err
				}
			}
			if show < 0 {
				return usage("--show cannot be negative")
			}
			return a.reextract(cmd.Context(), site, dryRun, show)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&dryRun, "dry-run", false, "say what would change and write nothing")
	f.StringVar(&site, "site", "", "only pages of this `SITE`")
	f.IntVar(&show, "show", 20, "show the first `N` changes of each field, before and after")
	return cmd
}

// rereport is what reextract prints as JSON.
type rereport struct {
	*store.Reextraction
	DryRun  bool                `json:"dry_run"`
	Changes []store.FieldChange `json:"changes"` // the first of each field
}

func (a *app) reextract(ctx context.Context, site string, dryRun bool, show int) error {
	set, err := a.sites()
	if err != nil {
		return err
	}
	report := rereport{DryRun: dryRun, Changes: []store.FieldChange{}}
	shown := map[string]int{}
	o := store.Rereading{
		Site: site, Parser: extract.Version, Read: a.reread,
		Profile: func(site string) (string, error) {
			p, err := set.Get(site)
			if err != nil {
				return "", fmt.Errorf("%w: give its rules with --profiles, or name another with --site", err)
			}
			return p.Hash, nil
		},
		Changed: func(c store.FieldChange) {
			if shown[c.Field]++; shown[c.Field] <= show {
				report.Changes = append(report.Changes, c)
			}
		},
	}
	if dryRun {
		r, err := a.reader(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		report.Reextraction, err = r.TryReextract(ctx, o)
		if err != nil {
			return err
		}
	} else {
		r, err := a.reader(ctx) // a missing archive is not to be made
		if err != nil {
			return err
		}
		r.Close()
		s, release, err := a.openForRun(ctx, false, "reextract")
		if err != nil {
			return err
		}
		defer release()
		if report.Reextraction, err = s.Reextract(ctx, o); err != nil {
			return err
		}
	}
	if a.json {
		return a.printJSON(report)
	}
	a.printReextraction(report)
	return nil
}

func (a *app) printReextraction(r rereport) {
	if len(r.Changes) > 0 {
		t := a.table("article", "revision", "field", "before", "after")
		for _, c := range r.Changes {
			t.AppendRow([]any{c.Article, c.Revision, c.Field, oneLine(c.Before), oneLine(c.After)})
		}
		t.Render()
	}
	for _, u := range r.Unreadable {
		a.note("not readable today, left as it is: %s, revision %d: %s", u.URL, u.Revision, harmless(u.Reason))
	}
	verb := "changed"
	if r.DryRun {
		verb = "would change"
	}
	var fields []string
	for _, f := range slices.Sorted(maps.Keys(r.Fields)) {
		fields = append(fields, fmt.Sprintf("%s %d", f, r.Fields[f]))
	}
	line := fmt.Sprintf("%d revisions read again, %d %s", r.Revisions, r.Changed, verb)
	if len(fields) > 0 {
		line += ": " + strings.Join(fields, ", ")
	}
	fmt.Fprintln(a.stdout, line)
}

// oneLine is a value for a cell of a table.
func oneLine(s string) string {
	return cut(harmless(strings.Join(strings.Fields(s), " ")), 36)
}
