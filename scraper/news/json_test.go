package news

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestEmptyArticleHasListsAndNoNull(t *testing.T) {
	b, err := json.Marshal(Article{})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"bylines":[],"section":[],"tags":[],"body":[],"images":[],"links":[],"provenance":{}}`
	if string(b) != want {
		t.Errorf("Article{} = %s, want %s", b, want)
	}
	b, err = json.Marshal(Reading{Kind: PageSection, Listing: &Listing{Modules: []Module{{Name: "Most Read", Relation: MostRead}}}})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(b); strings.Contains(s, "null") || !strings.Contains(s, `"items":[]`) {
		t.Errorf("an empty section = %s, want [] for every list", s)
	}
}

func TestArticleSurvivesJSON(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	shares := 0
	for _, want := range []Article{
		{},
		{
			URL: "https://a.example/x", CanonicalURL: "https://a.example/y", Kind: KindOpinion, Language: "ar",
			Headline: "Rain", Kicker: "Weather", Standfirst: "It rained.", Source: "A & B", Dateline: "FORD",
			Published:   Stamp{Time: time.Date(2024, 12, 1, 17, 37, 0, 0, zone), Zone: ZoneProfile, Text: "1 Dec 2024 17:37"},
			Modified:    Stamp{Time: time.Date(2024, 12, 2, 0, 0, 0, 0, time.UTC), Zone: ZoneAssumed, Day: true},
			Bylines:     []Byline{{Name: "Ada Quill", URL: "https://a.example/ada"}},
			Section:     []string{"News", "Weather"},
			Tags:        []Tag{{Name: "Rain"}},
			Body:        []Block{{Type: Heading, Text: "Soon", Level: 2}, {Type: Paragraph, Text: "It rained."}},
			Images:      []Image{{URL: "https://a.example/i.jpg", Caption: "Rain", Credit: "AP", Printed: "Rain (AP)", Role: RoleLead}},
			ReadMinutes: 4, Shares: &shares, Paywalled: true,
			Links: []Link{{Relation: MostRead, URL: "https://a.example/z", Title: "Hail", Section: "Weather", Position: 2,
				Published: Stamp{Text: "today"}, Image: "https://a.example/h.jpg", ImageAlt: "Hail"}},
			Provenance: map[string]Provenance{"headline": {Source: FromProfile, Rule: "h1", Alternates: []Alternate{{Source: FromMeta, Value: "Rain!"}}}},
		},
	} {
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Article
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%v\n%s", err, b)
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if string(again) != string(b) {
			t.Errorf("read back and written again:\n%s\nwant\n%s", again, b)
		}
		if want.Published.Value() != got.Published.Value() || got.Published.Text != want.Published.Text || !reflect.DeepEqual(got.Shares, want.Shares) {
			t.Errorf("published %+v, shares %v; want %+v, %v", got.Published, got.Shares, want.Published, want.Shares)
		}
	}
}

func TestSharesOfNoneAreNotNoShares(t *testing.T) {
	none := 0
	printed, err := json.Marshal(Article{Shares: &none})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(printed), `"shares":0`) {
		t.Errorf("0 printed shares = %s, want them kept apart from none printed", printed)
	}
}

func TestVisitIDsAreDistinct(t *testing.T) {
	seen := map[VisitID]bool{}
	for range 1000 {
		id := NewVisitID()
		if len(id) != 32 || seen[id] {
			t.Fatalf("NewVisitID() = %q, want 32 hex digits never seen before", id)
		}
		seen[id] = true
	}
}
