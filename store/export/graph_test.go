package export_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

// three articles: 1 links to 2; 1 and 2 have two tags and a picture in common; 3
// stands alone.
func three(t *testing.T) *store.Store {
	t.Helper()
	now := time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC)
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	run, err := s.Begin(t.Context(), news.Site{Name: "gazette", Title: "The Gazette", Home: "http://gazette.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 3; i++ {
		a := &news.Article{URL: fmt.Sprint("http://gazette.test/", i), Kind: news.KindNews, Headline: fmt.Sprintf("No. %d \x01 <b>&", i), Published: news.Stamp{Time: now.Add(time.Duration(i) * time.Hour)}}
		if i < 3 {
			a.Tags = []news.Tag{{Name: "Ferries"}, {Name: "Harbour"}}
			a.Images = []news.Image{{URL: "http://gazette.test/quay.jpg", Caption: fmt.Sprint("Quay ", i), Credit: "AP", Role: news.RoleLead}}
			a.Links = []news.Link{{Relation: news.Related, URL: fmt.Sprint("http://gazette.test/", i+1), Title: "Read on", Position: 1}, {Relation: news.Inline, URL: "http://elsewhere.test/"}}
		}
		visit := &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: a.URL, Role: news.RoleOfArticle}, At: now, Outcome: news.Fetched,
			Response: &news.Response{URL: a.URL, Status: 200, Body: []byte(a.URL)}, Reading: &news.Reading{Kind: news.PageArticle, Article: a},
		}
		if _, err := s.Keep(t.Context(), visit); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestGraph(t *testing.T) {
	s, err := three(t).Reader().Select(t.Context(), "tag:harbour")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, tt := range []struct {
		graph        store.Graph
		nodes, edges int
		evidence     string
	}{
		{store.GraphLinks, 2, 1, "Read on"}, // the link from 2 leads to 3, which was not found
		{store.GraphTags, 2, 1, " "},
		{store.GraphImages, 3, 2, "Quay 2 (AP)"},
	} {
		for _, f := range export.GraphFormats {
			var b bytes.Buffer
			report, err := export.Graph(t.Context(), f, &b, s, tt.graph, export.GraphAbout{Creator: "newskeep <test>", About: "a & b"})
			if err != nil || report.Nodes != tt.nodes || report.Edges != tt.edges {
				t.Errorf("%s of %s: %+v, %v, want %d nodes, %d edges", f, tt.graph, report, err, tt.nodes, tt.edges)
			}
			text := b.String()
			ids, ends := ids(t, text)
			if len(ids) != tt.nodes || len(ends) != 2*tt.edges || !strings.Contains(text, tt.evidence) {
				t.Errorf("%s of %s: nodes %q, ends of edges %q in\n%s", f, tt.graph, ids, ends, text)
			}
			for _, end := range ends {
				if !slices.Contains(ids, end) {
					t.Errorf("%s of %s: an edge ends at %s, which is no node", f, tt.graph, end)
				}
			}
		}
	}
	if _, err := export.Graph(t.Context(), export.CSV, io.Discard, s, store.GraphTags, export.GraphAbout{}); !errors.Is(err, export.ErrFormat) {
		t.Errorf("a graph as CSV: %v, want %v", err, export.ErrFormat)
	}
}

// An edge names the state of the article that shows it.
func TestEdgesNameStates(t *testing.T) {
	s := three(t)
	run, err := s.Begin(t.Context(), news.Site{Name: "gazette", Home: "http://gazette.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	a := &news.Article{
		URL: "http://gazette.test/1", Headline: "No. 1, changed", Kind: news.KindNews, Published: news.Stamp{Time: time.Date(2024, 12, 1, 13, 0, 0, 0, time.UTC)},
		Tags: []news.Tag{{Name: "Ferries"}, {Name: "Harbour"}}, Images: []news.Image{{URL: "http://gazette.test/quay.jpg", Role: news.RoleLead}},
		Links: []news.Link{{Relation: news.Related, URL: "http://gazette.test/2", Title: "Read on", Position: 1}},
	}
	if _, err := s.Keep(t.Context(), &news.Visit{
		ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: a.URL, Role: news.RoleOfArticle}, At: time.Now(), Outcome: news.Fetched,
		Response: &news.Response{URL: a.URL, Status: 200, Body: []byte("changed")}, Reading: &news.Reading{Kind: news.PageArticle, Article: a},
	}); err != nil {
		t.Fatal(err)
	}
	selection, err := s.Reader().Select(t.Context(), "tag:harbour")
	if err != nil {
		t.Fatal(err)
	}
	defer selection.Close()
	for g, want := range map[store.Graph]string{store.GraphLinks: "2", store.GraphTags: "2 1", store.GraphImages: "2, 1"} {
		var got []string
		for e, err := range selection.Edges(t.Context(), g) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Revision)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: states %q, want %s", g, got, want)
		}
	}
}

// ids reads the nodes of a graph and the ends of its edges.
func ids(t *testing.T, text string) (nodes, ends []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nodes, ends
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			switch {
			case e.Name.Local == "node" && a.Name.Local == "id":
				nodes = append(nodes, a.Value)
			case a.Name.Local == "source" || a.Name.Local == "target":
				ends = append(ends, a.Value)
			}
		}
	}
}

// A selection stays what it was while a crawl goes on.
func TestSelectionStays(t *testing.T) {
	s := three(t)
	selection, err := s.Reader().Select(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer selection.Close()
	run, err := s.Begin(t.Context(), news.Site{Name: "gazette", Home: "http://gazette.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	a := &news.Article{URL: "http://gazette.test/4", Headline: "Later", Kind: news.KindNews}
	if _, err := s.Keep(t.Context(), &news.Visit{
		ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: a.URL, Role: news.RoleOfArticle}, At: time.Now(), Outcome: news.Fetched,
		Response: &news.Response{URL: a.URL, Status: 200, Body: []byte("4")}, Reading: &news.Reading{Kind: news.PageArticle, Article: a},
	}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range selection.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	revisions := 0
	for v, err := range selection.Revisions(t.Context()) {
		if err != nil || v.Number != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		revisions++
	}
	if n != 3 || revisions != 3 || selection.Total != 3 || selection.State.Articles != 3 || len(selection.State.ID) != 32 {
		t.Errorf("%d articles, %d revisions of %+v, want the three of the beginning", n, revisions, selection)
	}
	if total, err := s.Reader().Total(t.Context(), ""); err != nil || total != 4 {
		t.Errorf("Total = %d, %v, want 4: the archive goes on", total, err)
	}
}
