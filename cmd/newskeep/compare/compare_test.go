package compare

import (
	"slices"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		before, after string
		want          []Span
	}{
		{"", "", nil},
		{"the bridge is closed", "the bridge is closed", []Span{{Equal, "the bridge is closed"}}},
		{"", "new", []Span{{Insert, "new"}}},
		{"old", "", []Span{{Delete, "old"}}},
		{"squid cost 5.40 a kilo", "squid cost 4.50 a kilo", []Span{{Equal, "squid cost "}, {Delete, "5.40"}, {Insert, "4.50"}, {Equal, " a kilo"}}},
		{"one two three", "three one two", []Span{{Insert, "three "}, {Equal, "one two"}, {Delete, " three"}}},
		{"قال المجلس أمس", "قال المجلس اليوم", []Span{{Equal, "قال المجلس "}, {Delete, "أمس"}, {Insert, "اليوم"}}},
	} {
		if got := Words(tt.before, tt.after); !slices.Equal(got, tt.want) {
			t.Errorf("Words(%q, %q) = %q, want %q", tt.before, tt.after, got, tt.want)
		}
	}
}

// Whatever the texts are, the spans make them up again.
func FuzzWords(f *testing.F) {
	f.Add("the bridge\n\nis closed ", " the ferry is  closed")
	f.Add("a b c d e", "e d c b a")
	f.Add("\xff x", "x \xff")
	f.Fuzz(func(t *testing.T, before, after string) {
		var b, a strings.Builder
		for _, s := range Words(before, after) {
			if s.Op != Insert {
				b.WriteString(s.Text)
			}
			if s.Op != Delete {
				a.WriteString(s.Text)
			}
		}
		if b.String() != before || a.String() != after {
			t.Errorf("Words(%q, %q) makes up %q and %q", before, after, b.String(), a.String())
		}
	})
}

// What makes no revision is no difference: the order of tags, and the path under
// which a picture is signed.
func TestNoDiffOf(t *testing.T) {
	before := &news.Article{
		Tags:   []news.Tag{{Name: "harbour"}, {Name: "ferry"}},
		Images: []news.Image{{URL: "https://gazette.example/9f2c4e1ab37d5560aa10/ferry-1.jpg", Caption: "A ferry", Alt: "White ferry"}},
	}
	after := &news.Article{
		Tags:   []news.Tag{{Name: "night"}, {Name: "ferry"}, {Name: "harbour"}},
		Images: []news.Image{{URL: "https://gazette.example/07b1d2e3f4a5968778c0/ferry-1.jpg", Caption: "A ferry at night", Alt: "White ferry"}},
	}
	var got []string
	for _, d := range Fields(before, after) {
		got = append(got, d.Field+": "+d.Before+" -> "+d.After)
	}
	want := []string{"tags: harbour, ferry -> harbour, ferry, night", "caption: A ferry -> A ferry at night"}
	if !slices.Equal(got, want) {
		t.Errorf("fields that differ:\n got %q\nwant %q", got, want)
	}
}

func TestDiffOfPictures(t *testing.T) {
	before := &news.Article{Images: []news.Image{
		{URL: "https://gazette.example/a.jpg?width=480", Caption: "The bridge at noon", Credit: "AP", Role: news.RoleLead},
		{URL: "https://gazette.example/gone.jpg", Caption: "A cat"},
	}}
	after := &news.Article{Images: []news.Image{
		{URL: "https://gazette.example/new.jpg", Alt: "A dog", Role: news.RoleLead},
		{URL: "https://gazette.example/a.jpg?width=960", Caption: "The bridge at night", Credit: "Reuters", Role: news.RoleInline},
	}}
	var got []string
	for _, d := range Fields(before, after) {
		got = append(got, d.Field+" "+d.Image+" "+d.Before+" -> "+d.After)
	}
	want := []string{
		"image https://gazette.example/new.jpg  -> https://gazette.example/new.jpg\nalt: A dog",
		"caption https://gazette.example/a.jpg The bridge at noon -> The bridge at night",
		"credit https://gazette.example/a.jpg AP -> Reuters",
		"role https://gazette.example/a.jpg lead -> inline",
		"image https://gazette.example/gone.jpg https://gazette.example/gone.jpg\ncaption: A cat -> ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("fields that differ:\n got %q\nwant %q", got, want)
	}
}
