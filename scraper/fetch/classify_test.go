package fetch

import (
	"errors"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		value string
		want  time.Duration
	}{
		{"", 0}, {"0", 0}, {"120", 2 * time.Minute}, {" 120 ", 2 * time.Minute},
		{"-5", 0}, {"soon", 0}, {"1.5", 0},
		{"99999999", retryAfterMost}, {"999999999999999999999999", retryAfterMost},
		{"Sun, 01 Dec 2024 12:10:00 GMT", 10 * time.Minute},
		{"Sunday, 01-Dec-24 12:10:00 GMT", 10 * time.Minute},
		{"Sun Dec  1 12:10:00 2024", 10 * time.Minute},
		{"Sun, 01 Dec 2024 11:00:00 GMT", 0},
		{"Sun, 01 Dec 2124 11:00:00 GMT", retryAfterMost},
	} {
		r := &news.Response{Header: map[string][]string{"Retry-After": {tt.value}}}
		if got := RetryAfter(r, now); got != tt.want {
			t.Errorf("RetryAfter(%q) = %v, want %v", tt.value, got, tt.want)
		}
	}
	if got := RetryAfter(nil, now); got != 0 {
		t.Errorf("RetryAfter(nil) = %v, want 0", got)
	}
}

func TestClassifyOwnErrors(t *testing.T) {
	if got := Classify(nil, errors.New("archive is broken")); got != news.FailOther {
		t.Errorf("Classify = %q, want %q", got, news.FailOther)
	}
	if got := Classify(nil, nil); got != news.FailOther {
		t.Errorf("Classify(nil, nil) = %q, want %q", got, news.FailOther)
	}
}

func TestErrorText(t *testing.T) {
	e := &Error{Class: news.FailRobots, URL: "https://a.example/x", Err: ErrRobots}
	if got, want := e.Error(), "fetch https://a.example/x: disallowed by robots.txt"; got != want {
		t.Errorf("Error = %q, want %q", got, want)
	}
}
