package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/scraper/news"
	"newskeep/store"
)

const doctorHelp = `Look at everything that goes wrong in silence: whether fields are still read as they
used to be, whether anything is missing, and whether the archive, the disk, the
clock, the profiles and the backups are in order.

Drift: each night's reading is compared with up to 14 nights before it, by kind of
article: on how many pages a field was found, which rule of the profile or other
source gave it, how long it was, how often sources disagreed. A redesign of the
site shows in the first night, with the field, the rule, the first page and time,
and what to edit. An edit of the profile is no drift; nor is a night with other
kinds of article than usual.

Ends with status 7 when there is a finding, 6 when the archive is damaged.`

const doctorExample = `  newskeep doctor
  newskeep doctor almayadeen-en
  newskeep doctor -q                            # for cron: silent unless something is wrong
  newskeep doctor --json | jq '.findings[] | {kind, site, field, since}'`

func (a *app) doctorCmd() *cobra.Command {
	var days int
	cmd := &cobra.Command{
		Use: "doctor [SITE]", Short: "Find drift, gaps and what else goes wrong in silence", Long: doctorHelp, Example: doctorExample,
		Args: cobra.MaximumNArgs(1), ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			if days < 1 {
				return usage("--days is 1 or more, not %d", days)
			}
			site := ""
			if len(args) > 0 {
				site = args[0]
			}
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			began, line := time.Now(), a.progressLine()
			defer line.Clear()
			line.Foot(func(now time.Time) string { return "doctor  looks at all pages of the file; " + took(now.Sub(began)) })
			d, err := a.examine(cmd.Context(), r, site, days, began)
			line.Clear()
			if err != nil {
				return err
			}
			return a.printDiagnosis(d)
		},
	}
	cmd.Flags().IntVar(&days, "days", 2, "gaps of the last `N` days; newskeep coverage shows older ones")
	return cmd
}

// diagnosis is what doctor found.
type diagnosis struct {
	Archive  string         `json:"archive"`
	At       time.Time      `json:"at"`
	Checks   []healthCheck  `json:"checks"`
	Findings []news.Finding `json:"findings"`
}

// healthCheck is one thing that was looked at.
type healthCheck struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// examine looks at everything doctor looks at.
func (a *app) examine(ctx context.Context, r *store.Reader, site string, days int, now time.Time) (*diagnosis, error) {
	d := &diagnosis{Archive: a.archive, At: now.UTC(), Checks: []healthCheck{}, Findings: []news.Finding{}}
	if err := a.health(ctx, r, d); err != nil {
		return nil, err
	}
	c, err := r.Coverage(ctx, store.CoverageRequest{Site: site, From: now.AddDate(0, 0, 1-days), Now: now, Wanted: a.wanted()})
	if err != nil {
		return nil, err
	}
	d.look("coverage", plural(len(c.Findings), "gap")+" in the last "+plural(days, "day"), c.Findings...)
	drift, err := r.Drift(ctx, store.DriftRequest{Site: site, Now: now, Rule: a.ruleAt})
	if err != nil {
		return nil, err
	}
	d.look("extraction", "drift of "+plural(len(drift), "field"), drift...)
	return d, nil
}

// look adds a check with its findings; without any it is in order.
func (d *diagnosis) look(name, detail string, found ...news.Finding) {
	d.Checks = append(d.Checks, healthCheck{name, len(found) == 0, detail})
	d.Findings = append(d.Findings, found...)
}

// ruleAt is where a rule of a field stands in the profile of a site; where one is
// to be put when it is empty or gone.
func (a *app) ruleAt(site, field, rule string) string {
	key := "rules." + field
	set, err := a.sites()
	if err != nil {
		return key
	}
	p, err := set.Get(site)
	if err != nil {
		return key + " of a profile for " + site
	}
	file := p.File
	if name, ok := strings.CutPrefix(file, "builtin:"); ok {
		file = name + " (built in: copy it into a folder of yours with 'newskeep sites show " + site + "', and name the folder with --profiles)"
	}
	for i := range p.Rules.Article[profileField(field)] {
		if r := &p.Rules.Article[profileField(field)][i]; r.String() == rule && rule != "" {
			return fmt.Sprintf("%s[%d] %q in %s", key, i, rule, file)
		}
	}
	return key + " in " + file
}

// printDiagnosis prints what was found. The error carries the status when there
// is anything; with --quiet only findings are printed.
func (a *app) printDiagnosis(d *diagnosis) error {
	if a.json {
		if err := a.printJSON(d); err != nil {
			return err
		}
	} else {
		w := a.stdout
		if !a.quiet {
			for _, c := range d.Checks {
				mark, color := "ok", text.FgGreen
				if !c.OK {
					mark, color = "!!", text.FgRed
				}
				fmt.Fprintf(w, "%s  %-11s %s\n", a.paint(w, mark, color), c.Name, harmless(c.Detail))
			}
		}
		for _, f := range d.Findings {
			if !a.quiet {
				fmt.Fprintln(w)
			}
			a.printFinding(f)
		}
	}
	for _, f := range d.Findings {
		if f.Kind == news.FindIntegrity {
			return &statusError{status: exitIntegrity}
		}
	}
	if len(d.Findings) > 0 {
		return &statusError{status: exitDrift}
	}
	return nil
}

// printFinding prints a finding as a paragraph; as one line with --quiet.
func (a *app) printFinding(f news.Finding) {
	w := a.stdout
	if a.quiet {
		fmt.Fprintln(w, findingLine(f))
		return
	}
	var title []string
	for _, part := range []string{f.Site, f.Section, f.Field, strings.ReplaceAll(string(f.Kind), "_", " ")} {
		if part != "" {
			title = append(title, part)
		}
	}
	when := ""
	if !f.Since.IsZero() {
		when = "  since " + clockTime(f.Since) + " UTC"
	}
	fmt.Fprintf(w, "%s%s\n", a.paint(w, harmless(strings.Join(title, " · ")), text.Bold), when)
	fmt.Fprintf(w, "  seen   %s\n", harmless(f.Evidence))
	for i, page := range f.Examples {
		label := "page"
		if i > 0 {
			label = ""
		}
		fmt.Fprintf(w, "  %-6s %s\n", label, harmless(page))
	}
	fmt.Fprintf(w, "  to do  %s\n", harmless(f.Advice))
}
