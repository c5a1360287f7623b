package demo

import (
	"encoding/xml"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// paper is a content folder with two articles, to be laid over.
func paper(t *testing.T) fstest.MapFS {
	t.Helper()
	words, err := fs.ReadFile(files, "content/words.json")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{
		"sections.json":     {Data: []byte(`[{"path": "/news", "name": "News", "kind": "news", "template": "classic"}]`)},
		"authors.json":      {Data: []byte(`[]`)},
		"words.json":        {Data: words},
		"day1/front.json":   {Data: []byte(`{"edition": "2024-12-01 20:00", "lead": "/news/one"}`)},
		"day1/news/one.txt": {Data: []byte("Headline: One\nPublished: 2024-12-01 10:00\n\nText of one.\n")},
		"day1/news/two.txt": {Data: []byte("Headline: Two\nPublished: 2024-12-01 11:00\nSlug: second\n\nText of two.\n")},
	}
}

func TestDays(t *testing.T) {
	content := paper(t)
	content["day2/news/one.txt"] = &fstest.MapFile{Data: []byte("Headline: One, edited\nPublished: 2024-12-01 10:00\nModified: 2024-12-02 09:00\n\nText of one.\n\nMore.\n")}
	content["day2/news/two.txt"] = &fstest.MapFile{Data: []byte("Gone: yes\n")}
	content["day2/news/three.txt"] = &fstest.MapFile{Data: []byte("Headline: Three\nPublished: 2024-12-02 08:00\n\nText of three.\n")}
	content["day3/news/two.txt"] = content["day1/news/two.txt"]
	content["day3/front.json"] = &fstest.MapFile{Data: []byte(`{"edition": "2024-12-03 20:00", "templates": {"/news": "plain"}}`)}

	tests := []struct {
		day       int
		headlines []string
		gone      []string
		template  string
		edition   string
	}{
		{1, []string{"Two", "One"}, nil, "classic", "1 Dec 2024 20:00"},
		{2, []string{"Three", "One, edited"}, []string{"/news/second"}, "classic", "1 Dec 2024 20:00"},
		{3, []string{"Three", "Two", "One, edited"}, nil, "plain", "3 Dec 2024 20:00"},
		{9, []string{"Three", "Two", "One, edited"}, nil, "plain", "3 Dec 2024 20:00"},
	}
	for _, tt := range tests {
		e, err := load(content, tt.day)
		if err != nil {
			t.Fatal(err)
		}
		var headlines []string
		for _, a := range e.articles {
			headlines = append(headlines, a.headline)
		}
		if !slices.Equal(headlines, tt.headlines) {
			t.Errorf("day %d: got %q, want %q", tt.day, headlines, tt.headlines)
		}
		if !slices.Equal(e.gone, tt.gone) {
			t.Errorf("day %d: got gone %q, want %q", tt.day, e.gone, tt.gone)
		}
		if got := (&press{edition: e}).templateOf(e.articles[0]); got != tt.template {
			t.Errorf("day %d: got template %q, want %q", tt.day, got, tt.template)
		}
		if got := e.furniture("en", "").Edition; got != tt.edition {
			t.Errorf("day %d: got edition %q, want %q", tt.day, got, tt.edition)
		}
	}
}

func TestContentErrors(t *testing.T) {
	tests := []struct{ file, data, want string }{
		{"day1/news/x.txt", "Headline: X\nColour: red\n\nText.\n", "day1/news/x.txt: line 2: Colour: unknown key"},
		{"day1/news/x.txt", "Headline: X\n\nText.\n", "no Published"},
		{"day1/news/x.txt", "Headline: X\nPublished: 2024-12-01 10:00\n", "no text"},
		{"day1/news/x.txt", "Headline: X\nPublished: 1 December\n\nText.\n", "Published"},
		{"day1/news/x.txt", "Headline: X\nPublished: 2024-12-01 10:00\nAnswers: maybe\n\nText.\n", `unknown answer "maybe"`},
		{"day1/news/x.txt", "Headline: X\nPublished: 2024-12-01 10:00\n\n!related /news/none\n", "no article /news/none"},
		{"day1/news/x.txt", "Headline: X\nPublished: 2024-12-01 10:00\n\n!box\n", `unknown mark "!box"`},
		{"day1/other/x.txt", "Headline: X\nPublished: 2024-12-01 10:00\n\nText.\n", "no section /other"},
		{"day1/front.json", `{"edition": "2024-12-01 20:00", "lead": "/news/none"}`, "front.json: lead: no article"},
		{"day1/front.json", `{"edition": "today"}`, "day1/front.json"},
		{"sections.json", `[{"pth": "/news"}]`, "sections.json"},
	}
	for _, tt := range tests {
		content := paper(t)
		content[tt.file] = &fstest.MapFile{Data: []byte(tt.data)}
		if _, err := load(content, 1); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s %q: got error %v, want one with %q", tt.file, tt.data, err, tt.want)
		}
	}
}

// TestEditions holds the bundled days to what later days are for.
func TestEditions(t *testing.T) {
	one, two, three := New(Options{}), New(Options{Day: 2}), New(Options{Day: Days()})
	const tram = "/news/politics/new-tram-line-opens-between-harbour-and-hill"
	a, b := one.edition.byPath[tram], two.edition.byPath[tram]
	if a.headline == b.headline || reflect.DeepEqual(a.body, b.body) || b.modified.IsZero() {
		t.Errorf("day 2 does not edit %s", tram)
	}
	if len(two.edition.gone) == 0 {
		t.Error("day 2 takes nothing off the site")
	}
	for _, p := range two.edition.gone {
		if got := (reader{t, two}).get(p).Code; got != 410 {
			t.Errorf("%s on day 2: got %d, want 410", p, got)
		}
	}
	restored := slices.DeleteFunc(slices.Clone(two.edition.gone), func(p string) bool { return three.edition.byPath[p] == nil })
	if len(restored) == 0 {
		t.Error("day 3 restores nothing")
	}
	if !maps.Equal(one.ExpectedBroken(), two.ExpectedBroken()) {
		t.Error("the broken pages are not the same each day")
	}
	if slices.Equal(one.ExpectedArticles(), two.ExpectedArticles()) {
		t.Error("the articles are the same on two days")
	}
}

func TestParseBody(t *testing.T) {
	tests := []struct {
		text string
		want block
	}{
		{"Plain\ntext.", block{Text: []span{{Text: "Plain text."}}}},
		{"See [here](/x) and *there*.", block{Text: []span{{Text: "See "}, {Text: "here", Href: "/x"}, {Text: " and "}, {Text: "there", Em: true}, {Text: "."}}}},
		{"A [bracket and a * star", block{Text: []span{{Text: "A [bracket and a * star"}}}},
		{"## Sub", block{Heading: "Sub"}},
		{"@ 17:40 Now", block{Entry: "17:40 Now"}},
		{"> Said so. -- Who", block{Quote: []span{{Text: "Said so."}}, Who: "Who"}},
		{"- a\n- b", block{List: [][]span{{{Text: "a"}}, {{Text: "b"}}}}},
		{"| a | b |\n| 1 | 2 |", block{Table: [][]string{{"a", "b"}, {"1", "2"}}}},
		{"![alt](pic) Caption (Us)", block{Figure: &figure{"pic", "alt", "Caption (Us)"}}},
		{"!related /a /b", block{Related: []string{"/a", "/b"}}},
		{"!correction It was two.", block{Correction: []span{{Text: "It was two."}}}},
	}
	for _, tt := range tests {
		got, err := parseBody(tt.text)
		if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], tt.want) {
			t.Errorf("parseBody(%q): got %+v, %v, want %+v", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"![alt only", "| a | b |\n| 1 |", "!nothing"} {
		if got, err := parseBody(text); err == nil {
			t.Errorf("parseBody(%q): got %+v, want an error", text, got)
		}
	}
}

func TestMachinePages(t *testing.T) {
	site := New(Options{})
	r := reader{t, site}
	var feed struct {
		Links []string `xml:"channel>item>link"`
	}
	if err := xml.Unmarshal(r.get("/feed.rss").Body.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	var sitemap struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Locs    []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(r.get("/sitemap.xml").Body.Bytes(), &sitemap); err != nil {
		t.Fatal(err)
	}
	want := site.ExpectedArticles()
	for name, got := range map[string][]string{"feed": feed.Links, "sitemap": sitemap.Locs} {
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %d addresses, want the %d expected articles", name, len(got), len(want))
		}
	}
	robots := r.get("/robots.txt").Body.String()
	for _, d := range site.Disallowed() {
		if !strings.Contains(robots, "\nDisallow: "+d+"\n") {
			t.Errorf("robots.txt does not disallow %s", d)
		}
	}
	if strings.Contains(robots, "Crawl-delay") {
		t.Error("robots.txt asks for a delay")
	}
}
