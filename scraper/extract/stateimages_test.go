package extract

import (
	"encoding/json"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestImagesOfMetadata reads captions and credits that stand only in JSON-LD or in
// the JSON by which a site feeds its own code.
func TestImagesOfMetadata(t *testing.T) {
	const h1, text = "<h1>Ferry returns to service after repairs</h1>", "<p>" + para1 + "</p><p>" + para2 + "</p>"
	quoted := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	page := func(head, body string) string {
		return "<!doctype html><html lang=en><head><title>Ferry returns to service after repairs</title>" + head + "</head><body>" + body + "</body></html>"
	}
	ld := func(image string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry returns to service after repairs","datePublished":"2025-10-25T10:00:00Z","image":` + image + `}</script>`
	}
	state := func(fields string) string {
		return `<script id="__NEXT_DATA__" type="application/json">{"props":{"article":{"title":"Ferry returns to service after repairs","publishedAt":"2025-10-25T10:00:00Z",` + fields + `}}}</script>`
	}
	const shown = `<figure><img src="/a.jpg" alt="Ship"></figure>`
	markup := `<div class="img-box"><img src="/a.jpg"><div class="caption"><p>The ferry leaves port. Harbour Pictures</p></div></div>` + text + `<figure><img src="/b.jpg"><figcaption>The pier at noon</figcaption></figure><p>` + para3 + "</p>"
	for _, tt := range []struct{ name, in, want string }{
		{"JSON-LD, each image by its address", page(ld(`[{"@type":"ImageObject","url":"/a.jpg?w=900","caption":"The ferry leaves port","creditText":"J. Doe/HP"},{"@type":"ImageObject","url":"/b.jpg","caption":"The pier at noon"}]`), "<article>"+h1+shown+text+`<figure><img src="/b.jpg"></figure><p>`+para3+"</p></article>"),
			"lead /a.jpg|The ferry leaves port|Ship|J. Doe/HP\ninline /b.jpg|The pier at noon||"},
		{"JSON-LD that says what the alt text says", page(ld(`{"@type":"ImageObject","url":"/a.jpg","caption":"Ship"}`), "<article>"+h1+shown+text+"</article>"),
			"lead /a.jpg||Ship|"},
		{"the caption on the page goes before that of JSON-LD", page(ld(`{"@type":"ImageObject","url":"/a.jpg","caption":"Ferries","creditText":"HP"}`), "<article>"+h1+`<figure><img src="/a.jpg"><figcaption>The ferry leaves port</figcaption></figure>`+text+"</article>"),
			"lead /a.jpg|The ferry leaves port||HP"},
		{"the site's JSON, an image in two objects", page(state(`"gallery":[{"src":"/a.jpg","data":{"captionTitle":"The ferry leaves port","captionCredit":"J. Doe"}},{"src":"/c.jpg","data":{"captionTitle":"Elsewhere"}}]`), "<article>"+h1+shown+text+"</article>"),
			"lead /a.jpg|The ferry leaves port|Ship|J. Doe"},
		{"the body as HTML", page(state(`"contentHtml":`+quoted(markup)), `<div id="app"></div>`),
			"lead /a.jpg|The ferry leaves port.||Harbour Pictures <The ferry leaves port. Harbour Pictures>\ninline /b.jpg|The pier at noon||"},
		{"the body as blocks", page(state(`"content_elements":[{"type":"image","url":"/a.jpg","caption":"The ferry leaves port","credits":{"by":[{"name":"J. Doe"}],"affiliation":[{"name":"HP"}]}},{"type":"text","content":`+quoted(para1)+`},{"type":"text","content":`+quoted(para2)+`},{"type":"image","url":"/b.jpg","caption":"The pier at noon"}]`), `<div id="app"></div>`),
			"lead /a.jpg|The ferry leaves port||J. Doe/HP\ninline /b.jpg|The pier at noon||"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Read(nil, Input{URL: "https://post.example/news/harbour/ferry-returns", ContentType: "text/html", Body: []byte(tt.in)})
			if r.Kind != news.PageArticle {
				t.Fatalf("Read is %s (%s), want an article", r.Kind, r.Detail)
			}
			if got := showImages(r.Article.Images); got != tt.want {
				t.Errorf("images:\ngot  %s\nwant %s", got, tt.want)
			}
			for _, b := range r.Article.Body {
				if strings.Contains(b.Text, "leaves port") || strings.Contains(b.Text, "at noon") {
					t.Errorf("caption in the text: %q", b.Text)
				}
			}
		})
	}
}
