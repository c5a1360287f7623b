package draft

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// paper is a small invented site. Its build makes new class names each time, which
// no rule may rest on.
var paper = struct{ sections, slugs, people []string }{
	[]string{"harbour", "council"},
	[]string{"crane-returns-after-long-repair", "council-counts-its-benches-again", "ferry-bell-rings-for-the-last-time", "market-hall-gets-a-new-roof"},
	[]string{"Ida Quay", "Tom Marsh", "Ilse Brook", "Ned Lock"},
}

const sentence = "The work took longer than anybody on the quay had thought it would, and the harbour master said so in a short letter to the council. "

func storyAddress(i int) string {
	return fmt.Sprintf("https://www.quayside.example/%s/%s-%d", paper.sections[i%2], paper.slugs[i], 40001+i)
}

func title(i int) string {
	s := strings.ReplaceAll(paper.slugs[i], "-", " ")
	return strings.ToUpper(s[:1]) + s[1:]
}

func menu() string {
	return `<header><nav><ul><li><a href="/">Home</a></li><li><a href="/harbour">Harbour</a></li><li><a href="/council">Council</a></li><li><a href="/about">About us</a></li></ul></nav></header>`
}

func story(i int) Page {
	when := time.Date(2025, time.July, 3+i, 8+i, 15, 0, 0, time.UTC)
	oslo := when.In(time.FixedZone("", 2*60*60))
	body := fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>%[1]s | The Quayside</title><link rel="canonical" href="%[2]s">
<meta property="og:site_name" content="The Quayside"><meta property="og:title" content="%[1]s"><meta property="og:type" content="article">
<meta property="article:published_time" content="%[3]s"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>%[4]s
<main><article class="css-1x%[5]dq2z mt-4"><h1 class="headline_x%[5]dAb9Z story-headline">%[1]s</h1>
<p class="story-lead">In short: story number %[5]d of the %[6]s is told here in a line of its own.</p>
<p class="byline">By <span class="byline-name">%[7]s</span></p><p class="story-time">%[8]s</p>
<div class="css-9k%[5]dtt story-body"><p>%[9]s%[10]s</p><p>%[10]sAnd that was number %[5]d.</p><p>%[10]s%[10]s</p></div>
<ul class="story-tags"><li><a href="/tag/%[6]s">%[6]s</a></li><li><a href="/tag/benches-%[5]d">Benches %[5]d</a></li></ul></article>
<aside><h2>Most read</h2><ul><li><a href="%[11]s">%[12]s</a></li></ul></aside></main><footer><a href="/privacy">Privacy</a></footer></body></html>`,
		title(i), storyAddress(i), when.Format(time.RFC3339), menu(), i, paper.sections[i%2], paper.people[i],
		oslo.Format("2 January 2006 15:04"), "Paragraph one. ", sentence, storyAddress((i+1)%4), title((i+1)%4))
	return Page{Input: extract.Input{URL: storyAddress(i), Body: []byte(body), Seen: time.Date(2025, 7, 20, 0, 0, 0, 0, time.UTC)}, File: fmt.Sprintf("story%d.html", i)}
}

func front() Page {
	var cards strings.Builder
	for i := range paper.slugs {
		fmt.Fprintf(&cards, `<div class="css-77%d teaser"><h2 class="teaser-title"><a href="%s?from=front">%s</a></h2><p class="teaser-text">%s</p></div>`, i, storyAddress(i), title(i), sentence)
	}
	body := `<!DOCTYPE html><html lang="en"><head><title>The Quayside</title></head><body>` + menu() + `<main><h1>Today</h1>` + cards.String() + `</main></body></html>`
	return Page{Input: extract.Input{URL: "https://www.quayside.example/", Body: []byte(body), Expect: news.RoleHome}}
}

func drafted(t *testing.T, src Source) *Draft {
	t.Helper()
	d, err := New(src)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDraft(t *testing.T) {
	robots := discover.ParseRobots(200, []byte("User-agent: *\nCrawl-delay: 7\nSitemap: https://www.quayside.example/map.xml\nSitemap: https://other.example/map.xml\n"))
	d := drafted(t, Source{Pages: []Page{front(), story(0), story(1), story(2)}, Robots: robots, Agent: "newskeep"})
	p, src := d.Profile, string(d.YAML)
	for _, tt := range []struct {
		what      string
		got, want any
	}{
		{"name", p.Name, "quayside"},
		{"title", p.Title, "The Quayside"},
		{"home", p.Home.String(), "https://www.quayside.example/"},
		{"language", p.Language, "en"},
		{"delay", p.Politeness.Delay, 7 * time.Second},
		{"feeds", fmt.Sprint(p.Feeds), "[https://www.quayside.example/feed.xml]"},
		{"sitemaps", fmt.Sprint(p.Sitemaps), "[https://www.quayside.example/map.xml]"},
		{"drop_params", fmt.Sprint(p.Drop), "[from]"},
		{"tests", len(p.Tests), 3},
		{"file of a test", p.Tests[0].File, "story0.html"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
	var sections []string
	for _, s := range p.Sections {
		sections = append(sections, s.Name+" "+s.URL.Path)
	}
	if got, want := strings.Join(sections, ", "), "Harbour /harbour, Council /council"; got != want {
		t.Errorf("sections: got %s, want %s", got, want)
	}
	// 08:15Z printed as 10:15: a zone two hours ahead in July.
	if _, offset := time.Date(2025, 7, 3, 0, 0, 0, 0, time.UTC).In(p.Zone).Zone(); offset != 2*60*60 {
		t.Errorf("zone: got %s, want one two hours ahead of UTC in July", p.Zone)
	}
	for field, want := range map[profile.Field]string{
		profile.Headline: "h1.story-headline", profile.Standfirst: "p.story-lead", profile.Bylines: "span.byline-name",
		profile.Tags: "ul.story-tags a", profile.Body: "div.story-body",
	} {
		rules := p.Rules.Article[field]
		if len(rules) == 0 {
			t.Errorf("%s: no rule, want one like %s\n%s", field, want, src)
		} else if got := rules[0].Select.Text; got != want && field != profile.Headline && field != profile.Tags {
			t.Errorf("%s: got rule %s, want %s", field, got, want)
		}
	}
	if got := p.Rules.Listing.Items; len(got) != 1 || got[0].Text != "div.teaser" {
		t.Errorf("listing.items: got %v, want div.teaser", got)
	}
	if strings.Contains(src, "css-") || strings.Contains(src, "Ab9Z") {
		t.Errorf("a rule rests on a made class name:\n%s", src)
	}
	for path, want := range map[string]bool{
		"/harbour/market-hall-gets-a-new-roof-40004": true, "/sports/a-new-section-altogether-51234/": true,
		"/harbour": false, "/about": false, "/tag/harbour": false, "/": false,
	} {
		if got := p.IsArticle(p.Home.JoinPath(path)); got != want {
			t.Errorf("%s taken for an article: %v, want %v", path, got, want)
		}
	}
	// A page kept back comes out as without rules, by the rules.
	with, without := extract.Read(p, story(3).Input).Article, extract.Read(extract.Plain(p), story(3).Input).Article
	for _, f := range comparedFields {
		if !extract.Agree(without, with, f) {
			t.Errorf("%s on a page kept back: %q, without rules %q", f, extract.Value(with, f), extract.Value(without, f))
		}
	}
	if got := with.Provenance["headline"].Source; got != news.FromProfile {
		t.Errorf("the headline of a page kept back is from %s, want the rule", got)
	}
}

// What only one article bears out stands in the file, but as a comment.
func TestDraftOfOneArticle(t *testing.T) {
	d := drafted(t, Source{Pages: []Page{story(0)}})
	if n := len(d.Profile.Rules.Article); n != 0 {
		t.Errorf("got rules for %d fields, want none", n)
	}
	if src := string(d.YAML); !strings.Contains(src, "# headline: ") || !strings.Contains(src, "article(s) alone") {
		t.Errorf("the draft does not show what could be a rule:\n%s", src)
	}
	if len(d.Doubts) < 2 {
		t.Errorf("got doubts %q, want one for the articles and one for the lists", d.Doubts)
	}
}

func TestSourceThatIsNone(t *testing.T) {
	foreign := story(1)
	foreign.URL = "https://elsewhere.example/a/b-c-d-40002"
	for _, tt := range []struct {
		name string
		src  Source
		says string
	}{
		{"nothing", Source{}, "address of no page"},
		{"a list alone", Source{Pages: []Page{front()}}, "none of the pages is an article"},
		{"another site's article", Source{Home: "https://www.quayside.example/", Pages: []Page{foreign}}, "another site"},
		{"no page", Source{Pages: []Page{{Input: extract.Input{URL: "https://a.example/x", Body: []byte("\x00\x01")}}}}, "none of the pages"},
		{"no home", Source{Home: "ftp://a.example/", Pages: []Page{story(0)}}, "http://"},
	} {
		_, err := New(tt.src)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %q in it", tt.name, err, tt.says)
		}
	}
	_, err := New(Source{Home: "https://www.quayside.example/", Pages: []Page{foreign}})
	if e := (*NoArticlesError)(nil); !errors.As(err, &e) || len(e.Skipped) != 1 {
		t.Errorf("got %v, want the page that was left out", err)
	}
}

// One odd page among many: a rule that it contradicts is not drafted.
func TestDraftAgainstContradiction(t *testing.T) {
	odd := story(3)
	odd.Body = []byte(strings.Replace(string(odd.Body), `<p class="story-lead">`, `<p class="story-lead">Advertisement</p><p class="other">`, 1))
	d := drafted(t, Source{Pages: []Page{story(0), story(1), story(2), odd}})
	with, without := extract.Read(d.Profile, odd.Input).Article, extract.Read(extract.Plain(d.Profile), odd.Input).Article
	if with.Standfirst == "Advertisement" || !extract.Agree(with, without, profile.Standfirst) {
		t.Errorf("standfirst of the odd page: %q, without rules %q\n%s", with.Standfirst, without.Standfirst, d.YAML)
	}
}

// Attributes made for tests and JSON-LD are among what rules rest on.
func TestDraftOfAttributesAndLinkedData(t *testing.T) {
	var pages []Page
	for i := range 3 {
		s := story(i)
		body := strings.NewReplacer(`<p class="story-lead">`, `<p data-testid="lead">`,
			`<meta property="article:published_time" content=`, `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":`,
			`Z">`, `Z"}</script>`).Replace(string(s.Body))
		s.Body = []byte(body)
		pages = append(pages, s)
	}
	d := drafted(t, Source{Pages: pages})
	if rules := d.Profile.Rules.Article[profile.Standfirst]; len(rules) == 0 || rules[0].Select.Text != `p[data-testid="lead"]` {
		t.Errorf("standfirst: got %v, want the attribute\n%s", rules, d.YAML)
	}
	if rules := d.Profile.Rules.Article[profile.Published]; len(rules) == 0 || rules[0].JSON.Text != linkedData {
		t.Errorf("published: got %v, want JSON-LD\n%s", rules, d.YAML)
	}
}

// A line that prints the day alone agrees with the time element in it, and is no
// rule: it would lose the hour. All the bylines are expected of a page, not the first.
func TestDraftKeepsTheHour(t *testing.T) {
	var pages []Page
	for i := range 3 {
		s := story(i)
		s.Body = regexp.MustCompile(`<meta property="article:published_time"[^>]*>|<p class="byline">.*</p>`).ReplaceAll(s.Body, nil)
		s.Body = []byte(strings.Replace(string(s.Body), `<div class="css-9k`, fmt.Sprintf(`<div class="story-meta">By <a href="/a/ida">%s</a> and <a href="/a/jo">Jo Weir</a> · <time datetime="2025-07-0%dT08:15:00+02:00">0%d.07.2025</time></div><div class="css-9k`, paper.people[i], 3+i, 3+i), 1))
		pages = append(pages, s)
	}
	d := drafted(t, Source{Pages: pages})
	for i, p := range pages {
		with := extract.Read(d.Profile, p.Input).Article
		if got, want := with.Published.Value(), fmt.Sprintf("2025-07-0%dT08:15:00+02:00", 3+i); got != want {
			t.Errorf("published: got %s, want %s\n%s", got, want, d.YAML)
		}
		if got, want := d.Profile.Tests[i].Expect["bylines"], paper.people[i]+"; Jo Weir"; got != want {
			t.Errorf("expected bylines: got %q, want %q", got, want)
		}
	}
}

func TestStories(t *testing.T) {
	r := extract.Read(nil, front().Input)
	got := Stories("https://www.quayside.example/", []*news.Reading{r, r, nil}, 3)
	if len(got) != 3 || !strings.Contains(got[0], "/harbour/") || !strings.Contains(got[1], "/council/") {
		t.Errorf("got %q, want three, of both sections first", got)
	}
	if got := Sections("https://www.quayside.example/", r, 5); len(got) != 2 {
		t.Errorf("got sections %q, want the two with stories", got)
	}
}

// TestPagesOfListsAreNoSections: "Older posts" and the numbers of a list lead to the
// list's other pages, wherever the site has its sections.
func TestPagesOfListsAreNoSections(t *testing.T) {
	p := front()
	p.Body = []byte(strings.NewReplacer(menu(), `<div class="x1"><a href="/harbour">Harbour</a> <a href="/council">Council</a> <a href="/letters">Letters</a> <a href="/page/2/">Older posts</a> <a href="/harbour/seite/2">Page two</a> <a href="/blatt/2">2</a></div>`).Replace(string(p.Body)))
	got := Sections("https://www.quayside.example/", extract.Read(nil, p.Input), 9)
	for _, u := range got {
		if strings.Contains(u, "2") {
			t.Errorf("%s is a section", u)
		}
	}
	if len(got) != 3 {
		t.Errorf("got sections %q, want harbour, council and letters", got)
	}
}

// FuzzNew: whatever the pages hold, a draft parses, keeps what reading without
// rules gives, and is the same each time; or there is an error.
func FuzzNew(f *testing.F) {
	f.Add(string(story(0).Body), string(story(1).Body), "https://www.quayside.example/x/a-b-c-1", "User-agent: *\nSitemap: /x")
	f.Add(string(front().Body), string(story(2).Body), "http://[::1]/a'b\n#c", "Crawl-delay: 1e99")
	f.Add(`<h1 class="a'b\">x: # y</h1>`, string(story(3).Body), "https://ä.example/%zz", "")
	f.Fuzz(func(t *testing.T, a, b, address, robots string) {
		if len(a)+len(b) > 20_000 {
			return
		}
		src := Source{
			Pages: []Page{
				{Input: extract.Input{URL: address, Body: []byte(a)}, File: address}, {Input: extract.Input{Body: []byte(b)}, File: "b'\n.html"},
				{Input: extract.Input{URL: storyAddress(0), Body: []byte(b)}},
			},
			Robots: discover.ParseRobots(200, []byte(robots)), Agent: "newskeep",
		}
		d, err := New(src)
		if err != nil {
			if d != nil {
				t.Error("a draft and an error")
			}
			if strings.Contains(err.Error(), "does not parse") || strings.Contains(err.Error(), "to be tried") || strings.Contains(err.Error(), "even without rules") {
				t.Errorf("%v", err)
			}
			return
		}
		again, err := New(src)
		if err != nil || string(again.YAML) != string(d.YAML) {
			t.Errorf("drafted twice:\n%s\n%v\n%s", d.YAML, err, again.YAML)
		}
	})
}
