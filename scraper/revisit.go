package scraper

import (
	"time"

	"newskeep/scraper/profile"
)

// revisits says how long to wait before an article is looked at again, by its
// age: young articles are edited most. Older than the last row: never again by
// itself.
var revisits = []struct{ age, wait time.Duration }{
	{3 * time.Hour, 15 * time.Minute},
	{24 * time.Hour, time.Hour},
	{7 * 24 * time.Hour, 3 * time.Hour},
	{30 * 24 * time.Hour, 3 * 24 * time.Hour},
	{365 * 24 * time.Hour, 30 * 24 * time.Hour},
}

const (
	blockedWait = 6 * time.Hour  // before a page that refused us is asked for again
	missingWait = 24 * time.Hour // before a page that was not there is asked for again
	missingMost = 3              // visits that find nothing before a page is given up
	failedWait  = time.Hour      // after the retries of a run are used up; doubled each time
	failedMost  = 24 * time.Hour // and never longer than this
)

// revisitAt is when an article published at published is due again after a visit
// at now; zero means never by itself. An article without a date counts as new.
func revisitAt(now, published time.Time) time.Time {
	age := now.Sub(published)
	if published.IsZero() {
		age = 0
	}
	for _, r := range revisits {
		if age < r.age {
			return now.Add(r.wait)
		}
	}
	return time.Time{}
}

// retryAt is when a page is due again after a failure: soon, and each time twice
// as late, for the first tries of this process; after that in a later run, the
// later the more failures there were in a row. Tries are counted by the process
// and not by the archive, so that a run taken up again has its patience back.
func retryAt(now time.Time, tries, failures int, pol profile.Politeness, retryAfter time.Duration) time.Time {
	if tries <= pol.Retries {
		return now.Add(max(pol.Backoff<<(tries-1), retryAfter))
	}
	late := failedWait
	for i := tries; i < failures && late < failedMost; i++ {
		late *= 2
	}
	return now.Add(max(min(late, failedMost), retryAfter))
}
