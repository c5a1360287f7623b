//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is the program as a service that somebody supervises.
type process struct {
	*exec.Cmd
	mu     sync.Mutex
	errs   bytes.Buffer
	states []string // what it told its supervisor
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.Write(b)
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.String()
}

// told counts the messages to the supervisor that begin so.
func (p *process) told(state string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.states {
		if strings.HasPrefix(s, state) {
			n++
		}
	}
	return n
}

// supervised starts the program under a supervisor as sd_notify(3) describes it.
func supervised(t *testing.T, args ...string) *process {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "nk") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(bin, args...)}
	p.Stderr, p.Stdout = p, p
	p.Env = append(os.Environ(), "NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=600000")
	go func() {
		for b := make([]byte, 4096); ; {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			p.mu.Lock()
			p.states = append(p.states, string(b[:n]))
			p.mu.Unlock()
		}
	}()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		if p.ProcessState == nil {
			_ = p.Process.Kill()
			_ = p.Wait()
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", strings.Join(args, " "), p.said())
		}
	})
	return p
}

// ask gets an answer from where watch serves its metrics.
func (p *process) ask(t *testing.T, path string) (int, string) {
	t.Helper()
	where := regexp.MustCompile(`http://[0-9.:]+/metrics`)
	waitFor(t, func() bool { return where.MatchString(p.said()) })
	res, err := http.Get(strings.TrimSuffix(where.FindString(p.said()), "/metrics") + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func (p *process) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// Watch as systemd sees it: ready, alive, reloading, stopping; it goes on with what
// was stopped, and stops what it does when it is told to.
func TestWatchAsAService(t *testing.T) {
	p := &paper{stories: 40, slow: 100 * time.Millisecond}
	flags, _ := p.serve(t)
	file := filepath.Join(flags[3], "paper.yaml")
	plain := read(t, file)
	yearly := func(month int) {
		t.Helper()
		text := fmt.Sprintf("%sschedule: {cron: \"0 3 1 %d *\", zone: UTC}\n", plain, month)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yearly(1)
	next := func(month int) string {
		at := time.Date(time.Now().UTC().Year(), time.Month(month), 1, 3, 0, 0, 0, time.UTC)
		if at.Before(time.Now()) {
			at = at.AddDate(1, 0, 0)
		}
		return at.Format("2006-01-02 15:04")
	}

	// A crawl is stopped half-way: watch goes on with it at once.
	crawl := supervised(t, append([]string{"crawl", "paper"}, flags...)...)
	waitFor(t, func() bool { return len(p.seen()) > 6 })
	crawl.signal(t, syscall.SIGTERM)
	if code := exitCode(crawl.Wait()); code != exitSignal {
		t.Fatalf("the crawl ends with status %d, want %d", code, exitSignal)
	}
	asked := len(p.seen())
	watch := supervised(t, append([]string{"watch", "--metrics-addr", "0"}, flags...)...)
	waitFor(t, func() bool {
		return watch.told("READY=1") == 1 && len(p.seen()) > asked+3 && watch.told("WATCHDOG=1") > 2
	})
	if status, text := watch.ask(t, "/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d %s", status, text)
	}
	_, text := watch.ask(t, "/metrics")
	samples := linted(t, text)
	wantSamples(t, samples, map[string]string{
		`newskeep_run_running{site="paper"}`: "1", `newskeep_archive_held`: "1",
		`newskeep_run_last_outcome{outcome="stopped",site="paper"}`: "1",
	})
	if samples[`newskeep_visits_total{outcome="fetched",site="paper"}`] == "" || samples[`newskeep_requests_total{site="paper"}`] == "" {
		t.Errorf("nothing is told of what runs:\n%s", text)
	}

	// The next run is told while one is under way, and after the profiles were read
	// again meanwhile.
	future := func(text string) bool {
		var sec float64
		_, err := fmt.Sscan(linted(t, text)[`newskeep_schedule_next_run_timestamp_seconds{job="crawl",site="paper"}`], &sec)
		return err == nil && time.Unix(int64(sec), 0).UTC().Format(time.DateOnly) == next(1)[:10]
	}
	if !future(text) {
		t.Errorf("%s is not told as the next run beside the one under way", next(1))
	}
	watch.signal(t, syscall.SIGHUP)
	waitFor(t, func() bool { return watch.told("READY=1") == 2 })
	if _, text := watch.ask(t, "/metrics"); !future(text) || linted(t, text)[`newskeep_run_running{site="paper"}`] != "1" {
		t.Errorf("after a reload %s is not told as the next run beside the one under way", next(1))
	}

	// The first SIGTERM saves and stops.
	watch.signal(t, syscall.SIGTERM)
	if code := exitCode(watch.Wait()); code != exitSignal || watch.told("STOPPING=1") != 1 {
		t.Errorf("status %d, want %d; told that it stops %d times", code, exitSignal, watch.told("STOPPING=1"))
	}
	out, _ := newskeep(t, []int{exitDone}, append([]string{"status"}, flags...)...)
	if !strings.Contains(out, "stopped") || !strings.Contains(out, next(1)) {
		t.Errorf("status shows neither that the last run was stopped nor %s as the next:\n%s", next(1), out)
	}

	// The next one brings it to its end, and follows a profile that is edited.
	p.mu.Lock()
	p.slow = 0
	p.mu.Unlock()
	watch = supervised(t, append([]string{"watch", "--metrics-addr", "0"}, flags...)...)
	waitFor(t, func() bool {
		return strings.Contains(watch.said(), "39 new") || strings.Contains(watch.said(), "paper  done")
	})
	yearly(7)
	watch.signal(t, syscall.SIGHUP)
	waitFor(t, func() bool { return watch.told("RELOADING=1") == 1 && watch.told("READY=1") == 2 })
	if !strings.Contains(watch.said(), "0 3 1 7 *") {
		t.Error("the edited schedule is not told")
	}
	waitFor(t, func() bool {
		_, text := watch.ask(t, "/metrics")
		at := linted(t, text)[`newskeep_schedule_next_run_timestamp_seconds{job="crawl",site="paper"}`]
		var sec float64
		_, err := fmt.Sscan(at, &sec)
		return err == nil && time.Unix(int64(sec), 0).UTC().Month() == time.July
	})
	if err := os.WriteFile(file, []byte("name: paper\nhmoe: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	watch.signal(t, syscall.SIGHUP)
	waitFor(t, func() bool { return watch.told("READY=1") == 3 && strings.Contains(watch.said(), "hmoe") })
	yearly(7)
	out, _ = newskeep(t, []int{exitDone}, append([]string{"status"}, flags...)...)
	if !strings.Contains(out, "done") || !strings.Contains(out, next(7)) {
		t.Errorf("status shows neither the last run as done nor %s as the next:\n%s", next(7), out)
	}
	watch.signal(t, syscall.SIGTERM)
	if code := exitCode(watch.Wait()); code != exitSignal {
		t.Errorf("status %d, want %d", code, exitSignal)
	}
}

// What cannot be saved in time is given up at the second SIGTERM.
func TestSecondSignalStopsAtOnce(t *testing.T) {
	p := &paper{stories: 40, slow: 100 * time.Millisecond}
	flags, _ := p.serve(t)
	file := filepath.Join(flags[3], "paper.yaml")
	text := read(t, file) + "schedule: {cron: \"0 3 1 1 *\", zone: UTC}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	crawl := supervised(t, append([]string{"crawl", "paper"}, flags...)...)
	waitFor(t, func() bool { return len(p.seen()) > 6 })
	crawl.signal(t, syscall.SIGTERM)
	_ = crawl.Wait()

	// A dead-man service that takes calls and never answers holds the run up.
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	called := make(chan struct{})
	go func() {
		if c, err := deaf.Accept(); err == nil {
			close(called)
			defer c.Close()
			_, _ = io.Copy(io.Discard, c)
		}
	}()
	watch := supervised(t, append([]string{"watch", "--ping", "http://" + deaf.Addr().String()}, flags...)...)
	select {
	case <-called:
	case <-time.After(20 * time.Second):
		t.Fatal("nobody called the dead-man service")
	}
	watch.signal(t, syscall.SIGTERM)
	waitFor(t, func() bool { return watch.told("STOPPING=1") == 1 })
	watch.signal(t, syscall.SIGTERM)
	if code := exitCode(watch.Wait()); code != exitSignal || !strings.Contains(watch.said(), "stopped at once") {
		t.Errorf("status %d, want %d, and that it stopped at once", code, exitSignal)
	}
}
