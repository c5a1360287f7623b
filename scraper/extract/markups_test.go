package extract

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// TestSameArticleInFourMarkups reads one article as four templates print it: that
// of the site, semantic HTML5, opaque class names with nothing but visible
// labels, and JSON-LD over a sparse page. All must give every field; none may let
// navigation, buttons or the footer into the text.
func TestSameArticleInFourMarkups(t *testing.T) {
	raw, err := os.ReadFile(sites + "/markups/want.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]string
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	rules := fixtureNamed(t, "almayadeen-en/article.html").p
	none := fixtureNamed(t, "markups/html5.html").p
	for _, page := range []string{"almayadeen-en/article.html", "markups/html5.html", "markups/labels.html", "markups/graph.html"} {
		f := fixtureNamed(t, page)
		for _, p := range []struct {
			name string
			in   fixture
		}{
			{"with the site's rules", fixture{p: rules, in: f.in}},
			{"with no rules", fixture{p: none, in: f.in}},
		} {
			t.Run(page+" "+p.name, func(t *testing.T) {
				r := Read(p.in.p, p.in.in)
				if r.Kind != news.PageArticle {
					t.Fatalf("Read(%s) is %s (%s, %s), want an article", page, r.Kind, r.Reason, r.Detail)
				}
				got := facts(r)
				for _, field := range fieldsOf(want) {
					if !slices.Equal(got[field], want[field]) {
						t.Errorf("%s:%s", field, difference(got[field], want[field]))
					}
				}
				checkText(t, r.Article)
			})
		}
	}
}

// difference shows the lines that only one of the two has.
func difference(got, want []string) string {
	var b strings.Builder
	for _, line := range got {
		if !slices.Contains(want, line) {
			fmt.Fprintf(&b, "\n got  %q", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			fmt.Fprintf(&b, "\n want %q", line)
		}
	}
	if b.Len() == 0 {
		return fmt.Sprintf("\n the same lines in another order or number: %q, want %q", got, want)
	}
	return b.String()
}

func fieldsOf(want map[string][]string) []string {
	order := []string{"headline", "bylines", "source", "published", "published_text", "shares", "read_minutes", "standfirst",
		"images", "body", "tags", "related", "inline", "most_read", "coverage", "read_next", "ticker"}
	if len(order) != len(want) {
		panic(fmt.Sprintf("want.json has %d fields, the test compares %d", len(want), len(order)))
	}
	return order
}

// facts lays the fields of an article out as lines.
func facts(r *news.Reading) map[string][]string {
	a := r.Article
	m := map[string][]string{
		"headline": {a.Headline}, "source": {a.Source}, "standfirst": {a.Standfirst},
		"published":      {a.Published.Time.UTC().Format(time.RFC3339)},
		"published_text": {a.Published.Text},
		"read_minutes":   {fmt.Sprint(a.ReadMinutes)},
	}
	if a.Shares != nil {
		m["shares"] = []string{fmt.Sprint(*a.Shares)}
	}
	for _, b := range a.Bylines {
		m["bylines"] = append(m["bylines"], b.Name)
	}
	for _, i := range a.Images {
		m["images"] = append(m["images"], strings.Join([]string{string(i.Role), i.URL, i.Alt, i.Caption, i.Credit}, " | "))
	}
	for _, b := range a.Body {
		if b.Type == news.ImageBlock {
			continue // where pictures stand in the text is the template's choice
		}
		m["body"] = append(m["body"], string(b.Type)+": "+b.Text)
	}
	for _, tag := range a.Tags {
		m["tags"] = append(m["tags"], tag.Name+" | "+tag.URL)
	}
	for _, l := range a.Links {
		line := fmt.Sprintf("%d | %s | %s | %s | %s | %s | %s", l.Position, l.Title, l.URL, l.Section, l.Published.Text, l.Image, l.ImageAlt)
		m[string(l.Relation)] = append(m[string(l.Relation)], line)
	}
	for _, line := range r.Ticker {
		m["ticker"] = append(m["ticker"], line.Text)
	}
	return m
}

// checkText holds that the text of an article is that of the article alone.
func checkText(t *testing.T, a *news.Article) {
	t.Helper()
	strange := map[string]bool{
		"Listen": true, "x": true, "Slogan": true, "All": true, "BREAKING": true, "Related News": true, "Most Read": true, "Read Next": true,
		"Coverage": true, "All Rights Reserved": true, "4 Min Read": true, "1 Shares": true, "News": true, "Politics": true,
	}
	for _, b := range a.Body {
		if strange[b.Text] {
			t.Errorf("%q stands in the body", b.Text)
		}
		for _, part := range []string{"Privacy Policy", "Independent Media", "Harbour master:", "Source:", "Miscellaneous"} {
			if strings.Contains(b.Text, part) {
				t.Errorf("%q stands in the body: %q", part, b.Text)
			}
		}
	}
}
