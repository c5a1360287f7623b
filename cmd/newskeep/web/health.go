package web

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Health answers 200 while check finds nothing wrong, otherwise 503 and why.
func Health(check func(context.Context) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ctx, cancel := context.WithTimeout(q.Context(), 10*time.Second)
		defer cancel()
		status, said := http.StatusOK, health{Status: "ok"}
		if err := check(ctx); err != nil {
			status, said = http.StatusServiceUnavailable, health{"not ok", err.Error()}
		}
		w.Header().Set("Cache-Control", "no-store")
		write, err := writeJSON(status, "application/json", said)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		write(w)
	})
}

// health is what /healthz and /readyz answer.
type health struct {
	Status string `json:"status"` // ok or not ok
	Why    string `json:"why,omitempty"`
}

// living is asked whether the room is there at all.
func (r *room) living(context.Context) error { return nil }

// ready is nil when the archive answers. Anybody may ask: the error names no file.
func (r *room) ready(ctx context.Context) error {
	if _, err := r.archive.FirstRun(ctx); err != nil {
		r.Log.Error("reading room", "err", err)
		return errors.New("the archive does not answer")
	}
	return nil
}
