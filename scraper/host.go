package scraper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

const (
	// retryPatience is how long a run waits for a page that is to be tried again
	// when there is nothing else to do.
	retryPatience = 2 * time.Minute
	// blockedMost answers in a row that refuse us end the run: going on would
	// only hammer a site that has said no.
	blockedMost = 3
	// silentMost failures in a row to reach a host at all leave it for this run:
	// the fault is the network's or the host's, and no page's.
	silentMost = 5
	// waitShown is how long a wait must be for a person to be told.
	waitShown = 300 * time.Millisecond
	// idleMost waits in a row for a page that was to be due by then: an archive
	// that keeps promising one and gives none must not hold a run for ever.
	idleMost = 1000
)

// silent are the failures in which the host said nothing.
func silent(c news.FailureClass) bool {
	switch c {
	case news.FailDNS, news.FailConnect, news.FailTLS, news.FailTimeout, news.FailRobotsDown:
		return true
	}
	return false
}

// errBlocked, errLimit and errSilent end a run before everything due was visited.
var (
	errBlocked = errors.New("the site refuses us")
	errLimit   = errors.New("the limit of article fetches is reached")
	errSilent  = errors.New("the site cannot be reached")
)

// host visits what is due on one host, one page after the other, until nothing
// is. It returns how many pages it visited.
func (r *run) host(ctx context.Context, host string) (visited int, err error) {
	a := r.crawler.Archive
	unheard, idle := 0, 0
	for {
		if err := ctx.Err(); err != nil {
			return visited, err
		}
		t, err := a.Next(ctx, r.id, host)
		var nothing news.NothingDue
		if errors.As(err, &nothing) {
			wait := nothing.Until.Sub(r.now())
			if nothing.Until.IsZero() || wait > retryPatience {
				return visited, nil
			}
			if idle++; idle > idleMost {
				return visited, fmt.Errorf("next page of %s: the archive has pages due since %s and gives none", host, nothing.Until)
			}
			r.waiting(nothing.Until, "a page that failed")
			if err := sleep(ctx, max(wait, time.Millisecond)); err != nil {
				return visited, err
			}
			continue
		}
		if err != nil {
			return visited, fmt.Errorf("next page of %s: %w", host, err)
		}
		idle = 0
		if !r.wanted(t) {
			if err := a.Pass(ctx, r.id, t.Page); err != nil {
				return visited, err
			}
			continue
		}
		if err := r.allowed(t); err != nil {
			return visited, err
		}
		r.starting(t)
		v, err := r.visit(ctx, t)
		if err != nil {
			return visited, err
		}
		// A page that was paid for is kept, even when the run is told to stop.
		verdict, err := a.Keep(context.WithoutCancel(ctx), v)
		if err != nil {
			return visited, fmt.Errorf("keep %s: %w", t.URL, err)
		}
		visited++
		if unheard++; !silent(v.Class) {
			unheard = 0
		}
		if err := r.kept(v, verdict); err != nil {
			return visited, err
		}
		if unheard >= silentMost {
			return visited, fmt.Errorf("%w: %s", errSilent, v.Reason)
		}
	}
}

// sleep waits, or returns the context's error at once when it ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
