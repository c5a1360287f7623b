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
changed nothing. Nothing is asked of any site. All cores read.

With --dry-run nothing is written, and a crawl may run at the same time: so a rule
can be tried over the whole past before it is adopted.

Two things are told. Fields that are read otherwise, before and after. And, apart
from them, fields that say the same but from another source ("profile .headline"
before, "meta og:title" after): a rule that matches nothing any more shows there
first. Stopped or killed, the same command with the same rules goes on where it was.`

func (a *app) reextractCmd() *cobra.Command {
	var dryRun bool
	var site string
	var show int
	cmd := &cobra.Command{
		Use: "reextract", Short: "Read stored pages again after a rule change", Long: reextractHelp, Args: cobra.NoArgs,
		Example: "  newskeep reextract --dry-run --site almayadeen-en --profiles ./my-rules\n  newskeep reextract",
		RunE: func(cmd *cobra.Command, _ []string) error {
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

	SourceChanges []store.FieldChange `json:"source_changes"` // the first of each field; the value is the same
}

func (a *app) reextract(ctx context.Context, site string, dryRun bool, show int) error {
	set, err := a.sites()
	if err != nil {
		return err
	}
	report := rereport{DryRun: dryRun, Changes: []store.FieldChange{}, SourceChanges: []store.FieldChange{}}
	line := a.progressLine()
	defer line.Clear()
	o := store.Rereading{
		Site: site, Parser: extract.Version, Read: a.reread,
		Profile: func(site string) (string, error) {
			p, err := set.Get(site)
			if err != nil {
				return "", fmt.Errorf("%w: %w", err, store.ErrNoRules)
			}
			return p.Hash, nil
		},
		Changed: firstOfEach(show, &report.Changes),
		Moved:   firstOfEach(show, &report.SourceChanges),
		Shown:   func(done, of int) { line.ShowWork("reextract", "revisions", done, of) },
	}
	rules := func(r *store.Reader) error {
		if err := a.genericSites(ctx, r); err != nil || site == "" {
			return err
		}
		_, err := a.site(site)
		return err
	}
	if dryRun {
		r, err := a.reader(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		if err := rules(r); err != nil {
			return err
		}
		report.Reextraction, err = r.TryReextract(ctx, o)
		if err != nil {
			return err
		}
	} else {
		s, release, err := a.openThere(ctx, "reextract")
		if err != nil {
			return err
		}
		defer release()
		if err := rules(s.Reader()); err != nil {
			return err
		}
		if report.Reextraction, err = s.Reextract(ctx, o); err != nil {
			return err
		}
	}
	line.Clear()
	if a.json {
		return a.printJSON(report)
	}
	a.printReextraction(report)
	return nil
}

// firstOfEach keeps the first n changes of each field.
func firstOfEach(n int, list *[]store.FieldChange) func(store.FieldChange) {
	seen := map[string]int{}
	return func(c store.FieldChange) {
		if seen[c.Field]++; seen[c.Field] <= n {
			*list = append(*list, c)
		}
	}
}

func (a *app) printReextraction(r rereport) {
	for _, l := range []struct {
		list          []store.FieldChange
		before, after string
	}{{r.Changes, "before", "after"}, {r.SourceChanges, "source before", "source after"}} {
		if len(l.list) == 0 {
			continue
		}
		t := a.table("article", "revision", "field", l.before, l.after)
		for _, c := range l.list {
			t.AppendRow([]any{c.Article, c.Revision, c.Field, oneLine(c.Before), oneLine(c.After)})
		}
		t.Render()
		fmt.Fprintln(a.stdout)
	}
	for _, u := range r.Unreadable {
		a.note("not readable today, left as it is: %s, revision %d: %s", u.URL, u.Revision, harmless(u.Reason))
	}
	for _, site := range slices.Sorted(maps.Keys(r.Skipped)) {
		a.note("no rules for %s: %s left as they are; give them with --profiles", site, plural(r.Skipped[site], "revision"))
	}
	verb := "changed"
	if r.DryRun {
		verb = "would change"
	}
	line := fmt.Sprintf("%d revisions read again, %d %s%s", r.Revisions, r.Changed, verb, counts(r.Fields))
	if len(r.Sources) > 0 {
		line += fmt.Sprintf("\nthe same from another source: %d revisions and nothing else%s", r.SourceOnly, counts(r.Sources))
	}
	if r.Resumed > 0 {
		line += fmt.Sprintf("\n%d of them were done before it was stopped", r.Resumed)
	}
	fmt.Fprintln(a.stdout, line)
}

// counts lists numbers by name; empty when there are none.
func counts(by map[string]int) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(by)) {
		list = append(list, fmt.Sprintf("%s %d", name, by[name]))
	}
	if len(list) == 0 {
		return ""
	}
	return ": " + strings.Join(list, ", ")
}

// oneLine is a value for a cell of a table.
func oneLine(s string) string {
	return cut(harmless(strings.Join(strings.Fields(s), " ")), 36)
}
