package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/extract"
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

	Gaps        int `json:"gaps"`         // times within the span of which the ledger says that articles are missing
	GapsFilled  int `json:"gaps_filled"`  // of them, those of which the lists read name articles that are not known
	GapArticles int `json:"gap_articles"` // those articles; they go first
}

// Survey estimates a backfill. It reads up to a dozen lists, none of them twice:
// a Run of this crawler does not ask for them again. It writes nothing; known
// says what need not be asked for, nil for nothing. The error is that of ctx.
func (c *Crawler) Survey(ctx context.Context, p *profile.Profile, b *Backfill, known func(context.Context, string) (bool, error)) (*Estimate, error) {
	s := &survey{crawler: c, profile: p, backfill: b, known: known, fetcher: c.surveyor(p), filled: map[news.Span]bool{}, Estimate: Estimate{Site: p.Name, Missed: []string{}}}
	if c.surveyed == nil {
		c.surveyed = map[string]*news.Response{}
	}
	var lists []news.Found
	for _, f := range b.seeds(p, c.now()) {
		if f.Role == news.RoleSitemap || f.Role == news.RoleSection && !f.Published.IsZero() {
			lists = append(lists, f)
		} else if f.Role == news.RoleSection {
			s.Lists++
		}
	}
	named := map[string]bool{} // an index may name itself
	for _, f := range lists {
		named[f.URL] = true
	}
	for len(lists) > 0 && s.asked < surveyMost {
		// The newest, then one from the middle, then the oldest, and so on: lists grow.
		// Half of the questions are about gaps, as long as there are lists of them.
		i := []int{0, len(lists) / 2, len(lists) - 1}[s.asked%3]
		if gap := slices.IndexFunc(lists, func(f news.Found) bool { return f.First }); gap >= 0 && s.asked < surveyMost/2 {
			i = gap
		}
		f := lists[i]
		lists = slices.Delete(lists, i, i+1)
		more, err := s.read(ctx, f)
		if err != nil {
			return nil, err
		}
		more = slices.DeleteFunc(more, func(f news.Found) bool { return named[f.URL] })
		for _, f := range more {
			named[f.URL] = true
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
	files    int                // read lists that name articles
	filled   map[news.Span]bool // gaps that can be
}

// read asks for one list and counts what it names.
func (s *survey) read(ctx context.Context, f news.Found) (more []news.Found, err error) {
	s.asked++
	resp, err := s.fetcher.Get(ctx, fetch.Request{URL: f.Address()})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var refused *fetch.Error
	if errors.As(err, &refused) {
		s.Missed = append(s.Missed, f.URL+": "+reason(refused))
		return nil, nil
	}
	var spent *hourError
	if errors.As(err, &spent) { // the estimate goes by what was read until then
		s.Missed = append(s.Missed, f.URL+": "+spent.Error())
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.crawler.surveyed[f.Address()] = resp
	if resp.Status == http.StatusNotFound && f.Role == news.RoleSection {
		s.files++
		return nil, nil // a day without news
	}
	if class := fetch.Classify(resp, nil); class != "" && !isRobots(f.URL) {
		s.Missed = append(s.Missed, f.URL+": "+statusLine(resp.Status))
		return nil, nil
	}
	t := news.Target{URL: f.URL, Role: f.Role, Depth: f.Depth, Published: f.Published}
	var files, pages []news.Found
	if f.Role == news.RoleSection {
		pages = s.datedList(t, resp)
	} else if files, pages, _, err = oldSitemap(s.profile, t, resp, s.crawler.now()); err != nil {
		s.Missed = append(s.Missed, f.URL+": "+err.Error())
		return nil, nil
	}
	for _, f := range files {
		if s.backfill.wants(s.profile, news.Target{URL: f.URL, Role: f.Role, Depth: f.Depth, Published: f.Published}) {
			more = append(more, f)
		}
	}
	s.backfill.goesFirst(more)
	s.backfill.goesFirst(pages)
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
	if !s.backfill.wants(s.profile, news.Target{URL: f.URL, Role: f.Role, Published: f.Published}) {
		return nil
	}
	s.Articles++
	if !f.Published.IsZero() {
		s.span(f.Published)
	}
	known, err := false, error(nil)
	if s.known != nil {
		known, err = s.known(ctx, f.URL)
	}
	if known {
		s.Known++
	} else if f.First {
		s.fills(f.Published, f.Published.Add(time.Second))
	}
	return err
}

// span notes the date of something that is counted.
func (s *survey) span(at time.Time) {
	if s.Oldest.IsZero() || at.Before(s.Oldest) {
		s.Oldest = at
	}
	if at.After(s.Newest) {
		s.Newest = at
	}
}

// datedList is what a dated list names.
func (s *survey) datedList(t news.Target, resp *news.Response) (pages []news.Found) {
	rd := extract.Read(s.profile, extract.Input{
		URL: resp.URL, Status: resp.Status, Header: resp.Header, ContentType: http.Header(resp.Header).Get("Content-Type"),
		Body: resp.Body, Seen: s.crawler.now(), Expect: t.Role,
	})
	l := newLinks(s.profile, t)
	l.deepest = 0 // further pages are not surveyed
	l.follow(t, rd)
	return s.backfill.deeper(s.profile, t, l.found)
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
	s.countGaps()
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

// fills notes an article of a gap.
func (s *survey) fills(from, to time.Time) {
	s.GapArticles++
	for _, g := range s.backfill.Gaps {
		if g.Touches(from, to) {
			s.filled[g] = true
		}
	}
}

// countGaps counts the gaps within the span, and those that can be filled.
func (s *survey) countGaps() {
	for _, g := range s.backfill.Gaps {
		if s.backfill.overlaps(g.From, g.To) {
			s.Gaps++
		}
	}
	s.GapsFilled = len(s.filled)
}

// surveyor is the client of a survey. Without an archive to keep the turns of the
// hosts it keeps them itself.
func (c *Crawler) surveyor(p *profile.Profile) Fetcher {
	if c.Fetcher != nil {
		return c.Fetcher(p)
	}
	o := c.politely(p, func(time.Time, string) {})
	if c.Archive == nil {
		o.Wait = turns()
	}
	return fetch.New(o)
}

// turns keeps the turns of hosts where no archive does, for one request at a time.
func turns() func(ctx context.Context, host string, delay time.Duration) error {
	next := map[string]time.Time{}
	return func(ctx context.Context, host string, delay time.Duration) error {
		err := sleep(ctx, time.Until(next[host]))
		next[host] = time.Now().Add(delay)
		return err
	}
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

// keeper remembers what a survey asks for.
type keeper struct {
	Fetcher
	answers map[string]*news.Response
}

func (k *keeper) Get(ctx context.Context, r fetch.Request) (*news.Response, error) {
	resp, err := k.Fetcher.Get(ctx, r)
	if err == nil && resp.Status == http.StatusOK {
		k.answers[r.URL] = resp
	}
	return resp, err
}

// String is the estimate in a sentence.
func (e *Estimate) String() string {
	about := "about "
	if e.Exact {
		about = ""
	}
	text := fmt.Sprintf("%s%d articles in %d lists, %d of them known; %s%d requests, %.1f hours at one every %s", about, e.Articles, e.Lists, e.Known, about, e.Requests, e.Hours, e.Delay)
	if e.Gaps > 0 {
		text += fmt.Sprintf("; %d of %d gaps in the ledger can be filled: %d articles of theirs are named by the lists read, and go first", e.GapsFilled, e.Gaps, e.GapArticles)
	}
	return text
}
