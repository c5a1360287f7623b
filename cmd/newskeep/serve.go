package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/metrics"
	"newskeep/cmd/newskeep/web"
)

const serveHelp = `The reading room: the archive in a browser, read-only. Search with facets and a
timeline in numbers, shares or per 1,000 words; the concordance of a search, its words
and which of them are telling, counts by section, tag, byline and more; articles with
their history and how each field is known, front pages as of any moment, the ticker,
captions, events, coverage and runs. Every page has a twin in JSON
(/search.json?q=tram; /openapi.json describes them), and searches and events are
feeds. A crawl may write to the archive meanwhile.

It listens on this machine only. Elsewhere (--addr 0.0.0.0:8080) it wants a token, in
a file (--token-file) or in NEWSKEEP_TOKEN: browsers ask for it as the password, with
any user name; programs send it as "Authorization: Bearer TOKEN". Put a proxy with TLS
before it when others can listen on the wire, and name the room with --host.

/metrics has numbers of the archive and the last run of each site for Prometheus, to
those who have the token (in prometheus.yml: authorization: {credentials_file: …});
what is counted holds for a quarter of a minute or longer, so scrapes cost nothing.
/healthz says that the room is there, /readyz that the archive answers (503 when not);
both want no token.

Pages load nothing from outside, and nothing that a site published can run.
Ctrl-C or SIGTERM lets answers under way be finished.`

// serveFlags say where and for whom the reading room is.
type serveFlags struct {
	addr      string
	hosts     []string
	tokenFile string
	timeout   time.Duration
}

func (a *app) serveCmd() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "The reading room: the archive in a browser", Long: serveHelp, Args: cobra.NoArgs,
		Example: "  newskeep serve                                  # http://127.0.0.1:8080/\n  newskeep serve -a demo.db --addr 127.0.0.1:0    # any free port\n  newskeep serve --addr 0.0.0.0:8080 --token-file token --host archive.example.org",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", "127.0.0.1:8080", "listen on `HOST:PORT`; port 0 is a free one")
	fl.StringSliceVar(&f.hosts, "host", nil, "a `NAME` under which the room is addressed, besides localhost and IP addresses; may be repeated")
	fl.StringVar(&f.tokenFile, "token-file", "", "`FILE` whose first line is the token that readers must give (env NEWSKEEP_TOKEN)")
	fl.DurationVar(&f.timeout, "timeout", 10*time.Second, "how long one question may take")
	return cmd
}

// shortestToken is what a token must have at least: less is guessed.
const shortestToken = 16

// tokenOf is what those who ask over HTTP must give, from a file or the environment;
// empty when nobody is asked.
func tokenOf(file string) (string, error) {
	t := os.Getenv("NEWSKEEP_TOKEN")
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("token: %w", err)
		}
		t, _, _ = strings.Cut(string(b), "\n")
		if t = strings.TrimSpace(t); t == "" {
			return "", usage("--token-file: the first line of %s is empty", file)
		}
	}
	if t != "" && len(t) < shortestToken {
		return "", usage("the token has %d characters, and at least %d are needed; make one with: openssl rand -hex 16", len(t), shortestToken)
	}
	return t, nil
}

// ownMachine reports whether only this machine can reach an address.
func ownMachine(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, usage("--addr %q: give HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback(), nil
}

func (a *app) serve(ctx context.Context, f serveFlags) error {
	local, err := ownMachine(f.addr)
	if err != nil {
		return err
	}
	token, err := tokenOf(f.tokenFile)
	if err != nil {
		return err
	}
	if !local && token == "" {
		return usage("others can reach %s: give a token with --token-file FILE or NEWSKEEP_TOKEN, or listen on 127.0.0.1 only", f.addr)
	}
	if f.timeout <= 0 {
		return usage("--timeout is more than nothing, such as 10s")
	}
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.addr)
	if err != nil {
		return fmt.Errorf("serve: %w; choose another address with --addr", err)
	}
	room := web.New(r, web.Options{Token: token, Hosts: f.hosts, Timeout: f.timeout, Version: version, Wanted: a.wanted(), Log: a.logger(a.stderr),
		Metrics: metrics.Handler(a.metricsOf(r), nil, version)})
	server := &http.Server{
		Handler:           room,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, IdleTimeout: time.Minute,
		WriteTimeout:   (web.Patience+1)*f.timeout + time.Minute, // waiting for a place, the question, and a slow line
		MaxHeaderBytes: 32 << 10,
	}
	fmt.Fprintf(a.stdout, "http://%s/\n", listener.Addr())
	a.note("reading %s; Ctrl-C ends", r.Path())
	return serveUntil(ctx, server, listener, f.timeout)
}

// serveUntil answers until ctx ends, and then finishes what is under way; what takes
// longer than patience is given up. No handler runs any more when it returns.
func serveUntil(ctx context.Context, server *http.Server, listener net.Listener, patience time.Duration) error {
	answers, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	server.BaseContext = func(net.Listener) context.Context { return answers }
	var underWay sync.RWMutex
	handler := server.Handler
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if !underWay.TryRLock() {
			return // it came as the last connections were closed
		}
		defer underWay.RUnlock()
		handler.ServeHTTP(w, q)
	})
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(answers, patience)
		defer cancel()
		stopped <- server.Shutdown(last)
	})
	err := server.Serve(listener)
	if stop() { // nobody asked for it
		stopped <- nil
	}
	late := <-stopped
	giveUp()
	_ = server.Close() // what is still open was given up
	underWay.Lock()    // handlers that were given up return first: what they read from is closed next
	switch {
	case !errors.Is(err, http.ErrServerClosed):
		return fmt.Errorf("serve: %w", err)
	case late != nil:
		return fmt.Errorf("serve: answers under way took too long: %w", late)
	}
	return nil
}
