package store

import (
	"testing"
	"time"

	"newskeep/scraper/news"
)

// A saved page says what was, and nothing about when to ask for it.
func TestImportedVisitLeavesTheFrontierAlone(t *testing.T) {
	a := newArchive(t)
	a.begin()
	live := a.article("http://gazette.test/tram", "tram", nil)
	live.Due = a.at.Add(time.Hour)
	live.Response.Header = map[string][]string{"Etag": {`"live"`}}
	a.keep(live)
	state := func() string {
		return a.text(`SELECT group_concat(p.url || coalesce(p.last_visit, '') || coalesce(p.last_run, '') || p.etag || coalesce(f.due_at, ''), ' ')
			FROM page p LEFT JOIN frontier f ON f.page_id = p.id WHERE p.url LIKE '%tram'`)
	}
	before := state()

	old := a.article("http://gazette.test/tram", "tram as it was", nil)
	old.Via, old.Origin, old.At = news.ViaImport, "old.warc.gz", a.at.Add(time.Minute)
	old.Response.Header = map[string][]string{"Etag": {`"old"`}}
	old.Response.Asked = map[string][]string{"User-Agent": {"somebody"}}
	old.Found = []news.Found{{URL: "http://gazette.test/elsewhere", Role: news.RoleOfArticle, Listed: true, Revisit: true}}
	old.Due = a.at.Add(time.Second)
	a.keep(old)
	if after := state(); after != before {
		t.Errorf("the page is %s, want it as it was: %s", after, before)
	}
	if n := a.count("SELECT count(*) FROM page WHERE url LIKE '%elsewhere'"); n != 0 {
		t.Error("a link of a saved page became a page to ask for")
	}
	if got := a.text("SELECT via || ' ' || origin || ' ' || request FROM visit WHERE via <> 'live'"); got != `import old.warc.gz {"User-Agent":["somebody"]}` {
		t.Errorf("the visit is kept as %s", got)
	}
	last, err := a.LastBody(t.Context(), int64(a.count("SELECT id FROM page WHERE url LIKE '%tram'")))
	if err != nil || string(last.Body) != string(live.Response.Body) {
		t.Errorf("LastBody = %.40q, %v, want what our own validators belong to", last.Body, err)
	}
}

// text runs a query that returns one text.
func (a *archive) text(query string) (s string) {
	a.t.Helper()
	if err := a.Reader().db.QueryRowContext(a.t.Context(), query).Scan(&s); err != nil {
		a.t.Fatalf("%s: %v", query, err)
	}
	return s
}

// A crawl that was killed is taken up again though an import ran since.
func TestImportLeavesAKilledCrawl(t *testing.T) {
	a := newArchive(t)
	crawl := a.begin()
	run, err := a.Begin(t.Context(), gazette, news.Run{Options: crawl.Options, Via: news.ViaImport, Parser: "1", ProfileHash: "p"})
	if err != nil || run.ID == crawl.ID {
		t.Fatalf("Begin of an import = run %d, %v, want a run of its own", run.ID, err)
	}
	if err := a.End(t.Context(), run.ID, news.RunDone, nil); err != nil {
		t.Fatal(err)
	}
	sites, err := a.Reader().SiteStatuses(t.Context())
	if err != nil || sites[0].LastRun == nil || sites[0].LastRun.ID != crawl.ID {
		t.Errorf("the last run is %+v, %v, want the crawl", sites[0].LastRun, err)
	}
	a.reopen()
	if again := a.begin(); again.ID != crawl.ID || again.Resumed != 1 {
		t.Errorf("the killed crawl was not taken up again: %+v", again)
	}
}
