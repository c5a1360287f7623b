package scraper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

const (
	// blockedMost answers in a row that refuse us end the run: going on would
	// only hammer a site that has said no.
	blockedMost = 3
	// waitShown is how long a wait must be for a person to be told.
	waitShown = 300 * time.Millisecond
	// idleMost waits in a row for a page that was to be due by then: an archive
	// that keeps promising one and gives none must not hold a run for ever.
	idleMost = 1000
)

// These end a run before everything due was visited.
var (
	errBlocked = errors.New("the site refuses us")
	errLimit   = errors.New("the limit of article fetches is reached")
	errBudget  = errors.New("the limit of requests is reached")
	errLost    = errors.New("a host cannot be asked")
)

// host visits what is due on one host, one page after the other, until nothing
// is, or the host is lost for the run. It returns how many pages it visited.
func (r *run) host(ctx context.Context, host string) (visited int, err error) {
	a := r.crawler.Archive
	idle := 0
	h := r.healthOf(host)
	until, err := a.Resting(ctx, host)
	if err != nil {
		return 0, fmt.Errorf("rest of %s: %w", host, err)
	}
	if ok, err := r.rest(ctx, host, until); !ok || err != nil {
		return 0, err
	}
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
			r.waiting(nothing.Until, WaitRetry)
			if err := sleep(ctx, max(wait, time.Millisecond)); err != nil {
				return visited, err
			}
			continue
		}
		if err != nil {
			return visited, fmt.Errorf("next page of %s: %w", host, err)
		}
		idle = 0
		if r.options.Part == news.PartLists && t.Role == news.RoleOfArticle {
			return visited, nil // lists come first: none is left
		}
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
		v, err := r.reach(ctx, t)
		var hour *hourError
		if errors.As(err, &hour) {
			// The page is due as before, and other hosts have their own hour.
			r.mu.Lock()
			r.spent[host] = hour
			r.mu.Unlock()
			return visited, nil
		}
		if err != nil {
			return visited, err
		}
		// A page that was paid for is kept, even when the run is told to stop.
		kept, err := a.Keep(context.WithoutCancel(ctx), v)
		if err != nil {
			return visited, fmt.Errorf("keep %s: %w", t.URL, err)
		}
		visited++
		if err := r.kept(v, kept); err != nil {
			return visited, err
		}
		var next verdict
		switch {
		case unanswered(v.Class) && hostOf(v.Response.URL) != host:
			// A host that this one redirected to, and that is down, says nothing about it.
		case unheard(v.Class):
			// Reach was patient. Every other page of the host would only say the same.
			next.lost = "cannot be reached: " + v.Reason
		default:
			next = h.after(v, r.now())
		}
		if next.lost != "" && !next.rest.IsZero() {
			if err := a.Rest(context.WithoutCancel(ctx), host, next.rest); err != nil {
				return visited, err
			}
		}
		if next.lost != "" {
			r.lose(host, next.lost, unheard(v.Class))
			return visited, nil
		}
		if ok, err := r.rest(ctx, host, next.rest); !ok || err != nil {
			return visited, err
		}
	}
}

// reach visits a target. When its host cannot be reached at all, the same page
// asks for it again a few times: an outage is one line in the ledger and not one
// for every page.
func (r *run) reach(ctx context.Context, t news.Target) (*news.Visit, error) {
	pol := r.profile.Politeness
	requests := 0 // of the tries before
	for try := 0; ; try++ {
		v, err := r.visit(ctx, t)
		if err == nil && v.Response != nil {
			v.Response.Requests += requests
			requests = v.Response.Requests
		}
		if err != nil || !unheard(v.Class) || hostOf(v.Response.URL) != t.Host || try >= pol.Retries {
			return v, err
		}
		wait := min(r.jitter(pol.Backoff<<try), retryPatience)
		r.log.Warn("host cannot be reached", "host", t.Host, "class", string(v.Class), "reason", v.Reason, "again_in", wait)
		r.waiting(r.now().Add(wait), WaitReach)
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// rest waits until a host may be asked again; the zero time is now. It returns
// false when that is too late for this run: then the host is lost to it.
func (r *run) rest(ctx context.Context, host string, until time.Time) (bool, error) {
	wait := until.Sub(r.now())
	switch {
	case until.IsZero() || wait <= 0:
		return true, nil
	case wait > retryPatience:
		r.lose(host, fmt.Sprintf("asked to be left alone until %s (Retry-After)", until.UTC().Format(time.RFC3339)), false)
		return false, nil
	}
	r.log.Warn("host has a rest", "host", host, "until", until)
	r.waiting(until, WaitRest)
	return true, sleep(ctx, wait)
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
