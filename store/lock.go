package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// Holder says who holds the lock of an archive.
type Holder struct {
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	Command string    `json:"command"` // such as "crawl demo"
}

// HeldError says that another run holds the archive.
type HeldError struct {
	Path   string
	Holder Holder // zero when the holder has not written its name yet
}

func (e *HeldError) Error() string {
	if e.Holder.PID == 0 {
		return fmt.Sprintf("archive %s: another run holds it", e.Path)
	}
	return fmt.Sprintf("archive %s: held by %q, process %d on %s since %s", e.Path, e.Holder.Command,
		e.Holder.PID, e.Holder.Host, e.Holder.Since.UTC().Format(time.RFC3339))
}

// Held is a lock that is held. The kernel releases it when the process ends in
// whatever way, so that no lock is ever stale.
type Held struct{ f *flock.Flock }

// Lock takes the lock of the archive at path, the file path.lock beside it. The
// error is a [*HeldError] when another run holds it. Zero fields of h are filled
// with this machine, process and moment.
func Lock(path string, h Holder) (*Held, error) {
	f := flock.New(path+".lock", flock.SetPermissions(0o644)) // others may ask who holds it
	got, err := f.TryLock()
	for try := 0; err == nil && !got && try < 3; try++ {
		time.Sleep(10 * time.Millisecond) // it may be HolderOf that looks
		got, err = f.TryLock()
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s.lock: %w", path, err)
	}
	if !got {
		return nil, errors.Join(&HeldError{Path: path, Holder: holder(path)}, f.Close())
	}
	if err := h.write(path); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s.lock: %w", path, err), f.Close())
	}
	return &Held{f}, nil
}

// LockWait is Lock that waits for the holder to finish. The error is that of ctx
// joined with the [*HeldError] when ctx ends first.
func LockWait(ctx context.Context, path string, h Holder) (*Held, error) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		held, err := Lock(path, h)
		var other *HeldError
		if !errors.As(err, &other) {
			return held, err
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), other)
		case <-tick.C:
		}
	}
}

// Release gives the lock back. The file stays: removing it would let two runs
// lock two files of one name.
func (h *Held) Release() error { return h.f.Close() }

// HolderOf says who holds the lock of the archive at path; nil when nobody does.
// It only looks: a reader must never be taken for a run, and may be unable to
// write beside the archive.
func HolderOf(path string) (*Holder, error) {
	if !exists(path + ".lock") {
		return nil, nil
	}
	f := flock.New(path+".lock", flock.SetFlag(os.O_RDONLY))
	got, err := f.TryRLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s.lock: %w", path, err)
	}
	if got {
		return nil, f.Close()
	}
	h := holder(path)
	return &h, f.Close()
}

// write puts the holder into the lock file, in place: a new file would be
// another lock.
func (h Holder) write(path string) error {
	if h.Host == "" {
		h.Host, _ = os.Hostname()
	}
	if h.PID == 0 {
		h.PID = os.Getpid()
	}
	if h.Since.IsZero() {
		h.Since = time.Now()
	}
	h.Since = h.Since.UTC().Truncate(time.Second)
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return os.WriteFile(path+".lock", append(b, '\n'), 0o644)
}

// holder reads who holds the lock; zero when that cannot be read.
func holder(path string) Holder {
	var h Holder
	if b, err := os.ReadFile(path + ".lock"); err == nil {
		_ = json.Unmarshal(b, &h) // half written: the holder stays unnamed
	}
	return h
}
