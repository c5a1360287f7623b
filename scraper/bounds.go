package scraper

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// closedError says that the profile's hours are not on.
type closedError struct {
	hours profile.Hours
	again time.Time
}

func (e *closedError) Error() string {
	return fmt.Sprintf("it is outside of the hours of the profile, %s; they begin again at %s", e.hours, e.again.Format(time.RFC3339))
}

// hourError says that a host has had all requests that it may have in an hour.
type hourError struct {
	host    string
	perHour int
	again   time.Time
}

func (e *hourError) Error() string {
	return fmt.Sprintf("%s has had %d requests in an hour, the max_per_hour of the profile; there are more from %s on", e.host, e.perHour, e.again.UTC().Format(time.RFC3339))
}

// deadline is the context the run works in: it ends with the time limit or the
// hours of the profile, whichever comes first. The error is a [*closedError].
func (r *run) deadline(ctx context.Context) (context.Context, context.CancelFunc, error) {
	var most time.Duration // 0: none
	if hours := r.profile.Politeness.Hours; !r.options.AnyHour {
		on, change := hours.At(r.now())
		if !on {
			return nil, nil, &closedError{hours, change}
		}
		if !change.IsZero() {
			most, r.hoursEnd = change.Sub(r.now()), true
		}
	}
	if limit := r.options.MaxTime; limit > 0 && (most == 0 || limit < most) {
		most, r.hoursEnd = limit, false
	}
	if most == 0 {
		return ctx, func() {}, nil
	}
	work, cancel := context.WithTimeout(ctx, most)
	return work, cancel, nil
}

// ended says how a run ended that was stopped by cause, and the error of the run
// itself; stopped is the error of a context that ended from outside. The outcome
// is empty when all due was visited.
func (r *run) ended(cause, stopped error) (outcome string, result error) {
	var closed *closedError
	var hour *hourError
	switch {
	case errors.As(cause, &hour):
		r.warn("stopped: %v; the rest is due in the next run", hour)
		return news.RunLimited, nil
	case cause == nil:
		return "", nil
	case errors.Is(cause, errBlocked):
		r.warn("stopped after %d answers in a row that refuse us; what they said is kept as evidence ('newskeep show --raw URL') and is no article. Ask the publisher, use its feed, or import saved pages", r.refused)
		return news.RunBlocked, nil
	case errors.Is(cause, errLost):
		r.warnOfLost()
		return news.RunFailed, nil
	case errors.Is(cause, errClosed):
		r.warnOfLost()
		return news.RunBlocked, nil
	case errors.Is(cause, errLimit):
		return news.RunLimited, nil
	case errors.Is(cause, errBudget):
		r.warn("stopped after %d requests, the profile's max_requests of a run; the rest is due in the next run", r.requests)
		return news.RunLimited, nil
	case errors.Is(cause, errSpent):
		r.warn("stopped after %d requests; the same command goes on from here", r.requests)
		return news.RunLimited, nil
	case errors.As(cause, &closed):
		r.warn("nothing was asked for: %v. With --any-hour it is crawled all the same", closed)
		return news.RunLimited, nil
	case stopped != nil:
		return news.RunStopped, stopped
	case errors.Is(cause, context.DeadlineExceeded) && r.hoursEnd:
		r.warn("stopped at the end of the hours of the profile, %s; the rest is due in the next run", r.profile.Politeness.Hours)
		return news.RunLimited, nil
	case errors.Is(cause, context.DeadlineExceeded):
		r.warn("stopped at the time limit of %s; the rest is due in the next run", r.options.MaxTime.Round(time.Second))
		return news.RunLimited, nil
	}
	return news.RunFailed, cause
}

// healthOf is the health of a host in this run.
func (r *run) healthOf(host string) *health {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.health[host]
	if h == nil {
		h = &health{politeness: r.profile.Politeness, jitter: r.jitter}
		r.health[host] = h
	}
	return h
}

// lose gives a host up for this run; outage: it could not be reached at all.
func (r *run) lose(host, why string, outage bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lost[host] = why
	if outage {
		r.outages++
	}
	r.log.Error("host is lost for this run", "host", host, "why", why)
}

func (r *run) isLost(host string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, lost := r.lost[host]
	return lost
}

// isSpent reports a host that has had all requests of an hour.
func (r *run) isSpent(host string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spent[host] != nil
}

// lastSpent is about the host that may be asked last, of those that have had all
// requests of an hour; nil when none has.
func (r *run) lastSpent() (last *hourError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.spent {
		if last == nil || e.again.After(last.again) {
			last = e
		}
	}
	return last
}

// lostHosts is errLost when the run could not ask the host of the home page; what
// others have is only missing. It is an [*hourError] when hosts were left because of
// their hour.
func (r *run) lostHosts() error {
	if len(r.lost) > 0 {
		if r.isLost(hostOf(r.profile.Normalize(r.profile.Home))) {
			return errLost
		}
		r.warnOfLost()
	}
	if e := r.lastSpent(); e != nil {
		return e
	}
	return nil
}

// warnOfLost tells of the hosts that were given up. An outage is told once,
// however many hosts and pages it hit.
func (r *run) warnOfLost() {
	all := len(r.lost) > 1 && r.outages == len(r.lost)
	for i, host := range slices.Sorted(maps.Keys(r.lost)) {
		if all && i == 0 {
			r.warn("none of the %d hosts that were asked can be reached, so the fault is probably in our own network: %s %s; their pages are due in the next run", len(r.lost), host, r.lost[host])
			return
		}
		r.warn("%s %s; its pages are due in the next run", host, r.lost[host])
	}
}

// jitter makes a wait longer by up to 30 %, so that retries of many do not fall
// together.
func (r *run) jitter(d time.Duration) time.Duration {
	random := r.crawler.Random
	if random == nil {
		random = rand.Float64
	}
	return d + time.Duration(float64(d)*0.3*random())
}

// later is a moment that lies ahead, with jitter.
func (r *run) later(now, at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return now.Add(r.jitter(at.Sub(now)))
}

// wanted says whether a target belongs to the sections this run is about.
func (r *run) wanted(t news.Target) bool {
	if b := r.options.Backfill; b != nil && !b.wants(r.profile, t) {
		return false
	}
	if r.options.Part == news.PartArticles && t.Role != news.RoleOfArticle {
		return false
	}
	if len(r.options.Only) == 0 || t.Role == news.RoleHome {
		return true
	}
	return slices.ContainsFunc(r.sections, func(s profile.Section) bool { return slices.Equal(s.Path, t.Section) })
}

// allowed says whether the run may still visit a target: articles up to its limit.
func (r *run) allowed(t news.Target) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if most := r.options.Requests; most > 0 && r.requests >= most {
		return errSpent
	}
	if most := r.profile.Politeness.MaxRequests; most > 0 && r.requests >= most {
		return errBudget
	}
	if t.Role != news.RoleOfArticle {
		return nil
	}
	if r.options.Limit > 0 && r.articles >= r.options.Limit {
		return errLimit
	}
	r.articles++
	return nil
}
