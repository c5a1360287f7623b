package demo

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// reader walks the paper as a browser does: every link and picture of every
// page, robots.txt unheeded.
type reader struct {
	t    *testing.T
	site *Site
}

func (r reader) get(ref string, header ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	req := httptest.NewRequest(http.MethodGet, ref, nil)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	return w
}

// refs are the addresses a page leads to: links, pictures, frames, style sheets.
func refs(root *html.Node) []string {
	var out []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "href", a.Key == "src":
				out = append(out, a.Val)
			case a.Key == "srcset":
				for part := range strings.SplitSeq(a.Val, ",") {
					out = append(out, strings.Fields(part)[0])
				}
			}
		}
	}
	return out
}

func elements(root *html.Node, tag string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			out = append(out, n)
		}
	}
	return out
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// TestEveryLinkAnswersAsPlanned follows all links from the front page: each
// answers with the status its article plans, 200 when none does.
func TestEveryLinkAnswersAsPlanned(t *testing.T) {
	site := New(Options{Slow: time.Millisecond})
	r := reader{t, site}
	planned := map[string]int{}
	for p, word := range site.ExpectedBroken() {
		planned[p] = map[string]int{"gone": 404, "challenge": 403, "foreign_host": 302}[word]
	}
	for _, a := range site.edition.articles {
		if a.answer == answerErrorOnce {
			if got := r.get(a.path).Code; got != 500 {
				t.Errorf("%s: got status %d at first, want 500", a.path, got)
			}
		}
		if a.movedFrom != "" {
			planned[a.movedFrom] = 301
		}
	}
	seen, foreign := map[string]bool{"/": true}, 0
	linked := map[string]bool{"/": true} // decoded, with the number of a further page
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		at, err := url.Parse(queue[0])
		if err != nil {
			t.Fatal(err)
		}
		w := r.get(queue[0])
		want := 200
		if status := planned[at.Path]; status != 0 {
			want = status
		}
		if w.Code != want {
			t.Errorf("%s: got status %d, want %d", queue[0], w.Code, want)
		}
		var leads []string
		if to := w.Header().Get("Location"); to != "" {
			leads = []string{to}
		} else if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			root, err := html.Parse(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			leads = refs(root)
			if w.Code == 200 && site.ExpectedBroken()[at.Path] == "" {
				looksRight(t, queue[0], root)
			}
		}
		for _, ref := range leads {
			u, err := at.Parse(ref)
			if err != nil {
				t.Errorf("%s: link %q: %v", queue[0], ref, err)
				continue
			}
			if u.Host != "" && u.Host != Host {
				foreign++
				continue
			}
			decoded := u.Path
			if n := u.Query().Get("page"); n != "" {
				decoded += "?page=" + n
			}
			linked[decoded] = true
			key := u.RequestURI()
			if strings.HasPrefix(u.Path, "/images/") {
				key = u.Path // one width of each picture: drawing takes time
			}
			if !seen[key] {
				seen[key] = true
				queue = append(queue, u.RequestURI())
			}
		}
	}
	if foreign == 0 {
		t.Error("no link and no redirect leaves the paper")
	}
	// Everything the site has can be reached, and what is broken is linked.
	for _, p := range site.Paths() {
		if p != "/robots.txt" && p != "/sitemap.xml" && !linked[p] { // those two are found by name
			t.Errorf("no page links to %s", p)
		}
	}
	for _, d := range site.Disallowed() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(s string) bool { return strings.HasPrefix(s, d) }) {
			t.Errorf("no page links into the disallowed %s", d)
		}
	}
}

// looksRight checks what every whole page of a paper has.
func looksRight(t *testing.T, at string, root *html.Node) {
	t.Helper()
	if got := len(elements(root, "h1")); got != 1 {
		t.Errorf("%s: got %d h1, want 1", at, got)
	}
	if len(elements(root, "title")) != 1 {
		t.Errorf("%s: want one title", at)
	}
	for _, img := range elements(root, "img") {
		src, _ := attribute(img, "src")
		alt, ok := attribute(img, "alt")
		if !ok || alt == "" && src != "/masthead.svg" {
			t.Errorf("%s: image %s has no alt text", at, src)
		}
	}
	if lang, _ := attribute(elements(root, "html")[0], "lang"); lang == "" {
		t.Errorf("%s: no language", at)
	}
}

func TestExpectations(t *testing.T) {
	site := New(Options{})
	urls := site.ExpectedArticles()
	if len(urls) < 58 {
		t.Errorf("got %d expected articles, want at least 58", len(urls))
	}
	if !slices.IsSorted(urls) || len(slices.Compact(slices.Clone(urls))) != len(urls) {
		t.Error("expected articles are not sorted, or one is there twice")
	}
	broken := slices.Sorted(maps.Values(site.ExpectedBroken()))
	want := []string{"challenge", "consent_wall", "empty", "foreign_host", "gone", "soft_404", "truncated"}
	if !slices.Equal(broken, want) {
		t.Errorf("got broken pages %v, want %v", broken, want)
	}
	for _, u := range urls {
		if !strings.HasPrefix(u, Home) {
			t.Errorf("%s is not on %s", u, Home)
		}
		for _, d := range site.Disallowed() {
			if strings.HasPrefix(u, Home+d[1:]) {
				t.Errorf("%s is expected and disallowed", u)
			}
		}
	}
}

// TestOneOfEverything holds the paper to its purpose.
func TestOneOfEverything(t *testing.T) {
	e := New(Options{}).edition
	kinds, templates, langs, blocks := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	traits := map[string]int{}
	count := func(name string, has bool) {
		if has {
			traits[name]++
		}
	}
	p := &press{edition: e}
	for _, a := range e.kept() {
		s := e.story(a)
		kind := a.kind
		if kind == "" {
			kind = s.Section.Kind
		}
		kinds[kind]++
		templates[p.templateOf(a)]++
		langs[a.lang]++
		count("two authors", len(a.by) > 1)
		count("author with a page", len(s.By) > 0 && s.By[0].Path != "")
		count("no standfirst", a.standfirst == "")
		count("date without a year", a.printed != "")
		count("summer time", a.published.UTC().Hour() != a.published.Hour()-2)
		count("edited", !a.modified.IsZero())
		count("alias", a.alias != "")
		count("moved", a.movedFrom != "")
		count("tracking parameters", strings.Contains(a.linkedAs, "utm_"))
		count("double dash", strings.Contains(a.path, "--"))
		count("quotes and ampersand", strings.ContainsAny(a.headline, "&\"’"))
		if a.image != "" && a.alt == a.caption {
			t.Errorf("%s: alt text and caption are the same", a.path)
		}
		for _, b := range a.body {
			count("figure in the text", b.Figure != nil)
			switch {
			case b.Table != nil:
				blocks["table"]++
			case b.List != nil:
				blocks["list"]++
			case b.Quote != nil:
				blocks["quote"]++
			case b.Related != nil:
				blocks["related"]++
			case b.Correction != nil:
				blocks["correction"]++
			case b.Heading != "":
				blocks["heading"]++
			}
		}
	}
	for name, want := range map[string][]string{
		"kind":     {"news", "opinion", "analysis", "blog", "feature", "video", "gallery", "infographic", "liveblog"},
		"template": {"classic", "semantic", "plain"},
		"language": {"en", "ar", "es"},
		"block":    {"table", "list", "quote", "related", "correction", "heading"},
		"trait": {"two authors", "author with a page", "no standfirst", "date without a year", "summer time", "edited",
			"alias", "moved", "tracking parameters", "double dash", "quotes and ampersand", "figure in the text"},
	} {
		have := map[string]map[string]int{
			"kind": kinds, "template": templates, "language": langs, "block": blocks, "trait": traits}[name]
		for _, w := range want {
			if have[w] == 0 {
				t.Errorf("no article with %s %q", name, w)
			}
		}
	}
	paged := 0
	for _, s := range e.sections {
		if len(e.list(s.Path)) > perPage {
			paged++
		}
		if len(e.list(s.Path)) == 0 {
			t.Errorf("section %s is empty", s.Path)
		}
	}
	if paged < 2 {
		t.Errorf("got %d sections with further pages, want at least 2", paged)
	}
}
