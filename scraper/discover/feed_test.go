package discover

import (
	"reflect"
	"testing"
	"time"
)

const (
	rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The  Example</title><link>https://a.example/news/</link><language>es</language>
<item><title>Harbour &amp; quay
 reopen</title><link>https://a.example/1#top</link><pubDate>Sun, 01 Dec 2024 17:37:00 +0200</pubDate><category>News</category><category> Sea  side </category></item>
<item><title>Relative</title><link>/2</link></item>
<item><title>By its permalink</title><guid isPermaLink="true">https://a.example/3</guid></item>
<item><title>Without address</title><guid isPermaLink="false">tag:a</guid></item>
<item><title>Again</title><link>https://a.example/1</link></item>
</channel></rss>`
	atom = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example</title><link href="https://a.example/"/>
<entry><title>Tram line</title><link rel="alternate" href="https://a.example/tram"/><id>urn:1</id>
<published>2024-12-01T15:37:00Z</published><updated>2024-12-02T10:00:00Z</updated><category term="Transport"/></entry></feed>`
	jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Example","language":"en","home_page_url":"https://a.example/",
"items":[{"id":"1","url":"https://a.example/bees","title":"Bees","date_published":"2024-12-01T15:37:00Z","tags":["Nature"]}]}`
)

func TestParseFeed(t *testing.T) {
	at := time.Date(2024, 12, 1, 15, 37, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		in   []byte
		want Feed
	}{
		{"rss", []byte(rss), Feed{Title: "The Example", Language: "es", Skipped: 1, Entries: []Entry{
			{URL: "https://a.example/1", Title: "Harbour & quay reopen", Language: "es", Published: at, Categories: []string{"News", "Sea side"}},
			{URL: "https://a.example/2", Title: "Relative", Language: "es"},
			{URL: "https://a.example/3", Title: "By its permalink", Language: "es"},
		}}},
		{"atom", []byte(atom), Feed{Title: "Example", Language: "en", Entries: []Entry{
			{URL: "https://a.example/tram", Title: "Tram line", Language: "en", Published: at,
				LastMod: time.Date(2024, 12, 2, 10, 0, 0, 0, time.UTC), Categories: []string{"Transport"}},
		}}},
		{"json", []byte(jsonFeed), Feed{Title: "Example", Language: "en", Entries: []Entry{
			{URL: "https://a.example/bees", Title: "Bees", Language: "en", Published: at, Categories: []string{"Nature"}},
		}}},
		{"gzipped", zipped(t, []byte(jsonFeed)), Feed{Title: "Example", Language: "en", Entries: []Entry{
			{URL: "https://a.example/bees", Title: "Bees", Language: "en", Published: at, Categories: []string{"Nature"}},
		}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseFeed(tt.in)
			if err != nil {
				t.Fatalf("ParseFeed: %v", err)
			}
			for i := range got.Entries {
				e := &got.Entries[i]
				e.Published, e.LastMod = e.Published.UTC(), e.LastMod.UTC()
			}
			if !reflect.DeepEqual(*got, tt.want) {
				t.Errorf("ParseFeed = %+v, want %+v", *got, tt.want)
			}
		})
	}
}

func TestParseFeedRefuses(t *testing.T) {
	for _, in := range []string{"", "<html><body>Not found</body></html>", "{}", rss[:len(rss)/2]} {
		if got, err := ParseFeed([]byte(in)); err == nil {
			t.Errorf("ParseFeed(%.40q) = %+v, want an error", in, got)
		}
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(atom))
	f.Add([]byte(jsonFeed))
	f.Fuzz(func(t *testing.T, body []byte) {
		feed, err := ParseFeed(body)
		if err != nil {
			return
		}
		checkEntries(t, feed.Entries)
	})
}
