// Package schedule runs jobs on cron specs: each in its zone, never overlapping
// with itself, catching up once on what was missed, draining when it is told to
// stop. It is the only package that says cron; of robfig/cron it uses the parser
// and the arithmetic of [cron.Schedule], and not the runner, whose chain forgets a
// job for ever after a panic (v3.0.1), which does nothing about missed runs and
// knows no clock but the machine's.
package schedule

import (
	"context"
	"log/slog"
	"time"
)

// Job is something to do on a schedule. Name, When and Do must be set.
type Job struct {
	Name string
	When Spec
	Do   func(ctx context.Context) error // told to stop by ctx; an error is logged, and the job comes round again

	// Last is when it last ended, such as before the machine was switched off. When
	// When has a time between Last and now, the job begins at once, one time however
	// many were missed. Zero: nothing was missed.
	Last time.Time
	// Group names what the job works on; two of a group never run at a time: the one
	// that comes later waits, or lets its time pass when it GivesWay. Empty: none.
	Group    string
	GivesWay bool
	// Owed says that it was stopped half-way: it begins at once.
	Owed bool
	// Jitter spreads jobs of one time: each begins up to Jitter later, and no more
	// than a tenth of the time to the next. How much later is told by Name and does
	// not change. 0: on time.
	Jitter time.Duration
}

// Scheduler runs jobs until it is told to stop.
type Scheduler struct {
	Jobs   []Job
	AtOnce int              // jobs that may run at a time; others wait their turn. 0: all
	Reload <-chan []Job     // jobs to go on with instead; see [Scheduler.Run]. nil: never
	Beat   func()           // called twice a minute while Run runs; nil: not
	Next   func(NextRun)    // called when a job is to come at another time than was known; nil: not
	Log    *slog.Logger     // nil: nothing is logged
	Now    func() time.Time // nil: time.Now
	// Wait returns nil at a time, or an error when ctx ends first. nil: a timer.
	Wait func(ctx context.Context, until time.Time) error
}

// NextRun is what is known of when a job comes next.
type NextRun struct {
	Name string
	at   time.Time // zero: never
	job  Job
}

// After is when the job next begins after a time, and zero when it never does.
// Once its time has come, and for as long as it runs then, that is the time after.
func (n NextRun) After(t time.Time) time.Time {
	if n.at.IsZero() || n.at.After(t) {
		return n.at
	}
	return n.job.begins(t)
}

// Run blocks until ctx ends and every job that was running has returned: their
// own contexts end with it, so a job must save and return. A job never overlaps
// with itself: times that come while it runs are missed and said so in the log.
//
// Jobs that come through Reload replace all: one of a known name goes on with
// its new Do, and its new When from now on; one that is no longer among them ends;
// what runs is never stopped by it.
func (s *Scheduler) Run(ctx context.Context) {
	m := manager{Scheduler: s, loops: map[string]*loop{}, ended: make(chan string), groups: &groups{}}
	if s.AtOnce > 0 {
		m.turns = make(chan struct{}, s.AtOnce)
	}
	for _, j := range s.Jobs {
		m.start(ctx, j)
	}
	reload := s.Reload
	var beat <-chan time.Time
	if s.Beat != nil {
		tick := time.NewTicker(30 * time.Second)
		defer tick.Stop()
		beat = tick.C
	}
	for len(m.loops) > 0 || reload != nil {
		stop := ctx.Done()
		if len(m.loops) > 0 {
			stop = nil // they end by themselves, saving
		}
		select {
		case name := <-m.ended:
			m.gone(ctx, name)
			if ctx.Err() != nil {
				reload = nil
			}
		case jobs, more := <-reload:
			if !more {
				reload = nil
				continue
			}
			m.replace(ctx, jobs)
		case <-beat:
			s.Beat()
		case <-stop:
			return
		}
	}
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
		left := until.Round(0).Sub(s.now().Round(0)) // by the clock on the wall
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
