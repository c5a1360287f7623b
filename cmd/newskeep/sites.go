package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"newskeep/scraper/profile"
)

const sitesHelp = `A site is described by a profile: one YAML file that says where its sections
are, which addresses are articles, how its fields are found, in which time zone
it prints its dates, and how politely it is visited.

Built-in profiles are listed here with those of --profiles DIR, where a file of
the same name overrides a built-in one. 'newskeep sites guide' prints a commented
profile with every key; 'newskeep sites new' drafts one from a site's own pages.`

func (a *app) sitesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sites", Short: "List the sites, and show and check their rules", Long: sitesHelp,
		Example: "  newskeep sites\n  newskeep sites new https://news.example/ -o profiles/mine.yaml\n  newskeep sites check profiles/mine.yaml\n  newskeep sites show almayadeen-en > profiles/mine.yaml",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.listSites() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "show NAME", Short: "Print a profile as it is written", Args: cobra.ExactArgs(1), ValidArgsFunction: a.siteNames,
			RunE: func(_ *cobra.Command, args []string) error { return a.showSite(args[0]) },
		},
		&cobra.Command{
			Use: "guide", Short: "Print a commented profile with every key", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				_, err := fmt.Fprint(a.stdout, profile.Guide)
				return err
			},
		},
		a.newSiteCmd(), a.checkSiteCmd(),
	)
	return cmd
}

func (a *app) listSites() error {
	set, err := a.sites()
	if err != nil {
		return err
	}
	type site struct {
		Name     string   `json:"name"`
		Title    string   `json:"title"`
		Language string   `json:"language,omitempty"`
		Home     string   `json:"home"`
		Hosts    []string `json:"hosts"`
		Zone     string   `json:"time_zone"`
		Schedule string   `json:"schedule,omitempty"`
		Sections int      `json:"sections"`
		File     string   `json:"file"`
	}
	sites := []site{}
	for _, p := range set.All() {
		sites = append(sites, site{p.Name, p.Title, p.Language, p.Home.String(), p.Hosts, p.Zone.String(), p.Schedule.Spec, len(p.Sections), p.File})
	}
	if a.json {
		return errors.Join(a.printJSON(sites), a.broken)
	}
	t := a.table("name", "title", "lang", "home", "sections", "schedule")
	for _, s := range sites {
		t.AppendRow([]any{s.Name, s.Title, cmp.Or(s.Language, "any"), s.Home, s.Sections, cmp.Or(s.Schedule, "-")})
	}
	t.Render()
	return a.broken
}

func (a *app) showSite(name string) error {
	p, err := a.site(name)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]string{"name": p.Name, "file": p.File, "hash": p.Hash, "source": string(p.Source)})
	}
	_, err = a.stdout.Write(p.Source)
	return err
}
