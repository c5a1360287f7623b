package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

// cited is an article as reference managers want it.
type cited struct {
	export.Reference
	ID    string // permalink, for unAPI
	COinS string // https://web.archive.org/web/2017/http://ocoins.info/: OpenURL KEV in a title attribute
	Data  linkedData
}

// linkedData is schema.org's NewsArticle. https://schema.org/NewsArticle
type linkedData struct {
	Context   string       `json:"@context"`
	Type      string       `json:"@type"`
	Headline  string       `json:"headline"`
	URL       string       `json:"url"`
	Published string       `json:"datePublished,omitempty"`
	Language  string       `json:"inLanguage,omitempty"`
	Section   string       `json:"articleSection,omitempty"`
	Keywords  []string     `json:"keywords,omitempty"`
	Author    []linkedName `json:"author,omitempty"`
	Publisher linkedName   `json:"publisher"`
	Abstract  string       `json:"description,omitempty"`
	Archived  string       `json:"archivedAt"`
}

type linkedName struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// citation makes the reference of a state; the newspaper is called what its
// profile calls it.
func (r *room) citation(q *http.Request, a *store.StoredArticle) (cited, error) {
	list, err := r.archive.Sites(q.Context())
	if err != nil {
		return cited{}, err
	}
	names := map[string]news.Site{}
	for _, s := range list {
		names[s.Name] = s
	}
	id, err := r.archive.ID(q.Context())
	if err != nil {
		return cited{}, err
	}
	c := cited{Reference: export.Cite(a, export.Options{Sites: names, Archive: id, Base: root(q)})}
	c.ID = store.Permalink{Archive: id, Article: a.ID, Revision: a.Revision}.String()
	c.COinS = coins(c.Reference)
	c.Data = linkedData{Context: "https://schema.org", Type: "NewsArticle", Headline: c.Title, URL: c.URL, Published: a.Published.Value(), Language: c.Language,
		Section: c.Section, Keywords: c.Tags, Publisher: linkedName{"Organization", c.Newspaper}, Abstract: c.Abstract, Archived: c.Archived.Format("2006-01-02T15:04:05Z")}
	for _, n := range c.Authors {
		c.Data.Author = append(c.Data.Author, linkedName{"Person", n})
	}
	return c, nil
}

// coins writes a reference as ContextObject in a span, ANSI/NISO Z39.88-2004.
func coins(r export.Reference) string {
	v := url.Values{"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:journal"}, "rft.genre": {"article"},
		"rft.atitle": {r.Title}, "rft.jtitle": {r.Newspaper}, "rft_id": {r.URL}, "rft.au": r.Authors}
	if !r.Published.IsZero() {
		v.Set("rft.date", r.Published.Format("2006-01-02"))
	}
	if r.Language != "" {
		v.Set("rft.language", r.Language)
	}
	return v.Encode()
}

// citing is how a citation is written.
type citing struct {
	format    export.Format
	mediaType string
	ending    string
}

// citable are the formats a citation can be saved in.
var citable = map[string]citing{
	"ris":    {export.RIS, "application/x-research-info-systems", ".ris"},
	"bibtex": {export.BibTeX, "application/x-bibtex", ".bib"},
	"csl":    {export.CSL, "application/vnd.citationstyles.csl+json", ".json"},
}

// cite gives one state of an article as a file for reference managers.
func (r *room) cite(q *http.Request) (answer, error) {
	how, known := citable[q.PathValue("format")]
	if !known {
		return nil, notFound("Citations are ris, bibtex or csl, not %q.", q.PathValue("format"))
	}
	a, err := r.picked(q)
	if err != nil {
		return nil, err
	}
	key, send, err := r.reference(q, a, how)
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, key)+how.ending+`"`)
		send(w)
	}, nil
}

// reference is an article for reference managers, under a key.
func (r *room) reference(q *http.Request, a *store.StoredArticle, how citing) (key string, send answer, err error) {
	c, err := r.citation(q, a)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	if err := export.WriteReference(&b, how.format, c.Reference); err != nil {
		return "", nil, err
	}
	return c.Key, func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", how.mediaType+"; charset=utf-8")
		_, _ = w.Write(b.Bytes())
	}, nil
}

// plain is what the name of a file may hold.
func plain(r rune) rune {
	if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}
