package store

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if h, err := HolderOf(path); h != nil || err != nil {
		t.Errorf("HolderOf before any lock = %v, %v, want nobody", h, err)
	}
	held, err := Lock(path, Holder{Command: "crawl gazette"})
	if err != nil {
		t.Fatal(err)
	}
	var other *HeldError
	if _, err := Lock(path, Holder{}); !errors.As(err, &other) || other.Holder.PID != os.Getpid() || other.Holder.Command != "crawl gazette" {
		t.Errorf("second Lock: %v, want a HeldError that names this process", err)
	}
	if h, err := HolderOf(path); err != nil || h == nil || h.Command != "crawl gazette" {
		t.Errorf("HolderOf = %v, %v, want this process", h, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := LockWait(ctx, path, Holder{}); !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &other) {
		t.Errorf("LockWait: %v, want the deadline and the holder", err)
	}
	go func() {
		time.Sleep(100 * time.Millisecond)
		held.Release()
	}()
	again, err := LockWait(t.Context(), path, Holder{})
	if err != nil {
		t.Fatal(err)
	}
	again.Release()
	if h, err := HolderOf(path); h != nil || err != nil {
		t.Errorf("HolderOf after release = %v, %v, want nobody", h, err)
	}
}

// A holder that is killed leaves no stale lock.
func TestLockOfAKilledProcess(t *testing.T) {
	if path := os.Getenv("NEWSKEEP_TEST_LOCK"); path != "" { // the process that is killed
		if _, err := Lock(path, Holder{Command: "victim"}); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("locked\n")
		time.Sleep(time.Minute)
		return
	}
	path := filepath.Join(t.TempDir(), "a.db")
	victim := exec.Command(os.Args[0], "-test.run=^TestLockOfAKilledProcess$")
	victim.Env = append(os.Environ(), "NEWSKEEP_TEST_LOCK="+path)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	defer victim.Wait()
	defer victim.Process.Kill()
	if _, err := out.Read(make([]byte, 7)); err != nil {
		t.Fatal(err)
	}
	var other *HeldError
	if _, err := Lock(path, Holder{}); !errors.As(err, &other) || other.Holder.PID != victim.Process.Pid {
		t.Errorf("Lock while the victim lives: %v, want a HeldError of process %d", err, victim.Process.Pid)
	}
	victim.Process.Kill() // SIGKILL
	victim.Wait()
	held, err := Lock(path, Holder{})
	if err != nil {
		t.Fatalf("Lock after the holder was killed: %v", err)
	}
	held.Release()
}
