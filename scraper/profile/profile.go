// Package profile holds the rules of a site as data: where its sections are,
// which addresses are articles, how its fields are found, when and how politely
// it is visited. A profile is one YAML file; parsing is strict, and every
// selector, pattern, zone and cron spec is compiled here, so that nothing inside
// the program has to be checked again.
//
//	profile.go   Profile and its parts, compiled
//	parse.go     YAML -> Profile; rules.go and values.go read its parts
//	keys.go      every key a profile may have
//	node.go      the syntax tree, read with a position for every complaint
//	error.go     Error: file:line:column and the offending line
//	cron.go      the shape of a cron spec
//	hours.go     Hours: when a site may be asked
//	revisit.go   Revisit: when to look at an article again
//	dated.go     DatedList: the site's own lists of the past
//	wayback.go   Wayback: the web archive that a backfill may ask
//	scope.go     which addresses belong to a site and which are articles
//	address.go   Normalize: when two addresses are one page
//	clean.go     the named cleaners; byline.go, credit.go and number.go hold the longer ones
//	set.go       Set: built-in profiles and those of a folder; find by name or host
//	guide.yaml   a commented profile with every key
//	sites/       the built-in profiles
package profile

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"

	"newskeep/scraper/news"
)

// Profile is a site, compiled. The zero Profile is not usable; see [Parse].
type Profile struct {
	Name         string // such as "almayadeen-en": lower-case letters, digits and dashes
	Title        string // for people
	Language     string // BCP 47 of its articles; empty: any, and none is refused
	Home         *url.URL
	Hosts        []string       // in scope; Home's host is always among them. Without a port, any port
	Zone         *time.Location // of printed dates without one; never nil, UTC when not given
	ZoneGiven    bool           // the profile names its zone
	Schedule     Schedule
	Politeness   Politeness
	AllowPrivate bool // loopback and private addresses may be asked for
	Sections     []Section
	Feeds        []*url.URL
	Sitemaps     []*url.URL    // a robots.txt stands for those that it names
	SitemapAge   time.Duration // how far back a crawl looks in the sitemaps; 0: not at all
	DatedLists   []DatedList   // for backfills
	Wayback      Wayback       // for backfills that are told to ask there
	Revisits     []Revisit     // from young to old; older than the last: never again by itself
	Articles     Patterns
	Drop         []string         // query parameters that are no part of an address, beside the known tracking ones
	ImageDrop    []string         // query parameters that name a rendition of an image, such as "width"
	FetchImages  []news.ImageRole // images whose files a crawl fetches when nothing else is said; empty: none
	MaxPages     int              // section pages followed through "next", per section and run; 1 when not given
	FollowLinks  int              // articles followed one from another by links in their text, from one that a list shows; 0: none
	Rules        Rules
	Older        []Dated // templates of the past, newest first
	Tests        []Test

	Hash   string // hex SHA-256 of Source
	Source []byte // the YAML as written
	File   string // where it was read from, for messages; "builtin:NAME.yaml" for built-in ones
}

// Schedule says when watch crawls the site: five-field cron specs as written, each
// empty for never. The zero Schedule is never.
type Schedule struct {
	Spec    string         // whole runs
	Revisit string         // articles that are due, between whole runs
	Modules string         // front page, first pages of sections and feeds, between whole runs
	Zone    *time.Location // in which they are read; UTC when not given
}

// Politeness bounds what a crawl asks of a host.
type Politeness struct {
	Delay   time.Duration // between two requests to a host; 2s when not given, 0 only with allow_private
	Jitter  float64       // random share added to Delay, 0 to 1; 0.3 when not given
	Timeout time.Duration // for one request, body included; 30s when not given
	MaxBody int64         // bytes of a decoded body; 16 MiB when not given
	Backoff time.Duration // before the first retry, doubled each time; 5s when not given
	Retries int           // attempts after the first within one run; 2 when not given

	MaxPerHour  int   // requests to a host in any hour, by all runs into the archive together; 0: no limit
	MaxRequests int   // of one run, redirects and robots.txt included; 0: no limit
	Hours       Hours // in which runs work; zero: always
}

// Section is one section page.
type Section struct {
	Name  string   // such as "Politics"
	Path  []string // such as "News", "Politics"; just Name when not given
	URL   *url.URL // nil: found in the navigation of the home page by Label
	Label string   // as the navigation prints it; Name when not given
	Group string   // navigation menu the label stands under; empty: any
}

// Patterns says which addresses are articles. With neither list, every in-scope
// link of a section's own list is taken for one, and the page itself decides.
type Patterns struct {
	Include []*regexp.Regexp // matched against the decoded path and query; one must match
	Exclude []*regexp.Regexp // none may match
}

// Rules hold, for each field, what to try, in order.
type Rules struct {
	Article map[Field][]Rule
	Listing Listing
	Modules []Module
	Ticker  []Rule
	Remove  []Selector // cut out of the page before the body is read
}

// Field is a field of an article that rules can fill; the words are the JSON names.
type Field string

const (
	Headline    Field = "headline"
	Kicker      Field = "kicker"
	Standfirst  Field = "standfirst"
	Bylines     Field = "bylines"
	Source      Field = "source"
	Dateline    Field = "dateline"
	Published   Field = "published"
	Modified    Field = "modified"
	SectionPath Field = "section"
	Tags        Field = "tags"
	Body        Field = "body"    // the container; blocks are found inside
	Images      Field = "images"  // containers (figures) or img elements
	Caption     Field = "caption" // inside the container of an image
	Credit      Field = "credit"  // inside the container of an image
	KindField   Field = "kind"
	Language    Field = "language"
	ReadMinutes Field = "read_minutes"
	Shares      Field = "shares"
	RelatedBox  Field = "related" // containers of in-body related boxes: cut out, their links kept
)

// Selector is a compiled CSS selector and its text.
type Selector struct {
	Text string
	Sel  cascadia.Matcher // nil in a zero Selector; a comma list is one Matcher
}

// Rule is one way to find a value. Exactly one of Select, JSON and Label is set.
type Rule struct {
	Index   int            // place in its list, from 0; doctor reports which one matched
	Select  Selector       // elements; their text, or Attr
	Attr    string         // attribute to read instead of the text; "href" in rules for links that name none
	JSON    Selector       // script elements holding JSON
	Path    []string       // keys into that JSON; a step "key=value" picks from a list the object whose key is value, a number the element at that place from 0
	Label   string         // visible label the value follows, such as "Source:"
	Layouts []string       // Go time layouts for dates, tried in order before the general reader
	Zone    *time.Location // zone of a date without one; nil: the profile's
	Split   string         // separator of a list given as one string; empty: no splitting
	Match   *regexp.Regexp // the first group (or all) is the value; no match, no value
	Clean   []Cleaner
}

// String is the rule as people know it, and as the provenance of a field quotes
// it: its selector, JSON path or label.
func (r *Rule) String() string {
	switch {
	case r.Select.Text != "" && r.Attr != "":
		return r.Select.Text + " @" + r.Attr
	case r.Select.Text != "":
		return r.Select.Text
	case r.JSON.Text != "":
		return r.JSON.Text + " " + strings.Join(r.Path, ".")
	}
	return r.Label
}

// Listing holds the rules of section pages.
type Listing struct {
	Items     []Selector // one element a card; the first selector that matches any wins
	Title     []Rule     // inside a card
	Link      []Rule     // inside a card
	Label     []Rule     // the section label inside a card
	Published []Rule     // inside a card
	Image     []Rule     // inside a card
	Next      []Rule     // on the page
	Name      []Rule     // on the page
}

// Module says where a module stands that structure and labels alone do not show.
type Module struct {
	Relation string   // a news.Relation
	Select   Selector // the container
	Items    Selector // cards inside; zero: found by structure
}

// Dated are the rules of a template that was in use until a day.
type Dated struct {
	Until time.Time // first instant the template was no longer in use
	Rules Rules
}

// Test names a saved page and what reading it must give.
type Test struct {
	URL    string
	File   string            // relative to the profile's file; empty: only URL is known
	Expect map[string]string // field -> text the value must hold
}

// RulesAt returns the rule sets to try for a page seen at t, in order: a dated
// block whose Until lies after t comes before the current rules, so that old
// pages stay readable. A zero t means now: the current rules first.
func (p *Profile) RulesAt(t time.Time) []*Rules {
	rules := []*Rules{&p.Rules}
	for i := range p.Older {
		d := &p.Older[i]
		if !t.IsZero() && t.Before(d.Until) {
			rules = append([]*Rules{&d.Rules}, rules...)
		} else {
			rules = append(rules, &d.Rules)
		}
	}
	return rules
}
