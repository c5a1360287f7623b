package schedule

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// manager keeps the loops of a scheduler that runs. Its fields belong to the
// goroutine of Run.
type manager struct {
	*Scheduler
	loops map[string]*loop
	ended chan string   // names of loops that have ended
	turns chan struct{} // holds a token for each job that runs; nil: no limit

	groups *groups
}

// groups are what jobs work on, each with a place for one. The zero groups are
// ready to use.
type groups struct {
	mu     sync.Mutex
	places map[string]chan struct{}
}

// enter takes the place of a job's group and returns how it is given back. Without
// a place, because another job has it and this one gives way, or ctx ended, ok is
// false.
func (g *groups) enter(ctx context.Context, j Job) (leave func(), ok bool) {
	if j.Group == "" {
		return func() {}, true
	}
	g.mu.Lock()
	place := g.places[j.Group]
	if place == nil {
		if g.places == nil {
			g.places = map[string]chan struct{}{}
		}
		place = make(chan struct{}, 1)
		g.places[j.Group] = place
	}
	g.mu.Unlock()
	leave = func() { <-place }
	select {
	case place <- struct{}{}:
		return leave, true
	default:
	}
	if j.GivesWay {
		return nil, false
	}
	select {
	case place <- struct{}{}:
		return leave, true
	case <-ctx.Done():
		return nil, false
	}
}

// loop runs one job again and again.
type loop struct {
	mu       sync.Mutex // guards what follows
	job      Job
	end      bool // when what runs has ended
	edited   bool // job is another than the loop knows
	stopWait context.CancelFunc
}

func (m *manager) start(ctx context.Context, j Job) {
	l := &loop{job: j}
	m.loops[j.Name] = l
	turns := m.turns
	go func() {
		m.run(ctx, l, turns)
		m.ended <- j.Name
	}()
}

// gone forgets a loop that has ended, or begins it anew when its job came back
// while it ended.
func (m *manager) gone(ctx context.Context, name string) {
	l := m.loops[name]
	delete(m.loops, name)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.edited && !l.end && ctx.Err() == nil {
		m.start(ctx, l.job)
		return
	}
	m.tell(NextRun{Name: name})
}

func (m *manager) tell(n NextRun) {
	if m.Next != nil {
		m.Next(n)
	}
}

func (m *manager) replace(ctx context.Context, jobs []Job) {
	known := map[string]bool{}
	for _, j := range jobs {
		known[j.Name] = true
		if l := m.loops[j.Name]; l != nil {
			m.tell(NextRun{j.Name, j.begins(m.now()), j}) // one that runs now says nothing until it has ended
			l.change(j, false)
			continue
		}
		m.start(ctx, j)
	}
	for name, l := range m.loops {
		if !known[name] {
			l.change(l.job, true)
		}
	}
}

func (l *loop) change(j Job, end bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.job, l.end, l.edited = j, end, true
	if l.stopWait != nil {
		l.stopWait()
	}
}

// take is the job as it is now, and a context that ends when it becomes another.
func (l *loop) take(ctx context.Context) (j Job, wait context.Context, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.edited = false
	wait, l.stopWait = context.WithCancel(ctx)
	return l.job, wait, !l.end && ctx.Err() == nil
}

func (l *loop) isEdited() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.edited
}

// run is a loop from its job's first time to its last.
func (m *manager) run(ctx context.Context, l *loop, turns chan struct{}) {
	var known Spec
	var last time.Time // nothing before it is due
	first := true
	for {
		j, waiting, ok := l.take(ctx)
		if !ok {
			return
		}
		log := m.log().With("job", j.Name)
		switch {
		case first && !j.Last.IsZero():
			last = j.Last
		case first || j.When.String() != known.String():
			last = m.now()
		}
		owed := first && j.Owed
		first, known = false, j.When
		due := m.due(j, last, owed, log)
		if due.IsZero() {
			// Never, unless it is edited.
			<-waiting.Done()
			continue
		}
		if err := m.wait(waiting, due); err != nil {
			if ctx.Err() == nil && l.isEdited() {
				continue
			}
			return
		}
		leave, ok := m.groups.enter(ctx, j)
		if !ok {
			if ctx.Err() != nil {
				return
			}
			log.Info("another run of its group is under way; the next time is waited for")
			last = later(m.now(), due)
			continue
		}
		if turns != nil {
			select {
			case turns <- struct{}{}:
			case <-ctx.Done():
				leave()
				return
			}
		}
		err := once(ctx, j)
		leave()
		if turns != nil {
			<-turns
		}
		if err != nil && ctx.Err() == nil {
			log.Error("run", "err", err)
		}
		last = later(m.now(), due)
		if missed := j.When.Next(due); ctx.Err() == nil && !j.GivesWay && !missed.IsZero() && missed.Before(last) {
			log.Warn("a run was still going when the next was due; the next time is waited for", "missed", missed)
		}
	}
}

// due is when a job is to begin, not before now; zero when never.
func (m *manager) due(j Job, last time.Time, owed bool, log *slog.Logger) time.Time {
	now := m.now()
	next := j.When.Next(last)
	switch {
	case owed:
		log.Warn("the last run was stopped half-way; it goes on now")
		next = now
	case next.IsZero():
	case next.Before(now):
		if now.Sub(next) > time.Minute {
			log.Warn("a run was missed and is caught up now", "missed", next)
		}
		next = now
	default:
		next = next.Add(j.delay(next))
	}
	log.Info("next run", "at", next)
	m.tell(NextRun{j.Name, next, j})
	return next
}

// begins is when the job begins by its schedule, next after t; zero when never.
func (j Job) begins(t time.Time) time.Time {
	next := j.When.Next(t)
	if next.IsZero() {
		return next
	}
	return next.Add(j.delay(next))
}

// delay is how much later than its time the job begins.
func (j Job) delay(at time.Time) time.Duration {
	most := j.Jitter
	if after := j.When.Next(at); !after.IsZero() {
		most = min(most, after.Sub(at)/10)
	}
	if most <= 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(j.Name))
	return time.Duration(h.Sum64() % uint64(most)).Truncate(time.Second)
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

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
