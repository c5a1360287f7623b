package draft

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"newskeep/scraper/discover"
	"newskeep/scraper/extract"
	"newskeep/scraper/profile"
)

// Source is what a profile is drafted from.
type Source struct {
	Home   string           // address of the front page; "": the root of the articles' host
	Name   string           // of the profile; "": made of the host
	Pages  []Page           // articles and, better with than without, the front page and a section
	Robots *discover.Robots // nil: not known
	Agent  string           // whose Crawl-delay of Robots counts
	Local  bool             // the site is one's own: private addresses are allowed, and it is asked without delay
}

// Page is one page of the site as it came.
type Page struct {
	extract.Input
	File string // where it is saved, as the profile's tests shall name it; "": they name its address alone
}

// Draft is a profile with the reasons for what stands in it.
type Draft struct {
	Name    string
	YAML    []byte           // the profile, commented
	Profile *profile.Profile // YAML as parsed
	Rules   []FieldRules     // by field, in the order of the file
	Skipped []Skipped        // pages that were of no use
	Doubts  []string         // what a person should look at first, a sentence each
	Given   int              // articles it was drafted from
	Lists   int              // front and section pages it was drafted from
}

// FieldRules are the rules drafted for one field.
type FieldRules struct {
	Field string // as in the profile; "listing.items" for those of lists
	Rules []string
	Right int // pages on which they give what reading without rules gives
	Have  int // pages on which reading without rules gives a value
}

// Skipped is a page that nothing was drafted from.
type Skipped struct {
	Page string
	Why  string
}

// NoArticlesError is that of pages none of which is an article of the site.
type NoArticlesError struct{ Skipped []Skipped }

func (e *NoArticlesError) Error() string {
	var b strings.Builder
	b.WriteString("none of the pages is an article that can be read; a draft needs one, and three or more are better")
	for _, s := range e.Skipped {
		fmt.Fprintf(&b, "\n  %s: %s", s.Page, s.Why)
	}
	return b.String()
}

// New drafts a profile. The error is a [*NoArticlesError], or that of an address
// that cannot be a home.
func New(src Source) (*Draft, error) {
	w := &work{src: src}
	if err := w.sort(); err != nil {
		return nil, err
	}
	w.local = src.Local || profile.IsPrivate(w.home.Hostname())
	w.name = src.Name
	if w.name == "" {
		w.name = nameOf(w.home.Hostname())
	}
	w.title = w.siteTitle()
	w.drop = w.findDropParams()
	w.sections = w.findSections()
	w.patterns = w.findPatterns()
	w.sections = w.dropStories(w.sections)
	w.feeds, w.sitemaps = w.findFeeds(), w.findSitemaps()
	w.datedLists = w.findDatedLists()
	w.language = w.findLanguage()
	w.zone = w.findZone()
	if err := w.readInZone(); err != nil {
		return nil, err
	}
	w.pace = w.findPace()
	if err := w.draftRules(); err != nil {
		return nil, err
	}
	return w.finish()
}

// work is one draft in the making.
type work struct {
	src      Source
	home     *url.URL
	local    bool
	hosts    []string // beside home's
	articles []*sample
	lists    []*sample
	skipped  []Skipped
	doubts   []string

	name, title string
	language    language
	zone        zone
	pace        pace
	sections    []section
	patterns    patterns
	feeds       []feed
	sitemaps    []string
	datedLists  []datedList
	drop        []string
	fields      []fieldRules // of articles and, below "listing.", of lists
}

// doubt notes what a person should look at.
func (w *work) doubt(format string, args ...any) {
	w.doubts = append(w.doubts, fmt.Sprintf(format, args...))
}

// finish writes the profile, tries it whole and takes out what does not hold.
func (w *work) finish() (*Draft, error) {
	p, err := w.verified()
	if err != nil {
		return nil, err
	}
	d := &Draft{Name: w.name, YAML: p.Source, Profile: p, Skipped: w.skipped, Doubts: w.doubts, Given: len(w.articles), Lists: len(w.lists)}
	for _, f := range w.fields {
		if len(f.rules) == 0 {
			continue
		}
		rules := FieldRules{Field: f.name, Right: f.right, Have: f.have}
		for _, r := range f.rules {
			rules.Rules = append(rules.Rules, r.text())
		}
		d.Rules = append(d.Rules, rules)
	}
	return d, nil
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf makes the name of a profile of a host: "thegazette" of
// "www.thegazette.example".
func nameOf(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	if len(labels) > 1 && (labels[0] == "www" || labels[0] == "m") {
		labels = labels[1:]
	}
	if numeric := strings.Trim(host, "0123456789.:[]") == ""; len(labels) > 1 && !numeric {
		labels = labels[:len(labels)-1]
		// co.uk, com.au: the second level says nothing either.
		if last := len(labels) - 1; last > 0 && len(labels[last]) <= 3 && (labels[last] == "co" || labels[last] == "com" || labels[last] == "org" || labels[last] == "net" || labels[last] == "ac") {
			labels = labels[:last]
		}
	}
	name := strings.Trim(notInName.ReplaceAllString(strings.Join(labels, "-"), "-"), "-")
	if name = name[:min(len(name), 60)]; strings.Trim(name, "-") == "" {
		return "site"
	}
	return strings.Trim(name, "-")
}

// errNoHost is that of pages whose addresses are not known.
var errNoHost = errors.New("the address of no page is known: the files name none themselves, so say where the site is with --url")
