package scraper

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// gapAfter is how long after a gap captures of its articles are looked for first.
const gapAfter = 48 * time.Hour

// window is a part of the index: what was captured of a host in a span.
type window struct {
	host string
	news.Span
	gap bool
}

const indexTime = "20060102150405"

func (w window) key() string {
	return fmt.Sprintf("%s %s-%s", w.host, w.From.UTC().Format(indexTime), w.To.UTC().Format(indexTime))
}

// windows are the parts of the index in the order they are read in: gaps first, from
// new to old, then months from old to new, each host by itself.
func (b *Backfill) windows(p *profile.Profile, first, now time.Time) []window {
	now = now.UTC().Truncate(24 * time.Hour) // so that a window of today is the same all day
	whole := news.Span{From: b.From, To: b.To}
	if whole.To.IsZero() || whole.To.After(now) {
		whole.To = now
	}
	if whole.From.IsZero() {
		whole.From = first
	}
	whole.From, whole.To = whole.From.UTC(), whole.To.UTC()
	var hosts []string
	for _, h := range p.Hosts {
		// To the index www.paper.example and paper.example are one.
		if h = strings.TrimPrefix(h, "www."); !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	var all []window
	add := func(from, to time.Time, gap bool) {
		if from.Before(whole.From) {
			from = whole.From
		}
		if to.After(whole.To) {
			to = whole.To
		}
		if !from.Before(to) {
			return
		}
		for _, h := range hosts {
			all = append(all, window{h, news.Span{From: from, To: to}, gap})
		}
	}
	for _, g := range slices.Backward(b.Gaps) {
		add(g.From, g.To.Add(gapAfter), true)
	}
	for month := time.Date(whole.From.Year(), whole.From.Month(), 1, 0, 0, 0, 0, time.UTC); month.Before(whole.To); month = month.AddDate(0, 1, 0) {
		add(month, month.AddDate(0, 1, 0), false)
	}
	return all
}
