package assistant_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"newskeep/cmd/newskeep/assistant"
	"newskeep/scraper/news"
	"newskeep/store"
)

const ferry = "http://gazette.test/ferry"

// client is connected to a server over an archive in which the ferry article was
// changed once.
func client(t *testing.T) *mcp.ClientSession {
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
	for i, headline := range []string{"Ferry runs", "Ferry runs twice"} {
		now = now.Add(time.Hour)
		a := &news.Article{
			URL: ferry, Kind: news.KindNews, Headline: headline, Published: news.Stamp{Time: time.Date(2024, 12, 1, 9, 0, 0, 0, time.UTC)},
			Bylines: []news.Byline{{Name: "Mara Lindqvist"}}, Tags: []news.Tag{{Name: "Ferries"}},
			Body: []news.Block{{Type: news.Paragraph, Text: strings.Repeat("ü word. ", 3000)}},
		}
		if _, err := s.Keep(t.Context(), &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: a.URL, Role: news.RoleOfArticle}, At: now, Outcome: news.Fetched,
			Response: &news.Response{URL: a.URL, Status: 200, Body: []byte{byte(i)}}, Reading: &news.Reading{Kind: news.PageArticle, Article: a},
		}); err != nil {
			t.Fatal(err)
		}
	}
	s.Reader().SavedBy(func() ([]store.SavedSearch, error) {
		return []store.SavedSearch{{Name: "boats", Query: "tag:ferries OR ferry", Note: "weekly"}, {Name: "wrong", Query: "("}}, nil
	})
	server, err := assistant.New(t.Context(), s.Reader(), assistant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := mcp.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), ours, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), theirs, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

func call(t *testing.T, c *mcp.ClientSession, tool string, args map[string]any) (text string, refused bool) {
	t.Helper()
	res, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	return res.Content[0].(*mcp.TextContent).Text, res.IsError
}

// asOfForms are those that store.Moment reads.
const asOfForms = "2024-12-01, 2024-12-01T18:00 or 2024-12-01T18:00:05 (each its end, UTC), or RFC 3339"

func TestTools(t *testing.T) {
	c := client(t)
	list, err := c.ListTools(t.Context(), nil)
	if err != nil || len(list.Tools) != 6 {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, tool := range list.Tools {
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint || tool.Description == "" {
			t.Errorf("%s does not say that it only reads", tool.Name)
		}
		schema, err := json.Marshal(tool.InputSchema)
		if err != nil {
			t.Fatal(err)
		}
		if asks := strings.Contains(string(schema), `"as_of"`); asks != (strings.Contains(string(schema), asOfForms)) || asks == (tool.Name == "history" || tool.Name == "saved_searches") {
			t.Errorf("%s does not name the forms of a moment: %s", tool.Name, schema)
		}
	}
	for _, tt := range []struct {
		tool string
		args map[string]any
		want []string
	}{
		{"search", map[string]any{"query": "ferry"}, []string{`"total":1`, "Mara Lindqvist: “Ferry runs twice”, The Gazette, 2024-12-01. " + ferry, "revision 2, archived 2024-12-01T14:00:00Z"}},
		{"search", map[string]any{"query": "saved:boats -tram"}, []string{`"total":1`, `"query":"(tag:ferries OR ferry) -tram"`}},
		{"count", map[string]any{"query": "saved:boats", "by": "tag"}, []string{`"key":"Ferries","count":1`}},
		{"saved_searches", map[string]any{}, []string{`"name":"boats","query":"tag:ferries OR ferry","note":"weekly","canonical":"tag:ferries OR ferry","hits":1`, `"name":"wrong"`, "never closed"}},
		{"search", map[string]any{"query": "tram"}, []string{`"total":0`, `"hits":[]`, `"notes":[]`}},
		{"search", map[string]any{}, []string{`"total":1`}},
		{"search", map[string]any{"query": "ferry or tram"}, []string{`"notes":["`}},
		{"count", map[string]any{"by": "tag", "query": "ferry or tram"}, []string{`"notes":["`}},
		{"article", map[string]any{"article": ferry}, []string{`"revision":2`, `"next":20000`, `"citation"`}},
		{"article", map[string]any{"article": ferry, "revision": 1}, []string{`"headline":"Ferry runs"`, "revision 1"}},
		{"article", map[string]any{"article": ferry, "as_of": "2024-12-01T13:30:00Z"}, []string{`"revision":1`}},
		{"article", map[string]any{"article": ferry, "as_of": "2024-12-01"}, []string{`"revision":2`}},
		{"article", map[string]any{"article": ferry, "from": 99999999}, []string{`"text":""`}},
		{"history", map[string]any{"article": ferry}, []string{`"revision":1`, `"revision":2`, `"headline"`}},
		{"placements", map[string]any{"module": "home"}, []string{`"placements":[]`, `"more":false`}},
		{"count", map[string]any{"query": "", "by": "tag"}, []string{`"key":"Ferries","count":1`, "every article"}},
	} {
		text, refused := call(t, c, tt.tool, tt.args)
		if refused || !json.Valid([]byte(text)) {
			t.Errorf("%s %v: %s", tt.tool, tt.args, text)
		}
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s %v: no %s in\n%.600s", tt.tool, tt.args, want, text)
			}
		}
	}
}

// What cannot be answered is refused with words an assistant can act on.
func TestToolsRefuse(t *testing.T) {
	c := client(t)
	for _, tt := range []struct {
		tool string
		args map[string]any
		want string
	}{
		{"search", map[string]any{"query": "tag:("}, "query"},
		{"search", map[string]any{"query": "saved:x"}, "saved are boats, wrong"},
		{"search", map[string]any{"query": "a", "sort": "size"}, "relevance"},
		{"placements", map[string]any{"module": "front page"}, "home, section, most_read"},
		{"placements", map[string]any{"site": "the gazette"}, "it has gazette"},
		{"article", map[string]any{"article": "12"}, "not in the archive"},
		{"article", map[string]any{"article": ferry, "as_of": "yesterday"}, "is no time"},
		{"article", map[string]any{"article": ferry, "revision": 9}, "not in the archive"},
		{"count", map[string]any{"query": "", "by": "mood"}, "count by"},
	} {
		if text, refused := call(t, c, tt.tool, tt.args); !refused || !strings.Contains(text, tt.want) {
			t.Errorf("%s %v: %q, want %q", tt.tool, tt.args, text, tt.want)
		}
	}
}
