package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const extractHelp = `Read one page and print what it says: a saved file, an address, or stdin (-).
Nothing is written to an archive.

The rules are those of --site, else of the profile whose hosts hold the address,
else none: then structure and visible labels must do.

A page that is no article says what it is instead: a challenge or consent wall,
a page that is not there, a section page, an empty page.`

const extractExample = `  newskeep extract https://english.almayadeen.net/news/politics/some-story --explain
  newskeep extract page.html --url https://news.example/world/story --json
  curl -s https://news.example/ | newskeep extract - --url https://news.example/`

func (a *app) extractCmd() *cobra.Command {
	var address, site, contact string
	var explain bool
	cmd := &cobra.Command{
		Use: "extract FILE|URL|-", Short: "Read one page and print its fields", Long: extractHelp, Example: extractExample,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, in, err := a.page(cmd.Context(), args[0], address, site, contact)
			if err != nil {
				return err
			}
			in.Whole = true // one page is read, to be looked at
			r := extract.Read(p, in)
			switch {
			case a.json:
				err = a.printJSON(r)
			case explain:
				err = a.explain(r)
			default:
				err = a.printReading(r)
			}
			if err == nil && r.Kind == news.PageBlocked && isAddress(args[0]) {
				return &statusError{status: exitBlocked}
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&address, "url", "", "the `URL` a file was saved from; relative links and the choice of rules need it")
	f.StringVar(&site, "site", "", "the rules of this `SITE`; \"none\" for none")
	f.BoolVar(&explain, "explain", false, "show the source of each field and what other sources say")
	addContact(cmd, &contact)
	_ = cmd.RegisterFlagCompletionFunc("site", a.siteNames)
	return cmd
}

// page gets what a person named: the rules to read it with and the page itself.
func (a *app) page(ctx context.Context, arg, address, site, contact string) (*profile.Profile, extract.Input, error) {
	isURL := isAddress(arg)
	if isURL {
		if address != "" {
			return nil, extract.Input{}, usage("--url is for files; %s has its own", arg)
		}
		address = arg
	}
	p, err := a.rulesFor(site, address)
	if err != nil {
		return nil, extract.Input{}, err
	}
	if isURL {
		in, err := a.fetchPage(ctx, p, address, contact)
		return p, in, err
	}
	if address == "" {
		a.note("no --url given: relative links cannot be told")
		if p != nil {
			address = p.Home.String() // the nearest there is
		}
	}
	in, err := a.savedPage(arg, address)
	return p, in, err
}

// isAddress tells an address from the name of a file.
func isAddress(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// rulesFor is the profile of a site by name or by the host of an address; nil
// when none covers it.
func (a *app) rulesFor(site, address string) (*profile.Profile, error) {
	if site == "none" {
		return nil, nil
	}
	if site != "" {
		return a.site(site)
	}
	set, err := a.sites()
	if err != nil {
		return nil, err
	}
	if a.broken != nil {
		a.note("newskeep: not all profiles could be read:\n%v", a.broken)
	}
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !isAddress(address) {
		return nil, usage("%q is no absolute http(s) address", address)
	}
	return set.ForHost(u.Host), nil
}

// savedPage reads a file, or stdin for "-".
func (a *app) savedPage(name, address string) (extract.Input, error) {
	in := extract.Input{URL: address}
	if name == "-" {
		body, err := io.ReadAll(a.stdin)
		if err != nil {
			return in, fmt.Errorf("read stdin: %w", err)
		}
		in.Body = body
		return in, nil
	}
	body, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return in, usage("there is no file %s; give a file, an address with http(s)://, or - for stdin", name)
	}
	if err != nil {
		return in, err
	}
	in.Body = body
	if info, err := os.Stat(name); err == nil {
		in.Seen = info.ModTime() // the best there is for a year-less date
	}
	return in, nil
}
