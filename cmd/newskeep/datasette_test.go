package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"newskeep/store"
)

// Keys that Datasette knows, by where they stand:
// https://docs.datasette.io/en/stable/metadata.html and the pages it leads to.
var datasetteKeys = map[string][]string{
	"":         {"title", "description", "description_html", "license", "license_url", "source", "source_url", "about", "about_url", "databases", "plugins", "allow", "allow_sql"},
	"database": {"title", "description", "description_html", "license", "license_url", "source", "source_url", "about", "about_url", "queries", "tables", "plugins", "allow", "allow_sql"},
	"table": {"title", "description", "description_html", "license", "license_url", "source", "source_url", "about", "about_url", "columns", "units", "sort", "sort_desc", "size",
		"sortable_columns", "label_column", "hidden", "facets", "facet_size", "fts_table", "fts_pk", "searchmode", "plugins", "allow"},
	"query": {"sql", "title", "description", "description_html", "params", "hide_sql", "fragment", "write", "allow"},
}

// The datasette.yaml has only keys that Datasette knows, about tables and columns
// that are there, and every stored query can be asked.
func TestDatasette(t *testing.T) {
	file := demoCrawled(t)
	text, _ := newskeep(t, []int{exitDone}, "schema", "--datasette", "-a", file)
	var y map[string]any
	if err := yaml.Unmarshal([]byte(text), &y); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	known := func(where string, m map[string]any) {
		for key := range m {
			if !slices.Contains(datasetteKeys[where], key) {
				t.Errorf("%s: Datasette knows no key %s", where, key)
			}
		}
	}
	known("", y)
	databases := y["databases"].(map[string]any)
	if len(databases) != 1 {
		t.Fatalf("%d databases", len(databases))
	}
	r, err := store.OpenReader(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	schema, err := r.Schema(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range databases {
		if !strings.HasSuffix(file, "/"+name+".db") {
			t.Errorf("database %s of %s: Datasette names it after the file", name, file)
		}
		database := d.(map[string]any)
		known("database", database)
		tables := database["tables"].(map[string]any)
		if len(tables) != len(schema) {
			t.Errorf("%d tables of %d are described", len(tables), len(schema))
		}
		for _, s := range schema {
			table, _ := tables[s.Name].(map[string]any)
			known("table", table)
			has := func(what string, column any) {
				if !slices.ContainsFunc(s.Columns, func(c store.SchemaColumn) bool { return c.Name == column }) {
					t.Errorf("%s of %s: there is no column %v", what, s.Name, column)
				}
			}
			columns, _ := table["columns"].(map[string]any)
			for c, about := range columns {
				has("columns", c)
				if about == "" {
					t.Errorf("%s.%s has no description", s.Name, c)
				}
			}
			if len(columns) != len(s.Columns) || table["description"] == "" {
				t.Errorf("%s: %d of %d columns are described", s.Name, len(columns), len(s.Columns))
			}
			for _, key := range []string{"sort_desc", "label_column", "fts_pk"} {
				if c, ok := table[key]; ok {
					has(key, c)
				}
			}
			if by, ok := table["sort_desc"].(string); ok && s.Name != "ticker" && s.Name != "run_ledger" { // these are small
				plan, _ := newskeep(t, []int{exitDone}, "sql", "EXPLAIN QUERY PLAN SELECT * FROM "+s.Name+" ORDER BY "+by+" DESC LIMIT 101", "--format", "csv", "-a", file)
				if strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") {
					t.Errorf("%s: all of it is sorted by %s for one page:\n%s", s.Name, by, plan)
				}
			}
			facets, _ := table["facets"].([]any)
			units, _ := table["units"].(map[string]any)
			for _, c := range facets {
				has("facets", c)
			}
			for c := range units {
				has("units", c)
			}
			if f, ok := table["fts_table"]; ok && !slices.ContainsFunc(schema, func(x store.SchemaTable) bool { return x.Name == f }) {
				t.Errorf("%s: there is no index %v", s.Name, f)
			}
		}
		queries := database["queries"].(map[string]any)
		if len(queries) != len(store.StoredQueries) {
			t.Errorf("%d queries", len(queries))
		}
		for _, q := range store.StoredQueries {
			query, _ := queries[q.Name].(map[string]any)
			known("query", query)
			sql, _ := query["sql"].(string)
			for name, value := range map[string]string{":words": "'tram'", ":word": "'bench'", ":tag": "'Tram'", ":moment": "'2999-01-01T00:00'"} {
				if strings.Contains(sql, name) != slices.Contains(q.Params, name[1:]) && name != ":word" {
					t.Errorf("%s: parameters %q do not fit\n%s", q.Name, q.Params, sql)
				}
				if slices.Contains(q.Params, name[1:]) {
					sql = strings.ReplaceAll(sql, name, value)
				}
			}
			out, _ := newskeep(t, []int{exitDone}, "sql", sql, "--format", "csv", "-a", file)
			if q.Name != "silent_edits" && strings.Count(out, "\n") < 2 { // one day has none
				t.Errorf("%s finds nothing:\n%s", q.Name, out)
			}
		}
	}
}
