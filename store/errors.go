package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

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
	ErrNoRules    = errors.New("there are no rules for this site")
)

// Damaged reports whether an error comes from an archive whose bytes are not
// what was written: a snapshot, or a page of the file itself
// (https://www.sqlite.org/rescode.html#corrupt).
func Damaged(err error) bool {
	var e *driver.Error
	return errors.Is(err, ErrCorrupt) || errors.Is(err, ErrUnclean) ||
		errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CORRUPT
}

// Remedy says what can be done about an error of the archive's file or disc; empty
// when there is nothing to say. The codes are SQLite's
// (https://www.sqlite.org/rescode.html).
func Remedy(err error) string {
	var e *driver.Error
	switch {
	case errors.Is(err, ErrCorrupt):
		return "'newskeep verify' names what is damaged and what to do"
	case errors.Is(err, syscall.ENOSPC):
		return fullDisc
	case !errors.As(err, &e):
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return readOnly
		}
		return ""
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fullDisc
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return readOnly
	case sqlite3.SQLITE_IOERR:
		return "the disc did not do as it was told: look at its space, its quota and its health; what was kept is whole, and the same command goes on from here"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "'newskeep verify' names what is damaged and what to do"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "another program writes to the archive: try again when it is done"
	}
	return ""
}

const (
	fullDisc = "make room on the disc: what was kept is whole, and the same command goes on from here"
	readOnly = "the archive or its folder cannot be written to: give this user the right to, or only read it (search, show, export, verify)"
)

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
	return fmt.Sprintf("archive %s has version %d, older than %d: 'newskeep migrate -a %[1]s' brings it up to date, and leaves a copy of it as it is", e.Path, e.Have, e.Want)
}
