package metrics

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"newskeep/store"
)

// An archive that does not answer is left alone for a while, as one that does is.
func TestAnArchiveThatDoesNotAnswerIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	s, err := store.Open(t.Context(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	gone, err := store.OpenReader(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a := &archive{Source: Source{Archive: gone, Now: func() time.Time { return now }}}
	r := prometheus.NewPedanticRegistry()
	r.MustRegister(a)
	for _, tt := range []struct {
		later time.Duration
		up    float64
	}{{0, 0}, {time.Second, 0}, {time.Hour, 1}} {
		now = now.Add(tt.later)
		families, err := r.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			if up := f.GetMetric()[0].GetGauge().GetValue(); f.GetName() == "newskeep_archive_up" && up != tt.up {
				t.Errorf("%s later it is up: %v, want %v", tt.later, up, tt.up)
			}
		}
		a.Archive = s.Reader()
	}
}
