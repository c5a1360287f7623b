package discover

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jimsmart/grobotstxt"
)

const (
	// robotsMost is how much of a robots.txt is read, in bytes: RFC 9309 §2.5
	// asks for at least 500 KiB.
	robotsMost = 500 << 10
	// DelayMost is the longest Crawl-delay that is taken at its word. More is a
	// slip of units or a way of saying no, which Disallow says better.
	DelayMost = 5 * time.Minute
)

// Robots is what one robots.txt says. The zero Robots allows everything.
type Robots struct {
	status   int  // of the answer; 0: none
	closed   bool // nothing is allowed: the file could not be had
	groups   []*group
	sitemaps []string
}

// group holds the rules of the user agents it names.
type group struct {
	agents []string // product tokens in lower case; "*" for everyone else
	rules  []rule
	delay  time.Duration // negative: none given
}

// ParseRobots reads the answer to a request for /robots.txt, after redirects.
// status 0 stands for no answer. RFC 9309 §2.3.1: an answer of the 4xx class, or
// a redirect that led nowhere, means there are no rules; a server error or no
// answer means that nothing is allowed. 429 is taken for the latter: a server
// that has too much to do has not said yes.
func ParseRobots(status int, body []byte) *Robots {
	switch {
	case status >= 200 && status < 300:
		return readRobots(string(body[:min(len(body), robotsMost)]))
	case status == 429:
		return &Robots{status: status, closed: true}
	case status >= 300 && status < 500:
		return &Robots{status: status}
	}
	return &Robots{status: status, closed: true}
}

// readRobots hides percent signs from the parser: grobotstxt v1.0.3 puts escapes
// in upper case by clearing a bit that turns their digits into control
// characters, so that "/%d8%a3" would match nothing. See robotsReader.value.
func readRobots(body string) *Robots {
	r := &Robots{}
	grobotstxt.Parse(strings.ReplaceAll(body, "%", percent), &robotsReader{robots: r})
	return r
}

const percent = "\x01"

// Closed reports that nothing is allowed because robots.txt could not be had,
// not because it says so.
func (r *Robots) Closed() bool { return r.closed }

// Status is that of an answer which held no rules; 0 when none came, and for rules.
func (r *Robots) Status() int { return r.status }

// Allowed reports whether agent may ask for u, an absolute address or a path.
// agent is a product token such as "newskeep" or a whole User-Agent that starts
// with one. An address that cannot be parsed is not allowed. /robots.txt itself
// always is.
func (r *Robots) Allowed(agent, u string) bool {
	if r.closed {
		return false
	}
	parsed, err := url.Parse(u)
	if err != nil {
		return false
	}
	path := target(parsed)
	if path == "/robots.txt" {
		return true
	}
	var rules []rule
	for _, g := range r.of(agent) {
		rules = append(rules, g.rules...)
	}
	return allows(rules, path)
}

// Delay is the Crawl-delay for agent, the longest if several are given, at most
// [DelayMost]; 0 when none is.
func (r *Robots) Delay(agent string) time.Duration {
	var delay time.Duration
	for _, g := range r.of(agent) {
		delay = max(delay, g.delay)
	}
	return delay
}

// Sitemaps are the absolute http(s) addresses of the Sitemap lines, in order,
// each once.
func (r *Robots) Sitemaps() []string { return r.sitemaps }

// of returns the groups that name agent, or those for everyone when none does
// (RFC 9309 §2.2.1: groups for one agent count as one).
func (r *Robots) of(agent string) []*group {
	token := product(agent)
	var own, all []*group
	for _, g := range r.groups {
		for _, a := range g.agents {
			if a == "*" {
				all = append(all, g)
			} else if a == token && token != "" {
				own = append(own, g)
				break
			}
		}
	}
	if own != nil {
		return own
	}
	return all
}

// product is the product token that a User-Agent starts with, in lower case.
// RFC 9309 §2.2.1 allows letters, "-" and "_"; digits are common enough to be
// taken as part of a name too.
func product(agent string) string {
	end := 0
	for end < len(agent) && isUnreserved(agent[end]) && agent[end] != '.' && agent[end] != '~' {
		end++
	}
	return strings.ToLower(agent[:end])
}

// robotsReader builds a Robots from the lines that grobotstxt reads.
type robotsReader struct {
	robots *Robots
	group  *group // nil before the first User-agent line
	begun  bool   // the group has a rule: the next User-agent line opens another
	seen   map[string]bool
}

func (p *robotsReader) HandleRobotsStart() {}
func (p *robotsReader) HandleRobotsEnd()   {}

func (p *robotsReader) HandleUserAgent(_ int, value string) {
	if p.group == nil || p.begun {
		p.group = &group{delay: -1}
		p.robots.groups = append(p.robots.groups, p.group)
		p.begun = false
	}
	token := product(value)
	if strings.HasPrefix(value, "*") {
		token = "*"
	}
	if token != "" {
		p.group.agents = append(p.group.agents, token)
	}
}

func (p *robotsReader) HandleAllow(_ int, value string)    { p.add(true, value) }
func (p *robotsReader) HandleDisallow(_ int, value string) { p.add(false, value) }

// value undoes readRobots.
func (p *robotsReader) value(s string) string { return strings.ReplaceAll(s, percent, "%") }

func (p *robotsReader) add(allow bool, value string) {
	if p.group == nil {
		return
	}
	p.begun = true
	if value != "" { // "Disallow:" alone forbids nothing
		p.group.rules = append(p.group.rules, rule{allow, pattern(p.value(value))})
	}
}

func (p *robotsReader) HandleSitemap(_ int, value string) {
	u, ok := absolute(p.value(value))
	if !ok || p.seen[u] {
		return
	}
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	p.seen[u] = true
	p.robots.sitemaps = append(p.robots.sitemaps, u)
}

// HandleUnknownAction reads Crawl-delay. It belongs to its group like a rule:
// were it read as a foreign line that ends nothing, "User-agent: *, Crawl-delay:
// 9" before "User-agent: badbot, Disallow: /" would shut everyone out.
func (p *robotsReader) HandleUnknownAction(_ int, action, value string) {
	if !strings.EqualFold(action, "crawl-delay") || p.group == nil {
		return
	}
	p.begun = true
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 {
		return
	}
	delay := DelayMost
	if seconds < DelayMost.Seconds() {
		delay = time.Duration(seconds * float64(time.Second))
	}
	p.group.delay = max(p.group.delay, delay)
}
