package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A crawl fills the disc. It says so and what to do, the archive is clean, and
// with more room the next crawl ends as if nothing had been.
func TestFullDisc(t *testing.T) {
	bin := killable(t)
	undisturbed := filepath.Join(t.TempDir(), "undisturbed.db")
	crawlWith(t, bin, undisturbed)
	want := remains(t, undisturbed)
	ends := func(t *testing.T, archive string, cmd *exec.Cmd, says string) {
		t.Helper()
		out, err := cmd.CombinedOutput()
		if code := exitCode(err); code != exitFailed || !strings.Contains(string(out), says) || strings.Contains(string(out), "goroutine") {
			t.Errorf("status %d, want %d and %q:\n%s", code, exitFailed, says, out)
		}
		newskeep(t, []int{exitDone}, "verify", "-q", "-a", archive)
	}
	goesOn := func(t *testing.T, archive string) {
		t.Helper()
		crawlWith(t, bin, archive)
		if missing, extra := differ(want, remains(t, archive)); len(missing)+len(extra) > 0 {
			t.Errorf("the archive differs from that of an undisturbed crawl:\nmissing %s\nextra   %s", firstOf(missing), firstOf(extra))
		}
	}
	t.Run("disc", func(t *testing.T) {
		dir := t.TempDir()
		if err := syscall.Mount("none", dir, "tmpfs", 0, "size=900k"); err != nil {
			t.Skipf("no small disc can be made: %v", err)
		}
		t.Cleanup(func() { // after all that is open there has been closed
			if err := syscall.Unmount(dir, 0); err != nil {
				t.Error(err)
			}
		})
		archive := filepath.Join(dir, "small.db")
		for _, size := range []string{"900k", "1100k", "1300k", "2000k"} {
			if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT, "size="+size); err != nil {
				t.Fatal(err)
			}
			ends(t, archive, exec.Command(bin, "crawl", "demo", "-a", archive), "make room on the disc")
		}
		if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT, "size=60m"); err != nil {
			t.Fatal(err)
		}
		goesOn(t, archive)
		if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 60<<20), 0o600); err == nil {
			t.Fatal("the disc is not full")
		}
		copied := filepath.Join(dir, "copy.db")
		ends(t, archive, exec.Command(bin, "backup", copied, "-a", archive), "make room on the disc")
		if left, _ := filepath.Glob(copied + "*"); len(left) > 0 {
			t.Errorf("a backup that found no room left %q", left)
		}
	})
	t.Run("quota", func(t *testing.T) {
		archive := filepath.Join(t.TempDir(), "small.db")
		for _, blocks := range []int{2000, 5000} { // of 512 bytes
			ends(t, archive, exec.Command("sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$0" crawl demo -a "$1"`, blocks), bin, archive), "its quota")
		}
		goesOn(t, archive)
	})
}

// Output that cannot be written is an error of every command, with a status.
func TestOutputOnAFullDevice(t *testing.T) {
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	crawlDay(t, a, 1, "Health")
	id := rows(t, open(t, a.archive), `SELECT min(id) FROM article`)[0]
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, args := range [][]string{
		{"search", "the"}, {"search", "the", "--json"}, {"search", "the", "--format", "csv"},
		{"show", id}, {"show", id, "--raw"}, {"show", id, "--json"}, {"history", id}, {"placements"},
		{"export", "--format", "jsonl"}, {"export", "--format", "csv", "-o", "/dev/full"},
		{"schema"}, {"status"}, {"verify"}, {"reextract", "--dry-run"}, {"recompress"},
	} {
		var errs strings.Builder
		status := run(t.Context(), append(slices.Clone(args), "-a", a.archive), strings.NewReader(""), full, &errs)
		if status != exitFailed || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("newskeep %s: status %d, %q; want %d and that there is no space", strings.Join(args, " "), status, errs.String(), exitFailed)
		}
	}
}

// An archive that a user may only read: what reads works, what writes says why
// it cannot, at once, and changes nothing.
func TestReadOnlyArchive(t *testing.T) {
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	crawlDay(t, a, 1, "Health")
	dir := t.TempDir()
	archive := filepath.Join(dir, "news.db")
	newskeep(t, []int{exitDone}, "backup", archive, "-q", "-a", a.archive)
	before, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	// Root may write anywhere, so it is another user who tries.
	as := func(args ...string) *exec.Cmd {
		cmd := exec.Command(bin, append(args, "-a", archive)...)
		cmd.Dir = "/"
		if os.Geteuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			for _, d := range []string{programDir, dir, filepath.Dir(dir)} {
				if err := os.Chmod(d, 0o755); err != nil {
					t.Fatal(err)
				}
			}
		}
		return cmd
	}
	for _, tt := range []struct {
		what         string
		file, folder os.FileMode
	}{
		{"file", 0o444, 0o777},
		{"file and folder", 0o444, 0o555},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, args := range [][]string{{"crawl", "demo"}, {"recompress"}, {"reextract"}} {
				cmd := as(args...)
				chmod(t, archive, tt.file)
				chmod(t, dir, tt.folder)
				out, err := cmd.CombinedOutput()
				if code := exitCode(err); code != exitFailed || !strings.Contains(string(out), "cannot be written to") {
					t.Errorf("%s: status %d, want %d and that it cannot be written to:\n%s", args[0], code, exitFailed, out)
				}
			}
			for _, args := range [][]string{{"search", "the"}, {"verify"}, {"status"}, {"export"}, {"reextract", "--dry-run"}} {
				cmd := as(args...)
				chmod(t, dir, tt.folder)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", args[0], err, out)
				}
			}
		})
	}
	chmod(t, dir, 0o755)
	if after, err := os.ReadFile(archive); err != nil || string(after) != string(before) {
		t.Errorf("the archive was changed (%v)", err)
	}
}

func chmod(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}
