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
