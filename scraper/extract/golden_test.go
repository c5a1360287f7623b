package extract

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
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
			got := indented(t, Read(f.p, f.in))
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
