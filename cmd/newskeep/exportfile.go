package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"newskeep/store/export"
)

// exportFile is a file, or stdout, that an export is written to; it knows the
// SHA-256 of what went through it.
type exportFile struct {
	io.Writer
	name    string // empty for stdout
	regular bool   // a file, not stdout, a device or a pipe
	sum     hash.Hash
	done    func(error) error // closes it; a file gets its name only when nothing went wrong
}

func (f *exportFile) sha256() string { return hex.EncodeToString(f.sum.Sum(nil)) }

// exportFiles are those of one export: all get their names, or none.
type exportFiles []*exportFile

// open begins a file; empty is stdout. Two files of one export cannot have one name.
func (fs *exportFiles) open(a *app, name string) (*exportFile, error) {
	for _, other := range *fs {
		if name != "" && samePath(name, other.name) {
			return nil, usage("%s would be written twice: as the export and as a table beside it; name another file or folder", name)
		}
	}
	w, done, err := a.exportTo(name)
	if err != nil {
		return nil, err
	}
	f := &exportFile{name: name, sum: sha256.New(), done: done}
	info, err := os.Stat(name)
	f.regular = name != "" && (err != nil || info.Mode().IsRegular())
	f.Writer = io.MultiWriter(w, f.sum)
	*fs = append(*fs, f)
	return f, nil
}

// finish closes all. It returns the first error: err, when that is one.
func (fs exportFiles) finish(err error) error {
	for _, f := range fs {
		if e := f.done(err); err == nil {
			err = e
		}
	}
	return err
}

// exportTo opens what an export is written to. done closes it; a file gets its
// name only when nothing went wrong.
func (a *app) exportTo(file string) (w io.Writer, done func(error) error, err error) {
	if file == "" {
		b := bufio.NewWriter(a.stdout)
		return b, func(err error) error {
			if err != nil {
				return err
			}
			return b.Flush()
		}, nil
	}
	// A device or a pipe is written to as it is, and a link is followed: only a
	// file may be put in the place of a file.
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	if err := a.notTheArchive(file); err != nil {
		return nil, nil, err
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, nil, usage("%s is a folder; name a file", file)
		}
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err != nil {
			return nil, nil, fmt.Errorf("export: %w", err)
		}
		return f, func(err error) error {
			if closed := f.Close(); err == nil {
				err = closed
			}
			return err
		}, nil
	}
	if dir := filepath.Dir(file); !isDir(dir) {
		return nil, nil, usage("there is no folder %s for %s", dir, filepath.Base(file))
	}
	dropLeft(filepath.Dir(file))
	f, err := os.CreateTemp(filepath.Dir(file), export.Unfinished+"*")
	if err != nil {
		return nil, nil, fmt.Errorf("export: %w", err)
	}
	b := bufio.NewWriter(f)
	return b, func(err error) error {
		if err == nil {
			err = b.Flush()
		}
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err == nil {
			err = os.Chmod(f.Name(), 0o644)
		}
		if err == nil {
			err = os.Rename(f.Name(), file)
		}
		if err != nil {
			os.Remove(f.Name())
			return fmt.Errorf("export to %s: %w", file, err)
		}
		return nil
	}, nil
}

// dropLeft removes what exports left in a folder that were killed more than a day ago;
// one that goes on writes to its files.
func dropLeft(folder string) {
	all, _ := os.ReadDir(folder) // who cannot read it cannot write it either, and hears so
	for _, e := range all {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasPrefix(e.Name(), export.Unfinished) && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
}

// notTheArchive refuses to write an answer over what is being asked, under
// whatever name or link it is given.
func (a *app) notTheArchive(file string) error {
	for _, part := range []string{"", "-wal", "-shm"} {
		if samePath(file, a.archive+part) {
			return usage("%s is the archive; name another file", file)
		}
	}
	return nil
}

// samePath reports whether two names lead to one file, or would.
func samePath(a, b string) bool {
	if there, err := os.Stat(a); err == nil {
		other, err := os.Stat(b)
		return err == nil && os.SameFile(there, other)
	}
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}
