package news

import (
	"encoding/json"
	"time"
)

// articleJSON is Article as CONTRACT.md shows it: stamps laid flat.
type articleJSON struct {
	URL                string                `json:"url,omitempty"`
	CanonicalURL       string                `json:"canonical_url,omitempty"`
	Kind               ArticleKind           `json:"kind,omitempty"`
	Language           string                `json:"language,omitempty"`
	Headline           string                `json:"headline,omitempty"`
	Kicker             string                `json:"kicker,omitempty"`
	Standfirst         string                `json:"standfirst,omitempty"`
	Bylines            []Byline              `json:"bylines"`
	Source             string                `json:"source,omitempty"`
	Dateline           string                `json:"dateline,omitempty"`
	Published          string                `json:"published,omitempty"`
	PublishedText      string                `json:"published_text,omitempty"`
	PublishedZone      ZoneSource            `json:"published_zone,omitempty"`
	PublishedPrecision string                `json:"published_precision,omitempty"`
	Modified           string                `json:"modified,omitempty"`
	ModifiedText       string                `json:"modified_text,omitempty"`
	ModifiedZone       ZoneSource            `json:"modified_zone,omitempty"`
	ModifiedPrecision  string                `json:"modified_precision,omitempty"`
	Section            []string              `json:"section"`
	Tags               []Tag                 `json:"tags"`
	Body               []Block               `json:"body"`
	Images             []Image               `json:"images"`
	Links              []linkJSON            `json:"links"`
	ReadMinutes        int                   `json:"read_minutes,omitempty"`
	Shares             *int                  `json:"shares,omitempty"`
	Paywalled          bool                  `json:"paywalled,omitempty"`
	Provenance         map[string]Provenance `json:"provenance"`
}

// MarshalJSON writes the article in the shape of CONTRACT.md: lists are [] when
// empty, absent values are left out, times are RFC 3339 with their offset.
func (a Article) MarshalJSON() ([]byte, error) { return json.Marshal(a.flat()) }

func (a *Article) flat() articleJSON {
	prov := a.Provenance
	if prov == nil {
		prov = map[string]Provenance{}
	}
	links := make([]linkJSON, len(a.Links))
	for i, l := range a.Links {
		links[i] = l.flat()
	}
	return articleJSON{
		URL: a.URL, CanonicalURL: a.CanonicalURL, Kind: a.Kind, Language: a.Language,
		Headline: a.Headline, Kicker: a.Kicker, Standfirst: a.Standfirst,
		Bylines: list(a.Bylines), Source: a.Source, Dateline: a.Dateline,
		Published: a.Published.Value(), PublishedText: a.Published.Text,
		PublishedZone: a.Published.Zone, PublishedPrecision: a.Published.precision(),
		Modified: a.Modified.Value(), ModifiedText: a.Modified.Text,
		ModifiedZone: a.Modified.Zone, ModifiedPrecision: a.Modified.precision(),
		Section: list(a.Section), Tags: list(a.Tags), Body: list(a.Body),
		Images: list(a.Images), Links: links,
		ReadMinutes: a.ReadMinutes, Shares: a.Shares, Paywalled: a.Paywalled, Provenance: prov,
	}
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Article) UnmarshalJSON(b []byte) error {
	var w articleJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	published, err := stamp(w.Published, w.PublishedText, w.PublishedZone, w.PublishedPrecision)
	if err != nil {
		return err
	}
	modified, err := stamp(w.Modified, w.ModifiedText, w.ModifiedZone, w.ModifiedPrecision)
	if err != nil {
		return err
	}
	var links []Link
	if w.Links != nil {
		links = make([]Link, len(w.Links))
	}
	for i, l := range w.Links {
		if links[i], err = l.link(); err != nil {
			return err
		}
	}
	*a = Article{
		URL: w.URL, CanonicalURL: w.CanonicalURL, Kind: w.Kind, Language: w.Language,
		Headline: w.Headline, Kicker: w.Kicker, Standfirst: w.Standfirst,
		Bylines: w.Bylines, Source: w.Source, Dateline: w.Dateline,
		Published: published, Modified: modified,
		Section: w.Section, Tags: w.Tags, Body: w.Body, Images: w.Images, Links: links,
		ReadMinutes: w.ReadMinutes, Shares: w.Shares, Paywalled: w.Paywalled, Provenance: w.Provenance,
	}
	return nil
}

func stamp(value, text string, zone ZoneSource, precision string) (Stamp, error) {
	s := Stamp{Text: text, Zone: zone, Day: precision == "day"}
	if value == "" {
		return s, nil
	}
	var err error
	s.Time, err = time.Parse(time.RFC3339, value)
	return s, err
}

// plainLink is Link without its methods, so that encoding does not recurse.
type plainLink Link

// linkJSON is Link as CONTRACT.md shows it: its stamp laid flat.
type linkJSON struct {
	plainLink
	Published     string     `json:"published,omitempty"`
	PublishedText string     `json:"published_text,omitempty"`
	PublishedZone ZoneSource `json:"published_zone,omitempty"`
	Precision     string     `json:"published_precision,omitempty"`
}

func (l Link) flat() linkJSON {
	return linkJSON{plainLink(l), l.Published.Value(), l.Published.Text, l.Published.Zone, l.Published.precision()}
}

func (w linkJSON) link() (Link, error) {
	l := Link(w.plainLink)
	var err error
	l.Published, err = stamp(w.Published, w.PublishedText, w.PublishedZone, w.Precision)
	return l, err
}

// MarshalJSON writes published_text as printed and published as understood.
func (l Link) MarshalJSON() ([]byte, error) { return json.Marshal(l.flat()) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (l *Link) UnmarshalJSON(b []byte) error {
	var w linkJSON
	err := json.Unmarshal(b, &w)
	if err == nil {
		*l, err = w.link()
	}
	return err
}

// list turns a nil slice into an empty one, so that JSON shows [] and never null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
