package main

import (
	"strings"
	"time"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/schedule"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// siteJob is what a profile wants done on a schedule.
type siteJob struct {
	site string
	word string // crawl, revisit or modules
	part news.Part
	when schedule.Spec
}

// name tells the job from all others. A whole run has that of its site.
func (j siteJob) name() string {
	if j.part == news.PartWhole {
		return j.site
	}
	return j.site + " " + j.word
}

// jobsOf are the schedules of a profile, whole runs first; none when it has none.
func jobsOf(p *profile.Profile) ([]siteJob, error) {
	var jobs []siteJob
	for _, s := range []struct {
		word, spec string
		part       news.Part
	}{
		{"crawl", p.Schedule.Spec, news.PartWhole},
		{"revisit", p.Schedule.Revisit, news.PartArticles},
		{"modules", p.Schedule.Modules, news.PartLists},
	} {
		if s.spec == "" {
			continue
		}
		spec, err := schedule.Parse(s.spec, p.Schedule.Zone)
		if err != nil {
			return nil, usage("%s: schedule: %s: %w", p.Name, s.word, err)
		}
		jobs = append(jobs, siteJob{p.Name, s.word, s.part, spec})
	}
	return jobs, nil
}

// nextRuns are the next moments of all schedules of the profiles, as watch follows
// them.
func (a *app) nextRuns() []metrics.NextRun {
	list := []metrics.NextRun{}
	set, err := a.sites()
	if err != nil {
		return list
	}
	for _, p := range set.All() {
		jobs, err := jobsOf(p)
		if err != nil {
			continue // told by doctor
		}
		for _, j := range jobs {
			list = append(list, metrics.NextRun{Site: j.site, Job: j.word, At: j.when.Next(time.Now())})
		}
	}
	return list
}

// nextRun is when watch would crawl a site next, and look at parts of it.
func (a *app) nextRun(site string) string {
	var parts []string
	for _, n := range a.nextRuns() {
		switch {
		case n.Site != site:
		case n.Job == "crawl":
			parts = append(parts, clockTime(n.At))
		default:
			parts = append(parts, n.Job+" "+n.At.UTC().Format("15:04"))
		}
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, " · ")
}
