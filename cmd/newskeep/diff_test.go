package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/demo"
)

func TestWordDiff(t *testing.T) {
	for _, tt := range []struct {
		before, after string
		want          []span
	}{
		{"", "", nil},
		{"the bridge is closed", "the bridge is closed", []span{{opEqual, "the bridge is closed"}}},
		{"", "new", []span{{opInsert, "new"}}},
		{"old", "", []span{{opDelete, "old"}}},
		{"squid cost 5.40 a kilo", "squid cost 4.50 a kilo", []span{{opEqual, "squid cost "}, {opDelete, "5.40"}, {opInsert, "4.50"}, {opEqual, " a kilo"}}},
		{"one two three", "three one two", []span{{opInsert, "three "}, {opEqual, "one two"}, {opDelete, " three"}}},
		{"قال المجلس أمس", "قال المجلس اليوم", []span{{opEqual, "قال المجلس "}, {opDelete, "أمس"}, {opInsert, "اليوم"}}},
	} {
		if got := wordDiff(tt.before, tt.after); !slices.Equal(got, tt.want) {
			t.Errorf("wordDiff(%q, %q) = %q, want %q", tt.before, tt.after, got, tt.want)
		}
	}
}

// Whatever the texts are, the spans make them up again.
func FuzzWordDiff(f *testing.F) {
	f.Add("the bridge\n\nis closed ", " the ferry is  closed")
	f.Add("a b c d e", "e d c b a")
	f.Add("\xff x", "x \xff")
	f.Fuzz(func(t *testing.T, before, after string) {
		var b, a strings.Builder
		for _, s := range wordDiff(before, after) {
			if s.Op != opInsert {
				b.WriteString(s.Text)
			}
			if s.Op != opDelete {
				a.WriteString(s.Text)
			}
		}
		if b.String() != before || a.String() != after {
			t.Errorf("wordDiff(%q, %q) makes up %q and %q", before, after, b.String(), a.String())
		}
	})
}

func TestDiffOfTheDays(t *testing.T) {
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	for n := 1; n <= 2; n++ {
		crawlDay(t, a, n)
	}
	fish := "http://" + demo.Host + "/news/economy/fish-auction-prices-for-november"
	out, _ := newskeep(t, []int{exitDone}, "diff", fish, "-a", a.archive)
	for _, want := range []string{"correction", "[-5.40-]", "{+4.50+}", "second month.{+", "Correction: The November price of squid"} {
		if !strings.Contains(out, want) {
			t.Errorf("diff does not show %q:\n%s", want, out)
		}
	}
	out, _ = newskeep(t, []int{exitDone}, "diff", fish, "1", "2", "--json", "-a", a.archive)
	var c comparison
	decode(t, out, &c)
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, f.Field)
	}
	if c.From != 1 || c.To != 2 || c.Class != "correction" || !slices.Equal(fields, []string{"modified", "body"}) {
		t.Errorf("diff --json: %d to %d, %s, fields %q", c.From, c.To, c.Class, fields)
	}
	newskeep(t, []int{exitUsage}, "diff", fish, "first", "-a", a.archive)
	newskeep(t, []int{exitFailed}, "diff", fish, "1", "9", "-a", a.archive)
}
