package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/cmd/newskeep/web"
	"newskeep/schedule"
	"newskeep/scraper/news"
	"newskeep/store"
)

// metricsOf is where the metrics of an archive come from.
func (a *app) metricsOf(r *store.Reader) metrics.Source {
	return metrics.Source{
		Archive: r, Next: a.nextRuns,
		Free: func() (uint64, bool) {
			free, _, ok := diskOf(filepath.Dir(r.Path()))
			return free, ok
		},
		Gaps: func(ctx context.Context) ([]news.Finding, error) {
			now := time.Now()
			c, err := r.Coverage(ctx, store.CoverageRequest{From: now.AddDate(0, 0, -1), Now: now, Wanted: a.wanted()})
			if err != nil {
				return nil, err
			}
			return c.Findings, nil
		},
	}
}

// writeMetrics writes the file of --metrics-file, if any, after a command has ended
// with err: also when another run held the archive, or there is none. That it cannot
// be written is said and changes nothing else.
func (a *app) writeMetrics(file, command string, err error) {
	if file == "" {
		return
	}
	var s metrics.Source
	if r, err := a.reader(context.Background()); err == nil {
		defer r.Close()
		s = a.metricsOf(r)
	}
	if err := metrics.WriteFile(file, metrics.Command{Name: command, Status: statusOf(err), Ended: time.Now()}, s, version); err != nil {
		fmt.Fprintf(a.stderr, "newskeep: %v\n", err)
	}
}

// checkMetricsFile refuses a file whose folder is not there before a night
// depends on it.
func checkMetricsFile(file string) error {
	switch {
	case file == "":
	case isDir(file):
		return usage("--metrics-file %s is a folder: name a file in it, such as newskeep.prom", file)
	case !isDir(filepath.Dir(file)):
		return usage("--metrics-file: there is no folder %s", filepath.Dir(file))
	}
	return nil
}

// upcoming is when jobs of watch begin next. The zero upcoming knows of none.
type upcoming struct {
	mu   sync.Mutex
	runs map[string]schedule.NextRun // by name of the job
}

// note is told by the scheduler.
func (u *upcoming) note(n schedule.NextRun) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.runs == nil {
		u.runs = map[string]schedule.NextRun{}
	}
	u.runs[n.Name] = n
}

// after are the jobs that come after a time, each with when it comes first.
func (u *upcoming) after(t time.Time) []metrics.NextRun {
	u.mu.Lock()
	defer u.mu.Unlock()
	var list []metrics.NextRun
	for name, n := range u.runs {
		next := metrics.NextRun{Site: name, Job: "crawl", At: n.After(t)}
		if site, job, part := strings.Cut(name, " "); part { // as siteJob.name has it
			next.Site, next.Job = site, job
		}
		if !next.At.IsZero() {
			list = append(list, next)
		}
	}
	return list
}

// words say what comes next; empty when that is not known.
func (u *upcoming) words(now time.Time) string {
	all := u.after(now)
	if len(all) == 0 {
		return ""
	}
	first := slices.MinFunc(all, func(a, b metrics.NextRun) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Site+a.Job, b.Site+b.Job))
	})
	return fmt.Sprintf("next: %s of %s at %s UTC, in %s", first.Job, first.Site, clockTime(first.At), first.At.Sub(now).Round(time.Second))
}

// monitorAddress completes what --metrics-addr says: a port alone is one of this
// machine.
func monitorAddress(addr string) (string, error) {
	if !strings.Contains(addr, ":") {
		addr = ":" + addr
	}
	host, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil || port == "" {
		return "", usage("--metrics-addr %q: give a port or HOST:PORT, such as 127.0.0.1:9464", addr)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// monitor serves the metrics and the health of watch until ctx ends. The address
// is said on stderr.
func (w *watcher) monitor(ctx context.Context) error {
	if w.flags.metricsAddr == "" {
		return nil
	}
	addr, err := monitorAddress(w.flags.metricsAddr)
	if err != nil {
		return err
	}
	local, err := ownMachine(addr)
	if err != nil {
		return err
	}
	token, err := tokenOf(w.flags.tokenFile)
	if err != nil {
		return err
	}
	if !local && token == "" {
		return usage("others can reach %s: give a token with --token-file FILE or NEWSKEEP_TOKEN, or listen on 127.0.0.1 only", addr)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("metrics: %w; choose another address with --metrics-addr", err)
	}
	source := w.metricsOf(w.archive.Reader())
	source.Next = func() []metrics.NextRun { return w.next.after(time.Now()) }
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", metrics.Handler(source, w.live, version))
	guarded := web.Options{Token: token, Hosts: w.flags.hosts}.Guarded(mux)
	open := http.NewServeMux()
	open.Handle("/", guarded)
	open.Handle("GET /healthz", web.Health(w.vitals.alive))
	open.Handle("GET /readyz", web.Health(w.isReady))
	server := &http.Server{Handler: open, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: time.Minute, MaxHeaderBytes: 32 << 10}
	w.note("metrics and health: http://%s/metrics, /healthz, /readyz", listener.Addr())
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			w.log.Error("metrics are no longer served", "err", err)
		}
	}()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return nil
}

// isReady is nil when runs can begin: the schedules are followed, and the archive
// is ours and can be written to.
func (w *watcher) isReady(ctx context.Context) error {
	if err := w.vitals.alive(ctx); err != nil {
		return err
	}
	if !w.vitals.isReady() {
		return errors.New("the schedules are not followed yet, or no longer")
	}
	h, err := store.HolderOf(w.archive.Reader().Path())
	if err != nil {
		return err
	}
	if h == nil {
		return errors.New("nobody holds the lock of the archive: was its .lock file removed?")
	}
	return w.archive.Writable(ctx)
}
