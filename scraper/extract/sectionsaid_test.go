package extract

import (
	"slices"
	"testing"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// An article that was moved to another section keeps its address: what the page says
// wins over the address where it names a section of the profile.
func TestSectionThatThePageSays(t *testing.T) {
	p, err := profile.Parse("post.yaml", []byte(`name: post
home: http://portmere.example/
sections:
  - {name: Harbour, path: [News, Harbour], url: /harbour}
  - {name: Transport, path: [News, Transport], url: /transport}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, head, above string
		want              []string
		source            news.SourceName
	}{
		{"nothing", "", "", []string{"News", "Harbour"}, news.FromURL},
		{"the same", `<meta property="article:section" content="harbour">`, "", []string{"News", "Harbour"}, news.FromURL},
		{"another one", `<meta property="article:section" content="Transport">`, "", []string{"News", "Transport"}, news.FromMeta},
		{"the menu it is in", `<meta property="article:section" content="News">`, "", []string{"News", "Harbour"}, news.FromURL},
		{"one that nobody knows", `<meta property="article:section" content="Tips">`, "", []string{"News", "Harbour"}, news.FromURL},
		{"a breadcrumb on one line", "", `<div><a href="/">Home</a> &gt; <a href="/transport">Transport</a></div>`, []string{"News", "Transport"}, news.FromLabel},
		{"a link that is no breadcrumb", "", `<div><a href="/transport">Transport</a></div>`, []string{"News", "Harbour"}, news.FromURL},
	} {
		page := `<!DOCTYPE html><html lang="en"><head>` + tt.head + `</head><body>` + tt.above + "<h1>Tram runs more often</h1>" + tramStory + `</body></html>`
		a := Read(p, Input{URL: "http://portmere.example/harbour/tram-4711", Body: []byte(page)}).Article
		if a == nil {
			t.Fatalf("%s: no article", tt.name)
		}
		if !slices.Equal(a.Section, tt.want) || a.Provenance["section"].Source != tt.source {
			t.Errorf("%s: %q from %s, want %q from %s", tt.name, a.Section, a.Provenance["section"].Source, tt.want, tt.source)
		}
	}
}
