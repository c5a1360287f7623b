package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"newskeep/schedule"
)

const watchHelp = `Stay in the foreground and crawl each site when its profile's schedule says so,
in the profile's zone. Known articles are looked at again when they are due by
their age, as with 'crawl --due-only'. A site is never crawled twice at a time; a run that is
still going when the next is due lets that one pass.

SIGTERM or Ctrl-C closes the run and stops: what was kept is kept, and the request
in flight is made again by the next run. The archive is held for as long as watch runs.`

func (a *app) watchCmd() *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use: "watch [SITE...]", Short: "Crawl on the schedules of the profiles, in the foreground", Long: watchHelp,
		Example:           "  newskeep watch                       # every site that has a schedule\n  newskeep watch almayadeen-en -v",
		ValidArgsFunction: a.siteNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := f.images.check(); err != nil {
				return err
			}
			f.DueOnly = true
			return a.watch(cmd.Context(), names, f)
		},
	}
	addContact(cmd, &f.contact)
	addImages(cmd, &f.images)
	return cmd
}

func (a *app) watch(ctx context.Context, names []string, f crawlFlags) error {
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
	line := a.progressLine()
	defer line.Clear()
	log := a.logger(line)
	var jobs []schedule.Job
	for _, p := range profiles {
		if p.Schedule.Spec == "" {
			if len(names) > 0 || p.Name != demoSite {
				a.note("%s has no schedule; it is not watched", p.Name)
			}
			continue
		}
		spec, err := schedule.Parse(p.Schedule.Spec, p.Schedule.Zone)
		if err != nil {
			return usage("%s: schedule: %w", p.Name, err)
		}
		a.note("%s  %s", p.Name, spec)
		jobs = append(jobs, schedule.Job{Name: p.Name, When: spec, Do: func(ctx context.Context) error {
			sum, err := a.crawlOne(ctx, archive, p, f, line)
			line.Above(p.Name, func() {
				if sum != nil {
					a.printSummary(sum)
				}
			})
			return err
		}})
	}
	if len(jobs) == 0 {
		return usage("no site to watch: give a profile a schedule, such as\n  schedule: {cron: \"15 1 * * *\", zone: UTC}")
	}
	(&schedule.Scheduler{Jobs: jobs, Log: log}).Run(ctx)
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	return nil
}
