package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const checkHelp = `Read pages with a profile and say, field by field, on how many the field was
found, by what, and whether reading without the profile's rules gives the same.
Rules that matched nothing are named: they are dead, or the site has changed.

The profile is that of a site, or a FILE.yaml. With pages (saved files or
addresses) those are read; without, the pages of the profile's own tests: their
saved files, or else their addresses, politely asked for. A file's own address is
that of its test, the one it names (rel=canonical, og:url), or --url.

-v shows every rule on every page. Status: 1 when a test does not give what the
profile expects, 3 when a page could not be read, 4 when the site refused us.`

const checkExample = `  newskeep sites check demo
  newskeep sites check profiles/mine.yaml
  newskeep sites check mine story.html --profiles profiles
  newskeep sites check mine https://news.example/world/story --profiles profiles -v`

func (a *app) checkSiteCmd() *cobra.Command {
	var address, contact string
	cmd := &cobra.Command{
		Use: "check NAME|FILE.yaml [PAGE...]", Short: "Say field by field what a profile's rules do on pages", Long: checkHelp,
		Example:           checkExample,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.checkSite(cmd.Context(), args[0], args[1:], address, contact)
		},
	}
	cmd.Flags().StringVar(&address, "url", "", "the `URL` a file was saved from")
	addContact(cmd, &contact)
	return cmd
}

// checkedPage is what the profile did on one page.
type checkedPage struct {
	Page   string               `json:"page"`
	Kind   news.PageKind        `json:"page_kind"`
	Detail string               `json:"detail,omitempty"` // why it is no article or list
	Rules  []extract.RuleReport `json:"rules"`
	Failed []string             `json:"failed"` // expectations that do not hold

	with, without *news.Reading // by the profile, and by it without rules
}

func (a *app) checkSite(ctx context.Context, name string, named []string, address, contact string) error {
	p, err := a.siteOrFile(name)
	if err != nil {
		return err
	}
	tests := testsOf(p, named, address)
	if len(tests) == 0 {
		return usage("%s names no test pages; give a saved page or an address: newskeep sites check %s page.html", p.Name, name)
	}
	k, err := askerFor(ctx, p, "", contact)
	if err != nil {
		return err
	}
	defer k.close()
	pages := []checkedPage{}
	worst := exitDone
	for _, t := range tests {
		in, err := a.testPage(ctx, k, p, t)
		if status := statusOf(err); err != nil && (status == exitUsage || ctx.Err() != nil) {
			return fmt.Errorf("page %s: %w", cmp.Or(t.File, t.URL), err)
		}
		if err != nil {
			a.note("page %s: %v", cmp.Or(t.File, t.URL), err)
			worst = worse(worst, exitPartial)
			continue
		}
		c := check(p, t, in)
		pages = append(pages, c)
		switch {
		case c.Kind == news.PageBlocked && t.File == "":
			worst = worse(worst, exitBlocked)
		case c.Kind != news.PageArticle && c.Kind != news.PageSection && len(t.Expect) == 0:
			worst = worse(worst, exitPartial)
		}
		if len(c.Failed) > 0 {
			worst = exitFailed
		}
	}
	report := reportOn(p, pages)
	if a.json {
		err = a.printJSON(report)
	} else {
		a.printChecks(report, pages)
	}
	if err == nil && worst != exitDone {
		err = &statusError{status: worst}
	}
	return err
}

// siteOrFile is the profile of a site, or that of a file.
func (a *app) siteOrFile(name string) (*profile.Profile, error) {
	if ext := filepath.Ext(name); ext != ".yaml" && ext != ".yml" {
		return a.site(name)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("profile: %v", err)
	}
	return profile.Parse(name, src)
}

// testsOf are the pages to check: those named, or the profile's own tests.
func testsOf(p *profile.Profile, named []string, address string) []profile.Test {
	if len(named) == 0 {
		return p.Tests
	}
	var tests []profile.Test
	for _, page := range named {
		t := profile.Test{File: page, URL: address}
		if isAddress(page) {
			t = profile.Test{URL: page}
		}
		for _, known := range p.Tests {
			if t.File != "" && known.File != "" && filepath.Base(known.File) == filepath.Base(t.File) || t.File == "" && known.URL == t.URL {
				t.URL, t.Expect = cmp.Or(t.URL, known.URL), known.Expect
			}
		}
		tests = append(tests, t)
	}
	return tests
}

// testPage gets one page; a file without an address has the one it names.
func (a *app) testPage(ctx context.Context, k *asker, p *profile.Profile, t profile.Test) (extract.Input, error) {
	if t.File == "" {
		return k.page(ctx, t.URL)
	}
	file := t.File
	if !filepath.IsAbs(file) && slices.ContainsFunc(p.Tests, func(k profile.Test) bool { return k.File == t.File }) {
		file = filepath.Join(filepath.Dir(p.File), file)
	}
	in, err := a.savedPage(file, t.URL)
	if err != nil || in.URL != "" {
		return in, err
	}
	if page := extract.Try(nil, in); page != nil {
		if u, err := url.Parse(page.Address()); err == nil && p.InScope(u) {
			in.URL = page.Address()
		}
	}
	in.URL = cmp.Or(in.URL, p.Home.String())
	return in, nil
}

// check reads one page and compares it with what the profile expects of it.
func check(p *profile.Profile, t profile.Test, in extract.Input) checkedPage {
	if u, err := url.Parse(in.URL); err == nil && in.Expect == "" {
		in.Expect = roleOf(p, u)
	}
	c := checkedPage{
		Page: cmp.Or(t.File, t.URL), Rules: extract.Check(p, in), Failed: []string{},
		with: extract.Read(p, in), without: extract.Read(extract.Plain(p), in),
	}
	if c.Rules == nil {
		c.Rules = []extract.RuleReport{}
	}
	if c.Kind = c.with.Kind; c.Kind != news.PageArticle && c.Kind != news.PageSection {
		c.Detail = detail(c.with)
	}
	if len(t.Expect) == 0 {
		return c
	}
	got := map[string]string{"page_kind": string(c.Kind)}
	if art := c.with.Article; art != nil {
		got = fieldValues(art)
		got["page_kind"] = string(c.Kind)
		var body strings.Builder
		for _, b := range art.Body {
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

// roleOf is what an address is to a crawl of the site, as far as the profile says.
func roleOf(p *profile.Profile, u *url.URL) news.PageRole {
	at := p.Normalize(u)
	if at == p.Normalize(p.Home) {
		return news.RoleHome
	}
	for _, s := range p.Sections {
		if s.URL != nil && p.Normalize(s.URL) == at {
			return news.RoleSection
		}
	}
	return ""
}
