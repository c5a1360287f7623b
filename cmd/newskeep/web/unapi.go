package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"newskeep/store"
)

// unapiFormats answers what references there are. By unAPI, reference managers such as
// Zotero save all articles of a page as they are in the exports.
// https://web.archive.org/web/2017/http://unapi.info/specs/unapi-revision-1.html
type unapiFormats struct {
	XMLName xml.Name      `xml:"formats"`
	ID      string        `xml:"id,attr,omitempty"`
	Formats []unapiFormat `xml:"format"`
}

type unapiFormat struct {
	Name string `xml:"name,attr"`
	Type string `xml:"type,attr"`
}

func (r *room) unapi(q *http.Request) (answer, error) {
	id, format := q.FormValue("id"), q.FormValue("format")
	if id == "" {
		return unapiAnswer(http.StatusOK, "")
	}
	p, ok := store.ParsePermalink(id)
	if !ok {
		return nil, notFound("%q is no permalink, newskeep:ARCHIVE/article/ID/revision/N.", id)
	}
	if own, err := r.archive.ID(q.Context()); err != nil || own != p.Archive {
		if err == nil {
			err = notFound("%s is of another archive.", id)
		}
		return nil, err
	}
	a, err := r.archive.Article(q.Context(), strconv.FormatInt(p.Article, 10), store.ArticleAt{Revision: p.Revision})
	if err != nil {
		return nil, err
	}
	if format == "" {
		return unapiAnswer(http.StatusMultipleChoices, id)
	}
	how, known := citable[format]
	if !known {
		return nil, &refusal{http.StatusNotAcceptable, "There is no such format", "Formats are ris, bibtex and csl.", -1}
	}
	_, send, err := r.reference(q, a, how)
	return send, err
}

func unapiAnswer(status int, id string) (answer, error) {
	list := unapiFormats{ID: id}
	for name, how := range citable {
		list.Formats = append(list.Formats, unapiFormat{name, how.mediaType})
	}
	slices.SortFunc(list.Formats, func(a, b unapiFormat) int { return strings.Compare(b.Name, a.Name) }) // RIS, which tells most, first
	b, err := xml.Marshal(list)
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(status)
		_, _ = w.Write(append([]byte(xml.Header), b...))
	}, nil
}
