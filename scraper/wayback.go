package scraper

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// CaptureArchive is what a backfill from a web archive needs beside an [Archive].
// *store.Store is one.
type CaptureArchive interface {
	// Captured says whether the visit of a capture was kept, and whether there is an
	// answer of its address at all.
	Captured(ctx context.Context, id news.VisitID, address string) (kept, held bool, err error)
	// Position reads how far some work had come, SavePosition keeps it.
	Position(ctx context.Context, name string, position any) error
	SavePosition(ctx context.Context, name string, position any) error
}

const (
	// windowStale is how long the index of a month is not asked for again: captures
	// come into it late.
	windowStale = 30 * 24 * time.Hour
	// gapAfter is how long after a gap captures of its articles are looked for first.
	gapAfter = 48 * time.Hour
	// againMost captures that could not be had are tried again by the next backfill.
	againMost = 500
)

// waybackBegan is when the oldest captures there are were made.
var waybackBegan = time.Date(1996, 1, 1, 0, 0, 0, 0, time.UTC)

// errClosed ends a backfill from a web archive that gives nothing of a site.
var errClosed = errors.New("the web archive does not give captures of the site")

// wayback is a backfill from a web archive under way. It walks through time in
// windows: those of the gaps, then month by month from new to old; of each it reads
// the index, answer by answer, and then the captures it names.
type wayback struct {
	*Import
	captures CaptureArchive
	backfill *Backfill
	asker    *waybackAsker
	at       waybackPosition
	seen     map[string]bool // address and digest of what was kept
}

// waybackPosition is how far a backfill has come. It is kept in the archive with
// each answer of the index, so that none is asked for twice; which of the captures
// are there the archive knows by their visits.
type waybackPosition struct {
	First   time.Time             `json:"first,omitzero"`    // of the oldest capture of the home page
	Window  string                `json:"window,omitempty"`  // being read
	Resume  string                `json:"resume,omitempty"`  // where its index goes on
	Pending []discover.CDXCapture `json:"pending,omitempty"` // of its last answer
	Done    map[string]time.Time  `json:"done,omitempty"`    // windows and when they were read
	Again   []discover.CDXCapture `json:"again,omitempty"`   // captures that could not be had
}

// Wayback fetches articles of a site from the web archive that its profile names,
// and keeps each as a capture of that archive, at the time it was made: nothing is
// asked of the site. Without [Backfill.Every] it is one capture of each article
// that is not in the archive. A run that was stopped goes on where it was.
//
// The error is that of ctx, or what the archive returned; what the web archive
// could not give is in the ledger.
func (c *Crawler) Wayback(ctx context.Context, p *profile.Profile, o Options) (*news.Summary, error) {
	o.AnyHour = true // the hours are about the site
	w := &wayback{Import: c.NewImport(p), captures: c.Captures, backfill: o.Backfill, seen: map[string]bool{}}
	w.job = c.newRun(p, o)
	w.job.Via = news.ViaWayback
	w.run.options, w.run.progress.Site = o, p.Name
	if err := w.begin(ctx); err != nil {
		return nil, err
	}
	w.asker = w.run.askWayback(c.waybackFetcher(p, w.run.waiting))
	if s, err := c.Archive.Summary(ctx, w.run.id); err == nil {
		w.run.requests = s.Requests // of a run that was killed
	}
	if err := c.Captures.Position(ctx, w.name(), &w.at); err != nil {
		return nil, err
	}
	if w.at.Done == nil {
		w.at.Done = map[string]time.Time{}
	}
	work, cancel, err := w.run.deadline(ctx)
	if err != nil {
		return w.run.end(ctx, err)
	}
	defer cancel()
	err = w.walk(work)
	return w.run.end(ctx, cmp.Or(err, w.save(ctx)))
}

// name is what the position of the backfill is called.
func (w *wayback) name() string {
	name := "backfill " + w.run.profile.Name + " " + w.run.profile.Wayback.URL.Host
	if w.backfill.Every {
		name += " every"
	}
	return name
}

func (w *wayback) save(ctx context.Context) error {
	return w.captures.SavePosition(context.WithoutCancel(ctx), w.name(), w.at)
}

// walk reads window after window.
func (w *wayback) walk(ctx context.Context) error {
	again := w.at.Again
	w.at.Again = nil
	if rest, err := w.fetch(ctx, again); err != nil {
		w.at.Again = append(w.at.Again, rest...)
		return err
	}
	if w.backfill.From.IsZero() && w.at.First.IsZero() {
		var err error
		if w.at.First, err = w.asker.first(ctx); err != nil {
			return err
		}
	}
	for _, win := range w.backfill.windows(w.run.profile, w.at.First, w.run.now()) {
		key := win.key()
		if w.isRead(key) {
			continue
		}
		if w.at.Window != key {
			w.at.Window, w.at.Resume, w.at.Pending = key, "", nil
		}
		if err := w.window(ctx, win); err != nil {
			return err
		}
		w.at.Done[key] = w.run.now().UTC()
		w.at.Window, w.at.Resume, w.at.Pending = "", "", nil
		if err := w.save(ctx); err != nil {
			return err
		}
	}
	return nil
}

// isRead reports whether a window has been read, and not too long ago.
func (w *wayback) isRead(key string) bool {
	at, ok := w.at.Done[key]
	return ok && w.run.now().Sub(at) < windowStale
}

// window reads the rest of a window.
func (w *wayback) window(ctx context.Context, win window) error {
	for {
		if len(w.at.Pending) > 0 {
			rest, err := w.fetch(ctx, w.at.Pending)
			if w.at.Pending = rest; err != nil {
				return err
			}
			if w.at.Resume == "" {
				return nil
			}
		}
		index, err := w.asker.index(ctx, win, w.at.Resume, w.backfill.Every)
		if err != nil {
			return err
		}
		if index.Skipped > 0 {
			w.run.log.Warn("rows of the index of captures that cannot be used", "rows", index.Skipped)
		}
		w.at.Pending = w.wanted(index.Captures)
		if w.at.Resume == index.Resume { // or it would go round for ever
			w.at.Resume = ""
		} else {
			w.at.Resume = index.Resume
		}
		if err := w.save(ctx); err != nil {
			return err
		}
		if len(w.at.Pending) == 0 && w.at.Resume == "" {
			return nil
		}
	}
}

// wanted are the captures of articles of the span, newest first.
func (w *wayback) wanted(all []discover.CDXCapture) []discover.CDXCapture {
	var list []discover.CDXCapture
	for _, c := range all {
		if _, ok := w.about(&c); ok {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b discover.CDXCapture) int { return strings.Compare(b.Timestamp, a.Timestamp) })
	return list
}

// about is the page a capture is of; ok is false when it is not wanted.
func (w *wayback) about(c *discover.CDXCapture) (t news.Target, ok bool) {
	if c.Status != 0 && c.Status != 200 {
		return t, false
	}
	u := asOfToday(w.run.profile, c.URL)
	if u == nil {
		return t, false
	}
	if t, ok = w.target(u, false); !ok || t.Role != news.RoleOfArticle && t.Role != news.RoleUnsorted {
		return t, false
	}
	if from, to, dated := discover.Period(t.URL); dated && !w.backfill.overlaps(from, to) {
		return t, false
	}
	return t, true
}

// asOfToday is an address of a capture as the site has it today: pages that were
// captured before it changed from http to https are the same pages. It is nil when
// it is none of the site's.
func asOfToday(p *profile.Profile, address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	if u.Port() == "80" || u.Port() == "443" {
		u.Host = u.Hostname()
	}
	if u.Scheme == "http" {
		u.Scheme = p.Home.Scheme
	}
	if u.Fragment = ""; !p.InScope(u) {
		return nil
	}
	return u
}

// fetch keeps captures, one after the other; rest are those it did not come to.
func (w *wayback) fetch(ctx context.Context, all []discover.CDXCapture) (rest []discover.CDXCapture, err error) {
	w.run.mu.Lock()
	w.run.progress.Queued = len(all)
	w.run.mu.Unlock()
	for i := range all {
		c := &all[i]
		t, ok := w.about(c)
		if !ok {
			continue
		}
		same := t.URL + "\x00" + c.Digest
		kept, held, err := w.captures.Captured(ctx, w.visitID(c, t), t.URL)
		if err != nil {
			return all[i:], err
		}
		if kept || held && !w.backfill.Every || c.Digest != "" && w.seen[same] {
			continue
		}
		if err := w.capture(ctx, c, t); err != nil {
			return all[i:], err
		}
		if len(w.seen) < remembered {
			w.seen[same] = true
		}
	}
	return nil, nil
}

// visitID names the visit of a capture for ever.
func (w *wayback) visitID(c *discover.CDXCapture, t news.Target) news.VisitID {
	named := Capture{URL: t.URL, At: c.At, Body: []byte(w.run.profile.Wayback.URL.Host)}
	return named.VisitID()
}

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

// windows are the parts of the index in the order they are read in: gaps first,
// then months from new to old, each host by itself.
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
	for month := time.Date(whole.To.Year(), whole.To.Month(), 1, 0, 0, 0, 0, time.UTC); month.AddDate(0, 1, 0).After(whole.From); month = month.AddDate(0, -1, 0) {
		add(month, month.AddDate(0, 1, 0), false)
	}
	return all
}
