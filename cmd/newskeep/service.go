package main

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
)

//go:embed service/*
var serviceFiles embed.FS

const serviceHelp = `Print what a machine needs to crawl every night without anybody: a line for
crontab, or a service with its timer for systemd. Nothing is installed; without a
choice all of them are printed, and -o DIR writes the files.

  --cron     one line for crontab
  --systemd  newskeep-crawl.service: one run of 'newskeep crawl --all'
  --timer    newskeep-crawl.timer: begins it, also after a night switched off
  --watch    newskeep-watch.service: 'newskeep watch' instead, on the profiles' own
             schedules, with a watchdog, reloaded by 'systemctl reload'

The paths of this program, of the archive and of --profiles are those of this
call. Addresses of alerts and tokens are secrets: they belong into the file of
environment that the services read, /etc/newskeep.env, not on a command line.

The services may write into the folder of the archive and nowhere else. A file of
metrics elsewhere is given here, with --metrics-file, so that the unit allows its
folder; the account must be allowed to write there, too.`

const serviceExample = `  newskeep service -a /var/lib/newskeep/news.db --contact you@example.org
  newskeep service --cron --at '30 2 * * *' --max-time 4h
  newskeep service --systemd --timer -o /etc/systemd/system    # then: systemctl enable --now newskeep-crawl.timer
  newskeep service --watch --metrics-addr 9464 -o /etc/systemd/system
  newskeep service --systemd --metrics-file /var/lib/node_exporter/textfile/newskeep.prom`

// serviceFlags are what a person can say about the service.
type serviceFlags struct {
	cron, systemd, timer, watch bool

	out     string
	at      string
	maxTime string
	contact string
	user    string

	metricsFile, metricsAddr string // of runs, of watch
}

// serviceUnit is what the templates of the units are filled with.
type serviceUnit struct {
	Program  string // absolute path
	Archive  string // absolute path
	Folder   string // of the archive
	Profiles string // absolute path; empty: the built-in ones alone
	Contact  string
	MaxTime  string
	User     string

	MetricsFile   string // absolute path; empty: none
	MetricsFolder string // of it, when it is not that of the archive
	MetricsAddr   string // HOST:PORT; empty: none

	Calendar string // systemd.time(7)
	Cron     string // five fields
}

func (a *app) serviceCmd() *cobra.Command {
	var f serviceFlags
	cmd := &cobra.Command{
		Use: "service", Short: "Print a crontab line, or the units of a systemd service", Long: serviceHelp, Example: serviceExample,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.service(f) },
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.cron, "cron", false, "the line for crontab")
	fl.BoolVar(&f.systemd, "systemd", false, "the service of one run")
	fl.BoolVar(&f.timer, "timer", false, "the timer of that service")
	fl.BoolVar(&f.watch, "watch", false, "the service of 'newskeep watch'")
	fl.StringVarP(&f.out, "out", "o", "", "write files into `DIR` instead of printing them")
	fl.StringVar(&f.at, "at", "15 1 * * *", "when, as a cron `SPEC` with one minute and one hour, by the machine's clock")
	fl.StringVar(&f.maxTime, "max-time", "5h", "stop a run after `DURATION`; the rest stays due")
	fl.StringVar(&f.user, "user", "newskeep", "`NAME` of the account that the services run as")
	fl.StringVar(&f.metricsFile, "metrics-file", fromEnv("NEWSKEEP_METRICS_FILE", ""), "runs write numbers into `FILE`, as 'newskeep crawl --metrics-file' does (env NEWSKEEP_METRICS_FILE)")
	fl.StringVar(&f.metricsAddr, "metrics-addr", fromEnv("NEWSKEEP_METRICS_ADDR", ""), "watch serves numbers and its health on `[HOST:]PORT`, as 'newskeep watch --metrics-addr' does (env NEWSKEEP_METRICS_ADDR)")
	addContact(cmd, &f.contact)
	return cmd
}

// service prints or writes what was chosen.
func (a *app) service(f serviceFlags) error {
	u, err := a.serviceUnit(f)
	if err != nil {
		return err
	}
	all := !f.cron && !f.systemd && !f.timer && !f.watch
	first := true
	for _, part := range []struct {
		wanted bool
		file   string
	}{
		{f.cron || all, "newskeep.cron"},
		{f.systemd || all, "newskeep-crawl.service"},
		{f.timer || all, "newskeep-crawl.timer"},
		{f.watch || all, "newskeep-watch.service"},
	} {
		if !part.wanted {
			continue
		}
		text, err := u.render(part.file)
		if err != nil {
			return err
		}
		if f.out != "" {
			name := filepath.Join(f.out, part.file)
			if err := os.WriteFile(name, text, 0o644); err != nil {
				return err
			}
			a.note("%s", name)
			continue
		}
		if all {
			if !first {
				fmt.Fprintln(a.stdout)
			}
			fmt.Fprintf(a.stdout, "# --- %s\n", part.file)
		}
		first = false
		if _, err := a.stdout.Write(text); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) serviceUnit(f serviceFlags) (*serviceUnit, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("where this program is: %w", err)
	}
	archive, err := filepath.Abs(a.archive)
	if err != nil {
		return nil, err
	}
	profiles := ""
	if a.profiles != "" {
		if profiles, err = filepath.Abs(a.profiles); err != nil {
			return nil, err
		}
	}
	u := &serviceUnit{
		Program: program, Archive: archive, Folder: filepath.Dir(archive), Profiles: profiles,
		Contact: f.contact, MaxTime: f.maxTime, User: f.user, Cron: f.at,
	}
	if f.metricsFile != "" {
		if u.MetricsFile, err = filepath.Abs(f.metricsFile); err != nil {
			return nil, err
		}
		if isDir(u.MetricsFile) {
			return nil, usage("--metrics-file %s is a folder: name a file in it, such as newskeep.prom", f.metricsFile)
		}
		if u.MetricsFolder = filepath.Dir(u.MetricsFile); u.MetricsFolder == u.Folder {
			u.MetricsFolder = ""
		}
	}
	if f.metricsAddr != "" {
		if u.MetricsAddr, err = monitorAddress(f.metricsAddr); err != nil {
			return nil, err
		}
	}
	// Such a name would be another command in one of the files.
	for _, s := range []string{program, archive, profiles, f.contact, f.maxTime, f.user, f.at, u.MetricsFile, u.MetricsAddr} {
		if strings.ContainsAny(s, "\n\r\x00") {
			return nil, usage("%q holds a line break, which no unit can hold", s)
		}
	}
	if u.Calendar, err = calendarOf(f.at); err != nil {
		return nil, usage("--at: %w", err)
	}
	return u, nil
}

func (u *serviceUnit) render(file string) ([]byte, error) {
	t, err := template.New("").Funcs(template.FuncMap{"unit": unitQuote, "cron": cronQuote, "path": unitPath}).
		ParseFS(serviceFiles, "service/"+file)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.ExecuteTemplate(&b, file, u)
	return b.Bytes(), err
}

// unitQuote is an argument in a line of a unit: quoted where it must be, with %
// and $ for themselves; systemd.service(5), "Command lines".
func unitQuote(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(s)
	if s == "" || strings.ContainsAny(s, " \t'\";\\") {
		return `"` + s + `"`
	}
	return s
}

// unitPath is a path as the value of a setting; systemd.exec(5).
func unitPath(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`).Replace(s)
	if strings.ContainsAny(s, " \t'\";") {
		return `"` + s + `"`
	}
	return s
}

// cronQuote is an argument of a command in crontab: quoted for the shell, and %,
// which ends a command there, escaped; crontab(5).
func cronQuote(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./@:+,", r)
	}
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		s = "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return strings.ReplaceAll(s, "%", `\%`)
}
