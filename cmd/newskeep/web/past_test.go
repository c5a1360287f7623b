package web

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/store"
)

// The past is made once for those who look at one moment of it, used by one question
// at a time, and not again after a question was broken off.
func TestPasts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var made atomic.Int32
	now := time.Now()
	p := &pasts{now: func() time.Time { return now }, open: func(ctx context.Context, at time.Time) (*store.Reader, error) {
		made.Add(1)
		return s.Reader().AsOf(ctx, at)
	}}
	ask := func(at time.Time, fails error) {
		t.Helper()
		r, done, err := p.of(t.Context(), at)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := r.Search(t.Context(), store.SearchRequest{}); err != nil || !r.Past().Equal(at) {
			t.Errorf("as of %s: %v, of %s", at, err, r.Past())
		}
		done(fails)
	}
	want := func(n int32, when string) {
		t.Helper()
		if got := made.Swap(0); got != n {
			t.Errorf("%s: made %d times, want %d", when, got, n)
		}
	}
	then := now.Add(-time.Hour)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { ask(then, nil) })
	}
	all.Wait()
	want(1, "twenty at once")
	ask(then.Add(time.Second), nil)
	want(1, "another moment")
	ask(then, errors.New("broken off"))
	want(0, "a question that fails")
	ask(then, nil)
	want(1, "after it")
	now = now.Add(2 * pastKept)
	ask(then, nil)
	want(1, "a while later")
	ask(now.Add(time.Hour), nil)
	ask(now.Add(time.Hour), nil)
	want(2, "a moment that is to come")
	for i := range 2 * mostPasts {
		ask(then.Add(time.Duration(i)*time.Minute), nil)
	}
	if len(p.list) != mostPasts {
		t.Errorf("%d are kept, want %d", len(p.list), mostPasts)
	}

	r, done, err := p.of(t.Context(), then.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := p.of(ctx, then.Add(time.Minute)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while another one has it: %v, %v", r, err)
	}
	done(nil)
	p.open = func(context.Context, time.Time) (*store.Reader, error) { return nil, errors.New("no") }
	if _, _, err := p.of(t.Context(), then.Add(-time.Minute)); err == nil {
		t.Error("one that cannot be made is given")
	}
}
