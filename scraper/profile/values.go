package profile

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones must compile on machines that have no zone files

	"github.com/andybalholm/cascadia"
	"github.com/goccy/go-yaml/ast"
)

// selector compiles a CSS selector, a comma list of them included.
func (n *node) selector() Selector {
	return n.compile(n.text())
}

// compile is selector for a text that is only part of the node's.
func (n *node) compile(text string) Selector {
	if text == "" {
		return Selector{}
	}
	if len(text) > maxPattern {
		n.fail("selector of %d bytes, more than %d", len(text), maxPattern)
		return Selector{}
	}
	sel, err := cascadia.ParseGroup(text)
	if err != nil {
		n.fail("selector %q: %v", text, err)
		return Selector{}
	}
	return Selector{Text: text, Sel: sel}
}

func (n *node) selectors() []Selector {
	var all []Selector
	for _, item := range n.items() {
		if s := item.selector(); s.Sel != nil {
			all = append(all, s)
		}
	}
	return all
}

// pattern compiles a regular expression in Go's syntax; nil after a mistake.
func (n *node) pattern() *regexp.Regexp {
	s := n.text()
	if s == "" {
		return nil
	}
	if len(s) > maxPattern {
		n.fail("pattern of %d bytes, more than %d", len(s), maxPattern)
		return nil
	}
	re, err := regexp.Compile(s)
	if err != nil {
		n.fail("pattern %q: %s", s, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re
}

func (n *node) patterns() []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, item := range n.items() {
		if re := item.pattern(); re != nil {
			all = append(all, re)
		}
	}
	return all
}

// zone loads a zone of the IANA database; nil after a mistake or for no node.
func (n *node) zone() *time.Location {
	if s := n.text(); s != "" {
		return n.location(s)
	}
	return nil
}

// location is zone for a text that is only part of the node's.
func (n *node) location(s string) *time.Location {
	z, err := time.LoadLocation(s)
	if err != nil || s == "Local" { // Local is another zone on every machine
		n.fail("time zone %q: want a name of the IANA database, such as \"Asia/Beirut\" or \"UTC\"", s)
		return nil
	}
	return z
}

// address reads an absolute http or https address, or one relative to base when
// base is given; nil after a mistake or for no node.
func (n *node) address(base *url.URL) *url.URL {
	s := n.text()
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil {
		// url.Error repeats the address, which the message names already.
		if cause := errors.Unwrap(err); cause != nil {
			err = cause
		}
		n.fail("address %q: %v", s, err)
		return nil
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		n.fail("address %q: want one that begins with http:// or https://", s)
		return nil
	case u.Hostname() == "":
		n.fail("address %q names no host", s)
		return nil
	case u.User != nil:
		n.fail("address %q holds a user name: profiles are shared, passwords are not", u.Redacted())
		return nil
	}
	return u
}

// daysForm is a number of days, which package time has no unit for.
var daysForm = regexp.MustCompile(`^(\d{1,5})d$`)

// duration reads a time such as "2s", "1m30s" or "7d", at least least and at most
// most. A day is 24 hours.
func (n *node) duration(least, most time.Duration) time.Duration {
	s := n.text()
	if s == "" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if m := daysForm.FindStringSubmatch(s); m != nil {
		var days int64
		days, err = strconv.ParseInt(m[1], 10, 64)
		d = time.Duration(days) * 24 * time.Hour
	}
	if err != nil {
		n.fail("duration %q: want a number with its unit, such as \"500ms\", \"2s\", \"1m30s\" or \"7d\"", s)
		return 0
	}
	if d < least || d > most {
		n.fail("duration %q: want %v to %v", s, least, most)
		return 0
	}
	return d
}

var (
	sizeForm  = regexp.MustCompile(`^(\d{1,12})\s*([KMG]i?B|B)?$`)
	sizeUnits = map[string]int64{
		"": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
	}
)

// size reads a number of bytes such as "16MiB", at least least and at most most.
func (n *node) size(least, most int64) int64 {
	s := n.text()
	if s == "" {
		return 0
	}
	parts := sizeForm.FindStringSubmatch(s)
	if parts == nil {
		n.fail("size %q: want a whole number with its unit, such as \"512KiB\" or \"16MiB\"", s)
		return 0
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	unit := sizeUnits[parts[2]]
	if err != nil || size > most/unit || size*unit < least {
		n.fail("size %q: want %d to %d bytes", s, least, most)
		return 0
	}
	return size * unit
}

// integer reads a whole number, at least least and at most most.
func (n *node) integer(least, most int64) int64 {
	switch n.ast.(type) {
	case *ast.IntegerNode:
	case *ast.FloatNode:
		n.fail("want a whole number, got %s", n.text())
		return least
	default:
		n.want("a whole number")
		return least
	}
	i, err := strconv.ParseInt(n.text(), 10, 64)
	if err != nil || i < least || i > most {
		n.fail("number %s: want %d to %d", n.text(), least, most)
		return least
	}
	return i
}

// share reads a number from 0 to 1.
func (n *node) share() float64 {
	switch n.ast.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
	default:
		n.want("a number")
		return 0
	}
	f, err := strconv.ParseFloat(n.text(), 64)
	if err != nil || !(f >= 0 && f <= 1) {
		n.fail("number %s: want 0 to 1", n.text())
		return 0
	}
	return f
}

// day reads "2024-01-31" as the beginning of that day in zone, or an RFC 3339
// instant; the zero time after a mistake.
func (n *node) day(zone *time.Location) time.Time {
	s := n.text()
	if s == "" {
		return time.Time{}
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return t
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		n.fail("day %q: want 2024-01-31 or 2024-01-31T12:00:00Z", s)
	}
	return t
}

// separator reads text whose blanks count, such as " | ".
func (n *node) separator() string {
	s, ok := n.ast.(*ast.StringNode)
	if !ok || s.Value == "" {
		n.want("text that separates, in quotes")
		return ""
	}
	return s.Value
}

// isLayout reports a layout of package time: one that shows some part of the
// reference time. strftime's %d does not.
func isLayout(s string) bool {
	a := time.Date(2011, 11, 22, 21, 33, 44, 0, time.UTC)
	b := time.Date(2008, 3, 5, 7, 8, 9, 0, time.UTC)
	return a.Format(s) != b.Format(s)
}
