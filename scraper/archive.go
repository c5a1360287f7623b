package scraper

import (
	"context"
	"time"

	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
)

// Archive is what a crawl needs to know and to keep. *store.Store is one.
//
// Everything a crawl must not lose lives behind it: a process that dies between
// two calls loses nothing but the request in flight.
type Archive interface {
	// Begin opens a run, or takes up the last one of the site if it was killed
	// and had the same options.
	Begin(ctx context.Context, site news.Site, run news.Run) (news.Run, error)
	// Plant queues pages for the run, known or not, unless the run has visited
	// them already. It returns how many it did not know before.
	Plant(ctx context.Context, run news.RunID, found []news.Found) (int, error)
	// Hosts are those with pages queued for the run.
	Hosts(ctx context.Context, run news.RunID) ([]string, error)
	// Next is the page to visit now; the error is a [news.NothingDue] when there is none.
	Next(ctx context.Context, run news.RunID, host string) (news.Target, error)
	// Pass lets a page go by until the run has ended.
	Pass(ctx context.Context, run news.RunID, page int64) error
	// Confine holds back the pages of a backfill that lie outside of its span, puts
	// those within the gaps first, and returns how many articles that earlier ones
	// found are left to it.
	Confine(ctx context.Context, run news.RunID, from, to time.Time, gaps []news.Span) (int, error)
	// Reserve takes the host's next free slot and returns when it begins.
	Reserve(ctx context.Context, host string, delay time.Duration) (time.Time, error)
	// Spend takes one of the requests a host may have in any hour; the zero time says
	// that there was one, another when there is one again.
	Spend(ctx context.Context, host string, perHour int) (again time.Time, err error)
	// Rest notes that a host asked to be left alone, for this run and later ones.
	Rest(ctx context.Context, host string, until time.Time) error
	// Resting is until when a host asked to be left alone; zero: it did not.
	Resting(ctx context.Context, host string) (time.Time, error)
	// LastBody is the answer of the last visit that brought one, for pages the
	// server says are not modified.
	LastBody(ctx context.Context, page int64) (*news.Response, error)
	// Keep writes a visit in one transaction. Keeping it twice changes nothing.
	Keep(ctx context.Context, v *news.Visit) (news.Verdict, error)
	// End closes the run.
	End(ctx context.Context, run news.RunID, outcome string, warnings []string) error
	// Summary counts the run's ledger.
	Summary(ctx context.Context, run news.RunID) (*news.Summary, error)
}

// Fetcher asks for one page. *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*news.Response, error)
}
