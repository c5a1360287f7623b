package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"newskeep/cmd/newskeep/web"
	"newskeep/store"
)

// addresses of one page of each kind, and of those that show what means harm.
func addresses(t testing.TB, r *store.Reader) map[string]string {
	tram, arabicID, evil := idOf(t, r, tramStory), idOf(t, r, arabic.URL), idOf(t, r, hostile.URL)
	return map[string]string{
		"start": "/", "search": "/search?q=tram", "dates": "/search?q=tram+OR+ferry&from=2024-11&to=2024-12", "nothing": "/search?q=zzyzx", "hostile hits": "/search?q=headline:hurt",
		"arabic hits":        "/search?q=%D8%A7%D9%84%D8%AA%D8%B1%D8%A7%D9%85",
		"timeline of shares": "/search?q=tram&measure=share", "timeline of words": "/search?q=tram&measure=per-1000-words",
		"concordance": "/concordance?q=tram+OR+ferry", "concordance by the right": "/concordance?q=tram&sort=right", "concordance then": "/concordance?q=tram&as_of=2024-12-01", "no concordance yet": "/concordance", "arabic concordance": "/concordance?q=%D8%A7%D9%84%D8%AE%D8%B7",
		"hostile concordance": "/concordance?q=hurt",
		"words":               "/words?q=tag:tram", "key words": "/words?q=tag:tram&key=1", "words against": "/words?q=tram&against=ferry", "no words yet": "/words", "hostile words": "/words?q=site:evil&min=1", "arabic words": "/words?q=lang:ar&min=1",
		"counts": "/counts?q=tram", "counts by week": "/counts?q=tram+OR+ferry&by=week&measure=share", "rates": "/counts?q=tram&by=day&measure=per-1000-words", "counts by tag": "/counts?by=tag", "pairs of tags": "/counts?by=tag-pair&share_of=tag:tram",
		"names in captions": "/counts?by=captioned", "hostile tags": "/counts?q=site:evil&by=tag&measure=share", "hostile sections": "/counts?by=section&measure=share", "hostile bylines": "/counts?q=hurt&by=byline&share_of=lang:en",
		"article": "/article/" + tram, "first revision": "/article/" + tram + "?revision=1", "arabic": "/article/" + arabicID, "hostile": "/article/" + evil,
		"changes": "/article/" + tram + "/changes", "hostile changes": "/article/" + evil + "/changes",
		"stored": "/article/" + tram + "/page", "hostile stored": "/article/" + evil + "/page",
		"search then": "/search?q=tram&as_of=2024-12-01", "front": "/front?site=demo", "front then": "/front?site=demo&as_of=2024-12-01T22:00", "unseen front": "/front?site=evil", "section": "/section/Politics?site=demo",
		"searches": "/searches", "saved": "/search?q=saved:harbour+-tram", "saved counts": "/counts?q=tram&share_of=saved:harbour", "ticker": "/ticker", "captions": "/captions", "hostile captions": "/captions?site=evil", "events": "/events", "silent": "/events?kind=silent", "sites": "/sites", "runs": "/runs", "help": "/help",
	}
}

// Every page is one, its twin is JSON with the same keys whatever is asked and
// without null lists, and both keep the room's rules.
func TestPagesAndTwins(t *testing.T) {
	s, r := open(t, web.Options{})
	_, _, b := get(t, s.URL+"/openapi.json")
	var api struct {
		Paths map[string]struct {
			Get struct {
				Responses map[string]struct {
					Content map[string]struct {
						Schema struct {
							Properties map[string]struct{ Type string }
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b), &api); err != nil {
		t.Fatal(err)
	}
	for name, address := range addresses(t, r) {
		t.Run(name, func(t *testing.T) {
			status, h, page := get(t, s.URL+address)
			if status != http.StatusOK || h.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Fatalf("%s: status %d, %s\n%s", address, status, h.Get("Content-Type"), page)
			}
			if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
				t.Errorf("policy %q", csp)
			}
			checkPage(t, page)
			twin := twinOf(t, page)
			status, h, body := get(t, s.URL+twin)
			if status != http.StatusOK || h.Get("Content-Type") != "application/json" {
				t.Fatalf("%s: status %d, %s", twin, status, h.Get("Content-Type"))
			}
			var keys map[string]any
			if err := json.Unmarshal([]byte(body), &keys); err != nil {
				t.Fatal(err)
			}
			properties := api.Paths[described(twin)].Get.Responses["200"].Content["application/json"].Schema.Properties
			if len(properties) == 0 {
				t.Fatalf("openapi.json does not describe %s", described(twin))
			}
			for key, v := range keys {
				if p, known := properties[key]; !known {
					t.Errorf("openapi.json does not know the key %s", key)
				} else if v == nil && p.Type == "array" {
					t.Errorf("%s is null and not []", key)
				}
			}
		})
	}
}

// described is under which path openapi.json has a twin.
func described(twin string) string {
	u, err := url.Parse(twin)
	if err != nil {
		return ""
	}
	parts := strings.Split(u.Path, "/")
	if len(parts) > 2 && (parts[1] == "article" || parts[1] == "section") {
		name := map[string]string{"article": "{id}", "section": "{name}"}[parts[1]]
		if strings.HasSuffix(parts[2], ".json") {
			name += ".json"
		}
		parts[2] = name
	}
	return strings.Join(parts, "/")
}

func twinOf(t *testing.T, page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data == "link" && attribute(n, "type") == "application/json" {
			return attribute(n, "href")
		}
	}
	t.Fatal("the page names no twin")
	return ""
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// checkPage holds a page against what none may have: code, addresses that run,
// things from outside, two ids alike, fields without a label; and what each must.
func checkPage(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, labelled, fields := map[string]bool{}, map[string]bool{}, []string{}
	seen := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Namespace == "" { // <title> is an element of SVG, too
			seen[n.Data]++
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.Contains(strings.SplitN(value, "/", 2)[0], "script:"):
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "src" && !strings.HasPrefix(a.Val, "/"), n.Data == "link" && a.Key == "href" && !strings.HasPrefix(a.Val, "/"):
				t.Errorf("<%s> loads %q", n.Data, a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("two elements have the id %s", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "for":
				labelled[a.Val] = true
			}
		}
		switch n.Data {
		case "script":
			if attribute(n, "src") != "/static/room.js" && attribute(n, "type") != "application/ld+json" {
				t.Errorf("a script %v", n.Attr)
			}
			if attribute(n, "type") == "application/ld+json" && !json.Valid([]byte(n.FirstChild.Data)) {
				t.Errorf("linked data is no JSON: %s", n.FirstChild.Data)
			}
		case "iframe":
			if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "sandbox" && a.Val == "" }) {
				t.Error("a frame without a sandbox, or with leave to do something")
			}
		case "input", "select":
			if kind := attribute(n, "type"); kind != "hidden" && kind != "checkbox" {
				fields = append(fields, attribute(n, "id"))
			}
		case "img":
			if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
				t.Error("a picture without alt")
			}
		}
	}
	for _, id := range fields {
		if !labelled[id] {
			t.Errorf("the field %q has no label", id)
		}
	}
	for _, one := range []string{"main", "h1", "title", "nav", "footer"} {
		if seen[one] < 1 || one != "nav" && one != "footer" && seen[one] > 1 {
			t.Errorf("%d elements %s", seen[one], one)
		}
	}
}

// What is stored of a site reaches the reader without what could act, under a
// policy by which nothing would.
func TestStoredPageIsStill(t *testing.T) {
	s, r := open(t, web.Options{})
	_, h, body := get(t, s.URL+"/stored/"+idOf(t, r, hostile.URL)+"/1")
	for _, want := range []string{"sandbox;", "default-src 'none'", "form-action 'none'", "frame-ancestors 'self'"} {
		if !strings.Contains(h.Get("Content-Security-Policy"), want) {
			t.Errorf("policy %q lacks %s", h.Get("Content-Security-Policy"), want)
		}
	}
	if strings.Contains(h.Get("Content-Security-Policy"), "allow-") {
		t.Errorf("policy %q allows something", h.Get("Content-Security-Policy"))
	}
	for _, gone := range []string{"<script", "<link", "<base", "<iframe", "<object", "http-equiv", "iso-8859-1"} {
		if strings.Contains(body, gone) {
			t.Errorf("the frame still has %s", gone)
		}
	}
	for _, kept := range []string{"<h1>Stored words</h1>", `<img src="/evil.png"`, "rgb(1, 2, 3)"} {
		if !strings.Contains(body, kept) {
			t.Errorf("the frame lost %s:\n%s", kept, body)
		}
	}
	_, h, body = get(t, s.URL+"/stored/"+idOf(t, r, hostile.URL)+"/1/bytes")
	if body != hostilePage || h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("the bytes came as %s, %s: %d of %d", h.Get("Content-Type"), h.Get("Content-Disposition"), len(body), len(hostilePage))
	}
	sum := sha256.Sum256([]byte(hostilePage))
	if got, want := h.Get("Repr-Digest"), "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":"; got != want {
		t.Errorf("their digest is %s, want %s", got, want)
	}
}

func TestProblems(t *testing.T) {
	s, r := open(t, web.Options{})
	tram := idOf(t, r, tramStory)
	for _, tt := range []struct {
		address string
		status  int
		says    string
	}{
		{"/search?q=tram+(", 400, "At character"},
		{"/search?q=%3Cscript%3E(", 400, "&lt;script&gt;"},
		{"/search?q=tram&from=soon", 400, "is no date of publication"},
		{"/search?q=tram&from=2025&to=2024", 400, "cannot be meant: 2025 comes after 2024."},
		{"/search?q=tram&from=2024..2025", 400, "cannot be meant"},
		{"/search?q=50%", 400, "write %25 for a per cent sign"},
		{"/search.json?q=tram;ferry", 400, "%3B for a semicolon"},
		{"/search?after=x", 400, "next"},
		{"/search?sort=luck", 400, "relevance"},
		{"/front?as_of=noon", 400, "is no time"},
		{"/front?site=demo&step=999", 400, "step is a number"},
		{"/section/Nowhere?site=demo", 404, "no section page"},
		{"/article/12", 404, "no such article"},
		{"/article/x", 404, "no number of an article"},
		{"/article/" + tram + "?revision=9", 404, "no such article or revision"},
		{"/article/" + tram + "?revision=-1", 400, "revision is a number"},
		{"/article/" + tram + "/changes?from=1&to=9", 400, "to is a number"},
		{"/article/" + tram + "/cite/word", 404, "ris, bibtex or csl"},
		{"/stored/" + tram + "/0", 404, "no number of a revision"},
		{"/picture/..%2f..%2fetc%2fpasswd", 404, "no SHA-256"},
		{"/picture/" + strings.Repeat("0", 64), 404, "no such"},
		{"/events?kind=magic", 400, "events are"},
		{"/captions?q=headline:tram", 400, "do not stand with a picture"},
		{"/captions?page=0", 400, "page is a number"},
		{"/captions?as_of=noon", 400, "is no time"},
		{"/captions?q=caption:nets&as_of=2024-12-01", 200, "late November"}, // as it was captioned then
		{"/captions?q=caption:nets", 200, "late October"},
		{"/sites?to=never", 400, "is no day"},
		{"/?q=tram&from=never", 400, `name="q" type="search" value="tram"`}, // it can be put otherwise at once
		{"/counts?q=tram&from=2025&to=2024", 400, `name="to" value="2024"`},
		{"/events?q=tram+(", 400, `name="q" type="search" value="tram ("`},
		{"/sites?site=none", 404, "no site &#34;none&#34;"},
		{"/front?site=none", 404, "no site"},
		{"/ticker.json?site=none", 404, "no site"},
		{"/runs?site=none", 404, "no site"},
		{"/captions?site=none", 404, "no site"},
		{"/ticker?page=0", 400, "page is a number from 1 to 100"},
		{"/article/" + tram + "/changes?from=1&to=1", 200, "A revision does not differ from itself"},
		{"/concordance?q=tram&sort=up", 400, "&#34;left&#34; or &#34;right&#34;"},
		{"/concordance?q=tram&page=51", 400, "page is a number from 1 to 50"},
		{"/concordance?q=tram&limit=0", 400, "limit is a number"},
		{"/concordance?q=tram&width=9", 400, "width is a number from 10 to 200"},
		{"/concordance?q=tag:tram", 200, "this query looks for none there: add one"},
		{"/concordance.json?q=tag:tram", 400, "this query looks for none there: add one"},
		{"/concordance?q=zzyzx", 200, "The words stand in no body"},
		{"/words?key=1", 200, "give a query that finds the ones"},
		{"/words.json?key=1", 400, "give a query that finds the ones"},
		{"/words?q=tram&against=ferry+(", 400, "The query in against cannot be understood: at character 7:"},
		{"/words?q=tram&against=zzyzx", 200, "nothing can be said of what is telling"},
		{"/words?q=tram&limit=5001", 400, "limit is a number from 1 to 5000"},
		{"/counts?by=luck", 400, "count by day, week, month"},
		{"/counts?q=tram&measure=much", 400, "measure is numbers, share or per-1000-words"},
		{"/counts?q=tram&share_of=)", 400, "The query in share_of cannot be understood"},
		{"/counts?q=tram&share_of=ferry&measure=per-1000-words", 400, "not by other words"},
		{"/counts?q=tag:tram&measure=per-1000-words", 200, "this query looks for none there: add one"},
		{"/counts.json?q=tag:tram&measure=per-1000-words", 400, "this query looks for none there: add one"},
		{"/search?q=tag:tram&measure=per-1000-words", 200, "this query looks for none there: add one"},
		{"/search?q=tram&measure=much", 400, "measure is numbers"},
		{"/nowhere", 404, "no page"},
	} {
		status, _, body := get(t, s.URL+tt.address)
		if status != tt.status || !strings.Contains(body, tt.says) {
			t.Errorf("%s: status %d, want %d and %q in\n%s", tt.address, status, tt.status, tt.says, body)
		}
	}
	status, h, body := get(t, s.URL+"/search.json?q=tram+(")
	var p struct {
		Detail   string
		Position *int
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(body))).Decode(&p); err != nil || status != 400 || h.Get("Content-Type") != "application/problem+json" || p.Detail == "" || p.Position == nil {
		t.Errorf("a twin's problem: status %d, %s, %s, %v", status, h.Get("Content-Type"), body, err)
	}
}

// Where an article stood is told by prominence: the front page before a box on one page.
// A list of a moment says what became of it since the moment before.
func TestWhatMovedOnTheFrontPage(t *testing.T) {
	s, _ := open(t, web.Options{})
	_, _, b := get(t, s.URL+"/front.json?site=demo&as_of=2024-12-02T22:00")
	var front struct {
		Modules []struct {
			Items []struct {
				Title    string
				Slot     int
				New      bool
				WasSlot  int    `json:"was_slot"`
				WasTitle string `json:"was_title"`
			}
		}
		Gone []struct {
			Title string
			ID    int64
		}
	}
	if err := json.Unmarshal([]byte(b), &front); err != nil {
		t.Fatal(err)
	}
	items := front.Modules[0].Items
	if items[0].WasTitle != "New tram line opens between harbour and hill" || items[0].New || items[0].WasSlot != 0 {
		t.Errorf("the first was only given another title: %+v", items[0])
	}
	if !items[1].New || items[2].New || items[2].WasSlot != 2 || items[2].WasTitle != "" {
		t.Errorf("the second is new and pushed the third down: %+v", items[1:3])
	}
	if len(front.Gone) != 1 || front.Gone[0].Title != "Council keeps library open on Sundays" || front.Gone[0].ID == 0 {
		t.Errorf("gone is %+v", front.Gone)
	}
	_, _, page := get(t, s.URL+"/front?site=demo&as_of=2024-12-02T22:00")
	for _, want := range []string{"<strong>new</strong>", "down from 2 ·", "was: <bdi>New tram line opens", "<h2>Gone since 2024-12-01 21:00</h2>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if _, _, first := get(t, s.URL+"/front?site=demo&as_of=2024-12-01T22:00"); strings.Contains(first, "<strong>new") {
		t.Error("of the first moment nothing is new: there is none before")
	}
}

func TestWhereItStood(t *testing.T) {
	s, r := open(t, web.Options{})
	_, _, body := get(t, s.URL+"/article/"+idOf(t, r, tramStory))
	home, section, next := strings.Index(body, "<li>Front page, slot 1 at best<br>"), strings.Index(body, "<li>Section <bdi>"), strings.Index(body, "<li>Read Next, slot 1 at best; on ")
	if home < 0 || section < home || next < section {
		from := max(0, strings.Index(body, "Where it stood"))
		t.Errorf("front page at %d, sections at %d, Read Next at %d in\n%s", home, section, next, body[from:min(len(body), from+6000)])
	}
}

// A search of the past finds the states of then, leads to them, and says so.
func TestSearchAsOf(t *testing.T) {
	s, r := open(t, web.Options{})
	tram := idOf(t, r, tramStory)
	for _, tt := range []struct {
		address    string
		want, wont []string
	}{
		{"/search?q=headline:opens&as_of=2024-12-01T23:00", []string{"New tram line opens", "/article/" + tram + "?revision=1", "stood 2024-12-01 23:00 UTC", "as_of=2024-12-01T23%3A00"}, nil},
		{"/search?q=headline:opens+tag:tram", []string{"Nothing is found"}, []string{"UTC: each article"}},
		{"/search?q=tag:tram", []string{"/article/" + tram + "\"", "Front page 2024-12-01, slot 1 at best, "}, []string{"?revision="}},
		{"/search?q=tram&as_of=2024-11-30", []string{"no articles"}, nil},
		{"/search?as_of=soon", []string{"is no time"}, nil},
		{"/search.json?q=headline:opens&as_of=2024-12-01T23:00", []string{`"as_of": "2024-12-01T23:00:59.999Z"`, `"revision": 1`, `"front_page"`, `"best_slot": 1`}, nil},
	} {
		_, _, page := get(t, s.URL+tt.address)
		for _, want := range tt.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q in\n%s", tt.address, want, page)
			}
		}
		for _, wont := range tt.wont {
			if strings.Contains(page, wont) {
				t.Errorf("%s: %q is there", tt.address, wont)
			}
		}
	}
}
