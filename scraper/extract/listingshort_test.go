package extract

import (
	"strings"
	"testing"
)

// TestShortTitles: a card whose title is one word is an item where the titles beside
// it are set like it; links of the same length elsewhere are not.
func TestShortTitles(t *testing.T) {
	card := func(slug, title string) string {
		return `<article class="card"><h2 class="t"><a href="/news/` + slug + `">` + title + `</a></h2></article>`
	}
	page := `<html><body><nav><a href="/news/politics">Politics</a></nav><main><h1>Strait</h1>` +
		card("ferry-is-back", "The ferry is back at the quay") + card("floods", "Floods") + card("bridge-closes", "The bridge closes for a week") +
		card("tram-every-ten", "The harbour tram runs every ten minutes") + `</main><aside><a href="/news/jobs">Jobs</a></aside></body></html>`
	r := Read(nil, Input{URL: "https://courier.example/strait", Status: 200, ContentType: "text/html", Body: []byte(page), Expect: "section"})
	if r.Listing == nil {
		t.Fatalf("no listing but %v", r.Kind)
	}
	var titles []string
	for _, l := range r.Listing.Items {
		titles = append(titles, l.Title)
	}
	const want = "The ferry is back at the quay|Floods|The bridge closes for a week|The harbour tram runs every ten minutes"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("items %q, want %q", got, want)
	}
}
