package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// surveyMost bounds what a survey asks for: enough to see how a site's lists are
// made, few enough to be no crawl of their own.
const surveyMost = 12

// Estimate is how much a backfill would have to ask for. Of lists that were not
// read it says what the ones that were suggest.
type Estimate struct {
	Site      string    `json:"site"`
	Lists     int       `json:"lists"`      // sitemaps and sections within the span
	ListsRead int       `json:"lists_read"` // of them, those the survey has read
	Articles  int       `json:"articles"`   // addresses within the span
	Known     int       `json:"known"`      // of them, those the archive has asked for
	Undated   int       `json:"undated"`    // articles that no list dates; left out when there is a span
	Oldest    time.Time `json:"oldest,omitzero"`
	Newest    time.Time `json:"newest,omitzero"`
	Requests  int       `json:"requests"` // for the articles that are not known and the lists
	Delay     string    `json:"delay"`    // between two of them
	Hours     float64   `json:"hours"`    // that takes at this rate
	Exact     bool      `json:"exact"`    // every list was read
	Missed    []string  `json:"missed"`   // lists that could not be read, and why
}

// Survey estimates a backfill. It reads up to a dozen lists, none of them twice:
// a Run of this crawler does not ask for them again. It writes nothing; known
// says what need not be asked for, nil for nothing. The error is that of ctx.
func (c *Crawler) Survey(ctx context.Context, p *profile.Profile, b *Backfill, known func(context.Context, string) (bool, error)) (*Estimate, error) {
	s := &survey{crawler: c, profile: p, backfill: b, known: known, fetcher: c.surveyor(p), Estimate: Estimate{Site: p.Name, Missed: []string{}}}
	if c.surveyed == nil {
		c.surveyed = map[string]*news.Response{}
	}
	var lists []news.Found
	for _, f := range b.seeds(p) {
		if f.Role == news.RoleSitemap {
			lists = append(lists, f)
		} else if f.Role == news.RoleSection {
			s.Lists++
		}
	}
	for len(lists) > 0 && s.asked < surveyMost {
		// The newest, then one from the middle, then the oldest, and so on: lists grow.
		i := []int{0, len(lists) / 2, len(lists) - 1}[s.asked%3]
		f := lists[i]
		lists = slices.Delete(lists, i, i+1)
		more, err := s.read(ctx, f)
		if err != nil {
			return nil, err
		}
		if lists = append(lists, more...); len(more) > 0 {
			slices.SortStableFunc(lists, func(a, b news.Found) int { return b.Published.Compare(a.Published) })
		}
	}
	s.conclude(ctx, len(lists))
	return &s.Estimate, nil
}

type survey struct {
	Estimate
	crawler  *Crawler
	profile  *profile.Profile
	backfill *Backfill
	known    func(context.Context, string) (bool, error)
	fetcher  Fetcher
	asked    int
	files    int // read lists that name articles
}

// read asks for one list and counts what it names.
func (s *survey) read(ctx context.Context, f news.Found) (more []news.Found, err error) {
	s.asked++
	resp, err := s.fetcher.Get(ctx, fetch.Request{URL: f.URL})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var refused *fetch.Error
	if errors.As(err, &refused) {
		s.Missed = append(s.Missed, f.URL+": "+reason(refused))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.crawler.surveyed[f.URL] = resp
	if class := fetch.Classify(resp, nil); class != "" && !isRobots(f.URL) {
		s.Missed = append(s.Missed, f.URL+": "+statusLine(resp.Status))
		return nil, nil
	}
	t := news.Target{URL: f.URL, Role: f.Role, Depth: f.Depth, Published: f.Published}
	files, pages, _, err := oldSitemap(s.profile, t, resp, s.crawler.now())
	if err != nil {
		s.Missed = append(s.Missed, f.URL+": "+err.Error())
		return nil, nil
	}
	for _, f := range files {
		if s.backfill.wants(news.Target{URL: f.URL, Role: f.Role, Depth: f.Depth, Published: f.Published}) {
			more = append(more, f)
		}
	}
	if len(pages) == 0 && len(files) > 0 || isRobots(f.URL) {
		return more, nil
	}
	s.files++
	for _, f := range pages {
		if err := s.count(ctx, f); err != nil {
			return nil, err
		}
	}
	return more, nil
}

func (s *survey) count(ctx context.Context, f news.Found) error {
	if f.Published.IsZero() {
		s.Undated++
	}
	if !s.backfill.wants(news.Target{URL: f.URL, Role: f.Role, Published: f.Published}) {
		return nil
	}
	s.Articles++
	if at := f.Published; !at.IsZero() {
		if s.Oldest.IsZero() || at.Before(s.Oldest) {
			s.Oldest = at
		}
		if at.After(s.Newest) {
			s.Newest = at
		}
	}
	if s.known == nil {
		return nil
	}
	known, err := s.known(ctx, f.URL)
	if known {
		s.Known++
	}
	return err
}

// conclude reckons with the lists that were not read as with those that were.
func (s *survey) conclude(ctx context.Context, unread int) {
	sections := s.Lists
	s.Lists, s.ListsRead, s.Exact = sections+s.files+unread, s.files, unread == 0 && sections == 0
	if s.files > 0 {
		s.Articles += s.Articles * unread / s.files
		s.Known += s.Known * unread / s.files
		s.Undated += s.Undated * unread / s.files
	}
	s.Requests = s.Articles - s.Known + unread + sections
	pol := s.profile.Politeness
	delay := pol.Delay
	if c, ok := s.fetcher.(interface {
		Robots(ctx context.Context, u *url.URL) (*discover.Robots, int, error)
	}); ok {
		if rules, _, err := c.Robots(ctx, s.profile.Home); err == nil {
			delay = max(delay, rules.Delay(s.crawler.UserAgent))
		}
	}
	s.Delay = delay.String()
	s.Hours = (time.Duration(float64(s.Requests)*(1+pol.Jitter/2)) * delay).Hours()
}

// surveyor is the client of a survey. Without an archive to keep the turns of the
// hosts it keeps them itself.
func (c *Crawler) surveyor(p *profile.Profile) Fetcher {
	if c.Fetcher != nil {
		return c.Fetcher(p)
	}
	o := c.politely(p, func(time.Time, string) {})
	if c.Archive == nil {
		next := map[string]time.Time{} // one request at a time: no lock
		o.Wait = func(ctx context.Context, host string, delay time.Duration) error {
			err := sleep(ctx, time.Until(next[host]))
			next[host] = time.Now().Add(delay)
			return err
		}
	}
	return fetch.New(o)
}

// surveyed answers once from what a survey has asked for.
type surveyed struct {
	Fetcher
	answers map[string]*news.Response
}

func (s *surveyed) Get(ctx context.Context, r fetch.Request) (*news.Response, error) {
	if resp, ok := s.answers[r.URL]; ok {
		delete(s.answers, r.URL)
		return resp, nil
	}
	return s.Fetcher.Get(ctx, r)
}

// String is the estimate in a sentence.
func (e *Estimate) String() string {
	about := "about "
	if e.Exact {
		about = ""
	}
	return fmt.Sprintf("%s%d articles in %d lists, %d of them known; %s%d requests, %.1f hours at one every %s", about, e.Articles, e.Lists, e.Known, about, e.Requests, e.Hours, e.Delay)
}
