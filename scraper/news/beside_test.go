package news

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// Beside whatever other article, one is read as it is read alone.
func TestReadBeside(t *testing.T) {
	shares := 12
	full := Article{
		URL: "https://a.example/x", CanonicalURL: "https://a.example/y", Kind: KindOpinion, Language: "en",
		Headline: `Rain "soon" \`, Kicker: `\"`, Standfirst: "It {rained}, [they] say.", Source: "A & B", Dateline: "FORD",
		Published:   Stamp{Time: time.Date(2024, 12, 1, 17, 37, 0, 0, time.UTC), Zone: ZoneProfile, Text: "1 Dec 2024 17:37"},
		Modified:    Stamp{Time: time.Date(2024, 12, 2, 0, 0, 0, 0, time.UTC), Zone: ZoneAssumed, Day: true},
		Bylines:     []Byline{{Name: "Ada Quill", URL: "https://a.example/ada"}},
		Section:     []string{"News", "Weather"},
		Tags:        []Tag{{Name: "Rain"}},
		Body:        []Block{{Type: Heading, Text: "Soon", Level: 2}, {Type: Paragraph, Text: "It rained."}},
		Images:      []Image{{URL: "https://a.example/i.jpg", Caption: "Rain", Role: RoleLead}},
		Links:       []Link{{Relation: MostRead, URL: "https://a.example/z", Position: 2, Published: Stamp{Text: "today"}}},
		ReadMinutes: 4, Shares: &shares, Paywalled: true,
		Provenance: map[string]Provenance{"headline": {Source: FromProfile, Rule: "h1", Alternates: []Alternate{{Source: FromMeta, Value: "Rain!"}}}},
	}
	zero := reflect.ValueOf(Article{})
	for i := range zero.NumField() { // each field alone is missing on one side
		less := full
		reflect.ValueOf(&less).Elem().Field(i).SetZero()
		name := zero.Type().Field(i).Name
		for _, pair := range [][2]Article{{full, less}, {less, full}, {full, full}, {full, {}}} {
			text, known := marshalled(t, pair[0]), marshalled(t, pair[1])
			a, fields, err := ReadBeside(text, &pair[1], known)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := marshalled(t, *a); got != text {
				t.Errorf("%s, beside\n%s\nis read as\n%s\nwant\n%s", name, known, got, text)
			}
			switch {
			case text == known && len(fields) > 0:
				t.Errorf("%v differ of an article and itself", fields)
			case pair[1].URL+pair[0].URL == full.URL+full.URL && text != known && (len(fields) != 1 || strings.ReplaceAll(fields[0], "_", "") != strings.ToLower(name)):
				t.Errorf("%v differ, want %s", fields, name)
			}
		}
	}
}

func TestOnlyPartOfAStampDiffers(t *testing.T) {
	was := Article{Published: Stamp{Time: time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC), Day: true, Text: "1 Dec"}}
	is := was
	is.Published.Text = "1 December"
	a, fields, err := ReadBeside(marshalled(t, was), &is, marshalled(t, is))
	if err != nil || !slices.Equal(fields, []string{"published"}) || a.Published.Text != "1 Dec" || !a.Published.Day || a.Published.Time.IsZero() {
		t.Errorf("published %+v, %v differ, %v", a.Published, fields, err)
	}
}

// So is any other, and one whose fields stand in another order.
func TestReadBesideAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 600 {
		var is Article
		fill(r, reflect.ValueOf(&is).Elem())
		was := is
		for range r.IntN(4) {
			v := reflect.ValueOf(&was).Elem()
			f := v.Field(r.IntN(v.NumField()))
			f.SetZero()
			fill(r, f)
		}
		for _, a := range []*Article{&was, &is} { // a byte that is no text does not survive
			if err := json.Unmarshal([]byte(marshalled(t, *a)), a); err != nil {
				t.Fatal(err)
			}
		}
		want, known := marshalled(t, was), marshalled(t, is)
		var other map[string]json.RawMessage
		if err := json.Unmarshal([]byte(want), &other); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(other)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{want, string(sorted)} {
			a, _, err := ReadBeside(text, &is, known)
			if err != nil || marshalled(t, *a) != want {
				t.Fatalf("%v: beside\n%s\n%s\nis read as\n%s", err, known, text, marshalled(t, *a))
			}
		}
	}
}

// What is damaged is told, and what is only written otherwise is read.
func TestReadBesideOther(t *testing.T) {
	is := Article{Headline: "Rain", Body: []Block{{Type: Paragraph, Text: "It rained."}}}
	known := marshalled(t, is)
	for i := range len(known) {
		if _, _, err := ReadBeside(known[:i], &is, known); err == nil {
			t.Errorf("%q is read as an article", known[:i])
		}
		var want Article
		damaged := known[:i] + "\x00" + known[i+1:]
		if json.Unmarshal([]byte(damaged), &want) == nil {
			t.Fatalf("%q can be read", damaged)
		}
		if _, _, err := ReadBeside(damaged, &is, known); err == nil {
			t.Errorf("%q is read as an article", damaged)
		}
	}
	a, _, err := ReadBeside(` { "headline" : "Hail" } `, &is, known)
	if err != nil || a.Headline != "Hail" || a.Body != nil {
		t.Errorf("%+v, %v", a, err)
	}
}

func marshalled(t *testing.T, a Article) string {
	t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
