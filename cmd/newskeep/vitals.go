package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"newskeep/scraper"
	"newskeep/store"
)

// A run that has told of no step for stalledAfter, waits it told of aside, hangs.
const stalledAfter = 30 * time.Minute

// vitals are the signs of life of a program that stays: what its runs do and
// whether the scheduler and the archive answer. The zero vitals are ready to use.
type vitals struct {
	now func() time.Time // nil: time.Now

	mu    sync.Mutex
	runs  map[string]time.Time // site -> until when it need not be heard of
	beat  time.Time            // when the scheduler was last heard of
	ready bool                 // the schedules are followed
}

func (v *vitals) clock() time.Time {
	if v.now != nil {
		return v.now()
	}
	return time.Now()
}

// step notes a step of a run, or that it begins.
func (v *vitals) step(p scraper.Progress) {
	quiet := v.clock()
	if p.Until.After(quiet) {
		quiet = p.Until
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.runs == nil {
		v.runs = map[string]time.Time{}
	}
	v.runs[p.Site] = quiet.Add(stalledAfter)
}

// ended notes that a run of a site is over.
func (v *vitals) ended(site string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.runs, site)
}

// heard notes that the scheduler is alive.
func (v *vitals) heard() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.beat, v.ready = v.clock(), true
}

// check is nil while all is well: the archive answers and no run hangs.
func (v *vitals) check(ctx context.Context, r *store.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if _, err := r.FirstRun(ctx); err != nil {
		return fmt.Errorf("the archive does not answer: %w", err)
	}
	return v.alive(ctx)
}

// isReady reports whether the schedules are followed.
func (v *vitals) isReady() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ready
}

// alive is nil while no run hangs and the scheduler is heard of.
func (v *vitals) alive(context.Context) error {
	now := v.clock()
	v.mu.Lock()
	defer v.mu.Unlock()
	var hang []string
	for site, until := range v.runs {
		if now.After(until) {
			hang = append(hang, site)
		}
	}
	if len(hang) > 0 {
		slices.Sort(hang)
		return fmt.Errorf("no step for %s in the run of %v", stalledAfter, hang)
	}
	if v.ready && now.Sub(v.beat) > 5*time.Minute {
		return fmt.Errorf("the scheduler was last heard of %s ago", now.Sub(v.beat).Round(time.Second))
	}
	return nil
}
