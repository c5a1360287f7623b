package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// supervisor tells systemd how a service is, by sd_notify(3); without systemd it
// tells nobody.
type supervisor struct{ log *slog.Logger }

func (s supervisor) tell(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		s.log.Error("systemd cannot be told", "state", state, "err", err)
	}
}

func (s supervisor) ready(status string) { s.tell(daemon.SdNotifyReady + "\nSTATUS=" + status) }
func (s supervisor) reloading() {
	s.tell(daemon.SdNotifyReloading + "\n" + daemon.SdNotifyMonotonicUsec())
}
func (s supervisor) stopping() { s.tell(daemon.SdNotifyStopping + "\nSTATUS=saving") }

// watchdog gives signs of life until ctx ends, for as long as alive finds no
// fault: without them systemd starts the service anew (WatchdogSec).
func (s supervisor) watchdog(ctx context.Context, alive func(context.Context) error) {
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil || every == 0 {
		return
	}
	tick := time.NewTicker(every / 3)
	defer tick.Stop()
	for {
		if err := alive(ctx); err == nil {
			s.tell(daemon.SdNotifyWatchdog)
		} else if ctx.Err() == nil {
			s.log.Error("no sign of life is given", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
