package web

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
)

// entry is one entry of a feed.
type entry struct {
	ID      string
	Title   string
	Link    string // to the room
	Source  string // the article's own address
	Text    string
	At      time.Time // when it came into this state
	Dated   time.Time // publication; zero when unknown
	Authors []string
	Tags    []string
}

// feed is a list of entries, latest first.
type feed struct {
	Title, Page, Self string
	At                time.Time
	Entries           []entry
}

// atom is RFC 4287.
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomName    `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomName struct {
	Name string `xml:"name"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID         string     `xml:"id"`
	Title      string     `xml:"title"`
	Updated    string     `xml:"updated"`
	Published  string     `xml:"published,omitempty"`
	Links      []atomLink `xml:"link"`
	Authors    []atomName `xml:"author"`
	Categories []atomTerm `xml:"category"`
	Summary    string     `xml:"summary"`
}

// jsonFeed is https://www.jsonfeed.org/version/1.1/.
type jsonFeed struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Self    string     `json:"feed_url"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string     `json:"id"`
	URL       string     `json:"url"`
	External  string     `json:"external_url,omitempty"`
	Title     string     `json:"title"`
	Text      string     `json:"content_text"`
	Published string     `json:"date_published,omitempty"`
	Modified  string     `json:"date_modified"`
	Authors   []jsonName `json:"authors,omitempty"`
	Tags      []string   `json:"tags,omitempty"`
}

type jsonName struct {
	Name string `json:"name"`
}

// root is the room's own address, as the reader asked for it.
func root(q *http.Request) string {
	scheme := "http://"
	if q.TLS != nil {
		scheme = "https://"
	}
	return scheme + q.Host
}

func (r *room) searchFeed(q *http.Request) (answer, error) {
	asked, err := r.ask(q)
	if err != nil {
		return nil, err
	}
	text := asked.text()
	res, err := r.archive.Search(q.Context(), store.SearchRequest{Query: text, Sort: store.ByDate, Limit: 50})
	if err != nil {
		return nil, err
	}
	// A feed of a saved search is called by its name, whatever that stands for later.
	f := feed{Title: "newskeep: all articles", Page: asked.today().address("/search")}
	switch {
	case asked.From == "" && asked.To == "" && asked.Given != "":
		f.Title = "newskeep: " + asked.Given
	case text != "":
		f.Title = "newskeep: " + text
	}
	for _, h := range res.Hits {
		id := strconv.FormatInt(h.ID, 10)
		a, err := r.archive.Article(q.Context(), id, store.ArticleAt{})
		if err != nil {
			return nil, err
		}
		e := entry{ID: "article:" + h.Site + ":" + id, Title: h.Headline, Link: "/article/" + id, Source: h.URL, Text: h.Snippet, At: a.FirstSeen, Dated: a.Published.Time}
		for _, b := range a.Bylines {
			e.Authors = append(e.Authors, b.Name)
		}
		for _, t := range a.Tags {
			e.Tags = append(e.Tags, t.Name)
		}
		f.Entries = append(f.Entries, e)
	}
	return r.told(q, f)
}

func (r *room) eventFeed(q *http.Request) (answer, error) {
	p, err := r.happened(q)
	if err != nil {
		return nil, err
	}
	f := feed{Title: "newskeep: what happened", Page: "/events?" + p.values().Encode()}
	for _, e := range p.Events {
		id, rev := strconv.FormatInt(e.ID, 10), strconv.Itoa(e.Revision)
		one := entry{ID: "event:" + string(e.Kind) + ":" + id + ":" + rev, Title: eventWords[e.Kind] + ": " + e.Headline, Link: "/article/" + id,
			Source: e.URL, Text: eventWords[e.Kind] + ", seen " + stamp(e.At) + " UTC", At: e.At}
		if e.After != "" {
			one.Title = eventWords[e.Kind] + ": " + e.After
		}
		if e.Before != "" {
			one.Text += "; was: " + e.Before
		}
		if e.Kind == store.EventFront {
			one.ID = "event:front:" + id // a later revision makes no second one
		}
		if e.Revision > 1 && e.Kind != store.EventFront {
			one.Link += "/changes?to=" + rev
		}
		f.Entries = append(f.Entries, one)
	}
	return r.told(q, f)
}

// told writes a feed in the format its address ends with.
func (r *room) told(q *http.Request, f feed) (answer, error) {
	base := root(q)
	f.Page, f.Self = base+f.Page, base+q.URL.RequestURI()
	for i := range f.Entries {
		f.Entries[i].Link = base + f.Entries[i].Link
		if at := f.Entries[i].At; at.After(f.At) {
			f.At = at
		}
	}
	if f.At.IsZero() {
		f.At = r.Now() // RFC 4287 wants a time even of a feed in which nothing is
	}
	if wantsTwin(q) {
		return writeJSON(http.StatusOK, "application/feed+json", f.json())
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(f.atom()); err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
		_, _ = w.Write(b.Bytes())
	}, nil
}

func (f feed) atom() atom {
	// RFC 4287 wants an id that is an IRI.
	a := atom{ID: f.Self, Title: f.Title, Updated: f.At.UTC().Format(time.RFC3339), Author: atomName{"newskeep"},
		Links: []atomLink{{"self", f.Self}, {"alternate", f.Page}}}
	for _, e := range f.Entries {
		one := atomEntry{ID: "urn:newskeep:" + e.ID, Title: e.Title, Updated: e.At.UTC().Format(time.RFC3339), Summary: e.Text,
			Links: []atomLink{{"alternate", e.Link}}}
		if web(e.Source) {
			one.Links = append(one.Links, atomLink{"via", e.Source})
		}
		if !e.Dated.IsZero() {
			one.Published = e.Dated.Format(time.RFC3339)
		}
		for _, n := range e.Authors {
			one.Authors = append(one.Authors, atomName{n})
		}
		for _, t := range e.Tags {
			one.Categories = append(one.Categories, atomTerm{t})
		}
		a.Entries = append(a.Entries, one)
	}
	return a
}

func (f feed) json() jsonFeed {
	j := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Page, Self: f.Self, Items: []jsonItem{}}
	for _, e := range f.Entries {
		one := jsonItem{ID: "urn:newskeep:" + e.ID, URL: e.Link, Title: e.Title, Text: e.Text, Modified: e.At.UTC().Format(time.RFC3339), Tags: e.Tags}
		if web(e.Source) {
			one.External = e.Source
		}
		if !e.Dated.IsZero() {
			one.Published = e.Dated.Format(time.RFC3339)
		}
		for _, n := range e.Authors {
			one.Authors = append(one.Authors, jsonName{n})
		}
		j.Items = append(j.Items, one)
	}
	return j
}

// web reports whether an address may stand in a link: no javascript: or data:.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != ""
}
