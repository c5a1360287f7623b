package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"newskeep/schedule"
	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// yearBegins is when the simulated time begins, whatever that of the bubble is.
var yearBegins = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// year is a machine on which watch runs for a year of simulated time: schedule,
// crawler, client and archive as they are, over HTTP on loopback.
type year struct {
	*app
	t      *testing.T
	paper  *yearPaper
	asleep atomic.Int64 // how long the machine has slept: its timers did not run, its clock did
	began  time.Time    // of the bubble

	down   []news.Span // our own network
	reload chan []schedule.Job
	cancel context.CancelFunc
	ended  chan bool
	w      *watcher
}

func newYear(t *testing.T, paper *yearPaper, archive string) *year {
	y := &year{t: t, paper: paper, began: time.Now(), app: &app{archive: archive, stdout: io.Discard, stderr: io.Discard, quiet: true}}
	y.now = func() time.Time {
		return yearBegins.Add(time.Since(y.began) + time.Duration(y.asleep.Load()))
	}
	return y
}

// rules are the profile of the paper from now on.
func (y *year) rules(text string) *profile.Profile {
	y.t.Helper()
	p, err := profile.Parse("paper.yaml", []byte("name: paper\ntitle: The Paper\nlanguage: en\nhome: http://"+y.paper.addr+`/
allow_private: true
politeness: {delay: 2s, jitter: 0}
articles: {include: ['^/(town|sport)/story-\d+$']}
sitemaps: [/sitemap.xml]
`+text))
	if err != nil {
		y.t.Fatal(err)
	}
	y.loaded = func() (*profile.Set, error) {
		set, err := profile.Builtin()
		if err == nil {
			set.Add(p)
		}
		return set, err
	}
	return p
}

// switchOn starts watch.
func (y *year) switchOn(p *profile.Profile) {
	ctx, cancel := context.WithCancel(y.t.Context())
	archive, release, err := y.openForRun(ctx, false, "watch")
	if err != nil {
		y.t.Fatal(err)
	}
	y.cancel, y.ended, y.reload = cancel, make(chan bool), make(chan []schedule.Job)
	y.w = &watcher{app: y.app, archive: archive, line: y.progressLine(), log: slog.New(slog.DiscardHandler)}
	y.w.flags.DueOnly = true
	s := &schedule.Scheduler{Jobs: y.jobs(p), Reload: y.reload, Now: y.now}
	go func() {
		defer close(y.ended)
		s.Run(ctx)
		release()
	}()
}

// jobs are those of watch; around each run the world is as it is at that moment.
func (y *year) jobs(p *profile.Profile) []schedule.Job {
	y.t.Helper()
	jobs, err := y.w.jobs(y.t.Context(), []*profile.Profile{p})
	if err != nil {
		y.t.Fatal(err)
	}
	for i := range jobs {
		do := jobs[i].Do
		jobs[i].Do = func(ctx context.Context) error {
			y.paper.setNow(y.now())
			if slices.ContainsFunc(y.down, func(s news.Span) bool { return s.Touches(y.now(), y.now()) }) {
				y.paper.network(y.t, false)
				defer y.paper.network(y.t, true)
			}
			return do(ctx)
		}
	}
	return jobs
}

func (y *year) switchOff() {
	y.cancel()
	<-y.ended
}

// until lets time pass.
func (y *year) until(at time.Time) { time.Sleep(at.Sub(y.now())) }

// sleep closes the lid until a moment.
func (y *year) sleep(until time.Time) {
	y.asleep.Add(int64(until.Sub(y.now())))
	y.paper.setNow(y.now())
}

func on(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
}

const (
	yearTown   = "sections: [{name: Town, url: /town}]\n"
	yearNights = "schedule: {cron: \"30 2 * * *\", zone: Europe/Berlin}\n"
	// From the first of September on, later at night, with a section that was missing
	// and another table of revisits.
	yearEdited = "schedule: {cron: \"45 4 * * *\", zone: Europe/Berlin}\nsections: [{name: Town, url: /town}, {name: Sport, url: /sport}]\n" +
		"revisit: [{under: 2d, every: 12h}, {under: 60d, every: 10d}]\n"
)

func TestYear(t *testing.T) {
	t.Parallel()
	paper := &yearPaper{began: yearBegins}
	paper.start(t)
	archive := filepath.Join(t.TempDir(), "year.db")
	end := on(time.December, 31, 12)
	short := testing.Short()
	if short {
		end = on(time.February, 20, 12)
	}
	var gaps store.Coverage
	var missing, filled []string
	synctest.Test(t, func(t *testing.T) {
		y := newYear(t, paper, archive)
		y.down = []news.Span{{From: on(time.February, 10, 0), To: on(time.February, 12, 12)}}
		nights := y.rules(yearNights + yearTown)
		y.switchOn(nights)
		if !short {
			y.until(on(time.May, 4, 12))
			y.sleep(on(time.May, 11, 12))
			y.until(on(time.July, 1, 12))
			y.switchOff()
			y.until(on(time.July, 4, 10))
			y.switchOn(nights)
			y.until(on(time.August, 10, 0).Add(30*time.Minute + 20*time.Second)) // in the middle of a run
			y.sleep(on(time.August, 12, 9))
			y.until(on(time.September, 1, 12))
			y.reload <- y.jobs(y.rules(yearEdited))
		}
		y.until(end)
		y.switchOff()
		paper.setNow(y.now())
		missing = paper.missingFrom(t, archive, end)
		gaps = *y.coverage()
		y.backfill()
		filled = paper.missingFrom(t, archive, end)
	})
	checkNights(t, archive, end)
	checkFindings(t, gaps.Findings, short)
	before, after := profileRows(t, yearNights), profileRows(t, yearEdited)
	checkRevisits(t, paper, archive, func(at time.Time) []profile.Revisit {
		if at.After(on(time.September, 1, 12)) {
			return after
		}
		return before
	})
	checkEdits(t, paper, archive)

	// What nobody had looked at before it left the lists is missing, and nothing else;
	// a backfill finds it.
	want := paper.neverShown(archive, t, end)
	if !slices.Equal(missing, want) {
		t.Errorf("missing before the backfill: %v\nwant %v", missing, want)
	}
	if len(filled) > 0 {
		t.Errorf("missing after the backfill: %v", filled)
	}
	if len(paper.blind) > 0 {
		t.Errorf("asked for again without a validator: %v", paper.blind)
	}
	newskeep(t, []int{exitDone}, "verify", "-a", archive)
}

// coverage is the ledger of the whole time.
func (y *year) coverage() *store.Coverage {
	y.t.Helper()
	r, err := y.reader(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	defer r.Close()
	c, err := r.Coverage(y.t.Context(), store.CoverageRequest{Site: "paper", From: yearBegins, To: y.now(), Now: y.now(), Wanted: y.wanted()})
	if err != nil {
		y.t.Fatal(err)
	}
	return c
}

// backfill fetches what the sitemap names and nobody has asked for.
func (y *year) backfill() {
	y.t.Helper()
	f := &backfillFlags{sources: []string{string(scraper.SourceSitemap)}}
	if err := errors.Join(f.check(), y.app.backfill(y.t.Context(), "paper", f)); err != nil {
		y.t.Errorf("backfill: %v", err)
	}
}

// missingFrom are the stories that were published and are not in the archive.
func (p *yearPaper) missingFrom(t *testing.T, archive string, end time.Time) (list []string) {
	t.Helper()
	r, err := store.OpenReader(t.Context(), archive)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for k := 0; !p.published(k).After(end); k++ {
		held, err := r.Holds(t.Context(), "http://"+p.addr+yearStory(k))
		if err != nil {
			t.Fatal(err)
		}
		if !held {
			list = append(list, yearStory(k))
		}
	}
	return list
}

// goodRuns are the moments at which the lists were read.
func goodRuns(t *testing.T, archive string) (list []time.Time) {
	t.Helper()
	for _, s := range rows(t, open(t, archive), `SELECT started_at FROM run WHERE via = 'live' AND outcome NOT IN ('failed', 'blocked') ORDER BY id`) {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, at)
	}
	return list
}

// neverShown are the stories that no list showed when somebody looked.
func (p *yearPaper) neverShown(archive string, t *testing.T, end time.Time) (list []string) {
	shown := map[int]bool{}
	for _, at := range goodRuns(t, archive) {
		for _, k := range slices.Concat(p.shown("town", at), p.shown("sport", at)) {
			shown[k] = shown[k] || p.listed(k, at)
		}
	}
	for k := 0; !p.published(k).After(end); k++ {
		if !shown[k] {
			list = append(list, yearStory(k))
		}
	}
	return list
}

// checkNights holds the runs against the calendar: one a night, at the hour the
// profile names by the clocks of Berlin, caught up once after the machine was asleep
// or off.
func checkNights(t *testing.T, archive string, end time.Time) {
	t.Helper()
	var want []string
	for day := yearBegins; day.Before(end); day = day.AddDate(0, 0, 1) {
		at := day.Add(90 * time.Minute) // half past two in winter
		switch summer := !day.Before(on(time.March, 29, 0)) && day.Before(on(time.October, 26, 0)); {
		case day.Equal(on(time.March, 29, 0)):
			at = day.Add(time.Hour) // clocks skip half past two: at three
		case summer:
			at = at.Add(-time.Hour) // in October the first half past two
		}
		switch {
		case day.Equal(on(time.October, 25, 0)):
			at = day.Add(3*time.Hour + 45*time.Minute) // a quarter to five is there once, by winter time
		case day.After(on(time.September, 1, 12)):
			at = at.Add(135 * time.Minute)
		}
		switch {
		case day.After(on(time.May, 4, 12)) && day.Before(on(time.May, 11, 0)), day.After(on(time.July, 1, 12)) && day.Before(on(time.July, 4, 0)),
			day.After(on(time.August, 10, 0)) && day.Before(on(time.August, 13, 0)): // the run of the tenth goes on
			continue
		case day.Equal(on(time.May, 11, 0)):
			at = day.Add(12 * time.Hour)
		case day.Equal(on(time.July, 4, 0)):
			at = day.Add(10 * time.Hour)
		}
		if at.Before(end) {
			want = append(want, at.Format("01-02 15:04"))
		}
	}
	got := rows(t, open(t, archive), `SELECT substr(started_at, 6, 5) || ' ' || substr(started_at, 12, 5) FROM run WHERE via = 'live' ORDER BY id`)
	if missing, extra := differ(want, got); len(missing)+len(extra) > 0 {
		t.Errorf("runs that were not: %v\nruns that should not be: %v", missing, extra)
	}
}

// checkFindings holds the ledger against what has happened.
func checkFindings(t *testing.T, findings []news.Finding, short bool) {
	t.Helper()
	want := []string{
		"run_failed 2026-02-10", "run_failed 2026-02-11", "run_failed 2026-02-12",
		"no_run 2026-05-05 on 6 days, 2026-05-05 to 2026-05-10", "no_run 2026-07-02 on 2 days, 2026-07-02 to 2026-07-03",
	}
	if short {
		want = want[:3]
	}
	var got []string
	for _, f := range findings {
		s := string(f.Kind) + " " + f.Day
		if i := strings.Index(f.Evidence, "on "); f.Kind == news.FindNoRun && i >= 0 {
			s += " " + strings.SplitN(f.Evidence[i:], ";", 2)[0]
		}
		got = append(got, s)
	}
	slices.Sort(got)
	slices.Sort(want)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("findings:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
