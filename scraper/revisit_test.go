package scraper

import (
	"testing"
	"time"

	"newskeep/scraper/news"
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
	rows := mustParse(t, "name: paper\nhome: https://paper.example/\n").Revisits
	for _, tt := range []struct{ age, want time.Duration }{
		{time.Hour, 15 * time.Minute},
		{5 * time.Hour, time.Hour},
		{48 * time.Hour, 3 * time.Hour},
		{20 * 24 * time.Hour, 3 * 24 * time.Hour},
		{200 * 24 * time.Hour, 30 * 24 * time.Hour},
	} {
		same, changed := revisitAt(rows, now, now.Add(-tt.age), 0)
		if same.Sub(now) != tt.want || changed.Sub(now) != tt.want/2 {
			t.Errorf("revisitAt(age %v) = %v later, and %v when changed; want %v and half of it", tt.age, same.Sub(now), changed.Sub(now), tt.want)
		}
	}
	if got, _ := revisitAt(rows, now, now.AddDate(-2, 0, 0), 0); !got.IsZero() {
		t.Errorf("revisitAt(two years old) = %v, want never", got)
	}
	if got, _ := revisitAt(rows, now, time.Time{}, 0); got.Sub(now) != 15*time.Minute {
		t.Errorf("revisitAt(undated) = %v later, want as if new", got.Sub(now))
	}
	for steady, want := range []time.Duration{60 * time.Minute, 90 * time.Minute, 135 * time.Minute, 202*time.Minute + 30*time.Second, 4 * time.Hour, 4 * time.Hour} {
		if got, _ := revisitAt(rows, now, now.Add(-5*time.Hour), steady); got.Sub(now) != want {
			t.Errorf("after %d looks without a change: %v later, want %v", steady, got.Sub(now), want)
		}
	}
}

// A page is not blamed for a host that cannot be reached, however often it was the one
// that was asked for: it is due again in an hour, and not ever later.
func TestAPageIsNotBlamedForItsHost(t *testing.T) {
	p, err := profile.Parse("x.yaml", []byte("name: x\nhome: https://paper.example/\n"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		class news.FailureClass
		at    string // address that failed
		want  time.Duration
	}{
		{news.FailConnect, "https://paper.example/a", failedWait},
		{news.FailDNS, "https://paper.example/a", failedWait},
		{news.FailConnect, "https://gone.example/a", failedMost}, // where the page leads to is the page's own
		{news.FailServer, "https://paper.example/a", failedMost},
	} {
		r := &run{crawler: &Crawler{}, profile: p, failing: map[int64]int{7: p.Politeness.Retries}}
		v := &news.Visit{At: now, Outcome: news.Failed, Class: tt.class, Response: &news.Response{URL: tt.at},
			Target: news.Target{Page: 7, Host: "paper.example", URL: "https://paper.example/a", Role: news.RoleOfArticle, Failures: 40}}
		if got := r.due(v).Sub(now); got < tt.want || got > tt.want && tt.want != failedMost { // which is spread a little
			t.Errorf("%s at %s: due %s later, want %s", tt.class, tt.at, got, tt.want)
		}
	}
}
