package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"newskeep/cmd/newskeep/web"
	"newskeep/store"
)

// What a twin tells is what the command line prints for the same question, which is
// the store's answer as JSON.
func TestViewsAnswerAsTheCommandLine(t *testing.T) {
	s, r := open(t, web.Options{})
	all, politics := "", "section:Politics"
	lines := func(sort store.KWICSort) any {
		list, err := r.KWIC(t.Context(), store.KWICRequest{Query: "tram OR ferry", Sort: sort, Width: 45})
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"lines": list}
	}
	counts := func(q store.CountRequest) any {
		res, err := r.Count(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	words := func(q store.WordRequest) any {
		res, err := r.Words(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	for address, want := range map[string]any{
		"/concordance.json?q=tram+OR+ferry":                                             lines(store.ByPlace),
		"/concordance.json?q=tram+OR+ferry&sort=left":                                   lines(store.ByLeft),
		"/concordance.json?q=tram+OR+ferry&sort=right":                                  lines(store.ByRight),
		"/words.json?q=tag:tram":                                                        words(store.WordRequest{Query: "tag:tram"}),
		"/words.json?q=tag:tram&min=1&limit=5000":                                       words(store.WordRequest{Query: "tag:tram", Least: 1, Limit: 5000}),
		"/words.json?q=tag:tram&key=1":                                                  words(store.WordRequest{Query: "tag:tram", Against: &all}),
		"/words.json?q=tram&against=" + politics:                                        words(store.WordRequest{Query: "tram", Against: &politics}),
		"/words.json?from=2024-12":                                                      words(store.WordRequest{Query: "published:2024-12.."}),
		"/words.json":                                                                   words(store.WordRequest{}),
		"/counts.json?q=tram":                                                           counts(store.CountRequest{Query: "tram", By: store.CountMonth}),
		"/counts.json?q=tram&by=day&measure=share":                                      counts(store.CountRequest{Query: "tram", By: store.CountDay, ShareOf: &all}),
		"/counts.json?q=tram&by=week&measure=per-1000-words":                            counts(store.CountRequest{Query: "tram", By: store.CountWeek, Words: true}),
		"/counts.json?q=tram&by=tag&share_of=" + politics:                               counts(store.CountRequest{Query: "tram", By: store.CountTag, ShareOf: &politics}),
		"/counts.json?q=tram&by=day&measure=per-1000-words&share_of=section%3APolitics": counts(store.CountRequest{Query: "tram", By: store.CountDay, Words: true, ShareOf: &politics}),
		"/counts.json?by=captioned":                                                     counts(store.CountRequest{By: store.CountCaptioned}),

		// A date is read as in a query.
		"/words.json?from=2024-12-01T02:00%2B02:00": words(store.WordRequest{Query: "published:2024-12-01T00:00.."}),
	} {
		status, _, body := get(t, s.URL+address)
		if status != http.StatusOK {
			t.Errorf("%s: status %d\n%s", address, status, body)
			continue
		}
		got := keysOf(t, []byte(body))
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		for key, value := range keysOf(t, b) {
			if !reflect.DeepEqual(got[key], value) {
				t.Errorf("%s: %s is\n%v\nwant\n%v", address, key, got[key], value)
			}
		}
	}
	// The timeline is counted by the period that fits.
	_, _, body := get(t, s.URL+"/search.json?q=tram&measure=share")
	b, err := json.Marshal(counts(store.CountRequest{Query: "tram", By: store.CountDay, ShareOf: &all}))
	if err != nil {
		t.Fatal(err)
	}
	if got := keysOf(t, []byte(body)); !reflect.DeepEqual(got["timeline"], any(keysOf(t, b))) || got["measure"] != "share" {
		t.Errorf("the timeline of shares is %v of %v", got["measure"], got["timeline"])
	}
}

func keysOf(t *testing.T, b []byte) (keys map[string]any) {
	t.Helper()
	if err := json.Unmarshal(b, &keys); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return keys
}

// Each row of a page of counts leads to a search that finds as many articles as it
// says; one whose name the query language cannot say leads nowhere.
func TestCountsLeadToTheirArticles(t *testing.T) {
	s, _ := open(t, web.Options{})
	for _, by := range store.Countings {
		for _, of := range []string{"", "lang:en tag:tram"} {
			_, _, page := get(t, s.URL+"/counts?"+url.Values{"by": {string(by)}, "q": {"site:demo OR site:evil"}, "share_of": {of}, "limit": {"5000"}}.Encode())
			rows := tableOf(t, page)
			led := 0
			for _, row := range rows {
				if row.href == "" {
					if row.cells[1] != "0" && row.cells[0] != "without one" && !strings.Contains(row.cells[0], `"`) {
						t.Errorf("by %s of %q: %q leads nowhere", by, of, row.cells[0])
					}
					continue
				}
				led++
				status, _, body := get(t, s.URL+strings.Replace(row.href, "/search?", "/search.json?", 1))
				if status != http.StatusOK {
					t.Fatalf("%s: status %d\n%s", row.href, status, body)
				}
				total := keysOf(t, []byte(body))["total"].(float64)
				n, err := strconv.ParseFloat(row.cells[1], 64)
				if err != nil {
					t.Fatal(err)
				}
				// By a section or a source, a search finds those that are called so in part.
				if loose := by == store.CountSection || by == store.CountSource; total < n || total > n && !loose {
					t.Errorf("by %s of %q: %q counts %s and finds %v: %s", by, of, row.cells[0], row.cells[1], total, row.href)
				}
			}
			if led < 1 {
				t.Errorf("by %s of %q: none of %d rows leads anywhere", by, of, len(rows))
			}
		}
	}
}

// rowOf is one row of a table of a page.
type rowOf struct {
	href  string // of its first cell
	cells []string
}

func tableOf(t *testing.T, page string) (rows []rowOf) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for tr := range doc.Descendants() {
		if tr.Data != "tr" || tr.Parent.Data != "tbody" {
			continue
		}
		var row rowOf
		for n := range tr.Descendants() {
			switch {
			case n.Data == "td" || n.Data == "th":
				row.cells = append(row.cells, strings.TrimSpace(textOf(n)))
			case n.Data == "a" && len(row.cells) == 1:
				row.href = attribute(n, "href")
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Views keep the query, the dates and the moment, lead to one another, and say what
// they leave out.
func TestViews(t *testing.T) {
	s, r := open(t, web.Options{})
	tram := idOf(t, r, tramStory)
	for _, tt := range []struct {
		address    string
		want, wont []string
	}{
		{"/search?q=tram&from=2024-11&as_of=2024-12-02", []string{`href="/concordance?as_of=2024-12-02&amp;from=2024-11&amp;q=tram"`, `href="/words?as_of=2024-12-02&amp;from=2024-11&amp;q=tram"`, `href="/counts?as_of=2024-12-02&amp;from=2024-11&amp;q=tram"`}, nil},
		{"/search?q=tag:tram", []string{">share of all articles<", "by=tag&amp;q=tag%3Atram\">and "}, []string{">per 1,000 words<"}},
		{"/search?q=site:evil", []string{"<li><bdi>&lt;/title&gt;", "&#43;kind%3Anews"}, []string{"&#43;tag%3A", "&#43;byline%3A"}}, // names no query can say
		{"/search?q=tram&after=400", []string{"The articles end before this page.", "First page"}, []string{"Nothing is found"}},
		{"/search?q=tram&measure=share", []string{`<input type="hidden" name="measure" value="share">`, "Share of all articles</span> by day", "1 of 1, 100.0 %", "articles may be missing", "The archive has looked since 2024-12-0", `aria-current="true">share of all articles`}, []string{"Articles</span> by day"}},
		{"/search?q=tram&measure=per-1000-words", []string{"Occurrences per 1,000 words in the bodies of all articles</span> by day", " per 1,000"}, nil},
		{"/concordance?q=tram", []string{"/article/" + tram + `"`, `<mark>tram</mark>`, "lines 1–", ", the last"}, []string{"?revision="}},
		{"/concordance?q=tram&as_of=2024-12-01T23:00", []string{"/article/" + tram + "?revision=1", "stood 2024-12-01 23:00 UTC", `<a href="/concordance?q=tram">Today</a>`}, []string{"/article/" + tram + `"`}},
		{"/concordance?q=tram&limit=5", []string{"lines 1–5, and there are more", `rel="next" href="/concordance?limit=5&amp;page=2&amp;q=tram"`}, []string{`rel="prev"`}},
		{"/concordance?q=tram&limit=5&page=2&sort=right", []string{"lines 6–10 of ", `rel="prev" href="/concordance?limit=5&amp;page=1&amp;q=tram&amp;sort=right"`}, nil},
		{"/concordance?q=%D8%A7%D9%84%D8%AE%D8%B7", []string{`<p class="line" dir="rtl"><span class="before">قال المجلس البلدي إن</span>`}, []string{`dir="ltr"><span class="before">قال`}},
		{"/words?q=tag:tram", []string{"in the bodies of ", "These are the first 50 words; others are left out."}, []string{">likelihood</th>"}},
		{"/words?q=tag:tram&key=1&as_of=2024-12-01T23:00", []string{">likelihood</th>", "above 15.13", "+2.0 four times", "stood 2024-12-01 23:00 UTC", `<a href="/words?key=1&amp;q=tag%3Atram">Today</a>`, "elsewhere."}, nil},
		{"/words", []string{`<a href="/words?q=">those of all articles</a>`}, []string{"<table"}},
		{"/counts?by=tag&limit=3", []string{"the 3 names counted most; ", " more are left out"}, nil},
		{"/counts?q=tram&by=day&measure=share&as_of=2024-12-01T23:00", []string{"may be missing</th>", "all: nothing was archived", "Share of all articles", "stood 2024-12-01 23:00 UTC", `<a href="/counts?by=day&amp;measure=share&amp;q=tram">Today</a>`}, nil},
		{"/counts?q=tram&share_of=section:Politics", []string{"Share of the articles for section:Politics", `<option value="share" selected>`}, nil},
		{"/help", []string{"key words in context", "log-likelihood", `<code>/counts</code>`}, nil},
	} {
		status, _, page := get(t, s.URL+tt.address)
		if status != http.StatusOK {
			t.Errorf("%s: status %d", tt.address, status)
		}
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

// A page of the concordance goes on where the one before ended.
func TestConcordancePages(t *testing.T) {
	s, _ := open(t, web.Options{})
	for _, sort := range []string{"date", "left", "right"} {
		lines := func(query string) (list []any, more bool) {
			_, _, body := get(t, s.URL+"/concordance.json?q=tram+OR+ferry&sort="+sort+query)
			keys := keysOf(t, []byte(body))
			return keys["lines"].([]any), keys["more"].(bool)
		}
		whole, _ := lines("")
		var parts []any
		for n := 1; ; n++ {
			some, more := lines(fmt.Sprintf("&limit=7&page=%d", n))
			parts = append(parts, some...)
			if !more {
				break
			}
		}
		if len(whole) < 15 || !reflect.DeepEqual(parts, whole) {
			t.Errorf("by %s: pages of 7 have %d lines, one page %d", sort, len(parts), len(whole))
		}
	}
}
