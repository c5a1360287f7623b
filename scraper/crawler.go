package scraper

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"newskeep/scraper/extract"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Crawler crawls sites into an archive. Archive must be set; the zero value of
// everything else works.
type Crawler struct {
	Archive   Archive
	UserAgent string                         // sent with every request; see [fetch.UserAgent]
	Images    ImageArchive                   // for Options.Images; nil: no images are fetched
	Captures  CaptureArchive                 // for Wayback, which needs it
	ConnectTo map[string]string              // host -> ip:port, for sites served on this machine
	Fetcher   func(*profile.Profile) Fetcher // nil: a fetch.Client made after the profile
	Progress  func(Progress)                 // called from one goroutine at a time; nil: silent
	Log       *slog.Logger                   // nil: nothing is logged
	Now       func() time.Time               // nil: time.Now
	Random    func() float64                 // 0 to 1, for jitter; nil: math/rand/v2

	surveyed map[string]*news.Response // what Survey has asked for, by address
}

// Options bound one run. The zero Options crawl everything that is due.
type Options struct {
	Limit    int           // article fetches; 0: no limit
	MaxTime  time.Duration // 0: no limit
	Only     []string      // names of sections; empty: all
	Part     news.Part     // the pages it is about; empty: all
	Images   *Images       // files of images to fetch when the articles are done; nil: none
	AnyHour  bool          // work outside of the hours of the profile too
	Requests int           // requests in all; 0: no limit but the profile's
	Backfill *Backfill     // a run over old articles; nil: over what is new
	DueOnly  bool          // look again only at articles whose time has come, not at all that are listed
}

// run is one run over one site, while it runs.
type run struct {
	crawler  *Crawler
	profile  *profile.Profile
	options  Options
	sections []profile.Section // those this run is about
	fetcher  Fetcher
	log      *slog.Logger
	id       news.RunID
	began    time.Time

	mu         sync.Mutex // guards what follows
	articles   int        // asked for so far
	refused    int        // blocked answers in a row
	progress   Progress
	warnings   []string
	unplaced   []profile.Section     // sections whose address no page has told yet
	failing    map[int64]int         // tries of pages that have failed, in this process
	lastReason string                // why the last page that was not read was not
	hoursEnd   bool                  // the profile's hours end the run, not a time limit
	requests   int                   // made so far
	lost       map[string]string     // hosts that are not asked in this run any more, and why
	outages    int                   // of them, those that could not be reached at all
	spent      map[string]*hourError // hosts that have had all requests of an hour; lost for this run
	health     map[string]*health
	texts      sameTexts
	homeRead   bool // in this process: before that nobody can tell what is missing
}

// Run crawls one site once and returns the run's ledger. A run that was killed
// is taken up where it was.
//
// A page that cannot be read is a line in the ledger, not an error. The error is
// an [*UnknownSectionError], that of ctx when it was cancelled (the ledger is
// then returned too), or what the archive returned.
func (c *Crawler) Run(ctx context.Context, p *profile.Profile, o Options) (*news.Summary, error) {
	sections, err := chosen(p, o.Only)
	if err != nil {
		return nil, err
	}
	start, err := seeds(p, o.Only)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Backfill != nil:
		start = o.Backfill.seeds(p, c.now())
	case o.Part == news.PartArticles:
		start = nil
	case o.Part == news.PartLists: // sitemaps are long, and show no place of anything
		start = slices.DeleteFunc(start, func(f news.Found) bool { return f.Role == news.RoleSitemap })
	}
	begun, err := c.Archive.Begin(ctx, siteOf(p), c.newRun(p, o))
	if err != nil {
		return nil, fmt.Errorf("begin a run of %s: %w", p.Name, err)
	}
	r := &run{
		crawler: c, profile: p, options: o, sections: sections, failing: map[int64]int{},
		lost: map[string]string{}, spent: map[string]*hourError{}, health: map[string]*health{}, id: begun.ID, began: time.Now(),
		log: c.logger().With("run", int64(begun.ID), "site", p.Name),
	}
	r.progress.Site = p.Name
	r.unplaced = slices.DeleteFunc(slices.Clone(sections), func(s profile.Section) bool { return s.URL != nil })
	r.fetcher = c.fetcherFor(p, r.waiting)
	if f, ok := r.fetcher.(interface{ Close() }); ok {
		defer f.Close() // the next run is hours away
	}
	r.log.Info("run begins", "resumed", begun.Resumed)
	if _, err := c.Archive.Plant(ctx, r.id, start); err != nil {
		return nil, fmt.Errorf("queue the sections of %s: %w", p.Name, err)
	}
	r.progress.Queued = len(start)
	if o.Backfill != nil {
		if err := r.confine(ctx); err != nil {
			return nil, err
		}
	}
	if begun.Resumed > 0 {
		s, err := c.Archive.Summary(ctx, r.id)
		if err != nil {
			return nil, fmt.Errorf("what the run has done so far: %w", err)
		}
		r.articles, r.requests = s.ArticlesNew+s.ArticlesChanged+s.ArticlesUnchanged, s.Requests
	}
	work, cancel, err := r.deadline(ctx)
	if err != nil {
		return r.end(ctx, err)
	}
	defer cancel()
	err = r.hosts(work)
	if err == nil || errors.Is(err, errLimit) {
		err = cmp.Or(r.images(work), err)
	}
	return r.end(ctx, err)
}

// hosts works on every host of the site at once, one page at a time each, until
// a whole round finds nothing more to do.
func (r *run) hosts(ctx context.Context) error {
	for {
		hosts, err := r.crawler.Archive.Hosts(ctx, r.id)
		if err != nil {
			return fmt.Errorf("hosts of %s: %w", r.profile.Name, err)
		}
		visited := make([]int, len(hosts))
		group, ctx := errgroup.WithContext(ctx)
		for i, h := range hosts {
			if r.isLost(h) || r.isSpent(h) {
				continue
			}
			group.Go(func() (err error) {
				visited[i], err = r.host(ctx, h)
				return err
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		total := 0
		for _, n := range visited {
			total += n
		}
		if total == 0 {
			return r.lostHosts()
		}
	}
}

// end closes the run in the archive and returns its ledger. cause is why the
// work stopped; nil when everything due was visited.
func (r *run) end(ctx context.Context, cause error) (*news.Summary, error) {
	keep := context.WithoutCancel(ctx)
	sum, err := r.crawler.Archive.Summary(keep, r.id)
	if err != nil {
		return nil, errors.Join(cause, fmt.Errorf("ledger of run %d: %w", r.id, err))
	}
	outcome := news.RunDone
	if len(sum.Failed)+len(sum.Blocked) > 0 {
		outcome = news.RunPartial
	}
	ended, result := r.ended(cause, ctx.Err())
	outcome = cmp.Or(ended, outcome)
	// There was nothing to ask for, or only lists of days without news.
	idle := r.options.Backfill != nil && !slices.ContainsFunc(sum.Failed, func(m news.Missed) bool { return m.Class != news.FailClient }) ||
		r.options.Part == news.PartArticles && r.progress.Done == 0
	if nothing := sum.PagesFetched+sum.NotModified == 0; nothing && cause == nil && !idle {
		outcome = news.RunFailed
		r.warn("nothing could be fetched: %s", r.lastReason)
	}
	if cause == nil && r.homeRead {
		for _, s := range r.unplaced {
			r.warn("section %q is not in the navigation of %s; give it an address in the profile", strings.Join(s.Path, " / "), r.profile.Home)
		}
	}
	if text := r.texts.warning(); text != "" {
		r.warn("%s", text)
	}
	if err := r.crawler.Archive.End(keep, r.id, outcome, r.warnings); err != nil {
		return nil, errors.Join(result, fmt.Errorf("end run %d: %w", r.id, err))
	}
	r.log.Info("run ends", "outcome", outcome)
	if sum, err = r.crawler.Archive.Summary(keep, r.id); err != nil {
		return nil, errors.Join(result, err)
	}
	return sum, result
}

// starting tells the world which page is being asked for.
func (r *run) starting(t news.Target) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.URL, r.progress.Outcome, r.progress.Change, r.progress.Class, r.progress.Reason = t.URL, "", "", "", ""
	r.tell()
}

// waiting tells the world that nothing happens until a moment, and why; waits too
// short to be seen are not told.
func (r *run) waiting(until time.Time, what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	wait := until.Sub(r.now())
	r.progress.Waited += max(0, wait)
	if wait < waitShown {
		return
	}
	r.progress.Until, r.progress.For = until, what
	r.tell()
	r.progress.Until, r.progress.For = time.Time{}, ""
}

// kept counts a visit. The error is errBlocked when the site has refused us for
// good.
func (r *run) kept(v *news.Visit, verdict news.Verdict) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := &r.progress
	p.URL, p.Outcome, p.Change, p.Class, p.Reason = v.Target.URL, v.Outcome, verdict.Change, v.Class, v.Reason
	p.Done++
	if v.Response != nil {
		r.requests += v.Response.Requests
		p.Requests, p.Bytes = r.requests, p.Bytes+v.Response.Wire
	}
	p.Queued = max(0, p.Queued-1) + verdict.Queued
	if verdict.Change == news.ChangeNew {
		p.New++
	}
	if v.Outcome == news.Fetched && v.Reading != nil && v.Reading.Article != nil && verdict.Change != news.ChangeUnchanged {
		r.texts.add(v.Target.URL, v.Reading.Article)
	}
	again := !v.Due.IsZero() && v.Due.Sub(v.At) <= retryPatience
	switch v.Outcome {
	case news.Failed, news.Missing, news.Blocked:
		if again {
			p.Queued++
		} else {
			p.Missed++
		}
	}
	if v.Reason != "" {
		r.lastReason = v.Reason
	}
	log := r.log.With("url", v.Target.URL, "outcome", string(v.Outcome))
	if v.Reason != "" {
		log.Warn("visit", "class", string(v.Class), "reason", v.Reason, "again", again)
	} else {
		log.Debug("visit", "change", string(verdict.Change))
	}
	r.tell()
	if v.Outcome != news.Blocked {
		if v.Outcome == news.Fetched || v.Outcome == news.NotModified {
			r.refused = 0
		}
		return nil
	}
	r.refused++
	if r.refused >= blockedMost || v.Target.Role == news.RoleHome {
		return errBlocked
	}
	return nil
}

func (r *run) tell() {
	if r.crawler.Progress != nil {
		r.progress.Elapsed = time.Since(r.began)
		r.crawler.Progress(r.progress)
	}
}

// tries counts one more failure of a page and returns how many there have been.
func (r *run) tries(page int64) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failing[page]++
	return r.failing[page]
}

// sectionsIn finds sections that are still without an address by their labels on
// a page; each is found once a run.
func (r *run) sectionsIn(t news.Target, rd *news.Reading) []news.Found {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.homeRead = r.homeRead || t.Role == news.RoleHome
	if len(r.unplaced) == 0 {
		return nil
	}
	found, missing := byLabel(r.profile, r.unplaced, labels(rd))
	r.unplaced = missing
	return found
}

func (r *run) warn(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
}

func (r *run) now() time.Time { return r.crawler.now() }

func (c *Crawler) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

func (c *Crawler) logger() *slog.Logger {
	if c.Log != nil {
		return c.Log
	}
	return slog.New(slog.DiscardHandler)
}

// fetcherFor makes the polite client of a site: every request it sends first
// takes a slot of its host in the archive.
func (c *Crawler) fetcherFor(p *profile.Profile, waiting func(until time.Time, what string)) Fetcher {
	f := Fetcher(nil)
	if c.Fetcher != nil {
		f = c.Fetcher(p)
	} else {
		f = fetch.New(c.politely(p, waiting))
	}
	if len(c.surveyed) > 0 {
		f = &surveyed{Fetcher: f, answers: c.surveyed}
	}
	return f
}

// politely is how the servers of a site are asked. Waiting is told of the waits for
// their turn.
func (c *Crawler) politely(p *profile.Profile, waiting func(until time.Time, what string)) fetch.Options {
	return fetch.Options{
		UserAgent: c.UserAgent, Timeout: p.Politeness.Timeout, MaxBody: p.Politeness.MaxBody,
		AllowPrivate: p.AllowPrivate, InScope: p.InScope, ConnectTo: c.ConnectTo,
		Delay: p.Politeness.Delay, Jitter: p.Politeness.Jitter, RobotsRetry: p.Politeness.Backoff,
		Wait: func(ctx context.Context, host string, delay time.Duration) error {
			if err := c.spend(ctx, host, p.Politeness.MaxPerHour, waiting); err != nil {
				return err
			}
			if delay <= 0 {
				return ctx.Err()
			}
			at, err := c.Archive.Reserve(ctx, host, delay)
			if err != nil {
				return fmt.Errorf("reserve a slot of %s: %w", host, err)
			}
			waiting(at, WaitTurn)
			return sleep(ctx, at.Sub(c.now()))
		},
	}
}

// spend takes one of the requests of an hour, and waits for one when that is soon.
// The error is an [*hourError] when it is not.
func (c *Crawler) spend(ctx context.Context, host string, perHour int, waiting func(until time.Time, what string)) error {
	for perHour > 0 {
		again, err := c.Archive.Spend(ctx, host, perHour)
		if err != nil || again.IsZero() {
			return err
		}
		wait := again.Sub(c.now())
		if wait > retryPatience {
			return &hourError{host, perHour, again}
		}
		waiting(again, WaitHour)
		if err := sleep(ctx, max(wait, time.Millisecond)); err != nil {
			return err
		}
	}
	return nil
}

func siteOf(p *profile.Profile) news.Site {
	return news.Site{
		Name: p.Name, Title: p.Title, Language: p.Language,
		Home: p.Normalize(p.Home), Zone: p.Zone.String(),
	}
}

// newRun describes a run to the archive. Options tell it from another: only a
// run over the same sections is taken up again. Limits are no part of them: how
// far a run was to go says nothing about which it is.
func (c *Crawler) newRun(p *profile.Profile, o Options) news.Run {
	host, _ := os.Hostname() // a name for people; empty is as good
	options, _ := json.Marshal(struct {
		Only     []string  `json:"only,omitempty"`
		Part     news.Part `json:"part,omitempty"`
		Backfill *Backfill `json:"backfill,omitempty"`
	}{o.Only, o.Part, o.Backfill})
	via := news.ViaLive
	if o.Backfill != nil {
		via = news.ViaBackfill
	}
	return news.Run{
		Site: p.Name, Via: via, Started: c.now().UTC(), HolderHost: host, HolderPID: os.Getpid(),
		ProfileHash: p.Hash, Parser: extract.Version, Options: string(options),
	}
}
