package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/cmd/newskeep/web"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// linted fails the test when Prometheus would not understand text, or finds fault
// with its names. It returns the value of every sample.
func linted(t *testing.T, text string) map[string]string {
	t.Helper()
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	samples := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "} "); ok && line[0] != '#' {
			samples[name+"}"] = value
		} else if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && line[0] != '#' {
			samples[name] = value
		}
	}
	return samples
}

func wantSamples(t *testing.T, samples map[string]string, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if samples[name] != value {
			t.Errorf("%s is %q, want %q", name, samples[name], value)
		}
	}
}

// Where numbers cannot go is said before anything is asked for or opened.
func TestMetricsPlacesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "a.db")
	for _, args := range [][]string{
		{"crawl", "demo", "--metrics-file", dir},
		{"crawl", "demo", "--metrics-file", filepath.Join(dir, "none", "a.prom")},
		{"watch", "--metrics-addr", "99999"},
		{"watch", "--metrics-addr", "no-such-service"},
	} {
		_, said := newskeep(t, []int{exitUsage}, append(args, "-a", archive)...)
		if !strings.Contains(said, args[len(args)-2]) {
			t.Errorf("%v: %s", args, said)
		}
		if _, err := os.Stat(archive); err == nil {
			t.Errorf("%v: the archive was opened", args)
		}
	}
}

// A run tells of itself in a file however it went: done, blocked, refused.
func TestMetricsFile(t *testing.T) {
	p := &paper{stories: 6, broken: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }}
	flags, _ := p.serve(t)
	file := filepath.Join(t.TempDir(), "newskeep.prom")
	crawl := func(status int) map[string]string {
		t.Helper()
		newskeep(t, []int{status}, append([]string{"crawl", "paper", "-q", "--metrics-file", file}, flags...)...)
		return linted(t, read(t, file))
	}
	crawl(exitPartial)
	wantSamples(t, linted(t, read(t, file)), map[string]string{
		`newskeep_archive_up`:                                               "1",
		`newskeep_articles{site="paper"}`:                                   "4",
		`newskeep_command_last_exit_status{command="crawl"}`:                "3",
		`newskeep_run_last_articles{change="new",site="paper"}`:             "4",
		`newskeep_run_last_outcome{outcome="partial",site="paper"}`:         "1",
		`newskeep_run_last_outcome{outcome="done",site="paper"}`:            "0",
		`newskeep_run_last_failures{class="http_5xx",site="paper"}`:         "1",
		`newskeep_run_last_dropped_addresses{reason="robots",site="paper"}`: "1",
		`newskeep_run_last_pages{outcome="failed",site="paper"}`:            "1",
		`newskeep_runs_total{outcome="partial",site="paper"}`:               "1",
		`newskeep_run_running{site="paper"}`:                                "0",
		`newskeep_gaps{kind="blocked",site="paper"}`:                        "0",
		`newskeep_build_info{version="` + version + `"}`:                    "1",
	})

	p.all = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `<html><head><title>Just a moment...</title></head><body><div id="challenge-error-text">Enable JavaScript</div></body></html>`)
	}
	wantSamples(t, crawl(exitBlocked), map[string]string{
		`newskeep_command_last_exit_status{command="crawl"}`:        "4",
		`newskeep_run_last_outcome{outcome="blocked",site="paper"}`: "1",
		`newskeep_run_last_pages{outcome="blocked",site="paper"}`:   "3",
		`newskeep_runs_total{outcome="partial",site="paper"}`:       "1",
	})

	held, err := store.Lock(flags[1], store.Holder{Command: "another"})
	if err != nil {
		t.Fatal(err)
	}
	wantSamples(t, crawl(exitHeld), map[string]string{
		`newskeep_command_last_exit_status{command="crawl"}`: "5",
		`newskeep_runs_refused_total{site="paper"}`:          "1",
		`newskeep_archive_held`:                              "1",
	})
	if err := held.Release(); err != nil {
		t.Fatal(err)
	}

	// No archive can be made there: that is told, too.
	if err := os.Mkdir(filepath.Join(flags[3], "folder.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	flags[1] = filepath.Join(flags[3], "folder.db")
	wantSamples(t, crawl(exitFailed), map[string]string{
		`newskeep_archive_up`:                                "0",
		`newskeep_command_last_exit_status{command="crawl"}`: "1",
	})
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the file lie %q, %v", left, err)
	}
}

// The reading room tells who has the token, and its health everybody.
func TestMetricsOfServe(t *testing.T) {
	r, err := store.OpenReader(t.Context(), demoCrawled(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	const token = "0123456789abcdef"
	a := &app{loaded: profile.Builtin}
	var logged bytes.Buffer
	s := httptest.NewServer(web.New(r, web.Options{Token: token, Log: slog.New(slog.NewTextHandler(&logged, nil)), Metrics: metrics.Handler(a.metricsOf(r), nil, version)}))
	defer s.Close()
	ask := func(path, token string) (int, string) {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			q.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := http.DefaultClient.Do(q)
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
	if status, text := ask("/metrics", ""); status != http.StatusUnauthorized || strings.Contains(text, "newskeep_") {
		t.Errorf("without a token: %d %s", status, text)
	}
	status, text := ask("/metrics", token)
	if status != http.StatusOK {
		t.Fatalf("with the token: %d %s", status, text)
	}
	wantSamples(t, linted(t, text), map[string]string{
		`newskeep_articles{site="demo"}`:                           "60",
		`newskeep_run_last_articles{change="new",site="demo"}`:     "60",
		`newskeep_run_last_outcome{outcome="partial",site="demo"}`: "1",
		`newskeep_run_last_pages{outcome="failed",site="demo"}`:    "4",
		`newskeep_run_last_pages{outcome="blocked",site="demo"}`:   "2",
	})
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, text := ask(path, ""); status != http.StatusOK || !strings.Contains(text, `"ok"`) {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	if _, text := ask("/openapi.json", token); !strings.Contains(text, `"/readyz"`) || !strings.Contains(text, `"/metrics"`) {
		t.Error("openapi.json describes neither /readyz nor /metrics")
	}
	r.Close()
	if status, text := ask("/readyz", ""); status != http.StatusServiceUnavailable || strings.Contains(text, ".db") {
		t.Errorf("without its archive: %d %s", status, text)
	}
	if !strings.Contains(logged.String(), "database is closed") {
		t.Errorf("logged of it: %s", &logged)
	}
	if status, _ := ask("/healthz", ""); status != http.StatusOK {
		t.Errorf("alive without its archive: %d", status)
	}
}
