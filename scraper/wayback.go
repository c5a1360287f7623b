package scraper

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// CaptureArchive is what a backfill from a web archive needs beside an [Archive].
// *store.Store is one.
type CaptureArchive interface {
	// Captured says whether the visit of a capture was kept, and whether there is an
	// answer of its address that a crawl or an import got, or a web archive no later
	// than at.
	Captured(ctx context.Context, id news.VisitID, address string, at time.Time) (kept, held bool, err error)
	// Indexed counts requests of a run that belong to no page.
	Indexed(ctx context.Context, run news.RunID, requests int, bytes int64) error
	// Position reads how far some work had come, SavePosition keeps it.
	Position(ctx context.Context, name string, position any) error
	SavePosition(ctx context.Context, name string, position any) error
}

const (
	// windowStale is how long the index of a month is not asked for again: captures
	// come into it late.
	windowStale = 30 * 24 * time.Hour
	// againMost captures that could not be had are tried again by the next backfill.
	againMost = 500
)

// waybackBegan is when the oldest captures there are were made.
var waybackBegan = time.Date(1996, 1, 1, 0, 0, 0, 0, time.UTC)

// errClosed ends a backfill from a web archive that gives nothing of a site.
var errClosed = errors.New("the web archive does not give captures of the site")

// wayback is a backfill from a web archive under way. It walks through time in
// windows: those of the gaps, then month by month from old to new, so that what it
// meets first of an article is the oldest there is; of each it reads the index,
// answer by answer, and then the captures it names.
type wayback struct {
	*Import
	captures CaptureArchive
	backfill *Backfill
	asker    *waybackAsker
	at       waybackPosition
	seen     map[string]string // address of an article -> digest of the last capture of it
	listed   map[string]string // address of a list -> window of the last capture of it
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
// asked of the site. Without [Backfill.Every] it is the earliest capture of each
// article that is not in the archive, and a capture a month of the front page and
// each section. A run that was stopped goes on where it was.
//
// The error is that of ctx, or what the archive returned; what the web archive
// could not give is in the ledger.
func (c *Crawler) Wayback(ctx context.Context, p *profile.Profile, o Options) (*news.Summary, error) {
	o.AnyHour = true // the hours are about the site
	w := &wayback{Import: c.NewImport(p), captures: c.Captures, backfill: o.Backfill, seen: map[string]string{}, listed: map[string]string{}}
	w.job = c.newRun(p, o)
	w.job.Via = news.ViaWayback
	w.run.options, w.run.progress.Site = o, p.Name
	w.run.unplaced = nil // what menus of the past lack is no fault of the profile
	if err := w.begin(ctx); err != nil {
		return nil, err
	}
	w.asker = w.run.askWayback(c.waybackFetcher(p, w.run.waiting))
	before, err := c.Archive.Summary(ctx, w.run.id)
	if err != nil {
		return nil, fmt.Errorf("what the run has done so far: %w", err)
	}
	w.run.requests = before.Requests // of a run that was killed
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
