package scraper

import (
	"time"

	"newskeep/scraper/profile"
)

const (
	blockedWait = 6 * time.Hour  // before a page that refused us is asked for again
	missingWait = 24 * time.Hour // before a page that was not there is asked for again
	missingMost = 3              // visits that find nothing before a page is given up
	failedWait  = time.Hour      // after the retries of a run are used up; doubled each time
	failedMost  = 24 * time.Hour // and never longer than this
)

// stretchMost bounds how much longer the wait becomes for an article that never
// changes.
const stretchMost = 4

// revisitAt is when an article published at published is due again after a visit
// at now: if the visit finds it as it was, and if it finds it changed. Each look
// in a row that found nothing stretches the wait by half; a change halves it. Zero
// means never by itself. An article without a date counts as new.
func revisitAt(rows []profile.Revisit, now, published time.Time, steady int) (same, changed time.Time) {
	age := now.Sub(published)
	if published.IsZero() {
		age = 0
	}
	for _, r := range rows {
		if age >= r.Under {
			continue
		}
		wait := r.Every
		for i := 0; i < steady && wait < stretchMost*r.Every; i++ {
			wait += wait / 2
		}
		return now.Add(min(wait, stretchMost*r.Every)), now.Add(r.Every / 2)
	}
	return time.Time{}, time.Time{}
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
