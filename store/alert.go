package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// Alert is a problem that somebody is told of once when it comes and once when it
// is over.
type Alert struct {
	ID       int64        `json:"id"`
	Finding  news.Finding `json:"finding"` // as it was first found
	Found    time.Time    `json:"found"`
	Seen     time.Time    `json:"seen"` // when it was last found
	Told     time.Time    `json:"told,omitzero"`
	Over     time.Time    `json:"over,omitzero"`
	OverTold time.Time    `json:"over_told,omitzero"`
}

// problemKey is equal for one problem on several days: a site that refuses us
// every night is one problem.
func problemKey(f news.Finding) string {
	f.Day = ""
	return f.Key()
}

// NoteFindings notes in the archive at path what is wrong now: found are all
// findings there are, and what is not among them any more is over. It writes
// beside a run that holds the archive.
func NoteFindings(ctx context.Context, path string, found []news.Finding, at time.Time) error {
	err := note(ctx, path, func(tx *sql.Tx) error {
		for _, f := range found {
			finding, err := json.Marshal(f)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO alert (key, finding, found_at, seen_at) VALUES (?, ?, ?, ?)
				ON CONFLICT (key) WHERE over_at IS NULL DO UPDATE SET seen_at = excluded.seen_at`,
				problemKey(f), string(finding), clock{at}, clock{at}); err != nil {
				return err
			}
		}
		keys := []string{}
		for _, f := range found {
			keys = append(keys, problemKey(f))
		}
		list, err := json.Marshal(keys)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE alert SET over_at = ? WHERE over_at IS NULL
			AND key NOT IN (SELECT value FROM json_each(?))`, clock{at}, string(list))
		return err
	})
	if err != nil {
		return fmt.Errorf("note problems in %s: %w", path, err)
	}
	return nil
}

// NoteTold notes that somebody was told of alerts, as they were given: those that
// are over that they are.
func NoteTold(ctx context.Context, path string, alerts []Alert, at time.Time) error {
	err := note(ctx, path, func(tx *sql.Tx) error {
		var errs []error
		for _, a := range alerts {
			query := `UPDATE alert SET told_at = ? WHERE id = ?`
			if !a.Over.IsZero() {
				query = `UPDATE alert SET over_told_at = ? WHERE id = ?`
			}
			_, err := tx.ExecContext(ctx, query, clock{at}, a.ID)
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	if err != nil {
		return fmt.Errorf("note in %s who was told: %w", path, err)
	}
	return nil
}

// OpenAlerts are the problems that last, oldest first.
func (r *Reader) OpenAlerts(ctx context.Context) ([]Alert, error) {
	return r.alerts(ctx, `over_at IS NULL`)
}

// UntoldAlerts are those that somebody is to be told of now, oldest first: new
// ones, and those that are over and were told of. One that came and went before
// anybody could be told is left out.
func (r *Reader) UntoldAlerts(ctx context.Context) ([]Alert, error) {
	return r.alerts(ctx, `(told_at IS NULL AND over_at IS NULL)
		OR (told_at IS NOT NULL AND over_at IS NOT NULL AND over_told_at IS NULL)`)
}

func (r *Reader) alerts(ctx context.Context, where string) ([]Alert, error) {
	list := []Alert{}
	err := r.each(ctx, `SELECT id, finding, found_at, seen_at, told_at, over_at, over_told_at FROM alert WHERE `+where+` ORDER BY id`, nil,
		func(scan func(...any) error) error {
			var a Alert
			var finding string
			var found, seen, told, over, overTold clock
			if err := scan(&a.ID, &finding, &found, &seen, &told, &over, &overTold); err != nil {
				return err
			}
			a.Found, a.Seen, a.Told, a.Over, a.OverTold = found.Time, seen.Time, told.Time, over.Time, overTold.Time
			list = append(list, a)
			return json.Unmarshal([]byte(finding), &list[len(list)-1].Finding)
		})
	if err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	return list, nil
}
