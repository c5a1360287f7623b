package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/discover"
	"newskeep/scraper/draft"
	"newskeep/scraper/extract"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const newSiteHelp = `Draft a profile from a handful of a site's pages: its sections, feeds,
sitemaps and lists by date, which addresses are articles, the time zone of
printed dates, and for each field the selectors that give what reading without
rules gives. A comment behind each line says what it rests on; "guess" marks what
to look at first.

With an address, the front page, robots.txt, two sections and up to --pages
articles are asked for, politely. With FILEs nothing is asked for: give the front
page, a section and three or more articles of different kinds, and robots.txt if
you have it. A file's own address is the one it names (rel=canonical, og:url);
--url is the front page where files name none.

The draft goes to stdout, or to -o FILE. Then look at it, and at what it does:
newskeep sites check FILE.yaml. The pages asked for are its tests.`

const newSiteExample = `  newskeep sites new https://news.example/ -o profiles/example.yaml --contact you@example.org
  newskeep sites check profiles/example.yaml
  newskeep crawl example --profiles profiles --limit 20
  newskeep sites new front.html world.html story1.html story2.html story3.html robots.txt > example.yaml`

// newSiteFlags are what a draft can be told.
type newSiteFlags struct {
	home, name, contact, out string
	pages                    int
	force                    bool
}

func (a *app) newSiteCmd() *cobra.Command {
	var f newSiteFlags
	cmd := &cobra.Command{
		Use: "new URL|FILE...", Short: "Draft the profile of a new site from a handful of its pages",
		Long: newSiteHelp, Example: newSiteExample, Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.newSite(cmd.Context(), args, f) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.out, "output", "o", "", "write the profile to `FILE`")
	fl.BoolVar(&f.force, "force", false, "write over FILE if it is there")
	fl.StringVar(&f.name, "name", "", "what commands call the site; made of its host when left out")
	fl.IntVar(&f.pages, "pages", 8, "ask for at most `N` articles")
	fl.StringVar(&f.home, "url", "", "the front page's `URL`, for files")
	addContact(cmd, &f.contact)
	return cmd
}

// newSite drafts a profile and writes it.
func (a *app) newSite(ctx context.Context, args []string, f newSiteFlags) error {
	if f.out != "" && !f.force {
		if _, err := os.Stat(f.out); !errors.Is(err, fs.ErrNotExist) {
			return usage("%s is there already; name another file, or say --force to write over it", f.out)
		}
	}
	if f.pages < 1 || f.pages > 100 {
		return usage("--pages is %d; want 1 to 100", f.pages)
	}
	if f.name != "" {
		if _, err := profile.Parse("--name", fmt.Appendf(nil, "name: %q\nhome: https://news.example/\n", f.name)); err != nil {
			return usage("--name %q: want lower-case letters, digits and single dashes", f.name)
		}
	}
	src := draft.Source{Home: f.home, Name: f.name}
	var err error
	if isAddress(args[0]) {
		err = a.askForPages(ctx, args, f, &src)
	} else {
		err = a.readPages(args, f, &src)
	}
	if err != nil {
		return err
	}
	d, err := draft.New(src)
	if none := (*draft.NoArticlesError)(nil); errors.As(err, &none) {
		return &statusError{exitPartial, err}
	}
	if err != nil {
		return err
	}
	return a.writeDraft(d, f.out)
}

// readPages takes saved pages.
func (a *app) readPages(files []string, f newSiteFlags, src *draft.Source) error {
	for _, name := range files {
		if isAddress(name) {
			return usage("give addresses or files, not both: %s is an address", name)
		}
		in, err := a.savedPage(name, "")
		if err != nil {
			return err
		}
		if filepath.Base(name) == "robots.txt" {
			src.Robots = discover.ParseRobots(200, in.Body)
			continue
		}
		src.Pages = append(src.Pages, draft.Page{Input: in, File: besideProfile(name, f.out)})
	}
	if src.Home != "" && !isAddress(src.Home) {
		return usage("--url %q is no absolute http(s) address", src.Home)
	}
	return nil
}

// besideProfile is a file's name as a profile in file out names it.
func besideProfile(name, out string) string {
	if name == "-" {
		return ""
	}
	from, err1 := filepath.Abs(filepath.Dir(cmp.Or(out, "profile.yaml")))
	to, err2 := filepath.Abs(name)
	if rel, err := filepath.Rel(from, to); err1 == nil && err2 == nil && err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}

// sectionsAsked is how many sections are asked for beside the front page.
const sectionsAsked = 2

// askForPages asks for the front page, sections and articles of a site. Pages that
// cannot be had are told and left out; without a front page there is no draft.
func (a *app) askForPages(ctx context.Context, addresses []string, f newSiteFlags, src *draft.Source) error {
	first, err := url.Parse(addresses[0])
	if err != nil || first.Host == "" {
		return usage("%q is no absolute http(s) address", addresses[0])
	}
	if f.home != "" {
		return usage("--url is for files; the site of %s is asked itself", addresses[0])
	}
	k, err := askerFor(ctx, nil, addresses[0], f.contact)
	if err != nil {
		return err
	}
	defer k.close()
	if f.contact == "" && !loopback(first.Hostname()) && first.Host != demo.Host {
		a.note("no --contact given; sites block nameless programs sooner")
	}
	get := func(address string, role news.PageRole) (*news.Reading, error) {
		a.note("asking for %s", address)
		in, err := k.page(ctx, address)
		if err != nil {
			return nil, err
		}
		in.Expect = role
		r := extract.Read(nil, in)
		if r.Kind == news.PageArticle || r.Kind == news.PageSection {
			src.Pages = append(src.Pages, draft.Page{Input: in})
		} else {
			a.note("  left out: %s", harmless(detail(r)))
		}
		return r, nil
	}
	root := &url.URL{Scheme: first.Scheme, Host: first.Host, Path: "/"}
	if len(addresses) == 1 && strings.Count(strings.Trim(first.Path, "/"), "/") == 0 && len(first.Path) <= 4 {
		root.Path = cmp.Or(first.Path, "/") // one edition of several: /en
	}
	front, err := get(root.String(), news.RoleHome)
	switch {
	case err != nil && errors.Is(err, fetch.ErrRobots):
		return fmt.Errorf("%w; a draft can be made of pages saved by hand: newskeep sites new FILE", err)
	case err != nil:
		return err
	case front.Kind == news.PageBlocked:
		return &statusError{exitBlocked, fmt.Errorf("%s: %s; a draft can be made of pages saved by hand: newskeep sites new FILE", root, detail(front))}
	}
	if n := len(src.Pages); n > 0 {
		// The front page may have moved: www. and https are found out here.
		src.Home = src.Pages[n-1].URL
	} else {
		src.Home = root.String()
	}
	src.Robots, src.Agent = k.robots(ctx, src.Home), k.agent
	src.Local = first.Host == demo.Host
	lists := []*news.Reading{front}
	var stories []string
	for _, other := range addresses {
		if u, err := url.Parse(other); err == nil && strings.TrimRight(u.String(), "/") != strings.TrimRight(root.String(), "/") {
			stories = append(stories, other)
		}
	}
	for _, s := range draft.Sections(src.Home, front, sectionsAsked) {
		r, err := get(s, news.RoleSection)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			a.note("  left out: %v", err)
			continue
		}
		lists = append(lists, r)
	}
	// Some of what lists show is no article: a few more are at hand.
	stories = append(stories, draft.Stories(src.Home, lists, f.pages+4)...)
	read := 0
	for _, s := range stories {
		if read >= f.pages {
			break
		}
		r, err := get(s, "")
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			a.note("  left out: %v", err)
			continue
		}
		if r.Kind == news.PageArticle {
			read++
		}
	}
	return nil
}

// writeDraft prints the draft, or writes its file, and tells what to look at.
func (a *app) writeDraft(d *draft.Draft, out string) error {
	if a.json {
		type rules struct {
			Field string   `json:"field"`
			Rules []string `json:"rules"`
			Right int      `json:"right"`
			Have  int      `json:"have"`
		}
		type skipped struct {
			Page string `json:"page"`
			Why  string `json:"why"`
		}
		doc := struct {
			Name     string    `json:"name"`
			File     string    `json:"file,omitempty"`
			Profile  string    `json:"profile"`
			Articles int       `json:"articles"`
			Lists    int       `json:"lists"`
			Rules    []rules   `json:"rules"`
			Skipped  []skipped `json:"skipped"`
			Doubts   []string  `json:"doubts"`
		}{d.Name, out, string(d.YAML), d.Given, d.Lists, []rules{}, []skipped{}, append([]string{}, d.Doubts...)}
		for _, r := range d.Rules {
			doc.Rules = append(doc.Rules, rules(r))
		}
		for _, s := range d.Skipped {
			doc.Skipped = append(doc.Skipped, skipped(s))
		}
		if out != "" {
			if err := writeProfile(out, d.YAML); err != nil {
				return err
			}
		}
		return a.printJSON(doc)
	}
	for _, s := range d.Skipped {
		a.note("left out: %s: %s", harmless(s.Page), harmless(s.Why))
	}
	for _, s := range d.Doubts {
		a.note("look at: %s", harmless(s))
	}
	if out == "" {
		_, err := a.stdout.Write(d.YAML)
		return err
	}
	if err := writeProfile(out, d.YAML); err != nil {
		return err
	}
	guesses := bytes.Count(d.YAML, []byte("guess"))
	a.note("%s: %s, drafted from %d articles and %d lists: rules for %d fields, %d guesses\nnext: newskeep sites check %s", out, d.Name, d.Given, d.Lists, len(d.Rules), guesses-1, out)
	return nil
}

// writeProfile writes a file, and the folder it is to lie in.
func writeProfile(name string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, body, 0o666)
}
