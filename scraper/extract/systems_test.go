package extract

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestSystems reads pages as the content systems of the web render them, with all that
// stands around an article there: menus, share buttons, author boxes, related stories,
// comments, what is most read. want.json says for each what must come out, without a
// profile; a field it does not name may be anything.
func TestSystems(t *testing.T) {
	raw, err := os.ReadFile(sites + "/systems/want.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string][]string
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 {
		t.Fatal("want.json names no pages")
	}
	for _, page := range slices.Sorted(maps.Keys(want)) {
		t.Run(page, func(t *testing.T) {
			a := Read(nil, fixtureNamed(t, "systems/"+page+".html").in).Article
			if a == nil {
				t.Fatal("no article")
			}
			got := fieldsAsRead(a)
			for _, field := range slices.Sorted(maps.Keys(want[page])) {
				have, ok := got[field]
				if !ok && !slices.Contains(systemFields, field) {
					t.Fatalf("want.json asks for %q", field)
				}
				if w := want[page][field]; !slices.EqualFunc(have, w, func(h, w string) bool {
					return h == w || (field == "published" || field == "modified") && strings.HasPrefix(h, w)
				}) {
					t.Errorf("%s:%s", field, difference(have, w))
				}
			}
		})
	}
}

// systemFields are what want.json may ask for.
var systemFields = []string{"headline", "kicker", "standfirst", "authors", "published", "modified", "section", "tags", "images", "body", "related", "most_read"}

// fieldsAsRead lays the fields of an article out as lines, without what metadata alone
// know: images as caption and credit, links by their titles.
func fieldsAsRead(a *news.Article) map[string][]string {
	m := map[string][]string{"section": a.Section}
	for field, value := range map[string]string{
		"headline": a.Headline, "kicker": a.Kicker, "standfirst": a.Standfirst, "published": a.Published.Value(), "modified": a.Modified.Value(),
	} {
		if value != "" {
			m[field] = []string{value}
		}
	}
	for _, b := range a.Bylines {
		m["authors"] = append(m["authors"], b.Name)
	}
	for _, tag := range a.Tags {
		m["tags"] = append(m["tags"], tag.Name)
	}
	for _, i := range a.Images {
		m["images"] = append(m["images"], i.Caption+" | "+i.Credit)
	}
	for _, b := range a.Body {
		if b.Type != news.ImageBlock && b.Type != news.Embed {
			m["body"] = append(m["body"], b.Text)
		}
	}
	for _, l := range a.Links {
		if l.Relation == news.Related || l.Relation == news.MostRead {
			m[string(l.Relation)] = append(m[string(l.Relation)], l.Title)
		}
	}
	return m
}
