package metrics

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"newskeep/scraper/news"
	"newskeep/store"
)

// Source is where the numbers of an archive come from. Archive must be set.
type Source struct {
	Archive *store.Reader
	// Free are the bytes free on the archive's disk; nil, or ok false: not told.
	Free func() (bytes uint64, ok bool)
	// Next are the moments at which jobs of sites begin next; nil: none is known.
	Next func() []NextRun
	// Gaps are what is missing of late; it may take seconds, and is asked now and
	// then only. Nil: not told.
	Gaps func(context.Context) ([]news.Finding, error)
	Now  func() time.Time // nil: time.Now
}

// NextRun is when a job of a site begins next.
type NextRun struct {
	Site string    `json:"site"`
	Job  string    `json:"job"` // crawl, revisit or modules
	At   time.Time `json:"at"`
}

// What is counted is told again for a while, so that a scrape costs nothing and
// counting takes at most a twentieth of the time, however large the archive.
const (
	freshLeast = 15 * time.Second
	gapsLeast  = 10 * time.Minute
	restFactor = 20
	countMost  = 30 * time.Second // then the archive does not answer
)

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("newskeep_"+name, help, labels, nil)
}

var (
	archiveUp      = desc("archive_up", "1 if the archive answered, 0 if not: the other numbers of it are missing then.")
	archiveBytes   = desc("archive_size_bytes", "Size of the archive's file and of its write-ahead log.")
	archiveFree    = desc("archive_disk_free_bytes", "Bytes free on the disk the archive is on.")
	archiveHeld    = desc("archive_held", "1 while a run or another writing command holds the archive.")
	articles       = desc("articles", "Articles kept.", "site")
	pagesQueued    = desc("pages_queued", "Pages to be asked for, now or later.", "site")
	pagesDue       = desc("pages_due", "Pages whose time to be asked for has come.", "site")
	runsEnded      = desc("runs_total", "Runs that have ended, by how.", "site", "outcome")
	runsRefused    = desc("runs_refused_total", "Runs that never began because another one held the archive.", "site")
	runRunning     = desc("run_running", "1 while a run of the site is under way.", "site")
	lastStart      = desc("run_last_start_timestamp_seconds", "When the last run that has ended began.", "site")
	lastEnd        = desc("run_last_end_timestamp_seconds", "When the last run ended.", "site")
	lastSuccess    = desc("run_last_success_timestamp_seconds", "When a run last ended that came to its end, some unread pages aside.", "site")
	lastDuration   = desc("run_last_duration_seconds", "How long the last run took.", "site")
	lastOutcome    = desc("run_last_outcome", "1 for how the last run ended, 0 for every other way.", "site", "outcome")
	lastPages      = desc("run_last_pages", "Pages of the last run by what came of them; left are those still due when it ended.", "site", "outcome")
	lastArticles   = desc("run_last_articles", "Articles of the last run by what looking at them found.", "site", "change")
	lastFailures   = desc("run_last_failures", "Pages the last run did not get, by class of failure.", "site", "class")
	lastDropped    = desc("run_last_dropped_addresses", "Addresses the last run did not ask for, by reason.", "site", "reason")
	lastRequests   = desc("run_last_requests", "Requests of the last run, robots.txt and redirects included.", "site")
	lastBytes      = desc("run_last_received_bytes", "Bytes of bodies the last run received, as sent.", "site")
	nextRun        = desc("schedule_next_run_timestamp_seconds", "When a job of the site begins next by its schedule.", "site", "job")
	gapsNow        = desc("gaps", "Gaps in coverage of the last two days, by kind.", "site", "kind")
	allOfAnArchive = []*prometheus.Desc{
		archiveUp, archiveBytes, archiveFree, archiveHeld, articles, pagesQueued, pagesDue, runsEnded, runsRefused, runRunning,
		lastStart, lastEnd, lastSuccess, lastDuration, lastOutcome, lastPages, lastArticles, lastFailures, lastDropped,
		lastRequests, lastBytes, nextRun, gapsNow,
	}
	outcomes = []string{news.RunDone, news.RunPartial, news.RunBlocked, news.RunLimited, news.RunStopped, news.RunFailed, news.RunInterrupted}
)

// valuesMost bounds the values of a label that the archive brings: words of the
// program, but of which version is not known.
const valuesMost = 40

// archive collects the numbers of a Source.
type archive struct {
	Source

	mu       sync.Mutex // guards what follows
	known    map[news.RunID]*news.Summary
	measures *store.Measures // nil: the archive did not answer
	fresh    time.Time       // until when measures hold, or that there are none
	gaps     []news.Finding
	gapsTill time.Time
}

func (a *archive) Describe(to chan<- *prometheus.Desc) {
	for _, d := range allOfAnArchive {
		to <- d
	}
}

func (a *archive) Collect(to chan<- prometheus.Metric) {
	a.mu.Lock()
	defer a.mu.Unlock()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	a.count()
	gauge(archiveUp, truth(a.measures != nil))
	if a.Free != nil {
		if free, ok := a.Free(); ok {
			gauge(archiveFree, float64(free))
		}
	}
	if a.Next != nil {
		for _, n := range a.Next() {
			if !n.At.IsZero() {
				gauge(nextRun, seconds(n.At), n.Site, n.Job)
			}
		}
	}
	if a.measures == nil {
		return
	}
	gauge(archiveBytes, float64(a.measures.Bytes))
	gauge(archiveHeld, truth(a.measures.Held != nil))
	missing := map[[2]string]int{}
	for _, f := range a.gaps {
		missing[[2]string{f.Site, string(f.Kind)}]++
	}
	for i := range a.measures.Sites {
		s := &a.measures.Sites[i]
		gauge(articles, float64(s.Articles), s.Name)
		gauge(pagesQueued, float64(s.Queued), s.Name)
		gauge(pagesDue, float64(s.Due), s.Name)
		gauge(runRunning, truth(s.Running && a.measures.Held != nil), s.Name)
		to <- prometheus.MustNewConstMetric(runsRefused, prometheus.CounterValue, float64(s.Refused), s.Name)
		for _, o := range outcomes {
			to <- prometheus.MustNewConstMetric(runsEnded, prometheus.CounterValue, float64(s.Runs[o]), s.Name, o)
		}
		if !s.Success.IsZero() {
			gauge(lastSuccess, seconds(s.Success), s.Name)
		}
		if s.Last != nil {
			tellRun(gauge, s.Last)
		}
		if a.Gaps != nil {
			for _, kind := range []news.FindingKind{
				news.FindNoRun, news.FindRunFailed, news.FindBlocked, news.FindCutShort,
				news.FindSectionFailing, news.FindSectionEmpty, news.FindSectionSilent, news.FindVolume,
			} {
				gauge(gapsNow, float64(missing[[2]string{s.Name, string(kind)}]), s.Name, string(kind))
			}
		}
	}
}

// tellRun tells of the last run of a site.
func tellRun(gauge func(d *prometheus.Desc, v float64, labels ...string), s *news.Summary) {
	gauge(lastStart, seconds(s.Started), s.Site)
	gauge(lastEnd, seconds(s.Ended), s.Site)
	gauge(lastDuration, s.Ended.Sub(s.Started).Seconds(), s.Site)
	for _, o := range outcomes {
		gauge(lastOutcome, truth(s.Outcome == o), s.Site, o)
	}
	for outcome, n := range map[string]int{
		"fetched": s.PagesFetched, "not_modified": s.NotModified, "failed": len(s.Failed), "blocked": len(s.Blocked), "left": s.Left,
	} {
		gauge(lastPages, float64(n), s.Site, outcome)
	}
	for change, n := range map[string]int{"new": s.ArticlesNew, "changed": s.ArticlesChanged, "unchanged": s.ArticlesUnchanged} {
		gauge(lastArticles, float64(n), s.Site, change)
	}
	classes := map[string]int{}
	for _, m := range slices.Concat(s.Failed, s.Blocked) {
		classes[cmp.Or(string(m.Class), "page")]++ // the page's own: it says it is not there, or that we must not read it
	}
	for class, n := range bounded(classes) {
		gauge(lastFailures, float64(n), s.Site, class)
	}
	for reason, n := range bounded(s.Dropped) {
		gauge(lastDropped, float64(n), s.Site, reason)
	}
	gauge(lastRequests, float64(s.Requests), s.Site)
	gauge(lastBytes, float64(s.Bytes), s.Site)
}

// count asks the archive again when what it said has grown old.
func (a *archive) count() {
	now := a.now()
	ctx, cancel := context.WithTimeout(context.Background(), countMost)
	defer cancel()
	if !now.Before(a.fresh) {
		if a.known == nil {
			a.known = map[news.RunID]*news.Summary{}
		}
		began := time.Now()
		m, err := a.Archive.Measures(ctx, now, a.known)
		// That it does not answer holds as long: asking may take all the time there is.
		a.fresh = now.Add(max(freshLeast, restFactor*time.Since(began)))
		if a.measures = m; err != nil {
			a.measures = nil
			return
		}
		maps.DeleteFunc(a.known, func(id news.RunID, s *news.Summary) bool { // runs that are no longer the last
			return !slices.ContainsFunc(m.Sites, func(x store.SiteMeasures) bool { return x.Last == s })
		})
	}
	if a.measures != nil && a.Gaps != nil && !now.Before(a.gapsTill) {
		began := time.Now()
		if found, err := a.Gaps(ctx); err == nil {
			a.gaps = found
		}
		a.gapsTill = now.Add(max(gapsLeast, restFactor*time.Since(began)))
	}
}

func (a *archive) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

// bounded are the largest counts, and the sum of all others under the word other.
func bounded(counts map[string]int) map[string]int {
	if len(counts) <= valuesMost {
		return counts
	}
	out := map[string]int{}
	words := slices.SortedFunc(maps.Keys(counts), func(x, y string) int {
		return cmp.Or(counts[y]-counts[x], cmp.Compare(x, y))
	})
	for i, w := range words {
		if i >= valuesMost-1 {
			w = "other"
		}
		out[w] += counts[words[i]]
	}
	return out
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
