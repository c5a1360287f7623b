package scraper

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// SurveyWayback estimates a backfill from a web archive, as [Crawler.Survey] does
// one from the site: it reads the index of a dozen windows at most, none of them
// twice. Lists of the estimate are windows of time, articles are captures of them;
// captures of the front page and of sections count as requests.
func (c *Crawler) SurveyWayback(ctx context.Context, p *profile.Profile, b *Backfill, held func(context.Context, string) (bool, error)) (*Estimate, error) {
	if c.surveyed == nil {
		c.surveyed = map[string]*news.Response{}
	}
	r := &run{crawler: c, profile: p, options: Options{Backfill: b}, lost: map[string]string{}, health: map[string]*health{}, began: time.Now(), log: c.logger()}
	w := &wayback{Import: c.NewImport(p), backfill: b, asker: &waybackAsker{r, &keeper{c.waybackFetcher(p, r.waiting), c.surveyed}}}
	s := &survey{crawler: c, profile: p, backfill: b, known: held, filled: map[news.Span]bool{}, Estimate: Estimate{Site: p.Name, Missed: []string{}}}
	if c.Captures != nil { // what an earlier backfill has read need not be read again
		if err := c.Captures.Position(ctx, w.name(), &w.at); err != nil {
			return nil, err
		}
	}
	first := w.at.First
	if b.From.IsZero() && first.IsZero() {
		var err error
		if first, err = w.asker.first(ctx); err != nil {
			return s.unanswered(r, err)
		}
		s.asked++
	}
	windows := slices.DeleteFunc(b.windows(p, first, c.now()), func(win window) bool { return w.isRead(win.key()) })
	more, lists, seen := 0, 0, map[string]bool{} // answers of the index that are not read, captures of lists
	for len(windows) > 0 && s.asked < surveyMost {
		i := []int{0, len(windows) / 2, len(windows) - 1}[s.asked%3]
		if windows[0].gap && s.asked < surveyMost/2 {
			i = 0
		}
		win := windows[i]
		windows = slices.Delete(windows, i, i+1)
		index := &discover.CDX{Captures: w.at.Pending, Resume: w.at.Resume}
		if w.at.Window != win.key() {
			s.asked++
			var err error
			if index, err = w.asker.index(ctx, win, "", b.Every); err != nil {
				return s.unanswered(r, err)
			}
		}
		s.files++
		if index.Resume != "" {
			more++
		}
		for _, capture := range index.Captures {
			t, ok := w.about(&capture)
			if !ok || seen[t.URL] && !b.Every && !isList(t) {
				continue
			}
			seen[t.URL] = true
			if isList(t) {
				lists++
				continue
			}
			if err := s.countCapture(ctx, t, capture.At, win.gap); err != nil {
				return nil, err
			}
		}
	}
	s.Lists, s.ListsRead, s.Exact = s.files+len(windows), s.files, len(windows) == 0 && more == 0
	if s.files > 0 {
		s.Articles += s.Articles * len(windows) / s.files
		s.Known += s.Known * len(windows) / s.files
		lists += lists * len(windows) / s.files
	}
	s.Requests = s.Articles - s.Known + lists + len(windows) + more
	if b.Every {
		s.Requests += s.Known // each state counts, whatever is known
	}
	s.countGaps()
	s.Delay = p.Wayback.Delay.String()
	s.Hours = (time.Duration(s.Requests) * p.Wayback.Delay).Hours()
	return &s.Estimate, nil
}

// unanswered is what an estimate says when the index cannot be had.
func (s *survey) unanswered(r *run, err error) (*Estimate, error) {
	if !errors.Is(err, errLost) && !errors.Is(err, errClosed) {
		return nil, err
	}
	host := r.profile.Wayback.URL.Host
	s.Missed = append(s.Missed, fmt.Sprintf("%s %s", host, r.lost[host]))
	s.Delay = r.profile.Wayback.Delay.String()
	return &s.Estimate, nil
}

// countCapture counts what the index names; it says when a page was captured, not
// when it was published.
func (s *survey) countCapture(ctx context.Context, t news.Target, at time.Time, gap bool) error {
	s.Articles++
	s.span(at)
	known, err := false, error(nil)
	if s.known != nil {
		known, err = s.known(ctx, t.URL)
	}
	if known {
		s.Known++
	} else if gap {
		s.fills(at.Add(-gapAfter), at)
	}
	return err
}
