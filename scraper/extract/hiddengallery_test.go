package extract

import (
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestHiddenGallery: images that only scripts show, as the site's JSON and JSON-LD
// describe them.
func TestHiddenGallery(t *testing.T) {
	const title = "The harbour tram runs every ten minutes"
	var state, linked []string
	for i := range 4 {
		state = append(state, fmt.Sprintf(`{"src":"https://img.example/%d.jpg","caption":"The tram at stop %d of its line","credit":"Nora Vale"}`, i, i))
		linked = append(linked, fmt.Sprintf(`{"@type":"ImageObject","url":"https://img.example/%d.jpg","caption":"The tram at stop %d of its line","creditText":"Nora Vale"}`, i, i))
	}
	related := `{"title":"` + title + `","publishedAt":"2025-05-03T10:00:00Z","related":[` + strings.Join(state, ",") + `]}`
	story := `{"title":"` + title + `","publishedAt":"2025-05-03T10:00:00Z","gallery":{"images":[` + strings.Join(state, ",") + `]}}`
	rendition := `{"@type":"ImageObject","url":"https://img.example/%s.jpg","caption":"The tram at its last stop"}`
	for _, tt := range []struct {
		class, in string
		want      int
	}{
		{"data of the framework", `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"article":` + story + `}}}</script>`, 4},
		{"state in a variable", `<script>window.__STATE__ = {"story":` + story + `};</script>`, 4},
		{"JSON-LD", `<script type="application/ld+json">{"@type":"ImageGallery","name":"` + title + `","datePublished":"2025-05-03T10:00:00Z","image":[` + strings.Join(linked, ",") + `]}</script>`, 4},
		{"images of other stories", `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"article":` + related + `}}}</script>`, 0},
		{"renditions of one image are no gallery", ldArticle(`"headline":"` + title + `","image":[` + fmt.Sprintf(rendition, "16x9") + `,` + fmt.Sprintf(rendition, "4x3") + `,` + fmt.Sprintf(rendition, "1x1") + `]`), 0},
	} {
		t.Run(tt.class, func(t *testing.T) {
			r := Read(nil, Input{URL: "https://courier.example/2025/harbour-tram", Body: []byte(`<!DOCTYPE html><html lang="en"><head><title>` + title + `</title></head><body><main><h1>` + title + `</h1>` + threeParagraphs + `</main>` + tt.in + `</body></html>`)})
			if r.Article == nil {
				t.Fatal("no article")
			}
			n := 0
			for i, img := range r.Article.Images {
				if img.Role == news.RoleGallery || img.Role == news.RoleLead && tt.want > 0 {
					n++
				}
				if tt.want > 0 && (img.Caption != fmt.Sprintf("The tram at stop %d of its line", i) || img.Credit != "Nora Vale") {
					t.Errorf("image %d: %q, credit %q", i, img.Caption, img.Credit)
				}
			}
			if n != tt.want || tt.want == 0 && len(r.Article.Images) > 1 {
				t.Errorf("%d images of a gallery, want %d: %v", n, tt.want, r.Article.Images)
			}
		})
	}
}
