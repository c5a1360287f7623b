package store

import (
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// Pragmas stand in the DSN, so that every connection of a pool has them. The
// busy timeout comes first: the others may have to wait for a lock.
var (
	writing = []string{
		"busy_timeout(10000)",
		"journal_mode(WAL)",
		"synchronous(NORMAL)",
		// 16 MB of log. A visit writes some eighty pages, most of them those that the
		// one before it wrote: SQLite's 1,000 would copy them every dozen visits.
		"wal_autocheckpoint(4000)",
		"foreign_keys(ON)",
		// 16 MB, and no more: where the file is smaller than a gigabyte, SQLite looks
		// through all of it after most transactions (a balanced tree moves a page to
		// number 262,145 for a moment, and what lies behind the end is dropped), which
		// takes what more of it saves.
		"cache_size(-16384)",
		"temp_store(MEMORY)",
	}
	reading = []string{
		"busy_timeout(10000)",
		"query_only(ON)",
		"cache_size(-32768)",
		"temp_store(MEMORY)",
		"mmap_size(2147483648)",
	}
)

// dsn returns the driver's name of a file. Mode is rwc, rw or ro.
func dsn(path, mode string, immutable bool, pragmas []string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", path, err)
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/… is written file:///C:/…
	}
	// Built by hand: url.Values would sort the pragmas, and the driver looks
	// for the first "?", so that one in a file's name must be escaped.
	var b strings.Builder
	b.WriteString("file://")
	b.WriteString((&url.URL{Path: abs}).EscapedPath())
	b.WriteString("?mode=" + mode)
	if immutable {
		b.WriteString("&immutable=1")
	}
	b.WriteString("&_txlock=immediate")
	for _, p := range pragmas {
		b.WriteString("&_pragma=" + url.QueryEscape(p))
	}
	return b.String(), nil
}

func openDB(path, mode string, immutable bool, pragmas []string) (*sql.DB, error) {
	name, err := dsn(path, mode, immutable, pragmas)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", name)
}
