package news

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"
)

func TestDiffering(t *testing.T) {
	day := Stamp{Time: time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC), Day: true, Text: "1 Dec"}
	was := Article{Headline: "Hail", Published: day, Tags: []Tag{{Name: "weather"}}, Links: []Link{{URL: "http://a.test/", Published: day}},
		Provenance: map[string]Provenance{"headline": {Source: "label", Alternates: []Alternate{}}}}
	with := func(edit func(*Article)) *Article {
		a := was
		edit(&a)
		return &a
	}
	other := day
	other.Text = "1 December"
	for _, tt := range []struct {
		is   *Article
		want []string
	}{
		{with(func(*Article) {}), nil},
		{with(func(a *Article) { a.Images, a.Section = []Image{}, []string{} }), nil},
		{with(func(a *Article) { a.Headline = "Snow" }), []string{"headline"}},
		{with(func(a *Article) { a.Published = other }), []string{"published"}},
		{with(func(a *Article) { a.Published, a.Modified = Stamp{}, day }), []string{"published", "modified"}},
		{with(func(a *Article) { a.Links = []Link{{URL: "http://a.test/", Published: other}} }), []string{"links"}},
		{with(func(a *Article) { a.Tags, a.Provenance = nil, nil }), []string{"tags", "provenance"}},
	} {
		if got := Differing(&was, tt.is); !slices.Equal(got, tt.want) {
			t.Errorf("%+v differs in %q, want %q", tt.is, got, tt.want)
		}
	}
	var read Article
	if b, err := json.Marshal(was); err != nil || json.Unmarshal(b, &read) != nil {
		t.Fatal(err)
	}
	if got := Differing(&was, &read); got != nil {
		t.Errorf("as JSON and back it differs in %q", got)
	}
}

// Every field of an article is told.
func TestDifferingInEachField(t *testing.T) {
	for f := range reflect.TypeFor[Article]().Fields() {
		a := Article{}
		set(reflect.ValueOf(&a).Elem().FieldByIndex(f.Index))
		if got := Differing(&Article{}, &a); len(got) != 1 {
			t.Errorf("another %s is told as %q", f.Name, got)
		}
	}
}

// set gives a value that is not the zero value.
func set(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("x"), reflect.Zero(v.Type().Elem()))
	case reflect.Struct:
		v.Set(reflect.ValueOf(Stamp{Text: "x"}))
	}
}
