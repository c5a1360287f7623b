package store

import (
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a caller may branch on.
var (
	ErrNoArchive  = errors.New("no archive there yet: crawl a site first, or name another file")
	ErrNotArchive = errors.New("not a newskeep archive")
	ErrNotFound   = errors.New("not in the archive")
	ErrCorrupt    = errors.New("stored bytes do not match their SHA-256")
	ErrUnclean    = errors.New("integrity problem")
)

// Damaged reports whether an error comes from an archive whose bytes are not
// what was written: a snapshot, or a page of the file itself
// (https://www.sqlite.org/rescode.html#corrupt).
func Damaged(err error) bool {
	var e *driver.Error
	return errors.Is(err, ErrCorrupt) || errors.Is(err, ErrUnclean) ||
		errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CORRUPT
}

// halfWritten reports whether a file cannot be read before somebody who may write
// has taken back what a killed process had begun
// (https://www.sqlite.org/rescode.html#readonly_rollback).
func halfWritten(err error) bool {
	var e *driver.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_READONLY_ROLLBACK
}

// NewerError says that an archive was written by a newer program. It is refused,
// because what this program does not know of it could be lost.
type NewerError struct {
	Path string
	Have int // version of the archive
	Want int // newest version this program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("archive %s has version %d, newer than %d, the newest this program knows: use a newer newskeep", e.Path, e.Have, e.Want)
}

// OlderError says that an archive must be migrated before it can be read. Only
// [Open] migrates, because a reader writes nothing.
type OlderError struct {
	Path string
	Have int
	Want int
}

func (e *OlderError) Error() string {
	return fmt.Sprintf("archive %s has version %d, older than %d: any crawl into it brings it up to date", e.Path, e.Have, e.Want)
}
