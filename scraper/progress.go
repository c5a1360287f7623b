package scraper

import (
	"time"

	"newskeep/scraper/news"
)

// Progress is the state of a run after one step of it. Counters are those of
// this process: a run taken up again starts them anew.
type Progress struct {
	Site     string
	URL      string            // the page just visited, or the one about to be
	Outcome  news.Outcome      // empty while URL is being asked for
	Change   news.Change       // what keeping the visit did to an article
	Class    news.FailureClass // the same in one word; empty when it was read, or the fault is the page's own
	Reason   string            // why it was not read
	Done     int               // pages visited
	Queued   int               // pages found that are still to be visited
	New      int               // articles first seen
	Missed   int               // pages failed, missing or blocked
	Requests int               // made by the run, robots.txt and redirects included
	Bytes    int64             // of bodies it received, as sent
	Elapsed  time.Duration     // since the run began in this process
	Waited   time.Duration     // planned waits so far, summed over its hosts
	Until    time.Time         // when the run stops waiting; zero while it does not wait
	For      string            // what it waits for, one of the Wait… words; empty while it does not wait
}

// What a run waits for.
const (
	WaitTurn  = "the host's turn"        // politeness
	WaitRetry = "a page that failed"     // to be tried again
	WaitReach = "the host to be reached" // an outage, of the host or of our own network
	WaitHour  = "the hour to be over"    // max_per_hour of the profile
	WaitRest  = "the host to recover"    // its breaker is open, or it asked to be left alone
)

// Remaining estimates the time to visit what is queued at the rate so far; 0
// when nothing has been visited yet.
func (p Progress) Remaining() time.Duration {
	if p.Done == 0 {
		return 0
	}
	return p.Elapsed / time.Duration(p.Done) * time.Duration(p.Queued)
}
