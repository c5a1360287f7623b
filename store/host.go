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

// spanOfHour is how finely the requests of an hour are counted. An hour back from
// any moment lies within the span of that moment and the six before it.
const spanOfHour = 10 * time.Minute

// Spend takes one of the requests that a host may have in any hour, by all runs into
// the archive together. It returns the zero time when there was one, otherwise when
// there is one again: nothing was taken then.
func (s *Store) Spend(ctx context.Context, host string, perHour int) (again time.Time, err error) {
	err = s.write(ctx, func(t *tx) error {
		span := t.now.Truncate(spanOfHour)
		// A span that lies ahead was written while the clock was wrong.
		if err := t.exec(`DELETE FROM host_hour WHERE host = ? AND (began_at <= ? OR began_at > ?)`,
			host, clock{span.Add(-time.Hour - spanOfHour)}, clock{span}); err != nil {
			return err
		}
		var counts []int
		var begins []time.Time
		total := 0
		if err := t.each(`SELECT began_at, count FROM host_hour WHERE host = ? ORDER BY began_at`, []any{host}, func(scan func(...any) error) error {
			var began clock
			var n int
			err := scan(&began, &n)
			begins, counts, total = append(begins, began.Time), append(counts, n), total+n
			return err
		}); err != nil {
			return err
		}
		if total < perHour {
			again = time.Time{}
			return t.exec(`INSERT INTO host_hour (host, began_at, count) VALUES (?, ?, 1)
				ON CONFLICT (host, began_at) DO UPDATE SET count = count + 1`, host, clock{span})
		}
		for i := range begins {
			again = begins[i].Add(time.Hour + spanOfHour)
			if total -= counts[i]; total < perHour {
				break
			}
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("requests of %s in an hour: %w", host, err)
	}
	return again, nil
}

// Rest notes that a host asked to be left alone until a moment. It holds for all
// runs; an earlier moment than the one that is noted changes nothing.
func (s *Store) Rest(ctx context.Context, host string, until time.Time) error {
	err := s.write(ctx, func(t *tx) error {
		return t.exec(`INSERT INTO host (name, next_at, rest_until) VALUES (?1, ?2, ?3)
			ON CONFLICT (name) DO UPDATE SET rest_until = max(coalesce(rest_until, ''), excluded.rest_until)`,
			host, clock{t.now}, clock{until})
	})
	if err == nil {
		err = s.indexWaiting(ctx)
	}
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
