package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"
)

// applicationID marks the file as ours in its header: "nwsk" in ASCII.
// https://www.sqlite.org/fileformat.html#application_id
const applicationID = 0x6e77736b

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the scripts in order; the n-th brings version n-1 to n.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var scripts []string
	for i, name := range names {
		if want := fmt.Sprintf("migrations/%04d_", i+1); !strings.HasPrefix(name, want) {
			return nil, fmt.Errorf("migration %s: want a name that begins with %s", name, want)
		}
		b, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		scripts = append(scripts, string(b))
	}
	return scripts, nil
}

// version reads the two marks of an archive. A file without tables has 0, 0.
func version(ctx context.Context, c querier) (app, user int, err error) {
	if err = c.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return 0, 0, err
	}
	err = c.QueryRowContext(ctx, "PRAGMA user_version").Scan(&user)
	return app, user, err
}

// querier is what *sql.DB and *sql.Conn share for reading.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// examine looks at an existing file without writing to it, so that a file that
// is not ours keeps its bytes: opening it for writing would already turn WAL on.
func examine(ctx context.Context, path string) error {
	fi, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("archive: %w", err)
	case fi.IsDir():
		return fmt.Errorf("archive %s: is a directory", path)
	case fi.Size() == 0:
		return nil // made by a killed first run, or by touch
	}
	db, err := openDB(path, "ro", false, []string{"busy_timeout(10000)", "query_only(ON)"})
	if err != nil {
		return fmt.Errorf("archive %s: %w", path, err)
	}
	defer db.Close()
	scripts, err := migrations()
	if err != nil {
		return err
	}
	_, err = ours(ctx, db, path, len(scripts))
	if halfWritten(err) {
		if err := rollBack(ctx, path); err != nil {
			return fmt.Errorf("archive %s: take back what a killed run had begun: %w", path, err)
		}
		_, err = ours(ctx, db, path, len(scripts))
	}
	return err
}

// rollBack opens a file for writing and reads from it, so that SQLite takes back
// what a process that was killed had half written: its first change, which turns
// WAL on. https://www.sqlite.org/lockingv3.html#hot_journals
func rollBack(ctx context.Context, path string) error {
	db, err := openDB(path, "rw", false, []string{"busy_timeout(10000)"})
	if err != nil {
		return err
	}
	_, _, err = version(ctx, db)
	return errors.Join(err, db.Close())
}

// ours returns the version of the archive behind c, 0 when it has no tables yet.
// Newest is the latest version this program knows.
func ours(ctx context.Context, c querier, path string, newest int) (int, error) {
	app, user, err := version(ctx, c)
	if err != nil {
		if strings.Contains(err.Error(), "not a database") { // SQLITE_NOTADB
			return 0, fmt.Errorf("archive %s: %w", path, ErrNotArchive)
		}
		return 0, fmt.Errorf("archive %s: %w", path, err)
	}
	if app != applicationID {
		var tables int
		if err := c.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return 0, fmt.Errorf("archive %s: %w", path, err)
		}
		if app != 0 || user != 0 || tables != 0 {
			return 0, fmt.Errorf("archive %s: %w", path, ErrNotArchive)
		}
		return 0, nil
	}
	if user > newest {
		return 0, &NewerError{Path: path, Have: user, Want: newest}
	}
	return user, nil
}

// migrate brings the archive to the newest version, each step in a transaction
// of its own. An archive that holds anything is copied first.
func migrate(ctx context.Context, c *sql.Conn, path string, log *slog.Logger) (*Migration, error) {
	scripts, err := migrations()
	if err != nil {
		return nil, err
	}
	return migrateTo(ctx, c, path, log, scripts)
}

func migrateTo(ctx context.Context, c *sql.Conn, path string, log *slog.Logger, scripts []string) (*Migration, error) {
	_, from, err := version(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", path, err)
	}
	var done *Migration
	if from > 0 && from < len(scripts) {
		done = &Migration{From: from, To: len(scripts)}
		if done.Backup, err = backUp(ctx, c, path, from); err != nil {
			return nil, err
		}
		log.Info("archive is being brought up to date", "from", from, "to", done.To, "backup", done.Backup)
	}
	for n := from; n < len(scripts); n++ {
		if err := step(ctx, c, n, scripts[n], fills[n+1]); err != nil {
			return nil, fmt.Errorf("archive %s: migration %d: %w", path, n+1, err)
		}
	}
	return done, nil
}

// Migration is what bringing an archive up to date came to.
type Migration struct {
	From   int    `json:"from"` // version of the archive as it was
	To     int    `json:"to"`
	Backup string `json:"backup,omitempty"` // file that holds it as it was; empty: nothing was done
}

// Newest is the version of archives that this program writes.
func Newest() (int, error) {
	scripts, err := migrations()
	return len(scripts), err
}

// fills are the parts of migrations that SQL cannot do, by the version they lead
// to. They run behind the script, in its transaction.
var fills = map[int]func(context.Context, *sql.Conn) error{
	6:  fillWords,
	16: fillCounts,
	18: fillSpellings,
}

// step runs the script that leads from version n to n+1, unless another process
// did so while this one waited for the lock.
func step(ctx context.Context, c *sql.Conn, n int, script string, fill func(context.Context, *sql.Conn) error) error {
	if _, err := c.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	_, have, err := version(ctx, c)
	if err == nil && have == n {
		_, err = c.ExecContext(ctx, script+fmt.Sprintf("\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", applicationID, n+1))
		if err == nil && fill != nil {
			err = fill(ctx, c)
		}
	}
	if err == nil {
		_, err = c.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, rerr := c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, rerr)
	}
	return nil
}

// backUp copies the archive beside itself, named after its version and the day.
func backUp(ctx context.Context, c *sql.Conn, path string, version int) (string, error) {
	name := fmt.Sprintf("%s.v%d-%s.bak", path, version, time.Now().UTC().Format("20060102T150405.000Z"))
	if _, err := c.ExecContext(ctx, "VACUUM INTO ?", name); err != nil {
		return "", fmt.Errorf("backup %s before migrating: %w", name, err)
	}
	return name, nil
}
