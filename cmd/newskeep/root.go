package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"newskeep/scraper/profile"
)

// app is what every command shares: the common flags and where to write.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer

	archive   string
	profiles  string
	searches  string // file of saved searches; empty: beside the archive
	json      bool
	quiet     bool
	verbose   int
	logFormat string
	noColor   bool

	now func() time.Time // the clock of what crawls and keeps; nil: time.Now

	running bool                         // the command line was understood
	writing bool                         // the archive was opened for writing
	loaded  func() (*profile.Set, error) // the profiles, read once
	broken  error                        // what is wrong with files of --profiles; the others are usable

	reloaded atomic.Pointer[reloaded] // profiles that were read again since; nil: none
}

// clock is the time it is to what crawls and keeps.
func (a *app) clock() time.Time {
	if a.now != nil {
		return a.now()
	}
	return time.Now()
}

// run is the program: arguments in, exit status out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &output{Writer: stdout}
	a := &app{stdin: stdin, stdout: out, stderr: stderr}
	a.loaded = sync.OnceValues(func() (*profile.Set, error) {
		set, err := profile.Builtin()
		if err != nil || a.profiles == "" {
			return set, err
		}
		if !isDir(a.profiles) {
			return nil, usage("--profiles: there is no folder %s", a.profiles)
		}
		a.broken = set.Load(a.profiles)
		return set, nil
	})
	root := a.root()
	root.SetArgs(spared(root, args))
	root.SetIn(stdin)
	root.SetOut(out)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("write the output: %w", out.err)
	}
	if err == nil {
		return exitDone
	}
	if text := a.message(err); text != "" {
		fmt.Fprintln(stderr, text)
	}
	if !a.running {
		fmt.Fprintf(stderr, "see '%s --help'\n", cmd.CommandPath())
		return exitUsage
	}
	return statusOf(err)
}

const rootHelp = `newskeep crawls news sites into one SQLite file and answers questions about it.

Researchers search the archive, see what an article said and when, and export
what can be cited. Operators put one line into crontab and are told what was
missed. Nothing is evaded: robots.txt is obeyed, and a page that blocks us is
never taken for news.`

const rootExample = `  newskeep demo                           # a small newspaper, crawled and searched, offline
  newskeep crawl almayadeen-en            # one run over a site
  newskeep search 'ceasefire tag:Gaza published:2024-11..'
  newskeep show 123                       # an article, by id or address
  newskeep extract https://news.example/world/story --explain`

const rootStatuses = `
Exit status:
  0 done · 1 failed · 2 usage or profile error · 3 done, but some pages could
  not be read · 4 the site blocked us · 5 another run holds the archive ·
  6 integrity problem · 7 drift or a gap · 130 stopped by a signal after saving
`

// Commands are listed in the order of use. Cobra keeps that for the whole program.
func init() { cobra.EnableCommandSorting = false }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use: "newskeep", Short: "Crawl news sites into an archive that can be searched and cited",
		Long: rootHelp, Example: rootExample,
		SilenceUsage: true, SilenceErrors: true, Version: version,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if a.logFormat != "text" && a.logFormat != "json" {
				return fmt.Errorf("--log-format is text or json, not %q", a.logFormat)
			}
			a.running = true
			return nil
		},
	}
	root.SetHelpTemplate(`{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}{{if not .HasParent}}` + rootStatuses + `{{end}}`)
	root.SetVersionTemplate(versionLine())
	root.Flags().Bool("version", false, "print the program's version, as the command of this name does")
	f := root.PersistentFlags()
	f.StringVarP(&a.archive, "archive", "a", fromEnv("NEWSKEEP_ARCHIVE", "newskeep.db"), "the archive `FILE` (env NEWSKEEP_ARCHIVE)")
	f.StringVar(&a.profiles, "profiles", os.Getenv("NEWSKEEP_PROFILES"), "a `DIR` of profiles that adds to or overrides the built-in ones (env NEWSKEEP_PROFILES)")
	f.StringVar(&a.searches, "searches", os.Getenv("NEWSKEEP_SEARCHES"), "the `FILE` of saved searches (env NEWSKEEP_SEARCHES; default beside the archive: news.searches.yaml for news.db)")
	f.BoolVar(&a.json, "json", false, "one JSON document on stdout")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing but data and errors")
	f.CountVarP(&a.verbose, "verbose", "v", "log what happens; twice for every page")
	f.StringVar(&a.logFormat, "log-format", "text", "log lines on stderr as `FORMAT`, text or json")
	f.BoolVar(&a.noColor, "no-color", false, "no colours (also env NO_COLOR)")
	for _, g := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"crawl", "Crawl:", []*cobra.Command{a.crawlCmd(), a.watchCmd(), a.serviceCmd(), a.backfillCmd(), a.importCmd(), a.statusCmd(), a.coverageCmd(), a.doctorCmd(), a.alertCmd(), a.demoCmd()}},
		{"keep", "Keep the archive safe:", []*cobra.Command{a.verifyCmd(), a.backupCmd(), a.reextractCmd(), a.recompressCmd(), a.migrateCmd()}},
		{"read", "Read the archive:", []*cobra.Command{a.searchCmd(), a.searchesCmd(), a.wordsCmd(), a.showCmd(), a.historyCmd(), a.diffCmd(), a.placementsCmd(), a.imagesCmd(), a.serveCmd(), a.exportCmd(), a.sqlCmd(), a.mcpCmd(), a.guideCmd(), a.schemaCmd()}},
		{"rules", "Sites and pages:", []*cobra.Command{a.extractCmd(), a.sitesCmd()}},
	} {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.id
			root.AddCommand(c)
		}
	}
	root.AddCommand(a.versionCmd())
	return root
}

func fromEnv(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

// sites are the built-in profiles and those of --profiles.
func (a *app) sites() (*profile.Set, error) {
	if r := a.reloaded.Load(); r != nil {
		return r.set, nil
	}
	return a.loaded()
}

// site is a profile by name. When there is none, the fault may be a file of
// --profiles that could not be read.
func (a *app) site(name string) (*profile.Profile, error) {
	set, err := a.sites()
	if err != nil {
		return nil, err
	}
	p, err := set.Get(name)
	if err != nil && a.broken != nil {
		return nil, a.broken
	}
	return p, err
}

// siteNames completes the name of a site.
func (a *app) siteNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	set, err := a.sites()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return set.Names(), cobra.ShellCompDirectiveNoFileComp
}

// logger writes to w: coloured text for a terminal, plain text or JSON otherwise.
func (a *app) logger(w io.Writer) *slog.Logger {
	level := slog.LevelError // what a run missed stands in its summary
	switch {
	case a.verbose == 1:
		level = slog.LevelInfo
	case a.verbose > 1:
		level = slog.LevelDebug
	}
	switch {
	case a.logFormat == "json":
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
	case isTerminal(a.stderr):
		return slog.New(tint.NewTextHandler(w, &tint.Options{Level: level, TimeFormat: time.TimeOnly, NoColor: !a.color(a.stderr)}))
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// note tells a person something beside the data.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

// printJSON writes one indented document.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
