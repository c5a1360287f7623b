package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Reserve takes the host's next slot and returns when it begins, on the
// archive's clock: the caller waits until then and sends one request. The slot
// after it begins no sooner than delay later, also for other processes.
func (s *Store) Reserve(ctx context.Context, host string, delay time.Duration) (time.Time, error) {
	var slot time.Time
	err := s.write(ctx, func(t *tx) error {
		var next clock
		err := t.get(`SELECT next_at FROM host WHERE name = ?`, []any{host}, &next)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		slot = t.now
		// Nobody reserves far ahead, so a slot beyond a hundred delays was
		// written while the clock was wrong. It must not stop the host for years.
		if next.After(t.now) && next.Sub(t.now) <= 100*delay+time.Minute {
			slot = next.Time
		}
		return t.exec(`INSERT INTO host (name, next_at) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at`, host, clock{slot.Add(delay)})
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("reserve a slot of %s: %w", host, err)
	}
	return slot, nil
}

// Rest notes that a host asked to be left alone until a moment. It holds for all
// runs; an earlier moment than the one that is noted changes nothing.
func (s *Store) Rest(ctx context.Context, host string, until time.Time) error {
	err := s.write(ctx, func(t *tx) error {
		return t.exec(`INSERT INTO host (name, next_at, rest_until) VALUES (?1, ?2, ?3)
			ON CONFLICT (name) DO UPDATE SET rest_until = max(coalesce(rest_until, ''), excluded.rest_until)`,
			host, clock{t.now}, clock{until})
	})
	if err != nil {
		return fmt.Errorf("note the rest of %s: %w", host, err)
	}
	return nil
}

// Resting is until when a host asked to be left alone; zero when it did not. A
// moment further off than restMost was noted while the clock was wrong.
func (s *Store) Resting(ctx context.Context, host string) (time.Time, error) {
	var until clock
	err := s.write(ctx, func(t *tx) error {
		err := t.get(`SELECT rest_until FROM host WHERE name = ?`, []any{host}, &until)
		if errors.Is(err, sql.ErrNoRows) || until.Sub(t.now) > restMost {
			until = clock{}
			return nil
		}
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("rest of %s: %w", host, err)
	}
	return until.Time, nil
}

// restMost is the longest rest that a host is believed to have asked for: a crawl
// takes a week from Retry-After at most.
const restMost = 8 * 24 * time.Hour
