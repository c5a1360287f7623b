package searches

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrChanged says that somebody else changed the file after it was read.
var ErrChanged = errors.New("was changed by somebody else meanwhile: try again")

// Write puts the file in the place of the one that was read: all of it or nothing,
// also when the machine goes down. A link is followed. The error is [ErrChanged] or
// that of the file system.
func (f *File) Write() (err error) {
	path := f.path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	now, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(now, f.src) {
		return fmt.Errorf("%s %w", f.path, ErrChanged)
	}
	text := strings.Join(f.lines, "")
	temp, err := os.CreateTemp(filepath.Dir(path), ".searches-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.WriteString(text)
	for _, step := range []func() error{temp.Sync, func() error { return temp.Chmod(mode) }} {
		if err == nil {
			err = step()
		}
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err == nil {
		f.src = []byte(text)
	}
	return err
}
