package demo

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Serve answers on a free loopback port until stop is called or ctx is done.
// addr is such as "127.0.0.1:40123". stop may be called more than once; it
// breaks off the connections that are open and returns when the port is closed.
func (s *Site) Serve(ctx context.Context) (addr string, stop func(), err error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("demo site: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var wg sync.WaitGroup
	wg.Go(func() { srv.Serve(l) }) // always http.ErrServerClosed: only stop ends it
	wg.Go(func() {
		<-ctx.Done()
		srv.Close()
	})
	return l.Addr().String(), func() { cancel(); wg.Wait() }, nil
}
