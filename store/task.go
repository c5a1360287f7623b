package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// task is long work whose progress is written with what it does, so that it can
// be killed at any moment and goes on from there.
type task struct {
	name    string
	options string // JSON; a task with other options is another one
	began   time.Time
	saved   time.Time // when its row was last written; zero: there is none
}

// saveEvery is how much work a kill may cost, when there is nothing to write but
// the progress.
const saveEvery = 2 * time.Second

// takeUp reads how far a task of this name and these options had come, into
// position and report. Both stay as they are when there is none.
func (s *Store) takeUp(ctx context.Context, name string, options, position, report any) (*task, error) {
	k := &task{name: name, options: jsonText(options), began: s.now()}
	var at, came string
	var began, saved clock
	err := s.read.db.QueryRowContext(ctx, `SELECT position, report, began_at, saved_at FROM task WHERE name = ? AND options = ?`, name, k.options).
		Scan(&at, &came, &began, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		return k, nil
	}
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(at), position), json.Unmarshal([]byte(came), report))
	}
	if err != nil {
		return nil, fmt.Errorf("progress of %s: %w", name, err)
	}
	k.began, k.saved = began.Time, saved.Time
	return k, nil
}

// stale reports whether progress was saved too long ago.
func (k *task) stale(now time.Time) bool {
	since := k.saved
	if since.Before(k.began) {
		since = k.began
	}
	return now.Sub(since) >= saveEvery || now.Before(since)
}

// save writes how far a task has come, within the transaction that got it there.
func (t *tx) save(k *task, position, report any) error {
	k.saved = t.now
	return t.exec(`INSERT INTO task (name, options, position, report, began_at, saved_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET options = excluded.options, position = excluded.position, report = excluded.report,
			began_at = excluded.began_at, saved_at = excluded.saved_at`,
		k.name, k.options, jsonText(position), jsonText(report), clock{k.began}, clock{t.now})
}

// finish forgets a task that is done.
func (t *tx) finish(k *task) error {
	if k.saved.IsZero() {
		return nil
	}
	return t.exec(`DELETE FROM task WHERE name = ?`, k.name)
}

// Position reads how far the work of a name had come when it was last saved, into
// position, which stays as it is when nothing was.
func (s *Store) Position(ctx context.Context, name string, position any) error {
	_, err := s.takeUp(ctx, name, struct{}{}, position, &struct{}{})
	return err
}

// SavePosition keeps how far the work of a name has come.
func (s *Store) SavePosition(ctx context.Context, name string, position any) error {
	err := s.write(ctx, func(t *tx) error {
		return t.save(&task{name: name, options: "{}", began: t.now}, position, struct{}{})
	})
	if err != nil {
		return fmt.Errorf("progress of %s: %w", name, err)
	}
	return nil
}
