package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/notify"
	"newskeep/scraper/news"
	"newskeep/store"
)

const alertHelp = `Tell somebody what 'newskeep doctor' finds: one message when a problem comes,
however many nights it lasts, and one when it is over. 'crawl' and 'watch' do it
after their runs when they have --alert; 'alert check' does it at once, and
without --alert prints the problems that last.

Where to: NEWSKEEP_ALERTS (addresses, separated by spaces) or --alert for each.
  https://host/path                                   a webhook: {"title","message"} as JSON
  smtp://user:password@host:587/?from=a@b&to=c@d      mail
  and the other services of shoutrrr: ntfy://, slack://, telegram://, matrix:// …
They hold secrets: better in the environment than on a command line.

A dead-man service says when nothing runs at all: NEWSKEEP_PING or --ping is its
address, asked with /start behind it when a run begins, as it is when it went
well, and with /fail when it failed.`

const alertExample = `  newskeep alert test --alert https://hooks.example/T0/B0
  NEWSKEEP_ALERTS='smtp://me:secret@mail.example:587/?from=me@example&to=me@example' newskeep alert test
  newskeep alert check                      # from crontab, after other runs
  newskeep crawl --all -q --ping https://hc-ping.com/UUID`

// alertFlags say who is told how runs went.
type alertFlags struct {
	to   []string
	ping string
}

// addAlerts adds the flags of those that run without anybody.
func addAlerts(cmd *cobra.Command, f *alertFlags) {
	addAlertTo(cmd, f)
	cmd.Flags().StringVar(&f.ping, "ping", os.Getenv("NEWSKEEP_PING"), "`URL` of a dead-man service, asked at start, success and failure (env NEWSKEEP_PING)")
}

func addAlertTo(cmd *cobra.Command, f *alertFlags) {
	cmd.Flags().StringArrayVar(&f.to, "alert", nil, "`URL` to tell of problems that come and are over; may be repeated (env NEWSKEEP_ALERTS); see 'newskeep alert --help'")
}

// check fills what was not said from the environment, and refuses what cannot be
// understood before a night depends on it.
func (f *alertFlags) check() error {
	if len(f.to) == 0 {
		f.to = strings.Fields(os.Getenv("NEWSKEEP_ALERTS"))
	}
	for _, a := range f.to {
		if err := notify.Check(a); err != nil {
			return usage("--alert: %w; 'newskeep alert --help' shows what it can be", err)
		}
	}
	return nil
}

func (a *app) alertCmd() *cobra.Command {
	cmd := &cobra.Command{Use: "alert", Short: "Tell somebody of problems, once each", Long: alertHelp, Example: alertExample}
	var f alertFlags
	test := &cobra.Command{
		Use: "test", Short: "Send a message to every address", Args: cobra.NoArgs,
		Example: "  newskeep alert test --alert https://hooks.example/T0/B0",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			if len(f.to) == 0 {
				return usage("nobody to tell: give --alert or NEWSKEEP_ALERTS")
			}
			sent, err := notify.Send(f.to, alertTitle("a test"), "This is how newskeep tells you of a problem. All is well.")
			fmt.Fprintf(a.stdout, "sent to %d of %d\n", sent, len(f.to))
			return err
		},
	}
	check := &cobra.Command{
		Use: "check", Short: "Look for problems now and tell what is new or over", Args: cobra.NoArgs,
		Example: "  newskeep alert check --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.alertCheck(cmd.Context(), f)
		},
	}
	addAlertTo(test, &f)
	addAlertTo(check, &f)
	cmd.AddCommand(test, check)
	return cmd
}

func (a *app) alertCheck(ctx context.Context, f alertFlags) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := a.tellProblems(ctx, r, f); err != nil {
		return err
	}
	open, err := r.OpenAlerts(ctx)
	if err != nil {
		return err
	}
	if a.json {
		if err := a.printJSON(open); err != nil {
			return err
		}
	} else if !a.quiet {
		for _, p := range open {
			fmt.Fprintln(a.stdout, findingLine(p.Finding))
		}
	}
	if len(open) > 0 {
		return &statusError{status: exitDrift}
	}
	return nil
}

// tellProblems looks for problems, notes them and tells what nobody was told of.
// What cannot be sent is tried again the next time.
func (a *app) tellProblems(ctx context.Context, r *store.Reader, f alertFlags) error {
	now := time.Now()
	d, err := a.examine(ctx, r, "", 2, now)
	if err != nil {
		return err
	}
	if err := store.NoteFindings(ctx, r.Path(), d.Findings, now); err != nil {
		return err
	}
	if len(f.to) == 0 {
		return nil
	}
	due, err := r.UntoldAlerts(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	title, text := alertMessage(due)
	sent, err := notify.Send(f.to, title, text)
	if sent > 0 {
		err = errors.Join(err, store.NoteTold(ctx, r.Path(), due, now))
	}
	if err != nil {
		return fmt.Errorf("alert: %w", err)
	}
	return nil
}

// alertShown are the problems told one by one in a message.
const alertShown = 15

// alertMessage is one message of all that is new and over.
func alertMessage(due []store.Alert) (title, text string) {
	var come, over []string
	for _, p := range due {
		line := findingLine(p.Finding)
		if p.Over.IsZero() {
			come = append(come, line)
		} else {
			over = append(over, "OVER "+strings.SplitN(line, ". To do: ", 2)[0])
		}
	}
	var parts []string
	if len(come) > 0 {
		parts = append(parts, plural(len(come), "problem"))
	}
	if len(over) > 0 {
		parts = append(parts, fmt.Sprintf("%d over", len(over)))
	}
	lines := append(come, over...)
	if more := len(lines) - alertShown; more > 0 {
		lines = append(lines[:alertShown], fmt.Sprintf("… and %d more: newskeep doctor", more))
	}
	return alertTitle(strings.Join(parts, ", ")), strings.Join(lines, "\n\n")
}

func alertTitle(what string) string {
	host, _ := os.Hostname() // a name for people; empty is as good
	return strings.TrimSpace("newskeep "+host) + ": " + what
}

// ping tells the dead-man service; that it cannot be told is said and no more.
func (a *app) ping(ctx context.Context, f alertFlags, b notify.Beat, text string) {
	if err := notify.Ping(context.WithoutCancel(ctx), f.ping, b, text); err != nil {
		fmt.Fprintf(a.stderr, "newskeep: ping: %v\n", err)
	}
}

// afterRuns tells the dead-man service and those of --alert how runs went. A stop
// by the operator is neither success nor failure.
func (a *app) afterRuns(ctx context.Context, r *store.Reader, f alertFlags, sums []*news.Summary, err error) {
	if ctx.Err() != nil {
		return
	}
	beat, lines := notify.Success, []string{}
	for _, s := range sums {
		lines = append(lines, s.Site+": "+outcomeWords(s)+missedWords(s))
		if s.Outcome == news.RunFailed || s.Outcome == news.RunBlocked {
			beat = notify.Failure
		}
	}
	if err != nil && worse(statusOf(err), exitPartial) != exitPartial {
		beat = notify.Failure
	}
	if err != nil && a.message(err) != "" {
		lines = append(lines, a.message(err))
	}
	a.ping(ctx, f, beat, strings.Join(lines, "\n"))
	if r == nil || len(f.to) == 0 {
		return
	}
	if err := a.tellProblems(ctx, r, f); err != nil {
		fmt.Fprintf(a.stderr, "newskeep: %v\n", err)
	}
}
