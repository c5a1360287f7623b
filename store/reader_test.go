package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"

	"newskeep/scraper/news"
)

func TestStoredArticleJSON(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.article(ferryURL, "one", nil)
	d := a.keep(v)
	s, err := a.Reader().Article(t.Context(), fmt.Sprint(d.Article), ArticleAt{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	for key, want := range map[string]any{
		"id": float64(d.Article), "site": "gazette", "revision": 1.0, "first_seen": "2024-12-01T13:00:00Z", "last_seen": "2024-12-01T13:00:00Z",
		"claimed_modified": "2024-12-01T10:30:00+02:00", "headline": "Ferry timetable doubles for winter",
		"published": "2024-12-01T09:30:00+02:00", "published_text": "1 Dec 2024 09:30", "url": ferryURL,
	} {
		if got[key] != want {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
	if _, there := got["gone_at"]; there {
		t.Error("gone_at of an article that is there")
	}
	images := got["images"].([]any)
	if len(images) != 2 || images[0].(map[string]any)["credit"] != "Harbour Press" {
		t.Errorf("images = %v, want two, the first by Harbour Press", images)
	}
}

func TestSnapshotIsByteForByte(t *testing.T) {
	a := newArchive(t)
	a.begin()
	body := "<html>\x00\xff\xfe" + fmt.Sprint(make([]int, 5000)) // no valid UTF-8
	v := a.article(ferryURL, body, nil)
	v.Response.Header = map[string][]string{"Content-Type": {"text/html; charset=windows-1256"}, "Set-Cookie": {"a=1", "b=2"}}
	a.keep(v)
	s, err := a.Reader().Snapshot(t.Context(), ferryURL, ArticleAt{})
	if err != nil {
		t.Fatal(err)
	}
	if string(s.Body) != body || s.Size != len(body) || s.Status != 200 || s.URL != ferryURL || !s.At.Equal(v.At) || len(s.Header["Set-Cookie"]) != 2 {
		t.Errorf("Snapshot = %d bytes of %s at %v, headers %v", len(s.Body), s.URL, s.At, s.Header)
	}
	if stored := a.count("SELECT length(body) FROM snapshot"); stored > len(body)/5 {
		t.Errorf("%d bytes stored of %d", stored, len(body))
	}
	if _, err := a.Reader().SnapshotOf(t.Context(), ferryURL); err != nil {
		t.Errorf("SnapshotOf: %v", err)
	}
	if _, err := a.Reader().SnapshotOf(t.Context(), printURL); !errors.Is(err, ErrNotFound) {
		t.Errorf("SnapshotOf an unknown page: %v, want ErrNotFound", err)
	}
	for _, damage := range []string{"UPDATE snapshot SET body = zeroblob(length(body))", "UPDATE snapshot SET codec = 'plain', body = x'00'"} {
		if err := a.write(t.Context(), func(t *tx) error { return t.exec(damage) }); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Reader().Snapshot(t.Context(), ferryURL, ArticleAt{}); !errors.Is(err, ErrCorrupt) {
			t.Errorf("after %s: %v, want ErrCorrupt", damage, err)
		}
	}
}

// A challenge is kept as evidence, and is nothing but evidence.
func TestBlockedPageIsEvidence(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.visit(ferryURL, "just a moment")
	v.Outcome, v.Class, v.Reason = news.Blocked, news.FailClient, "a challenge page"
	v.Reading = &news.Reading{Kind: news.PageBlocked, Reason: news.ReasonChallenge}
	a.keep(v)
	s, err := a.Reader().SnapshotOf(t.Context(), ferryURL)
	if err != nil || string(s.Body) != "just a moment" {
		t.Errorf("SnapshotOf = %v, %v, want the challenge", s, err)
	}
	sum, err := a.Summary(t.Context(), a.run.ID)
	if err != nil || len(sum.Blocked) != 1 || sum.Blocked[0].URL != ferryURL || sum.PagesFetched != 0 {
		t.Errorf("Summary = %+v, %v, want one blocked page", sum, err)
	}
}

func TestSummary(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.list("a", "b"))
	a.keep(a.article(ferryURL, "one", nil))
	a.keep(a.article(ferryURL, "two", func(n *news.Article) { n.Headline = "Ferries" }))
	a.keep(a.article(ferryURL, "three", func(n *news.Article) { n.Headline = "Ferries" }))
	same := a.visit(ferryURL, "")
	same.Outcome = news.NotModified
	a.keep(same)
	lost := a.visit("http://gazette.test/lost", "")
	lost.Outcome, lost.Class, lost.Reason, lost.Response.Status = news.Missing, news.FailClient, "HTTP 404 Not Found", 404
	a.keep(lost)
	for _, o := range []news.Outcome{news.Failed, news.Fetched} { // a failure made good by a retry
		v := a.visit("http://gazette.test/shaky", string(o))
		v.Outcome = o
		a.keep(v)
	}
	robots := a.visit("http://gazette.test/private", "")
	robots.Outcome, robots.Class, robots.Response = news.Dropped, news.FailRobots, nil
	robots.Skipped = map[string]int{"foreign_host": 4}
	a.keep(robots)
	if err := a.End(t.Context(), a.run.ID, news.RunPartial, []string{"no section Arts in the navigation"}); err != nil {
		t.Fatal(err)
	}
	s, err := a.Summary(t.Context(), a.run.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(s.PagesFetched, s.ArticlesNew, s.ArticlesChanged, s.ArticlesUnchanged, s.NotModified, s.Sections,
		s.Failed, s.Blocked, s.Dropped, s.Requests, s.Outcome, s.Warnings)
	want := fmt.Sprint(5, 1, 1, 1, 1, 1,
		[]news.Missed{{URL: "http://gazette.test/lost", Class: news.FailClient, Status: 404, Reason: "HTTP 404 Not Found"}},
		[]news.Missed{}, map[string]int{"robots": 1, "foreign_host": 4}, 8, news.RunPartial, []string{"no section Arts in the navigation"})
	if got != want {
		t.Errorf("Summary\n got %s\nwant %s", got, want)
	}
	if _, err := a.Summary(t.Context(), 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("Summary of run 99: %v, want ErrNotFound", err)
	}
}

func TestStatus(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.article(ferryURL, "one", nil)
	v.Found = []news.Found{{URL: printURL, Role: news.RoleOfArticle}}
	a.keep(v)
	s, err := a.Reader().Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Articles != 1 || s.Revisions != 1 || s.Snapshots != 1 || s.Version < 1 || s.Bytes == 0 || len(s.Runs) != 1 || s.Holder != nil ||
		len(s.Sites) != 1 || s.Sites[0].Pages != 2 || s.Sites[0].Queued != 1 || s.Sites[0].LastRun == nil {
		t.Errorf("Status = %+v", s)
	}
}

// Readers ask while a crawl writes: nobody waits for long, nobody sees half a visit.
func TestReadersBesideAWriter(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.keep(a.article(ferryURL, "first", nil))
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				var articles, facets, revisions int
				if err := a.Reader().db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM article),
					(SELECT count(*) FROM article_facet), (SELECT count(*) FROM revision)`).Scan(&articles, &facets, &revisions); err != nil {
					t.Error(err)
					return
				}
				if articles != facets || articles != revisions {
					t.Errorf("%d articles, %d facets, %d revisions", articles, facets, revisions)
				}
				if _, err := a.Reader().Search(t.Context(), SearchRequest{Query: "harbour ferries"}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 40 {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i), fmt.Sprint(i), nil))
	}
	close(done)
	wg.Wait()
	a.sound()
}

// What a page said last is found also when it was read through another address.
func TestLastBody(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(at("/ferry", news.RoleOfArticle), at("/print/ferry", news.RoleOfArticle))
	v := a.article(printURL, "one", nil)
	v.Identity = ferryURL
	page := a.keep(v).Page
	later := a.visit(ferryURL, "")
	later.Outcome = news.NotModified
	a.keep(later)
	got, err := a.LastBody(t.Context(), page)
	if err != nil || string(got.Body) != "one" || got.URL != printURL {
		t.Errorf("LastBody = %v, %v, want the one read at %s", got, err, printURL)
	}
	if _, err := a.LastBody(t.Context(), 999); !errors.Is(err, ErrNotFound) {
		t.Errorf("LastBody of page 999: %v, want ErrNotFound", err)
	}
}

// Whoever asks with a context that has ended gets no answer, however soon there
// would be one.
func TestEndedContext(t *testing.T) {
	a := small(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, q := range []SearchRequest{{Query: `"tram"`}, {Query: `"tram"`, Sort: ByDate}, {Query: "tag:ferries tram"}, {}} {
		if res, err := a.Reader().Search(ctx, q); !errors.Is(err, context.Canceled) {
			t.Errorf("%+v: %+v, %v", q, res, err)
		}
	}
	if lines, err := a.Reader().KWIC(ctx, KWICRequest{Query: `"tram"`}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", lines, err)
	}
}
