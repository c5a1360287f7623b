package scraper

import (
	"testing"
	"time"

	"newskeep/scraper/profile"
)

func TestRetryAt(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	pol := profile.Politeness{Retries: 2, Backoff: time.Second}
	for _, tt := range []struct {
		tries, failures int
		retryAfter      time.Duration
		want            time.Duration
	}{
		{1, 1, 0, time.Second},
		{2, 2, 0, 2 * time.Second},
		{2, 2, time.Minute, time.Minute},
		{1, 9, 0, time.Second}, // failures of earlier runs do not cost this one its patience
		{3, 3, 0, time.Hour},
		{3, 4, 0, 2 * time.Hour},
		{3, 40, 0, 24 * time.Hour},
	} {
		if got := retryAt(now, tt.tries, tt.failures, pol, tt.retryAfter).Sub(now); got != tt.want {
			t.Errorf("retryAt(try %d, %d failures, Retry-After %v) = %v later, want %v", tt.tries, tt.failures, tt.retryAfter, got, tt.want)
		}
	}
}

func TestRevisitAt(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ age, want time.Duration }{
		{time.Hour, 15 * time.Minute},
		{5 * time.Hour, time.Hour},
		{48 * time.Hour, 3 * time.Hour},
		{20 * 24 * time.Hour, 3 * 24 * time.Hour},
		{200 * 24 * time.Hour, 30 * 24 * time.Hour},
	} {
		if got := revisitAt(now, now.Add(-tt.age)).Sub(now); got != tt.want {
			t.Errorf("revisitAt(age %v) = %v later, want %v", tt.age, got, tt.want)
		}
	}
	if got := revisitAt(now, now.AddDate(-2, 0, 0)); !got.IsZero() {
		t.Errorf("revisitAt(two years old) = %v, want never", got)
	}
	if got := revisitAt(now, time.Time{}).Sub(now); got != 15*time.Minute {
		t.Errorf("revisitAt(undated) = %v later, want as if new", got)
	}
}
