package schedule

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		spec string
		ok   bool
	}{
		{"0 3 * * *", true},
		{"*/10 * * * 1-5", true},
		{"@daily", true},
		{"", false},
		{"* * * *", false},
		{"61 * * * *", false},
		{"0 0 30 2 *", false},
		{"TZ=UTC", false},
		{"CRON_TZ=UTC 0 3 * * *", false},
	} {
		_, err := Parse(tt.spec, nil)
		if (err == nil) != tt.ok {
			t.Errorf("Parse(%q) = %v, want ok %v", tt.spec, err, tt.ok)
		}
		if err != nil && !errors.Is(err, ErrSpec) {
			t.Errorf("Parse(%q) = %v, want ErrSpec", tt.spec, err)
		}
	}
}

func TestNextIsInItsZone(t *testing.T) {
	beirut, err := time.LoadLocation("Asia/Beirut")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse("30 4 * * *", beirut)
	if err != nil {
		t.Fatal(err)
	}
	got := s.Next(time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)).UTC()
	want := time.Date(2024, 12, 1, 2, 30, 0, 0, time.UTC)
	if !got.Equal(want) {
		t.Errorf("Next = %v, want %v", got, want)
	}
	if got := (Spec{}).Next(want); !got.IsZero() {
		t.Errorf("zero Spec: Next = %v, want never", got)
	}
}

// clock moves only when somebody waits for it.
type clock struct {
	mu  sync.Mutex
	now time.Time
	end time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, until time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.After(c.end) {
		return context.Canceled
	}
	if until.After(c.now) {
		c.now = until
	}
	return ctx.Err()
}

func TestJobComesRoundAfterPanicAndError(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := &clock{now: start, end: start.AddDate(0, 0, 5)}
	spec, err := Parse("0 3 * * *", nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	s := Scheduler{Now: c.Now, Wait: c.Wait, Jobs: []Job{{Name: "x", When: spec, Do: func(context.Context) error {
		n++
		switch n {
		case 1:
			panic("boom")
		case 2:
			return errors.New("no")
		}
		return nil
	}}}}
	s.Run(t.Context())
	if n != 5 {
		t.Errorf("the job ran %d times in five days, want 5", n)
	}
}

func TestTicksDuringARunAreMissedNotQueued(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := &clock{now: start, end: start.Add(2 * time.Hour)}
	spec, err := Parse("*/10 * * * *", nil)
	if err != nil {
		t.Fatal(err)
	}
	var running, most, n atomic.Int32
	s := Scheduler{Now: c.Now, Wait: c.Wait, Jobs: []Job{{Name: "slow", When: spec, Do: func(context.Context) error {
		if now := running.Add(1); now > most.Load() {
			most.Store(now)
		}
		n.Add(1)
		c.mu.Lock()
		c.now = c.now.Add(25 * time.Minute) // two ticks pass
		c.mu.Unlock()
		running.Add(-1)
		return nil
	}}}}
	s.Run(t.Context())
	if most.Load() != 1 || n.Load() != 4 {
		t.Errorf("at most %d at once, %d runs in two hours; want 1 and 4", most.Load(), n.Load())
	}
}

func TestRunDrains(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	spec, err := Parse("@every 1s", nil)
	if err != nil {
		t.Fatal(err)
	}
	saved := false
	s := Scheduler{Jobs: []Job{{Name: "x", When: spec, Do: func(ctx context.Context) error {
		cancel()
		<-ctx.Done()
		saved = true
		return ctx.Err()
	}}}}
	s.Run(ctx)
	if !saved {
		t.Error("Run returned before the running job had saved")
	}
}
