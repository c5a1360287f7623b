package warc

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is one answer of a file as an index has it.
type Entry struct {
	Target  string
	At      time.Time
	Status  int
	Type    string // media type; empty when not said
	Revisit bool
	Digest  string // of the payload
	Span    Span
	Title   string // of the page; empty when it is none to begin with
}

// Line is the entry as a line of a CDXJ index, without its end: SURT key, fourteen
// digits, JSON (https://specs.webrecorder.net/cdxj/0.1.0/).
func (e Entry) Line(file string) string {
	mime := e.Type
	if e.Revisit {
		mime = "warc/revisit"
	}
	b, _ := json.Marshal(struct { // strings alone: it cannot fail
		URL      string `json:"url"`
		Mime     string `json:"mime,omitempty"`
		Status   string `json:"status"`
		Digest   string `json:"digest,omitempty"`
		Length   string `json:"length"`
		Offset   string `json:"offset"`
		Filename string `json:"filename"`
	}{e.Target, mime, strconv.Itoa(e.Status), e.Digest, strconv.FormatInt(e.Span.Length, 10), strconv.FormatInt(e.Span.Offset, 10), file})
	return SURT(e.Target) + " " + e.At.UTC().Format("20060102150405") + " " + string(b)
}

// SURT is an address as a key that sorts a site's pages together: host reversed,
// lower case, without scheme, www and fragment, parameters in order, as
// the Python surt module writes it.
func SURT(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	host := strings.ToLower(u.Hostname())
	if rest, ok := strings.CutPrefix(host, "www"); ok { // www, www2 …
		if number, after, ok := strings.Cut(rest, "."); ok && strings.Trim(number, "0123456789") == "" {
			host = after
		}
	}
	labels := strings.Split(host, ".")
	slices.Reverse(labels)
	key := strings.Join(labels, ",")
	if p := u.Port(); p != "" && !(u.Scheme == "http" && p == "80") && !(u.Scheme == "https" && p == "443") {
		key += ":" + p
	}
	path := strings.ToLower(u.EscapedPath())
	if path = strings.TrimRight(path, "/"); path == "" {
		path = "/"
	}
	key += ")" + path
	if u.RawQuery != "" {
		params := strings.Split(strings.ToLower(u.RawQuery), "&")
		slices.Sort(params)
		key += "?" + strings.Join(params, "&")
	}
	return key
}
