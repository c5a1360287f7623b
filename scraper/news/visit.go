package news

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// VisitID names one visit for ever: 128 random bits in hex. Keeping a visit
// twice changes nothing.
type VisitID string

// NewVisitID returns a fresh id.
func NewVisitID() VisitID {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand aborts the program instead
	return VisitID(hex.EncodeToString(b[:]))
}

// Outcome is how a visit ended.
type Outcome string

const (
	Fetched     Outcome = "fetched"      // answered with a body that was read
	NotModified Outcome = "not_modified" // 304: as it was at the last visit
	Blocked     Outcome = "blocked"      // the site refused us: challenge, captcha, consent or login wall
	Missing     Outcome = "missing"      // 404, 410, or a page that says it is not there
	Failed      Outcome = "failed"       // no usable answer; Class says why
	Dropped     Outcome = "dropped"      // not asked for: robots, scope; Class says why
)

// FailureClass is why a visit failed, was dropped or was blocked, in one stable
// word for counting.
type FailureClass string

const (
	FailDNS         FailureClass = "dns"
	FailConnect     FailureClass = "connect"
	FailTLS         FailureClass = "tls"
	FailTimeout     FailureClass = "timeout"
	FailReset       FailureClass = "reset"        // the connection broke off
	FailTruncated   FailureClass = "truncated"    // fewer bytes than announced
	FailTooLarge    FailureClass = "too_large"    // over the size limit
	FailEncoding    FailureClass = "encoding"     // a Content-Encoding that cannot be undone
	FailRedirect    FailureClass = "redirect"     // a loop, too many, or one without a target
	FailForeign     FailureClass = "foreign_host" // a redirect or link out of the site's hosts
	FailPrivate     FailureClass = "private_address"
	FailRobots      FailureClass = "robots"             // disallowed by robots.txt
	FailRobotsDown  FailureClass = "robots_unreachable" // RFC 9309 §2.3.1.4: 5xx means disallow all
	FailClient      FailureClass = "http_4xx"
	FailRateLimited FailureClass = "http_429"
	FailServer      FailureClass = "http_5xx"
	FailUnread      FailureClass = "unreadable" // answered, but no reader could make sense of it
	FailOther       FailureClass = "other"
)

// Via says who asked for a page. What others have saved is kept apart from what
// a crawl of ours has seen, because we vouch for its time and bytes no more than
// they do.
type Via string

const (
	ViaLive     Via = "live"     // a crawl into this archive; so is the empty Via
	ViaBackfill Via = "backfill" // we asked the site ourselves, but long after publication
	ViaImport   Via = "import"   // read from a file
	ViaWayback  Via = "wayback"  // a capture of the Wayback Machine, asked for there
)

// Live reports whether we asked the site ourselves.
func (v Via) Live() bool { return v == "" || v == ViaLive || v == ViaBackfill }

// Response is what a server answered, whole.
type Response struct {
	URL      string              // after redirects
	Hops     []string            // every address asked for on the way, the first included, the last not
	Status   int                 // of the last answer
	Header   map[string][]string // canonical MIME header keys; Content-Encoding as it was sent
	Body     []byte              // after content decoding, never cut
	Asked    map[string][]string // headers of the last request, canonical keys; nil when unknown
	Wire     int64               // bytes of the body as sent
	Requests int                 // requests made for it, robots.txt and redirects included
	Took     time.Duration
}

// Visit is one attempt to fetch a page and all that came of it. It is plain data:
// the unit of work and of a transaction.
type Visit struct {
	ID          VisitID
	Run         RunID
	Target      Target
	At          time.Time // when the request began, UTC
	Via         Via       // who asked; empty: a crawl of ours
	Origin      string    // where a capture that is not live was found, such as file and record
	Outcome     Outcome
	Class       FailureClass   // empty for Fetched and NotModified
	Reason      string         // one sentence for a person; empty for Fetched and NotModified
	Response    *Response      // nil when no answer came
	Reading     *Reading       // nil when nothing was read
	Identity    string         // address the page is to be known by, normalised; empty: Target.URL
	Slash       bool           // it is to be asked for with a slash at the end of its path; for Fetched and NotModified
	Aliases     []string       // other addresses of the page, normalised
	Found       []Found        // pages it points to that the crawl wants
	Skipped     map[string]int // links not followed, counted by reason ("foreign_host", "not_an_article", …)
	Due         time.Time      // when to come back; zero: never by itself
	DueChanged  time.Time      // the same for an article that turns out to have changed; zero: Due
	Parser      string         // version of the extractor
	ProfileHash string         // of the profile's rules
	More        bool           // another visit follows without a pause: search may find what this one says a moment later
}

// Change is what keeping a visit did to an article.
type Change string

const (
	ChangeNone      Change = ""          // the visit says nothing about an article
	ChangeNew       Change = "new"       // first seen
	ChangeEdited    Change = "changed"   // a new revision
	ChangeUnchanged Change = "unchanged" // last seen moved on
)

// Verdict is what Keep decided about a visit.
type Verdict struct {
	Page     int64
	Article  int64 // 0 when the page is no article
	Change   Change
	Revision int      // number of the article's current revision, from 1; 0 when no article
	Fields   []string // JSON names of the fields that changed, for ChangeEdited
	Queued   int      // pages newly known through this visit
	Repeated bool     // the visit had been kept before: nothing was done
}
