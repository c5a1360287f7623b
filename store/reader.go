package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Reader asks an archive questions. It cannot write: its connections are opened
// read-only and with query_only. It may be used from several goroutines.
type Reader struct {
	db     *sql.DB
	path   string
	unpack *zstd.Decoder

	dictionaries decoders
	kept         statements
	remembered   strayMemory

	immutable bool      // opened as a file that nobody changes
	past      time.Time // moment it reads as of, see AsOf; zero: today

	saved   func() ([]SavedSearch, error) // see SavedBy; nil: there are none
	address func(string) string           // see AddressesBy; nil: as they are written
}

// readers is how many questions are answered at a time; more would only wait for
// the processor.
const readers = 6

// OpenReader opens the archive at path for reading. The error is [ErrNoArchive],
// [ErrNotArchive], a [*NewerError] or [*OlderError], or what SQLite returned,
// each wrapped with the path. An archive that is open for crawling elsewhere can
// be read at the same time.
func OpenReader(ctx context.Context, path string) (*Reader, error) {
	scripts, err := migrations()
	if err != nil {
		return nil, err
	}
	return openReader(ctx, path, len(scripts))
}

func openReader(ctx context.Context, path string, newest int) (*Reader, error) {
	fi, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && fi.Size() == 0:
		return nil, fmt.Errorf("archive %s: %w", path, ErrNoArchive)
	case err != nil:
		return nil, fmt.Errorf("archive: %w", err)
	case fi.IsDir():
		return nil, fmt.Errorf("archive %s: is a directory", path)
	}
	db, err := openDB(path, "ro", false, reading)
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", path, err)
	}
	have, err := ours(ctx, db, path, newest)
	immutable := false
	if err != nil && !errors.Is(err, ErrNotArchive) && !newer(err) && !halfWritten(err) && !exists(path+"-wal") {
		// A WAL archive in a folder that cannot be written to (a disc, a share)
		// opens only as a file that nobody changes.
		db.Close()
		immutable = true
		if db, err = openDB(path, "ro", immutable, reading); err != nil {
			return nil, fmt.Errorf("archive %s: %w", path, err)
		}
		have, err = ours(ctx, db, path, newest)
	}
	if halfWritten(err) {
		// Whoever wrote first was killed while it turned WAL on, of a file without
		// anything or of a backup. No reader sees into it before that is taken back.
		db.Close()
		if err := rollBack(ctx, path); err != nil {
			return nil, fmt.Errorf("archive %s: take back what a killed run had begun: %w", path, err)
		}
		if db, err = openDB(path, "ro", false, reading); err != nil {
			return nil, fmt.Errorf("archive %s: %w", path, err)
		}
		have, err = ours(ctx, db, path, newest)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if have == 0 {
		return nil, errors.Join(fmt.Errorf("archive %s: %w", path, ErrNoArchive), db.Close())
	}
	if have < newest {
		return nil, errors.Join(&OlderError{Path: path, Have: have, Want: newest}, db.Close())
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	unpack, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(readers), zstd.WithDecoderMaxMemory(maxSnapshot))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("zstd: %w", err), db.Close())
	}
	return &Reader{db: db, path: path, unpack: unpack, immutable: immutable}, nil
}

// Path is the file the reader reads.
func (r *Reader) Path() string { return r.path }

// Close ends the reader.
func (r *Reader) Close() error {
	r.unpack.Close()
	r.remembered.close()
	return errors.Join(r.kept.close(), r.db.Close())
}

func newer(err error) bool {
	var e *NewerError
	return errors.As(err, &e)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// each calls f for every row of a query.
func (r *Reader) each(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	rows, err := r.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	return eachRow(rows, f)
}
