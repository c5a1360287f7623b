package extract

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

const tramPage = "https://news.example/politics/tram"

func readPage(t *testing.T, head, body string) *news.Article {
	t.Helper()
	page := `<!DOCTYPE html><html lang="en"><head>` + head + `</head><body>` + body + `</body></html>`
	r := Read(nil, Input{URL: tramPage, Body: []byte(page), Seen: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)})
	if r.Article == nil {
		t.Fatalf("got %s %s %s, want an article", r.Kind, r.Reason, r.Detail)
	}
	return r.Article
}

func TestLinkedData(t *testing.T) {
	const fields = `"headline":"Tram runs more often","datePublished":"2025-05-03T10:00:00+03:00","dateModified":"2025-05-04T08:00:00Z","articleSection":"Transport"`
	for _, tt := range []struct{ name, json string }{
		{"plain", `{"@type":"NewsArticle",` + fields + `,"author":{"@type":"Person","name":"Ida Quay"}}`},
		{"in a list", `[{"@type":"WebSite","name":"Portmere Post"},{"@type":"NewsArticle",` + fields + `,"author":[{"@type":"Person","name":"Ida Quay"}]}]`},
		{"in a graph, author by reference", `{"@graph":[{"@type":["Article","NewsArticle"],` + fields + `,"author":{"@id":"#ida"}},{"@id":"#ida","@type":"Person","name":"Ida Quay"}]}`},
		{"nested in the page", `{"@type":"WebPage","mainEntity":{"@type":"Article",` + fields + `,"author":"Ida Quay"}}`},
		{"types with a prefix", `{"@type":"http://schema.org/NewsArticle",` + fields + `,"author":"By Ida Quay"}`},
		{"in CDATA with trailing commas", "/*<![CDATA[*/{\"@type\":\"NewsArticle\"," + fields + ",\"author\":\"Ida Quay\",}/*]]>*/"},
		{"beside another page's article", `[{"@type":"NewsArticle","url":"https://news.example/other/story","headline":"A lamp for every pier","author":"Nobody Here"},{"@type":"NewsArticle","url":"` + tramPage + `",` + fields + `,"author":"Ida Quay"}]`},
		{"beside a list of other articles", `[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"A lamp for every pier","author":"Nobody Here"}]},{"@type":"NewsArticle",` + fields + `,"author":"Ida Quay"}]`},
		{"escaped twice", `{"@type":"NewsArticle",` + strings.Replace(fields, "Tram runs", "Tram&amp;#32;runs", 1) + `,"author":"Ida Quay"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := readPage(t, `<title>Tram runs more often</title><script type="application/ld+json">`+tt.json+`</script>`, tramStory)
			if a.Headline != "Tram runs more often" {
				t.Errorf("headline: got %q", a.Headline)
			}
			if want := []news.Byline{{Name: "Ida Quay"}}; !reflect.DeepEqual(a.Bylines, want) {
				t.Errorf("bylines: got %v, want %v", a.Bylines, want)
			}
			if got, want := a.Published.Value(), "2025-05-03T10:00:00+03:00"; got != want {
				t.Errorf("published: got %s, want %s", got, want)
			}
			if got, want := a.Modified.Value(), "2025-05-04T08:00:00Z"; got != want {
				t.Errorf("modified: got %s, want %s", got, want)
			}
			if want := []string{"Transport"}; !reflect.DeepEqual(a.Section, want) {
				t.Errorf("section: got %q, want %q", a.Section, want)
			}
		})
	}
}

func TestFieldsBySource(t *testing.T) {
	h1 := "<h1>Tram runs more often</h1>"
	for _, tt := range []struct {
		name, head, body string
		field, want      string
		source           news.SourceName
	}{
		{"title without the site's name", `<title>Tram runs more often - Portmere Post</title><meta property="og:site_name" content="Portmere Post">`, tramStory, "headline", "Tram runs more often", news.FromMeta},
		{"shown headline before the one for search engines", `<meta property="og:title" content="Portmere tram timetable 2025: tram runs more often">`, h1 + tramStory, "headline", "Tram runs more often", news.FromStructure},
		{"site's own JSON before JSON-LD", `<script type="text/state">{"title":"Tram runs more often","url":"` + tramPage + `","published_time":"2025-05-03T10:00:00+03:00","author":"Ida Quay"}</script><script type="application/ld+json">{"@type":"NewsArticle","headline":"Tram runs more often","author":"Another Name"}</script>`, h1 + tramStory, "bylines", "Ida Quay", news.FromSiteJSON},
		{"microdata", "", `<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Tram runs more often</h1><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ida Quay</span></span><div itemprop="articleBody">` + tramStory + `</div></article>`, "bylines", "Ida Quay", news.FromMicrodata},
		{"meta author", `<meta name="author" content="Ida Quay and Tom Pier">`, h1 + tramStory, "bylines", "Ida Quay; Tom Pier", news.FromMeta},
		{"the outlet as author gives way to the label", `<meta property="og:site_name" content="Portmere Post"><meta name="author" content="Portmere Post">`, h1 + "<p>By Ida Quay</p>" + tramStory, "bylines", "Ida Quay", news.FromLabel},
		{"stated offset before a zone-less meta", `<meta property="article:published_time" content="2025-05-03T07:00:00.0000000"><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-05-03T10:00:00+03:00"}</script>`, h1 + tramStory, "published", "2025-05-03T10:00:00+03:00", news.FromJSONLD},
		{"a date after the visit is none", `<meta property="article:published_time" content="2031-05-03T07:00:00Z">`, h1 + "<p>3 May 2025 10:00</p>" + tramStory, "published", "2025-05-03T10:00:00Z", news.FromLabel},
		{"breadcrumb", `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"position":2,"name":"News","item":"https://news.example/news"},{"position":1,"name":"Home","item":"https://news.example/"},{"position":3,"name":"Politics","item":"https://news.example/politics"},{"position":4,"name":"Tram runs more often","item":"` + tramPage + `"}]}</script>`, h1 + tramStory, "section", "News; Politics", news.FromJSONLD},
		{"source label in Arabic", "", h1 + "<div>المصدر: وكالة الميناء</div>" + tramStory, "source", "وكالة الميناء", news.FromLabel},
		{"source label in Spanish", "", h1 + "<div>Fuente: Agencia del Puerto</div>" + tramStory, "source", "Agencia del Puerto", news.FromLabel},
		{"byline in German", "", h1 + "<div>Von Ida Kai</div>" + tramStory, "bylines", "Ida Kai", news.FromLabel},
		{"byline and date on one line", "", h1 + "<div><span>By Ida Quay</span><span>3 May 2025 10:00</span></div>" + tramStory, "bylines", "Ida Quay", news.FromLabel},
		{"two names in elements of their own", "", h1 + "<div>By <span>Ida Quay</span> and <span>Tom Pier</span></div>" + tramStory, "bylines", "Ida Quay; Tom Pier", news.FromLabel},
		{"mere keywords, too many", `<meta name="keywords" content="a1,b2,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll">`, h1 + tramStory, "tags", "", ""},
		{"article:tag", `<meta property="article:tag" content="Tram"><meta property="article:tag" content="Harbour">`, h1 + tramStory, "tags", "Tram; Harbour", news.FromMeta},
		{"dateline", "", h1 + strings.Replace(tramStory, "<p>The", "<p>PORTMERE — The", 1), "dateline", "PORTMERE", news.FromStructure},
		{"description that is the text is no standfirst", `<meta name="description" content="The harbour tram of Portmere runs every ten minutes since Monday morning, the council…">`, h1 + tramStory, "standfirst", "", ""},
		{"description that stands nowhere on the page", `<meta name="description" content="A trial on the northern line ends; the southern line may follow.">`, h1 + tramStory, "standfirst", "", ""},
		{"description that the page prints", `<meta name="description" content="A trial on the northern line ends; the southern line may follow.">`, h1 + `<p class="lead">A trial on the northern line ends; the southern line may follow.</p>` + tramStory, "standfirst", "A trial on the northern line ends; the southern line may follow.", news.FromMeta},
		{"live blog by type", `<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Tram runs more often"}</script>`, h1 + tramStory, "kind", "liveblog", news.FromJSONLD},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := readPage(t, tt.head, tt.body)
			var list []string
			switch tt.field {
			case "headline":
				list = []string{a.Headline}
			case "bylines":
				for _, b := range a.Bylines {
					list = append(list, b.Name)
				}
			case "tags":
				for _, b := range a.Tags {
					list = append(list, b.Name)
				}
			case "section":
				list = a.Section
			case "published":
				list = []string{a.Published.Value()}
			case "source":
				list = []string{a.Source}
			case "dateline":
				list = []string{a.Dateline}
			case "standfirst":
				list = []string{a.Standfirst}
			case "kind":
				list = []string{string(a.Kind)}
			}
			if got := strings.Join(list, "; "); got != tt.want {
				t.Errorf("%s: got %q, want %q", tt.field, got, tt.want)
			}
			if got := a.Provenance[tt.field].Source; got != tt.source {
				t.Errorf("source of %s: got %q, want %q", tt.field, got, tt.source)
			}
		})
	}
}

// TestFlightData reads a page whose article stands only in React flight data: no
// element shows it.
func TestFlightData(t *testing.T) {
	story := "The harbour tram of Portmere runs every ten minutes since Monday morning, the council said after a trial of six weeks.</p><p>Drivers had asked for longer breaks at the terminus, where a new shelter with heating was opened for them in the autumn."
	push := func(s string) string {
		return `<script>self.__next_f.push([1,"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"])</script>`
	}
	rows := "1:[\"$\",\"div\",null,{}]\n2:{\"article\":{\"title\":\"Tram runs more often\",\"publishedAt\":\"2025-05-03T10:00:00+03:00\",\"content\":\"$3\"}}\n3:T" + hex(len(story)) + "," + story
	a := readPage(t, `<title>Tram runs more often</title>`, `<div id="__next"></div>`+push(rows[:60])+push(rows[60:]))
	if a.Headline != "Tram runs more often" || len(a.Body) != 2 || !strings.HasPrefix(a.Body[1].Text, "Drivers had asked") {
		t.Errorf("got %q with body %v", a.Headline, a.Body)
	}
	if got, want := a.Published.Value(), "2025-05-03T10:00:00+03:00"; got != want {
		t.Errorf("published: got %s, want %s", got, want)
	}
}

func hex(n int) string {
	const digits = "0123456789abcdef"
	if n < 16 {
		return digits[n : n+1]
	}
	return hex(n/16) + digits[n%16:n%16+1]
}

func TestAlternatesSayWhetherTheyAgree(t *testing.T) {
	a := readPage(t, `<meta property="og:title" content="TRAM RUNS MORE OFTEN"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Tram runs more often","author":"Ida Quay"}</script><meta name="author" content="Tom Pier">`, "<h1>Tram runs more often</h1>"+tramStory)
	for _, alt := range a.Provenance["headline"].Alternates {
		if !alt.Agrees {
			t.Errorf("headline: %v should agree", alt)
		}
	}
	alts := a.Provenance["bylines"].Alternates
	if len(alts) != 1 || alts[0].Agrees || alts[0].Value != "Tom Pier" || alts[0].Source != news.FromMeta {
		t.Errorf("bylines: got alternates %v, want Tom Pier of meta, not agreeing", alts)
	}
}
