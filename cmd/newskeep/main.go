package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	display := displayOn(os.Stderr)
	log.SetOutput(io.Discard) // net/http tells there of what servers do wrong, in no format of ours; the ledger tells of it, too
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel() // save and stop
		<-signals
		display.Clear()
		fmt.Fprintln(display, "newskeep: stopped at once; the page that was being asked for is asked for again next time")
		os.Exit(exitSignal)
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, display))
}
