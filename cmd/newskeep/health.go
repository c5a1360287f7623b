package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

const (
	diskLeast    = 500e6              // bytes free below which nobody should crawl
	clockMost    = 2 * time.Minute    // our clock may be wrong by
	clockAnswers = 5                  // that must agree on it
	backupMost   = 8 * 24 * time.Hour // since the last backup
	lockMost     = 26 * time.Hour     // a single run may hold the archive
)

// health looks at the archive and what it needs.
func (a *app) health(ctx context.Context, r *store.Reader, d *diagnosis) error {
	for _, look := range []func(context.Context, *store.Reader, *diagnosis) error{
		a.lookArchive, a.lookDisk, a.lookLock, a.lookClock, a.lookBackup, a.lookProfiles, a.lookSchedule,
	} {
		if err := look(ctx, r, d); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) lookArchive(ctx context.Context, r *store.Reader, d *diagnosis) error {
	v, err := r.Verify(ctx, true)
	if err != nil {
		return err
	}
	if v.Clean() {
		d.look("archive", "quick check clean: "+looked(v))
		return nil
	}
	p := v.Problems[0]
	d.look("archive", plural(len(v.Problems), "problem"), news.Finding{
		Kind: news.FindIntegrity, Evidence: fmt.Sprintf("%s, the first in %s %s: %s", plural(len(v.Problems), "problem"), p.Check, p.Where, p.Detail),
		Advice: "stop crawling into it, see all of them with 'newskeep verify', and go back to the last backup",
	})
	return nil
}

func (a *app) lookDisk(ctx context.Context, r *store.Reader, d *diagnosis) error {
	dir := filepath.Dir(a.archive)
	free, whole, ok := diskOf(dir)
	if !ok {
		d.look("disk", "free space cannot be told on this system")
		return nil
	}
	st, err := r.Status(ctx)
	if err != nil {
		return err
	}
	detail := fmt.Sprintf("%s of %s free, the archive has %s", size(int64(free)), size(int64(whole)), size(st.Bytes))
	// A tenth of the archive is more than any night adds to it.
	if least := max(diskLeast, float64(st.Bytes)/10); float64(free) < least {
		d.look("disk", detail, news.Finding{
			Kind: news.FindDisk, Evidence: detail, Advice: "make room: at least " + size(int64(least)) + " in " + dir + ", and as much as the archive for a migration or a backup beside it",
		})
		return nil
	}
	d.look("disk", detail)
	return nil
}

func (a *app) lookLock(_ context.Context, r *store.Reader, d *diagnosis) error {
	h, err := store.HolderOf(r.Path())
	if err != nil {
		return err
	}
	if h == nil {
		d.look("lock", "nobody crawls into it now")
		return nil
	}
	detail := fmt.Sprintf("held by %q, process %d on %s since %s UTC", h.Command, h.PID, h.Host, clockTime(h.Since))
	if !strings.HasPrefix(h.Command, "watch") && !h.Since.IsZero() && d.At.Sub(h.Since) > lockMost {
		d.look("lock", detail, news.Finding{
			Kind: news.FindLock, Since: h.Since, Evidence: detail,
			Advice: "no other run can begin meanwhile: see whether that process still does anything, end it with SIGTERM if not, and give runs an end with --max-time",
		})
		return nil
	}
	d.look("lock", detail)
	return nil
}

func (a *app) lookClock(ctx context.Context, r *store.Reader, d *diagnosis) error {
	c, err := r.Clock(ctx)
	if err != nil {
		return err
	}
	const advice = "set the clock (timedatectl, chrony): times of visits and of relative dates are taken from it"
	if ahead := c.Latest.Sub(d.At); ahead > clockMost {
		detail := fmt.Sprintf("the latest visit is of %s UTC, %s ahead of now", clockTime(c.Latest), ahead.Round(time.Second))
		d.look("clock", detail, news.Finding{Kind: news.FindClock, Since: c.Latest, Evidence: detail, Advice: advice})
		return nil
	}
	if c.Answers < clockAnswers {
		d.look("clock", "no answers of servers to compare it with")
		return nil
	}
	detail := fmt.Sprintf("%s off the servers' in the middle of %s", c.Skew.Abs().Round(time.Second), plural(c.Answers, "answer"))
	if c.Skew.Abs() > clockMost {
		d.look("clock", detail, news.Finding{Kind: news.FindClock, Since: c.Latest, Evidence: detail, Advice: advice})
		return nil
	}
	d.look("clock", detail)
	return nil
}

// lookBackup asks for a backup only when one was ever made or the archive is old
// enough to be missed.
func (a *app) lookBackup(ctx context.Context, r *store.Reader, d *diagnosis) error {
	b, err := r.LastBackup(ctx)
	if err != nil {
		return err
	}
	f := news.Finding{Kind: news.FindBackup, Advice: "newskeep backup FILE, on another disk, every week: it may run beside a crawl"}
	if b != nil {
		detail := fmt.Sprintf("%s ago: %s, %s", days(d.At.Sub(b.At)), b.File, size(b.Bytes))
		if d.At.Sub(b.At) > backupMost {
			f.Since, f.Evidence = b.At, "the last backup was made "+detail
			d.look("backup", detail, f)
			return nil
		}
		d.look("backup", detail)
		return nil
	}
	first, err := r.FirstRun(ctx)
	if err != nil {
		return err
	}
	if !first.IsZero() && d.At.Sub(first) > backupMost {
		f.Since, f.Evidence = first, "no backup was ever made with 'newskeep backup', and the archive is "+days(d.At.Sub(first))+" old"
		d.look("backup", "none yet", f)
		return nil
	}
	d.look("backup", "none yet")
	return nil
}

// days is a long duration in days.
func days(d time.Duration) string {
	if d < 48*time.Hour {
		return plural(int(d.Hours()), "hour")
	}
	return plural(int(d.Hours()/24), "day")
}

func (a *app) lookProfiles(ctx context.Context, r *store.Reader, d *diagnosis) error {
	set, err := a.sites()
	if err == nil {
		err = a.stillBroken()
	}
	if err != nil {
		d.look("profiles", "one cannot be read", news.Finding{
			Kind: news.FindProfile, Evidence: err.Error(), Advice: "mend it; 'newskeep sites guide' explains every key, 'newskeep sites check NAME' runs the rules",
		})
		return nil
	}
	// A site that was crawled and has no profile any more is crawled no longer.
	last, err := r.LastRuns(ctx)
	if err != nil {
		return err
	}
	var lost []news.Finding
	for _, site := range slices.Sorted(maps.Keys(last)) {
		if run := last[site]; run != nil && !slices.Contains(set.Names(), site) {
			lost = append(lost, news.Finding{
				Kind: news.FindProfile, Site: site, Since: run.Started, Evidence: "the archive has articles of this site, and no profile has its name",
				Advice: "name the folder of its profile with --profiles or NEWSKEEP_PROFILES",
			})
		}
	}
	d.look("profiles", plural(len(set.Names()), "profile")+" valid", lost...)
	return nil
}

func (a *app) lookSchedule(ctx context.Context, r *store.Reader, d *diagnosis) error {
	known, err := r.Sites(ctx)
	if err != nil {
		return err
	}
	var next []string
	for _, s := range known {
		if at := a.nextRun(s.Name); at != "-" {
			next = append(next, s.Name+" "+at)
		}
	}
	if len(next) == 0 {
		next = []string{"no profile of these sites has a schedule"}
	}
	d.look("next runs", strings.Join(next, " · "))
	return nil
}

// profileField is a field of the ledger as profiles call it.
func profileField(name string) profile.Field { return profile.Field(name) }
