package scraper

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const (
	// retryPatience is how long a run waits for a page that is to be tried again,
	// or for a host, when there is nothing else to do.
	retryPatience = 2 * time.Minute
	// troubleMost opens the breaker of a host: five failures in a row of the usual
	// weight.
	troubleMost = 10
	// probesMost requests that a host in trouble may fail before it is left for
	// the run.
	probesMost = 3
	// restFactor times the backoff of the profile is the first rest of a host in
	// trouble; each probe that fails doubles it.
	restFactor = 4
)

// trouble is what a failure says about its host; failures that are not here are
// the page's own.
var trouble = map[news.FailureClass]int{
	news.FailDNS: 2, news.FailConnect: 2, news.FailTLS: 2, news.FailTimeout: 2, news.FailReset: 2, news.FailRobotsDown: 2,
	news.FailServer: 2, news.FailRateLimited: 4, news.FailTruncated: 1, news.FailEncoding: 1,
}

// unheard are the failures in which no request reached the host, so that they say
// nothing about the page: our network, its name server or the host is down.
func unheard(c news.FailureClass) bool {
	switch c {
	case news.FailDNS, news.FailConnect, news.FailRobotsDown:
		return true
	}
	return false
}

// unanswered are the failures in which no answer came.
func unanswered(c news.FailureClass) bool {
	return unheard(c) || c == news.FailTimeout || c == news.FailReset || c == news.FailTLS
}

// health is how a host does in a run: a circuit breaker. While it is closed, pages
// are asked for; too much trouble opens it, and the host has a rest; then one page
// probes whether it is over.
type health struct {
	politeness profile.Politeness
	jitter     func(time.Duration) time.Duration
	score      int                       // trouble, less what went well since
	classes    map[news.FailureClass]int // failures since the score was last zero
	opened     int                       // rests in a row
}

// verdict is what a host is to do next. The zero verdict is to go on.
type verdict struct {
	rest time.Time // ask for nothing before this
	lost string    // ask for nothing in this run any more; why, in words
}

// after is what to do after a visit.
func (h *health) after(v *news.Visit, now time.Time) verdict {
	weight := trouble[v.Class]
	if v.Outcome == news.Blocked || v.Outcome == news.Dropped {
		return verdict{} // says nothing about how the host does
	}
	if v.Outcome != news.Failed || weight == 0 {
		if h.score = max(0, h.score-1); h.opened > 0 {
			h.score = 0 // the probe went well
		}
		if h.score == 0 {
			h.opened, h.classes = 0, nil
		}
		return verdict{}
	}
	h.score += weight
	if h.classes == nil {
		h.classes = map[news.FailureClass]int{}
	}
	h.classes[v.Class]++
	asked := time.Duration(0) // by the host, of us
	if v.Class == news.FailRateLimited || v.Class == news.FailServer {
		asked = fetch.RetryAfter(v.Response, now)
	}
	if asked > retryPatience {
		return verdict{rest: now.Add(asked), lost: fmt.Sprintf("asks to be left alone until %s (Retry-After)", now.Add(asked).UTC().Format(time.RFC3339))}
	}
	open := h.opened > 0 || h.score >= troubleMost
	if !open && asked == 0 && v.Class != news.FailRateLimited {
		return verdict{}
	}
	if open {
		if h.opened++; h.opened > probesMost {
			return verdict{lost: fmt.Sprintf("is in trouble (%s), and after %d rests still is", h.words(), probesMost)}
		}
	}
	rest := h.jitter(h.politeness.Backoff * restFactor << max(h.opened-1, 0))
	return verdict{rest: now.Add(max(min(rest, retryPatience), asked))}
}

// words count the failures, such as "3 http 5xx, 2 timeout".
func (h *health) words() string {
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(h.classes)) {
		parts = append(parts, fmt.Sprintf("%d %s", h.classes[c], strings.ReplaceAll(string(c), "_", " ")))
	}
	return strings.Join(parts, ", ")
}
