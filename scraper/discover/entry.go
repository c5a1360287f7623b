package discover

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	urlMost   = 4096 // bytes of an address; sitemaps.org allows 2,048
	titleMost = 2000 // bytes of a title
)

// Entry is one address that a sitemap or feed offers, with what it says about it.
// Fields it does not give are zero.
type Entry struct {
	URL        string    // absolute http(s), without fragment
	LastMod    time.Time // <lastmod>, <updated>; claimed, often wrong
	Title      string    // white space squeezed
	Language   string    // as given, such as "ar"
	Published  time.Time // <news:publication_date>, <pubDate>, <published>
	Categories []string  // of a feed's item, in order
}

// absolute returns s as an absolute http(s) address without its fragment, and
// whether it is one.
func absolute(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > urlMost {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), true
}

// squeeze makes one line of s, at most titleMost bytes long.
func squeeze(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= titleMost {
		return s
	}
	end := titleMost
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// layouts are those of W3C-DTF (https://www.w3.org/TR/NOTE-datetime), which
// sitemaps.org prescribes, and what is found in its place.
var layouts = []string{
	time.RFC3339Nano, // reads whole seconds too
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006-01-02 15:04",
	"2006-01-02",
	"2006-01",
	"2006",
	time.RFC1123Z,
	time.RFC1123,
}

// instant reads a date, as UTC when it names no offset; zero when it is none.
func instant(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 64 {
		return time.Time{}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
