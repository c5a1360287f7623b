package news

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// The writer by hand and that of encoding/json agree on whatever an article holds.
func TestAppendJSONIsThatOfTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var a Article
		fill(r, reflect.ValueOf(&a).Elem())
		want, err := reflected(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.AppendJSON(nil); string(got) != string(want) {
			t.Fatalf("written\n%s\nwant\n%s", got, want)
		}
	}
	for c := range rune(0x3000) { // every letter that could be written otherwise
		a := Article{Headline: "a" + string(c) + "b"}
		if want, _ := reflected(a); string(a.AppendJSON(nil)) != string(want) {
			t.Errorf("%U is written %s, want %s", c, a.AppendJSON(nil), want)
		}
	}
	b, err := json.Marshal(Article{Headline: "<b>"})
	if want := string((&Article{Headline: "<b>"}).AppendJSON(nil)); err != nil || string(b) != want {
		t.Errorf("Marshal gives %s, %v; want %s", b, err, want)
	}
}

// fill gives a value of an article whatever it may hold, often nothing.
func fill(r *rand.Rand, v reflect.Value) {
	if r.IntN(4) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		odd := []string{"a", "é", "\u2028", "\x00", "\xff", "<", ">", "&", `"`, `\`, "\n", "\t", "\r", "\b", "\f", "\x1f", "\x7f", "ب", "𝄞", "\xe2\x80", " "}
		var s strings.Builder
		for range r.IntN(6) {
			s.WriteString(odd[r.IntN(len(odd))])
		}
		v.SetString(s.String())
	case reflect.Int:
		v.SetInt(int64(r.IntN(5)) - 2)
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(4) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, key)
			fill(r, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(r.Int64N(1<<32), 0).In(time.FixedZone("", r.IntN(20)*900))))
			return
		}
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	}
}

// reflected is an article as encoding/json writes it.
func reflected(a Article) ([]byte, error) {
	prov := a.Provenance
	if prov == nil {
		prov = map[string]Provenance{}
	}
	links := make([]linkJSON, len(a.Links))
	for i, l := range a.Links {
		links[i] = l.flat()
	}
	return json.Marshal(articleJSON{
		URL: a.URL, CanonicalURL: a.CanonicalURL, Kind: a.Kind, Language: a.Language,
		Headline: a.Headline, Kicker: a.Kicker, Standfirst: a.Standfirst,
		Bylines: list(a.Bylines), Source: a.Source, Dateline: a.Dateline,
		Published: a.Published.Value(), PublishedText: a.Published.Text,
		PublishedZone: a.Published.Zone, PublishedPrecision: a.Published.precision(),
		Modified: a.Modified.Value(), ModifiedText: a.Modified.Text,
		ModifiedZone: a.Modified.Zone, ModifiedPrecision: a.Modified.precision(),
		Section: list(a.Section), Tags: list(a.Tags), Body: list(a.Body),
		Images: list(a.Images), Links: links,
		ReadMinutes: a.ReadMinutes, Shares: a.Shares, Paywalled: a.Paywalled, Provenance: prov,
	})
}
