package schedule

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// begun is a job that notes when it begins, and takes a while.
func begun(list *[]string, takes time.Duration) func(context.Context) error {
	return func(context.Context) error {
		*list = append(*list, time.Now().UTC().Format("02 15:04"))
		time.Sleep(takes)
		return nil
	}
}

// run runs a scheduler for a while on a clock of its own, which begins at
// midnight on 1 January 2000, UTC.
func run(t *testing.T, s *Scheduler, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	s.Run(ctx)
}

func TestCatchingUp(t *testing.T) {
	for _, tt := range []struct {
		name string
		last time.Duration // before the scheduler began; 0: never ran
		owed bool
		want []string
	}{
		{"never ran: waits for its time", 0, false, []string{"01 03:00", "02 03:00"}},
		{"nothing missed", 20 * time.Hour, false, []string{"01 03:00", "02 03:00"}},
		{"one missed", 22 * time.Hour, false, []string{"01 00:00", "01 03:00", "02 03:00"}},
		{"thirty missed, caught up once", 30 * 24 * time.Hour, false, []string{"01 00:00", "01 03:00", "02 03:00"}},
		{"stopped half-way", time.Hour, true, []string{"01 00:00", "01 03:00", "02 03:00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got []string
				j := Job{Name: "x", When: spec(t, "0 3 * * *", "UTC"), Do: begun(&got, time.Minute), Owed: tt.owed}
				if tt.last > 0 {
					j.Last = time.Now().Add(-tt.last)
				}
				run(t, &Scheduler{Jobs: []Job{j}}, 36*time.Hour)
				if !slices.Equal(got, tt.want) {
					t.Errorf("began %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// The machine sleeps: its clock jumps while timers stand still.
func TestAsleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asleep time.Duration
		now := func() time.Time {
			if time.Now().After(time.Date(2000, 1, 1, 12, 0, 0, 0, time.UTC)) {
				asleep = 7 * 24 * time.Hour
			}
			return time.Now().Add(asleep)
		}
		var got []string
		s := &Scheduler{Now: now, Jobs: []Job{{Name: "x", When: spec(t, "0 3 * * *", "UTC"), Do: func(context.Context) error {
			got = append(got, now().UTC().Format("02 15:04"))
			return nil
		}}}}
		run(t, s, 48*time.Hour)
		if want := []string{"01 03:00", "08 12:00", "09 03:00"}; !slices.Equal(got, want) {
			t.Errorf("began %q, want %q", got, want)
		}
	})
}

func TestReload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a, b, c []string
		daily := func(list *[]string, name, text string) Job {
			return Job{Name: name, When: spec(t, text, "UTC"), Do: begun(list, 2*time.Hour)}
		}
		reload := make(chan []Job)
		s := &Scheduler{Reload: reload, Jobs: []Job{daily(&a, "a", "0 3 * * *"), daily(&b, "b", "0 3 * * *")}}
		go func() {
			time.Sleep(4 * time.Hour) // both run
			reload <- []Job{daily(&a, "a", "0 1,6 * * *"), daily(&c, "c", "0 5 * * *")}
			time.Sleep(24 * time.Hour)
			reload <- nil // nothing to do, and yet it does not end
			time.Sleep(4 * time.Hour)
			reload <- []Job{daily(&b, "b", "0 12 * * *")}
		}()
		run(t, s, 59*time.Hour)
		for _, x := range []struct {
			name      string
			got, want []string
		}{
			{"a, edited while it ran", a, []string{"01 03:00", "01 06:00", "02 01:00"}},
			{"b, taken out and back", b, []string{"01 03:00", "02 12:00"}},
			{"c, new", c, []string{"01 05:00"}},
		} {
			if !slices.Equal(x.got, x.want) {
				t.Errorf("%s: began %q, want %q", x.name, x.got, x.want)
			}
		}
	})
}

// When a job comes next is known at any time: while it runs, after it was edited
// while it runs, and for as long as it is a job at all.
func TestNextRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ran []string
		var mu sync.Mutex
		known := map[string]NextRun{}
		job := func(name, text string) Job {
			return Job{Name: name, When: spec(t, text, "UTC"), Do: begun(&ran, 2*time.Hour)}
		}
		reload := make(chan []Job)
		s := &Scheduler{Reload: reload, Jobs: []Job{job("a", "0 3 * * *"), job("b", "0 9 * * *")}, Next: func(n NextRun) {
			mu.Lock()
			defer mu.Unlock()
			known[n.Name] = n
		}}
		go run(t, s, 48*time.Hour)
		want := func(at time.Duration, want map[string]string) {
			t.Helper()
			time.Sleep(time.Until(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(at)))
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			got := map[string]string{}
			for name, n := range known {
				if next := n.After(time.Now()); !next.IsZero() {
					got[name] = next.Format("02 15:04")
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("at %s: %v, want %v", at, got, want)
			}
		}
		want(time.Hour, map[string]string{"a": "01 03:00", "b": "01 09:00"})
		want(3*time.Hour+30*time.Minute, map[string]string{"a": "02 03:00", "b": "01 09:00"}) // a runs
		reload <- []Job{job("a", "0 6 * * *"), job("b", "0 9 * * *")}
		want(4*time.Hour, map[string]string{"a": "01 06:00", "b": "01 09:00"})
		want(5*time.Hour+30*time.Minute, map[string]string{"a": "01 06:00", "b": "01 09:00"})
		reload <- []Job{job("a", "0 6 * * *")}
		want(6*time.Hour+30*time.Minute, map[string]string{"a": "02 06:00"})
		time.Sleep(48 * time.Hour)
	})
}

// Jobs that share a time take turns, and jitter spreads them, the same each day.
func TestTurnsAndJitter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int32
		var jobs []Job
		for i := range 20 {
			name := fmt.Sprint("site", i)
			jobs = append(jobs, Job{Name: name, When: spec(t, "0 3 * * *", "UTC"), Jitter: time.Minute, Do: func(context.Context) error {
				if now := running.Add(1); now > most.Load() {
					most.Store(now)
				}
				defer running.Add(-1)
				time.Sleep(20 * time.Minute)
				return errors.New("no")
			}})
		}
		s := &Scheduler{AtOnce: 3, Jobs: jobs}
		run(t, s, 30*time.Hour)
		if most.Load() != 3 {
			t.Errorf("%d at once, want 3", most.Load())
		}
		spread := map[time.Duration]bool{}
		for _, j := range jobs {
			at := j.When.Next(time.Now())
			d := j.delay(at)
			if d < 0 || d >= time.Minute || d != j.delay(at.AddDate(0, 0, 1)) {
				t.Errorf("%s: delayed by %s", j.Name, d)
			}
			spread[d] = true
		}
		if len(spread) < 10 {
			t.Errorf("20 sites begin at %d moments", len(spread))
		}
		often := Job{Name: "site1", When: spec(t, "*/5 * * * *", "UTC"), Jitter: time.Hour}
		if d := often.delay(often.When.Next(time.Now())); d >= 30*time.Second {
			t.Errorf("every five minutes: delayed by %s", d)
		}
	})
}

// Two jobs that work on one thing never do so at a time: the small one lets its
// times pass while the large one runs, the large one waits for the small one.
func TestGroups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var large, small, other []string
		var running, most atomic.Int32
		counted := func(do func(context.Context) error) func(context.Context) error {
			return func(ctx context.Context) error {
				if now := running.Add(1); now > most.Load() {
					most.Store(now)
				}
				defer running.Add(-1)
				return do(ctx)
			}
		}
		run(t, &Scheduler{Jobs: []Job{
			{Name: "large", Group: "x", When: spec(t, "0 3 * * *", "UTC"), Do: counted(begun(&large, 50*time.Minute))},
			{Name: "small", Group: "x", GivesWay: true, When: spec(t, "59,14,29,44 2-4 * * *", "UTC"), Do: counted(begun(&small, 3*time.Minute))},
			{Name: "other", When: spec(t, "10 3 * * *", "UTC"), Do: begun(&other, time.Minute)},
		}}, 24*time.Hour)
		if want := []string{"01 03:02"}; !slices.Equal(large, want) {
			t.Errorf("large began %q, want %q: it waits for the small one of 02:59", large, want)
		}
		// 03:14, 03:29 and 03:44 pass; at 03:59 the large one is over.
		if want := []string{"01 02:14", "01 02:29", "01 02:44", "01 02:59", "01 03:59", "01 04:14", "01 04:29", "01 04:44", "01 04:59"}; !slices.Equal(small, want) {
			t.Errorf("small began %q, want %q", small, want)
		}
		if most.Load() != 1 || !slices.Equal(other, []string{"01 03:10"}) {
			t.Errorf("%d of the group at once; the other began %q", most.Load(), other)
		}
	})
}
