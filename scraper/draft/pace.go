package draft

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"newskeep/scraper/news"
)

// pace is how often the site should be looked at, and how fast.
type pace struct {
	cron  string
	note  string
	delay time.Duration
	why   string
}

const (
	usualDelay = 3 * time.Second
	usualEvery = 2 // hours
)

// findPace takes the hours between two runs from how fast the front page's list
// turns over, and the delay from robots.txt.
func (w *work) findPace() pace {
	p := pace{delay: usualDelay, why: "guess: what most sites bear; robots.txt gives none"}
	if w.src.Robots == nil {
		p.why = "guess: what most sites bear; robots.txt was not looked at"
	} else if d := w.src.Robots.Delay(w.src.Agent); d > 0 {
		p.delay, p.why = max(d, time.Second), "Crawl-delay of robots.txt"
	}
	hours := usualEvery
	p.note = "guess"
	var stamps []time.Time
	for _, s := range w.lists {
		for _, l := range s.reading.Listing.Items {
			if s.page.Expect == news.RoleHome && !l.Published.Time.IsZero() {
				stamps = append(stamps, l.Published.Time)
			}
		}
	}
	if len(stamps) >= 8 {
		slices.SortFunc(stamps, time.Time.Compare)
		// The older half of a front page is what an editor keeps there.
		span := stamps[len(stamps)-1].Sub(stamps[len(stamps)/2])
		hours = min(max(int(span.Hours()/3), 1), 12)
		p.note = fmt.Sprintf("the newer %d of %d dated items of the front page span %s", len(stamps)-len(stamps)/2, len(stamps), span.Round(time.Hour))
	}
	hours = []int{1, 2, 3, 4, 6, 8, 12}[slices.IndexFunc([]int{2, 3, 4, 6, 8, 12, 100}, func(h int) bool { return hours < h })]
	// The minute is one of the site's own, so that many sites do not begin at once.
	h := fnv.New32a()
	h.Write([]byte(w.home.Host))
	every := "*"
	if hours > 1 {
		every = fmt.Sprintf("*/%d", hours)
	}
	p.cron = fmt.Sprintf("%d %s * * *", 3+h.Sum32()%54, every)
	return p
}
