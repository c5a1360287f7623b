package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/cmd/newskeep/notify"
	"newskeep/schedule"
	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

const watchHelp = `Stay in the foreground and crawl each site when its profile's schedule says so,
in the profile's zone. Known articles are looked at again when they are due by
their age, as with 'crawl --due-only'.

A site is never crawled twice at a time; a run that is still going when the next
is due lets that one pass. Runs that were missed while the machine was off or
asleep are caught up by one, at once; a run that was stopped half-way goes on.
Where clocks are changed, a time that is skipped comes right after the change, and
one that is shown twice comes once.

A profile may name two schedules more: 'modules' for its lists alone (who stands
where on the front page and in sections, most read, the ticker), 'revisit' for the
articles that are due and those that lists have found since. They never run beside a
whole run of their site, let their time pass meanwhile, and end before the next.

SIGHUP reads the profiles again (a broken one is told, and the old one stays).
SIGTERM or Ctrl-C saves and stops: what was kept is kept, and the request in flight
is made again by the next run; a second one stops at once. systemd is told when
watch is ready and that it lives ('newskeep service --watch' prints the unit). The
archive is held for as long as watch runs.

With --metrics-addr, /metrics has numbers for Prometheus: what runs do now, how the
last run of each site went, what is due, when the next begins, gaps. /healthz is 200
while the scheduler lives and no run hangs, /readyz while runs can begin, too: the
lock is ours and the archive can be written to; otherwise 503 and why. Elsewhere than
on loopback /metrics wants a token, as that of 'newskeep serve' does.`

const watchExample = `  newskeep watch                       # every site that has a schedule
  newskeep watch almayadeen-en -v
  newskeep watch --max-time 3h --at-once 2
  newskeep watch --metrics-addr 9464   # curl http://127.0.0.1:9464/metrics
  kill -HUP PID                        # after an edit of a profile; newskeep status shows PID`

// watchFlags are what a person can say about watching.
type watchFlags struct {
	crawlFlags
	atOnce int
	jitter time.Duration

	metricsAddr string   // where metrics and health are served; empty: nowhere
	hosts       []string // names under which they are asked for
	tokenFile   string
}

func (a *app) watchCmd() *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use: "watch [SITE...]", Short: "Crawl on the schedules of the profiles, in the foreground", Long: watchHelp,
		Example:           watchExample,
		ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := f.images.check(); err != nil {
				return err
			}
			if err := f.alerts.check(); err != nil {
				return err
			}
			if f.atOnce < 0 || f.jitter < 0 || f.MaxTime < 0 {
				return usage("--at-once, --jitter and --max-time cannot be negative")
			}
			if f.metricsAddr != "" {
				if _, err := monitorAddress(f.metricsAddr); err != nil {
					return err
				}
			}
			f.DueOnly = true
			return a.watch(cmd.Context(), names, f)
		},
	}
	fl := cmd.Flags()
	fl.IntVar(&f.atOnce, "at-once", 4, "crawl at most `N` sites at a time; 0: all that are due")
	fl.DurationVar(&f.jitter, "jitter", 2*time.Minute, "begin each site up to `DURATION` after its time, always the same for a site; at most a tenth of the time between runs")
	fl.DurationVar(&f.MaxTime, "max-time", 0, "stop each run after `DURATION`, such as 90m; the rest stays due")
	fl.StringVar(&f.metricsAddr, "metrics-addr", fromEnv("NEWSKEEP_METRICS_ADDR", ""), "serve /metrics, /healthz and /readyz on `[HOST:]PORT`; this machine's loopback when no host is given (env NEWSKEEP_METRICS_ADDR)")
	fl.StringSliceVar(&f.hosts, "host", nil, "a `NAME` under which the metrics are asked for, besides localhost and IP addresses; may be repeated")
	fl.StringVar(&f.tokenFile, "token-file", "", "`FILE` whose first line is the token that those who ask for metrics must give (env NEWSKEEP_TOKEN)")
	addContact(cmd, &f.contact)
	addImages(cmd, &f.images)
	addAlerts(cmd, &f.alerts)
	return cmd
}

// watcher is watch while it runs.
type watcher struct {
	*app
	flags   watchFlags
	names   []string // sites it was asked for; empty: all with a schedule
	archive *store.Store
	line    *progressLine
	log     *slog.Logger
	vitals  vitals
	live    *metrics.Live
	next    upcoming
	telling sync.Mutex
}

func (a *app) watch(ctx context.Context, names []string, f watchFlags) error {
	profiles, err := a.chosenProfiles(names)
	if err != nil {
		return err
	}
	archive, release, err := a.openForRun(ctx, false, "watch")
	if err != nil {
		a.noteRefused(ctx, err, profiles)
		return err
	}
	defer release()
	w := newWatcher(a, names, f, archive)
	defer w.line.Clear()
	w.line.Foot(w.next.words)
	jobs, err := w.jobs(ctx, profiles)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return usage("no site to watch: give a profile a schedule, such as\n  schedule: {cron: \"15 1 * * *\", zone: UTC}")
	}
	return w.run(ctx, jobs)
}

func newWatcher(a *app, names []string, f watchFlags, archive *store.Store) *watcher {
	w := &watcher{app: a, flags: f, names: names, archive: archive, line: a.progressLine(), live: metrics.NewLive()}
	w.log = a.logger(w.line)
	w.flags.step = func(p scraper.Progress) {
		w.vitals.step(p)
		w.live.Step(p)
	}
	return w
}

// run follows the schedules until ctx ends.
func (w *watcher) run(ctx context.Context, jobs []schedule.Job) error {
	if err := w.monitor(ctx); err != nil {
		return err
	}
	edited := make(chan os.Signal, 1)
	signal.Notify(edited, syscall.SIGHUP)
	defer signal.Stop(edited)
	reload := make(chan []schedule.Job)
	system := supervisor{w.log}
	w.vitals.heard()
	system.ready(watchesWords(jobs))
	go w.reloads(ctx, edited, reload, system, watchesWords(jobs))
	go system.watchdog(ctx, func(ctx context.Context) error { return w.vitals.check(ctx, w.archive.Reader()) })
	context.AfterFunc(ctx, system.stopping)
	(&schedule.Scheduler{Jobs: jobs, AtOnce: w.flags.atOnce, Reload: reload, Beat: w.vitals.heard, Next: w.next.note, Log: w.log}).Run(ctx)
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	return nil
}

func watchesWords(jobs []schedule.Job) string {
	sites := map[string]bool{}
	for _, j := range jobs {
		sites[j.Group] = true
	}
	return "watches " + plural(len(sites), "site")
}

// reloads reads the profiles again each time it is asked to. Watches says what is
// watched until then.
func (w *watcher) reloads(ctx context.Context, asked <-chan os.Signal, reload chan<- []schedule.Job, system supervisor, watches string) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
		}
		system.reloading()
		if err := w.reload(); err != nil {
			w.log.Error("profiles are read again", "err", err)
		}
		profiles, err := w.chosenNow()
		var jobs []schedule.Job
		if err == nil {
			jobs, err = w.jobs(ctx, profiles)
		}
		if err != nil {
			w.log.Error("the schedules stay as they were", "err", err)
		} else {
			select {
			case reload <- jobs:
			case <-ctx.Done():
				return
			}
			watches = watchesWords(jobs)
		}
		system.ready(watches)
	}
}

// chosenNow are the profiles to watch after they were read again. A site that has
// no profile any more is told and left out.
func (w *watcher) chosenNow() ([]*profile.Profile, error) {
	set, err := w.sites()
	if err != nil {
		return nil, err
	}
	var chosen []*profile.Profile
	for _, name := range w.names {
		p, err := set.Get(name)
		if err != nil {
			w.log.Error("no longer watched", "site", name, "err", err)
			continue
		}
		chosen = append(chosen, p)
	}
	if len(w.names) > 0 {
		return chosen, nil
	}
	return set.All(), nil
}

// jobs are the schedules of profiles, with what the archive knows of the last run
// of each.
func (w *watcher) jobs(ctx context.Context, profiles []*profile.Profile) ([]schedule.Job, error) {
	last, err := w.archive.Reader().LastRuns(ctx)
	if err != nil {
		return nil, err
	}
	var jobs []schedule.Job
	for _, p := range profiles {
		wanted, err := jobsOf(p)
		if err != nil {
			return nil, err
		}
		if len(wanted) == 0 && (len(w.names) > 0 || p.Name != demoSite) {
			w.note("%s has no schedule; it is not watched", p.Name)
		}
		for _, s := range wanted {
			j := schedule.Job{Name: s.name(), When: s.when, Jitter: w.flags.jitter, Group: p.Name}
			if s.part != news.PartWhole {
				j.GivesWay = true
				j.Do = func(ctx context.Context) error { return w.crawlPart(ctx, p, s) }
				w.note("%s  %s", s.name(), s.when)
				jobs = append(jobs, j)
				continue
			}
			j.Do = func(ctx context.Context) error { return w.crawl(ctx, p) }
			ran := ""
			if r := last[p.Name]; r != nil {
				j.Last, j.Owed = r.Started, r.Ended.IsZero() || r.Outcome == news.RunStopped
				if r.Ended.After(j.Last) {
					j.Last = r.Ended
				}
				ran = "; last run " + clockTime(r.Started) + " UTC, " + outcomeOf(r)
			}
			w.note("%s  %s%s", p.Name, s.when, ran)
			jobs = append(jobs, j)
		}
	}
	return jobs, nil
}

// crawlPart is a run of a site over a part, between whole ones: it ends before the
// next. What it misses comes again soon, so that only its ledger tells of it.
func (w *watcher) crawlPart(ctx context.Context, p *profile.Profile, s siteJob) error {
	defer w.vitals.ended(p.Name)
	defer w.live.Ended(p.Name)
	f := w.flags.crawlFlags
	f.Part, f.images.roles = s.part, []string{"none"}
	if whole, err := schedule.Parse(p.Schedule.Spec, p.Schedule.Zone); err == nil {
		if left := time.Until(whole.Next(time.Now())); f.MaxTime == 0 || left < f.MaxTime {
			f.MaxTime = left
		}
	}
	sum, err := w.crawlOne(ctx, w.archive, p, f, w.line)
	w.line.Above(p.Name, func() {
		if sum != nil {
			w.note("%s: %s; %d fetched, %d not modified, %d new, %d changed", s.name(), outcomeWords(sum), sum.PagesFetched, sum.NotModified, sum.ArticlesNew, sum.ArticlesChanged)
		}
	})
	return err
}

// crawl is one run of a site.
func (w *watcher) crawl(ctx context.Context, p *profile.Profile) error {
	defer w.vitals.ended(p.Name)
	defer w.live.Ended(p.Name)
	w.ping(ctx, w.flags.alerts, notify.Start, p.Name)
	sum, err := w.crawlOne(ctx, w.archive, p, w.flags.crawlFlags, w.line)
	w.line.Above(p.Name, func() {
		if sum != nil {
			w.printSummary(sum)
		}
	})
	var sums []*news.Summary
	if sum != nil {
		sums = append(sums, sum)
	}
	w.telling.Lock() // two runs that end together tell a problem once
	defer w.telling.Unlock()
	w.afterRuns(ctx, w.archive.Reader(), w.flags.alerts, sums, err)
	return err
}
