package web

import (
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// Pictures stand where the text has them, once, and none is lost.
func TestPicturesStandInTheText(t *testing.T) {
	picture := func(name string, role news.ImageRole) news.Image {
		return news.Image{URL: "http://gazette.test/" + name + ".jpg?width=960", Caption: "of " + name, Role: role, Identity: "own:" + name}
	}
	block := func(kind news.BlockType, text, url string) news.Block {
		return news.Block{Type: kind, Text: text, URL: url}
	}
	p := articlePage{Article: &store.StoredArticle{}}
	p.Article.Images = []news.Image{picture("lead", news.RoleLead), picture("inline", news.RoleInline), picture("gallery", news.RoleGallery), picture("other", "")}
	p.Article.Body = []news.Block{block(news.Paragraph, "first", ""), block(news.ImageBlock, "", "http://gazette.test/inline.jpg?width=320"),
		block(news.Paragraph, "second", ""), block(news.ImageBlock, "", "http://gazette.test/inline.jpg"), block(news.ImageBlock, "", "http://gazette.test/unknown.jpg")}
	page := written(t, &room{Options: Options{Now: time.Now}}, "article.html", p)
	rest := page
	for _, next := range []string{"of lead", "<p dir=\"auto\">first", "of inline", "<p dir=\"auto\">second", "of gallery", "of other"} {
		_, after, found := strings.Cut(rest, next)
		if !found {
			t.Fatalf("%q is not where it belongs in\n%s", next, page)
		}
		rest = after
	}
	if n := strings.Count(page, "<figure"); n != 4 {
		t.Errorf("%d figures, want 4", n)
	}
}
