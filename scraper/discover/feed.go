package discover

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"
)

// Feed is what an RSS, Atom or JSON feed offers.
type Feed struct {
	Title    string
	Language string  // as given, such as "es"; empty when it is not
	Entries  []Entry // in feed order, each address once
	Skipped  int     // items without a usable address
}

// errNotFeed is that of JSON which is something else, such as an API's error.
var errNotFeed = errors.New("feed: JSON without a version or items")

// ParseFeed reads a feed, gzipped or not. A relative link is resolved against
// the feed's own address or that of its site, where the feed gives one. The
// error is [ErrTooLarge], or says what is wrong with the file.
func ParseFeed(body []byte) (*Feed, error) {
	body, _, err := gunzip(body)
	if err != nil {
		return nil, err
	}
	// The detection of gofeed looks at the first 4 KiB only.
	raw, err := gofeed.NewParser().Parse(bytes.NewReader(bytes.TrimSpace(body)))
	if err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	if raw.FeedType == "json" && raw.FeedVersion == "" && len(raw.Items) == 0 {
		return nil, errNotFeed
	}
	f := &Feed{Title: squeeze(raw.Title), Language: strings.TrimSpace(raw.Language)}
	base := feedBase(raw)
	seen := make(map[string]bool, len(raw.Items))
	for _, item := range raw.Items {
		u, ok := itemURL(base, item)
		if !ok {
			f.Skipped++
			continue
		}
		if seen[u] {
			continue
		}
		seen[u] = true
		f.Entries = append(f.Entries, entry(u, item, f.Language))
	}
	return f, nil
}

// feedBase is the first absolute address the feed gives for itself or its site.
func feedBase(raw *gofeed.Feed) *url.URL {
	for _, s := range append([]string{raw.Link, raw.FeedLink}, raw.Links...) {
		if s, ok := absolute(s); ok {
			if u, err := url.Parse(s); err == nil {
				return u
			}
		}
	}
	return nil
}

// itemURL is an item's own link, or its id where that is an address (the
// permalink of RSS 2.0).
func itemURL(base *url.URL, item *gofeed.Item) (string, bool) {
	for _, s := range append([]string{item.Link}, item.Links...) {
		s = strings.TrimSpace(s)
		if u, ok := absolute(s); ok {
			return u, true
		}
		if base == nil || s == "" {
			continue
		}
		if ref, err := base.Parse(s); err == nil {
			if u, ok := absolute(ref.String()); ok {
				return u, true
			}
		}
	}
	return absolute(item.GUID)
}

func entry(u string, item *gofeed.Item, language string) Entry {
	e := Entry{URL: u, Title: squeeze(item.Title), Language: language}
	if item.PublishedParsed != nil {
		e.Published = *item.PublishedParsed
	} else {
		e.Published = instant(item.Published)
	}
	if item.UpdatedParsed != nil {
		e.LastMod = *item.UpdatedParsed
	} else {
		e.LastMod = instant(item.Updated)
	}
	for _, c := range item.Categories {
		if c = squeeze(c); c != "" {
			e.Categories = append(e.Categories, c)
		}
	}
	return e
}
