package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A reader who leaves is no fault of the room.
func TestReadersWhoLeave(t *testing.T) {
	var logged bytes.Buffer
	r := &room{Options: Options{Timeout: time.Minute, Log: slog.New(slog.NewTextHandler(&logged, nil))}, places: make(chan struct{}, 1)}
	for want, leaves := range map[string]bool{"": true, "interrupted": false} {
		logged.Reset()
		ctx, leave := context.WithCancel(t.Context())
		r.answered(func(*http.Request) (answer, error) {
			if leaves {
				leave()
			}
			return nil, errors.New("interrupted")
		}).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/search.json", nil))
		leave()
		if got := logged.String(); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("logged %q, want %q", got, want)
		}
	}
}
