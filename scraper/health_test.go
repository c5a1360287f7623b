package scraper

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// step is one visit to a host and what it must lead to.
type step struct {
	class      news.FailureClass // empty: it went well
	retryAfter string
	rest       time.Duration // 0: go on
	lost       string        // in the words; empty: not
}

func TestHealthOfAHost(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	times := func(n int, s step) []step {
		var list []step
		for range n {
			list = append(list, s)
		}
		return list
	}
	pairs := func(n int, a, b step) []step {
		var list []step
		for range n {
			list = append(list, a, b)
		}
		return list
	}
	server, good := step{class: news.FailServer}, step{}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"failures of pages are none of its host", append(times(50, step{class: news.FailTooLarge}), times(50, step{class: news.FailRedirect})...)},
		{"a few failures", append(times(4, server), good)},
		{"a storm, over after a rest", append(append(times(4, server), step{class: news.FailServer, rest: 4 * time.Second}, good), times(4, server)...)},
		{"a storm that is not", append(times(4, server),
			step{class: news.FailServer, rest: 4 * time.Second}, step{class: news.FailTimeout, rest: 8 * time.Second}, step{class: news.FailServer, rest: 16 * time.Second},
			step{class: news.FailServer, lost: "7 http 5xx, 1 timeout"})},
		{"every other page", append(pairs(8, server, good), step{class: news.FailServer, rest: 4 * time.Second})},
		{"429 pauses at once", []step{{class: news.FailRateLimited, rest: 4 * time.Second}, {class: news.FailRateLimited, retryAfter: "30", rest: 30 * time.Second}, good}},
		{"Retry-After as a date", []step{{class: news.FailServer, retryAfter: "Thu, 01 Jan 2026 12:01:00 GMT", rest: time.Minute}}},
		{"Retry-After of hours", []step{{class: news.FailRateLimited, retryAfter: "7200", rest: 2 * time.Hour, lost: "2026-01-01T14:00:00Z"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := &health{politeness: profile.Politeness{Backoff: time.Second}, jitter: func(d time.Duration) time.Duration { return d }}
			for i, s := range tt.steps {
				v := &news.Visit{Outcome: news.Fetched, Class: s.class, Response: &news.Response{Header: http.Header{}}}
				if s.class != "" {
					v.Outcome = news.Failed
				}
				if s.retryAfter != "" {
					v.Response.Header["Retry-After"] = []string{s.retryAfter}
				}
				got := h.after(v, now)
				rest := time.Duration(0)
				if !got.rest.IsZero() {
					rest = got.rest.Sub(now)
				}
				if rest != s.rest || (got.lost != "") != (s.lost != "") || !strings.Contains(got.lost, s.lost) {
					t.Fatalf("visit %d (%s): rest %v, lost %q; want %v, %q", i+1, s.class, rest, got.lost, s.rest, s.lost)
				}
			}
		})
	}
}
