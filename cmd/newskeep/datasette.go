package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"newskeep/store"
)

// browsing is how Datasette shows a table or view: its keys are those of
// https://docs.datasette.io/en/stable/metadata.html, facets and full_text_search.
type browsing struct {
	facets   []string
	sortDesc string
	label    string            // column by which rows that point here are called
	fts      string            // full-text index
	fold     bool              // hidden on the first page
	units    map[string]string // of columns, as Pint knows them
}

// browsed sorts only by what the tables are in the order of, but for the small ones:
// Datasette gives up a page after a second, and the newest of a million rows take
// longer where all must be sorted.
var browsed = map[string]browsing{
	"article":          {facets: []string{"site", "kind", "language"}, sortDesc: "id", label: "headline", fts: "article_fts"},
	"article_overview": {facets: []string{"site", "kind", "section", "language"}, sortDesc: "id", fts: "article_fts"},
	"article_facet":    {facets: []string{"site", "month", "kind", "section", "source"}, sortDesc: "id"},
	"caption":          {facets: []string{"site", "role", "credit"}},
	"front_page":       {facets: []string{"site", "module", "section"}},
	"ticker":           {facets: []string{"site"}, sortDesc: "from_at"},
	"link_graph":       {facets: []string{"relation"}},
	"revision":         {facets: []string{"class", "silent", "parser"}, sortDesc: "article_id"},
	"visit":            {facets: []string{"outcome", "class", "page_kind", "status"}, sortDesc: "id", units: map[string]string{"bytes": "byte", "took_ms": "ms"}},
	"run":              {facets: []string{"site", "outcome"}, sortDesc: "id"},
	"run_ledger":       {facets: []string{"site", "outcome"}, sortDesc: "run_id", units: map[string]string{"bytes": "byte"}},
	"page":             {facets: []string{"site", "role"}, label: "url"},
	"snapshot":         {facets: []string{"codec"}, label: "sha256", units: map[string]string{"size": "byte"}},
	"tag":              {label: "name"},
	"byline":           {label: "name"},
	"image":            {label: "url"},
	"module":           {facets: []string{"site", "name"}, label: "name"},
	"article_link":     {facets: []string{"relation"}},
	"frontier":         {fold: true},
	"host":             {fold: true},
	"word_form":        {fold: true},
	"article_word":     {fold: true},
}

// printDatasette writes a datasette.yaml: what tables and columns mean, and how to
// browse them. Texts stand in double quotes as JSON has them, which is YAML as well.
func printDatasette(to io.Writer, archive string, tables []store.SchemaTable) error {
	y := &metadata{}
	name := strings.TrimSuffix(filepath.Base(archive), filepath.Ext(archive))
	y.text(0, "title", "News archive")
	y.text(0, "description", "What news sites published: articles in every revision, captions, placements, and how each page was fetched. Written by newskeep "+version+"; browse with: datasette "+filepath.Base(archive)+" --metadata datasette.yaml")
	y.key(0, "databases")
	y.key(1, name)
	y.text(2, "description", "A newskeep archive. Start from article_overview; caption, front_page, ticker and link_graph are the other joins.")
	y.key(2, "queries")
	for _, q := range store.StoredQueries {
		y.key(3, q.Name)
		y.text(4, "title", q.Title)
		y.text(4, "description", q.About)
		y.text(4, "sql", q.SQL)
		if len(q.Params) > 0 {
			y.list(4, "params", q.Params)
		}
	}
	y.key(2, "tables")
	for _, t := range tables {
		b := browsed[t.Name]
		y.key(3, t.Name)
		y.text(4, "description", t.Comment)
		if len(b.facets) > 0 {
			y.list(4, "facets", b.facets)
		}
		for _, kv := range [][2]string{{"sort_desc", b.sortDesc}, {"label_column", b.label}, {"fts_table", b.fts}} {
			if kv[1] != "" {
				y.text(4, kv[0], kv[1])
			}
		}
		if b.fts != "" {
			y.text(4, "fts_pk", "id")
		}
		if b.fold || t.Kind == "full-text index" {
			y.line(4, "hidden: true")
		}
		y.key(4, "columns")
		for _, c := range t.Columns {
			y.text(5, c.Name, c.Comment)
		}
		if len(b.units) > 0 {
			y.key(4, "units")
			for _, c := range t.Columns {
				if u := b.units[c.Name]; u != "" {
					y.text(5, c.Name, u)
				}
			}
		}
	}
	_, err := to.Write(y.Bytes())
	return err
}

// metadata writes block mappings.
type metadata struct{ bytes.Buffer }

func (y *metadata) line(depth int, text string) {
	fmt.Fprintf(y, "%s%s\n", strings.Repeat("  ", depth), text)
}
func (y *metadata) key(depth int, key string) { y.line(depth, key+":") }
func (y *metadata) text(depth int, key, text string) {
	y.line(depth, key+": "+inQuotes(text))
}

func (y *metadata) list(depth int, key string, list []string) {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = inQuotes(s)
	}
	y.line(depth, key+": ["+strings.Join(quoted, ", ")+"]")
}

func inQuotes(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string can be encoded
	return strings.TrimSpace(b.String())
}
