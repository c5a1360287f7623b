package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/saved"
	"newskeep/scraper"
	"newskeep/scraper/profile"
	"newskeep/store"
)

var importHelp = fmt.Sprintf(`Read pages that others have kept, from files, into the archive: WARC files (plain
or gzip, cut off or not), WACZ packages, pages saved from a browser, and folders of
them. Nothing is asked of any site.

Each page goes through the same reading as a crawled one, at the time it was
captured. A capture that is older than what the archive has seen finds its place
in the history of its article: revisions are numbered anew in order of time, so
cite a time ('show --as-of') where older captures may still come. An older section
page fills in what stood in its slots then. Of what is the same on every page of a
site it is not known which pages showed it: an older Most Read is filled in where
nobody had looked, an older ticker adds its lines, and neither parts what was seen
before and after. Records of the files given that stand a little out of order are
put in order first, %d at a time, and miss nothing.

What is imported is marked: 'via' and 'origin' of its visit say who captured it and
where it was found. It never changes when a page is asked for again. A page that
is already there is passed over, so the same command can be given again. A broken
record is named and passed over; the exit status is then 3.

The rules are those of the site whose host an address has. Pages of hosts without
a profile are counted and left; --generic reads them by structure alone, each host
as a site of its own.`, heldCaptures)

const importExample = `  newskeep import crawl.warc.gz other.wacz
  newskeep import ~/saved-pages --site almayadeen-en
  newskeep import story.html --url https://news.example/2024/12/01/story --captured 2024-12-02T08:00:00Z
  newskeep import old.warc.gz --json | jq .bad`

type importFlags struct {
	site, captured string
	generic, wait  bool
	saved.Options
}

func (a *app) importCmd() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use: "import FILE|DIR...", Short: "Read WARC files and saved pages into the archive, offline", Long: importHelp, Example: importExample,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			f.Note = a.note
			return a.importFiles(cmd.Context(), paths, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.URL, "url", "", "the `URL` a saved page was saved from; for one file")
	fl.StringVar(&f.site, "site", "", "only pages of this `SITE`")
	fl.StringVar(&f.captured, "captured", "", "the `TIME` saved pages were saved at, such as 2024-12-01T08:00:00Z, or by the end of 2024-12-01; else what they or the files say")
	fl.BoolVar(&f.generic, "generic", false, "read pages of hosts without a profile by structure alone")
	fl.BoolVar(&f.wait, "wait", false, "wait for a run that holds the archive instead of giving up")
	_ = cmd.RegisterFlagCompletionFunc("site", a.siteNames)
	return cmd
}

func (a *app) importFiles(ctx context.Context, paths []string, f importFlags) error {
	if f.captured != "" {
		var err error
		if f.Captured, err = moment(f.captured); err != nil {
			return err
		}
	}
	if f.URL != "" {
		if info, err := os.Stat(paths[0]); len(paths) > 1 || err == nil && info.IsDir() {
			return usage("--url is the address of one page; the pages of a folder must name their own")
		}
		if !isAddress(f.URL) {
			return usage("--url: %q is no absolute http(s) address", f.URL)
		}
	}
	if f.site != "" {
		if _, err := a.site(f.site); err != nil {
			return err
		}
	}
	for _, p := range paths {
		if _, err := os.Stat(p); errors.Is(err, os.ErrNotExist) {
			return usage("there is no file %s", p)
		}
	}
	archive, release, err := a.openForRun(ctx, f.wait, "import "+strings.Join(paths, " "))
	if err != nil {
		return err
	}
	defer release()
	im := &importing{app: a, flags: f, archive: archive, line: a.progressLine(), sites: map[string]*scraper.Import{}, report: newImportReport()}
	err = im.files(ctx, paths)
	im.line.Clear()
	if ended := im.end(ctx, err); err == nil {
		err = ended
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	if printed := a.printImport(im.report); err == nil {
		err = printed
	}
	if err == nil && im.report.BadCount > 0 {
		err = &statusError{status: exitPartial}
	}
	return err
}

// importing is one call of import.
type importing struct {
	*app
	flags   importFlags
	archive *store.Store
	line    *progressLine
	sites   map[string]*scraper.Import // by name
	order   []string
	report  *importReport
}

func (im *importing) files(ctx context.Context, paths []string) error {
	order := byTime{keep: func(c *saved.Capture) error { return im.capture(ctx, c) }}
	h := saved.Hearer{Capture: order.add, Bad: im.bad, Skipped: im.report.skip}
	sources, err := saved.Sources(paths, h)
	if err != nil {
		return err
	}
	for i, s := range sources {
		im.report.Files = i + 1
		im.report.file = s.Name
		if err := s.Read(ctx, im.flags.Options, h); err != nil {
			return errors.Join(err, order.end())
		}
	}
	return order.end()
}

func (im *importing) bad(b saved.Bad) {
	im.report.addBad(b)
	if !im.quiet {
		im.line.Clear()
		where := b.File
		if b.Offset > 0 {
			where = fmt.Sprintf("%s, byte %d", b.File, b.Offset)
		}
		im.note("passed over: %s: %s", harmless(where), harmless(b.Reason))
	}
}

// capture keeps one capture, unless it is there or nothing for the archive.
func (im *importing) capture(ctx context.Context, c *saved.Capture) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	im.report.Captures++
	p, err := im.rules(c.URL)
	if err != nil {
		return err
	}
	if p == nil {
		im.report.skip("no_profile")
		return nil
	}
	if c.Revisit && !im.original(ctx, p, c) {
		return nil
	}
	known, err := im.isKnown(ctx, p, c)
	if err != nil {
		return err
	}
	if known {
		im.report.Repeated++
		return nil
	}
	site := im.sites[p.Name]
	if site == nil {
		crawler := scraper.Crawler{Archive: im.archive, Log: im.logger(im.line), Progress: im.line.Show}
		site = crawler.NewImport(p)
		im.sites[p.Name], im.order = site, append(im.order, p.Name)
	}
	verdict, err := site.Keep(ctx, &c.Capture)
	var unwanted scraper.Unwanted
	switch {
	case errors.As(err, &unwanted):
		im.report.skip(string(unwanted))
	case err != nil:
		return err
	case verdict.Repeated:
		im.report.Repeated++
	default:
		im.report.Kept++
	}
	return nil
}

// isKnown reports a capture that is kept: the very visit, or another record of it, as
// two crawls of one night and two copies of a file hold it.
func (im *importing) isKnown(ctx context.Context, p *profile.Profile, c *saved.Capture) (bool, error) {
	known, err := im.archive.Reader().Visited(ctx, c.VisitID())
	if err != nil || known || c.NotModified {
		return known, err
	}
	u, err := url.Parse(c.URL)
	if err != nil {
		return false, nil // told by Keep
	}
	return im.archive.Reader().SameCapture(ctx, p.Normalize(u), c.At, c.Body)
}

// original finds the bytes that a revisit stands for. They were kept before, from
// this file or an earlier one.
func (im *importing) original(ctx context.Context, p *profile.Profile, c *saved.Capture) bool {
	u, err := url.Parse(c.Original)
	if err == nil {
		at := c.OriginalT
		if at.Nanosecond() == 0 { // as WARC 1.0 writes it
			at = at.Add(time.Second - time.Millisecond)
		}
		resp, found := im.archive.Reader().BodyAt(ctx, p.Normalize(u), at)
		if err = found; err == nil {
			c.Body = resp.Body
			return true
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		// Of a picture or script, most likely; those are not kept either.
		im.report.skip("revisit_of_what_is_not_here")
		return false
	}
	im.bad(saved.Bad{File: c.Origin, Reason: fmt.Sprintf("%s: its original: %v", c.URL, err)})
	return false
}

// rules are those for an address; nil when it is none of ours to read.
func (im *importing) rules(address string) (*profile.Profile, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, nil
	}
	if im.flags.site != "" {
		p, err := im.site(im.flags.site)
		if err != nil || !p.InScope(u) {
			return nil, err
		}
		return p, nil
	}
	set, err := im.app.sites()
	if err != nil {
		return nil, err
	}
	if p := set.ForHost(u.Host); p != nil || !im.flags.generic {
		return p, nil
	}
	p, err := genericProfile(u)
	if err != nil {
		return nil, err
	}
	set.Add(p) // so that the archive can read its pages again
	return p, nil
}

// end closes the runs and gathers their ledgers.
func (im *importing) end(ctx context.Context, cause error) error {
	var errs []error
	for _, name := range im.order {
		sum, err := im.sites[name].End(ctx, cause)
		if err != nil {
			errs = append(errs, err)
		}
		if sum != nil {
			im.report.Runs = append(im.report.Runs, sum)
		}
	}
	slices.SortFunc(im.report.Bad, func(a, b saved.Bad) int { return strings.Compare(a.File, b.File) })
	return errors.Join(errs...)
}
