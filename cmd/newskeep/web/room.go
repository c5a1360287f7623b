package web

import (
	"embed"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// Options of a Room. The zero Options are those of a reader at the same machine.
type Options struct {
	Token   string           // asked for as bearer token or password; empty: nobody is asked
	Hosts   []string         // names, without port, under which the room may be addressed besides localhost and bare IP addresses
	Timeout time.Duration    // for one question; 0: 10 s
	Version string           // of the program, for feeds and the foot of pages
	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // of what no reader can do anything about; nil: nothing is logged
	// Wanted are the moments at which a site's schedule wants a run; see
	// store.CoverageRequest. Nil: no site has one.
	Wanted store.Wanted
	// Metrics answers /metrics, for those who have the token; nil: there is none.
	Metrics http.Handler
}

// room answers from one archive.
type room struct {
	Options
	archive *store.Reader
	pasts   *pasts
	places  chan struct{} // questions that are being answered
	waiting atomic.Int32  // questions that wait for a place
}

// atOnce is how many questions are answered at a time; others wait for a place.
// It is as many as the archive's reader has connections.
const atOnce = 6

//go:embed static
var static embed.FS

// New makes the reading room of an archive. The handler writes nothing.
func New(archive *store.Reader, o Options) http.Handler {
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &room{Options: o, archive: archive, pasts: &pasts{open: archive.AsOf, now: o.Now}, places: make(chan struct{}, atOnce)}
	mux := http.NewServeMux()
	for _, p := range r.pages() {
		mux.Handle("GET "+p.path, r.page(p))
		if p.twin != "" {
			mux.Handle("GET "+p.twin, r.page(p))
		}
	}
	mux.Handle("GET /static/", cached(http.FileServerFS(static)))
	for path, h := range map[string]func(*http.Request) (answer, error){
		"/article/{id}/cite/{format}":   r.cite,
		"/stored/{id}/{revision}":       r.stored,
		"/stored/{id}/{revision}/bytes": r.storedBytes,
		"/picture/{sha256}":             r.picture,
		"/search/feed.atom":             r.searchFeed,
		"/search/feed.json":             r.searchFeed,
		"/events/feed.atom":             r.eventFeed,
		"/events/feed.json":             r.eventFeed,
		"/openapi.json":                 r.openAPI,
		"/unapi":                        r.unapi,
	} {
		mux.Handle("GET "+path, r.answered(h))
	}
	mux.Handle("/", r.answered(func(q *http.Request) (answer, error) { return nil, notFound("This room has no page %s.", q.URL.Path) }))
	if o.Metrics != nil {
		mux.Handle("GET /metrics", o.Metrics)
	}
	// Who watches over the room has no token and need not know its name.
	open := http.NewServeMux()
	open.Handle("GET /healthz", Health(r.living))
	open.Handle("GET /readyz", Health(r.ready))
	open.Handle("/", o.Guarded(mux))
	return open
}

// page is one kind of page: how it is addressed, what it is called and how it is
// made. What it shows is its twin.
type page struct {
	path, twin string // patterns; a path that ends in a name in braces has its twin under that name with .json
	template   string
	about      string
	query      []parameter
	make       func(*http.Request) (shown, error)
	shows      any // a zero value of what it shows, for its description
}

// parameter of a page's address.
type parameter struct{ name, about string }

// shown is what a page shows.
type shown interface {
	head() head
}

// head is what is said about a page itself.
type head struct {
	Title    string
	Language string // of what it shows, BCP 47; empty: that of the room
	Nav      string // path of the part of the room it belongs to
	Feed     string // address of its feed without ending; empty: none
	Cited    *cited // an article that can be cited; nil: none
	Narrow   bool   // a page for reading
}

func (r *room) pages() []page {
	asOf := parameter{"as_of", "the moment: 2024-12-01, 2024-12-01T18:00 (their end, UTC) or RFC 3339"}
	step := parameter{"step", "instead of as_of: number of one of the moments, from 0"}
	site := parameter{"site", "name of a site's profile"}
	asking := []parameter{{"q", "query, in the language of the search"}, {"from", "first day, month or year of publication"}, {"to", "last one"},
		{"as_of", "ask the archive as it stood then: 2024-12-01, 2024-12-01T18:00 (their end, UTC) or RFC 3339"}}
	asks := func(own ...parameter) []parameter { return append(asking[:len(asking):len(asking)], own...) }
	measure := parameter{"measure", "numbers, share (of all articles) or per-1000-words (of bodies)"}
	search := asks(parameter{"sort", "relevance or date"}, parameter{"after", "next of the page before"}, parameter{"exact", "1: count and rank all hits, however long it takes; otherwise the newest, and complete and looked tell of which"}, parameter{"measure", "what the timeline shows: " + measure.about})
	turn := parameter{"page", "from 1, the latest, to " + strconv.Itoa(mostPages)}
	revision := parameter{"revision", "number of a revision; the current one when not given"}
	return []page{
		{"/{$}", "/index.json", "search.html", "The newest articles, facets and the timeline.", search, r.search, searchPage{}},
		{"/search", "/search.json", "search.html", "Articles that fit a query, with facets and a timeline.", search, r.search, searchPage{}},
		{"/concordance", "/concordance.json", "concordance.html", "Each place where the words of a query stand in a body, on a line, with the words around them.",
			asks(parameter{"sort", "date, left (by the words before) or right (by the words behind)"}, parameter{"page", "from 1"}, parameter{"limit", "lines of a page; pages end with the newest 5000 lines"}, parameter{"width", "characters on both sides, 10 to 200"}), r.concordance, concordancePage{}},
		{"/words", "/words.json", "words.html", "How often words stand in the bodies of articles, or which words are telling.",
			asks(parameter{"key", "1: compare with all articles that the query does not find"}, parameter{"against", "compare with the articles that this query finds"}, parameter{"min", "leave out words that occur less often; 3 when not given"}, parameter{"limit", "words, at most 5000"}), r.words, wordsPage{}},
		{"/counts", "/counts.json", "counts.html", "How many articles there are by day, section, tag, byline and so on, in numbers or as a share.",
			asks(parameter{"by", orList(store.Countings)}, measure, parameter{"share_of", "query: count within the articles it finds, and as a share of them"}, parameter{"limit", "names, at most 5000; periods are never left out"}), r.counts, countsPage{}},
		{"/searches", "/searches.json", "searches.html", "The saved searches, what each finds and how much of it is new; saved:NAME in a query stands for one.", nil, r.searches, searchesPage{}},
		{"/article/{id}", "", "article.html", "One article, its history, links both ways, where it stood, and how we know.", []parameter{revision}, r.article, articlePage{}},
		{"/article/{id}/changes", "/article/{id}/changes.json", "changes.html", "Two revisions of an article, word by word.", []parameter{{"from", "number of the earlier revision"}, {"to", "number of the later one"}}, r.changes, changesPage{}},
		{"/article/{id}/page", "/article/{id}/page.json", "stored.html", "The stored page of a revision, in a frame in which nothing runs.", []parameter{revision}, r.storedPage, storedPage{}},
		{"/front", "/front.json", "front.html", "A front page as it stood at a moment, with what is new, moved or gone since the one before.", []parameter{site, asOf, step}, r.front, frontPage{}},
		{"/section/{name}", "", "front.html", "The same of a section page.", []parameter{site, asOf, step}, r.section, frontPage{}},
		{"/ticker", "/ticker.json", "ticker.html", "The lines of tickers with when they stood there, latest first.", []parameter{site, {"as_of", "only what stood then"}, turn}, r.ticker, tickerPage{}},
		{"/captions", "/captions.json", "captions.html", "Pictures with what stands under them, newest articles first.", []parameter{{"q", "query; words are looked for in captions, credits and alternative texts"}, site, {"role", "lead, inline or gallery"}, {"as_of", "what stood there then"}, turn}, r.captions, captionsPage{}},
		{"/events", "/events.json", "events.html", "What happened to articles, latest first.", []parameter{{"q", "query: articles it happened to"}, {"kind", "new, headline, silent, changed, removed, restored or front; repeatable"}, turn}, r.events, eventsPage{}},
		{"/sites", "/sites.json", "sites.html", "Sites with their calendar of coverage and its gaps.", []parameter{site, {"to", "last day"}, {"days", "how many days, at most 366"}}, r.sites, sitesPage{}},
		{"/runs", "/runs.json", "runs.html", "The latest runs and what they missed.", []parameter{site, turn}, r.runs, runsPage{}},
		{"/help", "/help.json", "help.html", "The language of the search, the keys, the addresses.", nil, r.help, helpPage{}},
	}
}

// orList lists words for reading.
func orList[T ~string](list []T) string {
	var b strings.Builder
	for i, w := range list {
		switch {
		case i > 0 && i == len(list)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// stamp is how the archive's own times are written.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// relationsShown are links that belong to an article, in the order of a page.
var relationsShown = []news.Relation{news.Related, news.Inline, news.ReadNext, news.Coverage}

// Path of the page, for those who read about it.
func (p page) Path() string { return strings.TrimSuffix(p.path, "{$}") }

// About the page.
func (p page) About() string { return p.about }
