package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/scraper/extract"
	"newskeep/scraper/profile"
)

const sitesHelp = `A site is described by a profile: one YAML file that says where its sections
are, which addresses are articles, how its fields are found, in which time zone
it prints its dates, and how politely it is visited.

Built-in profiles are listed here with those of --profiles DIR, where a file of
the same name overrides a built-in one. 'newskeep sites guide' prints a commented
profile with every key.`

func (a *app) sitesCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sites", Short: "List the sites, and show and check their rules", Long: sitesHelp,
		Example: "  newskeep sites\n  newskeep sites show almayadeen-en > profiles/mine.yaml\n  newskeep sites check mine page.html --profiles profiles",
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

const checkHelp = `Read pages with a profile's rules and say, rule by rule, what matched and what
did not. With FILEs those pages are read; without, the pages of the profile's own
tests: their saved files, or else their addresses, politely asked for.

A rule that matches on no page is named at the end: it is dead, or the site has
changed. The status is 1 when a test does not give what the profile expects.`

func (a *app) checkSiteCmd() *cobra.Command {
	var address, contact string
	cmd := &cobra.Command{
		Use: "check NAME [FILE...]", Short: "Run a profile's rules over pages and say which matched nothing", Long: checkHelp,
		Example:           "  newskeep sites check demo\n  newskeep sites check mine story.html --url https://news.example/world/story",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.checkSite(cmd.Context(), args[0], args[1:], address, contact)
		},
	}
	cmd.Flags().StringVar(&address, "url", "", "the `URL` the file was saved from")
	addContact(cmd, &contact)
	return cmd
}

// checkedPage is what the rules did on one page.
type checkedPage struct {
	Page   string               `json:"page"`
	Kind   string               `json:"page_kind"`
	Rules  []extract.RuleReport `json:"rules"`
	Failed []string             `json:"failed"` // expectations that do not hold
}

func (a *app) checkSite(ctx context.Context, name string, files []string, address, contact string) error {
	p, err := a.site(name)
	if err != nil {
		return err
	}
	var pages []checkedPage
	for _, t := range testsOf(p, files, address) {
		in, err := a.testPage(ctx, p, t, contact)
		if err != nil {
			return fmt.Errorf("page %s: %w", cmp.Or(t.File, t.URL), err)
		}
		pages = append(pages, check(p, t, in))
	}
	if len(pages) == 0 {
		return usage("%s names no test pages; give a saved page: newskeep sites check %s page.html", p.Name, p.Name)
	}
	if a.json {
		err = a.printJSON(pages)
	} else {
		a.printChecks(pages)
	}
	for _, c := range pages {
		if err == nil && len(c.Failed) > 0 {
			err = &statusError{status: exitFailed}
		}
	}
	return err
}

// testsOf are the pages to check: the files named, or the profile's own tests.
func testsOf(p *profile.Profile, files []string, address string) []profile.Test {
	if len(files) == 0 {
		return p.Tests
	}
	var tests []profile.Test
	for _, f := range files {
		t := profile.Test{File: f, URL: address}
		for _, known := range p.Tests {
			if known.File != "" && filepath.Base(known.File) == filepath.Base(f) {
				t.URL, t.Expect = cmp.Or(address, known.URL), known.Expect
			}
		}
		t.URL = cmp.Or(t.URL, p.Home.String())
		tests = append(tests, t)
	}
	return tests
}

func (a *app) testPage(ctx context.Context, p *profile.Profile, t profile.Test, contact string) (extract.Input, error) {
	if t.File == "" {
		return a.fetchPage(ctx, p, t.URL, contact)
	}
	file := t.File
	if !filepath.IsAbs(file) && slices.ContainsFunc(p.Tests, func(k profile.Test) bool { return k.File == t.File }) {
		file = filepath.Join(filepath.Dir(p.File), file)
	}
	return a.savedPage(file, t.URL)
}

// check reads one page and compares it with what the profile expects of it.
func check(p *profile.Profile, t profile.Test, in extract.Input) checkedPage {
	r := extract.Read(p, in)
	c := checkedPage{Page: cmp.Or(t.File, t.URL), Kind: string(r.Kind), Rules: extract.Check(p, in), Failed: []string{}}
	if len(t.Expect) == 0 {
		return c
	}
	got := map[string]string{"page_kind": string(r.Kind)}
	if r.Article != nil {
		got = fieldValues(r.Article)
		got["page_kind"] = string(r.Kind)
		var body strings.Builder
		for _, b := range r.Article.Body {
			body.WriteString(b.Text + "\n")
		}
		got["body"] = body.String()
	}
	for _, field := range slices.Sorted(maps.Keys(t.Expect)) {
		if want := t.Expect[field]; !strings.Contains(got[field], want) {
			c.Failed = append(c.Failed, fmt.Sprintf("%s is %q, the profile expects %q", field, cut(got[field], 80), want))
		}
	}
	return c
}

// concerns says whether a rule has anything to find on a page of a kind: those
// of lists have not on articles, nor those of articles on lists.
func concerns(r extract.RuleReport, pageKind string) bool {
	field, _, _ := strings.Cut(r.Field, ".")
	switch field {
	case "listing":
		return pageKind != "article"
	case "modules", "ticker":
		return true
	}
	return pageKind != "section"
}

func (a *app) printChecks(pages []checkedPage) {
	type key struct {
		field string
		index int
		rule  string
	}
	matched := map[key]int{}
	var order []key
	for _, c := range pages {
		fmt.Fprintf(a.stdout, "%s  %s\n", a.paint(a.stdout, c.Page, text.Bold), c.Kind)
		t := a.table("field", "rule", "", "matched", "value")
		for _, r := range c.Rules {
			if !concerns(r, c.Kind) {
				continue
			}
			k := key{r.Field, r.Index, r.Rule}
			if _, ok := matched[k]; !ok {
				order = append(order, k)
			}
			matched[k] += r.Matched
			won := ""
			if r.Won {
				won = "won"
			}
			t.AppendRow([]any{r.Field, fmt.Sprintf("%d  %s", r.Index, cut(r.Rule, 44)), won, r.Matched, cut(harmless(r.Value), max(20, width(a.stdout)-90))})
		}
		t.Render()
		for _, f := range c.Failed {
			fmt.Fprintln(a.stdout, a.paint(a.stdout, "  FAILED  "+harmless(f), text.FgRed))
		}
		fmt.Fprintln(a.stdout)
	}
	dead := 0
	for _, k := range order {
		if matched[k] == 0 {
			if dead == 0 {
				fmt.Fprintf(a.stdout, "matched nothing on %d pages:\n", len(pages))
			}
			dead++
			fmt.Fprintf(a.stdout, "  %s %d  %s\n", k.field, k.index, k.rule)
		}
	}
	if dead == 0 && len(order) > 0 {
		fmt.Fprintf(a.stdout, "every rule matched on at least one of %d pages\n", len(pages))
	}
}
