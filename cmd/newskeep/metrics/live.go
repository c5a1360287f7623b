package metrics

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"newskeep/scraper"
)

// Live counts what the runs of this process do, as they do it. Make it with
// [NewLive].
type Live struct {
	visits, articles, failures *prometheus.CounterVec
	requests, bytes, waits     *prometheus.CounterVec
	done, queued               *prometheus.GaugeVec

	mu   sync.Mutex
	last map[string]scraper.Progress // by site
}

// NewLive makes counters that stand at nothing.
func NewLive() *Live {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "newskeep", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "newskeep", Name: name, Help: help}, []string{"site"})
	}
	return &Live{
		visits:   counter("visits_total", "Visits of pages since this process began, by what came of them.", "site", "outcome"),
		articles: counter("visited_articles_total", "Articles visited since this process began, by what looking at them found.", "site", "change"),
		failures: counter("failures_total", "Visits that failed since this process began, by class, repeated ones included.", "site", "class"),
		requests: counter("requests_total", "Requests since this process began, robots.txt and redirects included.", "site"),
		bytes:    counter("received_bytes_total", "Bytes of bodies received since this process began, as sent.", "site"),
		waits:    counter("wait_seconds_total", "Time that hosts of the site were waited for, by what for: turn is politeness.", "site", "for"),
		done:     gauge("run_visited_pages", "Pages visited by the run that is under way."),
		queued:   gauge("run_queued_pages", "Pages that the run under way has found and not yet visited."),
		last:     map[string]scraper.Progress{},
	}
}

func (l *Live) collectors() []prometheus.Collector {
	return []prometheus.Collector{l.visits, l.articles, l.failures, l.requests, l.bytes, l.waits, l.done, l.queued}
}

// waitsFor are short words for what a run waits for.
var waitsFor = map[string]string{
	scraper.WaitTurn: "turn", scraper.WaitRetry: "retry", scraper.WaitReach: "outage", scraper.WaitRest: "rest", scraper.WaitHour: "hour",
}

// Step counts a step of a run.
func (l *Live) Step(p scraper.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.last[p.Site]
	if p.Done < before.Done || p.Requests < before.Requests { // another run
		before = scraper.Progress{}
	}
	l.last[p.Site] = p
	l.done.WithLabelValues(p.Site).Set(float64(p.Done))
	l.queued.WithLabelValues(p.Site).Set(float64(p.Queued))
	l.requests.WithLabelValues(p.Site).Add(float64(p.Requests - before.Requests))
	l.bytes.WithLabelValues(p.Site).Add(float64(p.Bytes - before.Bytes))
	if waited := p.Waited - before.Waited; waited > 0 {
		word := waitsFor[p.For]
		if p.For == "" {
			word = "turn" // too short to be told of one by one
		} else if word == "" {
			word = "other"
		}
		l.waits.WithLabelValues(p.Site, word).Add(waited.Seconds())
	}
	if p.Done == before.Done { // a wait, or a page that is being asked for
		return
	}
	l.visits.WithLabelValues(p.Site, string(p.Outcome)).Inc()
	if p.Change != "" {
		l.articles.WithLabelValues(p.Site, string(p.Change)).Inc()
	}
	if p.Class != "" {
		l.failures.WithLabelValues(p.Site, string(p.Class)).Inc()
	}
}

// Ended forgets the run of a site.
func (l *Live) Ended(site string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.last, site)
	l.done.DeleteLabelValues(site)
	l.queued.DeleteLabelValues(site)
}
