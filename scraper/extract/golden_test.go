package extract

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

var update = flag.Bool("update", false, "write the goldens of testdata/sites")

// TestGolden reads every page of testdata/sites and compares all that came out,
// provenance included, so that a change shows both the value and who gave it.
// After a wanted change: go test ./scraper/extract -run Golden -update, and read
// the diff.
func TestGolden(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			in := f.in
			in.Whole = true
			got := indented(t, Read(f.p, in))
			golden := strings.TrimSuffix(f.file, ".html") + ".golden.json"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v; go test -run Golden -update writes it", err)
			}
			if bytes.Equal(got, want) {
				return
			}
			out := strings.TrimSuffix(f.file, ".html") + ".got"
			if err := os.WriteFile(out, got, 0o644); err != nil {
				t.Fatal(err)
			}
			t.Errorf("reading %s changed; to see how: diff -u %s %s", f.name, golden, out)
		})
	}
}

// TestRulesEndTheCascade holds that a rule which gives a value spares the search for
// others on the page and changes no field by that: what is missing are alternates.
func TestRulesEndTheCascade(t *testing.T) {
	spared := 0
	for _, f := range fixtures(t) {
		if f.p == nil {
			continue
		}
		in := f.in
		short := Read(f.p, in)
		in.Whole = true
		whole := Read(f.p, in)
		if short.Article == nil || whole.Article == nil {
			continue
		}
		for field, p := range short.Article.Provenance {
			all := whole.Article.Provenance[field]
			for _, alt := range p.Alternates {
				if !slices.Contains(all.Alternates, alt) {
					t.Errorf("%s: %s has the alternate %v, which the whole cascade does not have", f.name, field, alt)
				}
			}
			if p.Source != news.FromProfile && len(p.Alternates) < len(all.Alternates) {
				t.Errorf("%s: alternates of %s are missing, which no rule gave", f.name, field)
			}
			spared += len(all.Alternates) - len(p.Alternates)
			all.Alternates = p.Alternates
			whole.Article.Provenance[field] = all
		}
		if got, want := indented(t, short), indented(t, whole); !bytes.Equal(got, want) {
			t.Errorf("%s: the whole cascade gives\n%s\nwithout it\n%s", f.name, want, got)
		}
	}
	if spared == 0 {
		t.Error("nothing was spared: no rule ended a cascade")
	}
}

// indented is a reading as its golden shows it. The menu and the other addresses
// of the page are left out: they are long, and tests of their own hold them.
func indented(t testing.TB, r *news.Reading) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRequiredFields holds, whatever the goldens say, that the pages of testdata
// that are articles have what every article has.
func TestRequiredFields(t *testing.T) {
	articles := 0
	for _, f := range fixtures(t) {
		r := Read(f.p, f.in)
		if r.Kind != news.PageArticle || f.p == nil {
			continue // not every shape has everything
		}
		articles++
		a := r.Article
		for _, field := range []struct {
			name  string
			empty bool
		}{
			{"headline", a.Headline == ""}, {"url", a.URL == ""}, {"language", a.Language == ""},
			{"published", a.Published.Time.IsZero()}, {"published_text", a.Published.Text == ""}, {"images", len(a.Images) == 0},
			{"tags", len(a.Tags) == 0}, {"kind", a.Kind == ""}, {"provenance", len(a.Provenance) == 0},
		} {
			if field.empty {
				t.Errorf("%s has no %s", f.name, field.name)
			}
		}
	}
	if articles < 10 {
		t.Errorf("%d of the pages are articles, want at least 10", articles)
	}
}
