package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// NoteRefused notes in the archive at path that runs of some sites did not begin
// because another one holds it. It writes beside the holder: one short
// transaction, and only into an archive of this program's version.
func NoteRefused(ctx context.Context, path string, sites []string, held Holder, at time.Time) error {
	err := note(ctx, path, func(tx *sql.Tx) error {
		for _, site := range sites {
			if _, err := tx.ExecContext(ctx, `INSERT INTO run_refused (site, at, holder_command, holder_host, holder_pid, holder_since)
				VALUES (?, ?, ?, ?, ?, ?)`, site, clock{at}, held.Command, held.Host, held.PID, clock{held.Since}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the refused run in %s: %w", path, err)
	}
	return nil
}

// NoteBackup notes in the archive at path that a verified copy of it was made.
func NoteBackup(ctx context.Context, path, file string, at time.Time) error {
	full, err := filepath.Abs(file)
	if err == nil {
		var fi os.FileInfo
		if fi, err = os.Stat(full); err == nil {
			err = note(ctx, path, func(tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, `INSERT INTO backup (at, file, bytes) VALUES (?, ?, ?)`, clock{at}, full, fi.Size())
				return err
			})
		}
	}
	if err != nil {
		return fmt.Errorf("note the backup in %s: %w", path, err)
	}
	return nil
}

// note writes a few rows into an archive that another process may hold.
func note(ctx context.Context, path string, f func(*sql.Tx) error) (err error) {
	scripts, err := migrations()
	if err != nil {
		return err
	}
	db, err := openDB(path, "rw", false, []string{"busy_timeout(5000)", "foreign_keys(ON)"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	have, err := ours(ctx, db, path, len(scripts))
	if err != nil {
		return err
	}
	if have < len(scripts) {
		return &OlderError{Path: path, Have: have, Want: len(scripts)}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// BackupMade is a verified copy of the archive.
type BackupMade struct {
	At    time.Time `json:"at"`
	File  string    `json:"file"`
	Bytes int64     `json:"bytes"`
}

// LastBackup is the latest copy that was made of the archive; nil when none was.
func (r *Reader) LastBackup(ctx context.Context) (*BackupMade, error) {
	var b BackupMade
	var at clock
	err := r.db.QueryRowContext(ctx, `SELECT at, file, bytes FROM backup ORDER BY at DESC LIMIT 1`).Scan(&at, &b.File, &b.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("last backup: %w", err)
	}
	b.At = at.Time
	return &b, nil
}
