package web

import (
	"net/http"
	"net/url"
	"strings"

	"newskeep/store/query"
)

// helpPage explains the room.
type helpPage struct {
	Fields  []string `json:"fields"` // of the query language
	Kinds   []string `json:"kinds"`
	Has     []string `json:"has"`
	Classes []string `json:"classes"`
	Pages   []page   `json:"-"`
}

func (helpPage) head() head { return head{Title: "Help", Nav: "/help", Narrow: true} }

func (r *room) help(*http.Request) (shown, error) {
	return helpPage{Fields: query.Fields, Kinds: query.Kinds, Has: query.Had, Classes: query.Classes, Pages: r.pages()}, nil
}

// example of a query.
type example struct{ Query, Finds string }

// Address is where the example can be tried; a saved search is there for who saved it.
func (e example) Address() string {
	if strings.HasPrefix(e.Query, "saved:") {
		return "/searches"
	}
	return "/search?" + url.Values{"q": {e.Query}}.Encode()
}

var examples = []example{
	{"council bridge", "both words, anywhere"},
	{`"town council"`, "as written: these words in this order, no other forms"},
	{"bridg*", "words that begin so"},
	{"NEAR(ferry strike, 5)", "at most 5 words between them"},
	{"council -bridge", "without the second"},
	{"council OR mayor", "either; brackets group"},
	{"headline:council", "words in one place"},
	{"headline:(council OR mayor)", "several values of one field"},
	{`tag:harbour section:Politics byline:"Ada Quill"`, "names"},
	{"tag:har*", "names that begin so; a tag is meant as a whole, bylines and sources by any word"},
	{"url:demo.newskeep.test/news/*", "its address, with or without scheme"},
	{"link:demo.newskeep.test/*", "an address it links to"},
	{"placed:section/Politics", "ever stood there: home, section, most_read, read_next, coverage or ticker"},
	{"class:correction", "a revision of this class"},
	{"has:correction", "what an article has"},
	{"published:2024-11..2025-01", "dates: years, months, weeks (2024-W48), days, minutes; either end may be left out"},
	{"seen:P7D", "first seen by the archive in the last seven days"},
	{"changed:yesterday", "changed by the newsroom, as the archive saw it"},
	{"silent:true", "changed without saying so"},
	{"saved:harbour -tram", "the search saved under a name stands for itself, in brackets"},
}
