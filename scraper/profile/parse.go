package profile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits of a profile. They are far above what a site needs and keep a mistaken
// or hostile file from costing much.
const (
	maxSource  = 256 << 10 // bytes of YAML
	maxDepth   = 32        // brackets open at once, or dashes on one line
	maxPattern = 1000      // bytes of a selector or regular expression
	maxPages   = 1000      // largest max_pages
	maxLinks   = 10        // largest follow_links
)

// Parse reads a profile; name is what messages call the file. Every selector,
// pattern, zone, address and cron spec is compiled. The error is a [*Error], or
// several joined in the order of the file (see [Errors]).
func Parse(name string, src []byte) (*Profile, error) {
	bad := &mistakes{file: name, lines: strings.Split(string(src), "\n")}
	root := tree(bad, src)
	if root == nil {
		return nil, bad.err()
	}
	p := read(root)
	if err := bad.err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src)
	p.Hash, p.Source, p.File = hex.EncodeToString(sum[:]), bytes.Clone(src), name
	return p, nil
}

// tree parses the YAML and returns its one document, or nil with a mistake.
func tree(bad *mistakes, src []byte) (root *node) {
	if len(src) > maxSource {
		bad.add(1, 1, "profile of %d bytes, more than %d", len(src), maxSource)
		return nil
	}
	if !utf8.Valid(src) {
		bad.add(1, 1, "profile is not UTF-8")
		return nil
	}
	if line, column := tooDeep(src); line > 0 {
		bad.add(line, column, "more than %d brackets or dashes nested", maxDepth)
		return nil
	}
	// The YAML parser is young and panics on some broken input: that is a
	// mistake in the file like any other.
	defer func() {
		if r := recover(); r != nil {
			bad.add(1, 1, "YAML that cannot be read: %v", r)
			root = nil
		}
	}()
	file, err := parser.ParseBytes(bytes.TrimPrefix(src, []byte("\uFEFF")), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var y yaml.Error
		if !errors.As(err, &y) {
			bad.add(1, 1, "YAML: %v", err)
			return nil
		}
		line, column := place(y.GetToken())
		bad.add(line, column, "YAML: %s", y.GetMessage())
		return nil
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			bodies = append(bodies, doc.Body)
		}
	}
	switch len(bodies) {
	case 0:
		bad.add(1, 1, "empty profile")
		return nil
	case 1:
		return &node{bad, bodies[0]}
	}
	(&node{bad, bodies[1]}).fail("a second document: a file holds one profile")
	return nil
}

// tooDeep finds where brackets, or list dashes on one line, nest deeper than the
// YAML parser should follow: it calls itself for each, and its time grows with
// the square of them. Brackets inside quotes count as well, which no sensible
// selector or pattern notices: they close what they open.
func tooDeep(src []byte) (line, column int) {
	line, start := 1, 0
	open, dashes, leading := 0, 0, true
	for i, c := range src {
		switch c {
		case '\n':
			line, start = line+1, i+1
			dashes, leading = 0, true
			continue
		case ' ', '\t':
			continue
		case '[', '{':
			open++
		case ']', '}':
			open = max(open-1, 0)
		case '-', '?':
			if leading && i+1 < len(src) && (src[i+1] == ' ' || src[i+1] == '\t') {
				dashes++
			}
		}
		leading = leading && (c == '-' || c == '?')
		if open > maxDepth || dashes > maxDepth {
			return line, utf8.RuneCount(src[start:i]) + 1
		}
	}
	return 0, 0
}

var (
	nameForm     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	languageForm = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`) // BCP 47 without its rare forms
)

// read makes the profile of the tree's root. What it returns is good only if no
// mistake was recorded.
func read(root *node) *Profile {
	m := root.mapping("profile")
	p := &Profile{Zone: time.UTC, MaxPages: 1}
	if m == nil {
		return p
	}
	if n := m.need("name", "what the site is called in commands, such as \"gazette\""); n != nil {
		if p.Name = n.text(); p.Name != "" && (!nameForm.MatchString(p.Name) || len(p.Name) > 64) {
			n.fail("name %q: want at most 64 lower-case letters, digits and single dashes", p.Name)
		}
	}
	if p.Title = p.Name; m.at("title") != nil {
		p.Title = m.at("title").text()
	}
	if n := m.at("language"); n != nil {
		if p.Language = n.text(); p.Language != "" && !languageForm.MatchString(p.Language) {
			n.fail("language %q: want a BCP 47 tag, such as \"ar\" or \"es-419\"", p.Language)
		}
	}
	if n := m.at("time_zone"); n != nil {
		if z := n.zone(); z != nil {
			p.Zone, p.ZoneGiven = z, true
		}
	}
	p.AllowPrivate = m.at("allow_private").truth()
	readHosts(p, m)
	p.Schedule = readSchedule(m.at("schedule").mapping("schedule"))
	p.Politeness = readPoliteness(m.at("politeness").mapping("politeness"), p.AllowPrivate)
	p.Sections = readSections(p, m.at("sections"))
	p.Feeds = readAddresses(p, m.at("feeds"))
	p.Sitemaps = readAddresses(p, m.at("sitemaps"))
	if n := m.at("sitemap_age"); n != nil {
		if p.SitemapAge = n.duration(time.Hour, 366*24*time.Hour); len(p.Sitemaps) == 0 {
			n.fail("sitemap_age without sitemaps; name them, or /robots.txt for those that it names")
		}
	}
	p.DatedLists = readDatedLists(p, m.at("dated_lists"))
	p.Wayback = readWayback(m.at("wayback").mapping("wayback"), p.AllowPrivate)
	p.Revisits = readRevisits(m.at("revisit"))
	if a := m.at("articles").mapping("articles"); a != nil {
		p.Articles = Patterns{Include: a.at("include").patterns(), Exclude: a.at("exclude").patterns()}
	}
	p.Drop = m.at("drop_params").texts()
	p.ImageDrop = m.at("image_drop_params").texts()
	p.FetchImages = readImageRoles(m.at("fetch_images"))
	if n := m.at("max_pages"); n != nil {
		p.MaxPages = int(n.integer(1, maxPages))
	}
	if n := m.at("follow_links"); n != nil {
		p.FollowLinks = int(n.integer(0, maxLinks))
	}
	if n := m.at("rules"); n != nil {
		p.Rules = readRules(n)
	}
	p.Older = readOlder(m.at("older"), p.Zone)
	p.Tests = readTests(p, m.at("tests"))
	return p
}

// readHosts fills Home and Hosts; addresses that follow are checked against them.
func readHosts(p *Profile, m *mapping) {
	home := m.need("home", "the address of the front page")
	p.Home = home.address(nil)
	if p.Home != nil {
		p.Hosts = []string{strings.ToLower(p.Home.Host)}
		if IsPrivate(p.Home.Hostname()) && !p.AllowPrivate {
			home.fail("home is a private address; a site on your own network needs allow_private: true")
		}
	}
	for _, n := range m.at("hosts").items() {
		h := strings.ToLower(n.text())
		if h == "" {
			continue
		}
		u, err := url.Parse("http://" + h)
		if err != nil || u.Host != h || u.Hostname() == "" || strings.ContainsAny(h, "/@?#* ") {
			n.fail("host %q: want a name without scheme, path or wildcard, such as \"news.example.org\"", h)
			continue
		}
		if !slices.Contains(p.Hosts, h) {
			p.Hosts = append(p.Hosts, h)
		}
	}
}

// IsPrivate reports a host name that can only be on this machine or its network:
// such a home needs allow_private.
func IsPrivate(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") { // RFC 6761 §6.3
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && (a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified())
}

// inScope reads an address of the site itself; it may be relative to home.
func (n *node) inScope(p *Profile) *url.URL {
	u := n.address(p.Home)
	if u != nil && p.Home != nil && !p.InScope(u) {
		n.fail("%s is on %s, which is not among the hosts of this profile", u, u.Host)
	}
	return u
}

func readAddresses(p *Profile, list *node) []*url.URL {
	var all []*url.URL
	for _, n := range list.items() {
		if u := n.inScope(p); u != nil {
			all = append(all, u)
		}
	}
	return all
}

func readSchedule(m *mapping) Schedule {
	s := Schedule{Zone: time.UTC}
	if m == nil {
		return s
	}
	for key, spec := range map[string]*string{"cron": &s.Spec, "revisit": &s.Revisit, "modules": &s.Modules} {
		n := m.at(key)
		if n == nil {
			continue
		}
		if *spec = n.text(); *spec != "" {
			if err := checkCron(*spec); err != nil {
				n.fail("cron spec %q: %v", *spec, err)
			}
		}
	}
	switch lists := m.at("modules") != nil; {
	case m.at("revisit") == nil && !lists:
		m.need("cron", "when to crawl, such as \"17 */2 * * *\"")
	case m.at("cron") == nil && !lists:
		m.at("revisit").fail("revisit alone finds nothing new: it asks for articles that lists have shown; add a cron for whole runs, such as \"17 */2 * * *\", or modules for the lists")
	}
	if z := m.at("zone").zone(); z != nil {
		s.Zone = z
	}
	return s
}

// What a profile asks of a host when it does not say.
var usual = Politeness{
	Delay: 2 * time.Second, Jitter: 0.3, Timeout: 30 * time.Second,
	MaxBody: 16 << 20, Backoff: 5 * time.Second, Retries: 2,
}

func readPoliteness(m *mapping, private bool) Politeness {
	p := usual
	if n := m.at("delay"); n != nil {
		p.Delay = n.duration(0, time.Hour)
		if p.Delay == 0 && !private && isZero(n) {
			n.fail("delay 0 is only for a site of your own (allow_private: true)")
		}
	}
	if n := m.at("jitter"); n != nil {
		p.Jitter = n.share()
	}
	if n := m.at("timeout"); n != nil {
		p.Timeout = n.duration(time.Millisecond, 10*time.Minute)
	}
	if n := m.at("max_body"); n != nil {
		p.MaxBody = n.size(1<<10, 1<<30)
	}
	if n := m.at("backoff"); n != nil {
		p.Backoff = n.duration(time.Millisecond, time.Hour)
	}
	if n := m.at("retries"); n != nil {
		p.Retries = int(n.integer(0, 10))
	}
	if n := m.at("max_requests"); n != nil {
		p.MaxRequests = int(n.integer(1, 10_000_000))
	}
	if n := m.at("max_per_hour"); n != nil {
		p.MaxPerHour = int(n.integer(1, 1_000_000))
	}
	p.Hours = m.at("hours").hours()
	return p
}

// isZero reports a delay that was read as zero, not one that could not be read
// and has its complaint already.
func isZero(n *node) bool {
	d, err := time.ParseDuration(n.ast.GetToken().Value)
	return err == nil && d == 0
}

func readSections(p *Profile, list *node) []Section {
	var all []Section
	seen := map[string]bool{}
	for _, n := range list.items() {
		m := n.mapping("section")
		if m == nil {
			continue
		}
		s := Section{Name: m.need("name", "what the section is called").text()}
		if s.Path = m.at("path").texts(); len(s.Path) == 0 {
			s.Path = []string{s.Name}
		}
		if u := m.at("url"); u != nil {
			s.URL = u.inScope(p)
		}
		if s.Label = s.Name; m.at("label") != nil {
			s.Label = m.at("label").text()
		}
		s.Group = m.at("group").text()
		if id := strings.Join(s.Path, "\x00"); s.Name != "" && seen[id] {
			n.fail("section %s is given twice; tell them apart by path", strings.Join(s.Path, " > "))
		} else {
			seen[id] = true
		}
		all = append(all, s)
	}
	return all
}

func readOlder(list *node, zone *time.Location) []Dated {
	var all []Dated
	for _, n := range list.items() {
		m := n.mapping("older")
		if m == nil {
			continue
		}
		var d Dated
		if until := m.need("until", "the day the template was replaced, such as 2024-01-31"); until != nil {
			d.Until = until.day(zone)
			if slices.ContainsFunc(all, func(o Dated) bool { return o.Until.Equal(d.Until) }) && !d.Until.IsZero() {
				until.fail("two templates until the same day")
			}
		}
		if r := m.need("rules", "how pages of the old template are read"); r != nil {
			d.Rules = readRules(r)
		}
		all = append(all, d)
	}
	slices.SortStableFunc(all, func(a, b Dated) int { return b.Until.Compare(a.Until) })
	return all
}

func readTests(p *Profile, list *node) []Test {
	var all []Test
	for _, n := range list.items() {
		m := n.mapping("test")
		if m == nil {
			continue
		}
		t := Test{File: m.at("file").text()}
		if u := m.need("url", "the address of the page").inScope(p); u != nil {
			t.URL = u.String()
		}
		if e := m.at("expect"); e != nil {
			t.Expect = map[string]string{}
			known := fieldNames()
			fields := e.mappingOf(known, "the fields of an article")
			for _, f := range known {
				if v := fields.at(f).text(); v != "" {
					t.Expect[f] = v
				}
			}
		}
		all = append(all, t)
	}
	return all
}

// String names the profile in messages.
func (p *Profile) String() string { return fmt.Sprintf("%s (%s)", p.Name, p.File) }
