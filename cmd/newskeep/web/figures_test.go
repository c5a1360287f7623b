package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
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

// An earlier revision is shown with its own picture, where the archive has kept it.
func TestPicturesOfEarlierRevisions(t *testing.T) {
	at := time.Date(2024, 12, 1, 6, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "pictures.db")
	s, err := store.Open(t.Context(), path, store.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	site := news.Site{Name: "gazette", Title: "Gazette", Language: "en", Home: "http://gazette.test/", Zone: "UTC"}
	var sums []string
	var id int64
	for n, name := range []string{"before", "after"} {
		at = at.Add(time.Hour)
		run, err := s.Begin(t.Context(), site, news.Run{Started: at})
		if err != nil {
			t.Fatal(err)
		}
		a := news.Article{URL: "http://gazette.test/tram", Kind: news.KindNews, Headline: "Tram", Images: []news.Image{{URL: "http://gazette.test/" + name + ".png", Caption: name, Role: news.RoleLead}}}
		v, err := s.Keep(t.Context(), &news.Visit{ID: news.NewVisitID(), Run: run.ID, At: at, Outcome: news.Fetched, Parser: "1", Identity: a.URL,
			Target:   news.Target{Site: site.Name, Host: "gazette.test", URL: a.URL, Role: news.RoleOfArticle, Why: news.WhyNew},
			Response: &news.Response{URL: a.URL, Status: http.StatusOK, Body: []byte(name), Requests: 1},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: &a}})
		if err != nil {
			t.Fatal(err)
		}
		id = v.Article
		due, err := s.ImagesDue(t.Context(), run.ID, news.ImageRoles, 10)
		if err != nil || len(due) != 1 {
			t.Fatalf("images due: %v, %v", due, err)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4+n, 4))); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b.Bytes())
		sums = append(sums, hex.EncodeToString(sum[:]))
		err = s.KeepImage(t.Context(), &news.ImageVisit{Run: run.ID, Image: due[0].Image, URL: due[0].URL, At: at, Outcome: news.Fetched, Response: &news.Response{URL: due[0].URL, Status: http.StatusOK},
			File: &news.ImageFile{SHA256: sums[n], Size: b.Len(), MediaType: "image/png", Width: 4 + n, Height: 4, Body: b.Bytes()}})
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
	room := New(r, Options{})
	for n := range sums {
		w := httptest.NewRecorder()
		room.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/article/"+strconv.FormatInt(id, 10)+"?revision="+strconv.Itoa(n+1), nil))
		if page := w.Body.String(); !strings.Contains(page, `src="/picture/`+sums[n]) || strings.Contains(page, sums[1-n]) {
			t.Errorf("revision %d does not show its own picture alone:\n%s", n+1, page)
		}
	}
}
