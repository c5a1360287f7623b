package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// An answer that takes longer than a server that stops has patience for is given up,
// and has ended before what it reads from can be closed.
func TestAnswersEndBeforeTheServer(t *testing.T) {
	var listens net.ListenConfig
	listener, err := listens.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, ended := make(chan struct{}), atomic.Bool{}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		close(begun)
		<-q.Context().Done()
		time.Sleep(50 * time.Millisecond) // as a question that is being interrupted
		ended.Store(true)
	})}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if res, err := http.Get("http://" + listener.Addr().String()); err == nil {
			res.Body.Close()
		}
	}()
	go func() {
		<-begun
		cancel()
	}()
	if err := serveUntil(ctx, server, listener, 10*time.Millisecond); err == nil {
		t.Error("nothing is said of the answer that was given up")
	}
	if !ended.Load() {
		t.Error("the server returned while an answer was under way")
	}
}

// A server that cannot go on says so and does not wait to be stopped.
func TestServerThatCannotListen(t *testing.T) {
	var listens net.ListenConfig
	listener, err := listens.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := serveUntil(t.Context(), &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.NotFoundHandler()}, listener, time.Second); err == nil {
		t.Error("no error")
	}
}
