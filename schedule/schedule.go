// Package schedule runs jobs on cron specs: each in its zone, never overlapping
// with itself, draining when it is told to stop. It is the only package that
// says cron; of robfig/cron it uses the parser and the arithmetic of
// [cron.Schedule], and not the runner, whose chain forgets a job for ever after
// a panic (v3.0.1) and knows no clock but the machine's.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is something to do on a schedule.
type Job struct {
	Name string
	When Spec
	Do   func(ctx context.Context) error // told to stop by ctx; an error is logged, and the job comes round again
}

// Spec is a cron spec in a zone, compiled. The zero Spec is never.
type Spec struct {
	text     string
	zone     *time.Location
	schedule cron.Schedule
}

// ErrSpec is wrapped by every error of [Parse].
var ErrSpec = errors.New("bad cron spec")

// Parse compiles five fields (minute hour day-of-month month day-of-week) or a
// descriptor such as "@daily". The zone is given apart; a spec that names one
// itself, and one that never comes true ("0 0 30 2 *"), is refused.
func Parse(text string, zone *time.Location) (s Spec, err error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "TZ=") || strings.HasPrefix(text, "CRON_TZ=") {
		// robfig/cron v3.0.1 panics on a zone without fields; a zone has its own place anyway.
		return Spec{}, fmt.Errorf("%w %q: give the zone apart from the spec", ErrSpec, text)
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Spec{}, fmt.Errorf("%w %q: %w", ErrSpec, text, err)
	}
	if zone == nil {
		zone = time.UTC
	}
	s = Spec{text: text, zone: zone, schedule: parsed}
	// Any year shows it: the parser itself gives up after five.
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Spec{}, fmt.Errorf("%w %q: there is no such day", ErrSpec, text)
	}
	return s, nil
}

// Next is the first time after t; zero for the zero Spec.
func (s Spec) Next(t time.Time) time.Time {
	if s.schedule == nil {
		return time.Time{}
	}
	return s.schedule.Next(t.In(s.zone))
}

// String is the spec as written and its zone.
func (s Spec) String() string {
	if s.schedule == nil {
		return "never"
	}
	return s.text + " " + s.zone.String()
}

// Scheduler runs jobs until it is told to stop. Jobs must be set.
type Scheduler struct {
	Jobs []Job
	Log  *slog.Logger                                     // nil: nothing is logged
	Now  func() time.Time                                 // nil: time.Now
	Wait func(ctx context.Context, until time.Time) error // nil: a timer; returns ctx's error when it ends first
}

// Run blocks until ctx ends and every job that was running has returned: their
// own contexts end with it, so a job must save and return. A job never overlaps
// with itself: ticks that come while it runs are missed and said so in the log.
func (s *Scheduler) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, j := range s.Jobs {
		all.Go(func() { s.loop(ctx, j) })
	}
	all.Wait()
}

func (s *Scheduler) loop(ctx context.Context, j Job) {
	log := s.log().With("job", j.Name)
	for {
		next := j.When.Next(s.now())
		if next.IsZero() {
			return
		}
		log.Info("next run", "at", next)
		if s.wait(ctx, next) != nil {
			return
		}
		if err := once(ctx, j); err != nil && ctx.Err() == nil {
			log.Error("run", "err", err)
		}
		if due := j.When.Next(next); ctx.Err() == nil && due.Before(s.now()) {
			log.Warn("a run was still going when the next was due", "missed", due)
		}
	}
}

// once does the job and turns a panic into an error, so that the job comes round
// again and the others go on.
func once(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return j.Do(ctx)
}

func (s *Scheduler) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// wait sleeps in short steps, so that a machine that was asleep, or whose clock
// was set, is noticed: a timer counts only the time it was awake.
func (s *Scheduler) wait(ctx context.Context, until time.Time) error {
	if s.Wait != nil {
		return s.Wait(ctx, until)
	}
	for {
		left := until.Sub(s.now())
		if left <= 0 {
			return ctx.Err()
		}
		t := time.NewTimer(min(left, 30*time.Second))
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-t.C:
		}
	}
}

func (s *Scheduler) log() *slog.Logger {
	if s.Log != nil {
		return s.Log
	}
	return slog.New(slog.DiscardHandler)
}
