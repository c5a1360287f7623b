package saved

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"newskeep/scraper"
)

// What browsers and their helpers write into a page they save.
var (
	savedFrom  = regexp.MustCompile(`(?i)<!--\s*saved from url=(?:\(\d+\))?(\S+?)\s*-->`) // Internet Explorer, Chrome
	singleFile = regexp.MustCompile(`(?s)Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+?)\s*(?:\n|-->)`)
	httrack    = regexp.MustCompile(`(?i)<!-- Mirrored from (\S+) by HTTrack[^,]*, ([^>]+?) -->`)
	canonical  = regexp.MustCompile(`(?is)<link\b[^>]*\brel\s*=\s*["']?canonical["']?[^>]*>`)
	openGraph  = regexp.MustCompile(`(?is)<meta\b[^>]*\bproperty\s*=\s*["']?og:url["']?[^>]*>`)
	attribute  = regexp.MustCompile(`(?is)\b(?:href|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))`)
)

// savedDates are the ways in which the tools above write a time.
var savedDates = []string{
	"Mon Jan 02 2006 15:04:05 GMT-0700 (MST)", "Mon Jan 02 2006 15:04:05 GMT-0700", time.RFC1123, time.RFC1123Z, time.RFC3339,
}

// readPage makes a capture of a saved page. Its address is that of --url, what the
// browser noted, or what the page calls itself; its time that of --captured, what
// was noted, or that of the file.
func readPage(_ context.Context, s *Source, o Options, h Hearer) error {
	c, err := pageOf(s, o)
	if err != nil {
		h.Bad(Bad{s.Name, 0, err.Error()})
		return nil
	}
	return h.Capture(c)
}

func pageOf(s *Source, o Options) (*Capture, error) {
	f, err := os.Open(s.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, bodyMost+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > bodyMost:
		return nil, fmt.Errorf("has more than %d bytes", bodyMost)
	case len(body) == 0:
		return nil, errors.New("is empty")
	}
	address, at := noted(body)
	if o.URL != "" {
		address = o.URL
	}
	if address == "" {
		return nil, errors.New("does not say which address it was saved from; name it with --url")
	}
	address, _, _ = strings.Cut(address, "#")
	if scheme, _, ok := strings.Cut(address, "://"); !ok || scheme != "http" && scheme != "https" {
		return nil, fmt.Errorf("was saved from %q, which is no web address; name it with --url", address)
	}
	switch {
	case !o.Captured.IsZero():
		at = o.Captured
	case at.IsZero():
		at = s.first
		o.Note("%s: taken to be captured when the file was last written, %s; --captured says otherwise", s.Name, at.UTC().Format(time.RFC3339))
	}
	return &Capture{Capture: scraper.Capture{
		URL: address, At: at, Body: body, Origin: filepath.Base(s.Name), Wanted: true,
	}}, nil
}

// noted finds the address a page was saved from, and when.
func noted(body []byte) (address string, at time.Time) {
	head := body[:min(len(body), 256<<10)]
	for _, re := range []*regexp.Regexp{singleFile, httrack, savedFrom} {
		m := re.FindSubmatch(head)
		if m == nil {
			continue
		}
		address = html.UnescapeString(string(m[1]))
		if !strings.Contains(address, "://") {
			address = "http://" + address
		}
		if len(m) > 2 {
			at = savedAt(string(m[2]))
		}
		return address, at
	}
	for _, re := range []*regexp.Regexp{canonical, openGraph} {
		if m := attribute.FindSubmatch(re.Find(head)); m != nil {
			return html.UnescapeString(strings.TrimSpace(string(m[1]) + string(m[2]) + string(m[3]))), time.Time{}
		}
	}
	return "", time.Time{}
}

func savedAt(s string) time.Time {
	if i := strings.Index(s, " ("); i > 0 { // the zone's name in the language of the browser
		s = s[:i]
	}
	for _, layout := range savedDates {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
