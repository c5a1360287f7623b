package web_test

import (
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/web"
	"newskeep/store"
)

// The saved searches are a page, and each is a search and a feed that go with the file.
func TestSavedSearches(t *testing.T) {
	s, r := open(t, web.Options{})
	_, _, page := get(t, s.URL+"/searches")
	for _, want := range []string{`href="/search?q=saved%3Aharbour&amp;sort=date"`, `href="/search/feed.atom?q=saved%3Aharbour"`, `href="/search/feed.json?q=saved%3Aharbour"`, "weekly", "the saved search wrong, character "} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s:\n%s", want, page)
		}
	}
	hits, err := r.Total(t.Context(), "saved:harbour")
	if err != nil || hits == 0 {
		t.Fatal(hits, err)
	}
	var twin struct {
		Searches []struct {
			Name, Query, Note, Canonical, Problem string
			Hits                                  *int
			New                                   *int `json:"new_7_days"`
		}
	}
	_, _, body := get(t, s.URL+"/searches.json")
	if err := json.Unmarshal([]byte(body), &twin); err != nil || len(twin.Searches) != 3 {
		t.Fatalf("%v: %s", err, body)
	}
	if one := twin.Searches[0]; one.Name != "harbour" || one.Hits == nil || *one.Hits != hits || one.New == nil || one.Problem != "" || one.Canonical != one.Query {
		t.Errorf("%+v", one)
	}
	if one := twin.Searches[2]; one.Hits != nil || one.Problem == "" {
		t.Errorf("one that cannot be understood: %+v", one)
	}

	var found struct {
		Given, Query string
		Total        int
	}
	_, _, body = get(t, s.URL+"/search.json?q=saved:harbour+kind:news")
	if err := json.Unmarshal([]byte(body), &found); err != nil || found.Given != "saved:harbour kind:news" || found.Query != "(tag:harbour OR headline:ferry) kind:news" || found.Total == 0 {
		t.Errorf("%v: %.300s", err, body)
	}
	// A search's page leads to the feed that follows the file, narrowing to what it stands for now.
	_, _, page = get(t, s.URL+"/search?q=saved:harbour&from=2024")
	page = html.UnescapeString(page)
	if !strings.Contains(page, `href="/search/feed.atom?from=2024&q=saved%3Aharbour"`) || !strings.Contains(page, `"/search?from=2024&q=%28tag%3Aharbour+OR+headline%3Aferry%29+tag%3AScience"`) {
		t.Errorf("a search with a saved one:\n%s", page)
	}
	for _, ending := range []string{"atom", "json"} {
		status, _, feed := get(t, s.URL+"/search/feed."+ending+"?q=saved:harbour")
		if status != http.StatusOK || !strings.Contains(feed, "newskeep: saved:harbour") || strings.Count(feed, "urn:newskeep:article:") != hits {
			t.Errorf("feed.%s: status %d, %d entries, want %d\n%.600s", ending, status, strings.Count(feed, "urn:newskeep:article:"), hits, feed)
		}
	}
	status, _, page := get(t, s.URL+"/search?q=tram+saved:harbor")
	if status != http.StatusBadRequest || !strings.Contains(page, "tram saved:<span") || !strings.Contains(page, "saved are harbour, wrong, ميناء") {
		t.Errorf("an unknown name: status %d\n%s", status, page)
	}
	if status, _, page := get(t, s.URL+"/counts?q=tram&share_of=saved:nothing"); status != http.StatusBadRequest || !strings.Contains(page, "share_of") {
		t.Errorf("an unknown name in a second query: status %d\n%s", status, page)
	}
}

// A broken file is no matter of who asks nothing saved, and its name is not told.
func TestBrokenSavedSearches(t *testing.T) {
	s, r := open(t, web.Options{})
	r.SavedBy(func() ([]store.SavedSearch, error) { return nil, errors.New("/home/ada/news.searches.yaml:3: broken") })
	for address, want := range map[string]int{"/searches": 500, "/search?q=saved:harbour": 500, "/search?q=tram": 200, "/search.json?q=saved:x": 500} {
		status, _, page := get(t, s.URL+address)
		if status != want || strings.Contains(page, "/home/ada") || want == 500 && !strings.Contains(page, "saved searches") {
			t.Errorf("%s: status %d\n%.800s", address, status, page)
		}
	}
}

// A reference that is saved from the room leads back to the state in it.
func TestCitationLeadsBack(t *testing.T) {
	s, r := open(t, web.Options{})
	id := idOf(t, r, tramStory)
	for _, format := range []string{"ris", "bibtex", "csl"} {
		_, _, text := get(t, s.URL+"/article/"+id+"/cite/"+format+"?revision=1")
		if want := s.URL + "/article/" + id + "?revision=1"; !strings.Contains(text, want) {
			t.Errorf("%s has no %s:\n%s", format, want, text)
		}
	}
}

// Every example of the help page leads to an answer, whatever is saved.
func TestHelpExamplesAnswer(t *testing.T) {
	s, r := open(t, web.Options{})
	r.SavedBy(func() ([]store.SavedSearch, error) { return nil, nil })
	_, _, page := get(t, s.URL+"/help")
	links := regexp.MustCompile(`<td><a href="([^"]+)"><code>`).FindAllStringSubmatch(page, -1)
	for _, link := range links {
		if status, _, _ := get(t, s.URL+html.UnescapeString(link[1])); status != http.StatusOK {
			t.Errorf("%s: status %d", link[1], status)
		}
	}
	if len(links) < 12 {
		t.Errorf("the help page has %d examples", len(links))
	}
}

// What may not be meant is said beside the answer.
func TestDoubtsAreTold(t *testing.T) {
	s, _ := open(t, web.Options{})
	for q, want := range map[string]bool{"tram or ferry": true, "tram OR ferry": false} {
		for _, path := range []string{"/search", "/concordance", "/words", "/counts"} {
			_, _, page := get(t, s.URL+path+"?q="+url.QueryEscape(q))
			if strings.Contains(page, "the operator is OR") != want {
				t.Errorf("%s of %s:\n%.1500s", path, q, page)
			}
		}
	}
}
