package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/cmd/newskeep/web"
	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// days is an archive of three days of the miniature newspaper, and two sites more:
// one in Arabic, and one that means harm. It is made once.
var days = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "newskeep-web-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "days.db")
	for n := 1; n <= 3; n++ {
		if err := crawlDay(path, n); err != nil {
			return "", fmt.Errorf("day %d: %w", n, err)
		}
	}
	return path, keepStrangers(path)
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := days(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

func crawlDay(path string, n int) error {
	ctx := context.Background()
	began := time.Now()
	now := func() time.Time { return time.Date(2024, 12, n, 21, 0, 0, 0, time.UTC).Add(time.Since(began)) }
	s, err := store.Open(ctx, path, store.Options{Now: now})
	if err != nil {
		return err
	}
	defer s.Close()
	addr, stop, err := demo.New(demo.Options{Day: n, Slow: time.Millisecond}).Serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	set, err := profile.Builtin()
	if err != nil {
		return err
	}
	p, err := set.Get("demo")
	if err != nil {
		return err
	}
	c := scraper.Crawler{Archive: s, Now: now, ConnectTo: map[string]string{demo.Host: addr}}
	_, err = c.Run(ctx, p, scraper.Options{})
	return err
}

// What the site that means harm writes, and what its page holds.
const (
	hostileText = `</title></script><script src=/evil>hurt()</script>"'><img src=x onerror=hurt()>{{.}}`
	hostileLink = `javascript:hurt()`
	hostilePage = `<!doctype html><html><head><meta http-equiv="refresh" content="0;url=/evil"><meta charset="iso-8859-1"><base href="http://evil.example/">
<link rel="preconnect" href="http://evil.example/"><link rel=stylesheet href=/evil.css><script>document.title="hurt"</script></head>
<body onload="document.title='hurt'"><h1>Stored words</h1><img src="/evil.png" onerror="document.title='hurt'"><iframe src="/evil-frame"></iframe>
<style>@import url(/evil-import.css); h1 { background: url(/evil-back.png) } h1 { color: rgb(1, 2, 3) }</style>
<form action="/evil-form"><input autofocus onfocus="document.title='hurt'"></form><object data="/evil-object"></object><svg onload="document.title='hurt'"></svg>
<a id=out href="/evil-link" target=_top>out</a><script src="/evil.js"></script></body></html>`
)

var (
	arabic = news.Article{
		URL: "http://sahifa.example/news/tram", Kind: news.KindNews, Language: "ar", Headline: "افتتاح خط الترام الجديد بين الميناء والتلة (BBC 24)",
		Kicker: "النقل", Standfirst: "غادر أول ترام منذ ستين عاماً الميناء صباح الأحد", Bylines: []news.Byline{{Name: "ليلى حداد"}}, Section: []string{"أخبار", "سياسة"},
		Tags: []news.Tag{{Name: "الترام"}, {Name: "Tram-7"}}, Body: []news.Block{{Type: news.Paragraph, Text: "قال المجلس البلدي إن الخط سيعمل كل 10 دقائق."}, {Type: news.Quote, Text: "يوم جميل للمدينة"}},
		Published: news.Stamp{Time: time.Date(2024, 12, 1, 18, 0, 0, 0, time.FixedZone("", 7200)), Text: "1 كانون الأول 2024 18:00"},
		Images:    []news.Image{{URL: "http://sahifa.example/tram.jpg", Caption: "الترام عند الظهر", Credit: "AP", Role: news.RoleLead}},
	}
	hostile = news.Article{
		URL: "http://evil.example/a", Kind: news.KindNews, Language: `"><b>`, Headline: hostileText + " headline", Kicker: hostileText, Standfirst: hostileText, Source: hostileText,
		Bylines: []news.Byline{{Name: hostileText, URL: hostileLink}}, Section: []string{hostileText}, Tags: []news.Tag{{Name: hostileText, URL: hostileLink}},
		Body:       []news.Block{{Type: news.Paragraph, Text: hostileText}, {Type: news.Embed, Text: hostileText, URL: hostileLink}, {Type: news.List, Text: hostileText}},
		Images:     []news.Image{{URL: hostileLink, Caption: "Mallory Marl " + hostileText, Alt: hostileText, Credit: hostileText, Role: news.RoleLead}},
		Links:      []news.Link{{Relation: news.Related, URL: hostileLink, Title: hostileText, Position: 1}},
		Provenance: map[string]news.Provenance{"headline": {Source: news.FromProfile, Rule: hostileText, Alternates: []news.Alternate{{Source: news.FromProfile, Rule: "x", Value: hostileText}}}},
	}
)

// keepStrangers keeps an article of each as a crawl would, the hostile one twice
// so that it has a history.
func keepStrangers(path string) error {
	ctx := context.Background()
	at := time.Date(2024, 12, 3, 23, 0, 0, 0, time.UTC)
	s, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return at }})
	if err != nil {
		return err
	}
	defer s.Close()
	changed := hostile
	changed.Body = []news.Block{{Type: news.Paragraph, Text: hostileText + " and other words"}}
	changed.Headline += " again"
	for i, v := range []struct {
		site news.Site
		a    *news.Article
		body string
	}{
		{news.Site{Name: "sahifa", Title: "الصحيفة", Language: "ar", Home: "http://sahifa.example/", Zone: "Asia/Beirut"}, &arabic, `<html lang=ar dir=rtl><body>` + arabic.Headline},
		{news.Site{Name: "evil", Title: hostileText, Language: "en", Home: hostileLink, Zone: "UTC"}, &hostile, hostilePage},
		{news.Site{Name: "evil", Title: hostileText, Language: "en", Home: hostileLink, Zone: "UTC"}, &changed, hostilePage + " "},
	} {
		at = at.Add(time.Minute)
		run, err := s.Begin(ctx, v.site, news.Run{Started: at})
		if err != nil {
			return err
		}
		visit := &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, At: at, Outcome: news.Fetched, Identity: v.a.URL, Parser: "1",
			Target:   news.Target{Site: v.site.Name, Host: "stranger.example", URL: v.a.URL, Role: news.RoleOfArticle, Why: news.WhyNew},
			Response: &news.Response{URL: v.a.URL, Status: http.StatusOK, Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}, "X-Harm": {hostileText}}, Body: []byte(v.body), Requests: 1},
			Reading:  &news.Reading{Kind: news.PageArticle, Article: v.a, Ticker: []news.TickerLine{{Text: v.a.Headline, URL: v.a.URL}}},
		}
		if _, err := s.Keep(ctx, visit); err != nil {
			return fmt.Errorf("stranger %d: %w", i, err)
		}
		if err := s.End(ctx, run.ID, news.RunDone, nil); err != nil {
			return err
		}
	}
	return nil
}

// open serves the archive of the days.
func open(t testing.TB, o web.Options) (*httptest.Server, *store.Reader) {
	t.Helper()
	path, err := days()
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.OpenReader(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	r.SavedBy(func() ([]store.SavedSearch, error) {
		return []store.SavedSearch{{Name: "harbour", Query: "tag:harbour OR headline:ferry", Note: "weekly"}, {Name: "ميناء", Query: "الميناء"}, {Name: "wrong", Query: "(" + hostileText}}, nil
	})
	if o.Now == nil {
		o.Now = func() time.Time { return time.Date(2024, 12, 4, 8, 0, 0, 0, time.UTC) }
	}
	s := httptest.NewServer(web.New(r, o))
	t.Cleanup(s.Close)
	return s, r
}

// get asks for a page.
func get(t testing.TB, address string) (status int, header http.Header, body string) {
	t.Helper()
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(b)
}

// idOf finds an article by its address.
func idOf(t testing.TB, r *store.Reader, address string) string {
	t.Helper()
	if !strings.Contains(address, "://") {
		address = "http://" + demo.Host + address
	}
	a, err := r.Article(t.Context(), address, store.ArticleAt{})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(a.ID)
}

const (
	tramStory  = "/news/politics/new-tram-line-opens-between-harbour-and-hill" // two revisions
	relayStory = "/news/sports/relay-swims-across-the-bay"                     // changed silently
)
