package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// A long log begins with its latest lines, and every line is on one of its pages.
func TestLongLogs(t *testing.T) {
	const lines = 2*tickerOfPage + 5
	at := time.Date(2024, 12, 1, 6, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "long.db")
	s, err := store.Open(t.Context(), path, store.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	site := news.Site{Name: "gazette", Title: "Gazette", Language: "en", Home: "http://gazette.test/", Zone: "UTC"}
	a := news.Article{URL: "http://gazette.test/live", Kind: news.KindLiveblog}
	for n := range lines {
		at = at.Add(time.Minute)
		run, err := s.Begin(t.Context(), site, news.Run{Started: at})
		if err != nil {
			t.Fatal(err)
		}
		a.Headline = fmt.Sprintf("Line %03d", n)
		_, err = s.Keep(t.Context(), &news.Visit{ID: news.NewVisitID(), Run: run.ID, At: at, Outcome: news.Fetched, Parser: "1", Identity: a.URL,
			Target:   news.Target{Site: site.Name, Host: "gazette.test", URL: a.URL, Role: news.RoleOfArticle, Why: news.WhyNew},
			Response: &news.Response{URL: a.URL, Status: http.StatusOK, Body: []byte(a.Headline), Requests: 1},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: &a, Ticker: []news.TickerLine{{Text: a.Headline}}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.End(t.Context(), run.ID, news.RunDone, nil); err != nil {
			t.Fatal(err)
		}
	}
	r, err := store.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	room := New(r, Options{Now: func() time.Time { return at }})
	for _, tt := range []struct{ path, first, row string }{
		{"/ticker", "Line 204", `<td dir="auto">`},
		{"/events?kind=headline&kind=new", "Line 204", `<td class="when">`},
		{"/runs", "205", `<th scope="row">`},
	} {
		rows, next := 0, tt.path
		for n := 0; next != ""; n++ {
			w := httptest.NewRecorder()
			room.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+next, nil))
			page := w.Body.String()
			_, table, _ := strings.Cut(page, "<tbody>")
			if n == 0 && !strings.Contains(strings.SplitN(table, "</tr>", 2)[0], tt.first) {
				t.Errorf("%s does not begin with %s", tt.path, tt.first)
			}
			rows += strings.Count(table, tt.row)
			_, rest, more := strings.Cut(page, `<a rel="next" href="`)
			next, _, _ = strings.Cut(strings.ReplaceAll(rest, "&amp;", "&"), `"`)
			if !more || n == 20 {
				break
			}
		}
		if rows != lines {
			t.Errorf("the pages of %s have %d rows, want %d", tt.path, rows, lines)
		}
	}
}
