package news

import "time"

// RunID numbers the runs of an archive, from 1.
type RunID int64

// Run is one crawl of one site.
type Run struct {
	ID          RunID          `json:"run"`
	Site        string         `json:"site"`
	Started     time.Time      `json:"started"`           // UTC
	Ended       time.Time      `json:"ended,omitzero"`    // zero while it runs, or when it was killed
	Via         Via            `json:"via,omitempty"`     // who asked for its pages; empty: a crawl of ours
	Outcome     string         `json:"outcome"`           // one of the Run… words; empty while it runs
	Resumed     int            `json:"resumed,omitempty"` // how often a killed run was taken up again
	HolderHost  string         `json:"host"`              // machine it runs or ran on
	HolderPID   int            `json:"pid"`
	ProfileHash string         `json:"profile_hash"`
	Parser      string         `json:"parser"`
	Options     string         `json:"options"`          // what the run is limited to, as JSON such as {"only":["Politics"]}; only a run with the same is taken up again
	Missed      map[string]int `json:"missed,omitempty"` // pages it did not get by failure class, and those "left" due when it ended; only in lists of runs
}

// Part is which pages a run is about. Runs over a part come between whole ones, as
// often as is wanted, and never stand in for them.
type Part string

const (
	PartWhole    Part = ""         // lists, and the articles they lead to
	PartLists    Part = "lists"    // front page, first pages of sections, feeds: what stands where, and what is new; nothing it leads to
	PartArticles Part = "articles" // articles that are due: known ones by their age, and those that lists have found since
)

// How a run ended.
const (
	RunDone        = "done"        // everything due was visited
	RunPartial     = "partial"     // done, but some pages could not be read
	RunBlocked     = "blocked"     // the site refused us
	RunLimited     = "limited"     // --limit or --max-time was reached
	RunStopped     = "stopped"     // by a signal, after saving
	RunFailed      = "failed"      // an error of our own; the archive could not be written
	RunInterrupted = "interrupted" // killed; found so by the next run
)

// Site is what the archive keeps of a profile, so that it explains itself.
type Site struct {
	Name     string `json:"site"`
	Title    string `json:"title"`
	Language string `json:"language,omitempty"` // BCP 47; empty when the profile names none
	Home     string `json:"home"`
	Zone     string `json:"time_zone"` // IANA name of the zone of printed dates
}

// Summary is the ledger of one run, as `crawl --json` prints it. It is counted
// from the archive, so a run that was killed and taken up again counts whole.
type Summary struct {
	Run               RunID          `json:"run"`
	Site              string         `json:"site"`
	Started           time.Time      `json:"started"`
	Ended             time.Time      `json:"ended,omitzero"`
	Outcome           string         `json:"outcome"`
	Resumed           int            `json:"resumed,omitempty"`
	PagesFetched      int            `json:"pages_fetched"` // answered with a body, articles and sections alike
	ArticlesNew       int            `json:"articles_new"`
	ArticlesChanged   int            `json:"articles_changed"`
	ArticlesUnchanged int            `json:"articles_unchanged"`
	NotModified       int            `json:"not_modified"`
	Sections          int            `json:"sections"` // section pages read, further pages included
	Failed            []Missed       `json:"failed"`   // pages whose last visit of the run failed, missing ones included
	Blocked           []Missed       `json:"blocked"`
	Dropped           map[string]int `json:"dropped"` // addresses not asked for, by reason
	Left              int            `json:"left"`    // pages that were due when the run ended and wait for the next
	Bytes             int64          `json:"bytes"`   // of bodies, as sent
	Requests          int            `json:"requests"`
	Images            *ImageSummary  `json:"images,omitempty"` // nil when none were asked for
	Warnings          []string       `json:"warnings"`         // what the run could not find, such as a section missing from the navigation
}

// Missed is one page a run did not get.
type Missed struct {
	URL    string       `json:"url"`
	Class  FailureClass `json:"class,omitempty"`
	Status int          `json:"status,omitempty"`
	Reason string       `json:"reason"`
}
