package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	driver "modernc.org/sqlite"

	"newskeep/scraper/news"
)

// However many articles have the words, a first page costs no more than to touch
// 5,000 rows and to show a page: counted in pages of the file that are looked into.
func TestFirstPageTouchesFew(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i := range 20 {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), func(x *news.Article) {
			x.Headline, x.Published.Time = fmt.Sprintf("Harbour %d", i), day.AddDate(0, 0, i)
			x.Body = []news.Block{{Type: news.Paragraph, Text: "The tram stops at the harbour."}}
		}))
	}
	multiply(a, 600)
	r := pagesCounted(t, a)
	touched := func(ask func() error) int {
		before := pagesLookedInto(t, r)
		if err := ask(); err != nil {
			t.Fatal(err)
		}
		return pagesLookedInto(t, r) - before
	}
	rows := touched(func() error {
		var n int
		return r.one(t.Context(), "SELECT count(f.kind) FROM (SELECT id FROM article_facet ORDER BY id DESC LIMIT 5000) h CROSS JOIN article_facet f ON f.id = h.id", nil, &n)
	})
	most := rows + rows/10
	for _, q := range []SearchRequest{
		{}, {Query: `"harbour"`}, {Query: `"harbour"`, Sort: ByDate}, {Query: "harbours"}, {Query: "harb*"}, {Query: "harbour tram"}, {Query: `"the harbour"`},
		{Query: "headline:harbour"}, {Query: "harbour since:2024", Sort: ByDate}, {Query: "harbour since:2024"}, {Query: "harbour", After: "40"},
		{Query: "harbour kind:news"}, {Query: "harbour kind:news", Sort: ByDate}, {Query: "harbour lang:en site:gazette"}, {Query: "harbour -tag:none", Sort: ByDate},
		{Query: "harbour kind:news since:2024"}, {Query: "harbour kind:news -tag:none"}, {Query: "harbour kind:news", After: "40"},
	} {
		n := touched(func() error {
			res, err := r.Search(t.Context(), q)
			if err != nil {
				return err
			}
			total, complete := countCap, q.Sort == ByDate
			switch {
			case q.Query == "":
				total, complete = a.count("SELECT count(*) FROM article"), true
			case strings.Contains(q.Query, "kind:") || strings.Contains(q.Query, "lang:"):
				total, complete = costs.lookedUp, false
			}
			if len(res.Hits) != 20 || min(res.Total, countCap) != min(total, countCap) || res.Complete && !complete || res.Looked > 0 != (total == costs.lookedUp) {
				t.Errorf("%+v: %d of %d hits of %d, complete %v", q, len(res.Hits), res.Total, res.Looked, res.Complete)
			}
			return nil
		})
		if n > most {
			t.Errorf("%+v looks into %d pages, more than %d", q, n, most)
		}
	}
	if n := touched(func() error {
		f, err := r.Facets(t.Context(), FacetRequest{Query: "harbour kind:news"})
		if err == nil && (f.Complete || f.Hits != costs.lookedUp) {
			t.Errorf("facets of %d hits, complete %v", f.Hits, f.Complete)
		}
		return err
	}); n > 2*most { // each hit is looked up for its tags and its bylines as well
		t.Errorf("facets look into %d pages, more than %d", n, 2*most)
	}
	if n := touched(func() error {
		lines, err := r.KWIC(context.Background(), KWICRequest{Query: "harbour"})
		if len(lines) != 100 {
			t.Errorf("%d lines", len(lines))
		}
		return err
	}); n > most {
		t.Errorf("KWIC looks into %d pages, more than %d", n, most)
	}
}

// pagesCounted reads an archive through one connection, which tells the pages it has
// looked into.
func pagesCounted(t *testing.T, a *archive) *Reader {
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	r.db.SetMaxOpenConns(1)
	if _, err := r.db.Exec("PRAGMA mmap_size = 0"); err != nil { // such pages are not counted
		t.Fatal(err)
	}
	return r
}

// pagesLookedInto are those its connection has had from its cache or the file.
func pagesLookedInto(t *testing.T, r *Reader) (n int) {
	c, err := r.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Raw(func(conn any) error {
		for _, op := range []driver.DBStatusOp{driver.DBStatusCacheHit, driver.DBStatusCacheMiss} {
			pages, _, err := conn.(interface {
				Status(driver.DBStatusOp, bool) (int, int, error)
			}).Status(op, false)
			if n += pages; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// multiply adds n copies of each article, a minute apart.
func multiply(a *archive, n int) {
	a.t.Helper()
	for _, table := range []struct {
		name    string
		changed map[string]string
	}{
		{"page", map[string]string{"id": "id + 1000000 * n", "url": "url || '/' || n"}},
		{"article", map[string]string{"id": "id + (n << 6)", "page_id": "page_id + 1000000 * n"}},
		{"article_facet", map[string]string{"id": "id + (n << 6)"}},
	} {
		var columns, values []string
		err := a.Reader().each(a.t.Context(), "SELECT name FROM pragma_table_info(?)", []any{table.name}, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			columns, values = append(columns, name), append(values, name)
			if s := table.changed[name]; s != "" {
				values[len(values)-1] = s
			}
			return err
		})
		if err != nil {
			a.t.Fatal(err)
		}
		a.exec(fmt.Sprintf("INSERT INTO %[1]s (%[2]s) SELECT %[3]s FROM %[1]s CROSS JOIN (WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < %[4]d) SELECT n FROM c)",
			table.name, strings.Join(columns, ", "), strings.Join(values, ", "), n))
	}
}
