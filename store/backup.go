package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup copies the archive to a new file while runs may go on writing to it,
// and verifies the copy. The copy is the archive as it stood when the copying
// began; it holds everything, packed tightly.
//
// The error is [fs.ErrExist] when there is a file of that name, and [ErrUnclean]
// with the report when the copy is not clean: then it is left as path.partial
// for inspection. The file at path appears only once all of it is there.
func (r *Reader) Backup(ctx context.Context, path string) (*Verification, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("backup %s: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup: %w", err)
	}
	partial := path + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup: %w", err) // what a killed backup left
	}
	report, err := r.copyTo(ctx, partial)
	if err != nil {
		return report, fmt.Errorf("backup %s: %w", path, err)
	}
	// A link, unlike a renaming, refuses to replace a file that has appeared.
	if err := os.Link(partial, path); errors.Is(err, fs.ErrExist) {
		return report, fmt.Errorf("backup %s: %w", path, errors.Join(err, os.Remove(partial)))
	} else if err != nil { // a file system without links
		return report, os.Rename(partial, path)
	}
	return report, os.Remove(partial)
}

// copyTo writes the copy, makes sure it is on the disc, and verifies it.
func (r *Reader) copyTo(ctx context.Context, path string) (*Verification, error) {
	db, err := openDB(r.path, "ro", false, []string{"busy_timeout(10000)"})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return nil, errors.Join(err, removeIfThere(path))
	}
	if err := syncFile(path); err != nil {
		return nil, err
	}
	copied, err := OpenReader(ctx, path)
	if err != nil {
		return nil, err
	}
	defer copied.Close()
	report, err := copied.Verify(ctx, false)
	if err != nil {
		return nil, err
	}
	for _, left := range []string{".lock", "-wal", "-shm"} { // of the copy's verification
		if err := removeIfThere(path + left); err != nil {
			return report, err
		}
	}
	if !report.Clean() {
		return report, fmt.Errorf("%w: the copy has %d problems and is left as %s", ErrUnclean, len(report.Problems), path)
	}
	return report, nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncFile makes a file and its name survive a power cut.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = dir.Sync() // not every system lets a folder be synced
	return dir.Close()
}
