package draft

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
)

// Lists by date are drafted as the pages link to them, as far back as they do.
func TestDraftOfDatedLists(t *testing.T) {
	link := func(addresses ...string) string {
		text := ""
		for _, a := range addresses {
			text += `<a href="` + a + `">More</a> `
		}
		return text
	}
	for _, tt := range []struct{ links, want string }{
		{link("/2025/07/05/", "/2025/07/04/", "/2024/12/31/"), "/{yyyy}/{mm}/{dd}/ 2024-12-31"},
		{link("/archive/2024/3", "/archive/2024/12", "/archive/2023/12"), "/archive/{yyyy}/{m} 2023-12-01"},
		{link("/archive/2025/07/", "/archive/2025/06/", "/archive/2025/06/01/", "/archive/2025/06/02/"), "/archive/{yyyy}/{mm}/{dd}/ 2025-06-01"},
		{`<select><option value="">Month</option><option value="https://www.quayside.example/2025/06/">June</option><option value="https://www.quayside.example/2025/05/">May</option></select>`, "/{yyyy}/{mm}/ 2025-05-01"},
		{link("/day?date=2025-07-05", "/day?date=2025-07-04"), "/day?date={yyyy}-{mm}-{dd} 2025-07-04"},
		{link("/archive-20250705.html", "/archive-20250704.html"), "/archive-{yyyy}{mm}{dd}.html 2025-07-04"},
		{link("/archive/2025/", "/archive/2019/"), "/archive/{yyyy}/ 2019-01-01"},
		{link("/election-2020", "/election-2024", "/2025/13/01/", "/2025/02/30/", "/2025/06/07/", "https://other.example/2025/06/08/"), ""},
	} {
		page := front()
		page.Body = bytes.Replace(page.Body, []byte("</main>"), []byte("</main><footer>"+tt.links+"</footer>"), 1)
		d := drafted(t, Source{Pages: []Page{page, story(0), story(1), story(2), story(3)}})
		var got []string
		for _, l := range d.Profile.DatedLists {
			got = append(got, l.Pattern+" "+l.Since.Format("2006-01-02"))
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.links, got, tt.want)
		}
	}
}

// Where articles stand in folders by date and nothing links to those, that is said and
// no more.
func TestFolderOfArticles(t *testing.T) {
	for want, addresses := range map[string][]string{
		"/{yyyy}/{mm}/{dd}/": {"/2025/07/05/a-story/", "/2024/12/31/another"},
		"/news/{yyyy}/{mm}/": {"/news/2025/07/a-story.html", "/news/2024/12/b"},
		"":                   {"/2025/07/05/a-story/", "/news/a"},
	} {
		w := &work{}
		for _, a := range addresses {
			u, err := url.Parse("https://paper.example" + a)
			if err != nil {
				t.Fatal(err)
			}
			w.articles = append(w.articles, &sample{url: u})
		}
		if got := w.folderOfArticles(); got != want {
			t.Errorf("%q: %q, want %q", addresses, got, want)
		}
	}
}
