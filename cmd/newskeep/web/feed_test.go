package web_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/web"
)

// Feeds tell what the archive knows of the days, in both formats alike.
func TestFeeds(t *testing.T) {
	s, r := open(t, web.Options{})
	relay := idOf(t, r, relayStory)
	for query, want := range map[string]string{
		"/events/feed%s?kind=silent":               "/article/" + relay + "/changes?to=2",
		"/search/feed%s?q=headline:relay":          "/article/" + relay,
		"/search/feed%s?q=headline:hurt":           "/article/" + idOf(t, r, hostile.URL),
		"/events/feed%s?kind=headline&q=site:demo": "/article/" + idOf(t, r, tramStory) + "/changes?to=2",
	} {
		_, h, body := get(t, s.URL+strings.Replace(query, "%s", ".atom", 1))
		var a struct {
			Entries []struct {
				ID   string `xml:"id"`
				Link []struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(body), &a); err != nil || !strings.HasPrefix(h.Get("Content-Type"), "application/atom+xml") {
			t.Fatalf("%s: %v, %s", query, err, h.Get("Content-Type"))
		}
		_, _, body = get(t, s.URL+strings.Replace(query, "%s", ".json", 1))
		var j struct{ Items []struct{ ID, URL string } }
		if err := json.Unmarshal([]byte(body), &j); err != nil {
			t.Fatal(err)
		}
		if len(a.Entries) == 0 || len(a.Entries) != len(j.Items) {
			t.Fatalf("%s: %d entries and %d items", query, len(a.Entries), len(j.Items))
		}
		found := false
		for i, e := range a.Entries {
			found = found || e.Link[0].Href == s.URL+want
			if e.ID != j.Items[i].ID || e.Link[0].Href != j.Items[i].URL || strings.Contains(e.Link[0].Href, "javascript") {
				t.Errorf("%s: entry %v and item %v", query, e, j.Items[i])
			}
		}
		if !found {
			t.Errorf("%s does not tell of %s: %v", query, want, a.Entries)
		}
	}
	if _, _, body := get(t, s.URL+"/search/feed.atom?q=zzyzx"); !strings.Contains(body, "<updated>2024-12-04T08:00:00Z</updated>") {
		t.Errorf("a feed in which nothing is is not of now:\n%s", body)
	}
	if _, _, body := get(t, s.URL+"/events/feed.atom?kind=headline&q=site:demo"); !strings.Contains(body, "headline changed: New tram carries eleven thousand on its first day") || !strings.Contains(body, "; was: New tram line opens") {
		t.Errorf("a headline that changed is not told with what it was:\n%s", body)
	}
}

func TestCitations(t *testing.T) {
	s, r := open(t, web.Options{})
	id := idOf(t, r, tramStory)
	state, err := r.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string]string{"ris": "TY  - NEWS", "bibtex": "@online{", "csl": `"article-newspaper"`} {
		status, h, body := get(t, s.URL+"/article/"+id+"/cite/"+format+"?revision=1")
		if status != 200 || !strings.Contains(body, want) || !strings.Contains(body, "New tram line opens") || !strings.Contains(body, "newskeep archive "+state.ID+", article "+id+", revision 1") || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: status %d, %s\n%s", format, status, h.Get("Content-Disposition"), body)
		}
	}
	_, _, page := get(t, s.URL+"/article/"+id)
	for _, want := range []string{`name="citation_title"`, `name="citation_publication_date" content="2024/12/01"`, `class="Z3988"`, `"@type":"NewsArticle"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
